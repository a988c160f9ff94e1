"""What PostgreSQL must be told by its superuser, so that its own logs hold no ballot."""

from __future__ import annotations

from sqlalchemy.engine import make_url

from nswp_gov.config import Misconfigured
from nswp_gov.store.server_log import QUIET


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
