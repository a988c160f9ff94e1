"""A whole election through its pages, without script, as the people concerned, in two languages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.bodies.operations import found_board
from nswp_gov.bodies.queries import holders, seats_of
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.elections import queries
from nswp_gov.elections.models import Election
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import Manifest, Suite, TrusteeKey, make_share_file, open_box, verify_folder
from nswp_gov.sealing.box import Box
from nswp_gov.store import settings as stored
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import Page, visit
from tests.elections.records import RECOUNTED, VERIFIED, verify
from tests.factories.accounts import make_person
from tests.factories.membership import make_member

SignIn = Callable[[Person], FlaskClient]


@dataclass
class Story:
    """The people, what they share, and the clock."""

    people: Cast
    session: Session
    sign_in: SignIn
    time: Clock


@dataclass
class Cast:
    """Everybody in the story."""

    staff: Person
    officer: Person
    delegates: list[Person]
    trustees: list[TrusteeKey]


@pytest.fixture
def people(work: Work, session: Session) -> Cast:
    stored.put(work.session, stored.SAMPLE, "yes")
    found_board(work, from_on=date(2026, 1, 1))
    delegates = []
    for number in range(6):
        organisation = make_member(work, country="KE", on=date(2025, 1, 1))
        person = make_person(work, f"Delegate {number}", passphrase=None, totp=False)
        directory.appoint(work, organisation, person.id, Capacity.DELEGATE)
        delegates.append(person)
    return Cast(
        staff=make_person(work, "Carla", roles=[Role.SECRETARIAT]),
        officer=make_person(work, "Dmitri", roles=[Role.RETURNING_OFFICER]),
        delegates=delegates,
        trustees=[TrusteeKey.generate(Suite.XWING) for _ in range(3)],
    )


@pytest.fixture
def story(people: Cast, session: Session, sign_in: SignIn, time: Clock) -> Story:
    return Story(people, session, sign_in, time)


def african_seat(session: Session) -> str:
    from nswp_gov.bodies.queries import board

    body = board(session)
    assert body is not None
    return str(next(s.id for s in seats_of(session, body.id, date(2026, 11, 1)) if s.region))


def confirm(browser: FlaskClient, slug: str, act: str, lang: str = "en") -> Page:
    asked = visit(browser, f"/{lang}/elections/{slug}/acts/{act}")
    assert asked.status == 200, asked.text
    return asked.send(f"/acts/{act}")


def set_up(staff: FlaskClient, officer: Person, seat: str) -> tuple[str, int]:
    """From the vacancies to open nominations; returns the slug and how many screens it took."""
    chosen = visit(staff, "/en/elections/new")
    assert seat in chosen.text
    planned = chosen.send("seat", seat=[seat])
    made = planned.send("officer", officer=str(officer.id))
    assert made.status == 200, made.text
    slug = re.search(r"/elections/(\w+)/desk", made.path)
    assert slug, made.text
    asked = visit(staff, f"/en/elections/{slug[1]}/acts/open-nominations")
    opened = asked.send("/acts/open-nominations")
    assert "Nominations are open" in opened.text
    return slug[1], 4


def nominate(delegate: FlaskClient, slug: str, post: str, name: str, lang: str) -> str:
    page = visit(delegate, f"/{lang}/elections/{slug}/nominate/{post}")
    done = page.send("nominee_name", nominee_name=name)
    link = re.search(r'value="http://localhost(/\w+/elections/nomination/[^"]+)"', done.text)
    assert link, done.text
    return link[1]


def accept(visitor: FlaskClient, link: str, name: str, language: Locale) -> None:
    before = visit(visitor, link)
    again = visit(visitor, link)
    assert before.status == again.status == 200
    done = again.send(
        "public_name",
        public_name=name,
        statement=f"{name}: ma déclaration / 我的声明",
        locale=language.value,
        consents="y",
    )
    assert done.path.endswith("/answered"), done.text


def add_trustees(officer: FlaskClient, slug: str, keys: list[TrusteeKey]) -> None:
    for number, key in enumerate(keys, start=1):
        page = visit(officer, f"/en/elections/{slug}/trustees")
        over: dict[str, Any] = {
            "public_file": (io.BytesIO(key.public_file(f"Trustee {number}")), "public.json")
        }
        if number < 3:
            over["is_opener"] = "y"
        done = page.send("public_file", **over)
        assert f"Trustee {number}" in done.text, done.text


def cast(delegate: FlaskClient, slug: str, post: str, ranking: list[str], lang: str) -> Page:
    paper = visit(delegate, f"/{lang}/elections/{slug}/ballot/{post}")
    assert paper.status == 200, paper.text
    places = {f"rank-{one}": str(place) for place, one in enumerate(ranking, start=1)}
    preview = paper.send("preview", press=("preview", "1"), **places)
    assert preview.status == 200, preview.text
    return preview.send("cast", press=("cast", "1"))


def bring(officer: FlaskClient, slug: str, keys: list[TrusteeKey]) -> None:
    """The trustees' part: fetch manifest and box, bring shares of two, open with two openers."""
    get = lambda name: officer.get(f"/en/elections/{slug}/inside/{name}").data  # noqa: E731
    manifest, box = Manifest.from_bytes(get("manifest.json")), Box.from_bytes(get("box.bin"))
    for place in (0, 2):
        share = make_share_file(manifest, box, key=keys[place])
        page = visit(officer, f"/en/elections/{slug}/opening")
        done = page.send("s-share_file", **{"s-share_file": (io.BytesIO(share), "share.json")})
        assert "The share file is here" in done.text, done.text
    shares = [get("shares-1.json"), get("shares-3.json")]
    for opener in (0, 1):
        found = open_box(manifest, box, shares, key=keys[opener])
        page = visit(officer, f"/en/elections/{slug}/opening")
        done = page.send(
            "o-opening",
            **{
                "o-opening": (io.BytesIO(found.statement), "opening.json"),
                "o-ballots": (io.BytesIO(found.ballots), "ballots.jsonl"),
            },
        )
        assert ("Two openers agree" if opener else "second opener") in done.text, done.text


