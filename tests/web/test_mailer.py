"""Letters through a real mail server process: none lost, none doubled, in the right language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.store import clock, outbox
from nswp_gov.store.outbox import DOUBT, MailState, OutboxMessage
from nswp_gov.store.work import Work
from nswp_gov.web import mailer
from tests.sizes import size

LOCALES = ("en", "fr", "es", "ru", "zh_Hans")


@pytest.fixture
def mailing(app: Flask, mail_server: tuple[str, Path], settings: Settings) -> Iterator[Flask]:
    app.extensions["nswp_gov.settings"] = replace(settings, smtp=mail_server[0])
    yield app
    app.extensions["nswp_gov.settings"] = settings


def received(folder: Path) -> list[EmailMessage]:
    found = [message_from_bytes(f.read_bytes(), policy=default) for f in folder.glob("new/*")]
    return [one for one in found if isinstance(one, EmailMessage)]


def queue(work: Work, count: int) -> None:
    for number in range(count):
        locale = LOCALES[number % len(LOCALES)]
        work.post(
            to=f"reader{number}@example.org",
            letter="accounts/changed",
            locale=locale,
            values={},
            key=f"letter/{number}",
        )
    work.session.flush()


def test_every_letter_arrives_once_in_its_language(
    mailing: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    many = size(60, 10_000)
    queue(work, many)
    work.session.commit()
    while mailer.deliver(mailing, clock=clock.now, most=25).sent:
        pass
    letters = received(mail_server[1])
    assert Counter(str(one["To"]) for one in letters) == {
        f"reader{number}@example.org": 1 for number in range(many)
    }
    assert len({str(one["Message-ID"]) for one in letters}) == many
    languages = Counter(str(one["Content-Language"]) for one in letters)
    assert set(languages) == {"en", "fr", "es", "ru", "zh-Hans"}
    for one in letters:
        assert "NSWP" not in one.as_string(), "letters are neutral by default"
        assert one["Subject"]
        assert one.get_content().strip()


def test_what_has_been_sent_is_forgotten(
    mailing: Flask, work: Work, session: Session, mail_server: tuple[str, Path]
) -> None:
    queue(work, 1)
    work.session.commit()
    mailer.deliver(mailing, clock=clock.now)
    session.expire_all()
    (row,) = session.scalars(select(OutboxMessage)).all()
    assert (row.state, row.recipient, row.values) == (MailState.SENT, None, None)


def test_a_dead_server_loses_nothing(app: Flask, work: Work, session: Session) -> None:
    queue(work, 3)
    work.session.commit()

    class Dead:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def send_message(self, _letter: EmailMessage) -> None:
            raise ConnectionResetError

    done = mailer.deliver(app, clock=clock.now, open_server=lambda _: Dead())
    assert (done.sent, done.put_back) == (0, 3)
    session.expire_all()
    rows = session.scalars(select(OutboxMessage)).all()
    assert {row.state for row in rows} == {MailState.WAITING}
    assert all(row.due_at > clock.now() + timedelta(minutes=1) for row in rows)


def test_a_refusal_for_good_is_not_tried_again(app: Flask, work: Work, session: Session) -> None:
    import smtplib

    queue(work, 1)
    work.session.commit()

    class Refusing:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def send_message(self, letter: EmailMessage) -> None:
            raise smtplib.SMTPRecipientsRefused({str(letter["To"]): (550, b"no such person")})

    mailer.deliver(app, clock=clock.now, open_server=lambda _: Refusing())
    session.expire_all()
    (row,) = session.scalars(select(OutboxMessage)).all()
    assert (row.state, row.fault) == (MailState.FAILED, "550")


class Cut:
    """A mail server whose connection breaks off after the words were given, or before."""

    def __init__(self, *, is_given: bool) -> None:
        self.is_given = is_given

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send_message(self, _letter: EmailMessage) -> None:
        raise ConnectionResetError


@pytest.mark.parametrize(
    ("is_mass", "is_given", "expected"),
    [
        (True, True, (MailState.FAILED, DOUBT)),  # somebody decides whether it goes out again
        (True, False, (MailState.WAITING, "connection")),
        (False, True, (MailState.WAITING, "connection")),  # to one person: rather twice than never
    ],
)
def test_only_one_of_many_whose_words_were_given_is_in_doubt(
    app: Flask, work: Work, session: Session, *, is_mass: bool, is_given: bool, expected: object
) -> None:
    queue(work, 2)
    for row in session.scalars(select(OutboxMessage)):
        row.is_mass = is_mass
    work.session.commit()
    mailer.deliver(app, clock=clock.now, open_server=lambda _: Cut(is_given=is_given), most=1)
    session.expire_all()
    fates = [(row.state, row.fault) for row in session.scalars(select(OutboxMessage))]
    assert sorted(map(str, fates)) == sorted(map(str, [expected, (MailState.WAITING, None)]))


def test_a_server_that_is_not_there_leaves_nothing_in_doubt(
    app: Flask, work: Work, session: Session
) -> None:
    queue(work, 2)
    for row in session.scalars(select(OutboxMessage)):
        row.is_mass = True
    work.session.commit()

    def absent(_address: str) -> Cut:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        mailer.deliver(app, clock=clock.now, open_server=absent)
    later = clock.now() + outbox.LEASE * 2
    assert len(outbox.lease(session, now=later)) == 2
    assert outbox.in_doubt(session) == 0
