"""An instance of its own, with a migrated database on the server of this run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from nswp_gov.config import Settings
from nswp_gov.operate.database import bring_up, opened
from nswp_gov.store.base import Base
from nswp_gov.store.engine import writing


@pytest.fixture
def new_instance(
    settings: Settings,
    tmp_path: Path,
    whole_app: Flask,
    new_database: Callable[[str], str],
) -> Callable[[str], Settings]:
    """Return a maker of instances: each a folder and an empty database."""

    def make(name: str) -> Settings:
        folder = tmp_path / name
        folder.mkdir()
        return replace(settings, instance=folder, database_url=new_database("instance"))

    return make


@pytest.fixture
def instance_here(new_instance: Callable[[str], Settings]) -> Settings:
    """A migrated, empty instance."""
    made = new_instance("here")
    bring_up(made)
    with opened(made) as engine, writing():
        Base.metadata.create_all(engine)  # the classes that other tests declare are governed too
    return made
