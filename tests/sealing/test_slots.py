from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.sealing.slots import new_salt, new_slot_key, roll_commitment, slot_of

KEY = bytes(range(32))
ONE = UUID("00000000-0000-4000-8000-000000000001")


def test_slot_is_the_hmac_that_other_programs_compute() -> None:
    # openssl mac -digest SHA256 -macopt hexkey:000102…1f HMAC, over the label and the id.
    assert slot_of(KEY, ONE).hex() == (
        "e81b65b649912e54a23ecf4ce7db3eec68ef4d0c8f5eca5ece4553a4231d7641"
    )


@given(st.lists(st.uuids(), min_size=2, max_size=40, unique=True))
def test_slots_are_unique_and_unlinkable_without_the_key(organisations: list[UUID]) -> None:
    key, other = new_slot_key(), new_slot_key()
    slots = {slot_of(key, each) for each in organisations}
    assert len(slots) == len(organisations)
    assert not slots & {slot_of(other, each) for each in organisations}
    papers = {slot_of(key, organisations[0], paper) for paper in ("", "all", "africa")}
    assert len(papers) == 3


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        slot_of(b"short", ONE)


@given(st.dictionaries(st.uuids(), st.binary(min_size=16, max_size=16), min_size=1, max_size=8))
def test_roll_commitment_ignores_order_and_fixes_everything_else(roll: dict[UUID, bytes]) -> None:
    fixed = roll_commitment(roll)
    assert fixed == roll_commitment(dict(reversed(roll.items())))
    first = next(iter(roll))
    assert fixed != roll_commitment({**roll, first: new_salt()})
    assert fixed != roll_commitment({each: salt for each, salt in roll.items() if each != first})
