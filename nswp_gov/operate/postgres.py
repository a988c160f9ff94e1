"""What PostgreSQL must be told by its superuser, so that its own logs hold no ballot."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from nswp_gov.config import Misconfigured

QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
}


def preparation(url: str) -> list[str]:
    """Return the statements that a superuser has to run once, connected to any database.

    Raises:
        Misconfigured: the database is not PostgreSQL, or its address names no role or database.

    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        raise Misconfigured("this instance is on SQLite: there is nothing to prepare")
    if not parsed.username or not parsed.database:
        raise Misconfigured("DATABASE_URL must name the role and the database")
    role, database = _name(parsed.username), _name(parsed.database)
    return [
        *(
            f"ALTER ROLE {role} IN DATABASE {database} SET {setting} = '{value}';"
            for setting, value in QUIET.items()
        ),
        f"\\connect {database}",
        f"GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {role};",
        "ALTER SYSTEM SET track_commit_timestamp = off; -- where it was on: restart the server",
    ]


def _name(plain: str) -> str:
    doubled = plain.replace('"', '""')
    return f'"{doubled}"'


def lacking(connection: Connection | Session) -> Iterator[str]:
    """Give each thing that is not in force on this connection."""
    for setting, wanted in {**QUIET, "track_commit_timestamp": "off"}.items():
        seen = connection.execute(
            text("select current_setting(:name)"), {"name": setting}
        ).scalar_one()
        if seen != wanted:
            yield f"{setting} is {seen}, not {wanted}"
    may = "select has_function_privilege(current_user, 'pg_switch_wal()', 'execute')"
    if not connection.execute(text(may)).scalar_one():
        yield "pg_switch_wal is not granted"
