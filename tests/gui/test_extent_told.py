"""The status bar says where a span begins and ends now, whatever key changed it."""

from tests.gui.conftest import SHIFT, OpenWindow

FIRST = "In the spring of last year the harbour board closed two of the older baths for good"
SECOND = "it opened three rooms for everybody who had nowhere else to go at night"


def test_every_change_of_an_edge_is_told(open_window: OpenWindow) -> None:
    user = open_window(f"{FIRST}, and {SECOND}. Rain fell.")
    user.put_caret("three")
    user.press("1")
    assert user.said().startswith("Claim: In the spring of last year")
    assert user.said().endswith("nowhere else to go at night"), "both ends of a long one"
    assert " … " in user.said()
    user.press("Minus")
    assert user.said() == f"Claim: {SECOND}"
    user.press("D")
    assert user.said() == f"Claim: {SECOND.removesuffix(' night')}"
    user.press("Equal")
    assert user.said() == f"Claim: {SECOND}"
    user.press("A", SHIFT)
    assert user.said().startswith("Claim: In the spring")
    user.press("V")
    assert user.said() == "there are no quotation marks around this span", "not hidden by the extent"
