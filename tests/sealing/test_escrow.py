from __future__ import annotations

from typing import Any

import pytest

from nswp_gov import sealing
from nswp_gov.sealing.canonical import canonical
from nswp_gov.sealing.envelope import ESCROW_PAPER, seal_plaintext
from nswp_gov.sealing.errors import CeremonyRefused, KeyRefused, SignatureRefused, Unreadable

RECOVERY = sealing.SealKey(sealing.Suite.XWING, b"r" * 32)


def released(election: Any, escrow: bytes, *places: int) -> list[bytes]:
    suite, public = sealing.read_recovery_file(sealing.recovery_file(RECOVERY))
    return [
        sealing.release_escrow(
            election.manifest,
            escrow,
            key=election.keys[place - 1],
            suite=suite,
            recovery_public=public,
        )
        for place in places
    ]


@pytest.mark.parametrize("places", [(1, 2), (3, 1), (1, 2, 3)])
def test_enough_trustees_give_the_slot_key_to_the_recovery_key(
    election: Any, places: tuple[int, ...]
) -> None:
    slot_key = sealing.new_slot_key()
    escrow = sealing.seal_escrow(election.manifest, slot_key)
    assert slot_key not in escrow
    found = sealing.recover_slot_key(
        election.manifest, escrow, released(election, escrow, *places), RECOVERY
    )
    assert found == slot_key


def test_too_few_releases_or_another_key_give_nothing(election: Any) -> None:
    escrow = sealing.seal_escrow(election.manifest, bytes(32))
    one = released(election, escrow, 1)
    with pytest.raises(CeremonyRefused, match="too_few_shares"):
        sealing.recover_slot_key(election.manifest, escrow, one * 2, RECOVERY)
    other = sealing.SealKey(sealing.Suite.XWING, b"o" * 32)
    with pytest.raises(CeremonyRefused, match="share_file_unreadable"):
        sealing.recover_slot_key(election.manifest, escrow, one, other)
    second = sealing.seal_escrow(election.manifest, bytes(32))
    with pytest.raises(CeremonyRefused, match="share_of_another_box"):
        sealing.recover_slot_key(election.manifest, second, one, RECOVERY)


def test_a_share_of_the_box_is_no_release(election: Any, box: Any) -> None:
    escrow = sealing.seal_escrow(election.manifest, bytes(32))
    share = sealing.make_share_file(election.manifest, box, key=election.keys[0])
    with pytest.raises(SignatureRefused):
        sealing.recover_slot_key(election.manifest, escrow, [share], RECOVERY)


@pytest.mark.parametrize(
    "content", [b"", b"[]", canonical({"slot_key": "zz"}), canonical({"slot_key": "00"})]
)
def test_what_is_no_escrow_is_refused(election: Any, cast: Any, content: bytes) -> None:
    with pytest.raises(Unreadable, match="not_an_escrow"):
        released(election, cast[0].envelope, 1)
    escrow = seal_plaintext(election.manifest, ESCROW_PAPER, content)
    with pytest.raises(Unreadable, match="not_an_escrow"):
        sealing.recover_slot_key(
            election.manifest, escrow, released(election, escrow, 1, 2), RECOVERY
        )


@pytest.mark.parametrize("data", [b"", b"[1]", b'{"format":"x","seal_key":"","suite":""}'])
def test_what_is_no_recovery_file_is_refused(data: bytes) -> None:
    with pytest.raises(KeyRefused):
        sealing.read_recovery_file(data)


def test_recovery_codes_tell_keys_apart() -> None:
    codes = {
        sealing.recovery_code(suite, sealing.SealKey(suite, secret * 32).public)
        for suite in sealing.Suite
        for secret in (b"a", b"b")
    }
    assert len(codes) == 4
    assert all(len(code) == 39 for code in codes)


def test_a_release_that_holds_no_share_does_not_count(election: Any) -> None:
    escrow = bytearray(sealing.seal_escrow(election.manifest, bytes(32)))
    escrow[-1] ^= 1  # the third trustee's wrap
    altered = bytes(escrow)
    with pytest.raises(CeremonyRefused, match="too_few_shares"):
        sealing.recover_slot_key(
            election.manifest, altered, released(election, altered, 1, 3), RECOVERY
        )
    found = sealing.recover_slot_key(
        election.manifest, altered, released(election, altered, 1, 2), RECOVERY
    )
    assert found == bytes(32)
