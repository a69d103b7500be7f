"""Articles from files: title, text, what is told, what is refused, and which files of a folder count."""

import os
from pathlib import Path

import pytest

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.core.text import sha256
from annotator.formats import FORMATS, Bundle, Refused, detect
from annotator.formats.articles import LARGEST, article, articles_in, read_article, read_file
from tests.formats.records import CONTEXT, sample

GOLDEN = Path(__file__).parent / "golden"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", "Prices rise\n\nThe council said.", "Prices rise"),
        ("a.txt", "\n  \n  • Prices rise  \nThe council said.", "Prices rise"),
        ("a.txt", "# Prices rise\nBody", "Prices rise"),
        ("a.txt", "- - Prices rise\nBody", "Prices rise"),
        ("report 3.txt", "x" * 121 + "\nshort", "report 3"),
        ("a.txt", "--\n***\nPrices rise", "Prices rise"),
        ("a.txt", "-5 °C in May\n", "5 °C in May"),
        ("a.md", "Intro line\n\n## Prices *rise* ##\nBody", "Prices *rise*"),
        ("a.md", "Prices rise\n===========\nBody", "Prices rise"),
        ("a.md", "Just a line\nof text", "Just a line"),
        ("a.md", "---\ntitle: 'Prices: a rise'\nurl: https://example.org/a\n---\n# Other\n", "Prices: a rise"),
        ("a.md", "---\nauthor: x\n---\nBody text here", "Body text here"),
        ("a.txt", "---\ntitle: T\n---\nBody", "title: T"),
    ],
)
def test_titles(tmp_path: Path, name: str, text: str, title: str) -> None:
    found = read_article(write(tmp_path / name, text))
    assert found.title == title
    assert found.text == text  # the title is read, never taken out


def test_front_matter_gives_the_source(tmp_path: Path) -> None:
    found = read_article(write(tmp_path / "a.md", '---\nTitle: "T"\nurl: https://example.org/a\n---\nBody'))
    assert (found.title, found.source) == ("T", "https://example.org/a")


def test_an_article_is_canonical_and_says_what_was_done(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"\xef\xbb\xbfTitle\r\nA\x00 line\r")
    found = read_article(path)
    assert found.text == "Title\nA\ufffd line\n"
    assert found.sha256 == sha256(found.text)
    assert found.meta == {"file": "a.txt", "encoding": "utf-8"}
    assert found.notes == ("1 characters that are no text (controls, half pairs) became U+FFFD",)
    assert read_article(path) == found
    document = found.document(7)
    assert (document.id, document.length, document.position) == (ids.document_id(found.sha256), 14, 7)


def test_a_guess_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "L’école a été fermée hier, à la demande du maire.".encode("cp1252"))
    assert read_article(path).notes == ("guessed windows-1252",)
    assert read_article(path).meta["encoding"] == "windows-1252"
    assert read_article(path, "cp1250").notes == ()


def test_a_file_name_may_be_any_bytes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\x01.txt"))
    path.write_text("x" * 200)
    found = read_article(path)
    assert found.title == "caf\ufffd\ufffd"
    assert found.meta["file"] == "caf\ufffd\ufffd.txt"


