"""Libraries that are only there if they were asked for: the extras of ``pyproject.toml``."""

from importlib import import_module
from types import ModuleType

from annotator.core.errors import AnnotatorError


def need(module: str, extra: str, what: str) -> ModuleType:
    """The module, imported now. Raises ``AnnotatorError``, with what to do, where it is missing.

    ``what`` says what it is needed for and begins the message: "reading .docx".
    """
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise AnnotatorError(f'{what} needs {package}: pip install "annotator[{extra}]"') from None
