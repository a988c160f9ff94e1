"""Corrections in sight of all, conditions, numbers written by hand, what a vote is known by."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from nswp_gov.bodies import queries as bodies
from nswp_gov.manual import operations, queries
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.queries.drafts import numbers_in
from nswp_gov.meetings import operations as meetings
from nswp_gov.meetings.models import AgendaItem, Decision
from nswp_gov.meetings.states import Capacity
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store.actor import VISITOR
from nswp_gov.store.errors import Conflict, Denied, Unfit
from nswp_gov.store.links import Relation, links_to
from nswp_gov.store.texts import texts_of
from tests.factories.manual import (
    BEGUN,
    FIRST_DAY,
    SECOND_DAY,
    adopt,
    make_decisions,
    make_document,
    make_draft,
    reword,
)
from tests.factories.meetings import make_meeting

WORDS = "At lest 6 members, see [[c2]]."
MEMBER = Viewer(step=Step.MEMBERS)


def fill(work):
    make_decisions(work, 3)


@pytest.fixture
def decisions(work):
    return work.session.scalars(select(Decision).order_by(Decision.ordinal)).all()


@pytest.fixture
def document(work):
    return make_document(work)


@pytest.fixture
def edition(work, document, decisions):
    draft = make_draft(work, document)
    reword(work, draft, "c1", WORDS)
    return adopt(work, draft, decisions[0])


def correct(work, edition, body, *, seen=Seen(1, 2), reason="A letter was missing."):  # noqa: B008 - frozen
    return operations.correct(
        work, edition, "c1", heading="Clause 1", body=body, reason=reason, seen=seen
    )


def test_a_slip_is_mended_in_sight_and_the_edition_stays(work, document, edition, decisions):
    def words():
        book = queries.book_of_edition(work.session, edition, Locale.EN)
        return [
            (one.number, one.heading.words, one.body.words, one.freshness) for one in book.entries
        ]

    before = words()
    correct(work, edition, WORDS.replace("lest", "least"))
    assert words() == before
    record = queries.published(work.session, edition.id)
    assert queries.agrees(work.session, edition, record)
    (mended,) = queries.corrections_of(work.session, edition)
    assert [block.after for block in mended.body.blocks] == [WORDS.replace("lest", "least")]
    draft = operations.start_draft(work, document)
    assert queries.book_of_draft(work.session, draft, Locale.EN).by_key()["c1"].body.words == (
        "At least 6 members, see [[c2]]."
    )
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    assert not second.is_substantive


def test_a_draft_under_way_takes_the_mend_unless_it_has_its_own_words(work, document, edition):
    draft = operations.start_draft(work, document)
    first = correct(work, edition, WORDS.replace("lest", "least"))
    entry = queries.book_of_draft(work.session, draft, Locale.EN).by_key()["c1"]
    assert "least" in entry.body.words
    reword(work, draft, "c1", "Wholly other words.")
    again = "At least 6 members; see [[c2]]."
    correct(work, edition, again, seen=Seen(first.heading_revision, first.body_revision))
    entry = queries.book_of_draft(work.session, draft, Locale.EN).by_key()["c1"]
    assert entry.body.words == "Wholly other words."
    assert len(queries.corrections_of(work.session, edition)) == 2


@pytest.mark.parametrize(
    ("body", "reason", "code"),
    [
        ("At least 7 members, see [[c2]].", "x", "correction_touches_meaning"),
        ("At least 6 members, see [[c3]].", "x", "correction_touches_meaning"),
        (WORDS + " And whoever else may happen to be there on that day as well, always.", "x",
         "correction_touches_meaning"),
        (WORDS, "x", "correction_changes_nothing"),
        ("At least 6 members, see [[c2]].", " ", "correction_without_reason"),
    ],
)  # fmt: skip
def test_what_could_change_the_meaning_is_refused(work, edition, body, reason, code):
    with pytest.raises(Unfit, match=code):
        correct(work, edition, body, reason=reason)


def test_only_the_office_corrects_and_only_what_is_in_force(work, document, edition, decisions):
    with pytest.raises(Denied):
        correct(replace(work, actor=VISITOR), edition, "At least 6 members, see [[c2]].")
    with pytest.raises(Conflict):
        correct(work, edition, "At least 6 members, see [[c2]].", seen=Seen(1, 1))
    draft = operations.start_draft(work, document)
    reword(work, draft, "c3", "Other.")
    adopt(work, draft, decisions[1], SECOND_DAY)
    with pytest.raises(Unfit, match="correction_not_in_force"):
        correct(work, edition, "At least 6 members, see [[c2]].")


def test_a_translation_stays_fresh_over_a_correction(work, document, edition, decisions):
    clause = queries.clause_by_key(work.session, document.id, "c1")
    operations.translate_clause(
        work, clause, Locale.FR, heading="Un", body="Au moins 6.", made_from=Seen(1, 2),
        seen=Seen(0, 0),
    )  # fmt: skip
    correct(work, edition, WORDS.replace("lest", "least"))
    second = adopt(work, operations.start_draft(work, document), decisions[1], SECOND_DAY)
    entry = queries.book_of_edition(work.session, second, Locale.FR).by_key()["c1"]
    assert entry.freshness is Freshness.CURRENT


def test_conditions_are_published_with_the_edition(work, document, decisions):
    draft = make_draft(work, document)
    operations.submit(work, draft)
    seen = queries.fingerprint(work.session, draft)
    said = " Once the fees are settled. "
    made = operations.adopt(work, draft, decisions[0].id, FIRST_DAY, seen, conditions=said)
    body = json.loads(queries.published(work.session, made.id).body)
    assert body["conditions"] == said.strip()
    assert "conditions" in texts_of(work.session, "edition", made.id)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("see § 2.3 and §4", ("2.3", "4")),
        ("clause 1.2, article 1.3, пункт 1.4, artículo 1.5", ("1.2", "1.3", "1.4", "1.5")),
        ("见第1.6条", ("1.6",)),
        ("[[c1|§ 9.9]] and article 5 of a law, 2.5 per cent", ()),
    ],
)
def test_numbers_written_by_hand_are_seen(words, found):
    assert numbers_in(words) == found


def test_a_number_that_now_names_another_clause_stops_publication(work, document, decisions):
    draft = make_draft(work, document)
    reword(work, draft, "c3", "As § 1.1 says, and § 44 of another law.")
    adopt(work, draft, decisions[0])
    draft = operations.start_draft(work, document)
    reword(work, draft, "c2", "Other words.")
    assert queries.renumbered_references(work.session, draft) == ()
    operations.shift_clause(work, draft, "c2", by=-1)
    with pytest.raises(Unfit) as refused:
        operations.submit(work, draft)
    assert refused.value.code == "renumbered_reference"
    assert refused.value.values == {"clause": "c3", "reference": "1.1", "language": "en"}
    reword(work, draft, "c3", "As [[c1]] says.")
    operations.submit(work, draft)


def test_members_are_told_the_quorum_and_the_public_that_there_was_one(work, edition):
    told = queries.adoptions(work.session, [edition.id], MEMBER)[edition.id]
    assert told.tally is not None
    assert (told.tally.present, told.tally.quorum_needed) == (9, 6)
    assert told.meeting_id


def test_a_draft_is_laid_before_a_meeting_and_only_that_item_adopts_it(work, document, decisions):
    begun = replace(work, now=BEGUN)
    body = bodies.board(work.session)
    assert body is not None
    meeting = make_meeting(begun, body, titles=["Budget"])
    draft = make_draft(work, document)
    operations.lay_before(begun, draft, meeting, "Adopt edition 1")
    (item,) = [
        one
        for one in work.session.scalars(
            select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        )
        if one.id == draft.item_id
    ]
    (link,) = links_to(work.session, "agenda_item", item.id)
    assert (link.relation, link.from_id) == (Relation.COMPANION_OF, draft.id)
    assert queries.proposals(work.session) == [(draft, meeting)]
    seen = queries.fingerprint(work.session, draft)
    assert queries.adoptable(work.session, draft, Locale.EN) == []
    with pytest.raises(Unfit, match="decision_of_another_motion"):
        operations.adopt(work, draft, decisions[0].id, FIRST_DAY, seen)
    meetings.call_meeting(begun, meeting)
    held = replace(work, now=meeting.starts_at)
    meetings.open_meeting(held, meeting)
    for one in bodies.holders(work.session, body.id, held.today)[:9]:
        meetings.check_in(held, meeting, one.person_id, Capacity.HOLDER)
    motion = meetings.move(held, meeting, item, words="To adopt it.")
    vote = meetings.take_vote(held, meeting, motion, count=meetings.Count(9, 0, 0))
    made = meetings.decide(held, meeting, vote)
    (offered,) = queries.adoptable(work.session, draft, Locale.EN)
    assert offered.decision_id == made.id
    assert operations.adopt(work, draft, made.id, FIRST_DAY, seen).number == 1
