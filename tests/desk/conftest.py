"""A kind of record for tests, and people who translate it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from nswp_gov.store.text_kinds import KINDS
from tests.factories.desk import KIND, Known, make_kind


@pytest.fixture
def known(whole_app: Flask) -> Iterator[Known]:
    """Leaflets are registered for one test."""
    del whole_app  # the rooms have named their texts
    yield make_kind()
    KINDS.pop(KIND)
