"""Adoption by a decision alone; what was published is never altered."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Clause, Edition, EditionClause
from nswp_gov.manual.states import DraftState, EditionState
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.audience import MEMBERS, PUBLIC, Step, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal, search, verifying
from nswp_gov.store.actor import VISITOR
from nswp_gov.store.dated import Overlap
from nswp_gov.store.errors import Conflict, Denied, NotFound, Unfit, WrongState
from nswp_gov.store.links import Relation, links_from
from nswp_gov.store.texts import TextRevision
from tests.factories.manual import (
    DECIDED,
    FIRST_DAY,
    SECOND_DAY,
    adopt,
    make_decisions,
    make_document,
    make_draft,
    reword,
)

EVERYBODY = Viewer.public()
MEMBER = Viewer(step=Step.MEMBERS)


def fill(work):
    make_decisions(work, 3)


@pytest.fixture
def decisions(work):
    return work.session.scalars(select(Decision).order_by(Decision.ordinal)).all()


@pytest.fixture
def document(work):
    return make_document(work)


def test_a_decision_makes_the_edition(work, document, decisions):
    draft = make_draft(work, document)
    edition = adopt(work, draft, decisions[0])
    assert (edition.number, edition.adopted_on, edition.in_force_from) == (1, DECIDED, FIRST_DAY)
    assert draft.state is DraftState.ADOPTED
    (link,) = links_from(work.session, "edition", edition.id)
    assert (link.relation, link.to_type) == (Relation.ADOPTED_BY, "decision")
    assert link.to_id == decisions[0].id
    adoption = queries.adoptions(work.session, [edition.id], MEMBER)[edition.id]
    assert (adoption.number, adoption.decided_on) == (decisions[0].number, DECIDED)
    told = adoption.tally
    assert told is not None
    assert (told.in_favour, told.against, told.abstained) == (7, 1, 1)
    hidden = queries.adoptions(work.session, [edition.id], EVERYBODY)[edition.id]
    assert hidden.tally is None  # its minutes are not published


def test_nothing_else_makes_one(work, document, decisions):
    draft = make_draft(work, document)
    seen = queries.fingerprint(work.session, draft)
    with pytest.raises(WrongState):
        operations.adopt(work, draft, decisions[0].id, FIRST_DAY, seen)
    operations.submit(work, draft)
    with pytest.raises(Denied):
        operations.adopt(replace(work, actor=VISITOR), draft, decisions[0].id, FIRST_DAY, seen)
    for decision_id, day, refusal, code in (
        (uuid.uuid4(), FIRST_DAY, NotFound, "not_found"),
        (decisions[0].id, DECIDED - timedelta(days=1), Unfit, "in_force_before_decision"),
    ):
        with pytest.raises(refusal) as refused:
            operations.adopt(work, draft, decision_id, day, seen)
        assert refused.value.code == code


def test_a_decision_that_was_not_carried_adopts_nothing(work, document, decisions):
    draft = make_draft(work, document)
    work.session.execute(
        text("UPDATE vote SET is_carried = :no WHERE id = :id").bindparams(
            no=False, id=decisions[0].vote_id.hex
        )
        if work.session.get_bind().dialect.name == "sqlite"
        else text("UPDATE vote SET is_carried = false WHERE id = :id").bindparams(
            id=decisions[0].vote_id
        )
    )
    work.session.expire_all()
    with pytest.raises(Unfit, match="decision_not_carried"):
        adopt(work, draft, decisions[0])


def test_a_decision_on_another_motion_does_not_count(work, document, decisions):
    draft = make_draft(work, document)
    operations.submit(work, draft, motion_id=uuid.uuid4())
    seen = queries.fingerprint(work.session, draft)
    assert queries.adoptable(work.session, draft, Locale.EN) == []
    with pytest.raises(Unfit, match="decision_of_another_motion"):
        operations.adopt(work, draft, decisions[0].id, FIRST_DAY, seen)


def test_one_decision_adopts_one_edition_of_a_document(work, document, decisions):
    adopt(work, make_draft(work, document), decisions[0])
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Other words.")
    offered = {row.decision_id for row in queries.adoptable(work.session, draft, Locale.EN)}
    assert offered == {decisions[1].id, decisions[2].id}
    with pytest.raises(Unfit, match="decision_used"):
        adopt(work, draft, decisions[0], SECOND_DAY)


def test_a_draft_that_moved_on_is_not_adopted_unseen(work, document, decisions):
    draft = make_draft(work, document)
    seen = queries.fingerprint(work.session, draft)
    reword(work, draft, "c1", "Changed after the look.")
    operations.submit(work, draft)
    with pytest.raises(Conflict):
        operations.adopt(work, draft, decisions[0].id, FIRST_DAY, seen)


def test_the_edition_before_ends_the_day_the_next_begins(work, document, decisions):
    first = adopt(work, make_draft(work, document), decisions[0])
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Other words.")
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    assert (first.superseded_on, second.superseded_on) == (SECOND_DAY, None)
    day = DECIDED
    while day < SECOND_DAY + timedelta(days=3):
        found = queries.as_at(work.session, document.id, day, EVERYBODY)
        expected = None if day < FIRST_DAY else first if day < SECOND_DAY else second
        assert found is expected, day
        day += timedelta(days=1)
    assert first.state_on(FIRST_DAY - timedelta(days=1)) is EditionState.ADOPTED
    assert first.state_on(SECOND_DAY - timedelta(days=1)) is EditionState.IN_FORCE
    assert first.state_on(SECOND_DAY) is EditionState.SUPERSEDED


def test_editions_follow_each_other_in_time(work, document, decisions):
    adopt(work, make_draft(work, document), decisions[0], SECOND_DAY)
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Other words.")
    with pytest.raises(Overlap):
        adopt(work, draft, decisions[1], FIRST_DAY)


def test_the_file_hashes_to_what_the_edition_says_and_names_the_one_before(
    work, document, decisions
):
    first = adopt(work, make_draft(work, document), decisions[0])
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Other words.")
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    record = queries.published(work.session, second.id)
    assert hashlib.sha256(record.body).hexdigest() == record.sha256 == second.sha256
    body = json.loads(record.body)
    assert record.body == journal.canonical_json(body)
    assert (body["previous_sha256"], body["adopted_by"]) == (first.sha256, decisions[1].number)
    words = {row["key"]: row["words"]["en"]["body"] for row in body["clauses"]}
    assert words["c1"] == "Other words."
    assert [row["number"] for row in body["clauses"]] == ["1", "1.1", "1.2", "1.3"]
    assert queries.agrees(work.session, first, queries.published(work.session, first.id))
    assert queries.agrees(work.session, second, record)


def test_the_database_refuses_to_alter_what_was_published(work, document, decisions):
    edition = adopt(work, make_draft(work, document), decisions[0])
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Other words.")
    adopt(work, draft, decisions[1], SECOND_DAY)
    for statement in (
        "UPDATE edition_clause SET body_revision = 2",
        "UPDATE edition_clause SET position = position + 1",
        "DELETE FROM edition_clause",
        "UPDATE edition SET adopted_on = '2020-01-01'",
        "UPDATE edition SET until_on = NULL",
        "UPDATE edition SET number = number + 10",
        "DELETE FROM edition",
        "UPDATE clause SET key = 'other'",
        "UPDATE published_record SET sha256 = 'x' WHERE kind = 'edition'",
        "DELETE FROM published_record WHERE kind = 'edition'",
    ):
        with pytest.raises(DBAPIError, match="not altered"), work.session.begin_nested():
            work.session.execute(text(statement))
    assert work.session.get_one(Edition, edition.id).number == 1


def test_altered_words_of_a_published_clause_are_found(work, document, decisions):
    edition = adopt(work, make_draft(work, document), decisions[0])
    record = queries.published(work.session, edition.id)
    models = [Edition, EditionClause, Clause, TextRevision]
    journal.seal(work.session)
    assert verifying.verify(work.session, now=work.now, models=models).findings == ()
    work.session.execute(
        text(
            "UPDATE text_revision SET words_open = 'A forged rule.' "
            "WHERE words_open = 'The words of clause 2.'"
        )
    )
    work.session.expire_all()
    found = verifying.verify(work.session, now=work.now, models=models).findings
    assert [finding.code for finding in found] == ["row_altered"]
    assert not queries.agrees(work.session, edition, record)


def test_search_finds_what_is_in_force_and_nothing_else(work, document, decisions):
    draft = make_draft(work, document)
    reword(work, draft, "c1", "A marmalade clause.")
    adopt(work, draft, decisions[0])

    def found(word):
        return {one.subject_id for one in search.find(work.session, [PUBLIC], Locale.EN, word)}

    keys = queries.clause_by_key(work.session, document.id, "c1").id
    assert found("marmalade") == {keys}
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "A quince clause.")
    operations.remove_clause(work, draft, "c3")
    assert found("quince") == set()
    later = date(2027, 1, 1)
    adopt(work, draft, decisions[1], later)
    assert (found("quince"), found("marmalade")) == (set(), {keys})  # adopted, not yet in force
    on_the_day = replace(work, now=work.now.replace(year=2027, month=1, day=1))
    assert operations.refresh_search(on_the_day, document) == 3
    assert (found("quince"), found("marmalade")) == ({keys}, set())


def test_a_members_document_is_found_and_read_by_members_alone(work, decisions):
    document = make_document(work, slug="standing-orders", audience="members")
    draft = make_draft(work, document)
    reword(work, draft, "c1", "A marmalade clause.")
    adopt(work, draft, decisions[0])
    assert search.find(work.session, [PUBLIC], Locale.EN, "marmalade") == ()
    assert len(search.find(work.session, [MEMBERS], Locale.EN, "marmalade")) == 1
    assert queries.editions_of(work.session, document.id, EVERYBODY) == []
    assert len(queries.editions_of(work.session, document.id, MEMBER)) == 1
    assert queries.as_at(work.session, document.id, FIRST_DAY, EVERYBODY) is None
    with pytest.raises(NotFound):
        queries.edition_by_number(work.session, document.id, 1, EVERYBODY)
