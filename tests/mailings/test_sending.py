"""Sending: one letter each, in their language, and nothing to whoever wants none."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as sized
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.audience import EVERY_MEMBER, Audience
from nswp_gov.mailings.models import Delivery, Preference
from nswp_gov.mailings.operations import Link, Words
from nswp_gov.mailings.states import Channel, Form, Frequency, Kind, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, holds, outbox
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Conflict, Denied, Unfit, WrongState
from nswp_gov.store.outbox import MailState, address_index
from nswp_gov.store.work import Work
from nswp_gov.web import mailer
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.mailings import (
    OFFICE,
    choose,
    make_mailing,
    make_read,
    send,
    subscribe,
)
from tests.mailings.conftest import FIVE, deliver, letters, ordinary
from tests.sizes import size


def test_each_gets_it_once_in_their_own_language(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    ordinary(work)
    for locale in Locale:
        _house, reader = make_read(work, locale=locale, email=f"{locale.code}@example.org")
        choose(work, reader, form=Form.NAMED)
    make_person(work, "Outside", email="nobody@example.org")
    sent = send(work, make_mailing(work, words=FIVE))
    assert (sent.letters, sent.on_page) == (5, 0)
    work.session.commit()
    box = deliver(posting, mail_server[1])
    assert set(box) == {f"{locale.code}@example.org" for locale in Locale}
    for locale, words in FIVE.items():
        letter = box[f"{locale.code}@example.org"]
        assert letter["Subject"] == words.subject
        assert words.body in letter.get_content()
        assert letter["Content-Language"] == locale.tag
        assert "NSWP" in letter["From"]
        assert letter["Cc"] is None
        assert "<img" not in letter.as_string()
        assert [kind.get_content_type() for kind in letter.walk()] == ["text/plain"]


def test_who_has_no_translation_is_told_so(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    _house, reader = make_read(work, locale=Locale.FR, email="fr@example.org")
    choose(work, reader, form=Form.PLAIN)
    send(work, make_mailing(work, words={Locale.EN: FIVE[Locale.EN]}))
    work.session.commit()
    letter = deliver(posting, mail_server[1])["fr@example.org"]
    assert letter["Content-Language"] == "fr"
    assert "It rains." in letter.get_content()
    assert "anglais" in letter.get_content(), "the reader's own words say whose words these are"
    assert letter["Subject"] != "Rain"
    assert "NSWP" not in letter["From"]


def test_the_default_letter_names_neither_network_nor_matter(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    make_read(work, email="en@example.org")
    words = {Locale.EN: Words("NSWP calls for protest", "The network of sex workers calls.")}
    mailing = make_mailing(work, words=words, link=Link("home.safety"))
    send(work, mailing)
    work.session.commit()
    letter = deliver(posting, mail_server[1])["en@example.org"]
    whole = str(letter["Subject"]) + str(letter["From"]) + letter.get_content()
    for word in ("NSWP", "network", "sex work", "protest", "safety", str(mailing.id)):
        assert word.casefold() not in whole.casefold()
    assert "/mailings/letters" in letter.get_content()


def test_links_are_those_that_were_written(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    subscribe(work, "out@example.org", form=Form.NAMED)
    body = "Read [this](https://example.org/a?b=1) today.\n\n- one\n- two"
    mailing = make_mailing(
        work, audience=Audience(subscribers=True), words={Locale.EN: Words("Hello", body)},
        link=Link("home.safety"),
    )  # fmt: skip
    send(work, mailing)
    work.session.commit()
    letter = deliver(posting, mail_server[1])["out@example.org"]
    said = letter.get_content()
    assert "Read this (https://example.org/a?b=1) today." in said
    assert "- one\n- two" in said
    assert "http://localhost/en/safety" in said
    assert letter["Subject"] == "Hello"


def test_a_second_sending_is_refused_and_reaches_nobody(work: Work) -> None:
    make_read(work)
    mailing = make_mailing(work)
    send(work, mailing)
    with pytest.raises(WrongState):
        send(work, mailing)
    assert len(letters(work.session)) == 1
    assert mailing.state is State.SENT
    with pytest.raises(WrongState):
        operations.change(
            replace(work, actor=OFFICE), mailing, words=FIVE[Locale.EN], seen={},
            audience=EVERY_MEMBER, kind=Kind.NEWS,
        )  # fmt: skip


def test_a_key_is_queued_once_however_often(work: Work) -> None:
    make_read(work)
    mailing = make_mailing(work)
    (one,) = queries.recipients(work.session, EVERY_MEMBER, NOW, kind=Kind.NEWS)
    letter = operations.sending.letter_for(mailing, one)
    assert outbox.queue_many(work.session, [letter, letter], letter="mailings/letter", now=NOW) == 1
    assert outbox.queue_many(work.session, [letter], letter="mailings/letter", now=NOW) == 0


def test_only_the_office_sends(work: Work) -> None:
    make_read(work)
    member = Actor(name="Amina", person_id=uuid.uuid4(), member_of=frozenset({uuid.uuid4()}))
    mailing = make_mailing(work)
    for act in (operations.send, operations.stop, operations.discard):
        with pytest.raises(Denied):
            act(replace(work, actor=member), mailing)
    with pytest.raises(Denied):
        operations.try_again(replace(work, actor=member))


@pytest.mark.parametrize(
    ("words", "audience", "code"),
    [
        (Words("", "x"), EVERY_MEMBER, "mailing_no_subject"),
        (Words("x", " "), EVERY_MEMBER, "mailing_no_body"),
        (Words("x\ny", "x"), EVERY_MEMBER, "mailing_long_subject"),
        (Words("x", "x" * 50_000), EVERY_MEMBER, "mailing_long_body"),
        (Words("x", "x"), Audience(), "mailing_nobody"),
    ],
)
def test_what_can_not_be_sent_is_refused(
    work: Work, words: Words, audience: Audience, code: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        make_mailing(work, words={Locale.EN: words}, audience=audience)
    assert refusal.value.code == code


def test_nobody_is_sent_nothing(work: Work) -> None:
    with pytest.raises(Unfit, match="mailing_reaches_nobody"):
        send(work, make_mailing(work, audience=Audience(subscribers=True)))


def test_words_are_changed_by_who_saw_the_newest(work: Work) -> None:
    office = replace(work, actor=OFFICE)
    mailing = make_mailing(work)
    change = {"audience": EVERY_MEMBER, "kind": Kind.ALERT}
    operations.change(
        office, mailing, words=Words("New", "Newer."), seen={"subject": 1, "body": 1}, **change
    )
    with pytest.raises(Conflict):
        operations.change(
            office, mailing, words=Words("Lost", "Lost."), seen={"subject": 1, "body": 1}, **change
        )
    operations.translate(office, mailing, Locale.RU, Words("Новое", "Новее."), seen={})
    said = queries.said(work.session, mailing, Locale.RU)
    assert (said.subject.words, said.is_fallback) == ("Новое", False)
    assert mailing.kind is Kind.ALERT


def test_what_has_not_gone_can_be_taken_back(work: Work) -> None:
    _house, reader = make_read(work)
    make_read(work)
    mailing = make_mailing(work)
    send(work, mailing)
    (gone, _waits) = letters(work.session)
    outbox.sent(gone)
    assert operations.stop(replace(work, actor=OFFICE), mailing) == 1
    assert [row.state for row in letters(work.session)] == [MailState.SENT]
    assert queries.received(work.session, reader.id) == ([], False), "and it is on no page"
    assert mailing.letters == 1


def test_a_suppressed_address_gets_nothing_even_if_the_letter_waits_already(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    make_read(work, email="stop@example.org")
    make_read(work, email="go@example.org")
    subscribe(work, "out@example.org")
    send(work, make_mailing(work, audience=Audience(members=True, subscribers=True)))
    for address in ("stop@example.org", "out@example.org"):
        holds.stop(work.session, address_index(address), now=work.now)
    work.post(to="stop@example.org", letter="accounts/changed", locale="en", values={})
    work.session.commit()
    done = mailer.deliver(posting, clock=clock.now)
    assert (done.sent, done.failed) == (2, 2)
    found = [message_from_bytes(f.read_bytes()) for f in mail_server[1].glob("new/*")]
    assert Counter(one["To"] for one in found) == {"go@example.org": 1, "stop@example.org": 1}
    faults = {row.fault for row in letters(work.session)}
    assert faults == {None, outbox.HELD}
    assert outbox.try_again(work.session, now=work.now) == 0, "held stays held"


addresses = st.sampled_from([f"r{number}@example.org" for number in range(4)])


@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["stop", "hold", "soft", "lift", "send"]), addresses), max_size=12
    )
)
@sized(
    max_examples=size(8, 300),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_suppressed_address_never_receives(session: Session, acts) -> None:
    """Whatever happens to four addresses, in any order: the letters of a sending are for the rest.

    The plain reckoning: an address is barred from a stop or a hold, or from the third passing
    fault of three days, until it is lifted.
    """
    nested = session.begin_nested()
    try:
        _check_acts(Work(session, OFFICE, NOW), acts)
    finally:
        nested.rollback()
        session.expunge_all()


def _check_acts(work: Work, acts) -> None:
    session = work.session
    session.info["touched"] = {}
    for number in range(4):
        subscribe(work, f"r{number}@example.org")
    barred: set[str] = set()
    soft: Counter[str] = Counter()
    for day, (what, address) in enumerate([*acts, ("send", "")], start=1):
        then = replace(work, now=NOW + timedelta(days=day))
        index = address_index(address)
        if what == "stop":
            holds.stop(session, index, now=then.now)
            barred.add(address)
        elif what == "hold":
            holds.hold(session, index, holds.HoldReason.BOUNCED, now=then.now)
            barred.add(address)
        elif what == "soft":
            holds.note_fault(session, index, now=then.now)
            soft[address] += 1
            barred |= {address} if soft[address] >= holds.SOFT_MOST else set()
        elif what == "lift":
            holds.lift(session, index)
            barred.discard(address)
            soft[address] = 0
        else:
            found = queries.recipients(
                session, Audience(subscribers=True), then.now, kind=Kind.NEWS
            )
            assert {one.address for one in found} == {
                f"r{number}@example.org" for number in range(4)
            } - barred


def test_everybody_reads_on_their_page_what_was_meant_for_them(work: Work) -> None:
    _one, amina = make_read(work)
    _two, bela = make_read(work, email=None)
    choose(work, amina, frequency=Frequency.MONTHLY)
    mailing = make_mailing(work)
    sent = send(work, mailing)
    assert (sent.letters, sent.on_page) == (0, 2)
    channels = {row.person_id: row.channel for row in work.session.scalars(select(Delivery))}
    assert channels == {amina.id: Channel.LATER, bela.id: Channel.PAGE}
    assert queries.received_one(work.session, bela.id, mailing.id) is mailing


def test_a_trial_goes_to_oneself_alone(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    make_read(work)
    carla = make_person(work, "Carla", roles=["secretariat"], email="carla@example.org")
    office = replace(work, actor=replace(OFFICE, person_id=carla.id))
    mailing = make_mailing(work)
    operations.send_test(office, mailing, form=Form.NAMED)
    work.session.commit()
    assert set(deliver(posting, mail_server[1])) == {"carla@example.org"}
    assert mailing.state is State.DRAFT
    with pytest.raises(Unfit, match="mailing_no_own_address"):
        operations.send_test(replace(work, actor=OFFICE), mailing, form=Form.NAMED)


def test_what_a_closed_account_chose_is_forgotten(work: Work) -> None:
    _one, amina = make_read(work)
    _two, bela = make_read(work)
    for person in (amina, bela):
        choose(work, person, form=Form.PLAIN)
    amina.is_closed = True
    work.record("account.closed", amina)
    assert operations.forget_closed(work) == 1
    assert work.session.scalars(select(Preference.person_id)).all() == [bela.id]
