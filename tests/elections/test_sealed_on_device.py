"""Ballots sealed on the voter's device: the same envelope, opened by the same tool."""

from __future__ import annotations

import base64
import gzip
import json
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from nswp_gov.elections import operations, queries
from nswp_gov.elections.browser import script_sha256, seals_on_device
from nswp_gov.elections.contests import contest_of
from nswp_gov.paths import PACKAGE
from nswp_gov.sealing import (
    Ballot,
    BallotKind,
    BallotState,
    ElectionKind,
    Level,
    Manifest,
    Option,
    Paper,
    Program,
    Roll,
    Suite,
    TrusteeKey,
    least_padding,
    new_signing_key,
    open_envelope,
    public_of,
    receipt_code,
    seal_ballot,
    seal_of,
    unwrap,
)
from nswp_gov.sealing.ballot import read_ballot
from nswp_gov.sealing.ceremony import read_ballots
from nswp_gov.sealing.envelope import seal_plaintext
from nswp_gov.store.errors import Unfit
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.browsing import needed, phone, turn
from tests.elections.voting_site import VotingSite, voting_site
from tests.factories.elections import close_and_open, freeze, make_election, option_of

ROOT = Path(__file__).resolve().parent.parent.parent
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
VECTORS = Path(__file__).parent / "data" / "sealed_on_device.json"
SCRIPT = PACKAGE / "static" / "seal.js"
BUDGET = 14_336


def need_npm() -> None:
    """Go on only where the build tools are: in CI they have to be."""
    needed(ESBUILD.exists() and shutil.which("node"), "esbuild (npm ci)")


def opened(manifest: Manifest, keys: list[TrusteeKey], envelope: bytes) -> Ballot:
    """What the first and the third trustee find in an envelope."""
    shares = [
        unwrap(manifest, envelope, trustee=place, key=keys[place - 1].seal_key) for place in (1, 3)
    ]
    return read_ballot(manifest.papers[envelope[1]], open_envelope(manifest, envelope, shares))


def test_the_script_that_is_served_is_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= BUDGET


