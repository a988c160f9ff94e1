"""Challenges for passkeys. Source: W3C WebAuthn Level 3.

A challenge is a random value with its end and an HMAC over both, what it is for and the browser's
own token: nothing is kept while the person looks for their key. Using one twice is refused by the
caller (`web.limits.once`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from nswp_gov.store.errors import Unfit

LASTS = timedelta(minutes=5)
RANDOM = 16
STAMP = 8
SEAL = 32
NEUTRAL = "Workspace"  # what the phone's list of passkeys shows


@dataclass(frozen=True)
class Site:
    """The address for which keys are made, and the secret behind its challenges."""

    origin: str
    secret: str

    @property
    def host(self) -> str:
        """Return the relying party's id."""
        return urlsplit(self.origin).hostname or "localhost"


@dataclass(frozen=True)
class Challenge:
    """A checked answer: its challenge, to be used once."""

    raw: bytes

    @property
    def mark(self) -> str:
        """Return what marks the challenge as used."""
        return hashlib.sha256(self.raw).hexdigest()[:32]


def _seal(site: Site, purpose: str, binding: str, body: bytes) -> bytes:
    key = hashlib.sha256(f"{site.secret}/passkey".encode()).digest()
    said = f"{purpose}\x1f{binding}\x1f".encode() + body
    return hmac.new(key, said, hashlib.sha256).digest()


def new_challenge(site: Site, purpose: str, binding: str, now: datetime) -> bytes:
    """Return a challenge for one purpose and one browser, good for five minutes."""
    ends = int((now + LASTS).timestamp())
    body = secrets.token_bytes(RANDOM) + ends.to_bytes(STAMP, "big")
    return body + _seal(site, purpose, binding, body)


def read_challenge(site: Site, purpose: str, binding: str, now: datetime, answer: str) -> Challenge:
    """Return the challenge that an answer was given to.

    Raises:
        Unfit: not ours, for something else, of another browser, or too old.

    """
    try:
        client = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
        raw = base64url_to_bytes(client["challenge"])
    except (ValueError, KeyError, TypeError):
        raise Unfit("passkey_wrong") from None
    body, seal = raw[:-SEAL], raw[-SEAL:]
    if not hmac.compare_digest(seal, _seal(site, purpose, binding, body)):
        raise Unfit("passkey_wrong")
    if int.from_bytes(body[RANDOM:], "big") < now.timestamp():
        raise Unfit("passkey_late")
    return Challenge(raw)


def registration_options(
    site: Site, person_id: uuid.UUID, known: Sequence[bytes], challenge: bytes
) -> str:
    """Return the options for a new passkey as JSON: any kind of key, the owner verified."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=NEUTRAL,
        user_id=person_id.bytes,
        user_name=NEUTRAL,
        user_display_name=NEUTRAL,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def sign_in_options(site: Site, challenge: bytes, known: Sequence[bytes] = ()) -> str:
    """Return the options for showing a passkey as JSON; without `known` any key of this site."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)
