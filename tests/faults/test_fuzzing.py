"""Hostile files, arguments and settings: nothing crashes, hangs for 5 s, takes 500 MB for 1 MB, or ends in a traceback.

Everything runs in a process of its own (see ``confined``), so that hangs and memory are measured, not supposed. Short
runs go over every format for a moment; ``--faults long`` goes on for as long as ``LONG`` says.
"""

import io
import itertools
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats import FORMATS
from tests.faults import seeds
from tests.faults.confined import MEGABYTES, SECONDS, Confined, Cost
from tests.faults.mutating import Files, hostile
from tests.faults.victim import CANARY

READ = [name for name, form in FORMATS.items() if form.read]
SHORT, LONG = 0.2, 60.0  # seconds of the clock for each test
_numbers = itertools.count()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("confined")


@pytest.fixture(scope="module")
def confined(home: Path) -> Iterator[Confined]:
    with Confined(home / "own") as process:
        yield process


@pytest.fixture
def for_a_while(long_faults: bool) -> Callable[[Callable[..., None]], None]:
    """Run a test of hypothesis until its time is up, and at least once."""

    def run(test: Callable[..., None]) -> None:
        end = time.monotonic() + (LONG if long_faults else SHORT)
        many = 1_000_000 if long_faults else 300
        how = settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        with suppress(TimeIsUp):
            how(test)(end)

    return run


class TimeIsUp(BaseException):
    """Ends hypothesis, which takes any other exception for a finding."""


def put(files: Files, folder: Path) -> Path:
    """These files in a new folder."""
    place = folder / f"f{next(_numbers)}"
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def held(cost: Cost) -> None:
    assert cost.seconds < SECONDS
    assert cost.megabytes < MEGABYTES


@pytest.mark.parametrize("name", READ)
def test_no_reader_is_brought_down_by_an_altered_file(
    name: str, confined: Confined, home: Path, for_a_while: Callable[..., None]
) -> None:
    for files in seeds.fixed(FORMATS[name]):
        folder = put(files, home)
        said = confined.ask("read", folder=str(folder), format_name=name).said
        assert said["files"], f"no file of {name} in {list(files)}"
        shutil.rmtree(folder)

    @given(files=hostile(seeds.seeds(name)))
    def test(end: float, files: Files) -> None:
        folder = put(files, home)
        held(confined.ask("read", folder=str(folder), format_name=name))
        shutil.rmtree(folder)
        if time.monotonic() > end:
            raise TimeIsUp

    for_a_while(test)


@pytest.mark.parametrize("name", READ)
def test_whatever_comes_in_makes_a_sound_project_that_goes_out_again(
    name: str, confined: Confined, home: Path, for_a_while: Callable[..., None]
) -> None:
    project = home / f"{name}.annotator"

    @given(files=hostile(seeds.seeds(name)))
    def test(end: float, files: Files) -> None:
        folder = put(files, home)
        held(confined.ask("import", folder=str(folder), project=str(project)))
        shutil.rmtree(folder)
        if time.monotonic() > end:
            raise TimeIsUp

    for_a_while(test)
    out = home / f"{name}-out"
    out.mkdir()
    confined.ask("export", project=str(project), folder=str(out))


