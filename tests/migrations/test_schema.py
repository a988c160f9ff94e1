"""The migrations make what the models say, and can be taken back; on the database of this run."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, inspect, text

from nswp_gov.paths import resource
from nswp_gov.store import migrate
from nswp_gov.store.base import Base
from nswp_gov.store.engine import open_engine, writing

MIGRATIONS = resource("migrations")


@pytest.fixture
def fresh(new_database: Callable[[str], str], whole_app: Flask) -> Callable[[], str]:
    """Return a maker of addresses of empty databases."""
    return lambda: new_database("fresh")


@pytest.fixture
def opened() -> Iterator[Any]:
    """Open engines that are closed whatever happens."""
    engines: list[Engine] = []

    def open_one(url: str) -> Engine:
        engines.append(open_engine(url))
        return engines[-1]

    yield open_one
    for engine in engines:
        engine.dispose()


def ours(name: str | None) -> bool:
    return not (name or "").endswith("_for_tests") and name != "alembic_version"


def by_models(engine: Engine) -> Engine:
    tables = [table for table in Base.metadata.sorted_tables if ours(table.name)]
    with writing(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("create extension btree_gist"))
        Base.metadata.create_all(connection, tables=tables)
    return engine


def _index(one: Any) -> str:
    options = sorted((name, str(value)) for name, value in one.get("dialect_options", {}).items())
    return str((one["column_names"], bool(one["unique"]), options))


def shape(engine: Engine) -> dict[str, Any]:
    """Everything that the database knows of its own form."""
    look = inspect(engine)
    found: dict[str, Any] = {}
    for table in sorted(filter(ours, look.get_table_names())):
        found[table] = {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)
            ),
            "key": look.get_pk_constraint(table)["constrained_columns"],
            "references": sorted(
                str(sorted(f.items(), key=str)) for f in look.get_foreign_keys(table)
            ),
            "unique": sorted(str(u["column_names"]) for u in look.get_unique_constraints(table)),
            "checks": sorted(
                (str(c["name"]), str(c["sqltext"])) for c in look.get_check_constraints(table)
            ),
            "indexes": sorted(_index(one) for one in look.get_indexes(table)),
        }
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.execute(
                text("select name, sql from sqlite_master where sql is not null")
            )
            found["triggers"] = sorted(r.name for r in rows if "TRIGGER" in r.sql.split("(")[0])
            rows = connection.execute(
                text("select name, sql from sqlite_master where sql is not null")
            )
            found["no rowid"] = sorted(r.name for r in rows if "WITHOUT ROWID" in r.sql)
        else:
            rows = connection.execute(
                text("select conname, contype from pg_constraint where contype = 'x'")
            )
            found["exclusions"] = sorted(r.conname for r in rows)
            rows = connection.execute(text("select tgname from pg_trigger where not tgisinternal"))
            found["triggers"] = sorted(r.tgname for r in rows)
    return found


def test_migrations_make_what_the_models_say(fresh: Any, opened: Any) -> None:
    url = fresh()
    migrate.upgrade(MIGRATIONS, url)
    migrated, modelled = opened(url), by_models(opened(fresh()))
    left, right = shape(migrated), shape(modelled)
    assert left.keys() == right.keys()
    for table, described in right.items():
        assert left[table] == described, table
    assert any(left.get("no rowid", ["postgresql"]))


def test_up_down_up(fresh: Any, opened: Any) -> None:
    url = fresh()
    migrate.upgrade(MIGRATIONS, url)
    engine = opened(url)
    first = shape(engine)
    migrate.downgrade(MIGRATIONS, url)
    engine = opened(url)
    assert [name for name in inspect(engine).get_table_names() if ours(name)] == []
    migrate.upgrade(MIGRATIONS, url)
    engine = opened(url)
    assert shape(engine) == first


def test_nothing_is_left_to_generate(fresh: Any, opened: Any) -> None:
    url = fresh()
    migrate.upgrade(MIGRATIONS, url)
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from nswp_gov.store.ddl import is_ours

    engine = opened(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": is_ours, "compare_type": True, "target_metadata": Base.metadata},
        )
        found = compare_metadata(context, Base.metadata)
    assert [one for one in found if "_for_tests" not in str(one)] == []


CHOICES = re.compile(r"[(\"]*(\w+)[)\"]*\S*(?: IN|.*ANY).*?'([^']+)'")
KEPT = ("body_rule", "legal_hold", "application_step", "election_post", "mail_subscription")


def fill(connection: Connection, table: str) -> dict[str, Any]:
    """Put one row into a table, and before it one into each that it needs; the row's values."""
    look = inspect(connection)
    needed = {
        one["constrained_columns"][0]: fill(connection, one["referred_table"])["id"]
        for one in look.get_foreign_keys(table)
        if one["constrained_columns"][0] in needed_columns(connection, table)
    }
    choices = {
        found[1]: found[2]
        for one in look.get_check_constraints(table)
        if (
            found := re.match(r"[(\"]*(\w+)[)\"]*\S*(?: IN|.*ANY).*?'([^']+)'", str(one["sqltext"]))
        )
    }
    row: dict[str, Any] = {}
    for name, kind in needed_columns(connection, table).items():
        row[name] = needed.get(name, choices.get(name) or of_kind(str(kind)))
    named = ", ".join(f'"{name}"' for name in row)
    asked = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({named}) VALUES ({asked})"), row)
    return row


def needed_columns(connection: Connection, table: str) -> dict[str, Any]:
    return {
        one["name"]: one["type"]
        for one in inspect(connection).get_columns(table)
        if not one["nullable"] and one["default"] is None
    }


def of_kind(kind: str) -> Any:
    if kind in {"CHAR(32)", "UUID"}:
        return uuid.uuid4().hex
    if kind.startswith(("TIMESTAMP", "DATE")):
        return "2026-11-02 12:00:00" if kind != "DATE" else "2026-11-02"
    return {"INTEGER": 1, "BOOLEAN": True, "BLOB": b"x", "BYTEA": b"x", "JSON": "[]"}.get(
        kind, uuid.uuid4().hex[:8]
    )


def test_rows_of_the_first_schema_are_kept(fresh: Any, opened: Any) -> None:
    url = fresh()
    migrate.upgrade(MIGRATIONS, url, "0001")
    engine = opened(url)
    with writing(), engine.begin() as connection:
        filled = {table: fill(connection, table) for table in KEPT}
    migrate.upgrade(MIGRATIONS, url)
    engine = opened(url)
    with engine.connect() as connection:
        for table, row in filled.items():
            (kept,) = connection.execute(text(f"SELECT * FROM {table}")).mappings()
            assert {name: str(kept[name]).replace("-", "")[:10] for name in row} == {
                name: str(value).replace("-", "")[:10] for name, value in row.items()
            }, table
