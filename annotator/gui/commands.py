"""Every command in one table, from which menus, keys, tool tips, the palette and the list of keys are built.

A command's id is ``group.method``: it runs that method of the group's handler (see ``handlers``). Single keys belong to
the text and the span list alone (scope ``text``); window-wide they would fire while somebody types in a field.
Data only: nothing of Qt.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from annotator.core.listing import SORTS
from annotator.core.scheme import Scheme

SHOWN = {
    "": "Every state",
    "todo": "To do",
    "doing": "In progress",
    "done": "Done",
    "todo doing": "Unfinished",
}
"""Which states the list of documents can be asked for."""

MODES = frozenset({"annotate", "review", "fix", "compare", "answers"})
"""What the window is used for. ``fix`` is annotating as gold, in the middle of a review."""
EDITING = frozenset({"annotate", "fix"})
READING = frozenset({"annotate", "fix", "review", "answers"})
_REVIEW = frozenset({"review"})
_COMPARE = frozenset({"compare"})
_ANSWERS = frozenset({"answers"})


class Command(NamedTuple):
    """One command. ``keys``: the first is shown, all of them work. ``edits`` is off in a read-only project.

    ``modes`` are those of the window in which it is on; empty: in all, but for single keys of the text (scope
    ``text``), which are meant for annotating.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    scope: str = "window"
    checkable: bool = False
    edits: bool = False
    separator: bool = False
    argument: str | None = None
    group: str = ""
    modes: frozenset[str] = frozenset()

    @property
    def on_in(self) -> frozenset[str]:
        """The modes in which it is on."""
        return self.modes or (EDITING if self.scope == "text" else MODES)


def _edge_moves() -> Iterable[Command]:
    """Start and end, back and forward, by character, word and clause. Letters stand in for keys a desktop may take."""
    keys = {
        ("end", "character"): (("Alt+Left",), ("Alt+Right",)),
        ("end", "word"): (("D", "Ctrl+Alt+Left"), ("F", "Ctrl+Alt+Right")),
        ("end", "clause"): (("Shift+D", "Alt+Up"), ("Shift+F", "Alt+Down")),
        ("start", "character"): (("Alt+Shift+Left",), ("Alt+Shift+Right",)),
        ("start", "word"): (("A", "Ctrl+Alt+Shift+Left"), ("S", "Ctrl+Alt+Shift+Right")),
        ("start", "clause"): (("Shift+A", "Alt+Shift+Up"), ("Shift+S", "Alt+Shift+Down")),
    }
    for (side, by), both in keys.items():
        for direction, given in zip((-1, 1), both, strict=True):
            way = "back" if direction < 0 else "forward"
            yield Command(
                "span.move_edge",
                f"{side.capitalize()} one {by} {way}",
                "Span/Move edge",
                given,
                scope="text",
                edits=True,
                separator=direction < 0 and by == "character" and side == "start",
                argument=f"{side} {direction} {by}",
            )


def _queue() -> Iterable[Command]:
    """What the list of documents is sorted by, and which of them it shows."""
    menu = "Document/Sort by"
    for name, text in SORTS.items():
        yield Command("queue.sort", text, menu, checkable=True, argument=name, group="sort")
    yield Command("queue.sort_by_label", "Spans of one label…", menu, checkable=True, group="sort")
    yield Command("queue.reverse", "The other way round", menu, checkable=True, separator=True)
    menu = "Document/Show"
    for name, text in SHOWN.items():
        yield Command("queue.show", text, menu, checkable=True, argument=name, group="show")
    for name, text in (("mine", "Assigned to me"), ("nobody", "Assigned to nobody")):
        yield Command("queue.assigned", text, menu, checkable=True, argument=name, separator=name == "mine")
    for term, text in (
        ("untagged>0", "With untagged figures"),
        ("spans=0", "Without spans of mine"),
        ("length>", "By length…"),
        ("date>=", "By date…"),
    ):
        yield Command("queue.add_term", text, menu, argument=term, separator=term == "untagged>0")
    yield Command("queue.show_everything", "Everything, in project order", menu, separator=True)
    yield Command("queue.assign", "Assign documents…", "Document", ("Ctrl+Shift+A",), edits=True)
    yield Command("queue.progress", "Progress…", "Document", ("Ctrl+Shift+G",))


