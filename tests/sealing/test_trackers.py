from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.sealing.errors import BallotRefused
from nswp_gov.sealing.trackers import TRACKER, clean_word, grouped, new_tracker, receipt_code


def test_trackers_have_their_form_and_do_not_repeat() -> None:
    made = [new_tracker() for _ in range(500)]
    assert all(TRACKER.fullmatch(tracker) for tracker in made)
    assert len(set(made)) == 500


def test_receipt_code_is_the_seals_first_forty_bits() -> None:
    assert receipt_code("00" * 32) == "AAAA-AAAA"
    assert receipt_code("ff" * 5 + "00" * 27) == "7777-7777"
    assert grouped(b"hello") == "NBSW-Y3DP"


@given(st.text(st.characters(categories=["L", "M", "N"], include_characters=" -"), max_size=24))
def test_a_word_is_cleaned_once_and_for_all(word: str) -> None:
    with suppress(BallotRefused):  # NFC lengthens a few letters, and so a word beyond the limit
        kept = clean_word(word)
        assert clean_word(kept) == kept
        assert kept is None or 0 < len(kept) <= 24


@pytest.mark.parametrize(("word", "code"), [("w" * 25, "word_too_long"), ("a,b", "word_signs")])
def test_other_words_are_refused(word: str, code: str) -> None:
    with pytest.raises(BallotRefused) as refused:
        clean_word(word)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        (None, None),
        ("  ", None),
        ("a  b", "a b"),
        ("жизнь", "жизнь"),
        ("花 2", "花 2"),
        ("x-y", "x-y"),
    ],
)
def test_words_of_every_script_are_taken(word: str | None, kept: str | None) -> None:
    assert clean_word(word) == kept
