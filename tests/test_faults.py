"""How bugs of our own are put into words: places in our modules, and not a word of a text or a name of a file."""

import re
from pathlib import Path

import pytest

from annotator import faults
from annotator.core.text import Ruler

SECRET = "Mayor says “forty” people left"


def fault_in_ours() -> Exception:
    try:
        Ruler(SECRET).to_qt(SECRET)  # type: ignore[arg-type]
    except Exception as error:
        return error
    raise AssertionError("no fault")


def test_a_fault_is_told_by_kind_and_place() -> None:
    told = faults.describe(fault_in_ours())
    assert "TypeError" in told
    assert re.search(r"  annotator/core/text\.py:\d+ in to_qt", told)
    assert __file__ not in told
    assert "(outside the program)" in told


def test_what_an_exception_says_is_left_out() -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"/home/li/{SECRET}") from error
    except ValueError as error:
        told = faults.describe(error)
    assert told.split("\nwhich led to\n")[0].endswith("KeyError")
    assert told.endswith("ValueError")
    assert "Mayor" not in told
    assert "home" not in told


def test_a_wrong_name_in_our_code_is_named() -> None:
    with pytest.raises(AttributeError) as caught:
        faults.nothing_of_the_kind  # type: ignore[attr-defined]  # noqa: B018
    assert faults.describe(caught.value).endswith("has no attribute 'nothing_of_the_kind'")


def test_the_surroundings_are_versions_and_platform() -> None:
    told = faults.surroundings("Qt 6")
    assert re.search(r"Annotator \d.*\nPython 3\.\d+\.\d+ on .+\nQt 6$", told)


@pytest.mark.parametrize(
    "message",
    [
        "cannot open /home/li/Mayor.txt",
        'bad value "Mayor says"',
        "file:///home/li/Mayor",
        r"C:\Users\li\Mayor",
        "‘Mayor",
    ],
)
def test_messages_of_qt_lose_names_and_quotations(message: str) -> None:
    assert "Mayor" not in faults.without_names(message)


def test_repeated_faults_are_counted_and_do_not_fill_the_log() -> None:
    tally = faults.Tally()
    what = faults.describe(fault_in_ours())
    for _ in range(1000):
        tally.add(what)
    tally.close()
    log = faults.log_path().read_text()
    assert log.count("in to_qt") == 1
    assert [line.split()[2] for line in log.splitlines() if "times" in line] == ["10", "100", "1,000"]
    assert "1,000 ×" in tally.details([what])


def test_the_log_rotates(own_home: Path) -> None:
    log = faults.Log()
    for number in range(2000):
        log.write(f"{number} " + "x" * 1000)
    log.close()
    files = sorted(faults.log_path().parent.iterdir())
    assert [file.name for file in files] == ["annotator.log", "annotator.log.1", "annotator.log.2"]
    assert all(file.stat().st_size <= 256 * 1024 for file in files)
    assert own_home / "state" in files[0].parents


def test_where_no_log_can_be_written_nothing_happens(own_home: Path) -> None:
    (own_home / "state" / "annotator").write_text("in the way")
    log = faults.Log()
    log.write("anything")
    log.close()
    assert (own_home / "state" / "annotator").read_text() == "in the way"
