"""Whether a window can be shown at all, found out before Qt is imported: Qt itself would abort the process."""

import os
import sys


def screen_problem() -> str:
    """Why no window can be shown, in one line; empty if one can."""
    if sys.platform != "linux" or (os.environ.get("QT_QPA_PLATFORM") or "xcb").split(":")[0] not in ("xcb", "wayland"):
        return ""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "there is no screen (no DISPLAY, no WAYLAND_DISPLAY); 'annotator --help' lists what works without one"
    return "" if os.environ.get("WAYLAND_DISPLAY") else _x11_problem(os.environ["DISPLAY"])


def _x11_problem(display: str) -> str:
    """Whether an X server answers: ``libxcb`` is what Qt itself would use to ask."""
    import ctypes  # 2 ms that only this way of starting has to spend

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return "the system library libxcb is missing; 'make setup' installs it, or names the line that does"
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"no screen answers at DISPLAY={display}" if broken else ""
