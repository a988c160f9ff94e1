"""An instance of its own, with a migrated database on the server of this run."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from nswp_gov.config import Settings
from nswp_gov.operate.database import bring_up


@pytest.fixture
def new_instance(
    settings: Settings, tmp_path: Path, whole_app: Flask
) -> Iterator[Callable[[str], Settings]]:
    """Return a maker of instances: each a folder and an empty database."""
    made: list[str] = []
    admin = None
    if not settings.database_url.startswith("sqlite"):
        admin = create_engine(settings.database_url, isolation_level="AUTOCOMMIT")

    def make(name: str) -> Settings:
        folder = tmp_path / name
        folder.mkdir()
        url = f"sqlite:///{folder / 'x.sqlite'}"
        if admin is not None:
            database = f"i_{uuid.uuid4().hex}"
            with admin.connect() as connection:
                connection.execute(text(f"create database {database}"))
            made.append(database)
            url = settings.database_url.replace("/postgres?", f"/{database}?")
        return replace(settings, instance=folder, database_url=url)

    yield make
    if admin is not None:
        with admin.connect() as connection:
            for database in made:
                connection.execute(text(f"drop database {database} with (force)"))
        admin.dispose()


@pytest.fixture
def instance_here(new_instance: Callable[[str], Settings]) -> Settings:
    """A migrated, empty instance."""
    made = new_instance("here")
    bring_up(made)
    return made
