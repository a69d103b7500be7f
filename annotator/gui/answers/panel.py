"""The answer at hand: what was said and by whom, the own span beside what came of it, the thread, room for a reply."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from annotator.app.answers import Answers
from annotator.app.session import Session
from annotator.core.model import Annotator, Document, Span
from annotator.core.text import visible
from annotator.core.versions import marked, shared_by_all
from annotator.edit.answering import Answer
from annotator.formats.bundle import unique_names
from annotator.gui.chrome import plain_label
from annotator.gui.review.case_panel import DIFFERENT
from annotator.gui.status import Elided

_SAID = {"accept": "accepted it", "reject": "rejected it", "fix": "fixed it", "question": "asks"}

_NOT_HERE = "The fixed version is not in this file: merge the reviewed project, or the answers for you.\n"


class AnswerPanel(QWidget):
    """``asked`` runs a command of the answer group by its method when its button is clicked."""

    asked = Signal(str)
    sent = Signal(str)
    """What was written, to be sent."""
    left = Signal()
    """Return in an empty field: back to the text."""

    def __init__(self, session: Session, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._answers = answers
        self._names: dict[str, str] = {}
        self.head = plain_label("", "strong")
        self.head.setWordWrap(True)
        self._where = Elided()
        # Never HTML: the text of spans and messages goes in piece by piece, with formats.
        self.said = QTextEdit()
        self.said.setReadOnly(True)
        self.said.setObjectName("versions")
        self.said.setAccessibleName("Answer")
        self.said.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said.setFrameShape(QTextEdit.Shape.NoFrame)
        self._buttons = QGridLayout()
        self._buttons.setSpacing(6)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Write to the reviewer… (R, Return sends)")
        self.field.setAccessibleName("Message to the reviewer")
        self.field.setEnabled(not session.read_only)
        self.field.returnPressed.connect(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        for widget in (self.head, self._where, self.said):
            column.addWidget(widget)
        column.addLayout(self._buttons)
        column.addWidget(self.field)
        column.setStretchFactor(self.said, 1)
        answers.changed.connect(self.show_answer)
        answers.chosen.connect(self._turn)
        self.show_answer()

    def _turn(self) -> None:
        self.field.clear()
        self.show_answer()

    def _send(self) -> None:
        if self.field.text().strip():
            self.sent.emit(self.field.text())
        else:
            self.left.emit()

    def show_answer(self) -> None:
        """Show the answer at hand as it is now."""
        answer = self._answers.current
        for widget in (self._where, self.said, self.field):
            widget.setVisible(answer is not None)
        self.said.clear()
        self._show_buttons(answer)
        if answer is None:
            self.head.setText("No answer at hand")
            return
        self._names = unique_names(self._session.query.every(Annotator))
        label = self._session.scheme.label_name(answer.span.label)
        self.head.setText(f"{visible(label)} · {self._name(answer.verdict.reviewer_id)} {_SAID[answer.kind]}")
        document = self._session.query.find(Document, answer.span.document_id)
        self._where.show_text(visible(document.title) if document else "")
        self._write(answer)

    def _name(self, annotator_id: str) -> str:
        if annotator_id == self._session.annotator.id:
            return "you"
        return visible(self._names.get(annotator_id, "somebody"))

    def _write(self, answer: Answer) -> None:
        cursor = self.said.textCursor()
        if answer.verdict.comment:
            self._put(cursor, f"“{visible(answer.verdict.comment)}”\n\n", bold=answer.kind == "question")
        told = {
            "You have deleted this span since.\n": answer.gone,
            "You have taken this over.\n": answer.kind == "fix" and answer.taken_over,
            "You have changed this span since it was judged.\n": answer.changed,
            _NOT_HERE: answer.kind == "fix" and answer.result is None,
        }
        for text, holds in told.items():
            if holds:
                self._put(cursor, text, muted=True)
        if answer.kind == "fix" and answer.result is not None:
            self._write_side_by_side(cursor, answer.span, answer.result)
        else:
            self._write_span(cursor, answer.span, None)
        for comment in answer.thread:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            self._put(cursor, f"\n{self._name(comment.annotator_id).capitalize()} ", bold=True)
            self._put(cursor, f"{visible(comment.created_at[:10])}\n", muted=True)
            self._put(cursor, visible(comment.text))
        self.said.moveCursor(QTextCursor.MoveOperation.Start)

    def _write_side_by_side(self, cursor: QTextCursor, mine: Span, fixed: Span) -> None:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(4)
        form.setCellSpacing(0)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        half = QTextLength(QTextLength.Type.PercentageLength, 50)
        form.setColumnWidthConstraints([half, half])
        table = cursor.insertTable(1, 2, form)
        for column, (head, span, other) in enumerate((("Yours", mine, fixed), ("Fixed", fixed, mine))):
            inside = table.cellAt(0, column).firstCursorPosition()
            self._put(inside, f"{head}\n", muted=True)
            self._write_span(inside, span, other)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _write_span(self, cursor: QTextCursor, span: Span, other: Span | None) -> None:
        """A span, with what differs from another version of it marked."""
        if other is not None and other.label != span.label:
            self._put(cursor, f"{visible(self._session.scheme.label_name(span.label))}  ", different=True)
        common = shared_by_all([[span], [other]]) if other else [(span.start, span.end)]
        for start, end, differs in marked(span.start, span.end, common):
            piece = span.text[start - span.start : end - span.start].replace("\n", " ⏎ ")
            self._put(cursor, visible(piece), different=differs)
        keys = self._differing(span, other)
        for key in sorted({*span.attributes, *keys}):
            value = span.attributes.get(key)
            self._put(cursor, f"\n{visible(key)} ", muted=True)
            self._put(cursor, "unset" if value is None else visible(str(value)), different=key in keys)
        if span.note:
            self._put(cursor, f"\n✎ {visible(span.note)}", muted=True)

    def _differing(self, span: Span, other: Span | None) -> set[str]:
        if other is None:
            return set()
        keys = {*span.attributes, *other.attributes}
        return {key for key in keys if span.attributes.get(key) != other.attributes.get(key)}

    def _put(
        self, cursor: QTextCursor, text: str, *, bold: bool = False, muted: bool = False, different: bool = False
    ) -> None:
        form = QTextCharFormat()
        palette = self.palette()
        role = QPalette.ColorRole.PlaceholderText if muted else QPalette.ColorRole.Text
        form.setForeground(palette.color(role))
        if different:
            form.setForeground(QColor(DIFFERENT[palette.color(QPalette.ColorRole.Base).lightness() < 128]))
        if bold or different:
            form.setFontWeight(QFont.Weight.Bold)
        cursor.insertText(text, form)

    # Buttons

    def _show_buttons(self, answer: Answer | None) -> None:
        while item := self._buttons.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        if answer is None:
            return
        wanted = []
        if answer.result is not None and answer.kind == "fix" and not answer.gone and not answer.taken_over:
            wanted.append(("Take over  T", "take_over"))
        if answer.kind != "accept" and not answer.gone:
            wanted.append(("Delete  Del", "drop"))
        if answer.open:
            wanted.append(("Seen  Space", "seen"))
        if not answer.gone:
            wanted.append(("Edit  E", "edit"))
        for place, (text, method) in enumerate(wanted):
            button = QPushButton(text)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setEnabled(not self._session.read_only)
            button.clicked.connect(lambda _=False, m=method: self.asked.emit(m))
            self._buttons.addWidget(button, place // 2, place % 2)
            button.show()
