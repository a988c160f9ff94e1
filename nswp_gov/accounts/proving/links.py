"""A private link and the phrase that opens it: what is kept of both, and whether they fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from nswp_gov.accounts.proving import passphrases
from nswp_gov.store.ids import token, token_hash


class Linked(Protocol):
    """A row that a private link leads to."""

    phrase_hash: str


L = TypeVar("L", bound=Linked)


@dataclass(frozen=True)
class NewLink:
    """A link for its owner, kept nowhere else, and the hashes of link and phrase that are kept."""

    token: str
    token_hash: str
    phrase_hash: str


def new_link(phrase: str) -> NewLink:
    """Make a private link that this phrase opens.

    Raises:
        Unfit: the phrase is too weak.

    """
    passphrases.check(phrase)
    raw = token()
    return NewLink(raw, token_hash(raw), passphrases.digest(phrase))


def opened(row: L | None, phrase: str) -> L | None:
    """Return the row behind a link if this phrase opens it, or None.

    The same work is done where there is no such link, so that time says nothing.
    """
    is_right = passphrases.matches(row.phrase_hash if row else None, phrase)
    return row if is_right else None
