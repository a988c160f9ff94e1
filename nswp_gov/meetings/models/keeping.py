"""How long what is inside a meeting lives. What was published, and decisions, live on."""

from __future__ import annotations

from nswp_gov.meetings.states import TEN_YEARS
from nswp_gov.store.retention import Retention, delete_after, erase_after

KIND = "minutes"


def inside(since: str, *only: str) -> Retention:
    """Return the rule of a row whose fields `only` go ten years after the meeting."""
    return erase_after(TEN_YEARS, since=since, kind=KIND, only=only)


def words_inside(since: str) -> Retention:
    """Return the rule of a row whose sealed texts go ten years after the instant in `since`."""
    return erase_after(TEN_YEARS, since=since, kind=KIND, only=(), takes_words=True)


def gone(since: str) -> Retention:
    """Return the rule of a row that goes whole ten years after the meeting."""
    return delete_after(TEN_YEARS, since=since, kind=KIND)
