"""Whatever a format does not keep, its writer says so; this holds for every way of writing in the table."""

import pytest

from annotator.formats import FORMATS
from annotator.formats.foreign import KINDS
from tests.formats.kept import kept


@pytest.mark.parametrize(("name", "layout"), [(name, way) for name, form in FORMATS.items() for way in form.writes])
def test_what_does_not_come_back_is_told(name: str, layout: str) -> None:
    back, told = kept(name, layout)
    assert set(KINDS) - back <= told
