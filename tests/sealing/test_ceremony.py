from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov import sealing
from nswp_gov.sealing import Opening, agree, make_share_file, open_box
from nswp_gov.sealing.ballot import BallotState
from nswp_gov.sealing.canonical import b64, canonical, sha256
from nswp_gov.sealing.ceremony import read_ballots
from nswp_gov.sealing.envelope import seal_plaintext
from nswp_gov.sealing.errors import CeremonyRefused, KeyRefused, SignatureRefused
from nswp_gov.sealing.shares import write_shares
from nswp_gov.sealing.signing import Purpose, sign_statement


@pytest.fixture(scope="module")
def shares(election: Any, box: Any) -> list[bytes]:
    return [make_share_file(election.manifest, box, key=key) for key in election.keys]


@pytest.fixture(scope="module")
def openings(election: Any, box: Any, shares: list[bytes]) -> list[Opening]:
    return [open_box(election.manifest, box, shares[:2], key=key) for key in election.keys[:2]]


def test_openers_agree_whatever_shares_they_used_and_in_which_order(
    election: Any, box: Any, shares: list[bytes]
) -> None:
    found = {
        open_box(election.manifest, box, order, key=key).ballots
        for key in election.keys[:2]
        for size in (2, 3)
        for order in permutations(shares, size)
    }
    assert len(found) == 1


def test_agreed_ballots_are_those_that_were_cast(
    election: Any, box: Any, cast: Any, openings: list[Opening]
) -> None:
    agreed = agree(openings, manifest=election.manifest, box=box)
    assert sorted(sealed.tracker for sealed in cast) == [one.tracker for one in agreed.ballots]
    assert agreed.count(BallotState.VALID) == 12
    assert agreed.openers == (1, 2)
    assert agreed.sha256 == sha256(openings[1].ballots).hex()
    votes = [tuple(one.choices["rules"]) for one in agreed.ballots if one.paper == "all"]  # type: ignore[index]
    assert sorted(votes) == [("no",)] * 4 + [("yes",)] * 4


def test_nothing_but_choices_trackers_and_level_is_written(openings: list[Opening]) -> None:
    for line in openings[0].ballots.splitlines():
        assert set(json.loads(line)) == {"paper", "state", "tracker", "level", "choices"}


def test_one_file_is_not_enough_and_twice_the_same_is_refused(
    election: Any, box: Any, shares: list[bytes]
) -> None:
    key = election.keys[0]
    for files, code in (([shares[0]], "too_few_shares"), ([shares[0]] * 2, "share_file_repeated")):
        with pytest.raises(CeremonyRefused) as refused:
            open_box(election.manifest, box, files, key=key)
        assert refused.value.code == code


def test_only_openers_open_and_only_trustees_share(
    election: Any, box: Any, shares: list[bytes]
) -> None:
    with pytest.raises(CeremonyRefused, match="not_an_opener"):
        open_box(election.manifest, box, shares, key=election.keys[2])
    stranger = sealing.TrusteeKey.generate(election.manifest.suite)
    with pytest.raises(KeyRefused, match="not_a_trustee_here"):
        make_share_file(election.manifest, box, key=stranger)


def test_share_files_of_another_box_or_altered_are_refused(
    election: Any, box: Any, shares: list[bytes]
) -> None:
    other = sealing.close_box(box.envelopes[:5])
    foreign = make_share_file(election.manifest, other, key=election.keys[1])
    with pytest.raises(CeremonyRefused, match="share_of_another_box"):
        open_box(election.manifest, box, [shares[0], foreign], key=election.keys[0])
    plain = json.loads(shares[1])
    for name, value in (("missing", 1), ("shares", 11), ("trustee", 3), ("body", b64(b"x" * 80))):
        forged = canonical({**plain, "says": {**plain["says"], name: value}})
        with pytest.raises((SignatureRefused, CeremonyRefused)):
            open_box(election.manifest, box, [shares[0], forged], key=election.keys[0])
    unknown = canonical({**plain, "says": {**plain["says"], "trustee": 9}})
    with pytest.raises(CeremonyRefused, match="trustee_unknown"):
        open_box(election.manifest, box, [shares[0], unknown], key=election.keys[0])


