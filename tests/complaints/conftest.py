"""A unit of work and a board, for every test of complaints."""

from __future__ import annotations

import pytest

from tests.factories.bodies import make_board


@pytest.fixture
def work(make_work):
    with make_work() as begun:
        yield begun


@pytest.fixture
def board(work):
    return make_board(work)
