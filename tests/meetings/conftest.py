"""A board, a meeting of it that is under way, and a browser to take its minutes with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nswp_gov.store.work import Work
from nswp_gov.web.extensions import db
from tests.elections.conftest import app_keys, sign_in, time  # noqa: F401 - fixtures
from tests.factories.bodies import Board, make_board
from tests.factories.meetings import Held, hold
from tests.meetings.laptops import Station


@pytest.fixture
def board(work: Work) -> Board:
    return make_board(work)


@pytest.fixture
def held(work: Work, board: Board) -> Held:
    return hold(work, board.body, board.filled()[:7], closed=["Personnel"])


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