def test_a_share_file_is_closed_to_everyone_but_the_openers(
    election: Any, box: Any, shares: list[bytes]
) -> None:
    plain = json.loads(shares[2])
    assert set(plain["says"]["wraps"]) == {"1", "2"}
    swapped = {"1": plain["says"]["wraps"]["2"], "2": plain["says"]["wraps"]["1"]}
    statement = sign_statement(
        election.keys[2].signing_key, Purpose.SHARE, {**plain["says"], "wraps": swapped}
    )
    with pytest.raises(CeremonyRefused, match="share_file_unreadable"):
        open_box(election.manifest, box, [shares[0], statement], key=election.keys[0])
    miscounted = sign_statement(
        election.keys[2].signing_key, Purpose.SHARE, {**plain["says"], "shares": 11}
    )
    with pytest.raises(CeremonyRefused, match="share_count"):
        open_box(election.manifest, box, [shares[0], miscounted], key=election.keys[0])
    nobody = sign_statement(
        election.keys[2].signing_key, Purpose.SHARE, {**plain["says"], "wraps": {}}
    )
    with pytest.raises(CeremonyRefused, match="share_for_others"):
        open_box(election.manifest, box, [shares[0], nobody], key=election.keys[0])


def test_a_share_file_for_a_part_of_the_box_is_refused(
    election: Any, box: Any, shares: list[bytes]
) -> None:
    readers = {"1": (election.manifest.suite, election.manifest.trustees[0].seal_key)}
    part = write_shares(
        election.manifest,
        box.envelopes[1:],
        root=box.box_root,
        key=election.keys[1],
        readers=readers,
        purpose=Purpose.SHARE,
    )
    with pytest.raises(CeremonyRefused, match="share_count"):
        open_box(election.manifest, box, [shares[0], part], key=election.keys[0])
    bare = sign_statement(election.keys[1].signing_key, Purpose.SHARE, {"trustee": 2})
    with pytest.raises(SignatureRefused, match="not_a_statement"):
        open_box(election.manifest, box, [shares[0], bare], key=election.keys[0])


def mixed(make: Callable[..., Any]) -> tuple[Any, list[bytes]]:
    """A ballot, a spoilt paper, an unreadable envelope, one bad wrap, a seed, a bad seed."""
    election = make(ties=sealing.Ties.SEEDS)
    manifest = election.manifest
    good = {"president": ["bo"], "rules": ["yes"]}
    broken = bytearray(sealing.seal_ballot(manifest, good).envelope)
    broken[40] ^= 1
    wrapped = bytearray(sealing.seal_ballot(manifest, good).envelope)
    wrapped[-1] ^= 1
    return election, [
        sealing.seal_ballot(manifest, good).envelope,
        seal_plaintext(manifest, 0, b"this is no ballot"),
        bytes(broken),
        bytes(wrapped),
        sealing.seal_seed(manifest),
        seal_plaintext(manifest, 255, b'{"seed":"short"}'),
    ]


