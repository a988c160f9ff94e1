"""Polling stations for tests: a database of their own, and the process that runs them."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def own_database(url: str, folder: Path) -> Iterator[str]:
    """A database of one's own: a file, or a new database of the run's cluster."""
    if not url.startswith("postgresql"):
        yield f"sqlite:///{folder / 'station.sqlite'}"
        return
    name = f"station_{uuid.uuid4().hex[:12]}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"drop database {name} with (force)"))
        admin.dispose()


class Station:
    """A running polling station: it says where it stands, and goes on when it is told."""

    def __init__(self, command: str, url: str, folder: Path, seed: int, count: int) -> None:
        self.folder = folder
        arguments = [command, url, str(folder), str(seed), str(count)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.elections.polling_station", *arguments],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def wait_for(self, said: str) -> None:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if line != said:
            _out, errors = self.process.communicate()
            pytest.fail(f"the polling station said {line!r}, not {said!r}:\n{errors[-3000:]}")

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def end(self) -> None:
        _out, errors = self.process.communicate()
        assert self.process.returncode == 0, errors[-3000:]
