"""Letters that come back, and servers that refuse: the address goes on hold, nobody else's does."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import CliRunner
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as sized
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov import config
from nswp_gov.cli import main
from nswp_gov.mailings import operations
from nswp_gov.mailings.bounces import Bounce, read
from nswp_gov.store import clock, holds, outbox
from nswp_gov.store.actor import SYSTEM, Actor
from nswp_gov.store.base import Base
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.errors import Denied
from nswp_gov.store.outbox import OutboxMessage, address_index
from nswp_gov.store.work import Work, begin
from nswp_gov.web import mailer
from tests.conftest import KEYS

READER = "reader@example.org"
MARK = "0123456789abcdef" * 2

DSN = """\
From: MAILER-DAEMON@example.net
To: post@localhost
Subject: Returned mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: {copied}

{lead}Message-ID: <{mark}@localhost>
Subject: Something to read

--b--
"""


def dsn(
    mark: str = MARK, *, address: str = READER, action: str = "failed", status: str = "5.1.1",
    copied: str = "text/rfc822-headers",
) -> bytes:  # fmt: skip
    said = DSN.format(
        address=address, action=action, status=status, mark=mark, copied=copied,
        lead="",
    )  # fmt: skip
    return said.replace("\n", "\r\n").encode()


@pytest.fixture
def gone(work: Work) -> OutboxMessage:
    """A letter that the server has taken."""
    work.post(to=READER, letter="accounts/changed", locale="en", values={})
    work.session.flush()
    (row,) = work.session.scalars(select(OutboxMessage)).all()
    outbox.sent(row)
    work.session.flush()
    return row


def is_held(session: Session, address: str = READER) -> bool:
    row = holds.known(session, address_index(address))
    return row is not None and row.held_at is not None


@pytest.mark.parametrize("copied", ["text/rfc822-headers", "message/rfc822"])
def test_a_notification_is_read(copied: str) -> None:
    assert read(dsn(copied=copied)) == [Bounce(MARK, READER, is_final=True)]
    assert read(dsn(copied=copied, status="4.2.2")) == [Bounce(MARK, READER, is_final=False)]
    assert read(dsn(copied=copied, status="5.2.2")) == [Bounce(MARK, READER, is_final=False)]
    assert read(dsn(copied=copied, status="5.7.1")) == [Bounce(MARK, READER, is_final=False)]
    for action in ("delayed", "delivered", "relayed"):
        assert read(dsn(copied=copied, action=action)) == []
    assert read(b"Subject: hello\r\n\r\nhello\r\n") == []


@given(st.binary(max_size=400))
@sized(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_comes_in_breaks_the_reader(junk: bytes) -> None:
    read(junk)
    read(dsn() + junk)
    read(b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n" + junk)


def test_a_final_fault_holds_at_once(work: Work, gone: OutboxMessage) -> None:
    (bounce,) = read(dsn(gone.message_id))
    assert operations.note_bounce(work, bounce)
    assert is_held(work.session)
    assert not operations.note_bounce(work, bounce), "twice is once"


def test_the_mark_counts_whatever_address_it_came_back_from(
    work: Work, gone: OutboxMessage
) -> None:
    (bounce,) = read(dsn(gone.message_id, address="forwarded@elsewhere.example"))
    assert operations.note_bounce(work, bounce)
    assert is_held(work.session)
    assert not is_held(work.session, "forwarded@elsewhere.example")


def test_without_the_mark_the_address_of_a_letter_of_ours_counts(
    work: Work, gone: OutboxMessage
) -> None:
    assert not operations.note_bounce(work, Bounce(None, "never@example.org", is_final=True))
    assert operations.note_bounce(work, Bounce(None, READER.upper(), is_final=True))


def test_a_forged_mark_holds_nobody(work: Work, gone: OutboxMessage) -> None:
    assert not operations.note_bounce(work, Bounce(MARK, READER, is_final=True))
    assert not is_held(work.session)


def test_a_passing_fault_holds_when_it_comes_on_three_days(work: Work, gone: OutboxMessage) -> None:
    bounce = Bounce(gone.message_id, READER, is_final=False)
    days = (0, 0, 1, 2)
    held = [
        operations.note_bounce(replace(work, now=work.now + timedelta(days=day)), bounce)
        for day in days
    ]
    assert held == [False, False, False, True]


def test_old_faults_do_not_count(work: Work, gone: OutboxMessage) -> None:
    bounce = Bounce(gone.message_id, READER, is_final=False)
    for day in (0, 1, 200, 201):
        operations.note_bounce(replace(work, now=work.now + timedelta(days=day)), bounce)
    assert not is_held(work.session)


def test_only_the_office_notes_and_lifts(work: Work, gone: OutboxMessage) -> None:
    stranger = replace(work, actor=Actor(name="x"))
    with pytest.raises(Denied):
        operations.note_bounce(stranger, Bounce(gone.message_id, READER, is_final=True))
    with pytest.raises(Denied):
        operations.lift_hold(stranger, READER)
    operations.note_bounce(work, Bounce(gone.message_id, READER, is_final=True))
    assert operations.lift_hold(work, READER)
    assert not operations.lift_hold(work, READER)


def test_what_its_owner_stopped_the_office_does_not_start(work: Work) -> None:
    holds.stop(work.session, address_index(READER), now=work.now)
    assert not operations.lift_hold(work, READER)
    assert holds.bars(work.session, address_index(READER), "mailings/letter", is_mass=True)
    assert not holds.bars(work.session, address_index(READER), "meetings/notice", is_mass=False)


def test_the_way_to_prove_an_address_stays_open(work: Work) -> None:
    index = address_index(READER)
    holds.hold(work.session, index, holds.HoldReason.BOUNCED, now=work.now)
    assert holds.bars(work.session, index, "meetings/notice", is_mass=False)
    assert not holds.bars(work.session, index, "accounts/address", is_mass=False)
    assert not holds.bars(work.session, index, "mailings/confirm", is_mass=False)


class Refusing:
    """A mail server that refuses in one way."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send_message(self, _letter: EmailMessage) -> None:
        raise self.fault


