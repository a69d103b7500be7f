"""What the keys of the Checks menu do: walk through the findings of the lints, mend one, dismiss one.

Holds the checks of the document, and hands them to the tab, the page and the margin of the article.
"""

from bisect import bisect_left, bisect_right

from annotator.app.checks import Checks
from annotator.core.errors import AnnotatorError
from annotator.core.lints import Finding
from annotator.edit import dismissing
from annotator.gui.checks_page import ChecksPage
from annotator.gui.parts import Parts
from annotator.gui.spans_panel import one_line

MARKS = "view/checks"
"""The setting that says whether the margin is marked."""


class CheckCommands:
    """Handlers of the commands ``check.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.checks = Checks(parts.session, parts.focus, parts.window)
        self._page: ChecksPage | None = None
        self._at: Finding | None = None
        self._caret = -1
        self.checks.changed.connect(self._show)
        parts.article.caret_moved.connect(self._leave)
        self._show()

    def page(self) -> ChecksPage:
        """The page of the right column, made when it is first shown."""
        if self._page is None:
            actions = self._parts.actions()
            self._page = ChecksPage(self.checks)
            self._page.chosen.connect(self._go)
            self._page.list.activated.connect(lambda _: self._parts.article.setFocus())
            for name in ("fix", "dismiss"):
                self._page.list.addAction(actions.get(f"check.{name}"))
            dismissed = actions.get("check.dismissed")
            self._page.show_dismissed(dismissed.isChecked())
            if self._at is not None:
                self._page.show_finding(self._at)
            dismissed.toggled.connect(self._page.show_dismissed)
            self._page.dismissed_asked.connect(dismissed.setChecked)
        return self._page

    def show(self) -> None:
        """The page of the checks, with the keyboard in its list, at the check that comes next."""
        self.checks.settle()
        self._parts.right.show()
        self._parts.side.show_page("checks")
        if self._at is None:
            self._step(1)
        self.page().take_keyboard()  # afterwards: without a current row it takes its first by itself

    def marks(self) -> None:
        """Mark the margin, or no longer."""
        settings = self._parts.settings
        settings.set(MARKS, not settings.flag(MARKS, True))
        self._mark()

    def dismissed(self) -> None:
        """Show what was dismissed, or no longer; its action tells the page."""
        if self._parts.actions().get("check.dismissed").isChecked():
            self.show()

    def next(self) -> None:
        self._step(1)

    def previous(self) -> None:
        self._step(-1)

    def _walked(self) -> list[Finding]:
        """What F4 walks through: what the page lists while it is in front, else everything that is not dismissed."""
        page, parts = self._page, self._parts
        if page is not None and parts.side.current == "checks" and not parts.right.isHidden():
            return page.listed()
        return self.checks.findings

    def _step(self, step: int) -> None:
        self.checks.settle()
        found = self._walked()
        if not found:
            wait = "Still looking" if self.checks.busy else "Nothing to check here"
            self._parts.status.tell(wait)
            return
        if self._at is not None:
            place = bisect_right(found, self._at) if step > 0 else bisect_left(found, self._at) - 1
        else:
            caret = self._parts.article.caret()
            place = bisect_left(found, caret, key=lambda finding: finding.start) - (step < 0)
        around = "" if 0 <= place < len(found) else " · from the top" if step > 0 else " · from the end"
        self._go(found[place % len(found)], around)

    def _go(self, finding: Finding, around: str = "") -> None:
        """Put the caret at a finding, choose the span it is about, and say what it is."""
        article, focus = self._parts.article, self._parts.focus
        if finding.span_id in focus.spans:
            focus.choose(finding.span_id)
            article.set_caret(finding.start, scroll=False)
            article.reveal(finding.start, finding.end)
        else:
            article.select(finding.start, finding.end)
        self._at, self._caret = finding, article.caret()
        self._mark()
        if self._page is not None:
            self._page.show_finding(finding)
        self._parts.status.tell(self._told(finding) + around)

    def _told(self, finding: Finding) -> str:
        found = self._walked()
        place = bisect_left(found, finding) + 1
        if self.checks.dismissal(finding):
            return f"Dismissed: {finding.message}   {self._key('dismiss')} brings it back"
        keys = [f"{self._key('fix')} {finding.fix.hint}" if finding.fix.act else finding.fix.hint]
        keys.append(f"{self._key('dismiss')} dismisses it")
        return f"{place} of {len(found)} · {finding.message}   {' · '.join(keys)}"

    def _key(self, name: str) -> str:
        return self._parts.actions().get(f"check.{name}").shortcut().toString()

    def _leave(self, caret: int) -> None:
        """The caret has gone elsewhere: by itself no check is meant any more."""
        if self._at is not None and caret != self._caret:
            self._at = None
            self._mark()

    def _meant(self) -> Finding | None:
        """The finding that was gone to, else the first one at the caret."""
        self.checks.settle()
        here = self.checks.findings
        if self._at is not None:
            if self._at in here or self._at in self.checks.dismissed:
                return self._at
            self._at = None
        caret = self._parts.article.caret()
        found = next((each for each in here if each.start <= caret <= each.end), None)
        if found is None:
            key = self._parts.actions().get("check.next").shortcut().toString()
            self._parts.status.tell(f"No check here; {key} goes to the next one")
        return found

    def fix(self) -> None:
        """Mend the finding that is meant, and go on to the next; what only a person knows is asked for."""
        finding = self._meant()
        if finding is None:
            return
        parts, session, focus = self._parts, self._parts.session, self._parts.focus
        if finding.fix.act == "fill":
            self._fill(finding)
            return
        assert focus.document is not None
        try:
            changes = dismissing.mend(
                finding,
                document=focus.document,
                text=focus.text,
                spans=focus.spans,
                links_of=session.query.links_of,
                scheme=session.scheme,
                annotator_id=session.annotator.id,
                progress=focus.progress,
            )
            session.commit(changes)
        except AnnotatorError as error:
            parts.status.warn(str(error))
            return
        what = one_line(focus.text[finding.start : finding.end])
        self._go_on(finding, f"Done: {changes.label[:1].lower()}{changes.label[1:]}, {what}")

    def _fill(self, finding: Finding) -> None:
        parts = self._parts
        parts.focus.choose(finding.span_id)
        parts.right.show()
        if parts.inspector.focus_field(finding.fix.attribute):
            parts.status.tell(f"{finding.message}   type it; Esc goes back to the text")

    def dismiss(self) -> None:
        """Dismiss the finding that is meant and go on to the next; a dismissed one comes back."""
        finding = self._meant()
        document, session = self._parts.focus.document, self._parts.session
        if finding is None or document is None:
            return
        gone = self.checks.dismissal(finding)
        try:
            if gone is not None:
                session.commit(dismissing.restore(gone, annotator_id=session.annotator.id))
                self._go(finding)
                return
            text, mine = self._parts.focus.text, session.owner_id
            session.commit(dismissing.dismiss(finding, text=text, document_id=document.id, annotator_id=mine))
        except AnnotatorError as error:
            self._parts.status.warn(str(error))
            return
        self._go_on(finding, f"Dismissed: {finding.message}")

    def _go_on(self, finding: Finding, done: str) -> None:
        """To what comes behind a finding that is settled; what was done is said first."""
        undo = self._parts.actions().get("edit.undo").shortcut().toString()
        done = f"{done}; {undo} takes it back"
        self.checks.settle()
        found = self._walked()
        place = bisect_right(found, finding)
        if place < len(found):
            self._go(found[place])
            done = f"{done}   Next: {found[place].message}"
        else:
            self._at = None
            self._parts.article.drop_selection()
            self._mark()
            done = f"{'That was the last one' if found else 'Nothing is left to check'}.   {done}"
        self._parts.status.tell(done)

    def _show(self) -> None:
        count = len(self.checks.findings)
        self._parts.side.set_title("checks", f"Checks {count:,}" if count else "Checks")
        self._mark()

    def _mark(self) -> None:
        findings = self.checks.findings if self._parts.settings.flag(MARKS, True) else []
        current = self._at.start if self._at is not None else -1
        places, notes = [each.start for each in findings], [each.message for each in findings]
        self._parts.article.layers.set_notes(places, notes, current)
