"""Elections: titles and questions until the papers are fixed, candidates while they stand."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.desk.kinds.bodies import titles
from nswp_gov.elections.models import Election, Nomination, Post
from nswp_gov.elections.operations.asking import TRANSLATABLE
from nswp_gov.elections.states import NominationState, State
from nswp_gov.rules.audience import PUBLIC, SECRETARIAT
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.text_kinds import Importance, Subject, TextKind

UNFIXED = frozenset({State.DRAFT, State.NOMINATIONS, State.RULING})
STANDING = frozenset({NominationState.ACCEPTED, NominationState.STANDS})


def register() -> None:
    """Name elections, posts and candidates."""
    question = {"question-*": _l("Question to the candidates")}
    text_kinds.register(
        "election",
        TextKind(
            name=_l("Election"), fields={"title": _l("Title"), **question}, subjects=_elections
        ),
    )
    text_kinds.register(
        "election_post",
        TextKind(name=_l("Post"), fields={"title": _l("Title"), **question}, subjects=_posts),
    )
    text_kinds.register(
        "nomination",
        TextKind(
            name=_l("Candidate"),
            fields={"statement": _l("Statement"), "answer-*": _l("Answer")},
            subjects=_candidates,
        ),
    )


def _subject(found: Election, title: tuple[str, Locale]) -> Subject:
    return Subject(
        title=title[0],
        title_locale=title[1],
        audience=SECRETARIAT if found.state is State.DRAFT else PUBLIC,
        endpoint="elections.election",
        values=(("slug", found.slug),),
        importance=Importance.URGENT if found.state in UNFIXED else Importance.USUAL,
        due_at=found.opens_at if found.state in UNFIXED else None,
        is_open=found.state in UNFIXED,
    )


def _elections(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    named = titles(session, "election", "title", ids, locale)
    rows = session.scalars(select(Election).where(Election.id.in_(ids)))
    return {row.id: _subject(row, named[row.id]) for row in rows if row.id in named}


def _posts(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    named = titles(session, "election_post", "title", ids, locale)
    rows = session.execute(
        select(Post.id, Election)
        .join(Election, Election.id == Post.election_id)
        .where(Post.id.in_(ids))
    )
    return {post_id: _subject(found, named[post_id]) for post_id, found in rows if post_id in named}


def _candidates(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    """Return those who stand, under the name they consented to; others are not named here."""
    rows = session.execute(
        select(Nomination, Election)
        .join(Post, Post.id == Nomination.post_id)
        .join(Election, Election.id == Post.election_id)
        .where(Nomination.id.in_(ids), Nomination.state.in_(STANDING))
    )
    return {
        row.id: Subject(
            title=(row.public_name if stands else None) or _l("A candidate"),
            title_locale=Locale(row.locale) if stands and row.public_name else locale,
            audience=PUBLIC if stands else SECRETARIAT,
            endpoint="elections.candidate" if stands else "",
            values=(("slug", found.slug), ("nomination_id", str(row.id))) if stands else (),
            importance=Importance.URGENT if found.state in TRANSLATABLE else Importance.LOW,
            due_at=found.opens_at if found.state in TRANSLATABLE else None,
            is_open=found.state in TRANSLATABLE,
        )
        for row, found in rows
        for stands in (row.state is NominationState.STANDS,)
    }
