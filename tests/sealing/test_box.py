from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nswp_gov import sealing
from nswp_gov.sealing.box import extended_close, sign_box, sign_extension
from nswp_gov.sealing.errors import BoxRefused, SignatureRefused
from nswp_gov.sealing.signing import Purpose, read_statement


def test_the_box_is_the_same_whatever_order_the_rows_come_in(cast: Any, box: Any) -> None:
    envelopes = [sealed.envelope for sealed in cast]
    for seed in range(5):
        random.Random(seed).shuffle(envelopes)
        assert sealing.close_box(envelopes).to_bytes() == box.to_bytes()


def test_seals_and_root_are_plain_sha256(cast: Any, box: Any) -> None:
    seals = sorted(hashlib.sha256(sealed.envelope).hexdigest() for sealed in cast)
    assert list(box.seals) == seals == sorted(sealed.seal for sealed in cast)
    joined = b"nswp-box-1|" + b"".join(map(bytes.fromhex, seals))
    assert box.box_root == hashlib.sha256(joined).hexdigest()


def test_box_counts_papers_and_leaves_seeds_aside(election: Any, cast: Any) -> None:
    seeds = [sealing.seal_seed(election.manifest) for _ in range(2)]
    box = sealing.close_box([*(sealed.envelope for sealed in cast), *seeds])
    assert (box.count(), box.count(0), box.count(1)) == (12, 8, 4)
    assert len(box.envelopes) == 14


def test_box_file_goes_there_and_back(box: Any) -> None:
    again = sealing.Box.from_bytes(box.to_bytes())
    assert again == box
    empty = sealing.close_box([])
    assert sealing.Box.from_bytes(empty.to_bytes()) == empty
    assert empty.box_root == hashlib.sha256(b"nswp-box-1|").hexdigest()


def test_box_file_that_was_cut_or_altered_is_refused(box: Any) -> None:
    data = box.to_bytes()
    length = len(box.envelopes[0])
    swapped = data[:16] + data[16 + length : 16 + 2 * length] + data[16 : 16 + length]
    for wrong in (
        b"",
        data[:15],
        data[:-1],
        data + b"\0",
        b"NSWPbox1" + data[8:],
        b"nswpbox1" + bytes(4) + (7).to_bytes(4),
        b"nswpbox1" + (7).to_bytes(4) + bytes(4),
        swapped + data[16 + 2 * length :],
    ):
        with pytest.raises(BoxRefused):
            sealing.Box.from_bytes(wrong)


def test_equal_envelopes_are_kept_and_reported(cast: Any, box: Any) -> None:
    copied = sealing.close_box([*(sealed.envelope for sealed in cast), cast[3].envelope])
    assert copied.duplicates == (cast[3].seal,)
    assert len(copied.envelopes) == 13
    assert copied.box_root != box.box_root
    assert box.duplicates == ()


def test_envelopes_of_different_lengths_are_refused(cast: Any) -> None:
    with pytest.raises(BoxRefused, match="lengths_differ"):
        sealing.close_box([cast[0].envelope, cast[1].envelope + b"\0"])


def test_check_refuses_what_is_not_of_this_election(
    make: Callable[..., Any], election: Any, box: Any
) -> None:
    box.check(election.manifest)
    with pytest.raises(BoxRefused):
        box.check(make(count=4).manifest)
    escrow = sealing.seal_escrow(election.manifest, bytes(32))
    with pytest.raises(BoxRefused, match="envelope_paper"):
        sealing.close_box([escrow]).check(election.manifest)


def test_the_servers_statement_names_root_and_count(election: Any, box: Any) -> None:
    statement = sign_box(election.signing_key, election.manifest, box)
    says = read_statement(election.manifest.signing_key, Purpose.BOX, statement)
    assert says == {
        "manifest_hash": sealing.manifest_hash(election.manifest),
        "box_root": box.box_root,
        "envelopes": 12,
        "ballots": 12,
    }


def test_one_extension_within_the_manifests_days(election: Any) -> None:
    manifest = election.manifest
    later = manifest.closes_at + timedelta(days=7)
    statement = sign_extension(election.signing_key, manifest, later)
    assert extended_close(manifest, statement) == later
    for wrong in (
        manifest.closes_at,
        later + timedelta(seconds=1),
        later.replace(microsecond=1),
        datetime(2027, 3, 17),  # noqa: DTZ001 - refused for that
    ):
        with pytest.raises(BoxRefused):
            sign_extension(election.signing_key, manifest, wrong)
    with pytest.raises(BoxRefused, match="another_election"):
        extended_close(replace(manifest, id="other"), statement)
    with pytest.raises(SignatureRefused):
        extended_close(replace(manifest, signing_key=bytes(32)), statement)
    assert later.tzinfo is UTC
