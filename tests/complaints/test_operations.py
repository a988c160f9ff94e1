"""A complaint from its first word to its end: who reads it, who never does, what is kept."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.bodies import operations as bodies
from nswp_gov.bodies import queries as of_bodies
from nswp_gov.bodies.states import RuleName
from nswp_gov.complaints import operations, policy, queries
from nswp_gov.complaints.operations import TooLate
from nswp_gov.complaints.policy import Case
from nswp_gov.complaints.states import Act, Left, Outcome, State
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.errors import Denied, NotFound, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.texts import Text
from tests.factories.accounts import make_person
from tests.factories.bodies import make_term, staff_actor
from tests.factories.complaints import (
    SAID,
    as_person,
    begin_complaint,
    circle,
    make_decided,
    make_raised,
)
from tests.factories.directory import make_organisation

DAY = timedelta(days=1)
RULE = {
    "receivers": "management-committee",
    "readers": 3,
    "acknowledge_days": 3,
    "outcome_days": 20,
    "appeal_days": 9,
}
PAIR = {**RULE, "readers": 2}


def readers(work, row, days=0):
    return [one.actor.person_id for one in circle(work, row, days=days)]


def ids(board):
    return [person.id for person in board.people]


def later(work, **time):
    return replace(work, actor=VISITOR, now=work.now + timedelta(**time))


def said(words="Zqraisons."):
    return {Locale.FR: words}


def acts(work, row):
    return [one.act for one in queries.steps(work.session, row.id)]


def test_two_of_the_board_read_it_unless_its_rule_names_others(work, board):
    first = make_raised(work)
    assert readers(work, first) == ids(board)[:2]
    assert (first.state, first.due_at) == (State.RECEIVED, work.now + 7 * DAY)
    bodies.set_rule(
        replace(work, actor=staff_actor()), board.body, RuleName.COMPLAINTS, RULE,
        from_on=work.today, draft_from="eswa",
    )  # fmt: skip
    committee = of_bodies.body_by_slug(work.session, "management-committee")
    pair = [make_person(work, f"Pair {number}") for number in range(2)]
    seats = of_bodies.seats_of(work.session, committee.id, work.today)
    for seat, person in zip(seats, pair, strict=False):
        make_term(work, seat, person)
    second = make_raised(work)
    assert readers(work, second) == [pair[0].id, pair[1].id, ids(board)[0]]
    assert second.due_at == work.now + 3 * DAY
    assert readers(work, first) == ids(board)[:2]  # no later rule changes who reads it


def test_whoever_is_named_or_belongs_is_passed_over(work, board):
    people = ids(board)
    house = make_organisation(work, name="Zqhouse of Kites")
    directory.appoint(work, house, people[0], Capacity.CONTACT)
    for given in (
        {"people": [people[0]]},
        {"organisation": " zqhouse  of KITES "},
        {"own": house.name},
    ):
        assert readers(work, make_raised(work, **given)) == people[1:3]
    other = make_organisation(work)
    for person in people[3:5]:
        directory.appoint(work, other, person, Capacity.CONTACT)
    row = make_raised(work, people=[people[3]])
    case = queries.case_of(work.session, row, work.now)
    assert {people[3], people[4]} <= case.belong  # who shares an organisation with somebody named
    for person, why in (
        (people[3], "complaint_names_them"),
        (people[4], "complaint_names_their_organisation"),
    ):
        with pytest.raises(Denied) as refused:
            operations.widen(circle(work, row)[0], row, person, "Knows the place.")
        assert refused.value.reason == why


def test_a_reader_who_comes_to_belong_reads_no_more_from_that_instant(work, board):
    people = ids(board)
    house = make_organisation(work, name="Zqhouse of Kites")
    row = make_raised(work, organisation="Zqhouse of Kites")
    first = as_person(work, people[0])
    operations.acknowledge(first, row)
    directory.appoint(work, house, people[0], Capacity.CONTACT)
    with pytest.raises(Denied):
        operations.answer(first, row, "Zq")
    assert readers(work, row) == people[1:2]
    assert operations.pass_time(later(work, days=1), row) == "named"
    assert readers(work, row) == people[1:3]
    assert {one.person_id: one.left for one in queries.readers(work.session, row.id)} == {
        people[0]: Left.CONCERNED, people[1]: None, people[2]: None,
    }  # fmt: skip


def test_recusal_has_a_reason_and_is_kept_to(work, board):
    people = ids(board)
    row = make_raised(work)
    first, second = circle(work, row)
    with pytest.raises(Unfit, match="words_needed"):
        operations.step_aside(first, row, " ")
    operations.step_aside(first, row, "Zqfriend")
    assert readers(work, row) == people[1:3]
    for act in (operations.acknowledge, operations.examine):
        with pytest.raises(Denied):
            act(first, row)
    with pytest.raises(Denied) as refused:
        operations.widen(second, row, people[0], "Zqback")
    assert refused.value.reason == "complaint_they_stepped_aside"
    operations.keep_out(second, row, people[2], "Zqwitness")
    assert readers(work, row) == [people[1], people[3]]
    operations.widen(second, row, people[4], "Zqknows the language")
    assert people[4] in readers(work, row)
    step = queries.steps(work.session, row.id)[-1]
    assert (step.act, step.person_id, step.about) == (Act.ADDED, people[1], str(people[4]))
    with pytest.raises(NotFound):
        operations.widen(second, row, make_person(work, "Outsider").id, "Zq")


def test_nobody_acts_by_any_role(work, board):
    row = make_raised(work)
    everything = Actor(
        name="x", person_id=ids(board)[5], roles=frozenset({"secretariat", "administrator"}),
        board_of=frozenset({"africa"}), bodies=frozenset({board.body.id}),
    )  # fmt: skip
    by = replace(work, actor=everything)
    for act in (
        lambda: operations.acknowledge(by, row),
        lambda: operations.answer(by, row, "x"),
        lambda: operations.widen(by, row, ids(board)[5], "x"),
        lambda: operations.keep_out(by, row, ids(board)[0], "x"),
        lambda: operations.decide(by, row, Outcome.UPHELD, said()),
        lambda: operations.set_measure(by, row, "x", work.today),
    ):
        with pytest.raises(Denied) as refused:
            act()
        assert refused.value.reason == "only_circle_case"
    assert queries.visible(work.session, everything, work.now) == []
    assert queries.due(work.session, everything, work.now) == []
    assert not policy.may_read(VISITOR, queries.case_of(work.session, row, work.now))


def test_reasons_are_given_in_the_language_of_whoever_complained(work, board):
    row = make_raised(work)
    first, _second = circle(work, row)
    operations.acknowledge(first, row, "Zqseen")
    operations.examine(first, row)
    with pytest.raises(Unfit, match="complaint_reasons_language"):
        operations.decide(first, row, Outcome.PARTLY, {Locale.EN: "Zqreasons."})
    with pytest.raises(Denied, match="withdraw"):
        operations.decide(first, row, Outcome.WITHDRAWN, said())
    operations.decide(
        first, row, Outcome.PARTLY, {Locale.EN: "Zqreasons.", Locale.FR: "Zqraisons."}
    )
    theirs = queries.reasons(work.session, row.id, Locale.FR)["reasons"]
    assert (theirs.words, theirs.locale) == ("Zqraisons.", Locale.FR)
    assert queries.reasons(work.session, row.id, Locale.RU)["reasons"].words == "Zqreasons."
    assert all(
        text.is_sealed
        for text in work.session.scalars(select(Text).where(Text.subject_id == row.id))
    )


def test_an_appeal_is_heard_by_others_and_read_by_nobody_who_decided(work, board):
    people = ids(board)
    row = make_decided(work, Outcome.NOT_UPHELD)
    operations.appeal(later(work, days=20), row, "Zqappeal")
    assert readers(work, row, days=20) == people[2:4]
    before = as_person(work, people[0], days=21)
    with pytest.raises(Denied):
        operations.decide(before, row, Outcome.NOT_UPHELD, said())
    heard_by = circle(work, row, days=21)[0]
    with pytest.raises(Denied) as refused:
        operations.widen(heard_by, row, people[1], "Zqexperience")
    assert refused.value.reason == "complaint_they_decided"
    operations.decide(heard_by, row, Outcome.UPHELD, said("Zqheard."))
    assert (row.state, row.first_outcome, row.outcome) == (State.CLOSED, "not_upheld", "upheld")
    assert set(queries.reasons(work.session, row.id, Locale.FR)) == {"reasons", "heard"}
    with pytest.raises(WrongState):
        operations.appeal(later(work, days=22), row, "Zqagain")


def test_an_appeal_has_its_time_and_the_clock_closes_what_is_over(work, board):
    row = make_decided(work, Outcome.UPHELD, days=10)
    assert operations.pass_time(later(work, days=40), row) == ""
    with pytest.raises(TooLate):
        operations.appeal(later(work, days=41), row, "Zqlate")
    assert operations.pass_time(later(work, days=41), row) == "closed"
    assert row.state is State.CLOSED
    assert [one.ended for one in queries.years(work.session)] == [{"upheld": 1}]
    withdrawn = make_raised(work)
    operations.withdraw(later(work, days=1), withdrawn)
    assert queries.years(work.session)[0].ended == {"upheld": 1, "withdrawn": 1}
    with pytest.raises(Denied):
        operations.withdraw(later(work, days=2), row)


def test_the_circle_is_reminded_of_its_times_and_nobody_else(work, board):
    people = [make_person(work, name, email=f"{name}@example.org") for name in ("Ife", "Jun")]
    for seat, person in zip(board.seats, people, strict=False):
        holding = of_bodies.history(work.session, seat.id)[0]
        bodies.resign(replace(work, actor=staff_actor()), holding, work.today)
        make_term(work, seat, person, from_on=work.today)
    row = make_raised(work, email="who@example.org")
    done = [operations.pass_time(later(work, days=day), row) for day in (1, 4, 5, 8, 9)]
    assert done == ["", "reminded", "", "reminded", ""]
    letters = work.session.scalars(select(OutboxMessage)).all()
    ours = [one for one in letters if one.letter.startswith("bodies/")]
    assert {one.person_id for one in ours} == {None, *(one.id for one in people)}
    assert [one.letter for one in ours if one.person_id is None] == ["bodies/link"]
    assert all(set(one.values) <= {"token"} for one in ours)


def test_measures_stay_on_the_desk_until_they_are_carried_out(work, board):
    row = make_decided(work, Outcome.UPHELD)
    reader = circle(work, row, days=11)[0]
    with pytest.raises(Unfit, match="complaint_measure_past"):
        operations.set_measure(reader, row, "Zqmeasure", work.today)
    measure = operations.set_measure(reader, row, "Zqmeasure", reader.today + 30 * DAY)
    operations.pass_time(later(work, days=50), row)
    labels = [one.label for one in queries.due(work.session, reader.actor, reader.now)]
    assert labels == ["due.case_measure"]
    operations.finish_measure(reader, row, measure)
    assert queries.due(work.session, reader.actor, reader.now) == []
    with pytest.raises(WrongState):
        operations.finish_measure(reader, row, measure)


def test_everybody_concerned_leaves_it_shut_until_somebody_can_be_found(work, board):
    row = make_raised(work, people=ids(board))
    assert readers(work, row) == []
    assert acts(work, row) == [Act.HANDED_IN]
    new = make_person(work, "Newly seated")
    committee = of_bodies.body_by_slug(work.session, "management-committee")
    bodies.set_rule(
        replace(work, actor=staff_actor()), board.body, RuleName.COMPLAINTS, PAIR,
        from_on=work.today, draft_from="eswa",
    )  # fmt: skip
    make_term(work, of_bodies.seats_of(work.session, committee.id, work.today)[0], new)
    assert operations.pass_time(later(work, days=1), row) == "named"
    assert readers(work, row, days=1) == [new.id]


def test_a_draft_is_read_by_nobody_and_changed_by_nobody_once_handed_in(work, board):
    row, _token = begin_complaint(work)
    case = queries.case_of(work.session, row, work.now)
    assert not policy.may_read(Actor(name="x", person_id=ids(board)[0]), case)
    by = later(work)
    with pytest.raises(Unfit, match="words_needed"):
        operations.hand_in(by, row)
    operations.save(by, row, SAID, locale=Locale.RU)
    assert row.locale is Locale.RU
    operations.hand_in(by, row)
    with pytest.raises(Denied):
        operations.save(by, row, SAID, locale=Locale.FR)


@pytest.mark.parametrize("state", [State.RECEIVED, State.APPEALED])
def test_the_next_readers_are_never_concerned(state):
    inside, named, belong, aside, decided, free = (uuid.UUID(int=number) for number in range(6))
    case = Case(
        state=state, readers=frozenset({inside}), named=frozenset({named}),
        belong=frozenset({belong}), aside=frozenset({aside}), decided=frozenset({decided}),
    )  # fmt: skip
    found = policy.next_readers([inside, named, belong, aside, decided, free], case, 3)
    assert found == ((decided, free) if state is State.RECEIVED else (free,))
