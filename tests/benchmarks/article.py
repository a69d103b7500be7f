"""The article view against a bare QPlainTextEdit: opening a document until it is painted, and a page of scrolling."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from annotator.core.model import Span
from annotator.gui.article import ArticleView
from tests.benchmarks.harness import Result, Timed, compare
from tests.benchmarks.synthetic import SCHEME, prose, spans

SIZE = (1000, 800)
Provider = Callable[[], Sequence[Span]]
"""Gives the spans inside the measured time: where a file is to be read, it is read here."""


def application() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def shown(widget: QPlainTextEdit) -> None:
    application()
    widget.resize(*SIZE)
    widget.show()
    application().processEvents()


def open_ours(text: Callable[[], str], provider: Provider) -> Timed:
    view = ArticleView()
    shown(view)

    def run() -> float:
        view.load("", (), SCHEME)
        application().processEvents()
        begin = time.perf_counter()
        view.load(text(), provider(), SCHEME)
        view.viewport().repaint()
        return time.perf_counter() - begin

    return run


def open_bare(text: str, font: QPlainTextEdit) -> Timed:
    edit = QPlainTextEdit()
    edit.setReadOnly(True)
    edit.setFont(font.font())
    shown(edit)

    def run() -> float:
        edit.setPlainText("")
        application().processEvents()
        begin = time.perf_counter()
        edit.setPlainText(text)
        edit.viewport().repaint()
        return time.perf_counter() - begin

    return run


def opening(provider: Callable[[str, int], Provider] | None = None) -> list[Result]:
    """``provider(text, count)`` makes what gives the spans; without it they lie ready in memory."""
    application()
    results = []
    font = ArticleView()
    for name, text, count, limit in (
        ("open 30 kB, 100 spans", prose(30_000), 100, 2.5),
        ("open 1 MB, 10,000 spans", prose(1_000_000), 10_000, 3.5),
        ("open 1 MB in one line, 10,000 spans", prose(1_000_000, paragraph=0), 10_000, 0.33),
    ):
        ready = spans(text, count)
        give = provider(text, count) if provider else lambda ready=ready: ready
        ours = open_ours(lambda text=text: text, give)
        results.append(compare(f"{name} / bare setPlainText", ours, open_bare(text, font), limit))
    return results


def scroll(view: ArticleView, text: str, marks: Sequence[Span], *, again: bool) -> Timed:
    """The time of a page while going through twenty; ``again``: pages that were seen before, else laid out anew."""

    def pages() -> float:
        bar = view.verticalScrollBar()
        bar.setValue(0)
        view.viewport().repaint()
        begin = time.perf_counter()
        for _page in range(20):
            bar.setValue(bar.value() + bar.pageStep())
            view.viewport().repaint()
        return (time.perf_counter() - begin) / 20

    def run() -> float:
        view.load(text, marks, SCHEME)
        view.viewport().repaint()
        application().processEvents()
        if again:
            pages()
        return pages()

    return run


def scrolling() -> list[Result]:
    """Both sides in one window: what a window costs to show depends on which others there are."""
    application()
    text, view = prose(1_000_000), ArticleView()
    shown(view)
    marks = spans(text, 10_000, deep=4)
    results = []
    for name, again in (("a new page", False), ("a page again", True)):
        tagged, plain = scroll(view, text, marks, again=again), scroll(view, text, [], again=again)
        results.append(compare(f"{name}, 10,000 spans four deep / without", tagged, plain, 2.0))
    return results


BENCHMARKS = (opening, scrolling)
