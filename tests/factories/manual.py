"""Documents, drafts and editions, made by the real operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Document, Draft, Edition
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.states import DocumentKind, Readership
from nswp_gov.meetings import operations as meetings
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.languages import Locale
from nswp_gov.store.work import Work
from tests.factories.bodies import make_board
from tests.factories.meetings import hold

BEGUN = datetime.fromisoformat("2026-03-02T12:00:00+00:00")  # the decisions fall 15 days later
DECIDED = date(2026, 3, 17)
FIRST_DAY = date(2026, 4, 1)
SECOND_DAY = date(2026, 7, 1)


def make_decisions(work: Work, count: int = 1) -> list[Decision]:
    """Return carried decisions of one board meeting held on `DECIDED`."""
    begun = replace(work, now=BEGUN)
    board = make_board(begun)
    held = hold(begun, board.body, board.filled()[:9], titles=["Manual"])
    item, made = held.items[-1], []
    for number in range(1, count + 1):
        words = f"To adopt draft {number} of the manual."
        motion = meetings.move(held.work, held.meeting, item, words=words)
        vote = meetings.take_vote(held.work, held.meeting, motion, count=meetings.Count(7, 1, 1))
        made.append(meetings.decide(held.work, held.meeting, vote))
    return made


@dataclass(frozen=True)
class Manual:
    """A manual in two editions, the second one with the changes of the sample."""

    document: Document
    editions: tuple[Edition, Edition]
    decisions: Sequence[Decision]


def make_document(work: Work, **over: object) -> Document:
    """Return a document without any edition."""
    given = {
        "kind": DocumentKind.POLICY,
        "slug": "travel-policy",
        "title": "Travel policy",
        "locale": Locale.EN,
        "audience": Readership.PUBLIC,
    }
    return operations.open_document(work, **{**given, **over})


def make_draft(work: Work, document: Document, clauses: int = 3) -> Draft:
    """Return an open draft with one chapter and clauses `c1`, `c2`, … below it."""
    draft = operations.start_draft(work, document)
    operations.add_clause(work, draft, "chapter", heading="Chapter", body="")
    for number in range(1, clauses + 1):
        operations.add_clause(
            work,
            draft,
            f"c{number}",
            heading=f"Clause {number}",
            body=f"The words of clause {number}.",
            parent_key="chapter",
        )
    return draft


def reword(work: Work, draft: Draft, key: str, body: str, *, is_substantive: bool = True) -> None:
    """Give a clause of a draft another text."""
    place = queries.place_of(work.session, draft, key)
    entry = queries.book_of_draft(work.session, draft, Locale.EN).by_key()[key]
    operations.edit_clause(
        work,
        draft,
        key,
        heading=entry.heading.original,
        body=body,
        seen=Seen(place.heading_revision, place.body_revision),
        is_substantive=is_substantive,
    )


def adopt(work: Work, draft: Draft, decision: Decision, day: date = FIRST_DAY) -> Edition:
    """Lay the draft before the meeting and adopt it by the decision."""
    operations.submit(work, draft)
    seen = queries.fingerprint(work.session, draft)
    return operations.adopt(work, draft, decision.id, day, seen)


def make_manual(work: Work, *, complete: bool = False) -> Manual:
    """Return the manual of the sample, and one more decision.

    Unless `complete`, two translations are left behind.
    """
    decisions = make_decisions(work, 3)
    draft = operations.write_first_edition(work)
    first = adopt(work, draft, decisions[0], FIRST_DAY)
    document = queries.document_by_slug(work.session, "manual")
    left = {} if complete else {Locale.RU: ["review"], Locale.ZH_HANS: ["whom-not-to-ask"]}
    second_draft = operations.draft_second_edition(work, document, left)
    second = adopt(work, second_draft, decisions[1], SECOND_DAY)
    return Manual(document, (first, second), decisions)
