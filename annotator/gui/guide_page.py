"""The guideline of a label beside the text: to be read, and to be edited as Markdown.

Markdown is shown without anything it could load: no HTML, no images, no links that open.
"""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QImage, QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QTextBrowser, QVBoxLayout

from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Label, Setting
from annotator.core.text import visible
from annotator.edit import guidelines
from annotator.gui.chrome import plain_label
from annotator.gui.fields import Combo, NoteField
from annotator.gui.side import Page

_REST_MILLISECONDS = 3000
_POINTS = 11.0


def harmless(markdown: str) -> QTextDocument:
    """The Markdown as a document that has no images and no links; an image is shown as the text it is."""
    # An image begins with "![", whatever way it is written: without one there is none to load.
    document = QTextDocument()
    features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
    document.setMarkdown(markdown.replace("![", "! ["), features)
    _without_links(document)
    return document


def _without_links(document: QTextDocument) -> None:
    """Take the address off every link; it stands behind the text instead, to be read and copied."""
    anchors = []
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            if fragment.charFormat().isAnchor():
                anchors.append((fragment.position(), fragment.length(), fragment.text(), fragment.charFormat()))
            iterator += 1
        block = block.next()
    for position, length, text, form in reversed(anchors):
        address = form.anchorHref()
        form.clearProperty(form.Property.AnchorHref)
        form.clearProperty(form.Property.IsAnchor)
        form.clearForeground()
        form.setFontUnderline(False)
        cursor = QTextCursor(document)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text if address in (text, f"mailto:{text}") else f"{text} ({visible(address)})", form)


