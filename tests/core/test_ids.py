"""Ids: made ones differ, found ones stay what they were in every file written so far."""

from uuid import UUID, uuid5

from annotator.core import ids


def test_made_ids_differ() -> None:
    made = {ids.new_id() for _ in range(100)}
    assert len(made) == 100
    assert {UUID(each).version for each in made} == {4}


def test_found_ids_are_names_in_the_namespace() -> None:
    space = UUID(ids.NAMESPACE)
    assert str(uuid5(space, "gold")) == ids.GOLD_ID
    assert ids.document_id("ab") == str(uuid5(space, "ab"))
    assert ids.annotator_id("Wen") == str(uuid5(space, "annotator:Wen"))
    assert ids.span_id("ab", "Wen", "claim", 3, 9) == str(uuid5(space, '["ab","Wen","claim",3,9,0]'))
    assert ids.made_id("supports", "ü") == str(uuid5(space, '["supports","ü"]'))
