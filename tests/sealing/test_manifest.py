from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov import sealing
from nswp_gov.sealing.canonical import canonical
from nswp_gov.sealing.errors import BallotRefused, ManifestRefused, NotCanonical
from nswp_gov.sealing.papers import BallotKind, Contest, Option, Paper, Publication, Roll


def test_manifest_goes_to_bytes_and_back(make: Callable[..., Any]) -> None:
    for suite in sealing.Suite:
        manifest = make(suite=suite).manifest
        again = sealing.Manifest.from_bytes(manifest.to_bytes())
        assert again == manifest
        assert sealing.manifest_hash(again) == manifest.manifest_hash.hex()


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_hash_is_stable_under_the_order_of_names(election: Any, rng: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            items = list(value.items())
            rng.shuffle(items)
            return {name: shuffled(item) for name, item in items}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    plain = shuffled(json.loads(election.manifest.to_bytes()))
    again = sealing.Manifest.from_bytes(canonical(plain))
    assert again.manifest_hash == election.manifest.manifest_hash


def test_hash_is_stable_under_the_unicode_form(election: Any) -> None:
    title = {"fr": "Élection inventée"}
    spelt = [
        replace(
            election.manifest,
            title={"fr": unicodedata.normalize(form, title["fr"])},  # type: ignore[arg-type]
        ).manifest_hash
        for form in ("NFC", "NFD")
    ]
    assert spelt[0] == spelt[1] != election.manifest.manifest_hash


def test_every_field_changes_the_hash(election: Any) -> None:
    manifest = election.manifest
    changed = [
        replace(manifest, id="other"),
        replace(manifest, kind=sealing.ElectionKind.REAL),
        replace(manifest, title={"en": "Other"}),
        replace(manifest, papers=manifest.papers[:1]),
        replace(manifest, opens_at=manifest.opens_at + timedelta(seconds=1)),
        replace(manifest, closes_at=manifest.closes_at + timedelta(seconds=1)),
        replace(manifest, extension_days=0),
        replace(manifest, level=sealing.Level.BROWSER, script_sha256="d" * 64),
        replace(manifest, trustees=manifest.trustees[::-1]),
        replace(manifest, needed=3),
        replace(manifest, openers=(1, 3)),
        replace(manifest, padded_length=manifest.padded_length + 64),
        replace(manifest, receipt=sealing.ReceiptMode.TRACKER),
        replace(manifest, ties=sealing.Ties.SEEDS),
        replace(manifest, signing_key=b"s" * 32),
        replace(manifest, program=sealing.Program("0.1.1", "c" * 64)),
    ]
    hashes = {one.manifest_hash for one in changed}
    assert len(hashes - {manifest.manifest_hash}) == len(changed)


@pytest.mark.parametrize(
    ("code", "over"),
    [
        ("election_id", {"id": "Upper Case"}),
        ("no_title", {"title": {}}),
        ("no_title", {"title": {"en": " "}}),
        ("title_language", {"title": {"english": "x"}}),
        ("no_papers", {"papers": ()}),
        ("closes_before_it_opens", {"closes_at": datetime(2027, 3, 1, 9, tzinfo=UTC)}),
        ("instant", {"opens_at": datetime(2027, 3, 1)}),  # noqa: DTZ001 - refused for that
        ("instant", {"opens_at": datetime(2027, 3, 1, tzinfo=timezone(timedelta(hours=1)))}),
        ("instant", {"opens_at": datetime(2027, 3, 1, 0, 0, 0, 5, tzinfo=UTC)}),
        ("extension_too_long", {"extension_days": 8}),
        ("needed_of_trustees", {"needed": 1}),
        ("needed_of_trustees", {"needed": 4}),
        ("two_openers", {"openers": (1,)}),
        ("two_openers", {"openers": (1, 1)}),
        ("opener_unknown", {"openers": (1, 4)}),
        ("openers_in_order", {"openers": (2, 1)}),
        ("padded_length", {"padded_length": 0}),
        ("signing_key", {"signing_key": b""}),
        ("program_source", {"program": sealing.Program("1", "?")}),
        ("script_hash", {"level": sealing.Level.BROWSER}),
        ("script_hash", {"script_sha256": "d" * 64}),
    ],
)
def test_impossible_manifests_are_refused(election: Any, code: str, over: dict[str, Any]) -> None:
    with pytest.raises(ManifestRefused) as refused:
        replace(election.manifest, **over)
    assert refused.value.code == code


def test_trustees_with_one_key_or_a_wrong_one_are_refused(election: Any) -> None:
    one, two, three = election.manifest.trustees
    for trustees, code in (
        ((one, one, three), "key_repeated"),
        ((one, two, replace(three, seal_key=b"short")), "trustee_key"),
        ((one, two, replace(three, sign_key=b"short")), "trustee_key"),
        ((one, two, replace(three, name="")), "trustee_name"),
    ):
        with pytest.raises(ManifestRefused) as refused:
            replace(election.manifest, trustees=trustees)
        assert refused.value.code == code


def options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(one, {"en": one}) for one in ids)


