"""Codes from a phone. Source: RFC 6238 (six figures, thirty seconds, SHA-1)."""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a phone's clock may be off
SECRET_BYTES = 20
ISSUER = "Workspace"  # what the phone's list shows: no name of the network, no person


def new_secret() -> str:
    """Return a fresh secret in base 32 (160 bits)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address_of(secret: str) -> str:
    """Return the address that a QR code carries to an authenticator."""
    return _totp(secret).get_provisioning_uri(ISSUER.lower(), ISSUER)


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303 -- RFC 6238's default


def code_at(secret: str, seconds: int) -> str:
    """Return the code that a phone shows at a second of the epoch."""
    return _totp(secret).generate(seconds).decode()


def step_of(secret: str, typed: str, seconds: int) -> int | None:
    """Return the step whose code was typed, within the drift, or None."""
    plain = "".join(sign for sign in typed if sign.isdecimal())
    totp, found = _totp(secret), None
    for step in range(seconds // STEP - DRIFT, seconds // STEP + DRIFT + 1):
        if hmac.compare_digest(totp.generate(step * STEP), plain.encode()):
            found = step
    return found