def _zipped(size: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in ("word/document.xml", "content.xml", "documents.jsonl", "all.jsonl", "a.xmi", "TypeSystem.xml"):
            with archive.open(member, "w") as file:
                for _ in range(size // 1_000_000):
                    file.write(b" " * 1_000_000)
    return buffer.getvalue()


_ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
MEGABYTE = 1_000_000


def fillers(size: int) -> dict[str, bytes]:
    """Of so many bytes each: what is long, deep, many, or more when it is opened."""
    return {
        "zeros": bytes(size),
        "ones": b"\xff" * size,
        "spaces": b" " * size,
        "line ends": b"\n" * size,
        "one word": b"x" * size,
        "words": b"word " * (size // 5),
        "lists": b"[" * size,
        "objects": b'{"a":' * (size // 5),
        "list of lists": b"[" + b"[]," * (size // 3) + b"[]]",
        "list of objects": b"[" + b"{}," * (size // 3) + b"{}]",
        "an object a line": b"{}\n" * (size // 3),
        "a document a line": b'{"text":"a"}\n' * (size // 13),
        "spans": b'{"text":"abcdef","spans":[' + b'{"start":0,"end":2,"label":"x"},' * (size // 32) + b'{}]}',
        "labels": b'{"text":"abcdef","label":[' + b'[0,2,"x"],' * (size // 10) + b'[0,1,"y"]]}',
        "keys": b"{" + b",".join(b'"k%d":0' % n for n in range(size // 11)) + b"}",
        "quotes": b'"' * size,
        "a number": b"1" * size,
        "tags": b"<a>" * (size // 3),
        "closed tags": b"<p>a</p>" * (size // 8),
        "attributes": b"<a " + b"b='c' " * (size // 6) + b">",
        "half a tag": b"<" * size,
        "comments": b"<!--" * (size // 4),
        "tables": b"<table><tr><td>" * (size // 15),
        "entities of entities": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 'ha'>" + _ENTITIES + b"]><x>&e11;</x>",
        "one entity often": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e '" + b"a" * (size // 10) + b"'>]><x>"
        + b"&e;" * (size // 4) + b"</x>",
        "a bomb": _zipped(100 * size),
        "brat spans": b"".join(b"T%d\tclaim 0 5\twords\n" % n for n in range(size // 23)),
        "brat pieces": b"T1\tclaim " + b"0 1;" * (size // 4) + b"2 3\tw\n",
        "tabs": b"\t" * size,
        "commas": b"," * size,
        "token rows": b"#FORMAT=WebAnno TSV 3.3\n" + b"1-1\t0-1\tx\t_\n" * (size // 13),
        "pdf objects": b"%PDF-1.7\n" + b"1 0 obj\n<< /Kids [1 0 R] >>\nendobj\n" * (size // 36),
        "marks": "e\u0301\u0302\u0303".encode() * (size // 8),
        "half pairs": b'{"text":"' + b"\\ud800" * (size // 7) + b'"}',
    }  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_megabyte_of_anything_costs_little(name: str, confined: Confined, home: Path, long_faults: bool) -> None:
    """Under every suffix of the format. The short run takes a twentieth of it, and each filler for one suffix."""
    suffixes = list(dict.fromkeys(FORMATS[name].suffixes))
    found = fillers(MEGABYTE if long_faults else MEGABYTE // 20)
    for number, (filler, content) in enumerate(found.items()):
        for suffix in suffixes if long_faults else [suffixes[number % len(suffixes)]]:
            files = {f"big{suffix}": content}
            if suffix == ".ann":
                files["big.txt"] = b"words " * 1000
            folder = put(files, home)
            try:
                held(confined.ask("read", folder=str(folder), format_name=name))
            except AssertionError as error:
                raise AssertionError(f"{filler} as {suffix} ({name}): {error}") from None
            shutil.rmtree(folder)


@pytest.mark.parametrize("address", ["file://{}", "{}", "http://localhost:1/{}"])
def test_no_reader_opens_what_a_file_names(address: str, confined: Confined, home: Path) -> None:
    """Entities, schemas, pictures and frames that point at a file with a canary in it: its words come up nowhere."""
    canary = home / "canary.txt"
    canary.write_text(CANARY)
    where = address.format(canary)
    entity = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY c SYSTEM '{where}'>]>"
    for name in READ:
        for suffix in FORMATS[name].suffixes:
            for text in (
                f"{entity}<x>&c;</x>",
                f"{entity}<html><body><p>&c; some words that are an article of some length.</p></body></html>",
                f"<html><head><base href='{where}'></head><body><iframe src='{where}'></iframe><object data='{where}'>"
                f"</object><p>Some words that are an article. <img src='{where}'></p></body></html>",
                f'{{"text": "{where}", "file": "{where}", "url": "{where}", "spans": []}}',
            ):
                folder = put({f"x{suffix}": text.encode(), "y.txt": b"words"}, home)
                confined.ask("read", folder=str(folder), format_name=name)
                shutil.rmtree(folder)
