"""Which languages' critical words somebody of the network has read and vouched for.

What ships in French, Spanish, Russian and Chinese is complete and was made with a machine's help.
Until a named person has read the words that people's safety hangs on, English is authoritative.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from nswp_gov.rules.languages import Locale
from nswp_gov.store import settings


@dataclass(frozen=True)
class Review:
    """Who read the words of a language, on which day, and the digest of what was read."""

    by: str
    on: date
    digest: str


def _name(locale: Locale) -> str:
    return f"reviewed_{locale.value}"


def vouch(session: Session, locale: Locale, review: Review) -> None:
    """Note that somebody has read the words of a language."""
    values = asdict(review) | {"on": review.on.isoformat()}
    settings.put(session, _name(locale), json.dumps(values, ensure_ascii=False, sort_keys=True))


def review_of(session: Session, locale: Locale) -> Review | None:
    """Return the review of a language, or None."""
    known = settings.get(session, _name(locale))
    if known is None:
        return None
    values = json.loads(known)
    return Review(values["by"], date.fromisoformat(values["on"]), values["digest"])


def unreviewed(session: Session, locale: Locale) -> bool:
    """Tell whether nobody has vouched for the words of a language; English is the original."""
    return locale is not Locale.EN and review_of(session, locale) is None
