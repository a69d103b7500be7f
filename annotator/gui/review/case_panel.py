"""The case at hand: every version with what differs marked, what was decided, the keys, and room for a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from annotator.agreement.cases import Case, differing_attributes
from annotator.agreement.matching import overlap_over_union
from annotator.app.review import Review
from annotator.app.session import Session
from annotator.core.model import Span
from annotator.core.text import visible
from annotator.core.versions import marked, shared_by_all
from annotator.edit.reviewing import changed_since
from annotator.gui.chrome import plain_label
from annotator.gui.review.queue_page import describe

DIFFERENT = {False: "#b42318", True: "#ff9b8f"}
"""The colour of words that not all versions have, by whether the paper is dark. They are bold as well."""
_VERDICTS = {"accept": "accepted", "reject": "rejected", "fix": "fixed", "question": "asked"}


class CasePanel(QWidget):
    """``asked`` runs a command of the review group, by method and argument, when its button is clicked."""

    asked = Signal(str, str)
    left = Signal()
    """Return or Esc in the reason field: back to the text."""

    def __init__(self, session: Session, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._review = review
        self._lanes: dict[str, QColor] = {}
        self._head = plain_label("", "strong")
        # Never HTML: the text of spans goes in piece by piece, with formats.
        self._versions = QTextEdit()
        self._versions.setReadOnly(True)
        self._versions.setObjectName("versions")
        self._versions.setAccessibleName("Versions")
        self._versions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._versions.setFrameShape(QTextEdit.Shape.NoFrame)
        self._buttons = QGridLayout()
        self._buttons.setSpacing(6)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Reason, or question for the annotators… (N)")
        self.reason.setAccessibleName("Reason")
        self.reason.returnPressed.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        for widget in (self._head, self._versions):
            column.addWidget(widget)
        column.addLayout(self._buttons)
        column.addWidget(self.reason)
        column.setStretchFactor(self._versions, 1)
        review.changed.connect(self.show_case)
        review.chosen.connect(self._turn)
        self.show_case()

    def set_lanes(self, colors: dict[str, QColor]) -> None:
        """The colours of the annotators' lanes, by their ids."""
        self._lanes = colors
        self.show_case()

    def take_reason(self) -> str:
        """What was written for the decision that is made now."""
        text = self.reason.text().strip()
        self.reason.clear()
        return text

    def _turn(self) -> None:
        self.reason.clear()
        self.show_case()

    def show_case(self) -> None:
        """Show the case at hand as it is now."""
        case = self._review.current
        self._versions.clear()
        self._versions.setVisible(case is not None)
        self.reason.setVisible(case is not None)
        self._show_buttons(case)
        if case is None:
            self._head.setText("No case at hand")
            return
        self._head.setText(self._heading(case))
        self._write(case)

    def _heading(self, case: Case) -> str:
        name = self._session.scheme.label_name(case.spans[0].label)
        parts = [describe(self._review, case), visible(name)]
        if len(case.spans) == 2 and case.kind in ("boundary", "label"):
            parts.append(f"{overlap_over_union(*case.spans):.2f} overlap")
        return " · ".join(parts)

    # Versions

    def _write(self, case: Case) -> None:
        cursor = self._versions.textCursor()
        versions = {each.id: case.of(each.id) for each in self._review.ordered()}
        common = shared_by_all([spans for spans in versions.values() if spans])
        keys = differing_attributes(case.spans, frozenset(self._compared(case)))
        for number, (annotator_id, spans) in enumerate(versions.items(), 1):
            self._put(cursor, f"{number} ", muted=True)
            self._put(
                cursor, visible(self._review.name_of(annotator_id)), color=self._lanes.get(annotator_id), bold=True
            )
            if not spans:
                self._put(cursor, "  has nothing here\n", muted=True)
                continue
            self._put(cursor, "\n")
            for span in spans:
                self._write_span(cursor, case, span, common, keys)
        self._write_gold(cursor, case)
        self._versions.moveCursor(QTextCursor.MoveOperation.Start)

    def _compared(self, case: Case) -> list[str]:
        return [f"{span.label}.{key}" for span in case.spans for key in span.attributes]

    def _write_span(
        self, cursor: QTextCursor, case: Case, span: Span, common: list[tuple[int, int]], keys: list[str]
    ) -> None:
        if case.kind == "label":
            self._put(cursor, f"{visible(self._session.scheme.label_name(span.label))}  ", different=True)
        for start, end, differs in marked(span.start, span.end, common):
            self._put(cursor, _on_one_line(span.text[start - span.start : end - span.start]), different=differs)
        self._put(cursor, "\n")
        for key, value in sorted(span.attributes.items()):
            if value is not None:
                self._put(cursor, f"{visible(key)} ", muted=True)
                self._put(cursor, f"{visible(str(value))}   ", different=key in keys, muted=key not in keys)
        if span.note:
            self._put(cursor, f"✎ {visible(span.note)}", muted=True)
        if span.attributes or span.note:
            self._put(cursor, "\n")
        self._write_verdicts(cursor, span)

    def _write_verdicts(self, cursor: QTextCursor, span: Span) -> None:
        """What every reviewer said of a span, side by side."""
        for verdict in self._review.bench.verdicts.values():
            if verdict.span_id != span.id:
                continue
            mine = verdict.reviewer_id == self._session.annotator.id
            who = "you" if mine else visible(self._review.name_of(verdict.reviewer_id))
            told = f"{'✓' if verdict.verdict == 'accept' else '·'} {_VERDICTS.get(verdict.verdict, '?')} by {who}"
            if verdict.comment:
                told += f": {visible(verdict.comment)}"
            if changed_since(span, verdict):
                told += " — the span was changed since"
            self._put(cursor, f"{told}\n", muted=True)
            for comment in self._review.threads.get(verdict.id, ()):
                by_me = comment.annotator_id == self._session.annotator.id
                name = "You" if by_me else visible(self._review.name_of(comment.annotator_id))
                self._put(cursor, f"    {name}: ", bold=True)
                self._put(cursor, f"{visible(comment.text)}\n")

    def _write_gold(self, cursor: QTextCursor, case: Case) -> None:
        ids = {span.id for span in case.spans}
        results = {s.span_id for s in self._review.bench.sources.values() if s.source_id in ids}
        for gold in sorted(
            (self._review.bench.spans[id_] for id_ in results if id_ in self._review.bench.spans),
            key=lambda each: each.start,
        ):
            name = visible(self._session.scheme.label_name(gold.label))
            self._put(cursor, "Gold ", bold=True)
            self._put(cursor, f"{name}  {_on_one_line(gold.text)}\n")

    def _put(
        self,
        cursor: QTextCursor,
        text: str,
        *,
        color: QColor | None = None,
        bold: bool = False,
        muted: bool = False,
        different: bool = False,
    ) -> None:
        form = QTextCharFormat()
        palette = self.palette()
        role = QPalette.ColorRole.PlaceholderText if muted else QPalette.ColorRole.Text
        form.setForeground(color or palette.color(role))
        if different:
            form.setForeground(QColor(DIFFERENT[palette.color(QPalette.ColorRole.Base).lightness() < 128]))
        if bold or different:
            form.setFontWeight(QFont.Weight.Bold)
        cursor.insertText(text, form)

    # Buttons

    def _show_buttons(self, case: Case | None) -> None:
        while item := self._buttons.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        if case is None:
            return
        people = self._review.ordered()[:9]
        wanted = [
            (f"Take {self._review.name_of(each.id)}", str(number), "take", str(number))
            for number, each in enumerate(people, 1)
            if case.of(each.id)
        ]
        wanted.append(("Reject", "0", "reject", ""))
        if len(case.spans) == 2 == len(case.annotators):
            wanted.append(("Edges + values", "X", "mix", ""))
        wanted += [("Fix…", "E", "fix", ""), ("Ask", "Q", "ask", "")]
        if self._review.asked(case):
            wanted.append(("Reply", "R", "reply", ""))
        for place, (text, key, method, argument) in enumerate(wanted):
            button = QPushButton(f"{visible(text)}  {key}".replace("&", "&&"))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setEnabled(not self._session.read_only)
            button.clicked.connect(lambda _=False, m=method, a=argument: self.asked.emit(m, a))
            self._buttons.addWidget(button, place // 3, place % 3)
            button.show()


def _on_one_line(text: str) -> str:
    """A text with its line breaks told by a sign: where a version ends is not to be lost in a new line."""
    return visible(text.replace("\n", " ⏎ "))