def test_spoilt_and_unreadable_ballots_are_listed_and_counted(make: Callable[..., Any]) -> None:
    election, envelopes = mixed(make)
    box = sealing.close_box(envelopes)
    shares = [make_share_file(election.manifest, box, key=key) for key in election.keys]
    assert [json.loads(one)["says"]["missing"] for one in shares] == [0, 0, 1]
    results = [open_box(election.manifest, box, shares, key=key) for key in election.keys[:2]]
    says = json.loads(results[0].statement)["says"]
    assert {name: says[name] for name in ("ballots", "spoilt", "unreadable", "lost_seeds")} == {
        "ballots": 4,
        "spoilt": 1,
        "unreadable": 1,
        "lost_seeds": 1,
    }
    agreed = agree(results, manifest=election.manifest, box=box)
    assert [agreed.count(state) for state in BallotState] == [2, 1, 1]
    unreadable = [one for one in agreed.ballots if one.state is BallotState.UNREADABLE]
    assert [one.seal for one in unreadable] == [sealing.seal_of(envelopes[2])]
    assert len(agreed.seeds) == 1
    lot = sealing.drawn_from(
        election.manifest, agreed.seeds, election.manifest.papers[0].contests[0]
    )
    assert sorted(lot) == ["asha", "bo", "cleo", "reopen"]


def signed(election: Any, place: int, opening: Opening, **over: Any) -> Opening:
    says = {**json.loads(opening.statement)["says"], **over}
    key = election.keys[place - 1].signing_key
    return Opening(opening.ballots, sign_statement(key, Purpose.OPENING, says))


def test_agree_refuses_what_two_openers_did_not_both_find(
    election: Any, box: Any, openings: list[Opening]
) -> None:
    one, two = openings
    other = Opening(one.ballots[: one.ballots.index(b"\n") + 1], b"")
    fewer = signed(election, 2, replace(two, ballots=other.ballots), ballots_sha256=other.sha256)
    for results, code in (
        ([], "too_few_openers"),
        ([one], "too_few_openers"),
        ([one, one], "too_few_openers"),
        ([one, fewer], "openers_differ"),
        ([one, signed(election, 2, two, seeds=["0" * 64])], "openers_differ"),
        ([one, signed(election, 2, two, seeds=7)], "seeds_form"),
        ([one, signed(election, 2, two, seeds=["zz"])], "seeds_form"),
        ([one, signed(election, 2, two, manifest_hash="0" * 64)], "another_election"),
        ([one, signed(election, 2, two, box_root="0" * 64)], "another_box"),
        ([one, signed(election, 2, two, ballots_sha256="0" * 64)], "statement_of_another_file"),
        ([one, signed(election, 3, two, opener=3)], "not_an_opener"),
    ):
        with pytest.raises(CeremonyRefused) as refused:
            agree(results, manifest=election.manifest, box=box)
        assert refused.value.code == code
    with pytest.raises(SignatureRefused):
        agree([one, signed(election, 1, two, opener=2)], manifest=election.manifest, box=box)


def both(election: Any, openings: list[Opening], ballots: bytes) -> list[Opening]:
    return [
        signed(
            election, place, Opening(ballots, one.statement), ballots_sha256=sha256(ballots).hex()
        )
        for place, one in enumerate(openings, start=1)
    ]


def test_agree_refuses_openers_who_conspire_to_change_the_list(
    election: Any, box: Any, openings: list[Opening]
) -> None:
    lines = openings[0].ballots.splitlines(keepends=True)
    first = json.loads(lines[0])
    flagged = canonical({"paper": first["paper"], "state": "unreadable", "seal": "0" * 64}) + b"\n"
    other_paper = (
        canonical(
            {
                "paper": "all" if first["paper"] == "africa" else "africa",
                "state": "spoilt",
                "reason": "not_a_ballot",
                "tracker": first["tracker"],
            }
        )
        + b"\n"
    )
    for ballots, code in (
        (b"".join(lines[1:]), "count_differs"),
        (b"".join([other_paper, *lines[1:]]), "count_differs"),
        (b"".join([flagged, *lines[1:]]), "seal_unknown"),
        (b"".join([*lines[1:], lines[0]]), "ballots_out_of_order"),
        (b"".join([lines[0], *lines[:-1]]), "tracker_repeated"),
        (b"".join(lines)[:-1], "ballots_file_cut"),
    ):
        with pytest.raises(CeremonyRefused) as refused:
            agree(both(election, openings, ballots), manifest=election.manifest, box=box)
        assert refused.value.code == code


