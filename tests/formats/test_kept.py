"""Whatever a format does not keep, its writer says so; this holds for every way of writing in the table."""

import pytest

from annotator.formats import FORMATS
from annotator.formats.foreign import KINDS
from tests.formats.kept import kept

WAYS = [(name, way) for name, form in FORMATS.items() if form.read for way in form.writes]


@pytest.mark.parametrize(("name", "layout"), WAYS)
def test_what_does_not_come_back_is_told(name: str, layout: str) -> None:
    back, told = kept(name, layout)
    assert set(KINDS) - back <= told