def _review(method: str, text: str, *keys: str, menu: str = "Review", **more: Any) -> Command:
    return Command(f"review.{method}", text, menu, keys, scope="text", modes=_REVIEW, **more)


def _review_commands() -> Iterable[Command]:
    yield Command("mode.annotate", "Annotate", "Review", ("Ctrl+1",), checkable=True, group="mode")
    yield Command("mode.review", "Review others’ spans", "Review", ("Ctrl+2",), checkable=True, group="mode")
    yield Command("mode.compare", "Compare annotators", "Review", ("Ctrl+3",), checkable=True, group="mode")
    yield Command("mode.answers", "Answers to your spans", "Review", ("Ctrl+4",), checkable=True, group="mode")
    yield Command("blind.switch", "Work blind", "Review", checkable=True, edits=True, separator=True)
    yield _review("next", "Next case", "J", separator=True)
    yield _review("previous", "Previous case", "K")
    yield _review("next_undecided", "Next undecided case", "U")
    for number in range(1, 10):
        key = str(number)
        yield _review("take", f"Take version {key}", key, menu="Review/Take a version", edits=True, argument=key)
    yield _review("reject", "Reject", "0", edits=True, separator=True)
    yield _review("mix", "Edges of one, values of another", "X", edits=True)
    yield _review("fix", "Fix: edit a gold span", "E", edits=True)
    yield _review("ask", "Ask the annotators", "Q", edits=True)
    yield _review("reply", "Reply in the thread", "R", edits=True)
    yield _review("missing", "Add what nobody has", "M", edits=True)
    yield _review("take_agreed", "Take all agreed…", "A", edits=True)
    yield _review("reason", "Write a reason", "N", edits=True)
    yield _review("people", "Whom to review…", "P", separator=True)
    yield _review("hide_names", "Hide names", "H", checkable=True)
    yield _review("undecided_only", "Only undecided cases", "Shift+U", checkable=True)
    yield _review("worst_first", "Worst first", "W", checkable=True)
    yield _review("kind", "Next kind of case", "F")
    yield Command("review.fixed", "Back to the cases", "Review", ("Esc",), modes=frozenset({"fix"}), separator=True)


def _compare_commands() -> Iterable[Command]:
    for method, text, key, checkable in (
        ("people", "Whom to compare…", "P", False),
        ("labels", "Which labels to compare…", "L", False),
        ("gold", "Compare with gold", "G", True),
        ("documents", "Unfinished documents too", "D", True),
        ("independent", "Independent spans only", "I", True),
        ("feedback", "Each annotator against gold", "F", True),
    ):
        yield Command(f"compare.{method}", text, "Review/Compare", (key,), checkable=checkable, modes=_COMPARE)
    yield Command("compare.report", "Export report…", "Review", ("Ctrl+Shift+R",))


def _answer(method: str, text: str, *keys: str, **more: Any) -> Command:
    return Command(f"answer.{method}", text, "Review/Answers", keys, scope="text", modes=_ANSWERS, **more)


def _answer_commands() -> Iterable[Command]:
    yield _answer("next", "Next answer", "J")
    yield _answer("previous", "Previous answer", "K")
    yield _answer("next_open", "Next open answer", "U")
    yield _answer("take_over", "Take over the fix", "T", edits=True, separator=True)
    yield _answer("drop", "Delete the span", "Del", "Backspace", edits=True)
    yield _answer("reply", "Write to the reviewer", "R", edits=True)
    yield _answer("edit", "Edit the span yourself", "E", edits=True)
    yield _answer("seen", "Seen", "Space", edits=True, separator=True)
    yield _answer("all_seen", "All shown are seen", "Shift+Space", edits=True)
    yield _answer("kind", "Next kind of answer", "F", separator=True)
    yield _answer("open_only", "Only open answers", "Shift+U", checkable=True)


