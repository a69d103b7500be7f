"""Run the benchmarks and print a table: ``python -m tests.benchmarks [PART OF A NAME]...``. Exit status 1 if one is
over its limit."""

import importlib
import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterator

from tests import benchmarks
from tests.benchmarks.harness import HEADER, Result


def found() -> Iterator[Callable[[], list[Result]]]:
    """The benchmark functions of every module here that lists some."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name not in ("__main__", "harness"):
            yield from getattr(importlib.import_module(f"tests.benchmarks.{module.name}"), "BENCHMARKS", ())


def main(wanted: list[str]) -> int:
    """Run them with settings of their own: at somebody's 300 % a page holds a ninth of the text, for the bare thing
    too, and every ratio is another one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        return run(wanted)


def run(wanted: list[str]) -> int:
    print(HEADER, flush=True)
    failed = ran = 0
    for benchmark in found():
        if wanted and not any(part in f"{benchmark.__module__}.{benchmark.__name__}" for part in wanted):
            continue
        for result in benchmark():
            print(result.row(), flush=True)
            ran += 1
            failed += not result.passed
    if not ran:
        print("no such benchmark", file=sys.stderr)
        return 2
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
