"""A whole sample network in a database of its own, made once for the tests that only read it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from nswp_gov.accounts.proving import passphrases
from nswp_gov.config import Settings
from nswp_gov.sample import making
from nswp_gov.store.engine import open_engine
from tests.conftest import KEYS
from tests.tables import make_tables

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SMALL = 100
DATABASE = "sample.sqlite"


def settings_in(folder: Path) -> Settings:
    """Return the settings of the instance in a folder."""
    return Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / DATABASE}",
        secret_key="for tests only",
        field_keys=KEYS,
        is_testing=True,
    )


def empty_database(folder: Path) -> Settings:
    """Return the settings of an instance whose database has the schema and nothing else."""
    settings = settings_in(folder)
    engine = open_engine(settings.database_url)
    make_tables(engine)
    engine.dispose()
    return settings


@dataclass(frozen=True)
class Network:
    settings: Settings
    summary: making.Summary
    session: Session


@pytest.fixture(scope="session")
def network(whole_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """The sample network as `make` leaves it; whichever process comes first makes it."""
    passphrases.hashing.use_low_cost()
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        settings = settings_in(folder)
        if not (folder / DATABASE).exists():
            settings = empty_database(folder)
        summary = making.make(settings, size=SMALL, now=NOW)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        yield Network(settings, summary, session)
    engine.dispose()
