"""A test letter: sent to an address of one's own, and read back to see whether it was believed."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import format_datetime, formataddr

from sqlalchemy.orm import Session

from nswp_gov.config import Misconfigured, Settings
from nswp_gov.store import settings as stored
from nswp_gov.web.mailer import connect
from nswp_gov.web.pgp import POLICY

NEEDED = ("spf", "dkim")
_CODE = re.compile(r"\b[0-9a-f]{16}\b")
_RESULT = re.compile(r"\b(spf|dkim)\s*=\s*([a-z]+)", re.IGNORECASE)


def send(settings: Settings, session: Session, recipient: str, *, now: datetime) -> str:
    """Send a letter with a fresh code to `recipient`; return the code.

    Raises:
        Misconfigured: no mail server is set.

    """
    if not settings.smtp:
        raise Misconfigured("no mail server is set: NSWP_GOV_SMTP")
    code = secrets.token_hex(8)
    letter = EmailMessage(policy=POLICY)
    letter["Subject"] = "Test"
    letter["From"] = formataddr(("", settings.sender))
    letter["To"] = recipient
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{code}@{settings.sender.partition('@')[2] or 'localhost'}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(f"{code}\n")
    with connect(settings.smtp) as server:
        server.send_message(letter)
    stored.put(session, stored.LETTER_SENT, code)
    return code


def read(session: Session, received: bytes, *, now: datetime) -> list[str]:
    """Look at the letter as it arrived; return what is wrong, and note the day when nothing is.

    What counts is the topmost `Authentication-Results` (RFC 8601 § 5): the receiver's own server
    put it there; those below may be anybody's.
    """
    letter = message_from_bytes(received, policy=default)
    code = stored.get(session, stored.LETTER_SENT)
    part: Message = letter.get_body(("plain",)) or letter
    body = part.get_payload(decode=True)
    found = _CODE.search(body.decode("ascii", "replace") if isinstance(body, bytes) else "")
    if code is None or found is None or found[0] != code:
        return ["this is not the letter that was sent last"]
    results = letter.get_all("Authentication-Results") or [""]
    said = {kind.lower(): word.lower() for kind, word in _RESULT.findall(str(results[0]))}
    wrong = [f"{kind}: {said.get(kind, 'not looked at')}" for kind in NEEDED
             if said.get(kind) != "pass"]  # fmt: skip
    if not wrong:
        stored.put(session, stored.LETTER_BELIEVED, now.date().isoformat())
    return wrong
