"""Sending: one letter each, in their language, and nothing to whoever wants none."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as sized
from hypothesis import strategies as st
from pysequoia import Tsk, decrypt
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.config import Settings
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Risk
from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.audience import EVERY_MEMBER, Audience
from nswp_gov.mailings.digests import SOURCES, Item
from nswp_gov.mailings.models import Delivery, Preference
from nswp_gov.mailings.operations import Link, Words
from nswp_gov.mailings.states import Channel, Form, Frequency, Kind, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, holds, outbox
from nswp_gov.store.actor import Actor
from nswp_gov.store.certificates import NoCertificate, look_at
from nswp_gov.store.errors import Conflict, Denied, Unfit, WrongState
from nswp_gov.store.outbox import MailState, OutboxMessage, address_index
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
from tests.sizes import size

FIVE = {
    Locale.EN: Words("Rain", "It rains."),
    Locale.FR: Words("Pluie", "Il pleut."),
    Locale.ES: Words("Lluvia", "Llueve."),
    Locale.RU: Words("Дождь", "Идёт дождь."),
    Locale.ZH_HANS: Words("雨", "下雨了。"),
}


@pytest.fixture
def posting(app: Flask, mail_server: tuple[str, Path], settings: Settings) -> Iterator[Flask]:
    for old in mail_server[1].glob("new/*"):
        old.unlink()
    app.extensions["nswp_gov.settings"] = replace(settings, smtp=mail_server[0])
    yield app
    app.extensions["nswp_gov.settings"] = settings


def received(folder: Path) -> dict[str, EmailMessage]:
    found = [message_from_bytes(f.read_bytes(), policy=default) for f in folder.glob("new/*")]
    boxes = Counter(str(one["X-RcptTo"] or one["To"]) for one in found)
    assert max(boxes.values(), default=1) == 1, "doubled"
    return {str(one["To"]): one for one in found if isinstance(one, EmailMessage)}


def deliver(app: Flask, box: Path) -> dict[str, EmailMessage]:
    while mailer.deliver(app, clock=clock.now).sent:
        pass
    return received(box)


def letters(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.is_mass)))


def ordinary(work: Work) -> None:
    directory.assess_risk(replace(work, actor=OFFICE), "KE", Risk.ORDINARY, "looked at")


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


# --- digests


def _item(number: int, locale: Locale = Locale.EN) -> Item:
    return Item(
        key=f"news:{number}", kind=Kind.NEWS, at=NOW - timedelta(days=number), source=locale,
        words={locale: (f"Title {number}", f"Summary {number}.")}, endpoint="home.safety",
        values={},
    )  # fmt: skip


@pytest.fixture
def offering() -> Iterator[None]:
    items = [_item(1), _item(2, Locale.ES), _item(5), _item(20)]

    def source(_session: Session, since: datetime, until: datetime) -> list[Item]:
        return [one for one in items if since <= one.at < until]

    kept = SOURCES[:]
    SOURCES[:] = [source]
    yield
    SOURCES[:] = kept


def test_a_digest_is_gathered_arranged_and_sent_to_whoever_wants_that_one(
    offering: None, posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    wants = {
        frequency: make_read(work, email=f"{frequency}@example.org")[1] for frequency in Frequency
    }
    for frequency, reader in wants.items():
        choose(work, reader, frequency=frequency, form=Form.PLAIN)
    office = replace(work, actor=OFFICE)
    digest = operations.assemble(
        office, frequency=Frequency.WEEKLY, words=FIVE, source=Locale.EN, audience=EVERY_MEMBER
    )
    assert [one.key for one in queries.items_of(digest)] == ["news:1", "news:2", "news:5"]
    operations.arrange(office, digest, ["news:5", "news:2"])
    with pytest.raises(Unfit):
        operations.arrange(office, digest, ["news:1"])
    send(work, digest)
    work.session.commit()
    box = deliver(posting, mail_server[1])
    assert set(box) == {"weekly@example.org"}
    said = box["weekly@example.org"].get_content()
    assert said.index("Title 5") < said.index("Title 2 (Spanish)")
    assert "Title 1" not in said
    assert "http://localhost/en/safety" in said


def test_a_digest_holds_what_a_subscriber_chose(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    rows = [
        ("rain", Kind.NEWS, {"africa"}), ("hail", Kind.ALERT, {"africa"}),
        ("snow", Kind.NEWS, {"europe"}), ("sun", Kind.NEWS, set()),
    ]  # fmt: skip

    def offer(*_: object) -> list[Item]:
        return [
            Item(
                key=title, kind=kind, at=NOW, source=Locale.EN, words={Locale.EN: (title, "said")},
                endpoint="directory.index", values={}, regions=frozenset(regions),
            )
            for title, kind, regions in rows
        ]  # fmt: skip

    chosen = {
        "all": {}, "africa": {"regions": ("africa",)}, "latin": {"regions": ("latin-america",)},
        "alerts": {"kinds": (Kind.ALERT, Kind.DIGEST)},
        "none": {"kinds": (Kind.ALERT, Kind.DIGEST), "regions": ("europe",)},
    }  # fmt: skip
    for name, over in chosen.items():
        subscribe(work, f"{name}@example.org", **over)
    SOURCES.append(offer)
    try:
        digest = operations.assemble(
            replace(work, actor=OFFICE), frequency=Frequency.QUARTERLY, source=Locale.EN,
            words={Locale.EN: Words("A quarter", "What happened.")},
            audience=Audience(subscribers=True),
        )  # fmt: skip
    finally:
        SOURCES.remove(offer)
    send(work, digest)
    work.session.commit()
    box = deliver(posting, mail_server[1])
    titles = {title for title, _kind, _regions in rows}
    told = {
        address.partition("@")[0]: {one for one in titles if one in letter.get_content()}
        for address, letter in box.items()
    }
    assert told == {
        "all": {"rain", "hail", "snow", "sun"}, "africa": {"rain", "hail", "sun"},
        "latin": {"sun"}, "alerts": {"hail"},
    }  # fmt: skip


def test_an_empty_digest_is_no_digest(work: Work) -> None:
    kept, SOURCES[:] = SOURCES[:], []
    try:
        with pytest.raises(Unfit, match="digest_empty"):
            operations.assemble(
                replace(work, actor=OFFICE), frequency=Frequency.MONTHLY, words=FIVE,
                source=Locale.EN, audience=EVERY_MEMBER,
            )  # fmt: skip
    finally:
        SOURCES[:] = kept


# --- encrypted letters


def give(work: Work, person: Person, key: Tsk, now: datetime = NOW) -> None:
    found = look_at(str(key.extract_certificate()), now=now)
    own = replace(work, actor=Actor(name="", person_id=person.id))
    operations.give_certificate(own, person, found)


def opened(letter: EmailMessage, key: Tsk) -> EmailMessage:
    assert letter.get_content_type() == "multipart/encrypted"
    version, sealed = letter.iter_parts()
    assert version.get_content_type() == "application/pgp-encrypted"
    inner = decrypt(sealed.get_content(), decryptor=key.decryptor()).bytes
    found = message_from_bytes(inner, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_who_gave_a_certificate_gets_every_letter_encrypted(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    key = Tsk.generate("Reader <r@example.org>")
    _house, reader = make_read(work, email="r@example.org", locale=Locale.RU)
    give(work, reader, key)
    stored = work.session.scalars(select(Preference)).one()
    assert "PRIVATE" not in (stored.certificate or "")
    send(work, make_mailing(work, words=FIVE))
    work.session.commit()
    letter = deliver(posting, mail_server[1])["r@example.org"]
    outside = letter.as_string()
    assert letter["Subject"] == "..."
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Дождь" not in outside
    inner = opened(letter, key)
    assert "Идёт дождь." in inner.get_content()


def test_an_attachment_goes_with_a_letter_and_is_encrypted_with_it(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    key = Tsk.generate("Reader <r@example.org>")
    _house, reader = make_read(work, email="r@example.org")
    ics = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"

    def extra(_session: Session, message: OutboxMessage, _cache: dict) -> mailer.Extra:
        assert message.values == {"day": "monday"}
        meeting = mailer.Attachment("meeting.ics", "text/calendar", ics, {"method": "REQUEST"})
        return mailer.Extra(attachments=(meeting,), headers={"X-Test": "1"})

    mailer.EXTRAS["accounts/changed"] = extra
    try:
        for address, person in (("r@example.org", reader), ("plain@example.org", None)):
            if person is not None:
                give(work, person, key)
            work.post(
                to=address, letter="accounts/changed", locale="en", values={"day": "monday"},
                person_id=person.id if person else None,
            )  # fmt: skip
        work.session.commit()
        box = deliver(posting, mail_server[1])
    finally:
        del mailer.EXTRAS["accounts/changed"]
    for letter in (box["plain@example.org"], opened(box["r@example.org"], key)):
        (file,) = letter.iter_attachments()
        assert file.get_content_type() == "text/calendar"
        assert file.get_param("method") == "REQUEST"
        assert file.get_payload(decode=True) == ics
    assert box["plain@example.org"]["X-Test"] == "1"


def test_a_secret_key_is_never_taken() -> None:
    key = Tsk.generate("Reader <r@example.org>")
    with pytest.raises(NoCertificate, match="secret"):
        look_at(str(key), now=NOW)
    with pytest.raises(NoCertificate, match="unreadable"):
        look_at("hello", now=NOW)


def test_when_a_certificate_ends_the_letter_says_nothing_of_the_matter(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    key = Tsk.generate("Reader <r@example.org>", validity_seconds=3600)
    _house, reader = make_read(work, email="r@example.org")
    give(work, reader, key, now=datetime.now(UTC))
    chosen = work.session.scalars(select(Preference)).one()
    assert chosen.certificate_until is not None
    send(work, make_mailing(work, words=FIVE))
    chosen.certificate_until = clock.now() - timedelta(minutes=1)
    work.session.commit()
    letter = deliver(posting, mail_server[1])["r@example.org"]
    assert letter.get_content_type() == "text/plain"
    assert "rain" not in letter.get_content().casefold()
