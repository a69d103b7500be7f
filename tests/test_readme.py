"""The README's commands and examples do what it says; its tables of keys and formats are the program's own.

``python -m tests.test_readme`` writes the tables of keys and of formats anew.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from annotator.edit.schemes import default_scheme
from annotator.formats import FORMATS
from annotator.formats.foreign import KINDS
from annotator.gui.commands import COMMANDS, tag_commands
from tests.formats.kept import kept

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
_FORMATS = re.compile(r"(<!-- formats: .*? -->\n)(.*?)(<!-- end of formats -->)", re.DOTALL)
_KEYS = re.compile(r"(<!-- keys: .*? -->\n)(.*?)(<!-- end of keys -->)", re.DOTALL)


def key_table() -> str:
    """The commands that have keys, as a Markdown table."""
    rows = ["| command | keys |", "|---|---|"]
    for command in [*tag_commands(default_scheme()), *COMMANDS]:
        if command.keys:
            keys = " ".join(f"<kbd>{key}</kbd>" for key in command.keys)
            mode = " (in review)" if command.modes == {"review"} else ""
            rows.append(f"| {command.text.rstrip('…')}{mode} | {keys} |")
    return "\n".join(rows) + "\n"


def format_table() -> str:
    """The formats, pickiest first, as a Markdown table: what each keeps is found out by writing and reading."""
    heads = ("`--format`", "what it is", "files", "counts", "`--layout`: what it keeps of spans")
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, form in FORMATS.items():
        kept_by = _kept if form.read else lambda name, layout: "for eyes only"
        ways = "<br>".join(f"`{layout}`: {kept_by(name, layout)}" for layout in form.writes) or "(is read only)"
        rows.append(f"| `{name}` | {form.description} | {' '.join(form.suffixes)} | {form.counts} | {ways} |")
    return "\n".join(rows) + "\n"


def _kept(name: str, layout: str) -> str:
    back = kept(name, layout)[0]
    missing = [kind for kind in KINDS if kind not in back]
    if len(missing) <= len(KINDS) // 2:
        return f"all but {', '.join(missing)}" if missing else "all"
    place = "place and label" if "spans" in back else "place and label, but for spans that overlap"
    return ", ".join([place, *(kind for kind in KINDS if kind in back)])


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(), re.DOTALL)


def test_the_table_of_keys_is_the_programs() -> None:
    found = _KEYS.search(README.read_text())
    assert found is not None
    assert found[2] == key_table()


def test_the_table_of_formats_is_the_programs() -> None:
    found = _FORMATS.search(README.read_text())
    assert found is not None
    assert found[2] == format_table()


def test_the_commands_and_the_pandas_example_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_docs", tmp_path / "sample_docs")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    commands = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
    assert len(commands) >= 7
    for command in commands:
        assert command.startswith("annotator ")
        line = [sys.executable, "-m", "annotator", *command.split()[1:]]
        done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)
    for line in (tmp_path / "documents.jsonl").read_text().splitlines():
        document = json.loads(line)
        assert all(document["text"][span["start"] : span["end"]] == span["text"] for span in document["spans"])
    claims = (tmp_path / "claims.jsonl").read_text()
    assert {span["label"] for line in claims.splitlines() for span in json.loads(line)["spans"]} == {"claim"}
    for example in blocks("python"):
        done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "Wen" in done.stdout


def test_what_the_readme_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text()):
        assert (ROOT / target).exists(), target


if __name__ == "__main__":
    text = _KEYS.sub(lambda found: found[1] + key_table() + found[3], README.read_text())
    README.write_text(_FORMATS.sub(lambda found: found[1] + format_table() + found[3], text))
