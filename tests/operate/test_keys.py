"""The key on paper: written down, read back, never taken for another."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.config import Misconfigured, Settings
from nswp_gov.operate import keys
from nswp_gov.operate.database import unit
from nswp_gov.store.crypto import Keyring

pytestmark = pytest.mark.database_free


@given(st.binary(min_size=32, max_size=32))
def test_a_written_key_is_read_back(key: bytes) -> None:
    assert keys.from_written(keys.as_written(key)) == key
    assert keys.from_written(keys.as_written(key).upper().replace(" ", "")) == key


@given(st.binary(min_size=32, max_size=32), st.integers(0, 54), st.sampled_from("abcdefg234567"))
def test_a_misread_letter_is_noticed(key: bytes, place: int, letter: str) -> None:
    written = list(keys.as_written(key).replace(" ", ""))
    if written[place] == letter:
        return
    written[place] = letter
    with pytest.raises(ValueError, match="misread"):
        keys.from_written("".join(written))


def test_only_the_key_of_this_instance_is_right(instance_here: Settings) -> None:
    own, other = Keyring({1: secrets.token_bytes(32)}), Keyring({1: secrets.token_bytes(32)})
    with unit(instance_here) as work:
        keys.note_ring(work, own)
        work.session.flush()
        assert keys.is_right(work, own)
        assert not keys.is_right(work, other)


def test_the_key_is_never_put_beside_the_data(instance_here: Settings, tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    with pytest.raises(Misconfigured, match="beside the data"):
        keys.supply(instance_here, instance_here.instance / "key", key)
    keys.supply(instance_here, tmp_path / "run" / "key", key)
    assert (tmp_path / "run" / "key").stat().st_mode & 0o077 == 0
