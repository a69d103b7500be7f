"""Everything the export dialog offers is written, whole, and says what it could not hold; and paper."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPdfWriter

from annotator.core.scheme import Scheme
from annotator.edit.schemes import default_scheme
from annotator.formats import FORMATS
from annotator.formats.bundle import Bundle, unique_names
from annotator.gui.article.printing import print_articles
from annotator.gui.export_dialog import PDF, ExportDialog
from tests.formats.records import bundles, sample
from tests.gui.conftest import OpenWindow

WAYS = [(name, layout) for name, form in FORMATS.items() for layout in form.writes] + [(PDF, "")]


@pytest.mark.parametrize(("form", "layout"), WAYS)
def test_each_way_is_offered_and_written(open_window: OpenWindow, tmp_path: Path, form: str, layout: str) -> None:
    user = open_window("Prices rose 12% in the town.\nSo the council said.")
    user.put_caret("town")
    user.press("1")
    target = tmp_path / "out"

    def choose(dialog: ExportDialog) -> int:
        dialog.format.setCurrentIndex(dialog.format.findData(form))
        assert dialog.format.currentData() == form
        if layout:
            dialog.layout_choice.setCurrentIndex(dialog.layout_choice.findData(layout))
        assert dialog.format_and_layout() == (form, layout)
        return 1

    user.dialogs.answer("QDialog.exec", choose)
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(target), ""))
    user.command("export.write")
    user.wait_for_jobs()
    assert "Exported" in user.said()
    written = [path for path in tmp_path.iterdir() if path.stem == "out" and path.suffix]
    assert written
    assert all(path.stat().st_size for path in written)


def pdf(*found: Bundle, scheme: Scheme | None = None) -> PdfReader:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    names = unique_names([person for bundle in found for person in bundle.annotators])
    assert print_articles(QPdfWriter(buffer), found, scheme or default_scheme(), names) == len(found)
    buffer.close()
    return PdfReader(BytesIO(bytes(data.data())))


def test_a_printed_article_has_its_text_and_what_is_known_of_each_span(qapp: object) -> None:
    first, second = pdf(sample(), sample()).pages
    text = " ".join(first.extract_text().split())
    for words in ("Harbour prices rose 12%", "5 spans", "Note: of what?", "accepted by Chen: as it stands", "3  Stat"):
        assert " ".join(words.split()) in text
    assert "2" in second.extract_text().split()  # the number of the page


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bundles())
def test_anything_can_be_printed(qapp: object, bundle: Bundle) -> None:
    assert len(pdf(bundle).pages) >= 1


def test_a_long_article_takes_many_pages_and_loses_no_line(qapp: object) -> None:
    from dataclasses import replace

    lines = [f"Line {number} of a long article." for number in range(400)]
    bundle = replace(sample(), text="\n".join(lines), spans=(), links=(), verdicts=(), comments=(), sources=())
    pages = pdf(bundle).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert len(pages) > 5
    found = [" ".join(line.split()) for line in text.splitlines()]
    assert [line for line in found if line.startswith("Line ")] == lines
