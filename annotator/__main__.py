"""Where the program starts: ``annotator`` and ``python -m annotator``.

Alone or with one project, as it is all day, it goes straight to the window: what reads a command line (click and
all our commands) would take a twentieth of the start. Everything else is for ``cli``.
"""

import os
import sys
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.files import PROJECT_SUFFIX


def goes_to_the_window(arguments: list[str]) -> bool:
    """Whether these arguments need no reading: none, or one project. (A shell asks for completions without any.)"""
    if "_ANNOTATOR_COMPLETE" in os.environ:
        return False
    # No command ends like a project.
    return not arguments or (len(arguments) == 1 and arguments[0].endswith(PROJECT_SUFFIX) and arguments[0][0] != "-")


def main() -> None:
    arguments = sys.argv[1:]
    if not goes_to_the_window(arguments):
        from annotator.cli import main as read_command_line

        return read_command_line()
    try:
        from annotator.gui.launch import start_program

        sys.exit(start_program([Path(each) for each in arguments]))
    except (AnnotatorError, KeyboardInterrupt) as error:
        from annotator.cli import stop

        stop(error)
    except Exception as error:
        from annotator.cli import stop
        from annotator.store.trouble import of_the_disk

        line = of_the_disk(error)
        if not line:
            raise
        stop(AnnotatorError(line))


if __name__ == "__main__":
    main()
