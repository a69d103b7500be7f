"""What is compared: chosen in the bar, asked of the project. Data only."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from annotator.agreement.feedback import Feedback
from annotator.agreement.figures import Figures
from annotator.core.ids import GOLD_ID
from annotator.edit.advising import advice
from annotator.edit.agreeing import agreement, comparable, confusion_between
from annotator.store.queries import Queries

MOST = 50
"""How many annotators are compared at once."""


class Choice(NamedTuple):
    """``people`` (ids) and ``labels`` (keys); empty: all that there are."""

    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    gold: bool = False
    unfinished: bool = False
    independent: bool = False

    def ids(self, query: Queries) -> tuple[str, ...]:
        """Who is compared: of those chosen, or of all, the ones that have done something."""
        able = [each.id for each in comparable(query) if not self.people or each.id in self.people]
        return (*able[:MOST], GOLD_ID) if self.gold else tuple(able[:MOST])


class Compared(NamedTuple):
    """The answer; ``seconds`` is how long it took."""

    figures: Figures
    feedback: dict[str, Feedback]
    seconds: float


def compare(choice: Choice, tick: Callable[[int, int], None]) -> Callable[[Queries], Compared]:
    """The question for all figures."""

    def question(query: Queries) -> Compared:
        begin = perf_counter()
        ids = choice.ids(query)
        found = agreement(
            query, ids, labels=choice.labels, unfinished=choice.unfinished, independent=choice.independent, tick=tick
        )
        return Compared(found, advice(query, ids, tick=tick), perf_counter() - begin)

    return question


def confused(choice: Choice, first: str, second: str) -> Callable[[Queries], dict[tuple[str, str], int]]:
    """The question what two people called the same stretches."""

    def question(query: Queries) -> dict[tuple[str, str], int]:
        return confusion_between(
            query,
            choice.ids(query),
            first,
            second,
            labels=choice.labels,
            unfinished=choice.unfinished,
            independent=choice.independent,
        )

    return question
