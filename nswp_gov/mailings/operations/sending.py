"""Sending: the recipients of this moment, one letter each, in the transaction that says so."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from nswp_gov.accounts.models import Person
from nswp_gov.mailings import queries
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.links import Stop
from nswp_gov.mailings.models import Delivery, Mailing
from nswp_gov.mailings.operations.writing import Link, Words, need_draft, prepare
from nswp_gov.mailings.policy import may_keep_lists, may_send
from nswp_gov.mailings.queries import Recipient
from nswp_gov.mailings.states import PATH, Channel, Form, Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store import outbox
from nswp_gov.store.base import new_id
from nswp_gov.store.errors import Unfit, following, need
from nswp_gov.store.outbox import Letter
from nswp_gov.store.work import Work

LETTER = "mailings/letter"


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did: so many letters queued, so many people who read it on their page alone."""

    letters: int
    on_page: int


def send(work: Work, mailing: Mailing) -> Sent:
    """Send a draft to everybody whom its audience means now; one letter each, none twice.

    Raises:
        Denied: the actor may not send.
        WrongState: it was sent before.
        Unfit: it would reach nobody.

    """
    need(may_send(work.actor))
    need_draft(mailing, "send")
    found = queries.recipients(
        work.session,
        queries.audience_of(mailing),
        work.now,
        kind=mailing.kind,
        frequency=mailing.frequency,
    )
    if items := queries.items_of(mailing):  # nobody gets a digest in which nothing is for them
        found = [one for one in found if any(map(one.only.takes, items))]
    if not found:
        raise Unfit("mailing_reaches_nobody")
    mailing.state = PATH.after(mailing.state, "send")
    mailing.sent_at, mailing.sent_by = work.now, work.actor.person_id
    _deliver(work, mailing, found)
    by_mail = [one for one in found if one.channel is Channel.MAIL]
    mailing.letters = outbox.queue_many(
        work.session, (letter_for(mailing, one) for one in by_mail), letter=LETTER, now=work.now
    )
    mailing.on_page = len(found) - len(by_mail)
    work.record("mailings.sent", mailing)
    return Sent(mailing.letters, mailing.on_page)


def announce(
    work: Work,
    *,
    kind: Kind,
    words: Mapping[Locale, Words],
    source: Locale,
    audience: Audience,
    about: tuple[str, uuid.UUID] | None = None,
    link: Link | None = None,
) -> Sent:
    """Prepare a letter and send it at once, for a room that has asked for the yes itself.

    Raises:
        Denied, Unfit: as `prepare` and `send`.

    """
    made = prepare(
        work, kind=kind, words=words, source=source, audience=audience, about=about, link=link
    )
    return send(work, made)


def letter_for(mailing: Mailing, one: Recipient) -> Letter:
    """Return the letter of one recipient; its words are read when it goes out."""
    assert one.address is not None
    assert one.index is not None
    stop = Stop(address_index=one.index, person_id=one.person_id)
    values: dict[str, Any] = {
        "mailing": str(mailing.id),
        "form": one.form.value,
        "stop": stop.seal(),
    }
    if mailing.items:
        values["only"] = one.only.to_json()
    return Letter(
        to=one.address,
        locale=one.locale.value,
        key=f"{queries.prefix_of(mailing.id)}{one.mark}",
        person_id=one.person_id,
        values=values,
    )


def _deliver(work: Work, mailing: Mailing, found: Sequence[Recipient]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "mailing_id": mailing.id,
            "person_id": one.person_id,
            "channel": one.channel,
            "sent_at": work.now,
        }
        for one in found
        if one.person_id is not None
    ]
    if rows:
        work.session.execute(insert(Delivery), rows)


def send_test(work: Work, mailing: Mailing, *, form: Form) -> None:
    """Send a draft to the actor alone, as a reader of their language would get it.

    Raises:
        Denied: the actor may not send.
        WrongState: it was sent.
        Unfit: the actor has no address, or it is on hold.

    """
    need(may_send(work.actor))
    need_draft(mailing, "try")
    person = work.session.get(Person, work.actor.person_id) if work.actor.person_id else None
    if person is None or not person.email:
        raise Unfit("mailing_no_own_address")
    index = outbox.address_index(person.email)
    outbox.queue_many(
        work.session,
        [
            Letter(
                to=person.email,
                locale=person.locale.value,
                key=f"mailing-test:{mailing.id}:{work.now.timestamp()}",
                person_id=person.id,
                values={
                    "mailing": str(mailing.id),
                    "form": form.value,
                    "stop": Stop(address_index=index, person_id=person.id).seal(),
                },
            )
        ],
        letter=LETTER,
        now=work.now,
    )


def stop(work: Work, mailing: Mailing) -> int:
    """Take back the letters of a mailing that have not gone; nobody reads it on a page any more.

    Returns how many were taken back. What has gone can't be recalled.

    Raises:
        Denied: the actor may not send.
        WrongState: it was not sent, or stopped before.

    """
    need(may_send(work.actor))
    mailing.state = following(PATH, mailing.state, "stop")
    prefix = queries.prefix_of(mailing.id)
    taken = outbox.take_back(work.session, now=work.now, key_prefix=prefix)
    mailing.letters -= taken
    work.record("mailings.stopped", mailing)
    return taken


def try_again(work: Work, mailing: Mailing | None = None) -> int:
    """Let the letters that failed wait again, of one mailing or of all; return how many.

    Raises:
        Denied: the actor does not keep the outbox.

    """
    need(may_keep_lists(work.actor))
    prefix = queries.prefix_of(mailing.id) if mailing else ""
    return outbox.try_again(work.session, now=work.now, key_prefix=prefix)


def send_doubted(work: Work) -> int:
    """Let the letters that may have arrived go out once more; return how many.

    Raises:
        Denied: the actor does not keep the outbox.

    """
    need(may_keep_lists(work.actor))
    return outbox.send_doubted(work.session, now=work.now)
