from __future__ import annotations

import json

import pytest

from nswp_gov.sealing.canonical import b64, canonical
from nswp_gov.sealing.errors import SignatureRefused
from nswp_gov.sealing.signing import (
    Purpose,
    check_bytes,
    check_receipt,
    new_signing_key,
    public_of,
    read_statement,
    sign_bytes,
    sign_receipt,
    sign_statement,
)

KEY = bytes(range(32))
SEAL = "ab" * 32
HASH = bytes(32)


def test_public_key_is_that_of_rfc_8032() -> None:
    secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert public_of(bytes.fromhex(secret)).hex() == public


def test_receipt_is_good_for_its_seal_and_election_alone() -> None:
    signature = sign_receipt(KEY, HASH, SEAL)
    check_receipt(public_of(KEY), HASH, SEAL, signature)
    for public, election, seal, given in (
        (public_of(new_signing_key()), HASH, SEAL, signature),
        (public_of(KEY), b"\1" * 32, SEAL, signature),
        (public_of(KEY), HASH, "cd" * 32, signature),
        (public_of(KEY), HASH, SEAL, signature[:-1]),
        (b"short", HASH, SEAL, signature),
    ):
        with pytest.raises(SignatureRefused):
            check_receipt(public, election, seal, given)


def test_a_signature_serves_one_purpose() -> None:
    for purpose in Purpose:
        signature = sign_bytes(KEY, purpose, b"message")
        for other in Purpose:
            if other is purpose:
                check_bytes(public_of(KEY), other, b"message", signature)
            else:
                with pytest.raises(SignatureRefused):
                    check_bytes(public_of(KEY), other, b"message", signature)


def test_statement_says_what_was_signed_and_nothing_else() -> None:
    says = {"box_root": SEAL, "envelopes": 3}
    statement = sign_statement(KEY, Purpose.BOX, says)
    assert read_statement(public_of(KEY), Purpose.BOX, statement) == says
    plain = json.loads(statement)
    for forged in (
        {**plain, "says": {**says, "envelopes": 4}},
        {**plain, "purpose": Purpose.OPENING},
        {**plain, "signature": b64(bytes(64))},
        {**plain, "signature": 7},
        {**plain, "says": "text"},
        {**plain, "surplus": 1},
        [],
        7,
    ):
        with pytest.raises(SignatureRefused):
            read_statement(public_of(KEY), Purpose.BOX, canonical(forged))
    with pytest.raises(SignatureRefused):
        read_statement(public_of(KEY), Purpose.BOX, statement + b"\n")
