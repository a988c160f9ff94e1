from __future__ import annotations

import json
from typing import Any

import pytest

from nswp_gov import sealing
from nswp_gov.sealing.canonical import b64, canonical
from nswp_gov.sealing.errors import KeyRefused, SignatureRefused

KEY = sealing.TrusteeKey(sealing.Suite.X25519, bytes(range(32)))
PASSPHRASE = "five invented words for tests"


def test_key_file_opens_with_its_passphrase_alone() -> None:
    data = sealing.lock(KEY, PASSPHRASE)
    assert KEY.secret not in data
    assert b64(KEY.secret).encode() not in data
    assert sealing.unlock(data, PASSPHRASE) == KEY
    with pytest.raises(KeyRefused, match="passphrase_or_file"):
        sealing.unlock(data, PASSPHRASE + "!")
    plain = json.loads(data)
    for name, value in (("suite", sealing.Suite.XWING), ("salt", b64(b"s" * 16))):
        with pytest.raises(KeyRefused, match="passphrase_or_file"):
            sealing.unlock(canonical({**plain, name: value}), PASSPHRASE)


def test_passphrase_is_the_same_in_every_unicode_form() -> None:
    assert (
        sealing.unlock(sealing.lock(KEY, "une clé inventée"), "une cle\u0301 invente\u0301e") == KEY
    )


def test_short_passphrases_and_other_files_are_refused() -> None:
    with pytest.raises(KeyRefused, match="passphrase_short"):
        sealing.lock(KEY, "elevenchars")
    for data in (b"", b"[]", b"7", canonical({"format": "nswp-trustee-secret-1"})):
        with pytest.raises(KeyRefused, match="not_a_key_file"):
            sealing.unlock(data, PASSPHRASE)
    plain = json.loads(sealing.lock(KEY, PASSPHRASE))
    for change in ({"format": "nswp-trustee-secret-2"}, {"suite": "x"}, {"nonce": "?"}):
        with pytest.raises(KeyRefused, match="not_a_key_file"):
            sealing.unlock(canonical({**plain, **change}), PASSPHRASE)


@pytest.mark.parametrize("suite", list(sealing.Suite))
def test_public_file_is_signed_and_gives_the_fingerprint(suite: sealing.Suite) -> None:
    key = sealing.TrusteeKey.generate(suite)
    data = key.public_file("Invented trustee")
    found, trustee = sealing.read_public_file(data)
    assert (found, trustee) == (suite, key.trustee("Invented trustee"))
    code = sealing.fingerprint(found, trustee)
    assert len(code.split("-")) == 8
    assert code != sealing.fingerprint(suite, sealing.TrusteeKey.generate(suite).trustee("x"))
    plain = json.loads(data)
    renamed = {**plain, "says": {**plain["says"], "name": "Somebody else"}}
    with pytest.raises(SignatureRefused):
        sealing.read_public_file(canonical(renamed))
    for change in ({"suite": "x"}, {"seal_key": "?"}, {"seal_key": ""}):
        with pytest.raises((KeyRefused, SignatureRefused)):
            sealing.read_public_file(canonical({**plain, "says": {**plain["says"], **change}}))
    with pytest.raises(SignatureRefused):
        sealing.read_public_file(canonical({**plain, "says": {"name": "x"}}))


def test_one_secret_gives_one_key_pair_for_each_use() -> None:
    again = sealing.TrusteeKey(sealing.Suite.X25519, bytes(range(32)))
    assert again.trustee("a") == KEY.trustee("a")
    assert len({KEY.secret, KEY.seal_key.secret, KEY.signing_key}) == 3


def test_place_in_the_manifest(election: Any) -> None:
    assert [key.place_in(election.manifest) for key in election.keys] == [1, 2, 3]
    same_secret = sealing.TrusteeKey(sealing.Suite.XWING, election.keys[0].secret)
    for stranger in (KEY, same_secret):
        with pytest.raises(KeyRefused, match="not_a_trustee_here"):
            stranger.place_in(election.manifest)


def test_keys_never_show_themselves_and_have_one_length() -> None:
    assert repr(KEY) == "TrusteeKey(X25519)"
    with pytest.raises(KeyRefused, match="key_length"):
        sealing.TrusteeKey(sealing.Suite.X25519, b"short")
