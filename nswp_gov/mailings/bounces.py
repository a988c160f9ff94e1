"""What a returned letter says: which of ours it was, for whom, whether for good.

Source: RFC 3464 (delivery status notifications), RFC 3463 (status codes), RFC 3462 (the report).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

_OURS = re.compile(r"<([0-9a-f]{32})@[^>]+>")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
MAILBOX_FULL = (2, 2)
POLICY_OR_CONTENT = frozenset({6, 7})  # RFC 3463: said of the letter or its sender, not the box


@dataclass(frozen=True, slots=True)
class Bounce:
    """One returned letter. `message_id`: ours, or None; `address`: whom it was for, or None."""

    message_id: str | None
    address: str | None
    is_final: bool


def read(content: bytes) -> list[Bounce]:
    """Return what a notification says, one entry a recipient that got nothing; none: it is none.

    A letter that was delivered, relayed or is only late returns nothing.
    """
    letter = message_from_bytes(content, policy=compat32)
    if letter.get_content_type() != "multipart/report":
        return []
    parts = [part for part in letter.walk() if part is not letter]
    status = next((p for p in parts if p.get_content_type() == "message/delivery-status"), None)
    if status is None or not isinstance(blocks := status.get_payload(), list):
        return []
    message_id = _message_id(parts)
    found = (_bounce(block, message_id) for block in blocks if isinstance(block, Message))
    return [one for one in found if one is not None]


def _bounce(block: Message, message_id: str | None) -> Bounce | None:
    if str(block.get("Action", "")).strip().lower() != "failed":
        return None
    said = _STATUS.search(str(block.get("Status", "")))
    return Bounce(
        message_id,
        _address(block.get("Original-Recipient")) or _address(block.get("Final-Recipient")),
        said is not None and _is_final(*(int(one) for one in said.groups())),
    )


def _is_final(kind: int, subject: int, detail: int) -> bool:
    for_good = 5
    if kind != for_good or subject in POLICY_OR_CONTENT:
        return False
    return (subject, detail) != MAILBOX_FULL


def _address(said: object) -> str | None:
    """Return the address in `rfc822; somebody@example.org`."""
    _kind, _, address = str(said or "").partition(";")
    found = address.strip().strip("<>")
    return found if "@" in found else None


def _message_id(parts: list[Message]) -> str | None:
    """Return our mark of the letter that came back: from it whole, or from its headers."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            said = message_from_bytes(payload if isinstance(payload, bytes) else b"")
        else:
            said = part
        if found := _OURS.fullmatch(str(said.get("Message-ID", "")).strip()):
            return found[1]
    return None
