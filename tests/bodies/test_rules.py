"""Rules of a body in dated versions: entered, mended and ended by the office, read by everybody."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.models import BodyRule, Seat
from nswp_gov.bodies.operations import BadRule, Basis
from nswp_gov.bodies.rule_forms import FORMS
from nswp_gov.bodies.states import Electorate, RuleName
from nswp_gov.bodies.views.words import rule_said
from nswp_gov.elections import operations as election_operations
from nswp_gov.elections import queries as elections
from nswp_gov.elections.models import Post
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.states import Kind
from nswp_gov.meetings import operations as meetings
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.dated import Overlap, as_at
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.links import Relation, join, links_from
from nswp_gov.store.slot_keys import KeyFolder
from tests.factories.accounts import make_person
from tests.factories.bodies import BEGAN, FOUNDED, make_board, make_term
from tests.factories.elections import STAFF, make_election, stand
from tests.factories.meetings import hold

NEW_YEAR = date(2027, 1, 1)
EVE = Actor(name="Eve", person_id=uuid.uuid4())


@pytest.fixture
def decided(make_work):
    """A board with a decision, and nobody of it signed in."""
    with make_work() as work:
        board = make_board(work)
        held = hold(work, board.body, board.filled())
        motion = meetings.move(held.work, held.meeting, held.items[0], words="A new rule.")
        vote = meetings.take_vote(held.work, held.meeting, motion, count=meetings.Count(9, 1, 1))
        decision = meetings.decide(held.work, held.meeting, vote)
        number, decision_id = decision.number, decision.id
    return board, number, decision_id


@pytest.fixture
def carla(make_work, client_as):
    with make_work() as work:
        person = make_person(work, "Carla", roles=["secretariat"])
    return client_as(person)


def token(browser, path):
    said = browser.get(path).text
    return said.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]


def send(browser, path, **form):
    blank = {"csrf_token": token(browser, path), "draft_from": "", "decision": ""}
    return browser.post(path, data={**blank, **form})


def test_the_office_enters_a_version_by_its_decisions_number(decided, carla, client, session):
    _board, number, decision_id = decided
    path = "/en/bodies/board/rules/notice"
    answer = send(
        carla, path, days="21", from_on="2027-01-01", basis="decision", decision=number.lower()
    )
    assert answer.status_code == 302, answer.text
    assert answer.location.endswith("/en/bodies/board/rules#notice")
    body = queries.body_by_slug(session, "board")
    before = queries.rule(session, body.id, RuleName.NOTICE, date(2026, 12, 31))
    after = queries.rule(session, body.id, RuleName.NOTICE, NEW_YEAR)
    assert (before.value, before.draft_from) == ({"days": 14}, "model_articles")
    assert (after.value, after.draft_from) == ({"days": 21}, None)
    (link,) = links_from(session, "body_rule", after.id)
    assert (link.relation, link.to_id) == (Relation.ADOPTED_BY, decision_id)
    said = client.get("/en/bodies/board/rules").text
    assert "21 days before" in said
    assert "14 days before" in said
    assert "Enter a new version" not in said
    assert number in carla.get("/en/bodies/board/rules").text


def test_a_decision_shows_the_rule_that_it_adopted(decided, carla, session):
    _board, number, decision_id = decided
    send(
        carla, "/en/bodies/board/rules/country_cap",
        most="2", from_on="2027-01-01", basis="decision", decision=str(decision_id),
    )  # fmt: skip
    said = carla.get(f"/en/meetings/decisions/{decision_id}").text
    assert "Board: Seats of one country" in said
    assert "/bodies/board/rules#country_cap" in said
    assert f"/bodies/board/rules?decision={number}" in said
    assert "/en/bodies/board?on=2026-" in said  # who held which seat then


def test_an_unknown_decision_is_said_beside_its_field_and_nothing_is_entered(
    decided, carla, session
):
    path = "/en/bodies/board/rules/proxies"
    for typed in ("2026-B-99", "", str(uuid.uuid4())):
        answer = send(carla, path, most="1", from_on="2027-01-01", basis="decision", decision=typed)
        assert answer.status_code == 422
        assert 'id="decision-error"' in answer.text
        assert 'value="2027-01-01"' in answer.text  # what was typed is kept
    body = queries.body_by_slug(session, "board")
    assert queries.rule(session, body.id, RuleName.PROXIES, NEW_YEAR).value == {"most": 0}


def test_a_draft_names_whose_rule_it_follows(decided, carla, client):
    send(
        carla, "/en/bodies/board/rules/electorate",
        regional="all", general="all", from_on="2027-01-01", basis="draft", draft_from="ilga_world",
    )  # fmt: skip
    said = client.get("/en/bodies/board/rules").text
    assert "the practice of ILGA World" in said
    assert "Seats of the regions: Elected by the whole network" in said


def test_a_version_that_clashes_is_refused_and_a_mistake_is_mended_in_sight(
    decided, carla, session
):
    path = "/en/bodies/board/rules/notice"
    entry = {"from_on": "2027-01-01", "basis": "draft", "draft_from": "eswa"}
    assert send(carla, path, days="2", **entry).status_code == 302
    clash = send(carla, path, days="21", **entry)
    assert clash.status_code == 409
    assert "already covers these days" in clash.text
    body = queries.body_by_slug(session, "board")
    wrong = queries.rule(session, body.id, RuleName.NOTICE, NEW_YEAR)
    mending = f"/en/bodies/rules/{wrong.id}/correct"
    assert 'value="2"' in carla.get(mending).text
    mended = send(carla, mending, days="21", basis="draft", draft_from="eswa")
    assert mended.status_code == 302
    session.expire_all()
    right = queries.rule(session, body.id, RuleName.NOTICE, NEW_YEAR)
    assert right.value == {"days": 21}
    assert "entered by mistake, replaced" in carla.get("/en/bodies/board/rules").text
    assert send(carla, mending, days="5", basis="draft", draft_from="eswa").status_code == 422


def test_an_adopted_rule_ends_by_a_decision_alone(decided, carla, session):
    _board, number, _decision_id = decided
    body = queries.body_by_slug(session, "board")
    send(
        carla, "/en/bodies/board/rules/motions",
        motions_days="28", amendments_days="7", from_on="2026-11-02",
        basis="decision", decision=number,
    )  # fmt: skip
    rule = queries.rule(session, body.id, RuleName.MOTIONS, NEW_YEAR)
    path = f"/en/bodies/rules/{rule.id}/end"
    refused = send(carla, path, on="2027-06-01")
    assert refused.status_code == 422
    assert "only a decision ends it" in refused.text
    assert send(carla, path, on="2027-06-01", decision=number).status_code == 302
    session.expire_all()
    assert queries.rule(session, body.id, RuleName.MOTIONS, date(2027, 5, 31)) is not None
    assert queries.rule(session, body.id, RuleName.MOTIONS, date(2027, 6, 1)) is None
    relations = {one.relation for one in links_from(session, "body_rule", rule.id)}
    assert relations == {Relation.ADOPTED_BY, Relation.ENDED_BY}
    assert f"Ended by decision {number}" in carla.get("/en/bodies/board/rules").text


def test_only_the_office_enters_rules(decided, make_work, client_as, client):
    board = decided[0]
    with make_work() as work:
        rule = queries.rule(work.session, board.body.id, RuleName.NOTICE, BEGAN)
        paths = ["board/rules/notice", f"rules/{rule.id}/correct", f"rules/{rule.id}/end"]
        stranger = replace(work, actor=EVE)
        for act in (
            lambda: operations.end_rule(stranger, rule, NEW_YEAR),
            lambda: operations.correct_rule(
                stranger, rule, {"days": 1}, basis=Basis(draft_from="eswa")
            ),
        ):
            with pytest.raises(Denied):
                act()
    holder = client_as(board.people[1])
    for path in paths:
        assert holder.get(f"/en/bodies/{path}").status_code == 403
        assert client.get(f"/en/bodies/{path}").status_code == 302


def test_what_is_no_rule_is_not_there(decided, carla):
    for path in ("board/rules/colour", "nowhere/rules", f"rules/{uuid.uuid4()}/end"):
        assert carla.get(f"/en/bodies/{path}").status_code == 404


@pytest.mark.parametrize("name", list(RuleName))
def test_every_kind_of_rule_has_a_form_that_gives_back_what_it_was_given(app, make_work, name):
    values = {
        RuleName.QUORUM: {"share": "1/3", "more_than": True, "at_least": 4, "groups": 2},
        RuleName.NOTICE: {"days": 9},
        RuleName.MAJORITY: {"name": "two_thirds_of_cast"},
        RuleName.PROXIES: {"most": 2},
        RuleName.MOTIONS: {"motions_days": 20, "amendments_days": 4},
        RuleName.MINUTES: {
            "corrections_days": 9, "approval": "circulation", "circulation_days": 12,
        },
        RuleName.TERM: {"years": 3, "begins": "07-01", "most_in_a_row": 2},
        RuleName.COOPTION: {"is_allowed": True},
        RuleName.ELECTORATE: {"regional": "region", "general": "all"},
        RuleName.CAP: {"most": 2},
        RuleName.COMPLAINTS: {
            "receivers": "complaints", "readers": 3, "acknowledge_days": 5, "outcome_days": 40,
            "appeal_days": 20,
        },
    }  # fmt: skip
    with app.test_request_context("/en/"):
        form = FORMS[name](data=FORMS[name].of(values[name]))
        assert form.value() == values[name]
        assert rule_said(BodyRule(name=name, value=values[name]))
    with make_work() as work:
        board = operations.found_board(work)
        draft = {"from_on": NEW_YEAR, "draft_from": "eswa"}
        assert operations.set_rule(work, board, name, form.value(), **draft).value == values[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (RuleName.ELECTORATE, {"regional": "region", "general": "region"}),
        (RuleName.ELECTORATE, {"regional": "everybody", "general": "all"}),
        (RuleName.CAP, {"most": 0}),
        (RuleName.COMPLAINTS, {"receivers": "", "readers": 1, "acknowledge_days": 1}),
        (RuleName.TERM, {"years": 2, "begins": "01-01", "most_in_all": 0}),
    ],
)
def test_a_rule_that_nobody_could_keep_is_refused(make_work, name, value):
    with make_work() as work:
        board = operations.found_board(work)
        with pytest.raises(BadRule):
            operations.set_rule(work, board, name, value, from_on=NEW_YEAR, draft_from="eswa")


def test_a_mended_version_is_what_is_known_now_and_the_wrong_one_what_was_known_then(make_work):
    with make_work() as work:
        board = operations.found_board(work, from_on=FOUNDED)
        wrong = queries.rule(work.session, board.id, RuleName.NOTICE, BEGAN)
        later = replace(work, now=work.now.replace(hour=18))
        right = operations.correct_rule(
            later, wrong, {"days": 10}, basis=Basis(draft_from="ilga_europe")
        )
        about = {"body_id": board.id, "name": RuleName.NOTICE}
        assert as_at(work.session, BodyRule, BEGAN, **about) is right
        assert as_at(work.session, BodyRule, BEGAN, known_at=work.now, **about) is wrong
        (link,) = links_from(work.session, "body_rule", right.id)
        assert (link.relation, link.to_id) == (Relation.REPLACES, wrong.id)
        with pytest.raises(Unfit, match="rule_void"):
            operations.end_rule(later, wrong, NEW_YEAR)
        with pytest.raises(BadRule):
            operations.correct_rule(later, right, {"days": 1}, basis=Basis())
        with pytest.raises(Overlap):
            operations.end_rule(later, right, FOUNDED)


def test_who_fills_seats_follows_the_rule_of_the_day(make_work):
    with make_work() as work:
        board = make_board(work, vacant=1)
        seat = board.seats[-1]
        operations.set_rule(
            work, board.body, RuleName.ELECTORATE, {"regional": "all", "general": "all"},
            from_on=NEW_YEAR, draft_from="eswa",
        )  # fmt: skip
        assert queries.electorate_of(work.session, seat, BEGAN) is Electorate.REGION
        assert queries.electorate_of(work.session, seat, NEW_YEAR) is Electorate.ALL
        for day, filled_by in ((BEGAN, Electorate.REGION), (NEW_YEAR, Electorate.ALL)):
            rows = queries.seats_falling_vacant(work.session, day, 0)
            assert {row.electorate for row in rows if row.seat_id == seat.id} == {filled_by}


def test_an_election_asks_whom_the_rule_of_its_record_day_says(make_work, tmp_path):
    with make_work() as work:
        chain = make_election(work, KeyFolder(tmp_path))
        assert chain.post.region == "africa"
        body, seat = queries.board(work.session), work.session.get_one(Seat, chain.post.seat_id)
        operations.set_rule(
            work, body, RuleName.ELECTORATE, {"regional": "all", "general": "all"},
            from_on=work.today, draft_from="eswa",
        )  # fmt: skip
        plan = PostPlan(seat, {Locale.EN: "The seat"}, date(2027, 2, 1))
        election_operations.void(
            replace(work, actor=chain.officer), chain.election, reason="A rule changed."
        )
        day = timedelta(days=1)
        again = election_operations.set_up(
            replace(work, actor=STAFF), title={Locale.EN: "Again"}, kind=Kind.REHEARSAL,
            timetable=Timetable(
                work.today, work.now + 10 * day, work.now + 20 * day,
                work.now + 34 * day, work.now + 44 * day,
            ),
            plans=[plan], officer_id=chain.election.officer_id,
        )  # fmt: skip
        (post,) = elections.posts(work.session, again.id)
        assert post.region is None


def test_a_cap_is_told_to_whoever_rules_on_a_nomination(make_work, tmp_path):
    with make_work() as work:
        chain = make_election(work, KeyFolder(tmp_path))
        post = work.session.query(Post).filter_by(election_id=chain.election.id).first()
        one = stand(work, chain, "Amina")
        body = queries.board(work.session)

        def told():
            rows = elections.findings(work.session, one, work.now)
            return {row.code: row.is_fine for row in rows if row.code.startswith("cap_")}

        assert told() == {}
        operations.set_rule(
            work, body, RuleName.CAP, {"most": 1}, from_on=FOUNDED, draft_from="ilga_world"
        )
        assert told() == {"cap_kept": True}
        other = queries.seats_of(work.session, body.id, post.term_from)[0]
        term = make_term(
            work, other, make_person(work, "Zed"),
            from_on=post.term_from.replace(month=1, day=1), until_on=None,
        )  # fmt: skip
        term.organisation_id = one.organisation_id
        work.record("bodies.term_mended", term)
        assert told() == {"cap_full": False}


def test_what_points_at_a_clause_names_the_rule_and_the_seat(make_work, app):
    with make_work() as work:
        board = make_board(work)
        rule = queries.rule(work.session, board.body.id, RuleName.QUORUM, BEGAN)
        ends = ("clause", uuid.uuid4())
        join(work.session, ("body_rule", rule.id), Relation.STATED_IN, ends, at=work.now)
        work.record("links.joined", rule)
        registry = app.extensions["nswp_gov.links"]
        with app.test_request_context("/fr/"):
            card = registry.card(work.session, "body_rule", rule.id, "fr")
            seat = registry.card(work.session, "seat", board.seats[1].id, "fr")
            assert card.title.startswith("Conseil d’administration")
            assert card.audience.is_public
            assert seat.title == "Conseil d’administration, Afrique (1)"
            assert registry.card(work.session, "body_rule", uuid.uuid4(), "fr") is None
            assert registry.card(work.session, "seat", uuid.uuid4(), "fr") is None
