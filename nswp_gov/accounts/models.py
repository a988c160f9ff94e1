"""Tables of people, what they prove themselves with, and what they may do."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.accounts.states import RecoveryState, Role
from nswp_gov.rules.audience import MEMBERS, PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.projection import Shown, shown
from nswp_gov.store.retention import delete_after, erase_after, keep
from nswp_gov.store.types import enum_by_value

SIGN_IN_LABEL = "person.sign_in"
EMAIL_LABEL = "person.email"
FIRST_HALF = "recovery.first"
SECOND_HALF = "recovery.second"


class Person(Governed, Base):
    """Somebody with an account: a chosen name, a name to sign in with, perhaps an address."""

    __tablename__ = "person"
    __retention__ = erase_after(365, since="closed_at", kind="account")
    __personal__ = (
        "name",
        "public_name",
        "sign_in_name",
        "sign_in_index",
        "email",
        "email_index",
    )
    __shown__: tuple[Shown, ...] = (shown("name", MEMBERS), shown("public_name", PUBLIC))

    name: Mapped[str] = mapped_column(Encrypted("person.name"))
    public_name: Mapped[str | None]  # plain: shown to everybody, by the person's consent only
    sign_in_name: Mapped[str | None] = mapped_column(Encrypted("person.sign_in_name"))
    sign_in_index: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(Encrypted("person.email"))
    email_index: Mapped[str | None] = mapped_column(index=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    zone: Mapped[str] = mapped_column(default="UTC")
    is_closed: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]


class Credential(Identified, Base):
    """What a person proves themselves with.

    Apart from `Person` and outside the history: old secrets are not kept, and the last used TOTP
    step would tell the second of every sign-in.
    """

    __tablename__ = "credential"
    __retention__ = keep("account")  # goes with its person, see operations.closing
    __personal__ = ("password_hash", "totp_secret", "totp_pending")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None] = mapped_column(Encrypted("credential.totp_secret"))
    totp_pending: Mapped[str | None] = mapped_column(Encrypted("credential.totp_pending"))
    totp_counter: Mapped[int] = mapped_column(default=0)  # the last step that was accepted


class RecoveryCode(Identified, Base):
    """One unused paper code; using it deletes it."""

    __tablename__ = "recovery_code"
    __retention__ = keep("account")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str]

    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)


class Passkey(Identified, Base):
    """One WebAuthn credential, named by its owner."""

    __tablename__ = "passkey"
    __retention__ = keep("account")
    __personal__ = ("name",)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Encrypted("passkey.name"))
    added_on: Mapped[date]
    used_on: Mapped[date | None]


class AuthSession(Identified, Base):
    """One signed-in browser. Days only: the finer times are in its own cookie."""

    __tablename__ = "auth_session"
    __retention__ = delete_after(8, since="started_on", kind="session")
    __personal__ = ("label",)

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    started_on: Mapped[date]
    seen_on: Mapped[date]
    label: Mapped[str] = mapped_column(Encrypted("auth_session.label"), default="")


class Invitation(Governed, Base):
    """An account that waits for its person: opened once, by a link or by eight words."""

    __tablename__ = "invitation"
    __retention__ = erase_after(90, since="expires_at", kind="invitation")
    __personal__ = ("name", "email")

    token_hash: Mapped[str] = mapped_column(unique=True, info={"journal": False})
    name: Mapped[str] = mapped_column(Encrypted("invitation.name"))
    email: Mapped[str | None] = mapped_column(Encrypted("invitation.email"))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    zone: Mapped[str]
    role: Mapped[Role | None] = mapped_column(enum_by_value(Role))
    invited_by: Mapped[uuid.UUID | None]
    expires_at: Mapped[datetime]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class RoleGrant(Governed, Base):
    """A role held from an instant until another; it holds nothing until it is seconded."""

    __tablename__ = "role_grant"
    __retention__ = keep("role")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_by_value(Role))
    asked_at: Mapped[datetime]
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime | None]
    granted_by: Mapped[uuid.UUID | None]  # None: the console of the server
    seconded_by: Mapped[uuid.UUID | None]

    __table_args__ = (
        CheckConstraint("until_at is null or until_at >= from_at", name="order"),
        CheckConstraint("granted_by is null or granted_by <> person_id", name="not_oneself"),
        CheckConstraint("seconded_by is null or seconded_by <> granted_by", name="two_people"),
    )


class Recovery(Governed, Base):
    """An account given back to its person by two others, each holding half of the code."""

    __tablename__ = "recovery"
    __retention__ = keep("recovery")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    region: Mapped[str]
    asked_by: Mapped[uuid.UUID]
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[uuid.UUID | None]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    state: Mapped[RecoveryState] = mapped_column(enum_by_value(RecoveryState))
    first_index: Mapped[str] = mapped_column(info={"journal": False})
    second_index: Mapped[str | None] = mapped_column(info={"journal": False})

    __table_args__ = (
        CheckConstraint("confirmed_by is null or confirmed_by <> asked_by", name="two_people"),
        CheckConstraint("asked_by <> person_id", name="not_oneself"),
    )


class TypedText(Identified, Base):
    """A form sent after its session had ended; its key is in the sender's cookie alone."""

    __tablename__ = "typed_text"
    __retention__ = delete_after(1, since="expires_at", kind="typed text")
    __personal__ = ("body",)

    body: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RateLimit(Base):
    """How often something was tried; the key is an HMAC, see web.limits."""

    __tablename__ = "rate_limit"
    __retention__ = delete_after(1, since="expires_at", kind="rate limit")

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)
