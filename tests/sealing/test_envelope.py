from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov import sealing
from nswp_gov.sealing import envelope as fv1
from nswp_gov.sealing.ballot import read_ballot
from nswp_gov.sealing.errors import BallotRefused, Unreadable
from nswp_gov.sealing.hpke import seal_to


def shares_of(election: Any, sealed: bytes, places: list[int]) -> list[bytes]:
    return [
        sealing.unwrap(
            election.manifest, sealed, trustee=place, key=election.keys[place - 1].seal_key
        )
        for place in places
    ]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_needed_of_the_trustees_open(
    make: Callable[..., Any], choices: Any, data: st.DataObject
) -> None:
    count = data.draw(st.integers(2, 9))
    needed = data.draw(st.integers(2, count))
    election = make(count=count, needed=needed)
    sealed = sealing.seal_ballot(election.manifest, choices, word="lilac")
    places = data.draw(st.permutations(range(1, count + 1)))[:needed]
    shares = shares_of(election, sealed.envelope, places)
    plaintext = sealing.open_envelope(election.manifest, sealed.envelope, shares)
    ballot = read_ballot(election.manifest.papers[0], plaintext)
    assert (ballot.tracker, ballot.word) == (sealed.tracker, "lilac")
    assert dict(ballot.choices or {}) == {key: tuple(value) for key, value in choices.items()}
    with pytest.raises(Unreadable):
        sealing.open_envelope(election.manifest, sealed.envelope, shares[:-1])


def test_the_xwing_suite_seals_and_opens(make: Callable[..., Any], choices: Any) -> None:
    election = make(suite=sealing.Suite.XWING)
    sealed = sealing.seal_ballot(election.manifest, choices)
    assert len(sealed.envelope) == sealing.envelope_length(election.manifest)
    shares = shares_of(election, sealed.envelope, [1, 3])
    plaintext = sealing.open_envelope(election.manifest, sealed.envelope, shares)
    assert sealed.tracker.encode() in plaintext


@given(st.integers(0, 3), st.sampled_from([None, "lilac", "紫" * 24]))
def test_all_envelopes_have_one_length(election: Any, ranked: int, word: str | None) -> None:
    options = ["asha", "bo", "cleo"][:ranked]
    one = sealing.seal_ballot(election.manifest, {"president": options, "rules": ["no"]}, word=word)
    two = sealing.seal_ballot(election.manifest, {"vice": ["gil"], "seat-africa": []})
    length = sealing.envelope_length(election.manifest)
    assert len(one.envelope) == len(two.envelope) == len(sealing.seal_seed(election.manifest))
    assert len(one.envelope) == length


def test_every_flipped_bit_is_noticed(make: Callable[..., Any], choices: Any) -> None:
    """No altered envelope ever gives another ballot.

    A bit in the header, the commitment or the body makes it unreadable. A bit in a wrap makes
    that wrap unreadable and no other.
    """
    election = make(count=3, needed=2)
    manifest = election.manifest
    sealed = sealing.seal_ballot(manifest, choices).envelope
    shares = shares_of(election, sealed, [1, 2, 3])
    wraps = fv1.HEADER_LENGTH + manifest.padded_length + fv1.TAG_LENGTH
    wrap = (len(sealed) - wraps) // 3
    for at in range(len(sealed)):
        altered = bytearray(sealed)
        altered[at] ^= 1 << at % 8
        assert sealing.seal_of(bytes(altered)) != sealing.seal_of(sealed)
        if at < wraps:
            with pytest.raises(Unreadable):
                sealing.open_envelope(manifest, bytes(altered), shares)
            continue
        hit = (at - wraps) // wrap + 1
        with pytest.raises(Unreadable):
            shares_of(election, bytes(altered), [hit])
        rest = [place for place in (1, 2, 3) if place != hit]
        assert shares_of(election, bytes(altered), rest) == [shares[place - 1] for place in rest]


def test_all_eight_bits_of_the_bound_parts_count(election: Any, choices: Any) -> None:
    sealed = sealing.seal_ballot(election.manifest, choices).envelope
    shares = shares_of(election, sealed, [1, 2])
    for at in (0, 1, 2, 33, 34, 40):
        for bit in range(8):
            altered = bytearray(sealed)
            altered[at] ^= 1 << bit
            with pytest.raises(Unreadable):
                sealing.open_envelope(election.manifest, bytes(altered), shares)


