"""OpenPGP certificates that people give us to encrypt to; never a secret key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pysequoia import Cert, Tsk, encrypt


class NoCertificate(ValueError):
    """What was given is no certificate to encrypt to; the argument is a code that says why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was looked at: armoured text, fingerprint, until when it holds."""

    armoured: str
    fingerprint: str
    expires_at: datetime | None


def look_at(given: str, *, now: datetime) -> Certificate:
    """Return the certificate in `given`.

    Raises:
        NoCertificate: `secret` (it holds a secret key), `expired`, `revoked`, `unreadable`, or
            `no_key` (nothing in it can be encrypted to).

    """
    if _is_secret(given):
        raise NoCertificate("secret")
    try:
        found = Cert.from_bytes(given.encode())
    except Exception as fault:
        raise NoCertificate("unreadable") from fault
    if found.is_revoked:
        raise NoCertificate("revoked")
    ends = found.expiration
    if ends is not None and ends.astimezone(UTC) <= now:
        raise NoCertificate("expired")
    try:
        encrypt(b"", recipients=[found])
    except Exception as fault:
        raise NoCertificate("no_key") from fault
    return Certificate(str(found), found.fingerprint.upper(), ends)


def _is_secret(given: str) -> bool:
    try:
        return "PRIVATE KEY" in str(Tsk.from_bytes(given.encode()))  # as the library writes it anew
    except Exception:  # noqa: BLE001 - the library has no class for what is not one
        return False
