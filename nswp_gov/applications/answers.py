"""What an application still lacks, what its answers ask for, and what is due when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from nswp_gov.applications.states import NEEDED, QUESTIONS, LedBy, Part, Statement
from nswp_gov.membership.states import Category

_CATEGORIES = {
    LedBy.SEX_WORKERS: Category.FULL,
    LedBy.WITH_OTHERS: Category.ASSOCIATE,
    LedBy.SUPPORTERS: Category.SUPPORTING,
}


def gaps(answers: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return the parts in which something needed is missing, in the order of the form."""
    missing = {one for one in NEEDED if not answers.get(one.value)}
    found = [part for part, asked in QUESTIONS.items() if missing & set(asked)]
    if set(answers.get("endorsed") or ()) != set(Statement):
        found.append(Part.VALUES)
    if not answers.get("consent"):
        found.append(Part.CONSENT)
    return tuple(found)


def category_asked(answers: Mapping[str, Any]) -> Category:
    """Return the category that follows from who decides in the organisation."""
    return _CATEGORIES[LedBy(answers["led_by"])]


def reminders_due(since: datetime, now: datetime, days: Sequence[int]) -> int:
    """Return how many reminders should have gone out by now."""
    return sum(1 for one in days if now >= since + timedelta(days=one))