def test_an_election_from_vacancy_to_winner_in_french_and_chinese(
    story: Story, client: FlaskClient, app_keys: KeyFolder, tmp_path: Path
) -> None:
    people, session, sign_in, time = story.people, story.session, story.sign_in, story.time
    slug, screens = set_up(sign_in(people.staff), people.officer, african_seat(session))
    assert screens <= 6
    election = queries.by_slug(session, slug)
    post = str(queries.posts(session, election.id)[0].id)
    for place, (name, lang) in enumerate([("Amara", "fr"), ("宾塔", "zh"), ("Chidi", "en")]):
        link = nominate(sign_in(people.delegates[place]), slug, post, name, lang)
        locale = {"fr": Locale.FR, "zh": Locale.ZH_HANS, "en": Locale.EN}[lang]
        accept(client, link, name, locale)
        assert visit(client, link).forms[-1].method == "post"
        assert "public_name" not in visit(client, link).text
    add_trustees(sign_in(people.officer), slug, people.trustees)

    time.move(election.nominations_close_at)
    officer = sign_in(people.officer)
    confirm(officer, slug, "close-nominations")
    for row in queries.nominations(session, queries.posts(session, election.id)[0].id):
        page = visit(officer, f"/en/elections/{slug}/rulings/{row.id}")
        assert "stands" in page.send("ruling", ruling="in").text
    assert "6 organisations vote" in visit(officer, f"/en/elections/{slug}/acts/freeze").text
    frozen = confirm(officer, slug, "freeze")
    session.expire_all()
    assert str(election.manifest_sha256) in frozen.text
    by_name = {
        row.public_name: row.option
        for row in queries.nominations(session, queries.posts(session, election.id)[0].id)
    }

    time.move(election.opens_at)
    assert "Voting is open" in confirm(sign_in(people.officer), slug, "open-voting").text
    votes = [("Amara", "宾塔"), ("Amara",), ("宾塔", "Amara"), ("Chidi", "宾塔"), ("宾塔",)]
    codes = []
    for person, names in zip(people.delegates, votes, strict=False):
        answer = cast(sign_in(person), slug, post, [str(by_name[one]) for one in names], "zh")
        assert answer.status == 200
        codes.append(re.findall(r"<code>([0-9a-f]{64})</code>", answer.text)[0])
    assert app_keys.has(election.id)

    time.move(election.closes_at)
    officer = sign_in(people.officer)
    confirm(officer, slug, "close-voting")
    assert not app_keys.has(election.id)
    seals = client.get(f"/en/elections/{slug}/files/seals.txt").text.split()
    assert set(codes) < set(seals)
    assert len(seals) == len(codes) + 1  # and the seed for lots
    bring(officer, slug, people.trustees)
    confirm(officer, slug, "count")
    assert "宾塔" in visit(officer, f"/en/elections/{slug}/observers/p01").text
    confirm(officer, slug, "declare")

    for lang in ("fr", "zh"):
        page = visit(client, f"/{lang}/elections/{slug}")
        assert re.search(r"<b[^>]*>宾塔</b>", page.text), page.text
        small = visit(client, f"/{lang}/elections/{slug}/count/p01")
        assert "<b>宾塔</b>" in small.text
        assert "<svg width" not in small.text
        assert client.get(f"/{lang}/elections/{slug}/files/ballots.jsonl").status_code == 404
    told = ("--manifest", str(election.manifest_sha256), "--root", str(election.box_root))
    public = fetched(client, f"/en/elections/{slug}/record.zip", tmp_path / "public")
    assert verify(public, *told, "--seal", codes[0]) == (VERIFIED, [])
    inner = fetched(officer, f"/en/elections/{slug}/observers.zip", tmp_path / "observers")
    assert verify(inner, *told) == (RECOUNTED, [])
    assert not {"box.bin", "ballots.jsonl", "counts.json"} & {one.name for one in public.iterdir()}
    for code in ("en", "fr", "es", "ru", "zh"):
        for folder in (public, inner):
            assert (folder / f"result-{code}.pdf").read_bytes().startswith(b"%PDF")
    checked = verify_folder(public, manifest_hash=election.manifest_sha256, seal=codes[0][:10])
    assert checked.held, [one for one in checked.checks if not one.held]
    assert {"box.bin", "ballots.jsonl"} <= set(checked.absent)
    assert client.get(f"/en/elections/{slug}/observers.zip").status_code in (302, 403, 404)
    how = visit(client, f"/fr/elections/{slug}/record").text
    assert "verify.py" in how

    board = _board_of(session, election)
    elected = [one for one in holders(session, board, date(2027, 6, 1)) if one.how == "elected"]
    assert elected == []  # complaints are still possible

    time.move(election.complaints_until)
    confirm(sign_in(people.officer), slug, "publish")
    seated = holders(session, board, date(2027, 6, 1))
    (holder,) = (one for one in seated if one.how == "elected")
    assert session.get_one(Person, holder.person_id).public_name == "宾塔"
    record = client.get(f"/en/elections/{slug}/record.json")
    assert record.json["posts"][0]["elected"] == [by_name["宾塔"]]
    seat = f"/en/bodies/seats/{holder.seat_id}"
    assert seat in visit(client, f"/en/elections/{slug}").links
    assert f"/en/elections/{slug}" in visit(client, seat).links


def fetched(browser: FlaskClient, address: str, folder: Path) -> Path:
    """A record as it comes from the page, unpacked."""
    with zipfile.ZipFile(io.BytesIO(browser.get(address).data)) as packed:
        packed.extractall(folder)
    return folder


def _board_of(session: Session, election: Election) -> Any:
    from nswp_gov.bodies.models import Seat

    post = queries.posts(session, election.id)[0]
    return session.get_one(Seat, post.seat_id).body_id


def test_no_organisation_is_named_in_anything_public(story: Story, client: FlaskClient) -> None:
    staff = story.sign_in(story.people.staff)
    slug, _ = set_up(staff, story.people.officer, african_seat(story.session))
    names = [row[0] for row in story.session.execute(text("select slug from organisation"))]
    page = visit(client, f"/en/elections/{slug}").text
    assert not [name for name in names if name in page]
    assert "Lantern Street" not in page
