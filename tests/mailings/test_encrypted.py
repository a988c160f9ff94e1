"""Letters to whoever gave a certificate are encrypted with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from pysequoia import Tsk, decrypt
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.mailings import operations
from nswp_gov.mailings.models import Preference
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.actor import Actor
from nswp_gov.store.certificates import NoCertificate, look_at
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import Work
from nswp_gov.web import mailer
from tests.conftest import NOW
from tests.factories.mailings import (
    make_mailing,
    make_read,
    send,
)
from tests.mailings.conftest import FIVE, deliver


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
