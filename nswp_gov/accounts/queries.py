"""What is read about accounts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import (
    SIGN_IN_LABEL,
    AuthSession,
    Credential,
    Invitation,
    Passkey,
    Person,
    Recovery,
    RecoveryCode,
    RoleGrant,
)
from nswp_gov.accounts.proving.wishes import Wish, open_wish
from nswp_gov.accounts.states import RecoveryState, Role
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import NotFound
from nswp_gov.store.ids import token_hash
from nswp_gov.store.projection import project


@dataclass(frozen=True)
class SignedIn:
    """The person behind a session, with the network-wide roles held at one instant."""

    person_id: uuid.UUID
    name: str
    locale: Locale
    zone: str
    has_second: bool
    seen_on: date
    roles: frozenset[Role]


@dataclass(frozen=True)
class SignInKey:
    """What a passphrase is compared with."""

    person_id: uuid.UUID
    password_hash: str | None


@dataclass(frozen=True)
class Proofs:
    """With what somebody can show who they are; nothing secret is in it."""

    has_passphrase: bool
    has_totp: bool
    passkeys: int
    paper_codes: int

    @property
    def has_second(self) -> bool:
        """Tell whether there is more than a passphrase."""
        return self.has_totp or self.passkeys > 0


def held(at: datetime) -> ColumnElement[bool]:
    """Return the condition under which a role is held at an instant."""
    return and_(RoleGrant.from_at <= at, or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > at))


def signed_in(session: Session, raw: str, at: datetime) -> SignedIn | None:
    """Return who a session's token belongs to: one query, nothing but what every page needs."""
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.locale,
            Person.zone,
            or_(
                Credential.totp_secret.is_not(None),
                exists().where(Passkey.person_id == Person.id),
            ).label("has_second"),
            AuthSession.seen_on,
            RoleGrant.role,
        )
        .select_from(AuthSession)
        .join(Person, Person.id == AuthSession.person_id)
        .outerjoin(Credential, Credential.person_id == Person.id)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, held(at)))
        .where(AuthSession.token_hash == token_hash(raw), Person.is_closed.is_(False))
    ).all()
    if not rows:
        return None
    first = rows[0]
    roles = frozenset(row.role for row in rows if row.role is not None)
    return SignedIn(
        person_id=first.id,
        name=first.name,
        locale=first.locale,
        zone=first.zone,
        has_second=bool(first.has_second),
        seen_on=first.seen_on,
        roles=roles,
    )


def sign_in_index(sign_in_name: str) -> str:
    """Return the index under which the account of a sign-in name is found."""
    return vault.ring.blind(sign_in_name, SIGN_IN_LABEL)


def sign_in_key(session: Session, index: str) -> SignInKey | None:
    """Return the open account under a sign-in index, with the hash of its passphrase."""
    row = session.execute(
        select(Person.id, Credential.password_hash)
        .join(Credential, Credential.person_id == Person.id)
        .where(Person.sign_in_index == index, Person.is_closed.is_(False))
    ).first()
    return SignInKey(row.id, row.password_hash) if row else None


def roles_at(session: Session, person_id: uuid.UUID, at: datetime) -> frozenset[Role]:
    """Return the network-wide roles that a person holds at an instant."""
    return frozenset(
        session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person_id, held(at)))
    )


def proofs(session: Session, person_id: uuid.UUID) -> Proofs:
    """Return with what a person can show who they are."""
    row = session.execute(
        select(
            Credential.password_hash.is_not(None).label("passphrase"),
            Credential.totp_secret.is_not(None).label("totp"),
            select(func.count())
            .select_from(Passkey)
            .where(Passkey.person_id == person_id)
            .scalar_subquery()
            .label("passkeys"),
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.person_id == person_id)
            .scalar_subquery()
            .label("paper"),
        ).where(Credential.person_id == person_id)
    ).first()
    if row is None:
        return Proofs(has_passphrase=False, has_totp=False, passkeys=0, paper_codes=0)
    return Proofs(
        has_passphrase=bool(row.passphrase),
        has_totp=bool(row.totp),
        passkeys=row.passkeys,
        paper_codes=row.paper,
    )


def person(session: Session, person_id: uuid.UUID) -> Person | None:
    """Return an open account."""
    found = session.get(Person, person_id)
    return None if found is None or found.is_closed else found


def people(session: Session) -> list[Person]:
    """Return every open account, by the time-independent order of their names."""
    rows = session.scalars(select(Person).where(Person.is_closed.is_(False))).all()
    return sorted(rows, key=lambda one: one.name.casefold())  # encrypted: sorted here


