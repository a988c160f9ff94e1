"""Who may do what with meetings, as a table."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Action, Attendance, Decision, Meeting, Minutes
from nswp_gov.meetings.states import DecisionAudience, MeetingState, MinutesState
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.store.actor import SYSTEM, VISITOR, Actor
from tests.conftest import NOW

BODY, CHAIR, NOTES = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
WHO = {
    "visitor": VISITOR,
    "member": Actor(name="m", person_id=uuid.uuid4(), member_of=frozenset({uuid.uuid4()})),
    "translator": Actor(name="t", person_id=uuid.uuid4(), translates=frozenset({"fr"})),
    "administrator": Actor(name="a", person_id=uuid.uuid4(), roles=frozenset({"administrator"})),
    "body": Actor(name="b", person_id=uuid.uuid4(), bodies=frozenset({BODY})),
    "chair": Actor(name="c", person_id=CHAIR, bodies=frozenset({BODY})),
    "note_taker": Actor(name="n", person_id=NOTES, roles=frozenset({"secretariat"})),
    "office": Actor(name="o", person_id=uuid.uuid4(), roles=frozenset({"secretariat"})),
    "system": SYSTEM,
}
MEETING = Meeting(body_id=BODY, chair_id=CHAIR, note_takers=[str(NOTES)], state=MeetingState.CALLED)
TABLE = {
    "plan": {"chair", "note_taker", "office", "system"},
    "change_agenda": {"chair", "note_taker", "office", "system"},
    "take_minutes": {"chair", "note_taker", "system"},
    "see_room": {"body", "chair", "note_taker", "office", "system"},
    "read_closed": {"body", "chair", "note_taker", "system"},
    "see_agenda": {"body", "chair", "note_taker", "office", "system"},
    "see_assembly": {"member", "body", "chair", "note_taker", "office", "system"},
    "publish": {"note_taker", "office", "system"},
}
ASKED = {
    "plan": lambda who: policy.may_plan(who, CHAIR),
    "change_agenda": lambda who: policy.may_change_agenda(who, MEETING),
    "take_minutes": lambda who: policy.may_take_minutes(who, MEETING),
    "see_room": lambda who: policy.may_see_room(who, MEETING),
    "read_closed": lambda who: policy.may_read_closed(who, MEETING),
    "see_agenda": lambda who: policy.may_see_agenda(who, MEETING, is_assembly=False),
    "see_assembly": lambda who: policy.may_see_agenda(who, MEETING, is_assembly=True),
    "publish": policy.may_publish,
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", TABLE)
def test_the_table(act, who):
    assert ASKED[act](WHO[who]).allowed is (who in TABLE[act])


def test_a_draft_meeting_is_unknown_to_members():
    draft = Meeting(body_id=BODY, chair_id=CHAIR, note_takers=[], state=MeetingState.DRAFT)
    assert not policy.may_see_agenda(WHO["member"], draft, is_assembly=True).allowed


@pytest.mark.parametrize(
    ("state", "after", "readers"),
    [
        (MinutesState.DRAFT, 0, set()),
        (MinutesState.CORRECTIONS, -1, {"attended"}),
        (MinutesState.CORRECTIONS, 1, {"attended", "member"}),
        (MinutesState.APPROVED, -1, {"attended", "member"}),
        (MinutesState.PUBLISHED, 1, {"attended", "member"}),
    ],
)
def test_when_minutes_open_to_whom(state, after, readers):
    minutes = Minutes(state=state, corrections_until=NOW - timedelta(days=after))
    stranger = WHO["translator"]

    def reads(who, *, attended=False):
        return policy.may_read_minutes(who, MEETING, minutes, attended=attended, now=NOW).allowed

    assert reads(stranger, attended=True) is ("attended" in readers)
    assert reads(WHO["member"]) is ("member" in readers)
    assert not reads(stranger)
    assert reads(WHO["body"])


def test_unapproved_minutes_say_so():
    minutes = Minutes(state=MinutesState.CORRECTIONS, corrections_until=NOW)
    verdict = policy.may_read_minutes(WHO["member"], MEETING, minutes, attended=False, now=NOW)
    assert verdict.reason == "unapproved"


VIEWERS = {
    "visitor": Viewer.public(),
    "member": Viewer(step=Step.MEMBERS),
    "office": Viewer(step=Step.SECRETARIAT),
    "body": Viewer(step=Step.MEMBERS, bodies=frozenset({BODY})),
    "other_body": Viewer(step=Step.MEMBERS, bodies=frozenset({uuid.uuid4()})),
}


@pytest.mark.parametrize(
    ("audience", "published", "readers"),
    [
        (DecisionAudience.PUBLIC, NOW, set(VIEWERS)),
        (DecisionAudience.PUBLIC, None, set(VIEWERS) - {"visitor"}),
        (DecisionAudience.MEMBERS, NOW, set(VIEWERS) - {"visitor"}),
        (DecisionAudience.BODY, NOW, {"body"}),
    ],
)
def test_who_reads_a_decision(audience, published, readers):
    decision = Decision(body_id=BODY, audience=audience, published_at=published)
    seen = {who for who, v in VIEWERS.items() if policy.may_read_decision(v, decision).allowed}
    assert seen == readers


def test_each_person_for_themself():
    own = Attendance(person_id=WHO["member"].person_id)
    action = Action(owner_id=WHO["member"].person_id)
    assert policy.may_consent(WHO["member"], own).allowed
    assert not policy.may_consent(WHO["office"], own).allowed
    assert policy.may_finish(WHO["member"], action, MEETING).allowed
    assert not policy.may_finish(WHO["translator"], action, MEETING).allowed
    assert policy.may_correct(WHO["member"], attended=True).allowed
    assert not policy.may_correct(WHO["member"], attended=False).allowed
    assert not policy.may_correct(VISITOR, attended=True).allowed
