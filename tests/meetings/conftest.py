"""A board, a meeting of it that is under way, and a browser to take its minutes with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from nswp_gov.store.work import Work
from nswp_gov.web.extensions import db
from tests.elections.conftest import app_keys, sign_in, time  # noqa: F401 - fixtures
from tests.factories.bodies import Board, make_board
from tests.factories.meetings import Held, hold
from tests.meetings.laptops import Station

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture
def board(work: Work) -> Board:
    return make_board(work)


@pytest.fixture
def held(work: Work, board: Board) -> Held:
    return hold(work, board.body, board.filled()[:7], closed=["Personnel"])


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium; absent it is said, and in CI it fails."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("NSWP_GOV_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is required and not here")
        pytest.skip("Chromium is not here")
    opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """An instance of its own, not yet answering."""
    made = Station(tmp_path)
    yield made
    made.stop()
    made.engine.dispose()
    with made.app.app_context():
        for engine in db.engines.values():
            engine.dispose()
