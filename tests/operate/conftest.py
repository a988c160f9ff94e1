"""An instance of its own, with a migrated database on the server of this run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from nswp_gov.config import Settings
from nswp_gov.operate.database import bring_up, opened
from tests.tables import make_tables


@pytest.fixture
def new_instance(
    settings: Settings,
    tmp_path: Path,
    whole_app: Flask,
    new_database: Callable[..., str],
) -> Callable[..., Settings]:
    """Return a maker of instances: each a folder and an empty database, or one like another."""

    def make(name: str, like: str = "") -> Settings:
        folder = tmp_path / name
        folder.mkdir()
        return replace(settings, instance=folder, database_url=new_database("instance", like=like))

    return make


@pytest.fixture(scope="session")
def migrated(settings: Settings, whole_app: Flask, new_database: Callable[..., str]) -> str:
    """The address of a migrated, empty database: migrated once a run, copied for each test."""
    made = replace(settings, database_url=new_database("migrated"))
    bring_up(made)
    with opened(made) as engine:
        make_tables(engine)  # the classes that other tests declare are governed too
    return made.database_url


@pytest.fixture
def instance_here(new_instance: Callable[..., Settings], migrated: str) -> Settings:
    """A migrated, empty instance."""
    return new_instance("here", like=migrated)