def test_what_is_no_article_is_refused_in_one_line(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    os.mkfifo(tmp_path / "pipe.txt")
    for path, why in [
        (write(tmp_path / "empty.txt", ""), "is empty"),
        (write(tmp_path / "blank.txt", " \r\n\t"), "is empty"),
        (write(tmp_path / "bom.txt", b"\xef\xbb\xbf"), "is empty"),
        (write(tmp_path / "picture.txt", b"\x89PNG\r\n\x1a\n"), "is a PNG picture, not a text"),
        (tmp_path / "huge.txt", "has 50,000,001 bytes; an article may have 50,000,000"),
        (tmp_path / "pipe.txt", "is not a regular file"),
        (tmp_path / "none.txt", "cannot be read: No such file or directory"),
        (tmp_path, "is a folder"),
        (Path("a\x00b"), "cannot be read: that is no file name"),
    ]:
        with pytest.raises(AnnotatorError) as error:
            read_article(path)
        assert str(error.value) == why
        assert list(read_file(path, CONTEXT)) == [Refused(str(path), 0, why)]


def test_pasted_text() -> None:
    assert article("Prices rise\r\nMore").title == "Prices rise"
    assert article("x" * 200).title == "Untitled"
    with pytest.raises(AnnotatorError, match="is empty"):
        article("\n")


def test_files_of_a_folder(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.md",
        "c.JSONL",
        "d.pdf",
        ".hidden.txt",
        ".git/x.txt",
        "sub/e.TXT",
        "sub/deep/f.md",
        "Sub2/g.txt",
        "sub/deep/page.htm",
        "sub/deep/page_files/advert.html",
        "sub/deep/other_files/g.doc",
    ):
        write(tmp_path / name, "text")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    found = [str(path.relative_to(tmp_path)) for path in articles_in([tmp_path])]
    assert found == [
        "Sub2/g.txt",
        "a.md",
        "again.txt",  # which is b.txt
        "c.JSONL",
        "d.pdf",
        "sub/deep/f.md",
        "sub/deep/page.htm",  # without what the browser saved beside it
        "sub/e.TXT",
    ]


def test_paths_as_they_are_given_each_once(tmp_path: Path) -> None:
    a, odd = write(tmp_path / "in" / "a.txt", "a"), write(tmp_path / "in" / "odd.xyz", "b")
    missing = tmp_path / "missing.txt"
    assert list(articles_in([odd, missing, tmp_path / "in", a])) == [odd, missing, a]
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "in", target_is_directory=True)
    assert list(articles_in([link])) == [link / "a.txt"]


def test_the_text_format_gives_one_document(tmp_path: Path) -> None:
    (bundle,) = FORMATS["text"].read(write(tmp_path / "a.txt", "Prices rise\nmore"), CONTEXT)
    assert isinstance(bundle, Bundle)
    assert (bundle.document.title, bundle.text, bundle.spans, bundle.whole) == (
        "Prices rise",
        "Prices rise\nmore",
        (),
        True,
    )


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("a.txt", "Prices rise", "text"),
        ("a", "Prices rise", "text"),
        ("a.txt", "{braces} in a text", "text"),
        ("a.txt", '{"a": 1}\n', "text"),
        ("a.txt", '{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        ("a.txt", '\ufeff\n{"start": 0, "end": 1, "label": "x"}\n', "jsonl"),
        ("a", '{"text": "a"}', "jsonl"),
        ("a.txt", '{"text": "' + "x" * 100_000 + '"}\n', "jsonl"),
        ("a.jsonl", "damaged", "jsonl"),
        ("a.NDJSON", "", "jsonl"),
        ("a.txt", '{"text": "a"}\n'.encode("utf-16"), "jsonl"),
        ("a.txt", b"\xff\xfe\x00", "text"),
        ("a.txt", "", "text"),
    ],
)
def test_a_format_is_known_by_its_content(tmp_path: Path, name: str, content: str | bytes, format_: str) -> None:
    assert detect(write(tmp_path / name, content)).name == format_


def test_detecting_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="cannot be read: No such file"):
        detect(tmp_path / "none")
    with pytest.raises(AnnotatorError, match="cannot be read: Is a directory"):
        detect(tmp_path)


def test_other_json_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="is JSON, but of no format"):
        detect(write(tmp_path / "a.json", '[{"text": "a"}]'))
    assert detect(write(tmp_path / "b.json", '{"text": "a"}')).name == "jsonl"


def test_the_table_of_formats() -> None:
    assert [*FORMATS][-1] == "text"  # anything may be text, so it is asked last
    assert list(FORMATS["jsonl"].layouts) == ["documents", "spans"]
    assert not FORMATS["text"].layouts
    (bundle,) = FORMATS["jsonl"].read(GOLDEN / "documents.jsonl", CONTEXT)
    assert bundle == sample()


def test_the_real_article(shared: Path) -> None:
    found = read_article(shared / "articles" / "000_504e162fd53151a6.txt")
    assert found.notes == ()
    assert 0 < len(found.title) <= 120
    assert found.text == (shared / "articles" / "000_504e162fd53151a6.txt").read_bytes().decode()
