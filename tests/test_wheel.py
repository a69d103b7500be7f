"""What a user gets from `pip install`: a wheel with everything the program reads, that runs away from the checkout."""

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotator import __version__

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(installed: Path, code: str) -> str:
    """Output of `code`, with the unpacked wheel in front of the checkout and away from it."""
    code = f"import sys; sys.path.insert(0, {str(installed)!r}); {code}"
    run = subprocess.run([sys.executable, "-I", "-c", code], cwd=installed.parent, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_wheel_is_named_for_the_version(wheel: Path) -> None:
    assert wheel.name == f"annotator-{__version__}-py3-none-any.whl"


def test_wheel_has_every_module_and_data_file_and_nothing_else(installed: Path) -> None:
    expected = {str(path.relative_to(ROOT)) for path in (ROOT / "annotator").rglob("*.py")}
    for folder in ("resources", "sample_docs"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files, f"{folder}/ is empty"
        expected |= {f"annotator/{path.relative_to(ROOT)}" for path in files}
    found = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    assert {name for name in found if ".dist-info/" not in name} == expected


def test_wheel_offers_the_command(installed: Path) -> None:
    (path,) = installed.glob("*.dist-info/entry_points.txt")
    points = configparser.ConfigParser()
    points.read(path, encoding="utf-8")
    assert dict(points["console_scripts"]) == {"annotator": "annotator.__main__:main"}


def test_wheel_finds_its_own_files(installed: Path) -> None:
    found = run_installed(installed, "from annotator import assets; print(assets.resource('schemes/news.toml'))")
    assert Path(found) == installed / "annotator/resources/schemes/news.toml"
    assert Path(found).is_file()
    samples = run_installed(installed, "from annotator import assets; print(assets.sample_docs())")
    assert Path(samples) == installed / "annotator/sample_docs"


def test_wheel_runs(installed: Path) -> None:
    code = "sys.argv = ['annotator', '--version']; from annotator.__main__ import main; main()"
    assert __version__ in run_installed(installed, code)
