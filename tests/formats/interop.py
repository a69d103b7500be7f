"""Files that other tools made, where they are at hand: beside the repository, never in it."""

from pathlib import Path

import pytest

from annotator.formats.bundle import Bundle

_SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "interop"


def files(pattern: str) -> list[Path]:
    """Those that match, or skip the test."""
    found = sorted(_SHARED.glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} beside the repository")
    return found


def wrong(bundle: Bundle) -> list[str]:
    """The spans whose text is not what stands at their positions."""
    return [span.text for span in bundle.spans if bundle.text[span.start : span.end] != span.text]
