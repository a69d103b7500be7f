"""Hours of annotating, replayed: the file equals a model kept beside it, and nothing grows or slows down.

The short run does some hundred acts. ``--faults long`` does 50,000 and says what they took: memory after the first
tenth against the end, and processor time of the first thousands against the last.
"""

import time
from statistics import median

import pytest

from tests.faults.soaking import Person, article, megabytes, objects
from tests.gui.conftest import OpenWindow

ACTS, WARM = 50_000, 5_000


@pytest.mark.timeout(0)
def test_hours_of_annotating_lose_and_leave_nothing(open_window: OpenWindow, long_faults: bool) -> None:
    user = open_window(*map(article, range(6)))
    person = Person(user, seed=6)
    if not long_faults:
        person.do_everything()
        person.live(60)
        before = objects(user.window, user.window.session)
        for _ in range(5):
            person.do_everything()
        person.compare()
        assert grown(before, objects(user.window, user.window.session)) == {}
        return
    seconds, held = [], []
    for thousand in range(ACTS // 1000):
        began = time.process_time()
        person.live(1000)
        seconds.append(time.process_time() - began)
        held.append(megabytes())
        person.compare()
        if (thousand + 1) * 1000 == WARM:
            before = objects(user.window, user.window.session)
        print(f"{thousand + 1},000 acts: {seconds[-1]:.1f} s, {held[-1]:.0f} MB", flush=True)
    slower = median(seconds[-5:]) / median(seconds[WARM // 1000 : WARM // 1000 + 5])
    more = held[-1] / held[WARM // 1000 - 1]
    print(f"{dict(person.did)}\nslower by {slower:.2f}, memory times {more:.3f}", flush=True)
    assert grown(before, objects(user.window, user.window.session)) == {}
    assert more < 1.1
    assert slower < 1.3


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """The classes of which there are more, but for a few that come and go with what is shown: fewer than rounds."""
    return {name: after[name] - before.get(name, 0) for name in after if after[name] > before.get(name, 0) + 3}