def test_bad_shares_are_passed_over(make: Callable[..., Any], choices: Any) -> None:
    election = make(count=5, needed=3)
    sealed = sealing.seal_ballot(election.manifest, choices).envelope
    good = shares_of(election, sealed, [1, 2, 3, 4, 5])
    bad = [bytes(32) + bytes((place,)) for place in (1, 2, 3, 4, 5)]
    for wrong in combinations(range(5), 2):
        mixed = [bad[place] if place in wrong else good[place] for place in range(5)]
        assert sealing.open_envelope(election.manifest, sealed, mixed)
    with pytest.raises(Unreadable):
        sealing.open_envelope(election.manifest, sealed, [*good[:2], *bad[2:]])


def test_a_wrap_is_read_by_its_trustee_alone(election: Any, choices: Any) -> None:
    sealed = sealing.seal_ballot(election.manifest, choices).envelope
    with pytest.raises(Unreadable):
        sealing.unwrap(election.manifest, sealed, trustee=1, key=election.keys[1].seal_key)


def test_an_envelope_opens_under_its_manifest_alone(election: Any, choices: Any) -> None:
    sealed = sealing.seal_ballot(election.manifest, choices).envelope
    shares = shares_of(election, sealed, [1, 2])
    other = replace(election.manifest, title={"en": "Another"})
    with pytest.raises(Unreadable):
        sealing.unwrap(other, sealed, trustee=1, key=election.keys[0].seal_key)
    with pytest.raises(Unreadable):
        sealing.open_envelope(other, sealed, shares)


def test_an_envelope_says_which_paper_it_is(election: Any, choices: Any) -> None:
    africa = {"seat-africa": ["dia"], "vice": []}
    assert (
        sealing.paper_in(
            election.manifest, sealing.seal_ballot(election.manifest, choices).envelope
        )
        == 0
    )
    sealed = sealing.seal_ballot(election.manifest, africa).envelope
    assert sealing.paper_in(election.manifest, sealed) == 1
    for wrong in (sealed[:-1], sealed + b"\0", b"", b"\2" + sealed[1:], b"\1\2" + sealed[2:]):
        with pytest.raises(Unreadable):
            sealing.paper_in(election.manifest, wrong)


def test_sealing_twice_gives_nothing_alike(election: Any, choices: Any) -> None:
    one, two = (sealing.seal_ballot(election.manifest, choices) for _ in range(2))
    assert one.tracker != two.tracker
    same = sum(left == right for left, right in zip(one.envelope, two.envelope, strict=True))
    assert same < len(one.envelope) // 16


def test_a_sealed_ballot_never_shows_its_tracker(election: Any, choices: Any) -> None:
    sealed = sealing.seal_ballot(election.manifest, choices)
    assert sealed.tracker not in repr(sealed)
    assert sealed.tracker.encode() not in sealed.envelope


def test_a_wrap_with_another_trustees_share_is_refused(election: Any, choices: Any) -> None:
    """A voter's own device may seal nonsense; it never passes for a share."""
    manifest = election.manifest
    sealed = sealing.seal_ballot(manifest, choices).envelope
    start = fv1.HEADER_LENGTH + manifest.padded_length + fv1.TAG_LENGTH
    info = fv1.wrap_info(fv1.bound_to(manifest, 0), sealed[2 : fv1.HEADER_LENGTH], 1)
    second = shares_of(election, sealed, [2])[0]
    wrap = seal_to(manifest.suite, manifest.trustees[0].seal_key, second, info=info)
    forged = sealed[:start] + wrap + sealed[start + len(wrap) :]
    with pytest.raises(Unreadable, match="share_malformed"):
        shares_of(election, forged, [1])


def test_cut_shares_are_passed_over_and_places_have_bounds(election: Any, choices: Any) -> None:
    sealed = sealing.seal_ballot(election.manifest, choices).envelope
    good = shares_of(election, sealed, [1, 2])
    assert sealing.open_envelope(election.manifest, sealed, [b"\x01", *good])
    with pytest.raises(BallotRefused, match="no_such_paper"):
        fv1.seal_plaintext(election.manifest, 256, b"{}")
