"""A trustee's keys: 32 secret bytes, the two public keys made from them, and their keeping.

The file on a trustee's computer is encrypted under a passphrase (Argon2id, AES-256-GCM); the
paper backup holds the same 32 bytes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .canonical import b64, canonical, parse, sha256, un_b64
from .errors import KeyRefused, NotCanonical, SignatureRefused
from .hpke import SECRET_LENGTH, SealKey, Suite, read_public
from .manifest import Manifest, Trustee
from .signing import Purpose, public_of, read_statement, sign_statement, unchecked_statement
from .trackers import grouped

KEYFILE = "nswp-trustee-secret-1"
FINGERPRINT_BYTES = 20
SHORTEST_PASSPHRASE = 12
SALT_LENGTH = 16
NONCE_LENGTH = 12
# RFC 9106, section 4, second recommended option: 64 MiB suit an old laptop.
ITERATIONS, LANES, MEMORY_KIB = 3, 4, 65_536


@dataclass(frozen=True)
class TrusteeKey:
    """The 32 secret bytes of a trustee in one suite; `repr` never shows them."""

    suite: Suite
    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_LENGTH:
            raise KeyRefused("key_length", length=len(self.secret))

    def __repr__(self) -> str:
        return f"TrusteeKey({self.suite.name})"

    @classmethod
    def generate(cls, suite: Suite) -> TrusteeKey:
        """Return a new key from the system's source of randomness."""
        return cls(suite, secrets.token_bytes(SECRET_LENGTH))

    @cached_property
    def seal_key(self) -> SealKey:
        """The key that opens what is sealed to this trustee."""
        return SealKey(self.suite, self._derive(b"seal"))

    @cached_property
    def signing_key(self) -> bytes:
        """The Ed25519 private key with which this trustee signs."""
        return self._derive(b"sign")

    def trustee(self, name: str) -> Trustee:
        """Return what others need of this key, under the name to show."""
        return Trustee(name, self.seal_key.public, public_of(self.signing_key))

    def public_file(self, name: str) -> bytes:
        """Return the public keys and the name, signed, for the returning officer."""
        public = self.trustee(name)
        says = {
            "name": name,
            "suite": self.suite,
            "seal_key": b64(public.seal_key),
            "sign_key": b64(public.sign_key),
        }
        return sign_statement(self.signing_key, Purpose.TRUSTEE_KEY, says)

    def place_in(self, manifest: Manifest) -> int:
        """Return this trustee's place (from 1) in the manifest; `KeyRefused` when it has none."""
        if manifest.suite is self.suite:
            mine = self.trustee("")
            for place, trustee in enumerate(manifest.trustees, start=1):
                if (trustee.seal_key, trustee.sign_key) == (mine.seal_key, mine.sign_key):
                    return place
        raise KeyRefused("not_a_trustee_here")

    def is_witness_in(self, manifest: Manifest) -> bool:
        """Tell whether the manifest names this key among those who sign what they saw."""
        return any(one.sign_key == public_of(self.signing_key) for one in manifest.witnesses)

    def witness_in(self, manifest: Manifest) -> int:
        """Return the place (from 1) among those who sign what they saw; `KeyRefused` for none."""
        mine = public_of(self.signing_key)
        for place, witness in enumerate(manifest.witnesses, start=1):
            if witness.sign_key == mine:
                return place
        raise KeyRefused("not_a_witness_here")

    def _derive(self, use: bytes) -> bytes:
        info = b"nswp-trustee-1|" + use
        return HKDF(SHA256(), SECRET_LENGTH, salt=None, info=info).derive(self.secret)


def read_public_file(data: bytes) -> tuple[Suite, Trustee]:
    """Return suite and public keys from a trustee's public file, after checking its signature."""
    says = unchecked_statement(Purpose.TRUSTEE_KEY, data)
    try:
        if set(says) != {"name", "suite", "seal_key", "sign_key"}:
            raise SignatureRefused("not_a_statement", purpose=Purpose.TRUSTEE_KEY)
        suite = Suite(says["suite"])
        trustee = Trustee(str(says["name"]), un_b64(says["seal_key"]), un_b64(says["sign_key"]))
    except (NotCanonical, ValueError):
        raise KeyRefused("key_malformed") from None
    read_public(suite, trustee.seal_key)
    read_statement(trustee.sign_key, Purpose.TRUSTEE_KEY, data)
    return suite, trustee


def fingerprint(suite: Suite, trustee: Trustee) -> str:
    """Return 160 bits that two people compare aloud: eight groups of four base32 letters.

    They fix the suite and both public keys, not the name.
    """
    digest = sha256(
        b"nswp-fingerprint-1|" + suite.encode() + b"|", trustee.seal_key, trustee.sign_key
    )
    return grouped(digest[:FINGERPRINT_BYTES])


def lock(key: TrusteeKey, passphrase: str) -> bytes:
    """Return the key file: the secret, encrypted under the passphrase.

    Raises `KeyRefused` when the passphrase has fewer than 12 characters.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise KeyRefused("passphrase_short", least=SHORTEST_PASSPHRASE)
    salt, nonce = secrets.token_bytes(SALT_LENGTH), secrets.token_bytes(NONCE_LENGTH)
    head: dict[str, Any] = {"format": KEYFILE, "suite": key.suite, "salt": b64(salt)}
    box = AESGCM(_stretch(passphrase, salt)).encrypt(nonce, key.secret, canonical(head))
    return canonical({**head, "nonce": b64(nonce), "sealed": b64(box)})


def unlock(data: bytes, passphrase: str) -> TrusteeKey:
    """Return the key from its file; `KeyRefused` for another passphrase or an altered file."""
    try:
        plain = parse(data)
        if set(plain) != {"format", "suite", "salt", "nonce", "sealed"}:
            raise KeyRefused("not_a_key_file")
        head = {name: plain[name] for name in ("format", "suite", "salt")}
        if plain["format"] != KEYFILE:
            raise KeyRefused("not_a_key_file")
        suite, salt = Suite(plain["suite"]), un_b64(plain["salt"])
        nonce, box = un_b64(plain["nonce"]), un_b64(plain["sealed"])
        secret = AESGCM(_stretch(passphrase, salt)).decrypt(nonce, box, canonical(head))
    except InvalidTag:
        raise KeyRefused("passphrase_or_file") from None
    except (NotCanonical, ValueError, TypeError):
        raise KeyRefused("not_a_key_file") from None
    return TrusteeKey(suite, secret)


def _stretch(passphrase: str, salt: bytes) -> bytes:
    from_text = canonical(passphrase)  # one Unicode form, whatever the keyboard
    stretch = Argon2id(
        salt=salt,
        length=SECRET_LENGTH,
        iterations=ITERATIONS,
        lanes=LANES,
        memory_cost=MEMORY_KIB,
    )
    return stretch.derive(from_text)
