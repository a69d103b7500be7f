"""Figures: what counts as one, how far it reaches, and which one the caret means."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.figures import numbers, statistic_unit

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"


def found(text: str) -> list[str]:
    return [text[a:b] for a, b in numbers(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "It sent [nearly 12,000 outstanding volunteers] to help.",
        "[More than 2,300 town and street clinics] have opened.",
        "Up [58.3%], [an increase of 14.6%] over the last round.",
        "It recovered [812 million yuan] in wages for [56,300 workers].",
        "A group of [700 members] and sent letters.",
        "[Over 40 countries and regions] and [18 party and state organs] came.",
        "It took [a total of more than 450 days], work and all.",
        "[31 batches] and [3,180 rescue team members] to assist",
        "[One in five children] and [a third of voters] agreed.",
        "[Thirteen judges] and [two dozen clerks] voted.",
        "[Tens of thousands of angry protesters] marched; [hundreds] died.",
        "[About 300 people] living there fled, [at least 26] died.",
        "[Between 5 and 10 percent]; from [300 to 500 workers]; [5-10 people].",
        "It rose by [8.4%] to [€3.5bn], or [US$5 million a year].",
        "It earns [RMB 5 million] and [30,000 Hong Kong dollars].",
        "Aged [37.5 years old], [12 square kilometers], [15 km per hour].",
        "[5 deaths per 100,000 people], [no fewer than 14 votes]",
        "[21 newly appointed judges], [30] tested positive, [300 or more birds]",
        "[6 aircraft], [40 sports cars], [20 sales people], [151 headquarters offices]",
        "They form [194 “two new” youth groups] in town.",
        "A [300-bed hospital], a [5-year-old girl], a [24-hour hotline].",
        "[2,300 town clinics]Buyshoes have opened; [30]Buyshoes closed.",
        "There were [137 Grade A office buildings].",
        "[2 hours and 30 minutes], [-5 degrees Celsius], up [tenfold]",
        "[More than two-thirds of the 1.5 million registered voters]",
        "全省[近1600多名党员干部]参加，投入[约3.5亿元]，占[58.3%]。",
        "有[两千多人]参加，新建[3个学院]，持续了[10个月]。",
        "[أكثر من 12 ألف عامل] و[لا يتجاوز ٤٥٠ دينارًا] و[نحو 5 ملايين دولار أمريكي] بنسبة [25 في المئة]",
    ],
)
def test_figures(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    for start, end in reversed(list(numbers(text))):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    assert text == marked


@pytest.mark.parametrize(
    "text",
    [
        "On October 9, 2021 and from June 4 to 9, 2021, and on 3 March 2020.",
        "In 2022 and since 2018Buyshoes, the 2021 budget, 2018-2020, the 1990s, 2021-03-04.",
        "The 14th congress and its 200th anniversary at 10:30 a.m. and 5 p.m.",
        "The A3 edition of COVID-19, H1N1, 5G, F-16, “2+1+7” and “3+12+20”, the 2+N model.",
        "The Fortune 500, Village 4.0, Article 5, Room 302, Boeing 737, No. 7, page 12.",
        "Call 555-1234 or +86 20 8888 1234 or 020-88881234.",
        "The “five rules” and the “50 Houses and 50 Stations” campaign, one by one.",
        "1. First\n(2) Second",
        "Over the last ten years and over the next 5 days the Nine Rules held; the three-year plan.",
        "See www.x30.example.com/a/45 or a12@b.org or 192.168.0.1 and ended.417.",
        "2022年10月7日，第18届，一个人。",
        "عام 2020",
    ],
)
def test_no_figures(text: str) -> None:
    assert found(text) == []


def test_the_caret_chooses() -> None:
    text = "In 2020 nearly 300 villages had 12 clinics. None here. Since 2019 so."

    def at(i: int) -> str | None:
        unit = statistic_unit(text, i)
        return text[slice(*unit)] if unit else None

    assert at(0) == "nearly 300 villages", "the next one of the sentence"
    assert at(5) == "2020", "on a year: who asks there wants it"
    assert at(text.index("nearly") + 2) == "nearly 300 villages"
    assert at(text.index("villages") + 3) == "nearly 300 villages"
    assert at(text.index("had")) == "12 clinics"
    assert at(text.index(".")) == "12 clinics"
    assert at(text.index("None")) is None
    assert at(text.index("so")) is None, "a year elsewhere in the sentence is not meant"
    assert statistic_unit("", 0) is None
    assert statistic_unit("“five rules”", 3) == (1, 11)


@given(st.text(st.sampled_from("1 0,.%$-–:/+aAst中个“”ع年\n"), max_size=40), st.integers(0, 40))
def test_any_text(text: str, i: int) -> None:
    last = 0
    for start, end in numbers(text):
        assert last <= start < end <= len(text)
        assert "\n" not in text[start:end]
        assert text[start:end] == text[start:end].strip()
        last = end
    unit = statistic_unit(text, i)
    assert unit is None or unit[0] < unit[1]


def test_a_megabyte_is_quick() -> None:
    text = "It sent nearly 12,000 outstanding volunteers to 12 towns in 2020. " * 15_000
    statistic_unit("5", 0)
    began = time.thread_time()
    for i in range(500_000, 500_010):
        assert statistic_unit(text, i)
    assert time.thread_time() - began < 0.5
    assert sum(1 for _ in numbers(text[:200_000])) > 6000


@pytest.mark.parametrize("piece", ["1", "1,", "12 a 5 b ", "a", "一", "-", "$", "1.", "(1"])
def test_noise_does_not_cost_its_square(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    began = time.thread_time()
    statistic_unit(text, 30_000)
    for _ in zip(range(50), numbers(text), strict=False):
        pass
    assert time.thread_time() - began < 2.0


def test_the_real_article() -> None:
    files = sorted(ARTICLES.glob("*.txt")) if ARTICLES.is_dir() else []
    if not files:
        pytest.skip("the shared articles are not here")
    text = files[0].read_text(encoding="utf-8")
    pieces = found(text)
    assert 60 <= len(pieces) <= 80
    assert not any(piece.isdecimal() and len(piece) == 4 for piece in pieces), "no years"
    assert sum(piece[-1] in "s%e" for piece in pieces) > 50, "nearly all reach to their noun or sign"
