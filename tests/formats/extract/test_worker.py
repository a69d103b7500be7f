"""The child process: warm over a batch, killed at its limits, no network, no programs, no writing."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError, Cancelled
from annotator.formats.extract import Options, worker
from annotator.formats.extract.worker import Worker
from tests.formats.extract.conftest import Read
from tests.formats.extract.pages import news_page

PAGE = news_page().encode()


@pytest.fixture
def own() -> Iterator[Worker]:
    """A worker of this test alone; other processes may hold the machine."""
    made = Worker(seconds=100)
    yield made
    made.close()


def child(of: Worker) -> int:
    assert of._process is not None
    return of._process.pid


def test_one_child_for_a_batch_and_a_fresh_one_after_a_crash(own: Worker) -> None:
    first = own.extract("html", PAGE, Options())
    pid = child(own)
    assert own.extract("html", PAGE, Options(extractor="page")).extractor == "page"
    assert child(own) == pid
    os.kill(pid, 9)
    assert own.extract("html", PAGE + b" ", Options()) == first
    assert child(own) != pid


def test_what_was_found_last_is_remembered(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    first = own.extract("html", PAGE, Options())
    assert own.extract("html", PAGE, Options()) is first
    assert own.extract("html", PAGE, Options(extractor="page")) != first
    monkeypatch.setattr(worker, "KEPT", len(first.text))
    own.extract("html", PAGE + b" ", Options())
    assert own.extract("html", PAGE, Options()) is not first


def test_a_time_limit_is_named_and_the_next_file_is_read(own: Worker) -> None:
    huge = b"<html><body>" + b"<p>The town council of Oda said that 12 wells were dug.</p>" * 300_000
    own.seconds = 0.5
    with pytest.raises(AnnotatorError, match=r"^took more than 0\.5 seconds to read, and was given up$"):
        own.extract("html", huge, Options())
    own.seconds = 100
    assert own.extract("html", PAGE, Options()).title == "Wells dug in Oda"


def test_whoever_waits_may_cancel(own: Worker) -> None:
    def cancelled() -> None:
        raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        own.extract("html", b"<p>" + b"<b>x</b>" * 3_000_000, Options(), cancelled)
    assert own.extract("html", PAGE, Options()).title == "Wells dug in Oda"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not hold a process to its memory")
def test_a_memory_limit_is_named(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    less = "from annotator.formats.extract import child; child.MEMORY = 3 * 10**8; main()"
    monkeypatch.setattr(worker, "_RUN", worker._RUN.replace("main()", less))
    with pytest.raises(AnnotatorError, match=r"^made its reader fail: it may need more than 1,500 MB of memory$"):
        own.extract("html", b"<p>x" * 5_000_000, Options(extractor="page"))


def test_a_page_contacts_nobody(read: Read) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        called = threading.Event()

        def answer() -> None:
            server.accept()[0].close()
            called.set()

        threading.Thread(target=answer, daemon=True).start()
        at = f"http://127.0.0.1:{server.getsockname()[1]}"
        head = (
            f'<base href="{at}/"><link rel="stylesheet" href="{at}/s.css"><script src="{at}/s.js"></script>'
            f'<meta http-equiv="refresh" content="0; url={at}/next"><style>@import "{at}/t.css"</style>'
        )
        body = f'<p>Some words.</p><img src="{at}/a.png"><iframe src="{at}/b"></iframe><object data="{at}/c"></object>'
        page = news_page(head=head, body=body).replace("<!DOCTYPE html>", f'<!DOCTYPE html SYSTEM "{at}/x.dtd">')
        for extractor in ("article", "wider", "page"):
            assert "Some words." in read(page, "page.html", extractor=extractor).text
        entity = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "{at}/e">]>'
        assert read(f"{entity}<html><body><p>So &e;</p></body></html>", "page.xhtml").text.startswith("So")
        assert not called.wait(0.3)
        with socket.create_connection(server.getsockname()):
            assert called.wait(5)  # the trap works


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://localhost/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('made', 'w')",
        "import os; os.open('made', os.O_CREAT)",
        "import os; os.mkdir('made')",
    ],
)
def test_what_the_child_may_not_do(act: str, tmp_path: Path) -> None:
    code = f"from annotator.formats.extract import child; import sys; sys.addaudithook(child._refuse); {act}"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert "not allowed here" in done.stderr.splitlines()[-1]
    assert not list(tmp_path.iterdir())
