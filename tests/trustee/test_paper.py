"""The paper backup is SLIP-39: the published vectors come out as published."""

from __future__ import annotations

import pytest
from shamir_mnemonic import MnemonicError, combine_mnemonics

# Numbers 20, 21 and 23 of the vectors in the specification (256-bit secrets; passphrase TREZOR).
WHOLE = (
    "theory painting academic academic armed sweater year military elder discuss acne wildlife"
    " boring employer fused large satoshi bundle carbon diagnose anatomy hamster leaves tracks"
    " paces beyond phantom capital marvel lips brave detect "
)
PAIR = [
    (
        "humidity disease academic always aluminum jewelry energy woman receiver strategy amuse"
        " duckling lying evidence network walnut tactics forget hairy rebound impulse brother"
        " survive clothes stadium mailman rival ocean reward venture always armed unwrap"
    ),
    (
        "humidity disease academic agency actress jacket gross physics cylinder solution fake"
        " mortgage benefit public busy prepare sharp friar change work slow purchase"
        " ruler again tricycle involve viral wireless mixture anatomy desert cargo upgrade"
    ),
]


def test_published_vectors_give_their_secrets() -> None:
    assert combine_mnemonics([WHOLE + "luck"], b"TREZOR").hex() == (
        "989baf9dcaad5b10ca33dfd8cc75e42477025dce88ae83e75a230086a0e00e92"
    )
    for order in (PAIR, PAIR[::-1]):
        assert combine_mnemonics(order, b"TREZOR").hex() == (
            "c938b319067687e990e05e0da0ecce1278f75ff58d9853f19dcaeed5de104aae"
        )


@pytest.mark.parametrize("sheets", [[WHOLE + "lunar"], PAIR[:1]])
def test_published_wrong_vectors_are_refused(sheets: list[str]) -> None:
    with pytest.raises(MnemonicError):
        combine_mnemonics(sheets, b"TREZOR")