class _Reader(QTextBrowser):
    """``edit_asked``: E was pressed; ``label_asked``: another key that may be a label's."""

    edit_asked = Signal()
    label_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guide")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName("Guideline")

    def loadResource(self, kind: int, name: object) -> Any:
        return QImage(1, 1, QImage.Format.Format_ARGB32)  # whatever it is: nothing is read

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_E:
            self.edit_asked.emit()
        else:
            self.label_asked.emit(event.text().upper())

    def _own(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return not held and event.text().isalnum()


class _Writer(NoteField):
    """The Markdown of a page. It keeps itself after a longer rest than a note, for each time is a step of undo."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Guideline in Markdown")
        self.setMinimumHeight(0)
        self.setMaximumHeight(16_777_215)
        self._rest.setInterval(_REST_MILLISECONDS)


class GuidePage(Page):
    """``left``: the keyboard should go back to the text; ``failed`` carries why something was not kept."""

    left = Signal()
    failed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._zoom = 100
        self.label: Label | None = None
        self.which = Combo()
        self.which.setAccessibleName("Guideline of")
        self.reader, self.writer = _Reader(), _Writer()
        self._shown: QTextDocument | None = None
        self._edit, self._shipped = QPushButton("Edit (E)"), QPushButton("Use the shipped page again")
        self._state = plain_label("", "muted")
        self._state.setWordWrap(True)
        self._lay_out()
        self.which.currentIndexChanged.connect(lambda: self.show_label(self.which.currentData()))
        self.reader.edit_asked.connect(self.edit)
        self.reader.label_asked.connect(self._show_by_key)
        self.writer.committed.connect(self._keep)
        self._edit.clicked.connect(lambda: self.edit() if self.reading else self.read())
        self._shipped.clicked.connect(self._use_shipped)
        session.changed.connect(self._follow)
        self._list_labels()

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.which, 1)
        top.addWidget(self._edit)
        bottom.setContentsMargins(12, 0, 12, 8)
        bottom.addWidget(self._state, 1)
        bottom.addWidget(self._shipped)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._stack, 1)
        column.addLayout(bottom)
        # Only now that it has a parent: a stack shows its first widget at once, which would be a window of its own.
        self._stack.addWidget(self.reader)
        self._stack.addWidget(self.writer)

    @property
    def reading(self) -> bool:
        return self._stack.currentWidget() is self.reader

    def take_keyboard(self) -> None:
        (self.reader if self.reading else self.writer).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_label(self, key: str | None) -> None:
        """Show the guideline of a label; of the first for a key that the scheme lacks."""
        labels = self._session.scheme.labels
        wanted = self._session.scheme.label(key or "") or (labels[0] if labels else None)
        if self.label is not None and (wanted is None or wanted.key != self.label.key):
            self.read()
        self.label = wanted
        if wanted:
            place = self.which.findData(wanted.key)
            self.which.blockSignals(True)
            self.which.setCurrentIndex(place)
            self.which.blockSignals(False)
        self._show()

    def set_zoom(self, percent: int) -> None:
        """The size of the text, as that of the article."""
        self._zoom = percent
        self._show()

    def edit(self) -> None:
        """Edit the page, unless the project cannot be changed."""
        if self.label is None or self._session.read_only:
            return
        self._stack.setCurrentWidget(self.writer)
        self._show()
        self.writer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def read(self) -> None:
        """Keep what was typed, and show it."""
        if not self.reading:
            self.commit()
            if self.unsaved:
                return
            had = self.writer.hasFocus() or self._edit.hasFocus()
            self._stack.setCurrentWidget(self.reader)
            self._show()
            if had:
                self.reader.setFocus()

    def commit(self) -> None:
        """Keep whatever is still being typed; what cannot be saved stays in the field, and is tried again."""
        if not self.reading:
            self.writer.commit()

    @property
    def unsaved(self) -> bool:
        return not self.reading and self.writer.unsaved

    def _list_labels(self) -> None:
        self.which.blockSignals(True)
        self.which.clear()
        for label in self._session.scheme.labels:
            self.which.addItem(f"{label.name}   {label.shortcut}".strip(), label.key)
        self.which.blockSignals(False)
        self.show_label(self.label.key if self.label else None)

    def _show(self) -> None:
        label = self.label
        self._edit.setEnabled(label is not None and not self._session.read_only)
        self._edit.setText("Edit (E)" if self.reading else "Done")
        if label is None:
            return
        page = guidelines.guideline(self._session.query, label)
        self._state.setText("This project’s own page." if page.own else "" if page.shipped else "Not written yet.")
        self._shipped.setVisible(page.own and page.shipped and not self._session.read_only)
        if not self.reading:
            self.writer.show_value(page.text)
            return
        place = self.reader.verticalScrollBar().value() if self.reader.documentTitle() == label.key else 0
        font = QFont(self.font())
        font.setPointSizeF(_POINTS * self._zoom / 100)
        document = harmless(page.text)
        document.setParent(self.reader)
        document.setDefaultFont(font)
        document.setDocumentMargin(12)
        document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, label.key)
        self.reader.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()  # Qt leaves one that it did not make to its parent, which lives on
        self._shown = document
        self.reader.verticalScrollBar().setValue(place)

    def _show_by_key(self, key: str) -> None:
        label = next((each for each in self._session.scheme.labels if each.shortcut.upper() == key), None)
        if label:
            self.show_label(label.key)

    def _keep(self, text: str) -> None:
        if self.label:
            before = guidelines.guideline(self._session.query, self.label).text
            if not self._commit(guidelines.set_guideline(self._session.query, self.label, text)):
                self.writer.show_unsaved(before, text)

    def _use_shipped(self) -> None:
        if self.label:
            self._commit(guidelines.use_shipped(self._session.query, self.label))
            self._stack.setCurrentWidget(self.reader)
            self._show()
            self.reader.setFocus()

    def _commit(self, changes: ChangeSet) -> bool:
        try:
            self._session.commit(changes)
        except AnnotatorError as error:
            self.failed.emit(str(error))
            return False
        return True

    def _follow(self, changes: ChangeSet | None) -> None:
        if changes is None or any(isinstance(change.record, Label) for change in changes):
            self._list_labels()
        elif any(isinstance(each.record, Setting) and each.record.id.startswith(guidelines.PREFIX) for each in changes):
            self._show()
