"""How a letter is written as bytes, also encrypted to its reader's OpenPGP certificate.

Source: RFC 3156, section 4 (multipart/encrypted).
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import EmailPolicy

from pysequoia import Cert, encrypt

WHOLE = frozenset({"list-unsubscribe"})


class _Policy(EmailPolicy):
    """As for SMTP, but the address in a header of `WHOLE` is never folded nor encoded.

    The library would write a long one as encoded words, which no mail program reads there.
    """

    def fold(self, name: str, value: str) -> str:
        """Return one header as it is sent."""
        if name.lower() in WHOLE:
            return f"{name}: {value}{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return one header as it is sent, in bytes."""
        if name.lower() in WHOLE:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Policy(linesep="\r\n", cte_type="7bit")
HIDDEN_SUBJECT = "..."  # the true one is inside
_OUTSIDE = (
    "From", "To", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe",
    "List-Unsubscribe-Post",
)  # fmt: skip


def encrypted(letter: EmailMessage, certificate: str) -> EmailMessage:
    """Return `letter` encrypted to a certificate; outside stand its addresses, nothing more."""
    inner = EmailMessage(policy=POLICY)
    for name, value in letter.items():
        if name == "Subject" or name.lower().startswith("content-"):
            inner[name] = value
    inner.set_payload(letter.get_payload())
    sealed = encrypt(inner.as_bytes(), recipients=[Cert.from_bytes(certificate.encode())])
    outer = EmailMessage(policy=POLICY)
    outer["Subject"] = HIDDEN_SUBJECT
    for name in _OUTSIDE:
        if name in letter:
            outer[name] = letter[name]
    outer["MIME-Version"] = "1.0"
    outer.add_header("Content-Type", "multipart/encrypted", protocol="application/pgp-encrypted")
    outer.attach(_part(b"Version: 1\r\n", "pgp-encrypted"))
    outer.attach(_part(bytes(sealed), "octet-stream"))
    return outer


def _part(content: bytes, subtype: str) -> EmailMessage:
    part = EmailMessage(policy=POLICY)
    part.set_content(content, "application", subtype, cte="7bit")
    del part["MIME-Version"]
    return part
