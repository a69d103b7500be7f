"""Records: what makes two of them equal, how one is shown, and that nobody alters one."""

from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from annotator.core import model
from annotator.core.model import RECORD_TYPES, Record, Span


def record_of(kind: type[Record], mark: str) -> Record:
    values: dict[str, Any] = {each.name: f"{mark} {each.name}" for each in fields(kind)}
    return kind(**values)


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_records_are_equal_when_a_user_would_call_them_equal(kind: type[Record]) -> None:
    record = record_of(kind, "some")
    later = replace(record, rev=7, updated_at="later")
    assert later == record
    assert hash(later) == hash(record)
    for each in fields(kind):
        altered: Any = {each.name: "another"}
        assert (replace(record, **altered) == record) == (each.name in ("rev", "updated_at"))


def test_records_of_two_kinds_are_never_equal() -> None:
    assert model.Annotator(id="same", name="") != model.Setting(id="same", value="")
    assert model.Annotator(id="same", name="") != "same"


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_a_record_is_shown_as_what_would_make_it(kind: type[Record]) -> None:
    record = record_of(kind, "some")
    assert eval(repr(record), vars(model)) == record


def test_a_record_is_never_altered() -> None:
    span: Any = record_of(Span, "some")
    with pytest.raises(FrozenInstanceError):
        span.start = 5
    assert not hasattr(span, "__dict__")
