"""What the pages of an election show, ready to be placed: one query a kind, however many posts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.elections.models import CountResult, Election, Nomination, Post
from nswp_gov.elections.queries.rows import manifest_of, posts, titles
from nswp_gov.elections.states import NominationState, State
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import Paper
from nswp_gov.store import texts
from nswp_gov.store.texts import Reading

STATEMENT, ANSWER, QUESTION = "statement", "answer-", "question-"
MOST_QUESTIONS = 3
ANNOUNCED = frozenset({State.DECLARED, State.PUBLISHED})


@dataclass(frozen=True)
class Candidate:
    """Somebody who stands: under the name they consented to, in their own words."""

    id: uuid.UUID
    name: str
    statement: Reading | None
    is_elected: bool


@dataclass(frozen=True)
class PostShown:
    """A post as a reader gets it; `candidates` in drawn order, `elected` after the declaration."""

    post: Post
    title: Reading
    candidates: Sequence[Candidate]
    is_counted: bool

    @property
    def elected(self) -> list[Candidate]:
        """Return who was elected; empty also where nominations are re-opened."""
        return [one for one in self.candidates if one.is_elected]


def title_of(session: Session, found: Election, locale: Locale) -> Reading:
    """Return an election's title in the reader's language, or the honest fallback."""
    return titles(session, "election", [found.id], locale)[found.id]


def posts_shown(session: Session, found: Election, locale: Locale) -> list[PostShown]:
    """Return the posts of an election with those who stand; results once they are declared."""
    rows = posts(session, found.id)
    named = titles(session, "election_post", [one.id for one in rows], locale)
    results = _results(session, [one.id for one in rows]) if found.state in ANNOUNCED else {}
    return [
        PostShown(
            post=row,
            title=named[row.id],
            candidates=candidates(session, row, locale, results.get(row.id)),
            is_counted=row.id in results,
        )
        for row in rows
    ]


def _results(session: Session, post_ids: list[uuid.UUID]) -> dict[uuid.UUID, CountResult]:
    rows = session.scalars(select(CountResult).where(CountResult.post_id.in_(post_ids)))
    return {row.post_id: row for row in rows}


def candidates(
    session: Session, post: Post, locale: Locale, result: CountResult | None = None
) -> list[Candidate]:
    """Return who stands for a post, in the order drawn by the published seed."""
    rows = session.scalars(
        select(Nomination)
        .where(Nomination.post_id == post.id, Nomination.state == NominationState.STANDS)
        .order_by(Nomination.position, Nomination.id)
    ).all()
    said = statements(session, [row.id for row in rows], locale)
    elected = set(result.elected) if result else set()
    return [
        Candidate(row.id, row.public_name or "", said.get(row.id), row.option in elected)
        for row in rows
    ]


def questions(session: Session, found: Election, locale: Locale) -> list[Reading]:
    """Return what everybody who stands is asked, in order, in the reader's language."""
    rows = texts.texts_of(session, "election", found.id)
    asked = [row for field, row in sorted(rows.items()) if field.startswith(QUESTION)]
    readings = texts.read(session, asked, locale)
    return [readings[row.id] for row in asked if row.id in readings]


def answers(
    session: Session, ids: Iterable[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, dict[int, Reading]]:
    """Return candidates' answers by the number of the question; two queries however many."""
    rows = session.scalars(
        select(texts.Text).where(
            texts.Text.subject_type == "nomination",
            texts.Text.subject_id.in_(list(ids)),
            texts.Text.field.startswith(ANSWER),
        )
    ).all()
    readings = texts.read(session, rows, locale)
    found: dict[uuid.UUID, dict[int, Reading]] = {}
    for row in rows:
        number = int(row.field.removeprefix(ANSWER))
        found.setdefault(row.subject_id, {})[number] = readings[row.id]
    return found


def statements(
    session: Session, ids: Iterable[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Reading]:
    """Return candidates' statements in the reader's language, or in the one they wrote."""
    rows = session.scalars(
        select(texts.Text).where(
            texts.Text.subject_type == "nomination",
            texts.Text.subject_id.in_(list(ids)),
            texts.Text.field == STATEMENT,
        )
    ).all()
    readings = texts.read(session, rows, locale)
    return {row.subject_id: readings[row.id] for row in rows if row.id in readings}


def option_titles(paper: Paper, locale: Locale) -> Mapping[str, str]:
    """Return the names on a frozen paper by option: the reader's language where there is one."""
    (contest,) = paper.contests
    return {
        option.id: option.title.get(locale.value) or next(iter(option.title.values()))
        for option in contest.options
    }


def paper_of(found: Election, post: Post) -> Paper:
    """Return a post's frozen paper.

    Raises:
        NotFound: the election is not frozen yet.

    """
    return next(one for one in manifest_of(found).papers if one.id == post.paper)