def test_the_script_that_is_served_is_built_from_its_source(tmp_path: Path) -> None:
    need_npm()
    command = json.loads((ROOT / "package.json").read_text())["scripts"]["seal"]
    built = tmp_path / "seal.js"
    command = command.replace("--outfile=nswp_gov/static/seal.js", f"--outfile={built}")
    subprocess.run(
        command.replace("esbuild ", f"{ESBUILD} ", 1), shell=True, cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    assert built.read_bytes() == SCRIPT.read_bytes()


def test_stored_envelopes_made_by_the_script_open_here() -> None:
    stored = json.loads(VECTORS.read_text())
    manifest = Manifest.from_bytes(stored["manifest"].encode())
    keys = [TrusteeKey(Suite.XWING, bytes.fromhex(one)) for one in stored["secrets"]]
    assert {one["paper"] for one in stored["ballots"]} == {"p01", "p02", "p03"}
    for one in stored["ballots"]:
        envelope = base64.b64decode(one["envelope"])
        found = opened(manifest, keys, envelope)
        assert found.state is BallotState.VALID
        assert (found.tracker, found.level) == (one["tracker"], Level.BROWSER)
        assert list((found.choices or {})[one["paper"]]) == one["choices"]
        assert seal_of(envelope) == one["seal"]


def papers() -> tuple[Paper, ...]:
    names = [Option(f"c{number:02}", {"ru": f"Имя {number}"}) for number in (1, 2, 3)]
    kinds = (BallotKind.RANKED, BallotKind.APPROVAL, BallotKind.YESNO)
    made = []
    for number, kind in enumerate(kinds, start=1):
        standing = names[:1] if kind is BallotKind.YESNO else names
        contest = contest_of(f"p{number:02}", {"en": "Seat", "zh_Hans": "席位"}, kind, standing)
        made.append(Paper(contest.id, contest.title, Roll("0" * 64), (contest,)))
    return tuple(made)


def vectors(folder: Path) -> dict[str, Any]:
    """Seal by the script, outside any browser, for trustees whose secrets are written beside."""
    keys = [TrusteeKey(Suite.XWING, secrets.token_bytes(32)) for _ in range(3)]
    manifest = Manifest(
        id="vectors", kind=ElectionKind.REHEARSAL, title={"fr": "Élection", "zh_Hans": "选举"},
        papers=papers(), opens_at=datetime(2027, 1, 1, tzinfo=UTC),
        closes_at=datetime(2027, 1, 15, tzinfo=UTC),
        trustees=tuple(one.trustee(f"T{at}") for at, one in enumerate(keys)),
        needed=2, openers=(1, 2), suite=Suite.XWING, padded_length=least_padding(papers()),
        signing_key=public_of(new_signing_key()), program=Program("1", "0" * 64),
        level=Level.BROWSER, script_sha256=script_sha256(),
    )  # fmt: skip
    ballots = [("p01", ["c03", "c01"]), ("p01", []), ("p02", ["c01", "reopen"]), ("p03", ["no"])]
    bundle = folder / "envelope.mjs"
    command = [ESBUILD, "seal/envelope.js", "--bundle", "--format=esm", f"--outfile={bundle}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    asked = {
        "manifest": manifest.to_bytes().decode(), "hash": manifest.manifest_hash.hex(),
        "ballots": ballots,
    }  # fmt: skip
    done = subprocess.run(
        ["node", ROOT / "seal" / "node_vectors.mjs", bundle], input=json.dumps(asked), text=True,
        check=True, capture_output=True,
    )  # fmt: skip
    return {
        "manifest": asked["manifest"],
        "secrets": [one.secret.hex() for one in keys],
        "ballots": json.loads(done.stdout),
    }


def test_envelopes_made_now_by_the_script_open_here(tmp_path: Path) -> None:
    need_npm()
    made = vectors(tmp_path)
    manifest = Manifest.from_bytes(made["manifest"].encode())
    keys = [TrusteeKey(Suite.XWING, bytes.fromhex(one)) for one in made["secrets"]]
    trackers = set()
    for one in made["ballots"]:
        found = opened(manifest, keys, base64.b64decode(one["envelope"]))
        assert list((found.choices or {})[one["paper"]]) == one["choices"]
        trackers.add(found.tracker)
    assert len(trackers) == len(made["ballots"])


def test_the_server_takes_envelopes_of_this_paper_alone(
    work: Work, keys: KeyFolder, count_queries: Callable[[], Any]
) -> None:
    chain = make_election(work, keys)
    chain.election.level = Level.BROWSER
    work.record("elections.level_for_a_test", chain.election)
    voting = freeze(work, chain, "Amara", "Binta")
    manifest = queries.manifest_of(chain.election)
    assert manifest.script_sha256 == script_sha256()
    assert seals_on_device(manifest)
    assert not seals_on_device(replace(manifest, script_sha256="0" * 64))

    def cast(place: int, envelope: bytes) -> list[str]:
        """Cast for the organisation at this place; what the database was told to do."""
        organisation = chain.organisations[place]
        acting = replace(voting, actor=chain.voters[organisation])
        with count_queries() as seen:
            sealed = operations.cast_sealed(
                acting, chain.election, chain.post, organisation, envelope, keys=chain.keys
            )
        assert sealed == seal_of(envelope)
        return list(seen)

    good = seal_ballot(manifest, {"p01": [option_of(work, chain, "Amara")]}).envelope
    spoilt = seal_plaintext(manifest, 0, b"no ballot")
    assert len(spoilt) == len(good)
    work.session.flush()
    first = cast(0, good)
    assert [one.split()[0] for one in first if "ballot" in one] == ["SELECT", "INSERT"]
    assert cast(0, spoilt) == cast(1, spoilt[:-1] + b"!") == first  # again; and another's first
    for bad in (b"", good[:-1], good + b"\0", b"\2" + good[1:], good[:1] + b"\7" + good[2:],
                good[:1] + b"\xfe" + good[2:]):  # fmt: skip
        for place in (0, 2):  # refused alike whether a vote of theirs lies in the box
            with count_queries() as seen, pytest.raises(Unfit, match="ballot_unfit"):
                operations.cast_sealed(
                    replace(voting, actor=chain.voters[chain.organisations[place]]),
                    chain.election, chain.post, chain.organisations[place], bad, keys=chain.keys,
                )  # fmt: skip
            assert not seen


def test_where_devices_do_not_seal_no_envelope_is_taken(work: Work, keys: KeyFolder) -> None:
    chain = make_election(work, keys)
    voting = freeze(work, chain, "Amara", "Binta")
    organisation = chain.organisations[0]
    acting = replace(voting, actor=chain.voters[organisation])
    manifest = queries.manifest_of(chain.election)
    good = seal_ballot(manifest, {"p01": []}).envelope
    with pytest.raises(Unfit, match="ballot_unfit"):
        operations.cast_sealed(
            acting, chain.election, chain.post, organisation, good, keys=chain.keys
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VotingSite]:
    with voting_site(tmp_path_factory.mktemp("voting"), "Amara", "Binta", "Chidi") as running:
        yield running


def phone_at(chromium: Browser, site: VotingSite, place: int, **options: Any) -> BrowserContext:
    """The telephone of the delegate at this place."""
    return phone(chromium, site.url, site.cookie_of(site.person(place)), **options)


def sealed_by_device(page: Page, sent: list[Request]) -> tuple[str, str]:
    """Rank, look, cast; the seal and the tracker that the page shows."""
    page.wait_for_selector("form[data-ready]")
    assert page.get_by_text("Your device seals your vote.").is_visible()
    assert not page.get_by_text("Your vote is sealed by our server.").is_visible()
    names = page.locator("[data-rank] li")
    binta = names.filter(has_text="Binta")
    binta.get_by_role("button", name="Higher").click()
    names.filter(has_text="Amara").locator("input").fill("1")
    page.get_by_role("button", name="Look at the ballot").click()
    assert page.get_by_text("This place is given twice.").first.is_visible()
    names.filter(has_text="Amara").locator("input").fill("2")
    page.get_by_role("button", name="Look at the ballot").click()
    shown = page.locator("#sealed-preview li").all_inner_texts()
    assert shown == ["Binta", "Amara"]
    assert all(one.method == "GET" for one in sent)
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_role("heading", name="Your organisation’s vote is in the box.").wait_for()
    seal = page.locator("[data-receipt]").get_attribute("data-receipt") or ""
    tracker = page.locator("[data-tracker]").text_content() or ""
    code = receipt_code(seal).replace("-", "")
    assert f"{code[:4]} {code[4:]}" in page.content()
    return seal, tracker


@pytest.mark.browser
def test_a_ballot_sealed_on_the_page_opens_with_the_trustees_tool(
    chromium: Browser, site: VotingSite
) -> None:
    context = phone_at(chromium, site, 0)
    page = context.new_page()
    sent: list[Request] = []
    faults: list[str] = []
    page.on("request", lambda one: sent.append(one))  # noqa: PLW0108 - a bound method is refused
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(site.path())
    seal, tracker = sealed_by_device(page, sent)
    (post,) = [one for one in sent if one.method == "POST"]
    body = post.post_data_buffer or b""
    assert not re.search(rb"rank-|name=\"mark\"|c0[123]|reopen", body)
    assert tracker.encode() not in body
    assert faults == []
    page.goto(site.path())
    assert page.get_by_text("A vote of your organisation is in the box.").is_visible()
    context.close()

    plain = phone_at(chromium, site, 1, java_script_enabled=False)
    page = plain.new_page()
    page.goto(site.path())
    assert page.get_by_text("Your vote is sealed by our server.").is_visible()
    assert not page.get_by_text("Your device seals your vote.").is_visible()
    page.locator("[data-rank] li").filter(has_text="Chidi").locator("input").fill("1")
    turn(page.get_by_role("button", name="Look at the ballot"))
    turn(page.get_by_role("button", name="Cast this vote"))
    assert page.get_by_role("heading", name="Your organisation’s vote is in the box.").is_visible()
    plain.close()
    check_opened(site, seal, tracker)


def check_opened(site: VotingSite, seal: str, tracker: str) -> None:
    """Close, open with two of three trustees; both ballots are there, each with its level."""
    with site.work() as work:
        options = {name: option_of(work, site.chain, name) for name in ("Amara", "Binta", "Chidi")}
        close_and_open(work, site.chain)
        election = site.chain.election
        kept = queries.file(work.session, election.id, "ballots.jsonl")
        seals = queries.file(work.session, election.id, "seals.txt")
        assert kept is not None
        assert seals is not None
        assert seal in seals.body.decode().split()
        found = {one.level: one for one in read_ballots(queries.manifest_of(election), kept.body)}
    assert found[Level.BROWSER].tracker == tracker
    assert (found[Level.BROWSER].choices or {})["p01"] == [options["Binta"], options["Amara"]]
    assert (found[Level.SERVER].choices or {})["p01"] == [options["Chidi"]]
