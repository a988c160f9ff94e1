"""The pages of elections: who may open them, what they refuse, what a vote leaves behind."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.elections import operations, queries, ranking
from nswp_gov.paths import PACKAGE
from nswp_gov.sealing import check_receipt, receipt_code
from nswp_gov.sealing.canonical import parse, un_b64
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Unfit
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import Page, visit
from tests.factories.accounts import make_person
from tests.factories.elections import Chain, at, close_and_open, freeze, make_election, stand, vote

BUDGET = 14_336
SignIn = Callable[[Person], FlaskClient]


@dataclass
class Open:
    """An open election, seen through the pages."""

    chain: Chain
    voting: Work
    session: Session
    sign_in: SignIn

    @property
    def address(self) -> str:
        return f"/en/elections/{self.chain.election.slug}/ballot/{self.chain.post.id}"

    def delegate(self, place: int = 0) -> Person:
        organisation = self.chain.organisations[place]
        return self.session.get_one(Person, self.chain.voters[organisation].person_id)

    def browser(self, place: int = 0) -> FlaskClient:
        return self.sign_in(self.delegate(place))


@pytest.fixture
def vote_open(
    work: Work, app_keys: KeyFolder, session: Session, sign_in: SignIn, time: Clock
) -> Iterator[Open]:
    chain = make_election(work, app_keys)
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    session.commit()
    time.move(chain.election.opens_at)
    yield Open(chain, voting, session, sign_in)
    app_keys.destroy(chain.election.id)


def ranked(page: Page, *options: str) -> dict[str, str]:
    return {f"rank-{one}": str(place) for place, one in enumerate(options, start=1)}


def cast(browser: FlaskClient, address: str, *options: str) -> Page:
    paper = visit(browser, address)
    preview = paper.send("preview", press=("preview", "1"), **ranked(paper, *options))
    return preview.send("cast", press=("cast", "1"))


def test_a_cast_through_the_pages_writes_one_row_and_nothing_else(
    vote_open: Open, count_queries: Callable[[], Any]
) -> None:
    browser = vote_open.browser()
    paper = visit(browser, vote_open.address)
    preview = paper.send("preview", press=("preview", "1"), **ranked(paper, "c01"))
    with count_queries() as seen:
        done = preview.send("cast", press=("cast", "1"))
    assert "vote is in the box" in done.text
    written = [one for one in seen if not one.lstrip().upper().startswith("SELECT")]
    assert [one.split()[:3] for one in written] == [["INSERT", "INTO", "sealed_ballot"]]
    with count_queries() as again:
        assert "replaces the earlier vote" in preview.send("cast", press=("cast", "1")).text
    assert list(again) == list(seen)  # a later vote asks and writes what the first did


def test_the_receipt_is_the_answer_itself_and_is_kept_nowhere(vote_open: Open) -> None:
    browser = vote_open.browser()
    done = cast(browser, vote_open.address, "c02")
    assert (done.status, done.path) == (200, vote_open.address)
    assert "no-store" in done.answer.headers["Cache-Control"]
    (seal,) = re.findall(r"<code>([0-9a-f]{64})</code>", done.text)
    code = receipt_code(seal).replace("-", "")
    assert f"{code[:4]} {code[4:]}" in done.text
    assert "replaces the earlier" not in done.text
    again = cast(browser, vote_open.address, "c01")
    assert "replaces the earlier vote" in again.text
    held = vote_open.chain.keys.read(vote_open.chain.election.id)
    manifest = queries.manifest_of(vote_open.chain.election)
    note = again.send("/receipt")
    assert note.answer.headers["Content-Disposition"] == "attachment; filename=note.json"
    signed = parse(note.answer.data)
    assert held.signing_key
    check_receipt(
        manifest.signing_key, manifest.manifest_hash, signed["seal"], un_b64(signed["signature"])
    )
    assert signed["seal"] in again.text


def test_the_ballot_never_shows_the_earlier_choice(vote_open: Open) -> None:
    browser = vote_open.browser()
    cast(browser, vote_open.address, "c03", "c01")
    paper = visit(browser, vote_open.address)
    assert "is in the box" in paper.text
    places = [value for name, value in paper.form("preview").fields if name.startswith("rank-")]
    assert places == [""] * 4


def test_buttons_move_names_without_script(vote_open: Open) -> None:
    paper = visit(vote_open.browser(), vote_open.address)
    moved = paper.send("preview", press=("up", "c02")).send("preview", press=("up", "c01"))
    fields = dict(moved.form("preview").fields)
    assert (fields["rank-c02"], fields["rank-c01"], fields["rank-c03"]) == ("1", "2", "")
    swapped = dict(moved.send("preview", press=("up", "c01")).form("preview").fields)
    assert (swapped["rank-c01"], swapped["rank-c02"]) == ("1", "2")
    dropped = dict(moved.send("preview", press=("down", "c01")).form("preview").fields)
    assert (dropped["rank-c01"], dropped["rank-c02"]) == ("", "1")


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"rank-c01": "1", "rank-c02": "1"}, "This place is given twice."),
        ({"rank-c01": "1", "rank-c02": "3"}, "A place before this one is missing."),
        ({"rank-c01": "first"}, "Write a number"),
        ({"rank-c01": "-1"}, "Write a number"),
    ],
)
def test_wrong_places_are_said_beside_their_line_and_kept(
    vote_open: Open, places: dict[str, str], said: str
) -> None:
    paper = visit(vote_open.browser(), vote_open.address)
    for button in ("preview", "cast"):
        shown = paper.send("preview", press=(button, "1"), **places)
        assert shown.status == 422
        assert said in shown.text or button == "cast"
        assert dict(shown.form("preview").fields)["rank-c01"] == places["rank-c01"]


def test_a_blank_vote_is_said_and_counted_as_cast(vote_open: Open) -> None:
    paper = visit(vote_open.browser(), vote_open.address)
    preview = paper.send("preview", press=("preview", "1"))
    assert "A blank vote" in preview.text
    assert "vote is in the box" in preview.send("cast", press=("cast", "1")).text


def test_the_ballot_fits_the_first_packet_in_every_language(vote_open: Open) -> None:
    browser = vote_open.browser()
    static = sum(
        len(gzip.compress((PACKAGE / "static" / name).read_bytes(), 9))
        for name in ("site.css", "site.js")
    )
    for lang in ("en", "fr", "es", "ru", "zh"):
        page = browser.get(vote_open.address.replace("/en/", f"/{lang}/"))
        assert page.status_code == 200
        assert static + len(gzip.compress(page.data, 6)) <= BUDGET, lang


def test_level_and_protection_are_said_where_a_vote_is_asked_for(vote_open: Open) -> None:
    slug = vote_open.chain.election.slug
    for address in (vote_open.address, f"/en/elections/{slug}"):
        text = visit(vote_open.browser(), address).text
        assert "A person who secretly controls our server while you vote" in text
        assert "unless 2 of the 3 trustees" in text
    for address in (vote_open.address, f"/en/elections/{slug}", "/en/elections/how"):
        assert "anonym" not in visit(vote_open.browser(), address).text.casefold()


def test_somebody_of_two_organisations_says_for_which_they_vote(vote_open: Open) -> None:
    person = vote_open.delegate(0)
    other = vote_open.chain.organisations[1]
    organisation = vote_open.session.get_one(Organisation, other)
    as_system = at(vote_open.voting, vote_open.voting.now)
    directory.appoint(as_system, organisation, person.id, Capacity.ALTERNATE)
    late = Actor(name="late", person_id=person.id, delegate_of=frozenset({other}))
    election = vote_open.chain.election
    asked = operations.ask_admission(at(as_system, as_system.now, late), election, other)
    chief = at(as_system, as_system.now, vote_open.chain.officer)
    operations.rule_delegate(chief, asked, admits=True)
    vote_open.session.commit()
    browser = vote_open.sign_in(person)
    whose = visit(browser, vote_open.address)
    assert "For which organisation do you vote now?" in whose.text
    links = [link for link in whose.links if "for=" in link]
    assert len(links) == 2
    for link in links:
        done = cast(browser, link, "c01")
        assert "vote is in the box" in done.text
        assert "replaces the earlier" not in done.text


def test_nobody_else_opens_a_ballot(vote_open: Open, work: Work, client: FlaskClient) -> None:
    staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    officer = vote_open.session.get_one(Person, vote_open.chain.election.officer_id)
    vote_open.session.commit()
    assert client.get(vote_open.address).status_code == 302
    for person in (staff, officer):
        assert vote_open.sign_in(person).get(vote_open.address).status_code == 403


def test_a_delegate_of_another_region_is_not_on_the_roll(vote_open: Open, work: Work) -> None:
    from tests.factories.membership import make_member

    outside = make_member(work, country="FR")
    person = make_person(work, "Bela", passphrase=None, totp=False)
    directory.appoint(work, outside, person.id, Capacity.DELEGATE)
    vote_open.session.commit()
    answer = vote_open.sign_in(person).get(vote_open.address)
    assert answer.status_code == 403
    assert "not on the roll" in answer.text


def test_after_the_close_nothing_is_cast(vote_open: Open, time: Clock) -> None:
    browser = vote_open.browser()
    paper = visit(browser, vote_open.address)
    preview = paper.send("preview", press=("preview", "1"), **ranked(paper, "c01"))
    time.move(vote_open.chain.election.closes_at)
    browser = vote_open.browser()
    late = browser.get(vote_open.address)
    assert "Voting is not open" in late.text
    form = preview.form("cast")
    token = re.search(r'name="csrf_token" value="([^"]+)"', visit(browser, "/en/work").text)
    assert token
    answer = browser.post(
        vote_open.address, data={**dict(form.fields), "cast": "1", "csrf_token": token[1]}
    )
    assert answer.status_code == 409
    assert "Nothing was cast" in answer.text


def test_a_missing_key_pauses_voting_with_a_clear_notice(vote_open: Open) -> None:
    vote_open.chain.keys.destroy(vote_open.chain.election.id)
    answer = vote_open.browser().get(vote_open.address)
    assert answer.status_code == 503
    assert "Voting pauses" in answer.text


def test_an_organisation_sees_its_own_entry_and_after_the_close_whether_it_voted(
    vote_open: Open, time: Clock
) -> None:
    address = f"/en/elections/{vote_open.chain.election.slug}/our-entry"
    before = visit(vote_open.browser(0), address).text
    assert "full member in active standing" in before
    assert "was in the box" not in before.replace("says whether a vote was in the box", "")
    vote(vote_open.voting, vote_open.chain, 0, "Amara")
    vote_open.session.commit()
    close_and_open(vote_open.voting, vote_open.chain)
    vote_open.session.commit()
    assert "A vote of this organisation was in the box" in visit(vote_open.browser(0), address).text
    assert "No vote of this organisation" in visit(vote_open.browser(1), address).text


def test_only_the_returning_officer_sees_the_roll(vote_open: Open, work: Work) -> None:
    staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    chief = vote_open.session.get_one(Person, vote_open.chain.election.officer_id)
    vote_open.session.commit()
    address = f"/en/elections/{vote_open.chain.election.slug}/roll/{vote_open.chain.post.id}"
    shown = visit(vote_open.sign_in(chief), address)
    assert shown.text.count("Lantern Street") == 6
    assert vote_open.sign_in(staff).get(address).status_code == 403
    assert vote_open.browser().get(address).status_code == 403


@pytest.mark.parametrize("act", ["close-voting", "count", "declare", "publish", "void", "freeze"])
def test_only_the_returning_officer_takes_the_steps(vote_open: Open, work: Work, act: str) -> None:
    staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    other = make_person(work, "Ozan", roles=[Role.RETURNING_OFFICER])
    vote_open.session.commit()
    address = f"/en/elections/{vote_open.chain.election.slug}/acts/{act}"
    for person in (staff, other, vote_open.delegate()):
        browser = vote_open.sign_in(person)
        assert browser.get(address).status_code == 403
    chief = vote_open.session.get_one(Person, vote_open.chain.election.officer_id)
    asked = visit(vote_open.sign_in(chief), address)
    refused = asked.send(f"/acts/{act}")
    if act != "void":
        assert refused.status in (409, 422)
        assert vote_open.chain.election.state == "open"


def test_a_draft_is_hidden_from_everybody_else(
    work: Work, keys: KeyFolder, session: Session, client: FlaskClient, time: Clock
) -> None:
    chain = make_election(work, keys)
    chain.election.state = type(chain.election.state).DRAFT
    work.record("elections.drafted_for_a_test", chain.election)
    session.commit()
    slug = chain.election.slug
    assert client.get(f"/en/elections/{slug}").status_code == 404
    assert slug not in client.get("/en/elections/").text


def test_inner_files_and_the_ballots_of_a_small_roll_are_not_public(
    vote_open: Open, client: FlaskClient
) -> None:
    vote(vote_open.voting, vote_open.chain, 0, "Amara")
    closing = close_and_open(vote_open.voting, vote_open.chain)
    operations.count(closing, vote_open.chain.election)
    operations.declare(closing, vote_open.chain.election)
    vote_open.session.commit()
    base = f"/en/elections/{vote_open.chain.election.slug}/files"
    for name in ("manifest.json", "box.json", "seals.txt", "trackers.txt", "opening-1.json"):
        assert client.get(f"{base}/{name}").status_code == 200, name
    for name in ("box.bin", "escrow.bin", "shares-1.json", "ballots.jsonl", "opening-1.jsonl"):
        assert client.get(f"{base}/{name}").status_code == 404, name


def test_a_proposal_is_taken_once_and_the_link_changes_nothing_by_looking(
    work: Work, keys: KeyFolder, session: Session
) -> None:
    chain = make_election(work, keys)
    stand(work, chain, "Amara")
    with pytest.raises(Unfit, match="already_nominated"):
        stand(work, chain, "Amara")


def test_a_term_cannot_begin_before_complaints_are_over(work: Work, keys: KeyFolder) -> None:
    chain = make_election(work, keys)
    rows = queries.posts(session := work.session, chain.election.id)
    assert rows[0].term_from >= chain.election.complaints_until.date()
    with pytest.raises(Unfit, match="term_before_complaints_end"):
        _second(work, chain, session)


def _second(work: Work, chain: Chain, session: Session) -> None:
    from nswp_gov.bodies.models import Seat
    from nswp_gov.elections.operations import PostPlan, Timetable
    from nswp_gov.elections.states import Kind
    from nswp_gov.rules.languages import Locale
    from tests.factories.elections import STAFF

    one = chain.election
    operations.set_up(
        replace(work, actor=STAFF),
        title={Locale.EN: "Too soon"},
        kind=Kind.REHEARSAL,
        timetable=Timetable(
            one.record_on, one.nominations_close_at, one.opens_at, one.closes_at,
            one.complaints_until,
        ),
        plans=[PostPlan(session.get_one(Seat, chain.post.seat_id), {Locale.EN: "x"}, work.today)],
        officer_id=one.officer_id,
    )  # fmt: skip


def test_the_desk_says_what_is_due_to_whom(vote_open: Open, time: Clock) -> None:
    election = vote_open.chain.election
    voter = vote_open.chain.voters[vote_open.chain.organisations[0]]
    rows = queries.due(vote_open.session, voter, time.now)
    assert [row.label for row in rows] == ["due.vote"]
    vote(vote_open.voting, vote_open.chain, 0, "Amara")
    assert [row.label for row in queries.due(vote_open.session, voter, time.now)] == ["due.vote"]
    chief = vote_open.chain.officer
    assert queries.due(vote_open.session, chief, time.now) == []
    close_and_open(vote_open.voting, vote_open.chain)
    labels = [row.label for row in queries.due(vote_open.session, chief, election.closes_at)]
    assert labels == ["due.count"]
    assert queries.due(vote_open.session, voter, election.closes_at) == []
    assert at(vote_open.voting, time.now).now == time.now


def test_moving_places_is_pure_and_exact() -> None:
    places = dict.fromkeys("abc", "")
    one = ranking.moved(places, up="b")
    assert one == {"a": "", "b": "1", "c": ""}
    two = ranking.moved(ranking.moved(one, up="c"), up="c")
    assert two == {"a": "", "b": "2", "c": "1"}
    assert ranking.moved(two, down="c") == {"a": "", "b": "1", "c": "2"}
    assert ranking.moved(two, down="b") == {"a": "", "b": "", "c": "1"}
    assert ranking.moved(two, down="a") == two
    assert ranking.moved(two, up="nobody") == two
    assert ranking.order_of({"a": "2", "b": "x", "c": "1"}) == ["c", "a"]