def _caret_moves() -> Iterable[Command]:
    """Where the caret goes by what it finds in the text, back and on."""
    steps = (
        ("caret.step", "sentence", ("K",), ("J",), "sentence {}"),
        ("caret.paragraph", "paragraph", ("Shift+K",), ("Shift+J",), "{}"),
        ("caret.step", "figure", ("Shift+G",), ("G",), "number {}"),
        ("caret.untagged", "untagged figure", ("Shift+U",), ("U",), "{}"),
        ("caret.step", "quotation", ("Shift+Q",), ("Q",), "quotation {}"),
        ("caret.span", "span of this label", ("Shift+Y",), ("Y",), "{}"),
    )
    for group_method, name, back, on, argument in steps:
        for way, keys, direction in (("Previous", back, -1), ("Next", on, 1)):
            given = argument.format(direction)
            yield Command(group_method, f"{way} {name}", "Go", keys, scope="text", argument=given)
    for select, text, held in (("", "A word", "Ctrl"), ("select ", "Select a word", "Ctrl+Shift")):
        for side in ("left", "right"):
            key = f"{held}+{side.capitalize()}"
            name = f"{text} to the {side}"
            yield Command("caret.word", name, "Go", (key,), scope="text", argument=select + side, modes=READING)


COMMANDS: tuple[Command, ...] = (
    Command("file.new_project", "New project…", "File", ("Ctrl+Shift+N",)),
    Command("file.open_project", "Open project…", "File", ("Ctrl+O",)),
    Command("file.import_files", "Import files…", "File", ("Ctrl+I",), edits=True, separator=True),
    Command("file.import_folder", "Import folder…", "File", ("Ctrl+Shift+I",), edits=True),
    Command("file.paste_document", "Paste as new document", "File", ("Ctrl+Shift+V",), edits=True),
    Command("merge.files", "Merge…", "File", ("Ctrl+M",), edits=True),
    Command("export.write", "Export…", "File", ("Ctrl+E",), separator=True),
    Command("export.print_article", "Print…", "File", ("Ctrl+P",)),
    Command("handout.write", "Hand-out for an annotator…", "File"),
    Command("handout.answers", "Answers for an annotator…", "File"),
    Command("scheme.import_file", "Import scheme…", "File", edits=True, separator=True),
    Command("scheme.export_file", "Export scheme…", "File"),
    Command("file.save_as", "Save as…", "File", separator=True),
    Command("file.save_copy", "Save a copy of the project…", "File"),
    Command("backup.show", "Backups…", "File"),
    Command("file.quit", "Quit", "File", ("Ctrl+Q",), separator=True),
    Command("edit.undo", "Undo", "Edit", ("Ctrl+Z",), edits=True),
    Command("edit.redo", "Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), edits=True),
    Command("edit.annotator", "Who is tagging…", "Edit", separator=True),
    Command("scheme.edit", "Scheme…", "Edit", ("Ctrl+Shift+T",)),
    Command("find.show", "Find…", "Edit", ("Ctrl+F",), separator=True),
    Command("find.next", "Next match", "Edit", ("F3",)),
    Command("find.previous", "Previous match", "Edit", ("Shift+F3",)),
    Command("search.show", "Search all documents…", "Edit", ("Ctrl+Shift+F",), separator=True),
    Command("search.next", "Next hit of the search", "Edit", ("Ctrl+F3",)),
    Command("search.previous", "Previous hit of the search", "Edit", ("Ctrl+Shift+F3",)),
    Command("span.retag", "Retag, then a label key", "Span", ("R",), scope="text", edits=True, separator=True),
    Command("span.delete", "Delete span", "Span", ("Del", "Backspace"), scope="text", edits=True),
    Command("occurrences.tag", "Tag all occurrences…", "Span", ("O",), scope="text", edits=True),
    Command("span.note", "Write a note", "Span", ("N",), scope="text"),
    Command("span.inspect", "Fill in attributes", "Span", ("Return", "Enter"), scope="text"),
    Command("fill.begin", "Fill in attributes one by one", "Span", ("P",), scope="text", edits=True),
    Command("fill.copy", "Copy attributes of the span before", "Span", ("Shift+P",), scope="text", edits=True),
    Command("link.begin", "Link to…", "Span", ("L",), scope="text", edits=True, separator=True),
    Command("link.follow", "Follow link", "Span", ("Shift+L",), scope="text"),
    Command("link.remove", "Remove link", "Span", ("Alt+L",), scope="text", edits=True),
    Command("span.previous", "Previous span", "Span", ("[", ","), scope="text", separator=True, modes=READING),
    Command("span.next", "Next span", "Span", ("]", "."), scope="text", modes=READING),
    Command("span.back_to_text", "Back to the text", "Span", ("Esc",), modes=MODES - {"fix"}),
    *_edge_moves(),
    Command("shape.grow", "Grow to the next larger unit", "Span", ("=", "+"), scope="text", edits=True, separator=True),
    Command("shape.shrink", "Shrink to the next smaller unit", "Span", ("-",), scope="text", edits=True),
    Command("shape.quotation", "Edges to the quotation marks", "Span", ("V",), scope="text", edits=True),
    Command("shape.split", "Split at the caret", "Span", ("X",), scope="text", edits=True, separator=True),
    Command("shape.merge", "Merge with the next of its label", "Span", ("M",), scope="text", edits=True),
    Command("shape.swap", "Swap places with the span beneath", "Span", ("W",), scope="text", edits=True),
    Command("shape.duplicate", "Duplicate, then a label key", "Span", ("C",), scope="text", edits=True),
    *_caret_moves(),
    Command("caret.expand", "Select more", "Go", ("E",), scope="text", separator=True),
    Command("caret.shrink", "Select less", "Go", ("Shift+E",), scope="text"),
    Command("check.next", "Next check", "Checks", ("F4",)),
    Command("check.previous", "Previous check", "Checks", ("Shift+F4",)),
    Command("check.fix", "Fix this check", "Checks", ("Alt+Return", "Alt+Enter"), scope="text", edits=True),
    Command("check.dismiss", "Dismiss this check", "Checks", ("Alt+Backspace",), scope="text", edits=True),
    Command("check.show", "List of checks", "Checks", ("Ctrl+Shift+C",), separator=True),
    Command("check.dismissed", "Show dismissed checks", "Checks", checkable=True),
    Command("check.marks", "Marks in the margin", "Checks", checkable=True),
    Command("document.previous", "Previous document", "Document", ("Alt+PgUp", "Ctrl+PgUp")),
    Command("document.next", "Next document", "Document", ("Alt+PgDown", "Ctrl+PgDown")),
    Command("document.previous_unfinished", "Previous unfinished", "Document", ("Ctrl+Up",)),
    Command("document.next_unfinished", "Next unfinished", "Document", ("Ctrl+Down",)),
    Command("document.done_and_next", "Done, on to the next", "Document", ("Ctrl+Return", "Ctrl+Enter"), edits=True),
    Command("document.mark", "Mark as to do", "Document", edits=True, separator=True, argument="todo"),
    Command("document.mark", "Mark as in progress", "Document", edits=True, argument="doing"),
    Command("document.mark", "Mark as done", "Document", edits=True, argument="done"),
    Command("document.rename", "Rename…", "Document", ("F2",), edits=True, separator=True),
    Command("document.delete", "Delete document", "Document", edits=True),
    Command("document.filter", "Filter documents", "Document", ("Ctrl+Shift+D",), separator=True),
    *_queue(),
    *_review_commands(),
    *_compare_commands(),
    *_answer_commands(),
    Command("view.filter_spans", "Filter spans", "View", ("Ctrl+Shift+S",)),
    Command("view.documents_panel", "Documents", "View", ("F8",), checkable=True, separator=True),
    Command("view.spans_panel", "Spans and inspector", "View", ("F9",), checkable=True),
    Command("view.others", "Other annotators’ spans", "View", ("F7",), checkable=True),
    Command("view.snap", "Words", "View/Mouse snaps to", checkable=True, argument="words", group="snap"),
    Command("view.snap", "Sentences", "View/Mouse snaps to", checkable=True, argument="sentence", group="snap"),
    Command("view.snap", "Nothing", "View/Mouse snaps to", checkable=True, argument="off", group="snap"),
    Command("view.next_snap", "Snap to the next", "View/Mouse snaps to", ("Ctrl+Alt+W",), separator=True),
    Command("view.zoom_in", "Zoom in", "View", ("Ctrl++", "Ctrl+="), separator=True),
    Command("view.zoom_out", "Zoom out", "View", ("Ctrl+-",)),
    Command("view.zoom_reset", "Normal size", "View", ("Ctrl+0",)),
    Command("view.theme", "Like the system", "View/Colours", checkable=True, argument="system", group="theme"),
    Command("view.theme", "Light", "View/Colours", checkable=True, argument="light", group="theme"),
    Command("view.theme", "Dark", "View/Colours", checkable=True, argument="dark", group="theme"),
    Command("view.theme", "High contrast", "View/Colours", checkable=True, argument="contrast", group="theme"),
    Command("reading.looser", "Lines farther apart", "View/Lines and column", ("Ctrl+Alt++", "Ctrl+Alt+=")),
    Command("reading.tighter", "Lines closer", "View/Lines and column", ("Ctrl+Alt+-",)),
    Command("reading.wider", "Column wider", "View/Lines and column", ("Alt++", "Alt+="), separator=True),
    Command("reading.narrower", "Column narrower", "View/Lines and column", ("Alt+-",)),
    Command("reading.settings", "Reading…", "View", ("Ctrl+,",)),
    Command("reading.focus_mode", "Focus mode", "View", ("F11",), checkable=True, separator=True),
    Command("reading.full_screen", "Full screen", "View", ("Shift+F11",), checkable=True),
    Command("panes.next", "Next pane", "View", ("F6",), separator=True),
    Command("panes.previous", "Previous pane", "View", ("Shift+F6",)),
    Command("help.palette", "Commands…", "Help", ("Ctrl+Shift+P",)),
    Command("help.keys", "Keys", "Help", ("F1",)),
    Command("help.shortcuts", "Keyboard shortcuts…", "Help", ("Ctrl+Shift+K",)),
    Command("guide.of_label", "Guideline of this label", "Help", ("H",), scope="text", separator=True),
    Command("guide.turn", "Guidelines", "Help", ("Shift+F1",)),
    Command("guide.edit", "Edit the guideline", "Help", edits=True),
    Command("help.about", "About Annotator", "Help"),
)


def tag_commands(scheme: Scheme) -> list[Command]:
    """One command for each label that has a key."""
    return [
        Command(
            "span.tag",
            f"Tag as {label.name.lower()}",
            "Span",
            (label.shortcut,),
            scope="text",
            edits=True,
            argument=label.key,
        )
        for label in scheme.labels
        if label.shortcut
    ]


def command_table(scheme: Scheme) -> list[Command]:
    """All commands in the order of the menus: those of the scheme's labels stand first in the Span menu."""
    first = next(place for place, command in enumerate(COMMANDS) if command.menu == "Span")
    return [*COMMANDS[:first], *tag_commands(scheme), *COMMANDS[first:]]
