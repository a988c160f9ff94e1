"""Signed-in browsers: opened, renewed, ended."""

from __future__ import annotations

import uuid

from sqlalchemy import delete, update

from nswp_gov.accounts.models import AuthSession, Person
from nswp_gov.store.ids import token, token_hash
from nswp_gov.store.work import Work

LONGEST_LABEL = 60


def open_session(work: Work, person: Person, *, label: str) -> str:
    """Sign a person in; return the token for their cookie, which is kept nowhere else.

    `label` is the person's own word for the device, or nothing; never what a browser says.
    """
    raw = token()
    today = work.now.date()
    work.session.add(
        AuthSession(
            token_hash=token_hash(raw),
            person_id=person.id,
            started_on=today,
            seen_on=today,
            label=label[:LONGEST_LABEL],
        )
    )
    work.session.flush()
    return raw


def renew_session(work: Work, raw: str) -> str:
    """Give the session another token: the old one is dead. For every new proof of who it is."""
    fresh = token()
    work.session.execute(
        update(AuthSession)
        .where(AuthSession.token_hash == token_hash(raw))
        .values(token_hash=token_hash(fresh))
    )
    return fresh


def see_session(work: Work, raw: str) -> None:
    """Note the day on which a session was last used."""
    work.session.execute(
        update(AuthSession)
        .where(AuthSession.token_hash == token_hash(raw))
        .values(seen_on=work.now.date())
    )


def end_session(work: Work, raw: str) -> uuid.UUID | None:
    """End the session of a cookie: every copy of that cookie is dead. Return whose it was."""
    return work.session.scalar(
        delete(AuthSession)
        .where(AuthSession.token_hash == token_hash(raw))
        .returning(AuthSession.person_id)
    )


def end_own_session(work: Work, person_id: uuid.UUID, session_id: uuid.UUID) -> None:
    """End one session of a person, if it is theirs."""
    work.session.execute(
        delete(AuthSession).where(AuthSession.id == session_id, AuthSession.person_id == person_id)
    )


def end_other_sessions(work: Work, person_id: uuid.UUID, *, but: str | None) -> None:
    """End all sessions of a person but the one of this cookie (None: all of them)."""
    kept = token_hash(but) if but else ""
    work.session.execute(
        delete(AuthSession).where(
            AuthSession.person_id == person_id, AuthSession.token_hash != kept
        )
    )


def name_session(work: Work, person_id: uuid.UUID, session_id: uuid.UUID, label: str) -> None:
    """Give a session the person's own word for the device."""
    row = work.session.get(AuthSession, session_id)
    if row is not None and row.person_id == person_id:
        row.label = " ".join(label.split())[:LONGEST_LABEL]
