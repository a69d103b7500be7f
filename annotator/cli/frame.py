"""What all commands share: the group, options and help, progress and messages, and how a run ends.

Results go to stdout, progress and messages to stderr. Exit status: 0 done; 1 done in part, each refused record named
on stderr; 2 nothing done, one clear line why.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from annotator import __version__
from annotator.core.errors import AnnotatorError, Damaged
from annotator.core.text import visible
from annotator.store.trouble import of_the_disk

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PROJECT = click.argument("project", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
F = TypeVar("F", bound=Callable[..., Any])


class _Commands(click.Group):
    """``annotator`` alone, or followed by paths, means ``annotator open``."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        own = {"--help", "--version", "-h"}
        if context.resilient_parsing and not arguments:
            return super().parse_args(context, arguments)  # the shell completes the first word
        if not arguments or (arguments[0] not in self.commands and arguments[0] not in own):
            arguments = ["open", *arguments]
        return super().parse_args(context, arguments)

    def shell_complete(self, context: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        return [*super().shell_complete(context, incomplete), CompletionItem(incomplete, type="file")]


def example(text: str) -> Callable[[F], F]:
    """Add an example to a command's help."""

    def decorate(function: F) -> F:
        function.__doc__ = f"{function.__doc__}\n\n    \b\n    Example:\n      {text}\n"
        return function

    return decorate


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="annotator")
def commands() -> None:
    """Mark up articles for fact-checking: claims, statistics and quotes, in one local file.

    Without a command it opens the window, on the given project or articles, else on the project that was open last.

    \b
    Shell completion (bash; zsh and fish likewise):
      eval "$(_ANNOTATOR_COMPLETE=bash_source annotator)"
    """


def progress(unit: str) -> Callable[[int, int], None]:
    """A counter on stderr, for people only: nothing where stderr is not a terminal."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    return lambda done, total: click.echo(f"\r{done:,} of {total:,} {unit}", err=True, nl=False)


def progress_done() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


def tell(text: str) -> None:
    """One line on stderr; what comes from documents and file names cannot steer the terminal."""
    click.echo(visible(text), err=True)


def stop(error: BaseException) -> NoReturn:
    """Say in one line why nothing more is done, and end with exit status 2."""
    stopped = isinstance(error, click.Abort | KeyboardInterrupt)
    said = error.format_message() if isinstance(error, click.ClickException) else str(error)
    if isinstance(error, Damaged):
        from annotator.edit.rescuing import advice

        said = f"{said}; {advice(error.path)}"
    tell(f"annotator: {'stopped; nothing was changed' if stopped else said}")
    sys.exit(2)


def main() -> None:
    """Run the command line. A fault of the world is one line and exit status 2, never a traceback."""
    try:
        commands(prog_name="annotator", standalone_mode=False)
    except (AnnotatorError, click.ClickException, click.Abort, KeyboardInterrupt) as error:
        stop(error)
    except BrokenPipeError:
        # The reader of our output has had enough, as in "annotator export ... | head".
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        line = of_the_disk(error)
        if not line:
            raise
        stop(AnnotatorError(line))
