"""The command line as a pipeline uses it: a real process, its output, its exit status, and never a traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from annotator import __version__
from annotator.agreement.gamma import available
from annotator.cli import commands
from annotator.edit import tagging
from annotator.store.project import Project
from tests.making import LI, PLAIN, WEN, act, make_document, make_project, make_span, tag

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: object, code: int = 0, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``annotator`` and expect an exit status; a traceback is never right."""
    line = [sys.executable, "-m", "annotator", *map(str, arguments)]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    done = subprocess.run(line, cwd=cwd, env=env, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.annotator"
    with make_project(path) as made:
        tag(made, make_span(0, 7))
        tag(made, make_span(0, 7, "statistic", who=LI), LI)
    return path


def test_version_and_help() -> None:
    assert run("--version").stdout.strip() == f"annotator, version {__version__}"
    assert "Commands:" in run("--help").stdout


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_every_command_shows_an_example(command: str) -> None:
    text = run(command, "--help").stdout
    assert "Example:" in text
    assert f"annotator {command} " in text


def test_shell_completion_knows_the_commands() -> None:
    done = run(_ANNOTATOR_COMPLETE="bash_complete", COMP_WORDS="annotator ex", COMP_CWORD="1")
    assert "export" in done.stdout
    assert "complete -o nosort" in run(_ANNOTATOR_COMPLETE="bash_source").stdout


@pytest.mark.parametrize("arguments", [(), ("open",), ("--demo",), ("some.txt",)])
def test_without_a_screen_it_says_so_in_one_line(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, code=2, QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.stderr.count("\n") == 1
    assert "no screen" in done.stderr
    dead = run(*arguments, code=2, QT_QPA_PLATFORM="xcb", DISPLAY=":987", WAYLAND_DISPLAY="")
    assert dead.stderr.count("\n") == 1
    assert ":987" in dead.stderr or "libxcb" in dead.stderr


def test_a_project_from_nothing_to_jsonl_and_back(tmp_path: Path) -> None:
    run("new", "a.annotator", cwd=tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("One\nTwelve people came.")
    assert "1 document added" in run("import", "a.annotator", "articles", cwd=tmp_path).stdout
    told = json.loads(run("import", "a.annotator", "articles", "--json", cwd=tmp_path).stdout)
    assert (told["documents"]["added"], told["documents"]["same"]) == (0, 1)
    run("export", "a.annotator", "-o", "out.jsonl", cwd=tmp_path)
    run("new", "b.annotator", cwd=tmp_path)
    run("import", "b.annotator", "out.jsonl", cwd=tmp_path)
    assert run("export", "b.annotator", cwd=tmp_path).stdout == (tmp_path / "out.jsonl").read_text()
    files = sorted(each.name for each in tmp_path.iterdir() if each.is_file())
    assert files == ["a.annotator", "b.annotator", "out.jsonl"]


def test_info_counts_what_is_there(project: Path) -> None:
    facts = json.loads(run("info", project, "--json").stdout)
    assert set(facts) == {
        *("project", "schema", "documents", "spans", "labels", "annotators", "progress", "verdicts", "links"),
    }
    assert (facts["documents"], facts["spans"], facts["schema"]) == (1, 2, 1)
    assert facts["labels"] == {"claim": 1, "statistic": 1, "quote": 0, "source": 0}
    assert facts["annotators"] == {"Li": 1, "Wen": 1}
    assert "1  claim" in run("info", project).stdout


def test_export_warns_of_several_annotators_and_filters(project: Path) -> None:
    both = run("export", project)
    assert "2 annotators" in both.stderr
    assert "--annotator" in both.stderr
    one = run("export", project, "--annotator", "Li")
    assert one.stderr == ""
    assert [span["annotator"] for span in json.loads(one.stdout)["spans"]] == ["Li"]
    lines = run("export", project, "--layout", "spans", "--label", "Claim").stdout.splitlines()
    assert [json.loads(line)["label"] for line in lines] == ["claim"]
    assert run("export", project, "--status", "done").stdout == ""


def test_many_files_go_to_a_folder_or_an_archive(project: Path, tmp_path: Path) -> None:
    done = run("export", project, "--format", "brat", "-o", tmp_path / "out")
    assert "not in this format: 2 annotators’ names" in done.stderr
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name[-4:] for name in names] == [".ann", ".txt", "conf"]
    assert "is there already" in run("export", project, "--format", "brat", "-o", tmp_path / "out", code=2).stderr
    assert "name a folder" in run("export", project, "--format", "brat", code=2).stderr
    run("export", project, "--format", "brat", "-o", tmp_path / "out.zip")
    with ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == names
    run("new", "b.annotator", cwd=tmp_path)
    report = json.loads(run("import", "b.annotator", "out", "--json", cwd=tmp_path).stdout)
    assert report["refused"] == []
    assert report["spans"]["added"] == 2


def test_exporting_twice_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("export", project, "-o", tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_text() == run("export", project).stdout


def test_a_scheme_goes_out_and_comes_in(project: Path, tmp_path: Path) -> None:
    done = run("export", project, "--scheme", "s.toml", cwd=tmp_path)
    assert done.stderr == "4 labels, 6 link types -> s.toml\n"
    run("new", "q.annotator", "--scheme", "s.toml", cwd=tmp_path)
    run("export", "q.annotator", "--scheme", "t.toml", cwd=tmp_path)
    assert (tmp_path / "t.toml").read_bytes() == (tmp_path / "s.toml").read_bytes()
    assert "# Claim" in (tmp_path / "t.toml").read_text()


def test_check_finds_what_sqlite_does_not(project: Path) -> None:
    assert "0 problems" in run("check", project).stdout
    import sqlite3

    connection = sqlite3.connect(project)
    connection.execute("UPDATE spans SET start = start + 1 WHERE label = 'claim'")
    connection.execute("UPDATE texts SET text = replace(text, 'wells', 'WELLS')")
    connection.commit()
    connection.close()
    done = run("check", project, code=1)
    assert "holds another text than its offsets say" in done.stderr
    assert "hash differs" in done.stderr
    assert len(json.loads(run("check", project, "--json", code=1).stdout)["problems"]) == 2


def test_what_is_refused_is_named_with_file_and_line(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    backwards = json.dumps({"text": "Also", "spans": [{"start": 3, "end": 1, "label": "claim"}]})
    path.write_text(f'{{"text": "Fine."}}\n[1, 2]\n{backwards}\n')
    done = run("import", project, path, code=1)
    lines = done.stderr.splitlines()
    assert lines[0].startswith(f"{path}:2: ")
    assert lines[1].startswith(f"{path}:3: span 1: ")
    assert "2 documents added" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("info", "nothing.annotator"), "there is no such file"),
        (("new", "p.annotator"), "exists already"),
        (("import", "p.annotator", "nothing.txt"), "nothing.txt: "),
        (("import", "p.annotator", "p.annotator"), "p.annotator: "),
        (("import", "p.annotator", "p.txt", "--format", "cobol"), "cobol"),
        (("import", "p.annotator", "p.txt", "--document", "nobody"), "no document nobody"),
        (("export", "p.annotator", "--annotator", "Zoe"), "nobody in this project is called “Zoe”; there are: Li, Wen"),
        (("export", "p.annotator", "--label", "verb"), "has no label “verb”"),
        (("export", "p.annotator", "-o", "nowhere/out.jsonl"), "cannot be written"),
        (("export", "p.annotator", "--format", "cobol"), "cobol"),
        (("export", "p.annotator", "--scheme", "s.toml", "--label", "claim"), "--scheme FILE goes alone"),
        (("export",), "Missing argument"),
        (("export", "p.annotator", "--bogus"), "No such option"),
        (("new", "q.annotator", "--scheme", "p.txt"), "is not a scheme"),
    ],
)
def test_nothing_done_is_one_clear_line_and_two(project: Path, arguments: tuple[str, ...], why: str) -> None:
    (project.parent / "p.txt").write_text("A title\nA text.")
    before = run("export", project).stdout
    done = run(*arguments, code=2, cwd=project.parent)
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
    assert run("export", project).stdout == before


def test_names_and_texts_cannot_steer_the_terminal(tmp_path: Path) -> None:
    name = "evil\x1b[31m\u202e.txt"
    (tmp_path / name).write_bytes(b"")
    run("new", "a.annotator", cwd=tmp_path)
    done = run("import", "a.annotator", tmp_path / name, code=2, cwd=tmp_path)
    assert "\x1b" not in done.stderr + done.stdout
    assert "\u202e" not in done.stderr + done.stdout


def test_a_reader_that_has_had_enough_is_no_fault(project: Path) -> None:
    line = f"{sys.executable} -m annotator export {project} | head -c 10"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == '{"format":'
    assert "Traceback" not in done.stderr


def test_the_window_beside_does_not_keep_readers_out(tmp_path: Path) -> None:
    path = tmp_path / "open.annotator"
    with make_project(path) as project:
        tag(project, make_span(0, 7))
        assert json.loads(run("info", path, "--json").stdout)["spans"] == 1
        assert json.loads(run("export", path).stdout)["text"] == PLAIN
        refused = run("import", path, ROOT / "sample_docs" / "wire-harbour.txt", code=2)
        assert "is open in another window" in refused.stderr


def test_a_dry_run_changes_nothing(project: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("One\nMore.")
    before = run("export", project).stdout
    assert "1 document added" in run("import", project, tmp_path / "one.txt", "--dry-run").stdout
    assert run("export", project).stdout == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_an_unwritable_folder_is_told_to_who_may_not_write(tmp_path_factory: pytest.TempPathFactory) -> None:
    import tempfile

    import sqlite_utils  # noqa: F401  # the child cannot read it any more where it belongs to root

    from annotator.core.errors import AnnotatorError
    from annotator.files import write_atomically

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder / "p.annotator").close()
        folder.chmod(0o555)
        (folder / "p.annotator").chmod(0o644)
        child = os.fork()
        if child == 0:
            os.setuid(65534)
            status = 0
            for attempt in (
                lambda: make_project(folder / "new.annotator"),
                lambda: write_atomically(folder / "out.jsonl", ["x"]),
            ):
                try:
                    attempt()
                    status = 1
                except AnnotatorError as error:
                    status |= 0 if "\n" not in str(error) and name in str(error) else 2
                except BaseException:
                    status |= 4
            os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert [each.name for each in folder.iterdir()] == ["p.annotator"]


def test_merge_tells_what_it_does_and_does_it(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.annotator"
    shutil.copyfile(project, other)
    with Project(other) as opened:
        tag(opened, make_span(8, 11, who=LI), LI)
    plan = json.loads(run("merge", project, other, "--dry-run", "--json").stdout)
    assert plan["spans"]["added"] == 1
    assert json.loads(run("info", project, "--json").stdout)["spans"] == 2
    assert "1 new" in run("merge", project, other).stdout
    assert json.loads(run("info", project, "--json").stdout)["spans"] == 3
    assert json.loads(run("merge", project, other, "--json").stdout)["spans"] == plan["spans"] | {"added": 0, "same": 3}
    assert "very project" in run("merge", project, project, code=2).stderr


def test_a_hand_out_is_a_project_for_one(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "for one.annotator"
    names = sorted(json.loads(run("info", project, "--json").stdout)["annotators"])
    refused = run("export", project, "--handout", "Nobody", "-o", out, code=2).stderr
    assert all(name in refused for name in names if name != "gold")
    assert not out.exists()
    run("export", project, "--handout", names[0], "-o", out)
    told = json.loads(run("info", out, "--json").stdout)
    assert list(told["annotators"]) == [names[0]]
    assert "there already" in run("export", project, "--handout", names[0], "-o", out, code=2).stderr
    assert "alone" in run("export", project, "--handout", names[0], "--label", "claim", code=2).stderr
    assert "--handout" in run("export", project, "--new", code=2).stderr
    assert "--handout" in run("export", project, "--answers", code=2).stderr
    run("export", project, "--handout", "Oda", "--new", cwd=tmp_path)
    told = json.loads(run("info", tmp_path / "p Oda.annotator", "--json").stdout)
    assert (told["annotators"], told["documents"]) == ({"Oda": 0}, 1)


def test_a_report_is_written_beside_an_open_window(project: Path, tmp_path: Path) -> None:
    page, table = tmp_path / "r.html", tmp_path / "r.csv"
    with Project(project):
        done = run("report", project, "-o", page, "--csv", table, "--unfinished")
    assert "2 annotators" in done.stderr
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert table.read_text(encoding="utf-8").startswith("case,state,kind")
    assert "another name" in run("report", project, "-o", project, code=2).stderr
    assert "nobody in this project" in run("report", project, "-o", page, "--annotator", "X", code=2).stderr


def test_agreement_of_what_is_done(project: Path) -> None:
    found = json.loads(run("agreement", project, "--json").stdout)
    assert (found["documents"], found["labels"]["claim"]["unitizing_alpha"]) == (0, None)
    with Project(project) as opened:
        for who in (WEN, LI):
            document = make_document()
            opened.apply(tagging.set_state(document, "done", annotator_id=who.id, progress=None), act("done", who))
    found = json.loads(run("agreement", project, "--json").stdout)
    assert found["documents"] == 1
    assert sorted(found["annotators"]) == ["Li", "Wen"]
    assert found["cases"] | {} == {
        "label": 1, "boundary": 0, "attribute": 0, "missing": 0, "only_one": 0, "agreed": 0
    }  # fmt: skip
    assert found["confusion"] == [{"labels": ["claim", "statistic"], "n": 1}]
    assert found["pairs"][0]["f1_exact"] == 0
    assert found["labels"]["claim"]["gamma"] is None
    told = run("agreement", project).stdout
    assert "1 documents, 2 annotators" in told
    assert "—" in told
    assert "nobody in this project" in run("agreement", project, "--annotator", "Nobody", code=2).stderr
    if available():
        found = json.loads(run("agreement", project, "--gamma", "--json").stdout)
        assert found["labels"]["claim"]["gamma"] is not None
        assert found["labels"]["quote"]["gamma"] is None
        assert "gamma: claim" in run("agreement", project, "--gamma").stdout


def test_backups_are_made_listed_and_restored(tmp_path: Path) -> None:
    project, copy = tmp_path / "a.annotator", tmp_path / "b.annotator"
    make_project(project, PLAIN).close()
    assert run("backup", project, "--list", code=2).stderr.count("\n") == 1
    assert str(project) in run("backup", project).stderr
    run("merge", project, _copied(project, tmp_path / "c.annotator"))
    lines = run("backup", project, "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert [line[26:50].strip() for line in lines] == ["before a merge", "asked for"]
    assert all("1 document, 0 spans" in line for line in lines)
    told = run("backup", project, "--preview", "2").stdout.splitlines()
    assert "It is whole." in told[0]
    assert told[1:] == ["Documents: 1; now 1: the same."]
    project.write_bytes(b"damaged")
    damaged = run("backup", project, "--preview", "2")
    assert "cannot be compared" in damaged.stdout
    assert "is not an Annotator project" in damaged.stderr
    run("backup", project, "--restore", "2", copy)
    assert "1  documents" in run("info", copy).stdout
    assert "exists already" in run("backup", project, "--restore", "2", copy, code=2).stderr
    assert "no backup 3" in run("backup", project, "--restore", "3", tmp_path / "d", code=2).stderr


def _copied(project: Path, target: Path) -> Path:
    target.write_bytes(project.read_bytes())
    return target


def test_a_damaged_project_is_rescued_into_a_new_one(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.annotator"
    with project.open("r+b") as file:
        file.write(bytes(100))
    before = project.read_bytes()
    done = run("check", project, "--salvage", out)
    assert "documents: 1 row\n" in done.stdout
    assert "spans: 2 rows\n" in done.stdout
    assert "rescued: 1 document, 2 spans" in done.stderr
    assert project.read_bytes() == before
    run("check", out)
    assert "exists already" in run("check", project, "--salvage", out, code=2).stderr
    out.unlink()
    with project.open("r+b") as file:  # the tables' own indexes know what was there
        file.seek(15 * 4096)
        file.write(bytes(4096))
    told = json.loads(run("check", project, "--salvage", out, "--json", code=1).stdout)
    assert (told["kept"]["spans"], told["lost"]["spans"], told["problems"]) == (0, 2, [])
