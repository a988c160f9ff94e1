"""Serving: the worker beside is looked after, the address said is the one that is served."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nswp_gov.operate import serve
from tests.operate.test_quiet import free_port


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port on which another small server stands for the web server's processes."""
    found, before = free_port(), signal.getsignal(signal.SIGTERM)
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(found)]
    monkeypatch.setattr(serve, "gunicorn", lambda _host, _port: command)
    monkeypatch.setattr(serve, "LOOK", 0.05)
    yield found
    signal.signal(signal.SIGTERM, before)


def test_a_worker_that_dies_is_started_again_and_then_the_whole_ends(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = tmp_path / "starts"
    dying = f"open({str(starts)!r}, 'a').write('x'); raise SystemExit(3)"
    monkeypatch.setattr(serve, "WORKER", (sys.executable, "-c", dying))
    assert serve.run("127.0.0.1", port, environ={}, ready="ready") == 1
    assert len(starts.read_text()) == 1 + serve.RESTARTS
    assert serve.port_is_free("127.0.0.1", port)


def test_the_address_said_is_the_one_served() -> None:
    assert serve.ready_lines("127.0.0.1", 8000, "http://localhost:8000") == (
        "Serving http://localhost:8000"
    )
    other = serve.ready_lines("127.0.0.1", 8123, "http://localhost:8000")
    assert other.startswith("Serving http://localhost:8123\nWarning: NSWP_GOV_PUBLIC_URL is ")
