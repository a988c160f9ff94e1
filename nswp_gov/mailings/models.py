"""Tables of letters to many: what was sent, to whom it went, who wants what.

What people want of letters, and who subscribed from outside, is no record of the network: it is
changed and deleted without a history.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.mailings.states import KEPT, Channel, Form, Frequency, Kind, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.holds import AddressHold
from nswp_gov.store.retention import delete_after, keep
from nswp_gov.store.types import enum_by_value

__all__ = [
    "AddressHold",
    "Delivery",
    "ListEntry",
    "Mailing",
    "NamedList",
    "Preference",
    "Subscription",
]

MAILING = "mailing"  # the subject of its texts
SUBJECT, BODY = "subject", "body"


class Mailing(Governed, Base):
    """A letter to many. Its words are texts; `audience` says for whom, `about` of what.

    `link`: endpoint and values of the page that it is about. `items`: of a digest, in order.
    """

    __tablename__ = "mailing"
    __retention__ = keep("mailing")
    __personal__ = ("audience", "items")

    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    state: Mapped[State] = mapped_column(enum_by_value(State), index=True)
    frequency: Mapped[Frequency | None] = mapped_column(enum_by_value(Frequency))
    about_type: Mapped[str | None]
    about_id: Mapped[uuid.UUID | None]
    link: Mapped[dict[str, Any]]
    audience: Mapped[Any] = mapped_column(EncryptedJson("mailing.audience"), nullable=True)
    items: Mapped[Any] = mapped_column(EncryptedJson("mailing.items"), nullable=True)
    made_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID | None]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    sent_by: Mapped[uuid.UUID | None]
    letters: Mapped[int] = mapped_column(default=0)
    on_page: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index("ix_mailing_about", "about_type", "about_id"),
        CheckConstraint("(state = 'draft') = (sent_at IS NULL)", name="sent"),
    )


class Delivery(Identified, Base):
    """That a mailing was meant for somebody, and how: they read it again on their own page."""

    __tablename__ = "mailing_delivery"
    __retention__ = delete_after(KEPT, since="sent_at", kind="deliveries")

    mailing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mailing.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel] = mapped_column(enum_by_value(Channel))
    sent_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("mailing_id", "person_id"),
        Index("ix_mailing_delivery_person", "person_id", "sent_at"),
    )


class Preference(Identified, Base):
    """What somebody wants of letters to many; without a row: everything, at once, neutral."""

    __tablename__ = "mail_preference"
    __retention__ = keep("account")  # goes when the account is closed, see operations.forgetting
    __personal__ = ("certificate",)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    refused: Mapped[list[str]]
    channel: Mapped[Channel] = mapped_column(enum_by_value(Channel))
    frequency: Mapped[Frequency] = mapped_column(enum_by_value(Frequency))
    form: Mapped[Form] = mapped_column(enum_by_value(Form))
    certificate: Mapped[str | None] = mapped_column(Encrypted("mail_preference.certificate"))
    certificate_until: Mapped[datetime | None]


class Subscription(Identified, Base):
    """Somebody from outside who asked for letters and confirmed it; leaving deletes the row."""

    __tablename__ = "mail_subscription"
    __retention__ = keep("subscription")  # deleted by its owner's one click
    __personal__ = ("address",)

    address: Mapped[str] = mapped_column(Encrypted("mail_subscription.address"))
    address_index: Mapped[str] = mapped_column(unique=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    kinds: Mapped[list[str]]
    regions: Mapped[list[str]] = mapped_column(default=list, server_default="[]")  # none: all
    frequency: Mapped[Frequency] = mapped_column(enum_by_value(Frequency))
    form: Mapped[Form] = mapped_column(enum_by_value(Form))
    confirmed_at: Mapped[datetime]


class NamedList(Governed, Base):
    """People and organisations that the office writes to together."""

    __tablename__ = "mail_list"
    __retention__ = keep("mailing")
    __personal__ = ("name",)

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Encrypted("mail_list.name"))
    ended_at: Mapped[datetime | None]


class ListEntry(Governed, Base):
    """A person, or an organisation: whoever acts for it at the moment of sending."""

    __tablename__ = "mail_list_entry"
    __retention__ = keep("mailing")

    list_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mail_list.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))

    __table_args__ = (
        UniqueConstraint("list_id", "person_id", "organisation_id"),
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one"),
    )
