"""Rows of elections: one at a time, and in the order in which they are shown."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.elections.models import (
    CountResult,
    Election,
    ElectionFile,
    ElectionTrustee,
    Nomination,
    Participation,
    Post,
    RollEntry,
    SealedBallot,
)
from nswp_gov.elections.states import NominationState, State
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import Manifest
from nswp_gov.store import journal, texts
from nswp_gov.store.base import Base
from nswp_gov.store.errors import NotFound
from nswp_gov.store.texts import Reading

R = TypeVar("R", bound=Base)
TITLE = "title"
OVER = frozenset({State.DECLARED, State.PUBLISHED, State.VOID})  # the seats have their answer


def known(session: Session, model: type[R], row_id: uuid.UUID) -> R:
    """Return a row by its id.

    Raises:
        NotFound: there is none with this id.

    """
    found = session.get(model, row_id)
    if found is None:
        raise NotFound
    return found


def election(session: Session, election_id: uuid.UUID) -> Election:
    """Return an election.

    Raises:
        NotFound: there is none with this id.

    """
    return known(session, Election, election_id)


def by_slug(session: Session, slug: str) -> Election:
    """Return the election with this public address.

    Raises:
        NotFound: there is none.

    """
    found = session.scalar(select(Election).where(Election.slug == slug))
    if found is None:
        raise NotFound
    return found


def elections(session: Session, *, most: int = 50) -> list[Election]:
    """Return the elections that are past drafting, the latest first."""
    return list(
        session.scalars(
            select(Election)
            .where(Election.state != State.DRAFT)
            .order_by(Election.opens_at.desc(), Election.slug)
            .limit(most)
        )
    )


def all_elections(session: Session, *, most: int = 50) -> list[Election]:
    """Return every election, drafts too, the latest first."""
    return list(session.scalars(select(Election).order_by(Election.opens_at.desc()).limit(most)))


def posts(session: Session, election_id: uuid.UUID) -> list[Post]:
    """Return the posts of an election in the order of their papers."""
    return list(
        session.scalars(select(Post).where(Post.election_id == election_id).order_by(Post.paper))
    )


def post(session: Session, post_id: uuid.UUID) -> Post:
    """Return a post.

    Raises:
        NotFound: there is none with this id.

    """
    return known(session, Post, post_id)


def titles(
    session: Session, kind: str, ids: Sequence[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Reading]:
    """Return the titles of elections or posts in the reader's language."""
    rows = session.scalars(
        select(texts.Text).where(
            texts.Text.subject_type == kind,
            texts.Text.subject_id.in_(list(ids)),
            texts.Text.field == TITLE,
        )
    ).all()
    readings = texts.read(session, rows, locale)
    return {row.subject_id: readings[row.id] for row in rows}


def trustees(session: Session, election_id: uuid.UUID) -> list[ElectionTrustee]:
    """Return the trustees in the order of their places."""
    return list(
        session.scalars(
            select(ElectionTrustee)
            .where(ElectionTrustee.election_id == election_id)
            .order_by(ElectionTrustee.place)
        )
    )


def nominations(session: Session, post_id: uuid.UUID, *states: NominationState) -> list[Nomination]:
    """Return the nominations for a post (in `states`, or all): drawn order, then as they came."""
    query = select(Nomination).where(Nomination.post_id == post_id)
    if states:
        query = query.where(Nomination.state.in_(states))
    return list(session.scalars(query.order_by(Nomination.position, Nomination.made_at)))


def nomination_by_token(session: Session, token_hash: str) -> Nomination:
    """Return the nomination that a private link leads to.

    Raises:
        NotFound: the link is not, or no longer, good.

    """
    found = session.scalar(select(Nomination).where(Nomination.token_hash == token_hash))
    if found is None:
        raise NotFound
    return found


def roll(session: Session, post_id: uuid.UUID) -> list[RollEntry]:
    """Return the frozen roll of a post, in an order that says nothing."""
    return list(
        session.scalars(
            select(RollEntry).where(RollEntry.post_id == post_id).order_by(RollEntry.salt)
        )
    )


def roll_size(session: Session, post_id: uuid.UUID) -> int:
    """Return how many organisations are on the roll; inside use only."""
    return (
        session.scalar(
            select(func.count()).select_from(RollEntry).where(RollEntry.post_id == post_id)
        )
        or 0
    )


