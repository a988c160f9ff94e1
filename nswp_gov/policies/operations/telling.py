"""Telling those who asked for it what was published: one letter for each document, a day later.

A day, so that a mistake can be withdrawn before anybody is written to.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from nswp_gov.mailings import queries as mailings
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.operations import Link, Words, announce
from nswp_gov.mailings.states import LONGEST_SUBJECT, Kind
from nswp_gov.policies import policy, queries
from nswp_gov.policies.models import Position
from nswp_gov.policies.queries import Row
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work

AFTER = timedelta(hours=12)
RECENT = timedelta(days=30)  # what nobody was told of for longer is no news
WHOM = Audience(members=True, subscribers=True)  # of them, who chose this kind


def tell_subscribers(work: Work) -> int:
    """Write to those who chose it of what was published until yesterday; return how many letters.

    Each position is told of once; several of one document are one letter.

    Raises:
        Denied: only the program itself and the secretariat.

    """
    need(policy.may_tell(work.actor))
    rows = queries.published(work.session, work.now - RECENT, work.now - AFTER, untold=True)
    by_document: dict[uuid.UUID, list[Row]] = {}
    for row in rows:
        by_document.setdefault(row.instrument["id"], []).append(row)
    letters = 0
    for together in by_document.values():
        first = work.session.get_one(Position, together[0].id)
        for row in together:
            work.session.get_one(Position, row.id).told_at = work.now
        work.record("policies.subscribers_told", first)
        letters += _tell(work, together)
    return letters


def _tell(work: Work, rows: Sequence[Row]) -> int:
    told = queries.told(work.session, rows)
    words = {locale: said for locale in Locale if (said := _words(rows, told, locale)) is not None}
    known = mailings.reached(work.session, WHOM, work.now, kind=Kind.POLICY)
    if not words or not known.total:
        return 0
    own = queries.source_of(work.session, rows[0])
    document = rows[0].instrument
    sent = announce(
        replace(work, actor=SYSTEM),
        kind=Kind.POLICY,
        words=words,
        source=own if own in words else next(iter(words)),
        audience=WHOM,
        about=("instrument", document["id"]),
        link=Link("policies.document", {"slug": document["slug"]}),
    )
    return sent.letters


def _words(
    rows: Sequence[Row], told: Mapping[uuid.UUID, queries.Told], locale: Locale
) -> Words | None:
    """Return a letter in one language; None where a position of it cannot be read in it yet."""
    if any(locale not in told[row.id] for row in rows):
        return None
    title = told[rows[0].id][locale][0]
    return Words(title[:LONGEST_SUBJECT], "\n\n".join(told[row.id][locale][1] for row in rows))
