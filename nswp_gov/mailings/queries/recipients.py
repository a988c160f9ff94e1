"""Who a letter reaches at an instant: worked out from the register as it is then.

Nothing of this is kept as a list before sending. The same function counts, lists and sends, so
that a preview cannot say something else than what then happens.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.directory.states import Risk
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.digests import EVERYTHING, Only
from nswp_gov.mailings.models import Preference, Subscription
from nswp_gov.mailings.policy import may_list
from nswp_gov.mailings.queries.circles import meant, risks_of
from nswp_gov.mailings.states import (
    ALWAYS,
    GATHERED,
    GETS_DIGEST,
    Channel,
    Form,
    Frequency,
    Kind,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store import holds
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import need
from nswp_gov.store.holds import AddressHold
from nswp_gov.store.outbox import address_index

CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody a letter reaches: how, in which language, and how much it may say.

    Exactly one of `person_id`, `subscription_id`. `address` is None for whoever has none.
    """

    person_id: uuid.UUID | None
    subscription_id: uuid.UUID | None
    name: str
    address: str | None
    index: str | None
    locale: Locale
    channel: Channel
    form: Form
    is_held: bool
    only: Only = EVERYTHING

    @property
    def mark(self) -> str:
        """Return what tells this recipient of a mailing from every other."""
        return f"p{self.person_id}" if self.person_id else f"s{self.subscription_id}"


@dataclass(frozen=True, slots=True)
class Reached:
    """How many a letter reaches. `held`: of those on the page, whose address is on hold."""

    total: int
    by_mail: int
    on_page: int
    later: int
    held: int
    languages: Mapping[Locale, int]


@dataclass(frozen=True, slots=True)
class _Wants:
    """What somebody chose; the defaults are of whoever chose nothing."""

    refused: frozenset[str] = frozenset()
    channel: Channel = Channel.MAIL
    frequency: Frequency = Frequency.AT_ONCE
    form: Form = Form.POINTER
    is_locked: bool = False  # gave a certificate that holds


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom a letter is, of what kind, which digest; and the addresses that get none."""

    audience: Audience
    kind: Kind
    frequency: Frequency | None
    barred: Mapping[str, AddressHold]

    def in_language(self, locale: Locale) -> bool:
        """Whether readers of a language are among those asked for."""
        return not self.audience.languages or locale.value in self.audience.languages


def reached(
    session: Session,
    audience: Audience,
    now: datetime,
    *,
    kind: Kind = Kind.NEWS,
    frequency: Frequency | None = None,
) -> Reached:
    """Return how many an audience reaches now, by language too. For those who may send."""
    found = recipients(session, audience, now, kind=kind, frequency=frequency)
    languages = dict.fromkeys(Locale, 0)
    for one in found:
        languages[one.locale] += 1

    def number(channel: Channel) -> int:
        return sum(one.channel is channel for one in found)

    return Reached(
        total=len(found),
        by_mail=number(Channel.MAIL),
        on_page=number(Channel.PAGE),
        later=number(Channel.LATER),
        held=sum(one.is_held for one in found),
        languages={locale: count for locale, count in languages.items() if count},
    )


def listed(
    session: Session,
    actor: Actor,
    audience: Audience,
    now: datetime,
    *,
    kind: Kind,
    frequency: Frequency | None = None,
) -> list[Recipient]:
    """Return whom an audience reaches now, by name.

    Raises:
        Denied: the actor may not read it.

    """
    need(may_list(actor))
    found = recipients(session, audience, now, kind=kind, frequency=frequency)
    return sorted(found, key=lambda one: (one.name.casefold(), one.mark))


def recipients(
    session: Session,
    audience: Audience,
    now: datetime,
    *,
    kind: Kind,
    frequency: Frequency | None = None,
) -> list[Recipient]:
    """Return everybody whom a letter of `kind` reaches now; a few queries however many they are.

    `frequency`: which digest it is, where it is one. Nobody is in it twice, nor is an address.
    """
    asked = _Asked(audience, kind, frequency, holds.known_of(session))
    found: list[Recipient] = []
    seen: set[str] = set()
    everybody = (*_people(session, asked, now), *_subscribers(session, asked))
    for one in everybody:
        if one.index is not None and one.index in seen:
            if one.person_id is None:
                continue
            one = _on_page(one)  # noqa: PLW2901 - two accounts share an address: one letter
        if one.index is not None and one.channel is Channel.MAIL:
            seen.add(one.index)
        found.append(one)
    return found


def _on_page(one: Recipient) -> Recipient:
    return Recipient(
        person_id=one.person_id,
        subscription_id=None,
        name=one.name,
        address=one.address,
        index=one.index,
        locale=one.locale,
        channel=Channel.PAGE,
        form=one.form,
        is_held=one.is_held,
    )


def _people(session: Session, asked: _Asked, now: datetime) -> Iterator[Recipient]:
    ids = meant(session, asked.audience, now)
    wants = wants_of(session, ids, now)
    risks = risks_of(session, ids, now)
    for person in _accounts(session, ids):
        if not asked.in_language(person.locale):
            continue
        chosen = wants.get(person.id, _Wants())
        channel = _channel(chosen, asked)
        if channel is None:
            continue
        index = address_index(person.email) if person.email else None
        is_held = index is not None and index in asked.barred
        if index is None or is_held:
            channel = Channel.PAGE
        yield Recipient(
            person_id=person.id,
            subscription_id=None,
            name=person.name,
            address=person.email,
            index=index,
            locale=person.locale,
            channel=channel,
            form=form_for(chosen.form, risks.get(person.id, Risk.RAISED), locked=chosen.is_locked),
            is_held=is_held,
        )


def _accounts(session: Session, ids: Collection[uuid.UUID]) -> Iterator[Person]:
    for part in chunks(sorted(ids)):
        yield from session.scalars(
            select(Person)
            .where(Person.id.in_(part), Person.is_closed.is_(False))
            .order_by(Person.id)
        )


def chunks(ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """Yield the ids a statement's worth at a time."""
    rest = iter(ids)
    while part := list(islice(rest, CHUNK)):
        yield part


