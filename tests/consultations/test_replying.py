"""One reply of one organisation: several people write, nothing is lost, the delegate hands in."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.models import (
    ConsultationAnswer,
    ConsultationDraft,
    ConsultationSlot,
)
from nswp_gov.consultations.operations import HandedIn, NotOpen, Said
from nswp_gov.consultations.queries import fingerprint
from nswp_gov.consultations.states import Attribution, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.journal import JournalEvent
from nswp_gov.store.outbox import OutboxMessage
from tests.factories.consultations import (
    actor_for,
    close,
    hand_in,
    make_open,
    make_people,
    write,
)


@pytest.fixture
def asked(work, keys):
    return make_open(work, keys)


@pytest.fixture
def ours(asked):
    return asked.organisations[0]


def save(work, asked, ours, name, value, *, seen, pen="", was="", actor=None, locale=Locale.EN):
    mine = replace(work, actor=actor or actor_for(ours.id))
    said = {asked[name].id: Said(value, seen, pen, was)}
    return operations.save(mine, asked.row, ours.id, said, locale=locale, keys=asked.keys)


def held(work, asked, ours, name):
    return queries.own_reply(work.session, asked.keys, asked.row, ours.id).held(asked[name].id)


def test_several_people_write_one_reply(work, asked, ours):
    amina, bela = actor_for(ours.id), actor_for(ours.id)
    write(work, asked, ours, {"law": "o2"}, actor=amina)
    write(work, asked, ours, {"words": "Слишком мало."}, actor=bela, locale=Locale.RU)
    reply = queries.own_reply(work.session, asked.keys, asked.row, ours.id)
    assert reply.held(asked["law"].id).by == str(amina.person_id)
    assert reply.held(asked["words"].id).locale == "ru"
    assert work.session.scalar(select(func.count()).select_from(ConsultationDraft)) == 1


def test_of_two_different_answers_both_are_kept_until_somebody_decides(work, asked, ours):
    save(work, asked, ours, "words", "First.", seen=0, pen="a")
    kept = save(work, asked, ours, "words", "Second.", seen=0, pen="b")
    assert kept.conflicts == (asked["words"].id,)
    save(work, asked, ours, "words", "Second, longer.", seen=0, pen="b")  # goes on in its place
    save(work, asked, ours, "words", "First, longer.", seen=1, pen="a")
    answer = held(work, asked, ours, "words")
    assert answer.value == "First, longer."
    assert [one["value"] for one in answer.others] == ["Second, longer."]
    mine = replace(work, actor=actor_for(ours.id))
    with pytest.raises(Unfit, match="reply_differs"):
        write(work, asked, ours, {"law": "o1"})
        operations.hand_in(mine, asked.row, ours.id, locale=Locale.EN, keys=asked.keys)
    operations.settle(
        mine, asked.row, ours.id, asked["words"].id, pick=None, seen=answer.mark, keys=asked.keys
    )
    answer = held(work, asked, ours, "words")
    assert (answer.value, answer.others) == ("First, longer.\n\nSecond, longer.", [])


def test_a_save_that_comes_twice_or_whose_answer_was_lost_changes_nothing(work, asked, ours):
    save(work, asked, ours, "words", "A.", seen=0, pen="a")
    save(work, asked, ours, "words", "A.", seen=0, pen="a")
    save(work, asked, ours, "words", "A and B.", seen=0, pen="a")  # heard nothing, wrote on
    assert held(work, asked, ours, "words").value == "A and B."
    save(work, asked, ours, "words", "Other.", seen=2, pen="b")
    save(work, asked, ours, "words", "A and B.", seen=0, pen="a")  # a late copy of what was there
    answer = held(work, asked, ours, "words")
    assert (answer.value, answer.others) == ("Other.", [])


def test_who_leaves_an_answer_as_it_was_changes_nothing(work, asked, ours):
    save(work, asked, ours, "words", "New.", seen=0, pen="a")
    save(work, asked, ours, "words", "", seen=0, pen="b", was=fingerprint(None))
    answer = held(work, asked, ours, "words")
    assert (answer.value, answer.others) == ("New.", [])


def test_settling_looks_at_what_was_seen(work, asked, ours):
    save(work, asked, ours, "law", "o1", seen=0, pen="a")
    save(work, asked, ours, "law", "o2", seen=0, pen="b")
    before = held(work, asked, ours, "law").mark
    save(work, asked, ours, "law", "o3", seen=0, pen="c")
    mine = replace(work, actor=actor_for(ours.id))
    given = {"keys": asked.keys}
    with pytest.raises(Exception, match="conflict"):
        operations.settle(mine, asked.row, ours.id, asked["law"].id, pick=1, seen=before, **given)
    now = held(work, asked, ours, "law").mark
    with pytest.raises(Unfit):
        operations.settle(mine, asked.row, ours.id, asked["law"].id, pick=None, seen=now, **given)
    operations.settle(mine, asked.row, ours.id, asked["law"].id, pick=2, seen=now, **given)
    assert held(work, asked, ours, "law").value == "o3"


def test_only_the_delegate_hands_in_and_only_what_is_whole(work, asked, ours):
    editor = Actor(name="Bela", person_id=uuid.uuid4(), member_of=frozenset({ours.id}))
    delegate = replace(work, actor=actor_for(ours.id))
    where = (asked.row, ours.id)
    given = {"locale": Locale.EN, "keys": asked.keys}
    with pytest.raises(Denied):
        operations.hand_in(replace(work, actor=editor), *where, **given)
    with pytest.raises(Denied):
        operations.attribute(replace(work, actor=editor), *where, Attribution.NAME, keys=asked.keys)
    with pytest.raises(Unfit, match="answer_missing"):
        operations.hand_in(delegate, *where, **given)
    write(work, asked, ours, {"law": "o1", "words": "Yes.", "how": "Not asked."}, actor=editor)
    with pytest.raises(Unfit, match="attribution_missing"):
        operations.hand_in(delegate, *where, **given)
    operations.attribute(delegate, *where, Attribution.NAME, keys=asked.keys)
    operations.hand_in(delegate, *where, **given)
    reply = queries.own_reply(work.session, asked.keys, *where)
    assert reply.is_handed_in
    assert str(asked["how"].id) not in reply.answers  # it was not asked
    with pytest.raises(HandedIn):
        write(work, asked, ours, {"words": "Later."})


def test_a_reply_can_be_taken_back_until_the_end(work, asked, ours):
    hand_in(work, asked, ours, {"words": "First."})
    delegate = replace(work, actor=actor_for(ours.id))
    operations.reopen(delegate, asked.row, ours.id, keys=asked.keys)
    assert work.session.scalar(select(func.count()).select_from(ConsultationSlot)) == 0
    hand_in(work, asked, ours, {"words": "Second."})
    close(work, asked)
    words = [one.value for one in queries.answers(work.session, asked.row.id)]
    assert {"words": "Second.", "locale": "en"} in words
    with pytest.raises(NotOpen):
        operations.reopen(delegate, asked.row, ours.id, keys=asked.keys)


def test_strangers_and_those_who_are_not_asked_write_nothing(work, asked, ours):
    for actor in (VISITOR, actor_for(asked.organisations[1].id)):
        with pytest.raises(Denied):
            save(work, asked, ours, "words", "x", seen=0, actor=actor)
    other = uuid.uuid4()
    with pytest.raises(Denied, match="not_invited"):
        operations.save(
            replace(work, actor=actor_for(other)), asked.row, other, {},
            locale=Locale.EN, keys=asked.keys,
        )  # fmt: skip
    with pytest.raises(NotFound):
        operations.save(
            replace(work, actor=actor_for(ours.id)), asked.row, ours.id,
            {uuid.uuid4(): Said("x", 0)}, locale=Locale.EN, keys=asked.keys,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("law", "o9"), ("work", ["o1", "x"]), ("scale", "6"), ("matrix", {"r1": "o7"}),
        ("matrix", {"r9": "o1"}), ("number", "-3"), ("number", "many"), ("country", "XX"),
        ("words", "x" * 1501),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_question_is_refused(work, asked, ours, name, value):
    with pytest.raises(Unfit):
        save(work, asked, ours, name, value, seen=0)
    assert not queries.has_answers(work.session, asked.row.id)


def test_a_region_with_few_members_is_no_attribution(work, keys):
    asked = make_open(work, keys, members=11)  # three of the first region, two of the others
    large, small = asked.organisations[0], asked.organisations[1]
    hand_in(work, asked, large, attribution=Attribution.REGION)
    write(work, asked, small, {"law": "o1"})
    with pytest.raises(Unfit, match="region_too_small"):
        operations.attribute(
            replace(work, actor=actor_for(small.id)), asked.row, small.id, Attribution.REGION,
            keys=asked.keys,
        )  # fmt: skip


def test_nothing_of_a_reply_is_journalled_or_sent(work, asked, ours):
    make_people(work, ours, "Amina", email="amina@example.org")

    def told():
        work.session.flush()
        return [
            work.session.scalar(select(func.count()).select_from(table))
            for table in (JournalEvent, OutboxMessage)
        ]

    before = told()
    hand_in(work, asked, ours)
    assert told() == before


def test_at_the_close_answers_stand_by_themselves(work, asked):
    named, without, *_others = asked.organisations
    hand_in(work, asked, named, {"words": "By name."}, attribution=Attribution.NAME)
    hand_in(work, asked, without, {"words": "Without."})
    write(work, asked, asked.organisations[2], {"words": "Never handed in."})
    close(work, asked)
    rows = work.session.scalars(select(ConsultationAnswer)).all()
    assert len(rows) == 2 * len(asked.questions)
    assert {one.organisation_id for one in rows} == {named.id, None}
    assert {one.region for one in rows if one.organisation_id is None} == {None}
    assert "Never handed in." not in str([one.value for one in rows])
    for table in (ConsultationDraft, ConsultationSlot):
        assert work.session.scalar(select(func.count()).select_from(table)) == 0
    assert asked.row.state is State.CLOSED


def test_it_closes_when_its_end_has_come_and_not_before(work, asked):
    with pytest.raises(Unfit, match="end_to_come"):
        operations.close(work, asked.row, asked.keys)
    operations.extend(work, asked.row, asked.row.closes_at + timedelta(days=2))
    with pytest.raises(Unfit, match="end_is_past"):
        operations.extend(work, asked.row, asked.row.closes_at - timedelta(days=1))
    close(work, asked)


def test_every_draft_and_every_reply_takes_the_same_room(work, asked):
    short, long = asked.organisations[:2]
    write(work, asked, short, {"words": "x"})
    write(work, asked, long, {"words": "长" * 1500, "law": "o1", "matrix": {"r1": "o1"}})
    sizes = {len(one) for one in work.session.scalars(select(ConsultationDraft.sealed))}
    hand_in(work, asked, short)
    hand_in(work, asked, long)
    sizes |= {len(one) for one in work.session.scalars(select(ConsultationSlot.sealed))}
    assert len(sizes) == 1
