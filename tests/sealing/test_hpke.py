"""HPKE against an independent reading of RFC 9180, which itself meets the RFC's vector."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nswp_gov.sealing.errors import KeyRefused, Unreadable
from nswp_gov.sealing.hpke import SealKey, Suite, read_public, seal_to

KEM = b"KEM" + (0x20).to_bytes(2)


def extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    message = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, message + b"\x01", "sha256")[:length]


def schedule(shared_dh: bytes, enc: bytes, public: bytes, info: bytes, aead: int) -> Sealed:
    suite = b"HPKE" + b"".join(number.to_bytes(2) for number in (0x20, 1, aead))
    prk = extract(KEM, b"", b"eae_prk", shared_dh)
    shared = expand(KEM, prk, b"shared_secret", enc + public, 32)
    context = b"\0" + extract(suite, b"", b"psk_id_hash", b"")
    context += extract(suite, b"", b"info_hash", info)
    secret = extract(suite, shared, b"secret", b"")
    key = expand(suite, secret, b"key", context, 16 if aead == 1 else 32)
    nonce = expand(suite, secret, b"base_nonce", context, 12)
    return Sealed(key, nonce)


class Sealed:
    def __init__(self, key: bytes, nonce: bytes) -> None:
        self.aead, self.nonce = AESGCM(key), nonce

    def seal(self, message: bytes, aad: bytes = b"") -> bytes:
        return self.aead.encrypt(self.nonce, message, aad)

    def open(self, sealed: bytes, aad: bytes = b"") -> bytes:
        return self.aead.decrypt(self.nonce, sealed, aad)


def own_seal(
    public: bytes, message: bytes, info: bytes, *, ephemeral: bytes, aead: int, aad: bytes = b""
) -> bytes:
    key = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = key.public_key().public_bytes_raw()
    dh = key.exchange(X25519PublicKey.from_public_bytes(public))
    return enc + schedule(dh, enc, public, info, aead).seal(message, aad)


def own_open(secret: bytes, sealed: bytes, info: bytes) -> bytes:
    key = X25519PrivateKey.from_private_bytes(secret)
    enc, public = sealed[:32], key.public_key().public_bytes_raw()
    dh = key.exchange(X25519PublicKey.from_public_bytes(enc))
    return schedule(dh, enc, public, info, 2).open(sealed[32:])


def test_the_independent_reading_meets_rfc_9180_a_1_1() -> None:
    sealed = own_seal(
        bytes.fromhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"),
        b"Beauty is truth, truth beauty",
        b"Ode on a Grecian Urn",
        ephemeral=bytes.fromhex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"),
        aead=1,
        aad=b"Count-0",
    )
    assert sealed.hex() == (
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
    )


def test_x25519_and_the_independent_reading_open_each_other() -> None:
    key = SealKey(Suite.X25519, bytes(range(32)))
    theirs = own_seal(key.public, b"a share", b"info", ephemeral=bytes(range(7, 39)), aead=2)
    assert key.open(theirs, info=b"info") == b"a share"
    ours = seal_to(Suite.X25519, key.public, b"a share", info=b"info")
    assert own_open(key.secret, ours, b"info") == b"a share"


def test_x25519_opens_what_another_library_sealed() -> None:
    # Made with PyPI's pyhpke 0.6.5, DHKEM(X25519), HKDF-SHA256, AES-256-GCM.
    sealed = bytes.fromhex(
        "19c717dd5aee5b668714828924c49e026b387a9a9f8fd0902b629385ad666e710dc545b7fea57cd5d26ee7c4"
        "d860c31482eee761f272f77c4915aef92703eaa965c27eecc524515d0a5173e67d7610d8f8"
    )
    key = SealKey(Suite.X25519, bytes(range(1, 33)))
    assert key.open(sealed, info=b"fv1|vector") == b"thirty-three bytes of a key share"


def test_xwing_key_is_made_from_its_seed_as_the_draft_says() -> None:
    # The first key pair in the appendix of draft-connolly-cfrg-xwing-kem; the public key's hash.
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = SealKey(Suite.XWING, seed).public
    assert public.hex().startswith("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14")
    assert hashlib.sha256(public).hexdigest() == (
        "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb"
    )


@pytest.mark.parametrize("suite", list(Suite))
def test_a_message_is_opened_by_its_reader_alone(suite: Suite) -> None:
    key, other = SealKey(suite, b"k" * 32), SealKey(suite, b"o" * 32)
    sealed = seal_to(suite, key.public, b"share", info=b"one")
    assert len(sealed) == len(b"share") + suite.overhead
    assert len(key.public) == suite.public_length
    assert key.open(sealed, info=b"one") == b"share"
    for reader, message, info in (
        (other, sealed, b"one"),
        (key, sealed, b"two"),
        (key, sealed[:-1], b"one"),
        (key, b"", b"one"),
        (key, bytes((sealed[0] ^ 1,)) + sealed[1:], b"one"),
        (key, sealed[:-1] + bytes((sealed[-1] ^ 1,)), b"one"),
    ):
        with pytest.raises(Unreadable):
            reader.open(message, info=info)


@pytest.mark.parametrize("suite", list(Suite))
def test_what_is_no_key_is_refused(suite: Suite) -> None:
    with pytest.raises(KeyRefused):
        read_public(suite, b"short")
    with pytest.raises(KeyRefused):
        SealKey(suite, b"short")


def test_a_key_never_shows_itself() -> None:
    assert repr(SealKey(Suite.X25519, b"k" * 32)) == "SealKey(X25519)"


def test_an_xwing_key_out_of_range_is_refused() -> None:
    # FIPS 203, section 7.2: coefficients of an encapsulation key are below the modulus.
    with pytest.raises(KeyRefused, match="key_malformed"):
        read_public(Suite.XWING, b"\xff" * Suite.XWING.public_length)
