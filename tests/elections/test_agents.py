"""Candidates' agents: named, present, signing; what they see, and that nobody else sees it."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.elections import operations, queries
from nswp_gov.elections.folder import Edition
from nswp_gov.elections.models import CandidateAgent, Nomination
from nswp_gov.elections.operations.lots import DRAWN, FROM_SEEDS, lots_of, to_draw
from nswp_gov.elections.operations.witnessing import officer_place
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import Suite, Ties, TrusteeKey, sign_lot, sign_observed, verify_folder
from nswp_gov.sealing.canonical import un_b64
from nswp_gov.store import ids
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, NotFound, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import visit
from tests.elections.records import FAILED, RECOUNTED, VERIFIED, index_again, unpacked, verify
from tests.elections.test_ending import open_again
from tests.elections.tool_outside import ask, b64, bundle
from tests.factories.accounts import make_person
from tests.factories.elections import Chain, at, make_election, option_of, stand, vote

__all__ = ["bundle"]  # a fixture
SignIn = Callable[[Person], FlaskClient]


@dataclass
class Watched:
    """An election whose first candidate has an agent with a key, and its officer one too."""

    chain: Chain
    standing: list[Nomination]
    person: Person
    key: TrusteeKey
    officer_key: TrusteeKey

    @property
    def agent(self) -> Actor:
        mine = frozenset({self.chain.election.id})
        return Actor(name="agent", person_id=self.person.id, agent_of=mine)


def name(work: Work, nomination: Nomination, **over: str) -> CandidateAgent:
    """The candidate names an agent; the row."""
    given = {"name": "Zuri", "address": "zuri@example.org", **over}
    made, token = operations.name_agent(work, nomination, locale=Locale.FR, **given)
    assert queries.agent_by_token(work.session, ids.token_hash(token)) is made
    return made


def watched(work: Work, keys: KeyFolder) -> Watched:
    """Everything until voting is open."""
    chain = make_election(work, keys)
    standing = [stand(work, chain, one) for one in ("Amara", "Binta", "Chidi")]
    person = make_person(work, "Zuri", passphrase=None)
    agent_key, officer_key = TrusteeKey.generate(Suite.XWING), TrusteeKey.generate(Suite.XWING)
    row = name(work, standing[0])
    signed_in = replace(work, actor=Actor(name="Zuri", person_id=person.id))
    operations.take_on(signed_in, row, agent_key.public_file("Zuri"))
    chief = at(work, work.now, chain.officer)
    with pytest.raises(Unfit, match="key_repeated"):
        operations.bring_officer_key(chief, chain.election, agent_key.public_file("Dmitri"))
    operations.bring_officer_key(chief, chain.election, officer_key.public_file("Dmitri"))
    ruling = at(work, chain.election.nominations_close_at, chain.officer)
    operations.close_nominations(ruling, chain.election)
    for one in standing:
        operations.rule_in(ruling, one)
    operations.freeze(ruling, chain.election, chain.keys)
    voting = at(work, chain.election.opens_at, chain.officer)
    operations.open_voting(voting, chain.election, chain.keys)
    for place, choice in enumerate(["Amara", "Amara", "Binta", "Binta"]):
        vote(voting, chain, place, choice)
    return Watched(chain, standing, person, agent_key, officer_key)


@pytest.fixture
def made(work: Work, keys: KeyFolder) -> Watched:
    return watched(work, keys)


def drawn(work: Work, made: Watched) -> tuple[Work, bytes]:
    """The box is closed, and Amara drawn first; the file to sign."""
    chain, election = made.chain, made.chain.election
    closing = at(work, election.closes_at, chain.officer)
    operations.close_voting(closing, election, chain.keys)
    amara = option_of(work, chain, "Amara")
    codes = to_draw(queries.manifest_of(election))
    order = sorted(codes, key=lambda one: not one.endswith(amara))
    with pytest.raises(Unfit, match="not_a_permutation"):
        operations.record_lot(closing, election, order[1:])
    operations.record_lot(closing, election, order[::-1], minutes="Dmitri drew; Zuri was there.")
    operations.record_lot(closing, election, order, minutes="Dmitri drew; Zuri was there.")
    kept = queries.file(work.session, election.id, "drawn-lot.json")
    assert kept is not None
    return closing, kept.body


def test_a_lot_signed_by_officer_and_agent_decides_and_is_in_both_records(
    work: Work, made: Watched, bundle: Path, tmp_path: Path
) -> None:
    chain, election = made.chain, made.chain.election
    manifest = queries.manifest_of(election)
    assert manifest.ties is Ties.DRAWN
    candidate = f"p01/{option_of(work, chain, 'Amara')}"
    assert [one.candidate for one in manifest.witnesses] == [None, candidate]
    assert b"Zuri" not in manifest.to_bytes()
    assert type(manifest).from_bytes(manifest.to_bytes()) == manifest
    closing, lot = drawn(work, made)
    for signature in (
        sign_lot(made.key, manifest, lot.replace(b'"c01"', b'"c09"')),
        chain.trustees[0].public_file("x"),
    ):
        with pytest.raises(Unfit, match="witness_unfit"):
            operations.bring_witnessed(closing, election, signature)
    watching = replace(closing, actor=made.agent)
    with pytest.raises(Denied):
        stranger = replace(closing, actor=chain.voters[chain.organisations[0]])
        operations.bring_witnessed(stranger, election, sign_lot(made.key, manifest, lot))
    assert lots_unsigned(closing, made)
    first = operations.bring_witnessed(closing, election, sign_lot(made.officer_key, manifest, lot))
    second = operations.bring_witnessed(watching, election, sign_lot(made.key, manifest, lot))
    assert (first, second) == ("lot-1.json", "lot-2.json")
    with pytest.raises(Unfit, match="lot_signed"):
        operations.record_lot(closing, election, to_draw(manifest)[::-1])
    open_again(work, chain)
    (result,) = operations.count(closing, election)
    assert lots_of(closing, election).source == DRAWN
    amara = option_of(work, chain, "Amara")
    assert result.elected != [amara]  # first in the lot: the first to be excluded
    told = queries.file(work.session, election.id, "result.json")
    assert told is not None
    seen = sign_observed(made.key, manifest, result=told.body)
    assert operations.bring_witnessed(watching, election, seen) == "observed-2.json"
    operations.declare(closing, election)
    inner = unpacked(work, election, Edition.OBSERVERS, tmp_path / "inner")
    outer = unpacked(work, election, Edition.PUBLIC, tmp_path / "outer")
    assert (verify(inner), verify(outer)) == ((RECOUNTED, []), (VERIFIED, []))
    assert {"lot-1.json", "lot-2.json", "observed-2.json"} <= {one.name for one in outer.iterdir()}
    wrong = unpacked(work, election, Edition.OBSERVERS, tmp_path / "wrong")
    (wrong / "lot-2.json").write_bytes((wrong / "lot-1.json").read_bytes())
    (wrong / "seals.txt").write_text("\n".join(reversed((wrong / "seals.txt").read_text().split())))
    altered = unpacked(work, election, Edition.OBSERVERS, tmp_path / "altered")
    (altered / "lot-2.json").write_bytes((altered / "lot-1.json").read_bytes())
    check_other_tools(made, bundle, (lot, seen), [inner, outer, altered, wrong])
    (outer / "lot-1.json").unlink()
    index_again(outer)
    assert verify(outer)[0] == FAILED


def check_other_tools(
    made: Watched, bundle: Path, signed: tuple[bytes, bytes], folders: list[Path]
) -> None:
    """The tools of browser and console sign the same bytes and check a folder alike."""
    manifest = queries.manifest_of(made.chain.election)
    lot, seen = signed
    asked = {
        "manifest": b64(manifest.to_bytes()), "secret": b64(made.key.secret), "lot": b64(lot),
        "result": b64((folders[0] / "result.json").read_bytes()),
        "folders": [{one.name: b64(one.read_bytes()) for one in each.iterdir()}
                    for each in folders],
    }  # fmt: skip
    told = ask(bundle, asked)
    assert un_b64(told["lot"]) == sign_lot(made.key, manifest, lot)
    assert un_b64(told["counted"]) == seen
    announced = manifest.manifest_hash.hex()
    for folder, theirs in zip(folders, told["folders"], strict=True):
        ours = verify_folder(folder, manifest_hash=announced)
        found = Counter((code, held) for code, held in theirs["checks"])
        assert dict.fromkeys(found) == dict.fromkeys((one.code, one.held) for one in ours.checks)
        assert theirs["absent"] == ours.absent
    assert all(held for _code, held in told["folders"][0]["checks"])
    assert not all(held for _code, held in told["folders"][-1]["checks"])


def lots_unsigned(closing: Work, made: Watched) -> bool:
    """A lot that the officer has not signed does not count."""
    election = made.chain.election
    assert officer_place(queries.manifest_of(election)) == 1
    with pytest.raises(Unfit, match="no_lot"):  # no seed is opened yet either
        lots_of(closing, election)
    return True


def test_who_may_be_named_and_a_late_signature_leaves_it_to_the_seeds(
    work: Work, made: Watched
) -> None:
    check_naming(work, made)
    closing, lot = drawn(work, made)
    election = made.chain.election
    open_again(work, made.chain)
    late = sign_lot(made.officer_key, queries.manifest_of(election), lot)
    with pytest.raises(WrongState):  # who knows the votes cannot decide by signing
        operations.bring_witnessed(closing, election, late)
    operations.count(closing, election)
    assert lots_of(closing, election).source == FROM_SEEDS


def check_naming(work: Work, made: Watched) -> None:
    """Who may be an agent, how long, and whom they telephone."""
    chain, election = made.chain, made.chain.election
    posted = work.session.scalars(select(OutboxMessage)).all()
    assert [one.locale for one in posted if one.letter == "elections/agent"] == [Locale.FR]
    row = name(work, made.standing[1], name="Nia", address="")
    staff = Actor(name="Carla", person_id=made.person.id, roles=frozenset({"secretariat"}))
    for who, reason in (
        (Actor(name="visitor"), "sign_in_first"),
        (staff, "agent_runs_it"),
        (chain.officer, "agent_runs_it"),
        (made.agent, "agent_of_another"),
    ):
        with pytest.raises(Denied, match=reason):
            operations.take_on(replace(work, actor=who), row)
    other = Actor(name="Nia", person_id=make_person(work, "Nia", passphrase=None).id)
    with pytest.raises(Unfit, match="key_too_late"):  # the manifest is fixed
        operations.take_on(replace(work, actor=other), row, made.key.public_file("Nia"))
    operations.take_on(replace(work, actor=other), row)
    assert other.person_id is not None
    until = election.complaints_until
    assert queries.watched_by(work.session, other.person_id, work.now) == {election.id}
    assert queries.watched_by(work.session, other.person_id, until) == frozenset()
    operations.end_agent(work, made.standing[1])
    assert queries.watched_by(work.session, other.person_id, work.now) == frozenset()
    assert (row.person_id, row.name, row.sign_key) == (None, None, None)
    again = name(work, made.standing[1], name="Ayo", address="")
    assert again is row  # one agent for each candidate
    token = operations.offer_account(work, again)
    assert token
    with pytest.raises(WrongState):
        operations.offer_account(work, again)
    with pytest.raises(WrongState):
        name(at(work, until), made.standing[2])

    roll = queries.roll(work.session, made.chain.post.id)
    chosen = queries.sample("a" * 64, roll)
    assert chosen == queries.sample("a" * 64, roll[::-1])
    assert len(chosen) == 3
    assert {queries.sample(root * 64, roll) for root in "bcdef"} - {chosen}


def test_an_agent_sees_roll_and_record_and_nobody_else_does(  # noqa: PLR0917 - fixtures
    work: Work, app_keys: KeyFolder, session: Session, sign_in: SignIn, time: Clock,
    client: FlaskClient,
) -> None:  # fmt: skip
    made = watched(work, app_keys)
    election = made.chain.election
    base, post = f"/en/elections/{election.slug}", made.chain.post.id
    session.commit()
    time.move(election.opens_at)
    agent = sign_in(made.person)
    assert "Agent of Amara" in visit(agent, f"{base}/agent").text
    assert "telephone" not in visit(agent, f"{base}/roll/{post}").text
    assert agent.get(f"{base}/observers.zip").status_code == 404
    closing, lot = drawn(work, made)
    session.commit()
    time.move(election.closes_at)
    agent = sign_in(made.person)
    officer = sign_in(session.get_one(Person, made.chain.officer.person_id))
    taken = agent.get(f"{base}/inside/drawn-lot.json")
    assert taken.data == lot
    assert agent.get(f"{base}/inside/box.bin").status_code in (403, 404)
    manifest = queries.manifest_of(election)
    for browser, path, key in ((officer, "agents", made.officer_key), (agent, "agent", made.key)):
        page = visit(browser, f"{base}/{path}")
        refused = page.send("w-statement", **{"w-statement": (io.BytesIO(lot), "lot.json")})
        assert "Nobody who signs in this election signed this" in refused.text
        file = io.BytesIO(sign_lot(key, manifest, lot))
        assert "The file is taken" in page.send("w-statement", **{"w-statement": (file, "l")}).text
    seen = visit(agent, f"{base}/roll/{post}").text
    assert seen.count(">telephone<") == 3
    assert seen.count("no vote was cast") == 2
    assert "Your task as agent" in seen
    open_again(work, made.chain)
    operations.count(closing, election)
    session.commit()
    record = agent.get(f"{base}/observers.zip")
    with zipfile.ZipFile(io.BytesIO(record.data)) as archive:
        assert {"ballots.jsonl", "lot-1.json", "lot-2.json"} <= set(archive.namelist())
        told = {one: archive.read(one) for one in archive.namelist() if one.endswith(".json")}
    assert b"Zuri" not in b"".join(told.values())  # an agent signs without a name
    assert agent.get(f"{base}/observers/p01").status_code == 200
    private = [f"{base}/{one}" for one in ("agent", f"roll/{post}", "observers.zip",
               "observers/p01", "inside/drawn-lot.json")]  # fmt: skip
    delegate = made.chain.voters[made.chain.organisations[0]].person_id
    others = {
        "delegate": sign_in(session.get_one(Person, delegate)),
        "stranger": sign_in(make_person(work, "Eve")),
        "staff": sign_in(make_person(work, "Carla", roles=["secretariat"])),
        "visitor": client,
    }
    for who, browser in others.items():
        for path in private:
            assert browser.get(path).status_code in (302, 403, 404), (who, path)
    for path in (f"{base}/desk", f"{base}/opening", f"{base}/agents", f"{base}/trustees"):
        assert agent.get(path).status_code == 403
    time.move(election.complaints_until)
    agent = sign_in(made.person)
    for path in private:
        assert agent.get(path).status_code == 403, path


def test_a_candidate_names_by_link_and_the_agent_answers_by_theirs(  # noqa: PLR0917 - fixtures
    work: Work, app_keys: KeyFolder, session: Session, sign_in: SignIn, time: Clock,
    client: FlaskClient,
) -> None:  # fmt: skip
    chain = make_election(work, app_keys)
    organisation = chain.organisations[0]
    nomination, token = operations.nominate(
        replace(work, actor=chain.voters[organisation]), chain.post,
        organisation_id=organisation, nominee_name="Amara", nominee_address=None,
        locale=Locale.EN,
    )  # fmt: skip
    operations.accept(
        work, nomination, public_name="Amara", statement="I am Amara.", locale=Locale.EN
    )
    session.commit()
    assert "Name your agent" in visit(client, f"/en/elections/nomination/{token}").text
    page = visit(client, f"/en/elections/nomination/{token}/agent")
    assert "Fill this in" in page.send("name", name="").text
    shown = page.send("name", name="Zuri", locale="fr").text
    found = re.search(r"/fr/elections/agent/[\w-]+", shown)
    assert found is not None
    link = found[0].replace("/fr/", "/en/")
    asked = visit(client, link)
    assert "Sign in first" in asked.text
    answer = client.post(
        link, data={"account": "1", "csrf_token": dict(asked.form("account").fields)["csrf_token"]}
    )
    assert "/invitation/" in answer.headers["Location"]
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "An account was offered already" in visit(client, link).text
    zuri = sign_in(make_person(work, "Zuri"))
    session.commit()
    key = TrusteeKey.generate(Suite.XWING)
    asked = visit(zuri, link)
    file = (io.BytesIO(b"no key"), "public.json")
    refused = asked.send("consents", consents="y", public_file=file)
    assert "no public key file" in refused.text
    file = (io.BytesIO(key.public_file("Zuri")), "public.json")
    assert "Agent of Amara" in refused.send("consents", consents="y", public_file=file).text
    assert client.get(link).status_code == 404  # used
    (watch,) = queries.watches(session, chain.election.id)
    assert watch.agent.sign_key == key.trustee("").sign_key
    shown = visit(client, f"/zh/elections/nomination/{token}/agent").text
    assert "Zuri" in shown
    officer = sign_in(session.get_one(Person, chain.officer.person_id))
    page = visit(officer, f"/en/elections/{chain.election.slug}/agents")
    assert "Zuri" in page.text
    own = TrusteeKey.generate(Suite.XWING).public_file("Dmitri")
    done = page.send("k-public_file", **{"k-public_file": (io.BytesIO(own), "public.json")})
    assert "The file is taken" in done.text
    with pytest.raises(NotFound):
        queries.agent_by_token(session, ids.token_hash("nothing"))
