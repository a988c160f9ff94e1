"""Seats and terms: what each operation does, and what it refuses."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.models import BodyRule, Seat, Term
from nswp_gov.bodies.operations import (
    AlreadySeated,
    BadRule,
    BoardExists,
    CooptionNotAllowed,
    SeatTaken,
    TermOver,
    TermTooLong,
)
from nswp_gov.bodies.states import BodyKind, Electorate, Ending, How, Precedent, RuleName
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.links import Relation, links_from
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.bodies import BEGAN, FOUNDED, make_board, make_term

REGIONS = {
    "africa",
    "asia-and-the-pacific",
    "europe",
    "latin-america",
    "north-america-and-the-caribbean",
}
EVE = Actor(name="Eve", person_id=uuid.uuid4())


def as_actor(work: Work, actor: Actor) -> Work:
    return Work(work.session, actor, work.now)


def test_the_founded_board_has_a_president_and_two_staggered_seats_a_region(work):
    board = operations.found_board(work)
    seats = queries.seats_of(work.session, board.id, work.today)
    assert [seat.is_chair for seat in seats] == [True] + [False] * 10
    assert seats[0].electorate is Electorate.ALL
    assert {seat.region for seat in seats[1:]} == REGIONS
    for region in REGIONS:
        pair = [seat for seat in seats if seat.region == region]
        assert sorted(seat.phase for seat in pair) == [0, 1]
        assert {seat.electorate for seat in pair} == {Electorate.REGION}


def test_the_founded_bodies_are_named_in_every_language(work):
    operations.found_board(work)
    rows = queries.bodies(work.session)
    assert [row.kind for row in rows] == [
        BodyKind.BOARD,
        BodyKind.COMMITTEE,
        BodyKind.ASSEMBLY,
    ]
    for locale in Locale:
        names = queries.names(work.session, rows, locale)
        assert len(names) == 3
        assert all(name.locale is locale and name.words for name in names.values())
    labels = queries.labels(
        work.session, queries.seats_of(work.session, rows[0].id, work.today), Locale.RU
    )
    assert {label.locale for label in labels.values()} == {Locale.RU}


def test_every_founding_rule_is_a_draft_default_that_names_its_model(work):
    operations.found_board(work)
    rules = work.session.scalars(select(BodyRule)).all()
    assert len(rules) == 8 + 7 + 5
    assert all(rule.is_draft_default and Precedent(rule.draft_from) for rule in rules)


def test_there_is_one_board(work):
    operations.found_board(work)
    with pytest.raises(BoardExists):
        operations.found_board(work)


@pytest.mark.parametrize("roles", [frozenset(), frozenset({"returning_officer"})])
def test_strangers_found_nothing(work, roles):
    with pytest.raises(Denied):
        operations.found_board(as_actor(work, Actor(name="Eve", roles=roles)))


def test_an_elected_term_runs_until_the_regular_end_of_its_seat(work):
    board = make_board(work, vacant=2)
    first, second = board.seats[-2], board.seats[-1]
    amina, bela = make_person(work, "Amina"), make_person(work, "Bela")
    assert make_term(work, first, amina).until_on == date(2028, 1, 1)  # phase 0: even years
    assert make_term(work, second, bela).until_on == date(2027, 1, 1)  # phase 1: odd years


def test_a_seat_has_one_holder_at_a_time(work):
    board = make_board(work, vacant=1)
    eve = make_person(work, "Eve")
    with pytest.raises(SeatTaken):
        make_term(work, board.seats[1], eve, from_on=date(2026, 6, 1))
    follows = make_term(work, board.seats[1], eve, from_on=date(2028, 1, 1))
    assert follows.until_on == date(2030, 1, 1)


def test_nobody_holds_two_seats_of_one_body_but_may_hold_seats_of_two(work):
    board = make_board(work, vacant=1)
    with pytest.raises(AlreadySeated):
        make_term(work, board.seats[-1], board.president)
    committee = queries.body_by_slug(work.session, "management-committee")
    chair = queries.seats_of(work.session, committee.id, BEGAN)[0]
    term = operations.seat_person(work, chair, board.president.id, BEGAN, how=How.APPOINTED)
    assert term.person_id == board.president.id


def test_a_term_never_runs_past_the_regular_end(work):
    board = make_board(work, vacant=1)
    eve = make_person(work, "Eve")
    with pytest.raises(TermTooLong):
        make_term(work, board.seats[-1], eve, until_on=date(2027, 1, 2))
    with pytest.raises(Unfit, match="until_before_from"):
        make_term(work, board.seats[-1], eve, until_on=BEGAN)


def test_nobody_seats_themself_and_strangers_seat_nobody(work):
    board = make_board(work, vacant=1)
    amina = make_person(work, "Amina")
    own = Actor(name="Amina", person_id=amina.id, roles=frozenset({"secretariat"}))
    with pytest.raises(Denied) as refused:
        make_term(as_actor(work, own), board.seats[-1], amina)
    assert refused.value.reason == "own_seat"
    with pytest.raises(Denied):
        make_term(as_actor(work, EVE), board.seats[-1], amina)


def test_the_officer_of_an_election_seats_its_winner_and_nobody_elses(work):
    board = make_board(work, vacant=1)
    amina, election = make_person(work, "Amina"), uuid.uuid4()
    officer = Actor(name="Dmitri", person_id=uuid.uuid4(), officer_of=frozenset({election}))
    other = as_actor(work, officer)
    with pytest.raises(Denied):
        operations.seat_person(
            other, board.seats[-1], amina.id, BEGAN, result_of=("election", uuid.uuid4())
        )
    term = operations.seat_person(
        other, board.seats[-1], amina.id, BEGAN, result_of=("election", election)
    )
    (link,) = links_from(work.session, "term", term.id)
    assert (link.relation, link.to_type, link.to_id) == (
        Relation.RESULT_OF,
        "election",
        election,
    )


def test_a_co_option_needs_a_decision_and_ends_where_an_election_begins(work):
    board = make_board(work, vacant=1)
    amina, bela, decision = make_person(work, "Amina"), make_person(work, "Bela"), uuid.uuid4()
    seat = board.seats[-1]
    coopted = operations.co_opt(work, seat, amina.id, BEGAN, decision_id=decision)
    assert (coopted.how, coopted.until_on) == (How.COOPTED, date(2027, 1, 1))
    (link,) = links_from(work.session, "term", coopted.id)
    assert (link.to_type, link.to_id) == ("decision", decision)
    elected = make_term(work, seat, bela, from_on=date(2026, 9, 1))
    assert (coopted.until_on, coopted.ending) == (date(2026, 9, 1), Ending.EXPIRY)
    assert elected.until_on == date(
        2027, 1, 1
    )  # the rest of the term, so that seats stay staggered


def test_a_co_option_does_not_push_anybody_out(work):
    board = make_board(work)
    eve = make_person(work, "Eve")
    with pytest.raises(SeatTaken):
        operations.co_opt(work, board.seats[1], eve.id, BEGAN, decision_id=uuid.uuid4())


def test_a_body_co_opts_only_where_its_rule_provides_for_it(work):
    board = make_board(work, vacant=1)
    operations.set_rule(
        work,
        board.body,
        RuleName.COOPTION,
        {"is_allowed": False},
        from_on=BEGAN,
        decision_id=uuid.uuid4(),
    )
    eve = make_person(work, "Eve")
    with pytest.raises(CooptionNotAllowed):
        operations.co_opt(work, board.seats[-1], eve.id, BEGAN, decision_id=uuid.uuid4())


@pytest.mark.parametrize("ending", [Ending.REMOVAL, Ending.DEATH, Ending.RESIGNATION])
def test_a_term_ends_on_a_day_and_says_how(work, ending):
    board = make_board(work)
    (term,) = queries.history(work.session, board.seats[1].id)
    operations.end_term(work, term, ending, date(2026, 5, 1))
    assert (term.until_on, term.ending) == (date(2026, 5, 1), ending)
    with pytest.raises(TermOver):
        operations.end_term(work, term, ending, date(2026, 6, 1))


def test_a_term_does_not_end_before_it_began(work):
    board = make_board(work)
    (term,) = queries.history(work.session, board.seats[1].id)
    with pytest.raises(TermOver):
        operations.end_term(work, term, Ending.REMOVAL, BEGAN)


def test_a_holder_resigns_their_own_seat_and_no_other(work):
    board = make_board(work)
    (own,) = queries.history(work.session, board.seats[1].id)
    (other,) = queries.history(work.session, board.seats[2].id)
    holder = as_actor(work, Actor(name="h", person_id=own.person_id))
    operations.resign(holder, own, date(2026, 5, 1))
    assert own.ending is Ending.RESIGNATION
    with pytest.raises(Denied):
        operations.resign(holder, other, date(2026, 5, 1))
    with pytest.raises(Denied):
        operations.end_term(holder, other, Ending.REMOVAL, date(2026, 5, 1))


def test_a_corrected_term_stays_readable_as_it_was_known(work):
    board = make_board(work)
    seat, eve = board.seats[1], make_person(work, "Eve")
    (wrong,) = queries.history(work.session, seat.id)
    before = work.now
    after = Work(work.session, work.actor, before + timedelta(days=3))
    right = operations.correct_term(after, wrong, person_id=eve.id, from_on=date(2026, 2, 1))
    day = date(2026, 3, 1)
    now_known = {h.seat_id: h.person_id for h in queries.holders(work.session, board.body.id, day)}
    then = queries.holders(work.session, board.body.id, day, before + timedelta(days=1))
    assert now_known[seat.id] == eve.id
    assert {h.seat_id: h.person_id for h in then}[seat.id] == wrong.person_id
    assert right.until_on == wrong.until_on
    with pytest.raises(TermOver):
        operations.correct_term(after, right, person_id=eve.id, from_on=date(2030, 1, 1))


def test_vacant_and_ending_seats_are_found_and_provided_ones_are_not(work):
    board = make_board(work, vacant=1)
    committee = queries.body_by_slug(work.session, "management-committee")
    day = date(2026, 12, 1)
    found = [
        row
        for row in queries.seats_falling_vacant(work.session, day, 60)
        if row.body_id != committee.id
    ]
    by_seat = {row.seat_id: row for row in found}
    vacant = by_seat[board.seats[-1].id]
    assert (vacant.vacant_on, vacant.term_id) == (day, None)
    ending = [row for row in found if row.term_id is not None]
    assert {row.vacant_on for row in ending} == {date(2027, 1, 1)}
    assert {row.region for row in found} == REGIONS  # one seat of each pair
    eve = make_person(work, "Eve")
    make_term(work, board.seats[2], eve, from_on=date(2027, 1, 1))
    again = queries.seats_falling_vacant(work.session, day, 60)
    assert board.seats[2].id not in {row.seat_id for row in again}


def test_what_seats_add_to_an_actor(work):
    board = make_board(work)
    president = queries.sources_of(work.session, board.president.id, work.now)
    assert president == {"board_of": frozenset({""}), "bodies": frozenset({board.body.id})}
    african = board.people[1]
    assert queries.sources_of(work.session, african.id, work.now)["board_of"] == {"africa"}
    assert queries.sources_of(work.session, uuid.uuid4(), work.now) == {
        "board_of": frozenset(),
        "bodies": frozenset(),
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (RuleName.QUORUM, {"share": "2", "more_than": False, "at_least": 1, "groups": 0}),
        (RuleName.QUORUM, {"share": "1/0", "more_than": False, "at_least": 1, "groups": 0}),
        (RuleName.QUORUM, {}),
        (RuleName.NOTICE, {"days": -1}),
        (RuleName.NOTICE, {"days": None}),
        (RuleName.MAJORITY, {"name": "most"}),
        (RuleName.PROXIES, {"most": "many"}),
        (RuleName.MINUTES, {"corrections_days": 1, "approval": "never", "circulation_days": 1}),
        (RuleName.TERM, {"years": 0, "begins": "01-01"}),
        (RuleName.TERM, {"years": 2, "begins": "02-29"}),
    ],
)
def test_a_rule_that_states_nothing_is_refused(work, name, value):
    board = operations.found_board(work)
    with pytest.raises(BadRule):
        operations.set_rule(
            work, board, name, value, from_on=date(2027, 1, 1), decision_id=uuid.uuid4()
        )


def test_a_rule_has_exactly_one_basis(work):
    board = operations.found_board(work)
    for basis in ({}, {"decision_id": uuid.uuid4(), "draft_from": "eswa"}):
        with pytest.raises(BadRule):
            operations.set_rule(
                work, board, RuleName.NOTICE, {"days": 3}, from_on=date(2027, 1, 1), **basis
            )


def test_an_adopted_rule_replaces_the_draft_from_its_day_and_names_its_decision(work):
    board = operations.found_board(work, from_on=FOUNDED)
    decision = uuid.uuid4()
    day = date(2027, 1, 1)
    row = operations.set_rule(
        work, board, RuleName.NOTICE, {"days": 21}, from_on=day, decision_id=decision
    )
    (link,) = links_from(work.session, "body_rule", row.id)
    assert (link.relation, link.to_id) == (Relation.ADOPTED_BY, decision)
    before = queries.rule(work.session, board.id, RuleName.NOTICE, day - timedelta(days=1))
    after = queries.rule(work.session, board.id, RuleName.NOTICE, day)
    assert (before.value, before.is_draft_default) == ({"days": 14}, True)
    assert (after.value, after.is_draft_default) == ({"days": 21}, False)
    with pytest.raises(Denied):
        operations.set_rule(
            as_actor(work, EVE), board, RuleName.NOTICE, {"days": 1}, from_on=day, draft_from="x"
        )


def test_a_working_group_that_only_members_know_of_keeps_its_name_sealed(work):
    group = operations.add_body(
        work,
        kind=BodyKind.WORKING_GROUP,
        slug="law",
        mark="W1",
        name={Locale.FR: "Groupe droit", Locale.EN: "Law group"},
    )
    coordination = operations.NewSeat(
        label={Locale.FR: "Coordination"}, electorate=Electorate.BOARD, opened_on=FOUNDED
    )
    seat = operations.add_seat(work, group, coordination)
    for kind, row, field in (("body", group, "name"), ("seat", seat, "label")):
        assert texts.texts_of(work.session, kind, row.id)[field].is_sealed
    for act in (
        lambda w: operations.add_body(
            w, kind=BodyKind.COMMITTEE, slug="x", mark="X", name={Locale.EN: "X"}
        ),
        lambda w: operations.add_seat(w, group, coordination),
    ):
        with pytest.raises(Denied):
            act(as_actor(work, EVE))


def test_holders_and_vacancies_cost_the_same_with_many_terms(work, count_queries):
    board = make_board(work)
    seen = []
    for year in (2028, 2030):
        with count_queries() as statements:
            queries.holders(work.session, board.body.id, work.today)
            queries.seats_falling_vacant(work.session, work.today, 365)
        seen.append(len(statements))
        eve = make_person(work, "Eve", passphrase=None, totp=False)
        make_term(work, board.seats[1], eve, from_on=date(year, 1, 1))
    assert seen == [4, 4]


def test_the_desk_lists_vacant_seats_for_the_secretariat_alone(work):
    make_board(work, vacant=1)
    staff = Actor(name="Carla", roles=frozenset({"secretariat"}))
    rows = queries.due(work.session, staff, work.now)
    assert {row.label for row in rows} == {"due.seat_vacant", "due.term_ends"}
    assert all(row.endpoint == "bodies.seat" and row.due_at.tzinfo for row in rows)
    assert queries.due(work.session, EVE, work.now) == []


def test_the_board_register_as_at_any_day_is_what_the_terms_say(work):
    board = make_board(work)
    assert len(queries.holders(work.session, board.body.id, date(2026, 6, 1))) == 11
    assert queries.holders(work.session, board.body.id, date(2025, 6, 1)) == []
    terms = work.session.scalars(select(Term)).all()
    seats = work.session.scalars(select(Seat)).all()
    assert {term.seat_id for term in terms} < {seat.id for seat in seats}
