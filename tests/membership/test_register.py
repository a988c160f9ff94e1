"""The register on any day, as known at any instant; who votes; who may know it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from nswp_gov.directory import operations as directory
from nswp_gov.directory.queries import organisation
from nswp_gov.membership import operations, queries
from nswp_gov.membership.operations import AlreadyMember, NotAMember, SameAsBefore
from nswp_gov.membership.policy import may_keep_register, may_see_category
from nswp_gov.membership.states import Category, Standing
from nswp_gov.store.actor import SYSTEM, VISITOR, Actor
from nswp_gov.store.dated import Overlap
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.links import Relation, links_from
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.factories.directory import make_editor, make_organisation
from tests.factories.membership import ADMITTED, make_member

TODAY = date(2026, 11, 2)


def voters(work, day=TODAY, **more):
    found = queries.voting_organisations(work.session, day, **more)
    return {one.organisation_id for one in found}


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("standing", list(Standing))
def test_full_members_in_active_or_grace_standing_vote_and_nobody_else(work, category, standing):
    made = make_member(work, category)
    if standing is not Standing.ACTIVE:
        operations.change_standing(work, made, standing, TODAY, reason="decided")
    votes = category is Category.FULL and standing in {Standing.ACTIVE, Standing.GRACE}
    assert (made.id in voters(work)) is votes
    line = next(iter(queries.register_as_at(work.session, TODAY)))
    assert (line.has_vote, line.category, line.standing) == (votes, category, standing)


def test_the_register_of_an_earlier_day_is_as_it_was(work):
    made = make_member(work, Category.ASSOCIATE)
    operations.change_category(work, made, Category.FULL, date(2026, 6, 1), reason="decided")
    assert made.id not in voters(work, date(2026, 5, 31))
    assert made.id in voters(work, date(2026, 6, 1))
    assert queries.register_as_at(work.session, ADMITTED - timedelta(days=1)) == []


def test_a_correction_answers_as_known_then_and_as_known_now(work):
    made = make_member(work, Category.ASSOCIATE)
    day = date(2026, 6, 1)
    operations.change_category(work, made, Category.FULL, day, reason="a slip")
    later = Work(work.session, work.actor, NOW + timedelta(days=1))
    operations.change_category(later, made, Category.SUPPORTING, day, reason="mended")
    assert made.id not in voters(work, day)
    assert made.id in voters(work, day, known_at=NOW)
    history = queries.category_history(work.session, made.id)
    assert [(row.category, row.void_at is None) for row in history] == [
        ("supporting", True),
        ("full", False),
        ("associate", True),
    ]


def test_a_region_votes_for_itself_as_placed_on_that_day(work):
    kenya, france = make_member(work), make_member(work, country="FR")
    assert voters(work, region="africa") == {kenya.id}
    directory.place(work, france, "africa", "they moved", on=date(2026, 7, 1))
    assert voters(work, region="africa") == {kenya.id, france.id}
    assert voters(work, date(2026, 6, 30), region="africa") == {kenya.id}
    assert [one.why for one in queries.voting_organisations(work.session, TODAY)] == [
        (Category.FULL, Standing.ACTIVE)
    ] * 2


def test_admission_records_its_decision_and_what_it_makes(work):
    made = make_organisation(work)
    decision = uuid.uuid4()
    row = operations.admit(
        work, made, Category.FULL, TODAY, reason="two yeses", decision_id=decision
    )
    links = links_from(work.session, "membership", row.id)
    assert [(one.relation, one.to_type, one.to_id) for one in links] == [
        (Relation.ADOPTED_BY, "decision", decision)
    ]
    assert made.is_current
    assert queries.running(work.session, made.id) is row


def test_an_ended_membership_can_begin_again_and_both_stays_are_kept(work):
    made = make_member(work)
    operations.end_membership(
        work, made.id, Standing.RESIGNED, date(2026, 3, 1), reason="their letter"
    )
    assert queries.running(work.session, made.id) is None
    assert not made.is_current
    operations.admit(work, made, Category.ASSOCIATE, date(2026, 9, 1), reason="they came back")
    assert made.id in voters(work, date(2026, 2, 28))
    assert made.id not in voters(work, date(2026, 3, 1))
    line = queries.line_of(work.session, made.id, TODAY)
    assert line == queries.Line(Category.ASSOCIATE, Standing.ACTIVE)


def test_every_refusal_of_the_register(work):
    made = make_member(work)
    outside = make_organisation(work)
    with pytest.raises(AlreadyMember):
        operations.admit(work, made, Category.FULL, TODAY, reason="again")
    with pytest.raises(NotAMember):
        operations.change_standing(work, outside, Standing.GRACE, TODAY, reason="none")
    with pytest.raises(NotAMember):
        operations.change_category(work, outside, Category.FULL, TODAY, reason="none")
    with pytest.raises(SameAsBefore):
        operations.change_category(work, made, Category.FULL, TODAY, reason="same")
    with pytest.raises(SameAsBefore):
        operations.change_standing(work, made, Standing.ACTIVE, TODAY, reason="same")
    for reason, on, code in (
        (" ", TODAY, "reason_missing"),
        ("why", TODAY + timedelta(days=1), "day_ahead"),
    ):
        with pytest.raises(Unfit) as refusal:
            operations.change_standing(work, made, Standing.GRACE, on, reason=reason)
        assert refusal.value.code == code
    with pytest.raises(Unfit):
        operations.end_membership(work, made.id, Standing.GRACE, TODAY, reason="why")
    operations.change_standing(work, made, Standing.GRACE, TODAY, reason="late")
    with pytest.raises(Overlap):
        operations.change_standing(
            work, made, Standing.SUSPENDED, TODAY - timedelta(days=9), reason="earlier"
        )


def test_an_editor_may_resign_and_nothing_else(work):
    made = make_member(work)
    own = Work(work.session, make_editor(work, made), work.now)
    for act in (Standing.SUSPENDED, Standing.EXPELLED, Standing.GRACE):
        with pytest.raises(Denied):
            operations.change_standing(own, made, act, TODAY, reason="no")
    with pytest.raises(Denied):
        operations.change_category(own, made, Category.ASSOCIATE, TODAY, reason="no")
    operations.change_standing(own, made, Standing.RESIGNED, TODAY, reason="we stop")
    assert queries.running(work.session, made.id) is None


OURS = uuid.uuid4()
ASSOCIATE = Actor(name="Eve", person_id=uuid.uuid4(), member_of=frozenset({uuid.uuid4()}))
WHO = {
    "own": Actor(name="Amina", person_id=uuid.uuid4(), member_of=frozenset({OURS})),
    "associate": ASSOCIATE,
    "secretariat": Actor(name="Carla", roles=frozenset({"secretariat"})),
    "africa": Actor(name="Bela", board_of=frozenset({"africa"})),
    "europe": Actor(name="Bela", board_of=frozenset({"europe"})),
    "president": Actor(name="Bela", board_of=frozenset({""})),
    "officer": Actor(name="Dmitri", roles=frozenset({"returning_officer"})),
    "administrator": Actor(name="Dmitri", roles=frozenset({"administrator"})),
    "translator": Actor(name="Eve", translates=frozenset({"fr"})),
    "visitor": VISITOR,
    "system": SYSTEM,
}


def test_who_knows_a_category():
    knows = {name for name, who in WHO.items() if may_see_category(who, OURS, "africa")}
    assert knows == {"own", "secretariat", "africa", "system"}
    roll = {
        name
        for name, who in WHO.items()
        if may_see_category(who, OURS, "africa", is_frozen_roll=True)
    }
    assert roll == {"own", "secretariat", "africa", "officer", "system"}
    assert not may_see_category(WHO["president"], OURS, None)
    assert {name for name, who in WHO.items() if may_keep_register(who)} == {
        "secretariat",
        "system",
    }


def test_a_line_that_may_not_be_seen_is_as_if_there_were_none(work):
    made = make_member(work)
    for name in ("associate", "europe", "visitor", "translator", "officer"):
        assert queries.seen_line(work.session, WHO[name], made.id, TODAY) is None
    assert queries.seen_line(work.session, WHO["africa"], made.id, TODAY) is not None


def test_questions_cost_the_same_for_one_and_for_thirty(make_work, session, count_queries):
    def cost():
        with count_queries() as seen:
            queries.register_as_at(session, TODAY)
            queries.voting_organisations(session, TODAY)
        return len(seen)

    with make_work() as work:
        make_member(work)
    one = cost()
    with make_work() as work:
        for _ in range(29):
            make_member(work)
    assert cost() == one == 9
    assert len(queries.voting_organisations(session, TODAY)) == 30


def test_an_organisation_is_found_by_its_identifier(work):
    made = make_member(work)
    assert organisation(work.session, made.id) is made
