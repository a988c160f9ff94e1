"""Letters leave here: rendered in the reader's language, handed to the mail server.

A letter is a template `<room>/mail/<letter>.txt` whose first line is `Subject: …`. By default
nothing in it names the network: sender, subject and words are neutral.
"""

from __future__ import annotations

import smtplib
import ssl
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, g, render_template
from flask_babel import force_locale

from nswp_gov.config import Settings
from nswp_gov.rules.languages import Locale
from nswp_gov.store import outbox
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import begin
from nswp_gov.web.extensions import db

POLICY = SMTP.clone(cte_type="7bit")
PERMANENT = range(500, 600)


@dataclass(frozen=True)
class Delivered:
    """What one round of the worker did."""

    sent: int
    put_back: int
    failed: int


def compose(settings: Settings, message: OutboxMessage, *, now: datetime) -> EmailMessage:
    """Return the letter as it goes out; call inside an application context."""
    locale = Locale(message.locale)
    room, name = message.letter.split("/")
    with force_locale(locale.value):
        g.locale = locale
        rendered = render_template(f"{room}/mail/{name}.txt", **(message.values or {}))
    first, _, body = rendered.lstrip().partition("\n")
    letter = EmailMessage(policy=POLICY)
    letter["Subject"] = first.removeprefix("Subject:").strip()
    letter["From"] = formataddr(("", settings.sender))
    letter["To"] = message.recipient or ""
    letter["Date"] = format_datetime(now)
    host = settings.sender.partition("@")[2] or "localhost"
    letter["Message-ID"] = f"<{message.message_id}@{host}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body.strip() + "\n")
    letter["Content-Language"] = locale.tag  # after the content, which takes such headers away
    return letter


def connect(address: str) -> smtplib.SMTP:
    """Return a connection to the mail server `smtp[s]://[user:password@]host[:port]`."""
    url = urlsplit(address)
    secure = url.scheme == "smtps"
    host, port = url.hostname or "localhost", url.port or (465 if secure else 25)
    trust = ssl.create_default_context()  # its name and certificate are checked
    server: smtplib.SMTP
    if secure:
        server = smtplib.SMTP_SSL(host, port, timeout=30, context=trust)
    else:
        server = smtplib.SMTP(host, port, timeout=30)
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
    most: int = 50,
) -> Delivered:
    """Send what is due; each letter's fate is committed before the next one goes.

    Raises:
        OSError: the mail server cannot be reached; every letter waits for the next round.

    """
    settings: Settings = app.extensions["nswp_gov.settings"]
    fates: list[str] = []
    with app.test_request_context(base_url=settings.public_url):
        with writing(), begin(db.session(), SYSTEM, clock()) as work:
            held = [message.id for message in outbox.lease(work.session, now=work.now, most=most)]
        if held:
            with open_server(settings.smtp) as server:
                fates.extend(_one(server, settings, message_id, clock) for message_id in held)
        db.session.remove()
    return Delivered(fates.count("sent"), fates.count("put_back"), fates.count("failed"))


def _one(
    server: Any, settings: Settings, message_id: uuid.UUID, clock: Callable[[], datetime]
) -> str:
    """Send one letter, then note its fate in a transaction of its own.

    Nobody's write waits for the mail server: the lock is taken after the answer.
    """
    message = db.session.get_one(OutboxMessage, message_id)
    letter = compose(settings, message, now=clock())
    db.session.rollback()
    fault = _hand_over(server, letter)
    with writing(), begin(db.session(), SYSTEM, clock()) as work:
        message = work.session.get_one(OutboxMessage, message_id)
        if fault is None:
            outbox.sent(message)
            return "sent"
        if fault.isdigit() and int(fault) in PERMANENT:
            outbox.failed(message, fault=fault)
            return "failed"
        outbox.put_back(message, now=work.now, fault=fault)
        return "put_back"


def _hand_over(server: Any, letter: EmailMessage) -> str | None:
    """Return None when the server took the letter, else the code of its refusal."""
    try:
        server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        return str(next(iter(refused.recipients.values()))[0])
    except smtplib.SMTPResponseException as refused:
        return str(refused.smtp_code)
    except (smtplib.SMTPException, OSError):
        return "connection"
    return None
