"""What the schema holds beyond mapped tables; said once for models and migrations."""

from __future__ import annotations

from collections.abc import Mapping

FOREIGN = ("search_terms", "sqlite_")  # tables that SQLite makes for a full-text index


def is_ours(name: str | None, kind: str, _parents: Mapping[str, str | None]) -> bool:
    """Tell Alembic which names the models know; full-text shadow tables are not among them."""
    return not (kind == "table" and (name or "").startswith(FOREIGN))
