"""Drafts: who writes, what is refused, two writers at once."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from nswp_gov.manual import operations, queries
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.states import DraftState
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.errors import Conflict, Denied, NotFound, Unfit, WrongState
from tests.factories.manual import make_document, make_draft, reword

STAFF = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))
MEMBER = Actor(name="Amina", person_id=uuid.uuid4(), member_of=frozenset({uuid.uuid4()}))


@pytest.fixture
def draft(work):
    return make_draft(work, make_document(work))


def outline(work, draft):
    book = queries.book_of_draft(work.session, draft, Locale.EN)
    return [(entry.number, entry.key) for entry in book.entries]


def test_a_draft_is_a_numbered_tree(work, draft):
    assert outline(work, draft) == [("1", "chapter"), ("1.1", "c1"), ("1.2", "c2"), ("1.3", "c3")]


def test_the_secretariat_writes_and_nobody_else(work, draft):
    as_staff = replace(work, actor=STAFF)
    operations.add_clause(as_staff, draft, "scope", heading="Scope", body="")
    for actor in (VISITOR, MEMBER, Actor(name="t", translates=frozenset({"fr"}))):
        other = replace(work, actor=actor)
        for act in (
            lambda w: operations.add_clause(w, draft, "x", heading="X", body=""),
            lambda w: operations.shift_clause(w, draft, "c1", by=1),
            lambda w: operations.remove_clause(w, draft, "c1"),
            lambda w: operations.move_clause(w, draft, "c1", parent_key=None, place=1),
            lambda w: operations.mark_clause(w, draft, "c1", is_substantive=True),
            lambda w: reword(w, draft, "c1", "Other."),
            lambda w: operations.submit(w, draft),
            lambda w: operations.discard(w, draft),
        ):
            with pytest.raises(Denied):
                act(other)


def test_a_key_is_given_once_for_ever(work, draft):
    with pytest.raises(Unfit) as refused:
        operations.add_clause(work, draft, "c1", heading="Again", body="")
    assert (refused.value.code, refused.value.field) == ("clause_key_taken", "key")
    operations.remove_clause(work, draft, "c1")
    with pytest.raises(Unfit, match="clause_key_taken"):
        operations.add_clause(work, draft, "c1", heading="Again", body="")


@pytest.mark.parametrize("key", ["", "Quorum", "a b", "-x", "x--y", "кворум", "x" * 51, "1st"])
def test_a_key_fits_an_address(work, draft, key):
    with pytest.raises(Unfit, match="clause_key_form"):
        operations.add_clause(work, draft, key, heading="X", body="")


def test_a_clause_has_a_heading_and_a_parent_that_is_there(work, draft):
    with pytest.raises(Unfit, match="clause_without_heading"):
        operations.add_clause(work, draft, "x", heading="  ", body="")
    with pytest.raises(NotFound):
        operations.add_clause(work, draft, "x", heading="X", body="", parent_key="nowhere")


def test_clauses_move_up_and_down_and_stop_at_the_ends(work, draft):
    operations.shift_clause(work, draft, "c3", by=-1)
    operations.shift_clause(work, draft, "c1", by=-1)
    assert outline(work, draft)[1:] == [("1.1", "c1"), ("1.2", "c3"), ("1.3", "c2")]


def test_a_clause_moves_with_all_below_it_and_never_below_itself(work, draft):
    operations.move_clause(work, draft, "c2", parent_key="c1", place=1)
    operations.move_clause(work, draft, "c1", parent_key=None, place=1)
    assert outline(work, draft) == [("1", "c1"), ("1.1", "c2"), ("2", "chapter"), ("2.1", "c3")]
    for inside in ("c2", "c1"):
        with pytest.raises(Unfit, match="clause_inside_itself"):
            operations.move_clause(work, draft, "c1", parent_key=inside, place=1)


def test_a_clause_with_others_below_stays(work, draft):
    with pytest.raises(Unfit, match="clause_has_others_below"):
        operations.remove_clause(work, draft, "chapter")
    operations.remove_clause(work, draft, "c2")
    assert outline(work, draft) == [("1", "chapter"), ("1.1", "c1"), ("1.2", "c3")]


def test_two_writers_of_one_clause_never_overwrite_each_other(work, draft):
    operations.edit_clause(
        work, draft, "c1", heading="Clause 1", body="Hers.", seen=Seen(1, 1), is_substantive=True
    )
    with pytest.raises(Conflict):
        operations.edit_clause(
            work, draft, "c1", heading="Clause 1", body="His.", seen=Seen(1, 1), is_substantive=True
        )
    entry = queries.book_of_draft(work.session, draft, Locale.EN).by_key()["c1"]
    assert entry.body.original == "Hers."


def test_two_writers_of_two_clauses_do_not_meet(work, draft):
    reword(work, draft, "c1", "Hers.")
    operations.edit_clause(
        work, draft, "c2", heading="Clause 2", body="His.", seen=Seen(1, 1), is_substantive=False
    )
    book = queries.book_of_draft(work.session, draft, Locale.EN).by_key()
    assert [book[key].body.original for key in ("c1", "c2")] == ["Hers.", "His."]


def test_saving_without_a_change_is_no_event(work, draft):
    place = queries.place_of(work.session, draft, "c1")
    before = len(journal.history(work.session, "draft_clause", place.id))
    reword(work, draft, "c1", "The words of clause 1.")
    assert len(journal.history(work.session, "draft_clause", place.id)) == before


def test_a_substantive_change_stays_so_until_it_is_marked_otherwise(work, draft):
    operations.mark_clause(work, draft, "c1", is_substantive=False)
    reword(work, draft, "c1", "Another meaning.", is_substantive=True)
    reword(work, draft, "c1", "Another  meaning.", is_substantive=False)
    assert queries.place_of(work.session, draft, "c1").is_substantive
    operations.mark_clause(work, draft, "c1", is_substantive=False)
    assert not queries.place_of(work.session, draft, "c1").is_substantive


def test_one_draft_of_a_document_is_under_way(work, draft):
    document = queries.document_by_slug(work.session, "travel-policy")
    with pytest.raises(Unfit, match="draft_under_way"):
        operations.start_draft(work, document)
    operations.discard(work, draft)
    operations.start_draft(work, document)


def test_a_submitted_draft_stands_still_until_it_is_taken_back(work, draft):
    operations.submit(work, draft)
    for act in (
        lambda: reword(work, draft, "c1", "Other."),
        lambda: operations.remove_clause(work, draft, "c1"),
        lambda: operations.submit(work, draft),
    ):
        with pytest.raises(WrongState):
            act()
    operations.reopen(work, draft)
    reword(work, draft, "c1", "Other.")
    operations.discard(work, draft)
    with pytest.raises(WrongState):
        operations.reopen(work, draft)
    assert draft.state is DraftState.DISCARDED


def test_a_dead_reference_names_clause_and_reference(work, draft):
    reword(work, draft, "c1", "As [[c2]] and [[gone|that clause]] say.")
    with pytest.raises(Unfit) as refused:
        operations.submit(work, draft)
    assert refused.value.code == "dead_reference"
    assert refused.value.values == {"clause": "c1", "reference": "gone", "language": "en"}
    assert draft.state is DraftState.OPEN


def test_a_reference_that_is_dead_in_a_translation_counts_too(work, draft):
    clause = queries.clause_by_key(work.session, draft.document_id, "c1")
    operations.translate_clause(
        work,
        clause,
        Locale.FR,
        heading="Article 1",
        body="Voir [[nulle-part]].",
        made_from=Seen(1, 1),
        seen=Seen(0, 0),
    )
    found = queries.dead_references(work.session, draft)
    assert [(one.key, one.reference, one.locale) for one in found] == [
        ("c1", "nulle-part", Locale.FR)
    ]


def test_an_empty_draft_has_nothing_to_decide(work):
    draft = operations.start_draft(work, make_document(work))
    with pytest.raises(Unfit, match="draft_unchanged"):
        operations.submit(work, draft)


def test_documents_have_names_of_their_own(work):
    make_document(work)
    with pytest.raises(Unfit, match="document_name_taken"):
        make_document(work)
    with pytest.raises(Denied):
        make_document(replace(work, actor=MEMBER), slug="other")
