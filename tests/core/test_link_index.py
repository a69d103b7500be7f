"""The index of links says at every moment what a walk over all links would say."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.link_index import LinkIndex, other_end
from annotator.core.model import Link

IDS = st.sampled_from("abcdef")
STEPS = st.lists(st.tuples(st.booleans(), IDS, IDS, IDS), max_size=40)


@given(STEPS)
def test_it_agrees_with_looking_through_all(steps: list[tuple[bool, str, str, str]]) -> None:
    index, links = LinkIndex(), dict[str, Link]()
    for add, link_id, start, end in steps:
        if add:
            links[link_id] = Link(id=link_id, type="t", from_id=start, to_id=end, annotator_id="w")
            index.add(links[link_id])
        else:
            links.pop(link_id, None)
            index.remove(link_id)
    assert len(index) == len(links)
    for span_id in "abcdef":
        found = [link for link in links.values() if span_id in (link.from_id, link.to_id)]
        assert sorted(index.of(span_id), key=lambda link: link.id) == sorted(found, key=lambda link: link.id)
        assert (span_id in index) == bool(found)
        assert index.starts(span_id) == any(link.from_id == span_id for link in found)


def test_the_other_end() -> None:
    link = Link(id="l", type="t", from_id="a", to_id="b", annotator_id="w")
    assert (other_end(link, "a"), other_end(link, "b")) == ("b", "a")
