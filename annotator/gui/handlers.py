"""Who runs the commands of each group. A handler, and what it imports, is made when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.gui.document_commands import DocumentCommands
from annotator.gui.edit_commands import EditCommands
from annotator.gui.file_commands import FileCommands
from annotator.gui.parts import Parts
from annotator.gui.span_commands import SpanCommands
from annotator.gui.view_commands import ViewCommands

if TYPE_CHECKING:  # groups that the start can do without are imported where they are made
    from annotator.gui.answer_commands import AnswerCommands
    from annotator.gui.backup_commands import BackupCommands
    from annotator.gui.blind_commands import BlindCommands
    from annotator.gui.caret_commands import CaretCommands
    from annotator.gui.check_commands import CheckCommands
    from annotator.gui.compare_commands import CompareCommands
    from annotator.gui.export_commands import ExportCommands
    from annotator.gui.fill_commands import FillCommands
    from annotator.gui.find_commands import FindCommands
    from annotator.gui.guide_commands import GuideCommands
    from annotator.gui.handout_commands import HandoutCommands
    from annotator.gui.help_commands import HelpCommands
    from annotator.gui.link_commands import LinkCommands
    from annotator.gui.merge_commands import MergeCommands
    from annotator.gui.mode_commands import ModeCommands
    from annotator.gui.occurrence_commands import OccurrenceCommands
    from annotator.gui.panes_commands import PanesCommands
    from annotator.gui.queue_commands import QueueCommands
    from annotator.gui.reading_commands import ReadingCommands
    from annotator.gui.review_commands import ReviewCommands
    from annotator.gui.scheme_commands import SchemeCommands
    from annotator.gui.search_commands import SearchCommands
    from annotator.gui.shape_commands import ShapeCommands


class Handlers:
    """One attribute for each group of the table of commands."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        # What the window is wired to is made at once.
        self.span = SpanCommands(parts)
        self.edit = EditCommands(parts)
        self.file = FileCommands(parts)
        self.document = DocumentCommands(parts)
        self.view = ViewCommands(parts)

    @cached_property
    def backup(self) -> "BackupCommands":
        from annotator.gui.backup_commands import BackupCommands

        return BackupCommands(self.parts)

    @cached_property
    def check(self) -> "CheckCommands":
        from annotator.gui.check_commands import CheckCommands

        return CheckCommands(self.parts)

    @cached_property
    def caret(self) -> "CaretCommands":
        from annotator.gui.caret_commands import CaretCommands

        return CaretCommands(self.parts, self.span)

    @cached_property
    def shape(self) -> "ShapeCommands":
        from annotator.gui.shape_commands import ShapeCommands

        return ShapeCommands(self.parts, self.span)

    @cached_property
    def find(self) -> "FindCommands":
        from annotator.gui.find_commands import FindCommands

        return FindCommands(self.parts)

    @cached_property
    def occurrences(self) -> "OccurrenceCommands":
        from annotator.gui.occurrence_commands import OccurrenceCommands

        return OccurrenceCommands(self.parts)

    @cached_property
    def link(self) -> "LinkCommands":
        from annotator.gui.link_commands import LinkCommands

        return LinkCommands(self.parts)

    @cached_property
    def search(self) -> "SearchCommands":
        from annotator.gui.search_commands import SearchCommands

        return SearchCommands(self.parts)

    @cached_property
    def merge(self) -> "MergeCommands":
        from annotator.gui.merge_commands import MergeCommands

        return MergeCommands(self.parts)

    @cached_property
    def handout(self) -> "HandoutCommands":
        from annotator.gui.handout_commands import HandoutCommands

        return HandoutCommands(self.parts)

    @cached_property
    def blind(self) -> "BlindCommands":
        from annotator.gui.blind_commands import BlindCommands

        return BlindCommands(self.parts)

    @cached_property
    def mode(self) -> "ModeCommands":
        from annotator.gui.mode_commands import ModeCommands

        made = ModeCommands(self.parts)
        self.edit.followers.append(made.taken_back)
        return made

    @cached_property
    def review(self) -> "ReviewCommands":
        from annotator.gui.review_commands import ReviewCommands

        return ReviewCommands(self.parts, self.mode)

    @cached_property
    def answer(self) -> "AnswerCommands":
        from annotator.gui.answer_commands import AnswerCommands

        return AnswerCommands(self.parts, self.mode)

    @property
    def compare(self) -> "CompareCommands":
        return self.mode.comparison

    @cached_property
    def fill(self) -> "FillCommands":
        from annotator.gui.fill_commands import FillCommands

        return FillCommands(self.parts)

    @cached_property
    def guide(self) -> "GuideCommands":
        from annotator.gui.guide_commands import GuideCommands

        return GuideCommands(self.parts)

    @cached_property
    def scheme(self) -> "SchemeCommands":
        from annotator.gui.scheme_commands import SchemeCommands

        return SchemeCommands(self.parts)

    @cached_property
    def help(self) -> "HelpCommands":
        from annotator.gui.help_commands import HelpCommands

        return HelpCommands(self.parts)

    @cached_property
    def queue(self) -> "QueueCommands":
        from annotator.gui.queue_commands import QueueCommands

        return QueueCommands(self.parts)

    @cached_property
    def panes(self) -> "PanesCommands":
        from annotator.gui.panes_commands import PanesCommands

        return PanesCommands(self.parts)

    @cached_property
    def reading(self) -> "ReadingCommands":
        from annotator.gui.reading_commands import ReadingCommands

        return ReadingCommands(self.parts)

    @cached_property
    def export(self) -> "ExportCommands":
        from annotator.gui.export_commands import ExportCommands

        return ExportCommands(self.parts)