def entries_of(
    session: Session, election_id: uuid.UUID, organisation_id: uuid.UUID
) -> list[tuple[Post, RollEntry]]:
    """Return the posts that an organisation votes for, with its own roll entries."""
    rows = session.execute(
        select(Post, RollEntry)
        .join(RollEntry, RollEntry.post_id == Post.id)
        .where(Post.election_id == election_id, RollEntry.organisation_id == organisation_id)
        .order_by(Post.paper)
    )
    return [(one, entry) for one, entry in rows]


def file(session: Session, election_id: uuid.UUID, name: str) -> ElectionFile | None:
    """Return a file of the record, or None."""
    return session.scalar(
        select(ElectionFile).where(
            ElectionFile.election_id == election_id, ElectionFile.name == name
        )
    )


def files(session: Session, election_id: uuid.UUID, prefix: str = "") -> list[ElectionFile]:
    """Return the files of the record whose name begins with `prefix`, by name."""
    return list(
        session.scalars(
            select(ElectionFile)
            .where(
                ElectionFile.election_id == election_id,
                ElectionFile.name.startswith(prefix, autoescape=True),
            )
            .order_by(ElectionFile.name)
        )
    )


def envelope_at(session: Session, election_id: uuid.UUID, slot: bytes) -> bytes | None:
    """Return what lies in a slot: whether this organisation's vote is in the box."""
    return session.scalar(
        select(SealedBallot.envelope).where(
            SealedBallot.election_id == election_id, SealedBallot.slot == slot
        )
    )


def result(session: Session, post_id: uuid.UUID) -> CountResult | None:
    """Return the count of a post, or None before it."""
    return session.scalar(select(CountResult).where(CountResult.post_id == post_id))


def manifest_of(found: Election) -> Manifest:
    """Return the frozen manifest.

    Raises:
        NotFound: the election is not frozen yet.

    """
    if found.manifest is None:
        raise NotFound
    return _read(found.manifest)


@lru_cache(maxsize=32)
def _read(manifest: bytes) -> Manifest:
    """Return what the bytes say; they are frozen, and every cast asks for them."""
    return Manifest.from_bytes(manifest)


def accepts_votes(found: Election, now: datetime) -> bool:
    """Tell whether a vote can be cast now: open, and inside the times."""
    return found.state is State.OPEN and found.opens_at <= now < found.closes_at


def nomination(session: Session, nomination_id: uuid.UUID) -> Nomination:
    """Return a nomination.

    Raises:
        NotFound: there is none with this id.

    """
    found = session.get(Nomination, nomination_id)
    if found is None:
        raise NotFound
    return found


def post_of_paper(session: Session, election_id: uuid.UUID, paper: str) -> Post:
    """Return the post with this paper.

    Raises:
        NotFound: the election has none.

    """
    found = session.scalar(select(Post).where(Post.election_id == election_id, Post.paper == paper))
    if found is None:
        raise NotFound
    return found


def participation(session: Session, post_id: uuid.UUID) -> dict[uuid.UUID, bool]:
    """Return, by organisation, whether a vote was cast; empty before the close."""
    rows = session.execute(
        select(Participation.organisation_id, Participation.was_cast).where(
            Participation.post_id == post_id
        )
    )
    return {row.organisation_id: row.was_cast for row in rows}


def public_files(session: Session, election_id: uuid.UUID) -> list[ElectionFile]:
    """Return the files that anybody may fetch, by name."""
    return [one for one in files(session, election_id) if one.is_public]


def published(session: Session, election_id: uuid.UUID) -> journal.PublishedRecord | None:
    """Return the record as it was published for good, or None before that."""
    return session.scalar(
        select(journal.PublishedRecord).where(
            journal.PublishedRecord.kind == "election",
            journal.PublishedRecord.subject_id == election_id,
        )
    )


def running_by_seat(session: Session, seats: Sequence[uuid.UUID]) -> dict[uuid.UUID, Election]:
    """Return, by seat, the election that is on its way to fill it."""
    rows = session.execute(
        select(Post.seat_id, Election)
        .join(Election, Election.id == Post.election_id)
        .where(Post.seat_id.in_(seats), Election.state.not_in(OVER))
    )
    return {row.seat_id: row.Election for row in rows}
