"""Export and print."""

from collections.abc import Iterator
from unittest.mock import patch

from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from tests.gui.cases import case
from tests.gui.conftest import User


@case("export.write")
def write(user: User) -> Iterator[None]:
    path = user.window.session.project.path.parent / "out.jsonl"
    user.put_caret("town")
    user.press("1")
    user.dialogs.answer("QDialog.exec", 1)
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(path), ""))
    yield
    user.wait_for_jobs()
    assert len(path.read_text().splitlines()) == 3
    assert '"label": "claim"' in path.read_text()


@case("export.print_article")
def print_article(user: User) -> Iterator[None]:
    path = user.window.session.project.path.parent / "out.pdf"
    user.put_caret("town")
    user.press("1")

    def into_a_file(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(path))
        return 1

    with patch.object(QPrintDialog, "exec", into_a_file):
        yield
        user.wait_for_jobs()
    (page,) = PdfReader(path).pages
    text = " ".join(page.extract_text().split())
    assert "1 span 1 Claim, " in text
