"""The words that people's safety hangs on, and what somebody of the network read of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nswp_gov.operate import catalogues
from nswp_gov.rules.languages import Locale
from nswp_gov.store.reviewed import Review, review_of

# Consent, secrecy of the vote, hide-us, leaving at once, getting back in.
CRITICAL = (
    "directory/consent.html", "directory/hide.html", "directory/hide_us.html",
    "directory/hidden.html", "elections/_level.html", "elections/how.html",
    "elections/ballot.html", "elections/preview.html", "elections/receipt.html",
    "elections/not_cast.html", "home/left.html", "home/safety.html",
    "accounts/recovery.html", "accounts/recovery_words.html", "accounts/paper_codes.html",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """One message: where it first stands, in English, and in the language."""

    place: str
    english: str
    said: str


def critical(locale: Locale) -> list[Words]:
    """Return the critical messages with their translations, in the order of the pages."""
    catalogue = catalogues.read(locale)
    found = []
    for message in catalogues.gather(CRITICAL):
        if not message.id:
            continue
        ((place, _line), *_others) = message.locations
        translated = catalogue.get(message.id, message.context)
        said = translated.string if translated is not None else None
        found.append(Words(place, _one(message.id), _one(said or "")))
    return found


def _one(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else " | ".join(words)


def digest(words: list[Words]) -> str:
    """Return what changes when a word of them does."""
    text = "\0".join(f"{one.english}\0{one.said}" for one in words)
    return hashlib.sha256(text.encode()).hexdigest()


def stands(session: Session, locale: Locale) -> tuple[Review | None, bool]:
    """Return the review of a language, and whether its words are still those that were read."""
    review = review_of(session, locale)
    return review, review is not None and review.digest == digest(critical(locale))
