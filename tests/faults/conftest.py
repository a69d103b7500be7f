"""The window for tests that bring about faults: the same as that of the tests of the window."""

from tests.gui.conftest import open_window

__all__ = ["open_window"]
