"""What the tests of one file begin with is written once; each test has a savepoint of its own."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.files import FileStore
from nswp_gov.store.work import begin
from tests.conftest import NOW


@pytest.fixture(scope="module")
def shelf(request, engine):
    """One connection a file, holding what the file's own `fill` puts there."""
    with writing(), engine.connect() as connection:
        outer = connection.begin()
        if fill := getattr(request.module, "fill", None):
            with (
                Session(bind=connection, join_transaction_mode="create_savepoint") as session,
                begin(session, SYSTEM, NOW) as work,
            ):
                fill(work)
        yield connection
        outer.rollback()


@pytest.fixture
def store(tmp_path) -> FileStore:
    """Where files lie."""
    return FileStore.at(str(tmp_path / "files"))


@pytest.fixture
def connection(shelf):
    with writing():
        inner = shelf.begin_nested()
        yield shelf
        inner.rollback()
