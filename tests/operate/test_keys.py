"""The key on paper: written down, read back, never taken for another."""

from __future__ import annotations

import os
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


def test_a_misread_last_letter_is_noticed_though_some_of_its_bits_say_nothing() -> None:
    written = keys.as_written(bytes(32)).replace(" ", "")
    for letter in set("abcdefghijklmnopqrstuvwxyz234567") - {written[-1]}:
        with pytest.raises(ValueError, match="misread"):
            keys.from_written(written[:-1] + letter)


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
        keys.supply(instance_here, instance_here.instance / "key", {1: key})
    keys.supply(instance_here, tmp_path / "run" / "key", {1: key})
    assert (tmp_path / "run" / "key").stat().st_mode & 0o077 == 0


def test_a_key_that_root_supplies_belongs_to_whom_the_folder_does(
    instance_here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    given: list[tuple[int, int]] = []
    if os.geteuid() == 0:
        os.chown(folder, 4711, 4712)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(os, "fchown", lambda _file, *owner: given.append(owner))
    keys.supply(instance_here, folder / "key", {1: secrets.token_bytes(32)})
    seen = (folder / "key").stat()
    wanted = (folder.stat().st_uid, folder.stat().st_gid)
    assert (given or [(seen.st_uid, seen.st_gid)]) == [wanted]
    assert seen.st_mode & 0o077 == 0
