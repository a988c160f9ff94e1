"""How the texts of the rooms that were there before the desk are named on it."""

from __future__ import annotations

from nswp_gov.desk.kinds import bodies, directory, elections, glossary, manual, meetings


def register() -> None:
    """Name the texts of every room below that does not do it by itself."""
    for room in (manual, meetings, bodies, elections, directory, glossary):
        room.register()
