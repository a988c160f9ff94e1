"""Letters leave here: rendered in the reader's language, handed to the mail server.

A letter is a template `<room>/mail/<letter>.txt` whose first line is `Subject: …`. By default
nothing in it names the network: sender, subject and words are neutral. A room adds to its letters
(values, attachments, headers) by `EXTRAS`; whoever gave a certificate gets every letter encrypted.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, g, render_template
from flask_babel import force_locale
from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.rules.languages import Locale
from nswp_gov.store import holds, outbox
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.holds import HoldReason
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import Work, begin
from nswp_gov.web import pgp
from nswp_gov.web.extensions import db
from nswp_gov.web.pgp import POLICY

PERMANENT = range(500, 600)
NO_SUCH_BOX = frozenset({"550", "551", "553", "556"})  # of a recipient, not of a letter
BATCH = 25  # letters of one lease: they are gone before it ends
LOST = 3  # connections in a row; then the server is left alone until the next round
UNMADE = "unmade"  # the fault of a letter that could not be composed


@dataclass(frozen=True)
class Delivered:
    """What one round of the worker did."""

    sent: int
    put_back: int
    failed: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter: its name, its media type with parameters, its bytes."""

    name: str
    kind: str
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What a room adds when its letter is composed; nothing of it is kept.

    `values` join those that were queued; `sender_name` stands before the address.
    """

    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    attachments: Sequence[Attachment] = ()
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sender_name: str = ""


NOTHING = Extra()


class Withheld(Exception):
    """Raised by a room that composes a letter which must not go out any more."""


# By letter (`room/name`). The last argument lives for one round: what many letters share is kept.
EXTRAS: dict[str, Callable[[Session, OutboxMessage, dict[Any, Any]], Extra]] = {}

# The certificate (OpenPGP, public) of whoever a letter is for, asked of each room in turn.
CERTIFICATES: list[Callable[[Session, OutboxMessage], str | None]] = []


def compose(
    settings: Settings,
    message: OutboxMessage,
    *,
    now: datetime,
    cache: dict[Any, Any] | None = None,
) -> EmailMessage:
    """Return the letter as it goes out; call inside an application context."""
    locale = Locale(message.locale)
    room, name = message.letter.split("/")
    add = EXTRAS.get(message.letter)
    with force_locale(locale.value):
        g.locale = locale
        extra = add(db.session(), message, {} if cache is None else cache) if add else NOTHING
        values = {**(message.values or {}), **extra.values}
        rendered = render_template(f"{room}/mail/{name}.txt", **values)
    first, _, body = rendered.lstrip().partition("\n")
    letter = EmailMessage(policy=POLICY)
    letter["Subject"] = first.removeprefix("Subject:").strip()
    letter["From"] = formataddr((extra.sender_name, settings.sender))
    letter["To"] = message.recipient or ""
    letter["Date"] = format_datetime(now)
    host = settings.sender.partition("@")[2] or "localhost"
    letter["Message-ID"] = f"<{message.message_id}@{host}>"
    letter["Auto-Submitted"] = "auto-generated"
    for header, value in extra.headers.items():
        letter[header] = value
    letter.set_content(body.strip() + "\n")
    letter["Content-Language"] = locale.tag  # after the content, which takes such headers away
    for one in extra.attachments:
        _attach(letter, one)
    return _locked(letter, message)


def _attach(letter: EmailMessage, one: Attachment) -> None:
    main, _, sub = one.kind.partition("/")
    parameters = dict(one.parameters)
    if main == "text":
        parameters.setdefault("charset", "utf-8")
    letter.add_attachment(one.content, main, sub, filename=one.name, params=parameters)


def _locked(letter: EmailMessage, message: OutboxMessage) -> EmailMessage:
    """Return the letter encrypted where its reader gave a certificate, else as it is."""
    for ask in CERTIFICATES:
        if certificate := ask(db.session(), message):
            return pgp.encrypted(letter, certificate)
    return letter


class _Given:
    """A connection that knows whether the words of the last letter went over it."""

    is_given = False

    def mail(self, *told: Any, **more: Any) -> Any:
        """Begin a letter: nothing of it is given yet."""
        self.is_given = False
        return super().mail(*told, **more)  # type: ignore[misc]

    def data(self, msg: Any) -> Any:
        """Give the words: from here on, without an answer, the server may have taken them."""
        self.is_given = True
        return super().data(msg)  # type: ignore[misc]


class _Carrier(_Given, smtplib.SMTP):
    pass


class _SecureCarrier(_Given, smtplib.SMTP_SSL):
    pass


def connect(address: str) -> smtplib.SMTP:
    """Return a connection to the mail server `smtp[s]://[user:password@]host[:port]`."""
    url = urlsplit(address)
    secure = url.scheme == "smtps"
    host, port = url.hostname or "localhost", url.port or (465 if secure else 25)
    trust = ssl.create_default_context()  # its name and certificate are checked
    server: smtplib.SMTP
    if secure:
        server = _SecureCarrier(host, port, timeout=30, context=trust)
    else:
        server = _Carrier(host, port, timeout=30)
    if url.username:
        if not secure:
            server.starttls(context=trust)
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def deliver(
    app: Flask,
    *,
    clock: Callable[[], datetime],
    open_server: Callable[[str], AbstractContextManager[Any]] = connect,
    most: int = 200,
) -> Delivered:
    """Send what is due, up to `most`; each letter's fate is committed before the next one goes.

    With it is committed that the next of many is handed over now: a worker that is killed in that
    instant leaves it in doubt and doesn't double it. Letters are leased a few at a time. A lost
    connection is opened again; after some in a row the server is left alone until the next round.

    Raises:
        OSError: the mail server cannot be reached; every letter waits for the next round.

    """
    settings: Settings = app.extensions["nswp_gov.settings"]
    fates: list[str] = []
    cache: dict[Any, Any] = {}
    lost = 0
    with app.test_request_context(base_url=settings.public_url):
        while len(fates) < most and lost < LOST:
            held = _lease(clock(), min(BATCH, most - len(fates)))
            if not held:
                break
            with open_server(settings.smtp) as server:
                done = _some(_Line(server, settings, clock, cache), held)
            fates += done
            lost = lost + 1 if done[-1:] == [_CUT] else 0
        db.session.remove()
    return Delivered(
        fates.count("sent"), fates.count("put_back") + fates.count(_CUT), fates.count("failed")
    )


_CUT = "cut"  # put back because the connection is gone
# RFC 3463: said of the letter or its sender, as when our own address is on a list of the blocked.
_POLICY = re.compile(rb"\b5\.[67]\.\d")


@dataclass(frozen=True)
class _Fault:
    """Why a letter was not taken: a code, and whether it was said of its recipient."""

    code: str
    of_recipient: bool = False


def _lease(now: datetime, most: int) -> list[uuid.UUID]:
    with writing(), begin(db.session(), SYSTEM, now) as work:
        return [message.id for message in outbox.lease(work.session, now=work.now, most=most)]


@dataclass(frozen=True)
class _Line:
    """What the letters of one connection have in common."""

    server: Any
    settings: Settings
    clock: Callable[[], datetime]
    cache: dict[Any, Any]


def _some(line: _Line, held: list[uuid.UUID]) -> list[str]:
    """Send leased letters one by one; when the connection is gone the rest is given back."""
    fates: list[str] = []
    with writing(), begin(db.session(), SYSTEM, line.clock()) as work:
        _announce(work, held[0])
    for at, message_id in enumerate(held):
        following = held[at + 1] if at + 1 < len(held) else None
        fates.append(_one(line, message_id, following))
        if fates[-1] == _CUT:
            with writing(), begin(db.session(), SYSTEM, line.clock()) as work:
                for other in held[at + 1 :]:
                    outbox.release(work.session.get_one(OutboxMessage, other))
            break
    return fates


def _announce(work: Work, message_id: uuid.UUID) -> None:
    """Note that a letter is handed over next, if this worker still holds it."""
    message = work.session.get(OutboxMessage, message_id)
    if message is not None and outbox.is_leased(message, now=work.now):
        outbox.intend(message)


def _one(line: _Line, message_id: uuid.UUID, following: uuid.UUID | None) -> str:
    """Send one letter, then note its fate, and that the following one is next, in a transaction.

    Nobody's write waits for the mail server: the lock is taken after the answer.
    """
    message = db.session.get(OutboxMessage, message_id)
    if message is None or not outbox.is_leased(message, now=line.clock()):
        db.session.rollback()
        return "late"  # taken back, or the lease is over and another worker may have it
    fault: _Fault | None
    if holds.bars(db.session(), message.recipient_index, message.letter, is_mass=message.is_mass):
        fault = _Fault(outbox.HELD)
    else:
        fault = _try(line, message)
    db.session.rollback()
    with writing(), begin(db.session(), SYSTEM, line.clock()) as work:
        if following:
            _announce(work, following)
        return _note(work, work.session.get_one(OutboxMessage, message_id), fault)


def _try(line: _Line, message: OutboxMessage) -> _Fault | None:
    """Compose a letter and hand it over; one that can't be composed holds up no other."""
    try:
        letter = compose(line.settings, message, now=line.clock(), cache=line.cache)
    except Withheld:
        return _Fault(outbox.WITHHELD)
    except Exception:  # noqa: BLE001 - whatever is wrong with one letter, the next ones go out
        return _Fault(UNMADE)
    is_mass = message.is_mass
    db.session.rollback()  # nothing is read while the server answers
    return _hand_over(line.server, letter, is_mass=is_mass)


