"""Name the system packages that are missing for `run`, `test` or `window`, one a line: `need NAME (what is not there)`.

Runs before anything is installed, under whatever Python 3.11 or later was found: standard library only. It looks, and
never installs. `need` lines stop the command until they are met; `want` lines (fonts, so that the Chinese and emoji
samples do not show as boxes) are installed where that is allowed and otherwise left alone.
"""

import ctypes
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# What `ldd` misses for Qt's modules and platform plugins on a bare Debian 12, with the package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONTS = {"zh-cn": "fonts-noto-cjk", "ar": "fonts-noto-core", "und-zsye": "fonts-noto-color-emoji"}
WINDOW_COMMANDS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xprop": "x11-utils",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "openbox": "openbox",
    "xclip": "xclip",
    "dbus-run-session": "dbus-daemon",
    "dbus-send": "dbus-bin",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
# Read through Debian's own Python: PyGObject is not installable from a wheel.
PYATSPI = ["python3-pyatspi", "gir1.2-atspi-2.0"]


def libraries(table: dict[str, str]) -> Iterator[tuple[str, str]]:
    for soname, package in table.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            yield package, soname


def fonts() -> Iterator[tuple[str, str]]:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        yield "fontconfig", "fc-list"
    for language, package in FONTS.items():
        if fc_list is None or not subprocess.run([fc_list, f":lang={language}"], capture_output=True).stdout:
            yield package, f"a font for {language}"


def window_tools() -> Iterator[tuple[str, str]]:
    for command, package in WINDOW_COMMANDS.items():
        if shutil.which(command) is None:
            yield package, command
    probe = ["/usr/bin/python3", "-c", "import gi; gi.require_version('Atspi', '2.0'); import pyatspi"]
    if not Path(probe[0]).exists() or subprocess.run(probe, capture_output=True).returncode:
        yield from ((package, "pyatspi under /usr/bin/python3") for package in PYATSPI)


def main(what: str, maker: str) -> None:
    needs: list[tuple[str, str]] = []
    if maker == "venv" and importlib.util.find_spec("ensurepip") is None:
        needs.append((f"python3.{sys.version_info.minor}-venv", "ensurepip"))
    if sys.platform == "linux":
        needs += libraries(QT_LIBRARIES)
        if what != "test":
            needs += libraries(X11_LIBRARIES)
        if what == "window":
            needs += window_tools()
    wants = list(fonts()) if sys.platform == "linux" and what != "test" else []
    if what == "window":
        needs, wants = needs + wants, []
    for package, lacking in needs:
        print(f"need {package} ({lacking})")
    for package, lacking in wants:
        print(f"want {package} ({lacking})")


main(*sys.argv[1:])