def _subscribers(session: Session, asked: _Asked) -> Iterator[Recipient]:
    if not asked.audience.subscribers:
        return
    for row in session.scalars(select(Subscription).order_by(Subscription.id)):
        if asked.kind.value not in row.kinds or row.address_index in asked.barred:
            continue
        concerns = asked.audience.concerns
        if not asked.in_language(row.locale) or (concerns and not _any_of(row.regions, concerns)):
            continue
        wants = _Wants(frequency=row.frequency, form=row.form)
        if _channel(wants, asked) is not Channel.MAIL:
            continue
        yield Recipient(
            person_id=None,
            subscription_id=row.id,
            name="",
            address=row.address,
            index=row.address_index,
            locale=row.locale,
            channel=Channel.MAIL,
            form=row.form,
            is_held=False,
            only=Only(frozenset(row.kinds) - {Kind.DIGEST}, frozenset(row.regions)),
        )


def _any_of(chosen: Collection[str], some: frozenset[str]) -> bool:
    """Tell whether one of the regions was chosen; whoever chose none wants all."""
    return not chosen or not some.isdisjoint(chosen)


def _channel(wants: _Wants, asked: _Asked) -> Channel | None:
    """Return how a letter gets to somebody who wants this, or None: not at all."""
    kind, frequency = asked.kind, asked.frequency
    if kind.value in wants.refused and kind not in ALWAYS:
        return None
    if kind is Kind.DIGEST:
        gets = frequency is None or wants.frequency in GETS_DIGEST[frequency]
        return wants.channel if gets else None
    if kind in GATHERED and wants.frequency is not Frequency.AT_ONCE:
        return Channel.LATER if wants.channel is Channel.MAIL else Channel.PAGE
    return wants.channel


def form_for(chosen: Form, risk: Risk, *, locked: bool) -> Form:
    """Return how much a letter may say: what its reader chose, less where the risk asks for it.

    Where being listed is not of ordinary risk, sender and subject stay neutral whatever was
    chosen. An encrypted letter can hold its words whole: nobody else reads them.
    """
    if chosen is Form.POINTER:
        return Form.PLAIN if locked else Form.POINTER
    return chosen if risk is Risk.ORDINARY else Form.PLAIN


def wants_of(
    session: Session, ids: Collection[uuid.UUID], now: datetime
) -> dict[uuid.UUID, _Wants]:
    """Return what people chose of letters; whoever chose nothing is not in it."""
    found: dict[uuid.UUID, _Wants] = {}
    for part in chunks(sorted(ids)):
        rows = session.execute(
            select(
                Preference.person_id,
                Preference.refused,
                Preference.channel,
                Preference.frequency,
                Preference.form,
                Preference.certificate.is_not(None).label("has_certificate"),
                Preference.certificate_until,
            ).where(Preference.person_id.in_(part))
        )
        for row in rows:
            holds_still = row.certificate_until is None or row.certificate_until > now
            found[row.person_id] = _Wants(
                refused=frozenset(row.refused),
                channel=row.channel,
                frequency=row.frequency,
                form=row.form,
                is_locked=row.has_certificate and holds_still,
            )
    return found