def names(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the chosen names of some people, for officers who act on their accounts.

    Everywhere else names go through `names_of`.
    """
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def names_of(session: Session, ids: Iterable[uuid.UUID], viewer: Viewer) -> dict[uuid.UUID, str]:
    """Return what some people are called for this viewer; nobody without a name for them.

    Members see the chosen name, the public the one that was published by its owner's consent.
    """
    found: dict[uuid.UUID, str] = {}
    for one in session.scalars(select(Person).where(Person.id.in_(set(ids)))):
        seen = project(one, viewer)
        if name := seen.get("name") or seen.get("public_name"):
            found[one.id] = name
    return found


def sessions_of(session: Session, person_id: uuid.UUID) -> Sequence[AuthSession]:
    """Return a person's signed-in browsers, the latest first."""
    return session.scalars(
        select(AuthSession)
        .where(AuthSession.person_id == person_id)
        .order_by(AuthSession.seen_on.desc(), AuthSession.id)
    ).all()


def passkeys_of(session: Session, person_id: uuid.UUID) -> Sequence[Passkey]:
    """Return a person's passkeys in the order in which they were added."""
    return session.scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.added_on, Passkey.id)
    ).all()


def passkey(session: Session, credential_id: bytes) -> Passkey | None:
    """Return the passkey with this credential id, of an open account."""
    return session.scalar(
        select(Passkey)
        .join(Person, Person.id == Passkey.person_id)
        .where(Passkey.credential_id == credential_id, Person.is_closed.is_(False))
    )


def roles_of(session: Session, person_id: uuid.UUID) -> Sequence[RoleGrant]:
    """Return every role that a person holds, held or is asked for, the latest first."""
    return session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.asked_at.desc(), RoleGrant.id)
    ).all()


def holders(session: Session, roles: Iterable[Role], at: datetime) -> list[Person]:
    """Return the people who hold one of the roles at an instant."""
    rows = session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role.in_(list(roles)), held(at), Person.is_closed.is_(False))
        .distinct()
    ).all()
    return sorted(rows, key=lambda one: one.name.casefold())


def roles_to_second(session: Session, person_id: uuid.UUID) -> Sequence[RoleGrant]:
    """Return the roles that wait for this person's agreement."""
    return session.scalars(
        select(RoleGrant)
        .where(RoleGrant.seconded_by == person_id, RoleGrant.from_at.is_(None))
        .order_by(RoleGrant.asked_at, RoleGrant.id)
    ).all()


def open_invitations(session: Session, at: datetime) -> Sequence[Invitation]:
    """Return the invitations that can still be accepted, the one that ends first first."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.person_id.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
        )
        .order_by(Invitation.expires_at, Invitation.id)
    ).all()


def invitation(session: Session, token: str, at: datetime) -> Invitation | None:
    """Return the invitation that a token opens now."""
    return session.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token),
            Invitation.person_id.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
        )
    )


def live_recoveries(
    session: Session, at: datetime, person_id: uuid.UUID | None = None
) -> Sequence[Recovery]:
    """Return the recoveries that can still be agreed to, stopped or used; of one person or all."""
    query = select(Recovery).where(
        Recovery.state.in_([RecoveryState.ASKED, RecoveryState.WAITING]),
        or_(Recovery.expires_at.is_(None), Recovery.expires_at > at),
    )
    if person_id is not None:
        query = query.where(Recovery.person_id == person_id)
    return session.scalars(query.order_by(Recovery.asked_at, Recovery.id)).all()


def password_hash(session: Session, person_id: uuid.UUID) -> str | None:
    """Return what is kept of a person's passphrase."""
    return session.scalar(select(Credential.password_hash).where(Credential.person_id == person_id))


def roles_by_person(session: Session, at: datetime) -> dict[uuid.UUID, list[Role]]:
    """Return the roles that are held at an instant, by person."""
    found: dict[uuid.UUID, list[Role]] = {}
    rows = session.execute(select(RoleGrant.person_id, RoleGrant.role).where(held(at)))
    for row in rows:
        found.setdefault(row.person_id, []).append(row.role)
    return found


def credential(session: Session, person_id: uuid.UUID) -> Credential:
    """Return what a person proves themselves with."""
    return session.scalars(select(Credential).where(Credential.person_id == person_id)).one()


def email_wish(session: Session, token: str, at: datetime) -> tuple[Person, Wish]:
    """Return whose address a link would set, and which. Reading it changes nothing.

    Raises:
        NotFound: not one of our links, too old, or the address changed since.

    """
    wish = open_wish(token)
    found = person(session, wish.person_id) if wish else None
    if wish is None or found is None or wish.ends < at.timestamp():
        raise NotFound
    if found.email_index != wish.before:
        raise NotFound
    return found, wish
