"""What tests of capacity building share: a clock that stands still, and the office."""

from __future__ import annotations

import pytest

from nswp_gov.accounts.states import Role
from nswp_gov.store import clock
from tests.conftest import NOW
from tests.factories.accounts import make_person


@pytest.fixture
def held(monkeypatch):
    """The clock, standing still at NOW until it is moved."""
    times = [NOW]
    monkeypatch.setattr(clock, "now", lambda: times[0])
    return times


@pytest.fixture
def office(make_work, client_as, held):
    with make_work() as work:
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    return client_as(staff)