def _note(work: Work, message: OutboxMessage, fault: _Fault | None) -> str:
    if fault is None:
        outbox.sent(message)
        return "sent"
    if fault.code in (outbox.HELD, outbox.WITHHELD):
        outbox.failed(message, fault=fault.code)
        return "failed"
    if fault.code == outbox.DOUBT:
        outbox.doubted(message)
        return _CUT
    if fault.code.isdigit() and int(fault.code) in PERMANENT:
        outbox.failed(message, fault=fault.code)
        if fault.of_recipient and fault.code in NO_SUCH_BOX and message.recipient_index:
            holds.hold(work.session, message.recipient_index, HoldReason.REFUSED, now=work.now)
        return "failed"
    outbox.put_back(message, now=work.now, fault=fault.code)
    return _CUT if fault.code == "connection" else "put_back"


def _hand_over(server: Any, letter: EmailMessage, *, is_mass: bool) -> _Fault | None:
    """Return None when the server took the letter, else why not.

    A connection that is lost once the words were given leaves one of many in doubt.
    """
    try:
        server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return _Fault(str(code), of_recipient=_POLICY.search(bytes(said)) is None)
    except smtplib.SMTPResponseException as refused:
        return _Fault(str(refused.smtp_code))
    except (smtplib.SMTPException, OSError):
        is_given = is_mass and getattr(server, "is_given", False)
        return _Fault(outbox.DOUBT if is_given else "connection")
    return None
