"""Tells what a screen reader would find in a running program. Run by /usr/bin/python3, which has pyatspi.

    atspi_read.py PID      then one question a line on stdin, and one line of JSON for each on stdout:
    tree                   the whole program: nested {path, role, name, ..., children}
    caret PATH             the offset of the caret in the text at PATH
    range PATH A B         where the characters [A, B) of that text are: [x, y, width, height]

Paths are child numbers from the program down ("0/2/1"). Offsets are those of AT-SPI: Qt counts UTF-16 units.
Rectangles are in pixels of the screen. What cannot be told is answered by {"error": why}. Reads only; it must not act
on the program.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
import pyatspi  # noqa: E402

MOST_CHILDREN = 300  # of one node: a long list need not be read to its end
STATES = ("focused", "checked", "selected", "enabled", "showing", "editable", "expanded")


def application(pid):
    for found in pyatspi.Registry.getDesktop(0):
        if found is not None and found.get_process_id() == pid:
            return found
    raise SystemExit(f"no program with process id {pid} shows itself to AT-SPI")


def described(node, path, depth=0):
    states = node.getState()
    facts = {"path": path, "role": node.getRoleName(), "name": node.name, "description": node.description}
    facts["states"] = [name for name in STATES if states.contains(getattr(pyatspi, f"STATE_{name.upper()}"))]
    interfaces = pyatspi.listInterfaces(node)
    if "Component" in interfaces:
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        facts["extents"] = [box.x, box.y, box.width, box.height]
    if "Text" in interfaces:
        text = node.queryText()
        facts["text"] = text.getText(0, -1)
        facts["caret"] = text.caretOffset
        facts["selection"] = list(text.getSelection(0)) if text.getNSelections() else None
    if "Value" in interfaces:
        facts["value"] = node.queryValue().currentValue
    facts["children"] = []
    for number in range(min(node.childCount, MOST_CHILDREN) if depth < 40 else 0):
        child = node.getChildAtIndex(number)
        if child is not None:
            facts["children"].append(described(child, f"{path}/{number}" if path else str(number), depth + 1))
    return facts


def at(node, path):
    for number in path.split("/") if path else ():
        node = node.getChildAtIndex(int(number))
    return node


def answer(program, what, *rest):
    if what == "tree":
        program.clear_cache()  # or names and states would be those of the last time
        return described(program, "")
    text = at(program, rest[0]).queryText()
    if what == "caret":
        return text.caretOffset
    return list(text.getRangeExtents(int(rest[1]), int(rest[2]), pyatspi.DESKTOP_COORDS))


def main(pid):
    program = application(int(pid))
    for question in sys.stdin:
        try:
            told = answer(program, *question.split())
        except Exception as error:  # things vanish between two questions; the one who asks decides what that means
            told = {"error": repr(error)}
        print(json.dumps(told), flush=True)


main(*sys.argv[1:])
