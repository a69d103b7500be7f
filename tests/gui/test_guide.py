"""Guidelines beside the text: shown and edited by keys, kept in the project; Markdown that can load nothing."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication

from annotator.core.model import Setting
from annotator.gui.guide_page import GuidePage, harmless
from annotator.store.project import Project
from tests.gui.conftest import CTRL, SHIFT, OpenWindow, User
from tests.making import PLAIN


def page(user: User) -> GuidePage:
    found = user.window.side.page("guide")
    assert isinstance(found, GuidePage)
    return found


def settings(user: User) -> dict[str, object]:
    with Project(user.window.session.project.path, read_only=True) as project:
        return {each.id: each.value for each in project.query.every(Setting)}


def test_h_follows_the_label_at_hand_and_leaves_the_keyboard_in_the_text(user: User) -> None:
    user.put_caret("came")
    user.press("H")
    assert page(user).reader.toPlainText().startswith("Claim\n")
    user.put_caret("drink")
    user.press("3")
    user.press("H")
    assert page(user).reader.toPlainText().startswith("Quote\n")
    user.press("Escape")
    user.put_caret("came")
    user.press("H")
    assert page(user).reader.toPlainText().startswith("Quote\n"), "the label used last"
    assert user.article.hasFocus()
    assert len(user.spans()) == 1


def test_shift_f1_goes_there_and_back_and_label_keys_turn_the_page(user: User) -> None:
    user.put_caret("town")
    user.press("F1", SHIFT)
    assert page(user).reader.hasFocus()
    user.press("2")
    assert page(user).reader.toPlainText().startswith("Statistic\n")
    assert user.spans() == []
    user.press("F1", SHIFT)
    assert user.article.hasFocus()
    assert user.window.side.current == "spans"


def test_a_page_is_edited_kept_undone_and_the_shipped_one_had_back(user: User) -> None:
    user.put_caret("town")
    user.press("F1", SHIFT)
    user.press("E")
    assert page(user).writer.hasFocus()
    user.press("A", CTRL)
    user.type("# Ours")
    user.press("Return")
    user.press("Return")
    user.type("1 rule")
    user.press("Escape")
    assert settings(user) == {"guideline/claim": "# Ours\n\n1 rule"}
    assert user.spans() == []
    user.press("Z", CTRL)
    assert settings(user) == {}
    assert "edit guideline of claim" in user.said()
    user.press("Z", CTRL | SHIFT)
    page(user).read()
    assert page(user).reader.toPlainText() == "Ours\n1 rule"
    assert not page(user)._shipped.isHidden()
    page(user)._shipped.click()
    assert settings(user) == {}
    assert page(user).reader.toPlainText().startswith("Claim\n")


def test_what_is_typed_is_kept_when_the_window_closes(user: User) -> None:
    user.put_caret("town")
    user.press("F1", SHIFT)
    user.press("E")
    user.press("A", CTRL)
    user.type("Half a sen")
    user.restart()
    assert settings(user) == {"guideline/claim": "Half a sen"}


def test_a_read_only_project_shows_and_does_not_edit(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, read_only=True)
    user.press("F1", SHIFT)
    user.press("E")
    assert page(user).reading


def test_the_text_grows_with_the_article(user: User) -> None:
    user.press("H")
    before = page(user).reader.document().defaultFont().pointSizeF()
    user.press("Plus", CTRL)
    assert page(user).reader.document().defaultFont().pointSizeF() > before


@pytest.mark.parametrize(
    "markdown",
    [
        "![a]({0})", "![a][r]\n\n[r]: {0}", "<img src='{0}'>", "\\![a]({0})", "&#33;[a]({0})", "!&#91;a]({0})",
        "[![a]({0})](http://x.invalid)", "![a](<{0}>)", "<a href='{0}'><img src='{0}'></a>", "`![`![a]({0})",
        "<style>p {{ background-image: url({0}) }}</style>", "| a |\n|---|\n| ![a]({0}) |",
    ],
)  # fmt: skip
def test_no_image_is_loaded_however_it_is_written(qapp: QApplication, tmp_path: Path, markdown: str) -> None:
    path = tmp_path / "red.png"
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    assert image.save(str(path))
    for address in (str(path), f"file://{path}"):
        document = harmless(markdown.format(address))
        assert not _formats(document, "isImageFormat")
        assert not _formats(document, "isAnchor")
        shot = QImage(300, 200, QImage.Format.Format_RGB32)
        shot.fill(QColor("#ffffff"))
        from PySide6.QtGui import QPainter

        painter = QPainter(shot)
        document.drawContents(painter)
        painter.end()
        assert all(shot.pixelColor(x, y) != QColor("#ff0000") for x in range(0, 300, 3) for y in range(0, 200, 3))


def _formats(document: QTextDocument, question: str) -> list[str]:
    return [text for text, form in _fragments(document) if getattr(form, question)()]


def _fragments(document: QTextDocument) -> list[tuple[str, object]]:
    found, block = [], document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            found.append((iterator.fragment().text(), iterator.fragment().charFormat()))
            iterator += 1
        block = block.next()
    return found


def test_a_link_is_shown_with_its_address_and_opens_nothing(qapp: QApplication) -> None:
    document = harmless("See [the *manual*](https://example.org/m) and <https://example.org/x>.")
    assert "https://example.org/m" in document.toPlainText()
    assert document.toPlainText().count("https://example.org/x") == 1
    assert not _formats(document, "isAnchor")
