"""Good files of every format, to make hostile ones of: the golden files, and what each writer makes of any bundles."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.formats import FORMATS, Bundle, Format, Written, detect, unique_names
from annotator.formats.articles import FORMAT as TEXT
from annotator.formats.bundle import Content
from tests.faults.mutating import Files
from tests.formats.extract.pages import news_page
from tests.formats.extract.test_docx import p, word
from tests.formats.extract.test_epub import book
from tests.formats.extract.test_mhtml import saved
from tests.formats.extract.test_odt import odt
from tests.formats.extract.test_pdf import FULL, column, pdf
from tests.formats.records import bundles, sample

_FOLDERS = [Path(__file__).resolve().parents[1] / name for name in ("formats/golden", "data")]
_PLAIN = "# A heading\n\nThe port said “so” on 3 May 2021, and 12 % of it was true.\n".encode()

_DOCUMENTS: dict[str, list[Files]] = {
    "html": [{"page.html": news_page().encode()}],
    "mhtml": [{"page.mhtml": saved(news_page().encode(), "quoted-printable")}],
    "docx": [{"letter.docx": word(p("Some text."), footnotes="<w:footnote/>", numbering="<w:num/>")}],
    "odt": [{"letter.odt": odt("<text:h>A heading</text:h><table:table><table:table-row/></table:table>")}],
    "epub": [{"book.epub": book()}],
    "pdf": [{"a.pdf": pdf(column(FULL, FULL), column("a-", "b"), info="/Title (Wells)")}],
    "rows": [{"a.csv": b"title,text,url\r\nA,Some text,https://e.org\r\n"}],
}


def golden(form: Format) -> list[Files]:
    """The golden files of a format, each with what lies beside it under the same name."""
    found = []
    for path in (path for folder in _FOLDERS for path in sorted(folder.rglob("*")) if path.is_file()):
        if path.name.lower().endswith(form.suffixes) and _is(path, form):
            found.append({each.name: each.read_bytes() for each in path.parent.iterdir() if each.stem == path.stem})
    return found


def _is(path: Path, form: Format) -> bool:
    try:
        return form is TEXT or detect(path) is form
    except AnnotatorError:  # JSON of no format: what a test compares with
        return False


def written(form: Format, layout: str, made: Iterable[Bundle]) -> Files:
    """What a writer makes of bundles; a folder of files as a ZIP archive where the format has such."""
    made = list(made)
    names = unique_names({person.id: person for bundle in made for person in bundle.annotators}.values())
    if layout in form.layouts:
        pieces = list(form.layouts[layout](made, names, Written()))
        return {f"seed{form.suffixes[0]}": b"".join(map(_bytes, pieces))}
    return {name: _bytes(content) for name, content in form.folders[layout](made, names, Written())}


def _bytes(content: Content) -> bytes:
    """The bytes of what a writer hands out, which may come in pieces."""
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else "".join(content)).encode()


def archived(files: Files) -> Files:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return {"seed.zip": buffer.getvalue()}


def fixed(form: Format) -> list[Files]:
    """What is always the same: golden files and the sample bundle in every layout."""
    found = golden(form) + _DOCUMENTS.get(form.name, []) + [written(form, layout, [sample()]) for layout in form.writes]
    if ".zip" in form.suffixes:
        found += [archived(written(form, layout, [sample()])) for layout in form.folders]
    return found or [{f"seed{suffix}": _PLAIN} for suffix in form.suffixes]


def seeds(name: str) -> st.SearchStrategy[Files]:
    """Files of a format, mostly small ones."""
    form = FORMATS[name]
    known = st.sampled_from(fixed(form))
    if not form.writes:
        return known
    return known | st.builds(
        lambda layout, made: written(form, layout, made), st.sampled_from(form.writes), st.lists(bundles(), max_size=2)
    ).filter(bool)
