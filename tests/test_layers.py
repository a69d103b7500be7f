"""The layer rule of pyproject.toml, run: the package keeps it, and each contract does break when it is broken."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

# One forbidden import for each contract, and where it is planted.
VIOLATIONS = {
    "Layers: an arrow to the right is the only import allowed": ("core", "import annotator.store"),
    "No Qt below app": ("formats", "from PySide6.QtCore import QObject"),
    "No SQLite outside store": ("edit", "import sqlite3"),
}


def lint_imports(folder: Path) -> tuple[int, dict[str, str]]:
    """Exit status and contract name -> KEPT or BROKEN, for the package `annotator` that lies in `folder`."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)", run.stdout, re.MULTILINE))
    assert verdicts, run.stdout + run.stderr
    return run.returncode, verdicts


def test_package_keeps_the_layer_rule() -> None:
    status, verdicts = lint_imports(ROOT)
    assert verdicts == {contract["name"]: "KEPT" for contract in CONTRACTS}
    assert status == 0


def imports_of_widgets(package: Path) -> list[str]:
    """`file:line` of each import of QtWidgets, also inside a function, in a module of `package` outside gui."""
    found = []
    for path in sorted(package.rglob("*.py")):
        if "gui" in path.relative_to(package).parts:
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            if any(name.startswith("PySide6.QtWidgets") for name in names):
                found.append(f"{path.relative_to(package)}:{node.lineno}")
    return found


def test_no_widgets_outside_gui() -> None:
    assert imports_of_widgets(ROOT / "annotator") == []


@pytest.mark.parametrize(
    "line",
    ["import PySide6.QtWidgets", "from PySide6 import QtCore, QtWidgets", "from PySide6.QtWidgets import QWidget"],
)
def test_a_widget_outside_gui_is_found(tmp_path: Path, line: str) -> None:
    for layer in ("app", "gui"):
        (tmp_path / layer).mkdir()
        (tmp_path / layer / "planted.py").write_text(f"def lazily():\n    {line}\n", encoding="utf-8")
    assert imports_of_widgets(tmp_path) == ["app/planted.py:2"]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the package with a module planted for each violation."""
    shutil.copytree(ROOT / "annotator", tmp_path / "annotator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for number, (layer, line) in enumerate(VIOLATIONS.values()):
        (tmp_path / "annotator" / layer / f"planted_{number}.py").write_text(f"{line}\n", encoding="utf-8")
    return tmp_path


def test_every_contract_breaks_when_it_is_broken(broken: Path) -> None:
    status, verdicts = lint_imports(broken)
    assert verdicts == dict.fromkeys(VIOLATIONS, "BROKEN")
    assert status == 1
    assert set(VIOLATIONS) == {contract["name"] for contract in CONTRACTS}, "a contract without a violation to test it"


def test_command_line_loads_neither_qt_nor_the_window() -> None:
    code = "import sys, annotator.cli; print([m for m in sys.modules if m.startswith(('PySide6', 'annotator.gui'))])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
