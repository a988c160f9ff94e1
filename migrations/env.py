"""Alembic environment; used from a checkout and from an installed wheel alike."""

from alembic import context
from sqlalchemy.types import TypeDecorator

import nswp_gov.app  # noqa: F401  registers every model
from nswp_gov.store.base import Base
from nswp_gov.store.ddl import is_ours
from nswp_gov.store.engine import open_engine, writing


def render_item(kind, item, autogen):
    """Write our own column types as the plain type beneath: a migration imports no application code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


engine = open_engine(context.config.get_main_option("sqlalchemy.url"))
try:
    with writing(), engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=render_item,
            include_name=is_ours,
        )
        with context.begin_transaction():
            context.run_migrations()
finally:
    engine.dispose()
