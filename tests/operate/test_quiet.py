"""What is logged names nobody: the web server, the database's faults, the pages' faults."""

from __future__ import annotations

import functools
import logging
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from nswp_gov.operate import serve
from nswp_gov.store.engine import open_engine
from nswp_gov.web.extensions import db

CANARY = "canary-4711"
SMALL = "def app(environ, start): raise ValueError(environ['PATH_INFO'] + environ['REMOTE_ADDR'])\n"


def free_port() -> int:
    """A port from 8400 on that nobody uses."""
    return next(port for port in range(8400, 9000) if serve.port_is_free("127.0.0.1", port))


def send(port: int, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(raw)
        while connection.recv(4096):
            pass


@pytest.fixture
def web_server(tmp_path: Path) -> Iterator[tuple[int, Path, subprocess.Popen[bytes]]]:
    """The web server as it is served, with a small application that fails."""
    (tmp_path / "small.py").write_text(SMALL)
    port, log = free_port(), tmp_path / "log"
    command = [*serve.gunicorn("127.0.0.1", port)[:-1], "small:app"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())])}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=tmp_path, env=env, stderr=out, stdout=out)
        while process.poll() is None and not serve.answers("127.0.0.1", port):
            time.sleep(0.05)
        yield port, log, process
        process.terminate()
        process.wait(timeout=60)


def test_the_web_server_logs_no_address_and_no_path(
    web_server: tuple[int, Path, subprocess.Popen[bytes]],
) -> None:
    port, log, process = web_server
    send(port, f"GET /{CANARY} HTTP/9.9\r\nX: {CANARY}\r\n\r\n".encode())
    send(port, f"{CANARY} no request at all\r\n\r\n".encode())
    send(port, f"GET /{CANARY} HTTP/1.1\r\nHost: x\r\n{CANARY} : 1\r\n\r\n".encode())
    send(port, f"GET /{CANARY} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    process.terminate()
    process.wait(timeout=60)
    seen = log.read_text()
    assert "[WARNING] web server: InvalidHTTPVersion" in seen
    assert "[ERROR] web server: ValueError" in seen
    assert CANARY not in seen
    assert "127.0.0.1" not in seen


def test_a_fault_of_the_database_holds_no_value(database_url: str, whole_app: Flask) -> None:
    own = open_engine(database_url)
    with whole_app.app_context():
        engines = [own, db.engine]
    for engine in engines:
        with engine.connect() as connection, pytest.raises(DBAPIError) as fault:
            connection.execute(text("select :word from no_such_table"), {"word": CANARY})
        assert CANARY not in str(fault.value)
    own.dispose()


def test_a_fault_of_a_page_is_logged_by_kind_and_place_alone(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = app.url_map.bind("localhost").match("/en/")[0]

    @functools.wraps(app.view_functions[endpoint])  # with its door
    def fails(**_given: str) -> str:
        try:
            int(CANARY)
        except ValueError as cause:
            raise KeyError(CANARY) from cause
        return ""

    monkeypatch.setitem(app.view_functions, endpoint, fails)
    monkeypatch.setattr(app, "testing", False)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get(f"/en/?{CANARY}")
    assert answer.status_code == 500
    logged = logging.Formatter("%(message)s")
    said = "".join(logged.format(record) for record in caplog.records if record.levelno > 30)
    assert "KeyError after ValueError" in said
    assert f"{Path(__file__).name}:" in said
    assert CANARY not in said
