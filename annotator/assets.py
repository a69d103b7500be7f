"""Where the files are that ship with the program: inside the installed package, else beside the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """The path of ``resources/NAME``. ``FileNotFoundError`` if the installation lacks it."""
    return _shipped("resources") / name


def sample_docs() -> Path:
    """The folder of the sample articles."""
    return _shipped("sample_docs")


def _shipped(folder: str) -> Path:
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / folder).is_dir():
            return parent / folder
    raise FileNotFoundError(f"this installation lacks its folder “{folder}”")
