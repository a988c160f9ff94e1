"""Refusals of the command line: one clear sentence with the way out, never a traceback."""

from __future__ import annotations

from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, OperationalError

from nswp_gov.store.errors import DomainError, Locked

LOCKED = (
    "the instance is locked: its field key has not been supplied, or is not whole. "
    "Supply it with: nswp-gov unlock --key-file FILE, and set NSWP_GOV_KEY_FILE=FILE for commands."
)
HELD = (
    "not forgotten yet: a legal hold needs what is kept, until {day} at the latest. Tell the "
    "person so, and why; run this again once the hold is lifted or over."
)
NO_TABLES = (
    "there is no database here yet, or one of another version. nswp-gov init makes an instance, "
    "nswp-gov upgrade brings an older one up; is NSWP_GOV_INSTANCE (or DATABASE_URL) right?"
)
UNREACHABLE = "the database can't be opened. Is DATABASE_URL right, and is the server running?"
UNDEFINED = frozenset({"42P01", "42703"})  # PostgreSQL: no such table, no such column


def sentence(fault: Exception) -> str | None:
    """Return what to say of an expected refusal, or None where the fault is the program's own."""
    match fault:
        case Locked():
            return LOCKED
        case DomainError():
            return _of_rule(fault)
        case CommandError():
            return f"{fault} nswp-gov upgrade brings the database up."
        case DBAPIError():
            return _of_database(fault)
        case ValueError() if "a ring needs keys" in str(fault):
            return LOCKED
        case _:
            return None


def _of_rule(fault: DomainError) -> str:
    if fault.code == "erasure_held":
        return HELD.format(**fault.values)
    return f"refused: {fault.code}"


def _of_database(fault: DBAPIError) -> str | None:
    said = str(fault.orig)
    if said.startswith(("no such table", "no such column")):
        return NO_TABLES
    if getattr(fault.orig, "sqlstate", None) in UNDEFINED:
        return NO_TABLES
    return f"{UNREACHABLE}\n{said}" if isinstance(fault, OperationalError) else None