def test_agree_refuses_a_box_with_copied_envelopes(make: Callable[..., Any], choices: Any) -> None:
    election = make()
    sealed = sealing.seal_ballot(election.manifest, choices).envelope
    box = sealing.close_box([sealed, sealed])
    shares = [make_share_file(election.manifest, box, key=key) for key in election.keys[:2]]
    results = [open_box(election.manifest, box, shares, key=key) for key in election.keys[:2]]
    with pytest.raises(CeremonyRefused, match="envelope_repeated"):
        agree(results, manifest=election.manifest, box=box)


@pytest.mark.parametrize(
    "change",
    [
        {"choices": {"president": ["zoe"], "rules": ["yes"]}},
        {"choices": {"president": ["bo"]}},
        {"choices": None},
        {"tracker": "x"},
        {"level": "9"},
        {"word": '"'},
        {"seal": "0" * 64},
        {"reason": "why"},
        {"paper": "other"},
        {"state": "counted"},
        {"state": "spoilt"},
        {"state": "unreadable"},
        {"surplus": 1},
    ],
)
def test_a_line_that_no_opener_writes_is_refused(election: Any, change: dict[str, Any]) -> None:
    good = {
        "paper": "all",
        "state": "valid",
        "tracker": "ABCD-EFGH-IJKL-MN27",
        "level": "1",
        "choices": {"president": ["bo"], "rules": ["yes"]},
    }
    assert read_ballots(election.manifest, canonical(good) + b"\n")[0].tracker == good["tracker"]
    with pytest.raises(CeremonyRefused, match="ballot_line"):
        read_ballots(election.manifest, canonical({**good, **change}) + b"\n")


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("abcdef0", max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("x"), inner, max_size=1),
    max_leaves=3,
)
fields = st.sampled_from(
    ["paper", "state", "tracker", "level", "choices", "word", "reason", "seal", "surplus"]
)


@given(st.dictionaries(fields, junk), st.sampled_from(["valid", "spoilt", "unreadable"]))
def test_any_line_is_taken_or_refused_and_never_an_error(
    election: Any, changes: dict[str, Any], state: str
) -> None:
    line = canonical({"paper": "all", "state": state, "seal": "0" * 64, **changes})
    with suppress(CeremonyRefused):
        assert read_ballots(election.manifest, line + b"\n")[0].to_line() == line


def test_an_empty_box_opens_to_an_empty_list(election: Any) -> None:
    box = sealing.close_box([])
    shares = [make_share_file(election.manifest, box, key=key) for key in election.keys]
    results = [open_box(election.manifest, box, shares, key=key) for key in election.keys[:2]]
    assert agree(results, manifest=election.manifest, box=box).ballots == ()


def test_ballots_that_share_a_tracker_are_spoilt_and_the_others_count(election: Any) -> None:
    """A device chooses its tracker: two that agree on one spoil their own ballots alone."""
    plain = {"choices": {"president": ["bo"], "rules": ["yes"]}, "level": "1",
             "tracker": "AAAA-BBBB-CCCC-DDDD"}  # fmt: skip
    same = [seal_plaintext(election.manifest, 0, canonical(plain)) for _ in range(2)]
    honest = sealing.seal_ballot(election.manifest, plain["choices"]).envelope
    box = sealing.close_box([*same, honest])
    shares = [sealing.make_share_file(election.manifest, box, key=key) for key in election.keys[:2]]
    found = [sealing.open_box(election.manifest, box, shares, key=key) for key in election.keys[:2]]
    agreed = sealing.agree(found, manifest=election.manifest, box=box)
    reasons = [one.reason for one in agreed.ballots]
    assert sorted(map(str, reasons)) == ["None", "tracker_repeated", "tracker_repeated"]
    assert agreed.count(sealing.BallotState.VALID) == 1
