"""What a PostgreSQL server may not write into its own logs, and whether it would."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
}


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
