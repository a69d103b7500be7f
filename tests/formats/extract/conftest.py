"""Reading a file as an import reads it, in the child process that all tests of a run share."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from annotator.core.errors import AnnotatorError
from annotator.formats import Bundle, Context, detect
from tests.formats.records import ME

Read: TypeAlias = Callable[..., Bundle]


@pytest.fixture(scope="session", autouse=True)
def libraries() -> None:
    """What the extra "articles" brings."""
    pytest.importorskip("trafilatura", exc_type=ImportError)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """``read(bytes or str, name, extractor=..., encoding=...)``: the one document, or ``AnnotatorError``."""

    def reading(content: bytes | str, name: str, **options: str) -> Bundle:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (found,) = detect(path).read(path, Context(ME, **options))  # type: ignore[arg-type]
        if not isinstance(found, Bundle):
            raise AnnotatorError(found.why)
        return found

    return reading