def a_contest(**over: Any) -> Contest:
    given: dict[str, Any] = {
        "id": "one",
        "title": {"en": "One"},
        "kind": BallotKind.RANKED,
        "options": options("a", "b"),
        "seats": 1,
        "rule": "irv",
    }
    return Contest(**{**given, **over})


@pytest.mark.parametrize(
    ("code", "over"),
    [
        ("contest_id", {"id": ""}),
        ("rule", {"rule": "?"}),
        ("no_options", {"options": ()}),
        ("option_repeated", {"options": options("a", "a")}),
        ("seats", {"seats": 3}),
        ("seats", {"seats": 0}),
        ("yesno_options", {"kind": BallotKind.YESNO}),
        ("yesno_options", {"kind": BallotKind.YESNO, "options": options("yes")}),
        ("seats", {"kind": BallotKind.YESNO, "options": options("yes", "no"), "seats": 2}),
    ],
)
def test_impossible_contests_are_refused(code: str, over: dict[str, Any]) -> None:
    with pytest.raises(ManifestRefused) as refused:
        a_contest(**over)
    assert refused.value.code == code


def test_small_rolls_show_neither_size_nor_ballots() -> None:
    with pytest.raises(ManifestRefused, match="roll_size_not_public"):
        Roll("a" * 64, size=29)
    with pytest.raises(ManifestRefused, match="small_roll_totals_only"):
        Paper("p", {"en": "P"}, Roll("a" * 64), (a_contest(),), Publication.LIST)
    assert Paper("p", {"en": "P"}, Roll("a" * 64), (a_contest(),)).publication == "totals"


def test_repeated_papers_and_contests_are_refused(election: Any) -> None:
    first, second = election.manifest.papers
    for papers, code in (
        ((first, first), "paper_repeated"),
        ((first, replace(second, contests=first.contests)), "contest_repeated"),
    ):
        with pytest.raises(ManifestRefused) as refused:
            replace(election.manifest, papers=papers)
        assert refused.value.code == code


def altered(manifest: sealing.Manifest, **over: Any) -> bytes:
    return canonical({**json.loads(manifest.to_bytes()), **over})


def test_from_bytes_refuses_other_forms(election: Any) -> None:
    manifest = election.manifest
    for data in (
        b"",
        b"[]",
        b"{}",
        manifest.to_bytes() + b"\n",
        altered(manifest, surplus=1),
        altered(manifest, format="nswp-manifest-2"),
        altered(manifest, kind="unknown"),
        altered(manifest, opens_at="2027-03-01T09:00:00+00:00"),
        altered(manifest, opens_at="2027-3-1T09:00:00Z"),
        altered(manifest, papers=[7]),
        altered(manifest, trustees=None),
        altered(manifest, needed="2"),
    ):
        with pytest.raises(ManifestRefused):
            sealing.Manifest.from_bytes(data)


def places(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain)
    found = [path]
    for key, value in inner:
        deeper = (*path, key)
        found += places(value, deeper) if isinstance(value, dict | list) else [deeper]
    return found


@settings(max_examples=200)
@given(
    st.data(),
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({}),
)
def test_any_other_value_is_taken_as_written_or_refused(
    election: Any, data: st.DataObject, value: Any
) -> None:
    plain = json.loads(election.manifest.to_bytes())
    path = data.draw(st.sampled_from(places(plain)[1:]))
    inside = plain
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    with suppress(ManifestRefused, NotCanonical):
        written = canonical(plain)
        assert sealing.Manifest.from_bytes(written).to_bytes() == written


def test_paper_place_is_found_by_its_contests(election: Any) -> None:
    assert election.manifest.paper_place({"rules": 1, "president": 1}) == 0
    assert election.manifest.paper_place({"vice": 1, "seat-africa": 1}) == 1
    for contests in ({}, {"rules": 1}, {"rules": 1, "president": 1, "vice": 1}):
        with pytest.raises(BallotRefused):
            election.manifest.paper_place(contests)