@pytest.mark.parametrize(
    ("fault", "held"),
    [
        (smtplib.SMTPRecipientsRefused({READER: (550, b"no such box")}), True),
        (smtplib.SMTPRecipientsRefused({READER: (550, b"5.1.1 no such box")}), True),
        (smtplib.SMTPRecipientsRefused({READER: (550, b"5.7.1 you are blocked")}), False),
        (smtplib.SMTPRecipientsRefused({READER: (552, b"full")}), False),
        (smtplib.SMTPRecipientsRefused({READER: (450, b"later")}), False),
        (smtplib.SMTPSenderRefused(550, b"who are you", "post@localhost"), False),
        (smtplib.SMTPDataError(554, b"looks like spam"), False),
        (smtplib.SMTPServerDisconnected(), False),
    ],
)
def test_only_a_refusal_of_the_recipient_puts_the_address_on_hold(
    app: Flask, work: Work, session: Session, fault: Exception, held: bool
) -> None:
    work.post(to=READER, letter="accounts/changed", locale="en", values={})
    work.session.commit()
    mailer.deliver(app, clock=clock.now, open_server=lambda _: Refusing(fault))
    session.expire_all()
    assert is_held(session) is held


def test_a_letter_that_can_not_be_written_holds_up_no_other(
    app: Flask, work: Work, session: Session
) -> None:
    class Taking(Refusing):
        def send_message(self, _letter: EmailMessage) -> None:
            return None

    work.post(to=READER, letter="accounts/address", locale="en", values={})  # lacks its token
    work.post(to=READER, letter="accounts/changed", locale="en", values={})
    work.session.commit()
    done = mailer.deliver(app, clock=clock.now, open_server=lambda _: Taking(OSError()))
    assert (done.sent, done.put_back) == (1, 1)
    session.expire_all()
    faults = {row.letter: row.fault for row in session.scalars(select(OutboxMessage))}
    assert faults == {"accounts/address": mailer.UNMADE, "accounts/changed": None}


def test_a_letter_whose_lease_is_over_is_left_to_whoever_has_it(
    app: Flask, work: Work, session: Session
) -> None:
    work.post(to=READER, letter="accounts/changed", locale="en", values={})
    work.session.commit()
    first = clock.now()
    times = iter([first, *(first + timedelta(minutes=2) for _ in range(20))])

    class Never(Refusing):
        def send_message(self, _letter: EmailMessage) -> None:
            raise AssertionError("another worker may be sending it")

    done = mailer.deliver(
        app, clock=lambda: next(times), open_server=lambda _: Never(OSError()), most=1
    )
    assert (done.sent, done.failed) == (0, 0)


def test_the_command_reads_files_and_maildirs(
    whole_app: Flask,
    new_database: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = new_database("bounces")
    engine = open_engine(url)
    with writing(), engine.begin() as connection:
        Base.metadata.tables["outbox_message"].create(connection)
        Base.metadata.tables["address_hold"].create(connection)
    with writing(), Session(engine) as session, begin(session, SYSTEM, clock.now()) as work:
        for number in range(2):
            work.post(to=f"{number}{READER}", letter="accounts/changed", locale="en", values={})
        work.session.flush()
        rows = work.session.scalars(select(OutboxMessage)).all()
        marks = [row.message_id for row in rows]
        for row in rows:
            outbox.sent(row)
    box = tmp_path / "box"
    (box / "new").mkdir(parents=True)
    (box / "new" / "1").write_bytes(dsn(marks[0]))
    (tmp_path / "one").write_bytes(dsn(marks[1]))
    settings = config.Settings(instance=tmp_path, database_url=url, secret_key="x", field_keys=KEYS)
    monkeypatch.setattr(config, "load", lambda: settings)
    run: Any = CliRunner().invoke(main, ["bounces", str(box), str(tmp_path / "one")])
    assert run.exit_code == 0, run.output
    assert "2 letters read, 2 addresses put on hold." in run.output
    assert [one.name for one in (box / "cur").iterdir()] == ["1:2,S"]
    again = CliRunner().invoke(main, ["bounces"], input=dsn(marks[0]))
    assert "1 letters read, 0 addresses" in again.output
    with Session(engine) as session:
        assert holds.numbers(session) == (2, 0)
    engine.dispose()
