"""How it begins: the demo, no screen, and a file that somebody else has open."""

import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.person.window import ROOT, Program, wait_until

Person = Callable[..., Program]
INSTALLED = Path(sys.executable).with_name("annotator")
SPANS = "SELECT id, label, start, end, text FROM span_list ORDER BY id"


def test_the_demo_is_made_once_and_is_the_same_ever_after(person: Person) -> None:
    program = person(command=(str(INSTALLED),)).start("--demo")
    demo = program.home / ".local/share/annotator/demo.annotator"
    titles = {row[0] for row in program.rows(demo, "SELECT title FROM documents WHERE NOT deleted")}
    samples = (ROOT / "sample_docs").glob("*.txt")
    first_lines = {path.read_text(encoding="utf-8-sig").splitlines()[0] for path in samples}
    assert titles > first_lines
    documents = program.find("table", "Documents")
    listed = {cell.name for cell in documents.find_all("table cell")}
    assert listed == titles

    made = demo.stat()
    before = program.rows(demo, SPANS)
    program.find("text", "Article")
    program.key("ctrl+Home", "1")
    wait_until(lambda: len(program.rows(demo, SPANS)) == len(before) + 1, what="a span of one's own")
    kept = program.rows(demo, SPANS)
    assert program.close() == 0

    program.start("--demo")
    assert program.rows(demo, SPANS) == kept
    assert demo.stat().st_ino == made.st_ino
    assert {cell.name for cell in program.find("table", "Documents").find_all("table cell")} == titles
    program.key("ctrl+z")
    wait_until(lambda: program.rows(demo, SPANS) == before, what="yesterday's span to be taken back")
    assert program.close() == 0
    assert set(os.listdir(demo.parent)) - {"backups"} == {demo.name}


@pytest.mark.parametrize("display", [None, ":4711"])
def test_without_a_screen_it_says_so_in_one_line(person: Person, display: str | None) -> None:
    program = person()
    environment = {name: value for name, value in program.environment.items() if name != "DISPLAY"}
    if display:
        environment["DISPLAY"] = display
    command = [*program.command, "--demo"]
    run = subprocess.run(command, env=environment, cwd=program.home, capture_output=True, text=True, timeout=30)
    assert run.returncode == 2
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    assert "screen" in line
    assert (display or "DISPLAY") in line


def test_a_second_window_says_who_has_the_file_and_reads_it(person: Person) -> None:
    first = person("first")
    project = first.home / "shared.annotator"
    first.annotator("new", project)
    first.annotator("import", project, ROOT / "sample_docs" / "wire-harbour.txt")
    first.start(project, "--annotator", "Wen")
    first.key("ctrl+Home", "1")
    wait_until(lambda: first.rows(project, SPANS), what="a span")
    kept = first.rows(project, SPANS)

    second = person("second").start(project, "--annotator", "Li")
    asked = second.find("label", "is open in another window")
    assert pwd.getpwuid(os.getuid()).pw_name in asked.name
    second.find("push button", "Open read-only")
    second.key("Return")
    second.find("text", "Article")
    second.find("label", "Read-only")
    second.window = wait_until(second.main_window, what="the window behind the question")
    second.activate()
    second.key("bracketright", "1", "Delete", "r", "2", "f", "ctrl+z")
    second.find("label", kept[0][4])  # the first key was heard: the inspector shows the span
    second.key("F9")
    wait_until(lambda: not second.tree().find_all("table", "Spans"), what="the last key to be heard")
    assert first.rows(project, SPANS) == kept

    assert second.close() == 0
    first.activate()
    first.key("ctrl+z")
    wait_until(lambda: not first.rows(project, SPANS), what="the first window to go on")
    assert first.close() == 0


def test_a_second_window_may_be_given_up(person: Person) -> None:
    first = person("first")
    project = first.home / "shared.annotator"
    first.annotator("new", project)
    first.start(project)
    second = person("second").start(project)
    second.find("push button", "Open read-only")
    second.key("Escape")
    assert second.process is not None
    assert second.process.wait(10) == 2
    assert first.close() == 0
