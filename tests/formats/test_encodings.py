"""Which encoding a file is in: certain where it can be, guessed and told where not, refused where it is no text."""

import gzip
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.formats.encodings import decode

ENGLISH = "The minister said “prices rose 10% in the café sector” – a naïve view, according to a press release.\n"
TEXTS = {
    "windows-1252": ENGLISH,
    "windows-1250": "Rząd ogłosił wczoraj, że ceny wzrosły o dziesięć procent. Ludzie są źli, powiedział rzecznik.\n",
    "windows-1254": "Hükümet dün fiyatların yüzde on arttığını açıkladı, İstanbul’da ise ışıklar söndü.\n",
    "windows-1251": "Сегодня правительство сообщило, что цены выросли на десять процентов.\n",
    "koi8-r": "Сегодня правительство сообщило, что цены выросли на десять процентов.\n",
    "windows-1253": "Η κυβέρνηση ανακοίνωσε χθες ότι οι τιμές αυξήθηκαν κατά δέκα τοις εκατό.\n",
    "windows-1256": "قالت الحكومة أمس إن الأسعار ارتفعت بنسبة عشرة في المئة خلال هذا العام.\n",
    "GB18030": "市政府昨日公布的数据显示，今年上半年港口的货运量同比增长百分之五。\n",
    "Big5": "市政府昨日表示，今年的觀光客人數增加了百分之十，這是十年來的新高。\n",
    "Shift_JIS": "市役所は昨日、人口が十万人増えたと発表しました。これは過去最高です。\n",
    "EUC-KR": "정부는 어제 물가가 십 퍼센트 올랐다고 발표했다. 이는 사상 최고치이다.\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_guess_is_right_and_told(encoding: str) -> None:
    text = TEXTS[encoding]
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding, found.how) == (text, encoding, "guessed")
    assert found.note == f"guessed {encoding}"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_never_guessed_at(text: str) -> None:
    found = decode(text.encode())
    if not text.startswith("\ufeff"):
        assert (found.text, found.encoding, found.how, found.note) == (text, "utf-8", "utf-8", "")


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-be"]),
)
def test_a_byte_order_mark_is_believed(text: str, encoding: str) -> None:
    data = ("\ufeff" + text).encode(encoding) if encoding.endswith("be") else text.encode(encoding)
    found = decode(data)
    assert (found.text, found.how, found.note) == (text, "bom", "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, TEXTS["GB18030"], "Ja\n"])
def test_utf16_without_a_mark_shows_by_its_zero_bytes(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding) == (text, encoding)
    assert found.note == f"guessed {encoding.upper()} (it has no byte order mark)"


def test_a_damaged_utf16_file_keeps_what_can_be_read() -> None:
    found = decode(b"\xff\xfe" + ENGLISH.encode("utf-16-le")[:-1])
    assert found.text == ENGLISH[:-1] + "\ufffd"
    assert "damaged UTF-16-LE" in found.note


def test_utf8_with_a_few_broken_bytes_is_not_taken_for_something_else() -> None:
    data = TEXTS["GB18030"].encode()
    found = decode(data[:30] + b"\xff" + data[30:-2])
    assert found.encoding == "utf-8"
    assert found.note == "is damaged UTF-8: 2 invalid places became U+FFFD"
    assert "港口的货运量" in found.text


def test_what_the_user_says_is_done() -> None:
    data = "Größe".encode("latin-1")
    assert decode(data, "latin-1").text == "Größe"
    assert decode(data, "cp850").text == data.decode("cp850")
    assert decode(data, "cp850").how == "declared"
    assert decode("日本".encode("iso2022_jp"), "iso2022_jp").text == "日本"
    with pytest.raises(AnnotatorError, match=r"^is not utf-8 at byte 3$"):
        decode(data, "utf-8")
    for nonsense in ("klingon", "base64", "unicode_escape", "undefined", "x\x00"):
        with pytest.raises(AnnotatorError, match="no such encoding"):
            decode(data, nonsense)


@pytest.mark.parametrize(
    ("head", "declared", "encoding"),
    [
        ("-*- coding: gbk -*-\n", "gbk", "GB18030"),
        ("---\ntitle: x\nencoding: koi8-r\n---\n", "koi8-r", "koi8-r"),
        ('<meta charset="windows-1251">\n', "cp1251", "windows-1251"),
        ("<meta content='text/html; charset=iso-8859-1'>\n", "cp1252", "windows-1252"),
        ("# vim: set fileencoding=cp866 :\n", "cp866", "cp866"),
        ("-*- coding: iso-2022-jp -*-\n", "iso2022_jp", "iso2022-jp"),
    ],
)
def test_what_the_file_says_of_itself(head: str, declared: str, encoding: str) -> None:
    body = {"gbk": "中文", "iso2022_jp": "日本", "cp1252": "“é”"}.get(declared, "Цены")
    found = decode((head + body).encode(declared))
    assert (found.text, found.encoding, found.how) == (head + body, encoding, "declared")
    assert found.note == f"declares itself {encoding}"


def test_a_wrong_declaration_does_no_harm() -> None:
    for text in ("coding: gbk\nécole", "coding: klingon\nécole", "charset=utf-16\nécole"):
        assert decode(text.encode()).text == text
    text = "-*- coding: utf-8 -*-\nL’école a été fermée hier, à la demande du maire.\n"
    assert decode(text.encode("cp1252")).text == text


def test_files_that_are_no_text(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("create table t (a)")
    connection.close()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "text")
    for data, what in [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a PNG picture, not a text"),
        (b"%PDF-1.7\n" + bytes(range(256)), "is a PDF, not a text"),
        ((tmp_path / "a.db").read_bytes(), "is an SQLite database, not a text"),
        ((tmp_path / "a.zip").read_bytes(), "is a ZIP archive (also what docx, odt and epub are), not a text"),
        (gzip.compress(b"text"), "is a gzip archive, not a text"),
        (bytes(range(256)) * 20, "is a binary file, not a text"),
        (b"\x00" * 500, "is a binary file, not a text"),
        (b"\x00\x01\x02\x03" * 100, "is a binary file, not a text"),
        (b"\x01\x02" * 200, "is a binary file, not a text"),
    ]:
        with pytest.raises(AnnotatorError) as error:
            decode(data)
        assert str(error.value) == what


def test_a_few_controls_do_not_make_a_file_binary() -> None:
    text = "A long line of ordinary text, " * 20 + "with a NUL \x00, an ESC \x1b[31m and a \u202e."
    assert decode(text.encode()).text == text


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_decoded_or_refused(data: bytes) -> None:
    marks = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
    try:
        found = decode(data)
    except AnnotatorError:  # anything else would be a bug
        found = None
    assert found is None or found.text or data in marks
