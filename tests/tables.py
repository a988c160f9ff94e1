"""The tables of a database of its own, for tests that commit."""

from __future__ import annotations

from sqlalchemy import Engine, text

from nswp_gov.store.base import Base
from nswp_gov.store.engine import writing


def make_tables(engine: Engine) -> None:
    """Make every table of the models that are known by now, with all their constraints."""
    with writing(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
        Base.metadata.create_all(connection)
