"""Alembic environment; used from a checkout and from an installed wheel alike."""

from alembic import context
from sqlalchemy import event
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


def without_references(dbapi, _record):
    """SQLite changes a table by making it anew, and must not delete what refers to the old one."""
    dbapi.execute("PRAGMA foreign_keys=OFF")


engine = open_engine(context.config.get_main_option("sqlalchemy.url"))
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", without_references)
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
            if connection.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    tables = ", ".join(sorted({row[0] for row in broken}))
                    raise RuntimeError(f"rows refer to what is not there: {tables}")
finally:
    engine.dispose()
