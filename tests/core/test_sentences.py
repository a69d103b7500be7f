"""Sentence ends in English news, Chinese and Arabic; one bar stands for each border a reader would draw."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.core.sentences import REACH, sentence_at, sentences

ENGLISH = (
    """
Dr. Amina Yusuf met J. K. Lund at 9 a.m. Monday.| They talked for an hour.
The U.S. Senate voted.| He left the U.S.| The vote came later.
The firm paid $3.5 million to Acme Inc. in cash.| Acme Inc.| In May it paid more.
In Jan. 2020 prices fell 1.5 percent.| No. 5 is the last.
It was late.| “Really?”| She did not believe it.
“Stop!” she cried, and “why?” he asked.| Nobody answered.
He asked “why now?” and left.| Who knows?
“We are ready,” he said. “We start tomorrow.”| The hall was full.
The trails are quiet.Bright houses line them.| Nobody came.
See news.example.org or mail a.b@example.org for more.| Thanks.
It began in 2021.The next year was worse.
He waited… Then he went.| They tried... but failed.
She said so (twice.)| He agreed.[12]| Then they left.
iPhone sales rose.| eBay sales fell.| iPad sales did neither.
Tools, paper, etc. were sold.| The rest was given away.
Gen. Ruiz and Col. Park spoke.| St. Anne's was full.| Mr. X. Lee was not there.
At 10:30 p.m. EST it ended.| It was over by 11 p.m.| The crowd went home.
The plan is plan B.| This is known.
Is it true?!| Yes!!| “No.”| “Maybe.”He shrugged.
He holds a Ph.D. in law, i.e. he is a doctor.| So is she.
The index rose 2.5 points.| 300 firms took part.
“Nobody saw it.| Nobody heard it.”| That is what they said.
Wind: 5 m.p.h. at noon.| It fell to 3.| Rain came on Sept. 4 and on Oct. 5.
She called it “a mistake.“ |He left.
"It works." "It does not."| They argued.
""".strip()
    .replace(". “We start", ".| “We start")
    .replace(".Bright", ".|Bright")
    .replace(".The next", ".|The next")
)
ENGLISH = ENGLISH.replace("… Then", "…| Then").replace(".”He", ".”|He").replace('works." "', 'works."| "')

CHINESE = """
今天下雨了。|他没有来！|为什么？|因为病了。
他说：“我们会努力的！”|大家鼓掌。|“走吧。”|大家都走了。
“真的吗？”她问道。|没有人回答……|后来呢？
增长14.6%，达到1,600个。|A3版有报道。|（完毕。）|谢谢
他问：“好吗？”。|没有人回答。
「好。」|『行！』|他笑了；她也笑了。
""".strip()

ARABIC = """
قال د. سمير إن العدد 3.5 مليون.| هل هذا صحيح؟| نعم!| هذا كل شيء
یہ پہلا جملہ ہے۔| یہ دوسرا ہے۔
""".strip()


def marked(text: str) -> str:
    """The text with a bar at each border found."""
    starts = [start for start, _ in sentences(text)]
    return "|".join(text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True))


@pytest.mark.parametrize("line", [*ENGLISH.splitlines(), *CHINESE.splitlines(), *ARABIC.splitlines()])
def test_borders(line: str) -> None:
    expected = "|".join(piece.strip() for piece in line.split("|"))
    assert marked(line.replace("|", "")) == expected


def test_a_line_feed_always_ends_a_sentence() -> None:
    text = "A heading\n\n1. First point\n2. Second point. Done\n"
    assert [text[a:b] for a, b in sentences(text)] == ["A heading", "1. First point", "2. Second point.", "Done"]


def test_sentence_at_caret() -> None:
    text = "  One is here. Two is there.\n\nThree"
    one, two = (2, 14), (15, 28)
    assert [sentence_at(text, i) for i in (0, 2, 14)] == [one] * 3, "directly behind the mark is still the sentence"
    assert [sentence_at(text, i) for i in (15, 28)] == [two] * 2
    assert sentence_at(text, 29) == (29, 29), "an empty line has none"
    assert sentence_at(text, len(text)) == (30, 35)
    assert sentence_at("好。坏。", 2) == (2, 4), "on a border without a blank, the one that begins"
    assert sentence_at("", 0) == (0, 0)
    assert sentence_at("Go.  On", 4) == (5, 7), "in the blank, the next one"


@given(st.text(st.sampled_from("aB1 .?!。”“\n…5"), max_size=40))
@example("?“\n")  # a line's last mark looks the same whether the line feed behind it is in sight or not
def test_caret_and_iteration_agree(text: str) -> None:
    found = list(sentences(text))
    assert all(a < b for a, b in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert "".join("".join(text[a:b].split()) for a, b in found) == "".join(text.split())
    for start, end in found:
        assert sentence_at(text, start) == (start, end)


def test_a_part_can_be_asked_for() -> None:
    text = "One. Two. Three."
    assert [text[a:b] for a, b in sentences(text, 5, 9)] == ["Two."]


def test_one_line_of_a_megabyte() -> None:
    text = "The quick fox jumped over 1.5 lazy dogs. " * 25_000
    middle = text.index("The", 500_000)
    began = time.thread_time()
    for i in range(middle, middle + 20):
        assert sentence_at(text, i) == (middle, middle + 40)
    assert time.thread_time() - began < 1.0
    endless = "word " * 200_000
    start, end = sentence_at(endless, 500_001)
    assert 500_001 - REACH <= start < 500_001 < end <= 500_001 + REACH
    assert endless[start - 1] == endless[end] == " "


@pytest.mark.parametrize("char", [".", "“", ". ", "。", "?”", "("])
def test_runs_of_marks_do_not_cost_their_square(char: str) -> None:
    text = char * (200_000 // len(char))
    began = time.thread_time()
    count = sum(1 for _ in sentences(text))
    assert count >= 1
    assert time.thread_time() - began < 4.0
