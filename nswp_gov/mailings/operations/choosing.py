"""What people choose: of letters to themselves, from inside and from outside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from nswp_gov.accounts.models import Person
from nswp_gov.mailings import queries
from nswp_gov.mailings.links import Stop, Wish
from nswp_gov.mailings.models import Preference, Subscription
from nswp_gov.mailings.policy import may_choose
from nswp_gov.mailings.states import (
    LONGEST_CERTIFICATE,
    PUBLIC_KINDS,
    REFUSABLE,
    WISH_LASTS,
    Channel,
    Form,
    Frequency,
    Kind,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store import holds
from nswp_gov.store.certificates import Certificate
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.outbox import address_index
from nswp_gov.store.work import Work

CONFIRM = "mailings/confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody wants of letters. `wanted`: the kinds; those that always come need not be."""

    wanted: frozenset[Kind]
    channel: Channel
    frequency: Frequency
    form: Form


def choose(work: Work, person: Person, choice: Choice) -> None:
    """Note what somebody wants; wanting letters again also takes back that they stopped them.

    Raises:
        Denied: it is somebody else's.
        Unfit: `channel` is none that can be chosen.

    """
    need(may_choose(work.actor, person.id))
    if choice.channel is Channel.LATER:
        raise Unfit("unfit", field="channel")
    row = _row(work, person)
    row.refused = sorted(one.value for one in REFUSABLE if one not in choice.wanted)
    row.channel, row.frequency, row.form = choice.channel, choice.frequency, choice.form
    if choice.channel is Channel.MAIL and person.email:
        known = holds.known(work.session, address_index(person.email))
        if known is not None:
            known.stopped_at = None
    work.session.flush()


def give_certificate(work: Work, person: Person, certificate: Certificate | None) -> None:
    """Keep the certificate that letters to somebody are encrypted to, or forget it.

    Raises:
        Denied: it is somebody else's.
        Unfit: it is too long.

    """
    need(may_choose(work.actor, person.id))
    if certificate is not None and len(certificate.armoured) > LONGEST_CERTIFICATE:
        raise Unfit("certificate_long", field="certificate")
    row = _row(work, person)
    row.certificate = certificate.armoured if certificate else None
    row.certificate_until = certificate.expires_at if certificate else None
    work.session.flush()


def release(work: Work, person: Person) -> None:
    """Let letters go to somebody's own address again, after they came back from there.

    Raises:
        Denied: it is somebody else's.

    """
    need(may_choose(work.actor, person.id))
    if person.email:
        holds.lift(work.session, address_index(person.email))


def ask_subscription(
    work: Work,
    *,
    address: str,
    locale: Locale,
    kinds: Collection[Kind],
    frequency: Frequency,
    form: Form,
    regions: Collection[str] = (),
) -> None:
    """Send a link that confirms a subscription; nothing about it is kept here until then.

    `regions`: only what concerns one of them, or the whole network. Whether the address is known
    makes no difference. One letter a day goes to an address.

    Raises:
        Unfit: no kind that is for everybody.

    """
    wanted = tuple(one for one in PUBLIC_KINDS if one in kinds)
    if not wanted:
        raise Unfit("subscription_no_kind", field="kinds")
    wish = Wish(
        address=address,
        locale=locale,
        kinds=wanted,
        regions=tuple(sorted(set(regions) & set(Region))),
        frequency=frequency,
        form=form,
        ends=int((work.now + WISH_LASTS).timestamp()),
    )
    work.post(
        to=address,
        letter=CONFIRM,
        locale=locale.value,
        values={"token": wish.seal()},
        key=f"subscribe:{address_index(address)}:{work.today.isoformat()}",
    )


def confirm_subscription(work: Work, token: str) -> None:
    """Keep the subscription that a link names; what stood in the way of its address is lifted.

    Raises:
        NotFound: the link opens nothing (any more).

    """
    wish = queries.wish_link(token, work.now)
    index = address_index(wish.address)
    holds.lift(work.session, index)
    row = queries.subscription(work.session, index)
    if row is None:
        row = Subscription(address=wish.address, address_index=index, confirmed_at=work.now)
        work.session.add(row)
    row.locale = wish.locale
    row.kinds, row.regions = [one.value for one in wish.kinds], list(wish.regions)
    row.frequency, row.form = wish.frequency, wish.form
    work.session.flush()


def stop_letters(work: Work, said: Stop) -> None:
    """Send no more letters to many to an address; the person reads them on their page.

    Nobody has to be signed in: whoever holds the link got the letter. Doing it twice is the same.
    """
    holds.stop(work.session, said.address_index, now=work.now)
    row = queries.subscription(work.session, said.address_index)
    if row is not None:
        work.session.delete(row)
    person = work.session.get(Person, said.person_id) if said.person_id else None
    if person is not None and not person.is_closed:
        _row(work, person).channel = Channel.PAGE
    work.session.flush()


def forget_closed(work: Work) -> int:
    """Forget what people chose whose account is closed; return how many there were."""
    closed = select(Person.id).where(Person.is_closed.is_(True))
    gone = work.session.scalars(select(Preference.id).where(Preference.person_id.in_(closed))).all()
    if gone:
        work.session.execute(delete(Preference).where(Preference.id.in_(gone)))
    return len(gone)


def _row(work: Work, person: Person) -> Preference:
    row = queries.preference(work.session, person.id)
    if row is None:
        row = Preference(
            person_id=person.id,
            refused=[],
            channel=Channel.MAIL,
            frequency=Frequency.AT_ONCE,
            form=Form.POINTER,
        )
        work.session.add(row)
    return row
