"""How long rows live: declared beside each model, executed by the program."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """What happens to a row when its time is over."""

    KEEP = "keep"  # lives as long as the network
    DELETE = "delete"
    ERASE = "erase"  # the row stays as a fact; its personal fields go


@dataclass(frozen=True, kw_only=True)
class Retention:
    """A rule: what kind of record, what happens, after how many days, counted from which column.

    `since`: a column of the row, or of the record that it is a part of, as `item_id.meeting_id.at`.
    `only`: the fields that go (None: all that are personal). `takes_words`: its sealed texts too.
    """

    kind: str
    ending: Ending = Ending.KEEP
    days: int | None = None
    since: str | None = None
    only: tuple[str, ...] | None = None
    takes_words: bool = False

    def __post_init__(self) -> None:
        """Refuse a rule that could not be executed."""
        if (self.ending is Ending.KEEP) != (self.days is None):
            raise ValueError(f"{self.kind}: an ending needs a number of days, and only an ending")
        if (self.days is None) != (self.since is None):
            raise ValueError(f"{self.kind}: days are counted from a column")


def keep(kind: str) -> Retention:
    """Return the rule of a record that the network keeps."""
    return Retention(kind=kind)


def delete_after(days: int, *, since: str, kind: str) -> Retention:
    """Return the rule of a row that goes whole, `days` after the instant in column `since`."""
    return Retention(kind=kind, ending=Ending.DELETE, days=days, since=since)


def erase_after(
    days: int,
    *,
    since: str,
    kind: str,
    only: tuple[str, ...] | None = None,
    takes_words: bool = False,
) -> Retention:
    """Return the rule of a row whose personal fields go `days` after the instant in `since`."""
    return Retention(
        kind=kind, ending=Ending.ERASE, days=days, since=since, only=only, takes_words=takes_words
    )
