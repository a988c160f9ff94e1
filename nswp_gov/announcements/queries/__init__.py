"""What is asked of announcements."""

from __future__ import annotations

from nswp_gov.announcements.queries.digests import digest_items
from nswp_gov.announcements.queries.inside import (
    Whole,
    announcement,
    at_work,
    ended,
    sent_by,
    text_subjects,
    titles,
    waiting,
    whole,
    wholes,
)
from nswp_gov.announcements.queries.public import (
    FILE,
    PAGE,
    Asked,
    Counts,
    Item,
    Page,
    Said,
    facet_counts,
    item,
    items,
    newest,
    page,
    published_between,
)

__all__ = [
    "FILE",
    "PAGE",
    "Asked",
    "Counts",
    "Item",
    "Page",
    "Said",
    "Whole",
    "announcement",
    "at_work",
    "digest_items",
    "ended",
    "facet_counts",
    "item",
    "items",
    "newest",
    "page",
    "published_between",
    "sent_by",
    "text_subjects",
    "titles",
    "waiting",
    "whole",
    "wholes",
]
