"""Books, comparison, freshness: the same on every day, whatever was done to a document."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from nswp_gov.manual import operations, queries
from nswp_gov.manual.operations import Seen
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.diff import paragraphs
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Conflict, Denied, Unfit
from tests.factories.manual import (
    FIRST_DAY,
    SECOND_DAY,
    adopt,
    make_decisions,
    make_document,
    make_draft,
    reword,
)

EVERYBODY = Viewer.public()
FIRST = Seen(1, 1)
NONE = Seen(0, 0)


def fill(work):
    make_decisions(work, 3)


@pytest.fixture
def decisions(work):
    return work.session.scalars(select(Decision).order_by(Decision.ordinal)).all()


@pytest.fixture
def document(work):
    return make_document(work)


def translate(work, document, key, locale, body, *, made_from=FIRST, seen=NONE, machine=False):
    clause = queries.clause_by_key(work.session, document.id, key)
    operations.translate_clause(
        work,
        clause,
        locale,
        heading=f"Titre {key}",
        body=body,
        made_from=made_from,
        seen=seen,
        is_machine_assisted=machine,
    )


def helped(work):
    """A person with whose help from a machine something is written."""
    return replace(work, actor=replace(work.actor, person_id=uuid.uuid4()))


def entry_of(work, subject, key, locale):
    if hasattr(subject, "number"):
        return queries.book_of_edition(work.session, subject, locale).by_key()[key]
    return queries.book_of_draft(work.session, subject, locale).by_key()[key]


def test_an_edition_keeps_its_words_while_a_draft_is_written(work, document, decisions):
    edition = adopt(work, make_draft(work, document), decisions[0])
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Words of the draft.")
    assert entry_of(work, edition, "c1", Locale.EN).body.words == "The words of clause 1."
    assert entry_of(work, draft, "c1", Locale.EN).body.words == "Words of the draft."


def test_freshness_counts_adopted_changes_of_meaning(work, document, decisions):
    first_draft = make_draft(work, document)
    for key in ("c1", "c2"):
        translate(work, document, key, Locale.FR, f"Les mots de {key}.")
    first = adopt(work, first_draft, decisions[0])
    draft = operations.start_draft(work, document)
    for words in ("One try.", "Another try.", "The words that stay."):
        reword(work, draft, "c1", words)
    reword(work, draft, "c2", "The words of clause  2!", is_substantive=False)
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    behind = entry_of(work, second, "c1", Locale.FR)
    assert (behind.freshness, behind.behind) == (Freshness.BEHIND, 1)  # three edits, one decision
    assert behind.body.words == "Les mots de c1."
    assert behind.body.rendered == "The words of clause 1."
    assert entry_of(work, second, "c2", Locale.FR).freshness is Freshness.CURRENT
    assert entry_of(work, second, "c3", Locale.FR).freshness is Freshness.MISSING
    assert entry_of(work, first, "c1", Locale.FR).freshness is Freshness.CURRENT


def test_a_later_translation_of_the_same_words_is_shown(work, document, decisions):
    draft = make_draft(work, document)
    translate(helped(work), document, "c1", Locale.FR, "Traduit.", machine=True)
    edition = adopt(work, draft, decisions[0])
    shown = entry_of(work, edition, "c1", Locale.FR)
    assert (shown.freshness, shown.body.words) == (Freshness.MISSING, "The words of clause 1.")
    assert (shown.body.locale, shown.body.waiting) == (Locale.EN, "Traduit.")
    translate(work, document, "c1", Locale.FR, "Mieux traduit.", seen=FIRST)
    shown = entry_of(work, edition, "c1", Locale.FR)
    assert (shown.freshness, shown.body.words) == (Freshness.CURRENT, "Mieux traduit.")
    record = queries.published(work.session, edition.id)
    assert b"raduit" not in record.body
    assert queries.agrees(work.session, edition, record)


def test_a_translation_of_words_that_were_given_up_is_never_shown(work, document, decisions):
    adopt(work, make_draft(work, document), decisions[0])
    given_up = operations.start_draft(work, document)
    reword(work, given_up, "c1", "Words that nobody adopted.")
    translate(work, document, "c1", Locale.FR, "Jamais adopté.", made_from=Seen(1, 2))
    operations.discard(work, given_up)
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Words that were adopted.")
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    shown = entry_of(work, second, "c1", Locale.FR)
    assert (shown.freshness, shown.body.words) == (Freshness.MISSING, "Words that were adopted.")


def test_translators_translate_what_everybody_may_read_in_their_language(work, document, decisions):
    draft = make_draft(work, document)
    translator = replace(work, actor=Actor(name="t", translates=frozenset({"fr"})))
    with pytest.raises(Denied):
        translate(translator, document, "c1", Locale.FR, "Trop tôt.")
    adopt(work, draft, decisions[0])
    translate(translator, document, "c1", Locale.FR, "Traduit.")
    with pytest.raises(Denied):
        translate(translator, document, "c1", Locale.ES, "Traducido.")
    with pytest.raises(Conflict):
        translate(translator, document, "c1", Locale.FR, "Encore.")
    with pytest.raises(Conflict):
        translate(work, document, "c1", Locale.FR, "Du futur.", made_from=Seen(1, 9), seen=FIRST)
    with pytest.raises(Unfit, match="translation_of_source"):
        translate(work, document, "c1", Locale.EN, "The original.")


def test_coverage_says_what_is_missing_before_publishing(work, document, decisions):
    draft = make_draft(work, document, clauses=2)
    translate(work, document, "c1", Locale.FR, "Traduit.")
    table = queries.coverage(work.session, draft)
    assert [row.key for row in table.lacking(Locale.FR)] == ["chapter", "c2"]
    assert table.lacking(Locale.EN) == ()
    edition = adopt(work, draft, decisions[0])
    counted = queries.coverage(work.session, edition).count(Locale.FR)
    assert counted == {Freshness.MISSING: 2, Freshness.CURRENT: 1}


def test_the_history_of_a_clause_has_each_step(work, document, decisions):
    first = adopt(work, make_draft(work, document), decisions[0])
    draft = operations.start_draft(work, document)
    operations.move_clause(work, draft, "c3", parent_key=None, place=1)
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    draft = operations.start_draft(work, document)
    reword(work, draft, "c3", "Reworded.", is_substantive=False)
    operations.remove_clause(work, draft, "c2")
    third = adopt(work, draft, decisions[2], SECOND_DAY + timedelta(days=90))

    def steps(key):
        clause = queries.clause_by_key(work.session, document.id, key)
        found = queries.clause_history(work.session, clause, EVERYBODY)
        return [(one.edition, one.was, one.now, one.is_reworded) for one in found]

    assert steps("c3") == [
        (third, "1", "1", True),
        (second, "1.3", "1", False),
        (first, None, "1.3", False),
    ]
    assert steps("c2")[0] == (third, "2.2", None, False)
    books = [queries.book_of_edition(work.session, one, Locale.EN) for one in (first, third)]
    comparison = queries.compare_books(*books)
    found = {one.key: one for one in comparison.changes}
    assert found["c3"].is_moved
    assert found["c3"].is_reworded
    assert not found["c3"].is_substantive
    assert found["c2"].is_removed
    assert set(found) == {"c3", "c2"}  # the chapter's new number is no change of its own


def test_meaning_that_changed_in_between_is_not_lost(work, document, decisions):
    first = adopt(work, make_draft(work, document), decisions[0])
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Another meaning.")
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Another meaning!", is_substantive=False)
    third = adopt(work, draft, decisions[2], SECOND_DAY + timedelta(days=1))
    books = [queries.book_of_edition(work.session, e, Locale.EN) for e in (first, second, third)]
    assert [
        queries.compare_books(books[a], books[b]).changes[0].is_substantive
        for a, b in ((0, 1), (1, 2), (0, 2), (2, 0))
    ] == [True, False, True, True]
    assert (second.is_substantive, third.is_substantive) == (True, False)


def test_having_read_is_asked_again_only_after_a_change_of_meaning(work, document, decisions):
    organisation, person = uuid.uuid4(), uuid.uuid4()
    actor = Actor(name="a", person_id=person, editor_of=frozenset({organisation}))
    own = replace(work, actor=actor)
    first = adopt(work, make_draft(work, document), decisions[0])
    assert queries.due_of(work.session, first, [organisation]) == {organisation}
    made = operations.acknowledge(own, first, organisation)
    assert operations.acknowledge(own, first, organisation) is made
    for refused in (uuid.uuid4(), None):
        with pytest.raises(Denied):
            operations.acknowledge(own, first, refused)
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "The words of clause  1.", is_substantive=False)
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    assert queries.due_of(work.session, second, [organisation]) == frozenset()
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Another meaning.")
    third = adopt(work, draft, decisions[2], SECOND_DAY + timedelta(days=1))
    assert queries.due_of(work.session, third, [organisation]) == {organisation}
    with pytest.raises(Unfit, match="edition_superseded"):
        operations.acknowledge(own, second, organisation)


def test_ten_clauses_and_forty_take_the_same_queries(work, decisions, count_queries):
    counted = []
    for number, clauses in enumerate((10, 40)):
        document = make_document(work, slug=f"policy-{clauses}")
        edition = adopt(work, make_draft(work, document, clauses), decisions[number])
        with count_queries() as seen:
            book = queries.book_of_edition(work.session, edition, Locale.FR)
            queries.adoptions(work.session, {e.origin_id for e in book.entries}, EVERYBODY)
        assert len(book.entries) == clauses + 1
        counted.append(len(seen))
    assert counted[0] == counted[1]


@dataclass
class Model:
    """What a manual should be, as lists and nothing else."""

    below: dict[str | None, list[str]] = field(default_factory=lambda: {None: []})
    bodies: dict[str, str] = field(default_factory=dict)

    def numbers(self, parent=None, prefix=""):
        found = []
        for place, key in enumerate(self.below.get(parent, []), 1):
            number = f"{prefix}{place}"
            found += [(number, key, self.bodies[key]), *self.numbers(key, f"{number}.")]
        return found

    def family(self, key):
        return next(keys for keys in self.below.values() if key in keys)

    def under(self, key):
        return [key, *(x for child in self.below.get(key, []) for x in self.under(child))]


STEP = st.tuples(
    st.sampled_from(["add", "edit", "remove", "shift", "move", "adopt"]),
    st.integers(0, 99),
    st.integers(0, 99),
)


def play(work, draft, model, step, script):
    """Do one thing to the draft and to the model; what is refused leaves both alone."""
    act, one, two = script
    keys = sorted(model.bodies)
    if act == "add" or not keys:
        parent = ([None, *keys])[one % (len(keys) + 1)]
        key, body = f"k{step}", f"Body {step} with {two} words.\n\nAnd a second paragraph."
        operations.add_clause(work, draft, key, heading=key, body=body, parent_key=parent)
        model.below.setdefault(parent, []).append(key)
        model.bodies[key] = body
        return
    key = keys[one % len(keys)]
    if act == "edit":
        words = f"{model.bodies[key]} Edited {two}." if two % 3 else f"Wholly new {two}."
        reword(work, draft, key, words, is_substantive=bool(two % 2))
        model.bodies[key] = words
    elif act == "remove":
        if model.below.get(key):
            with pytest.raises(Unfit):
                operations.remove_clause(work, draft, key)
            return
        operations.remove_clause(work, draft, key)
        model.family(key).remove(key)
        del model.bodies[key]
    elif act == "shift":
        by = 1 if two % 2 else -1
        operations.shift_clause(work, draft, key, by=by)
        family = model.family(key)
        place = family.index(key)
        family.insert(max(0, min(place + by, len(family) - 1)), family.pop(place))
    else:
        parent = ([None, *keys])[two % (len(keys) + 1)]
        if parent in model.under(key):
            with pytest.raises(Unfit):
                operations.move_clause(work, draft, key, parent_key=parent, place=1)
            return
        operations.move_clause(work, draft, key, parent_key=parent, place=two % 4 + 1)
        model.family(key).remove(key)
        family = model.below.setdefault(parent, [])
        family.insert(min(two % 4, len(family)), key)


def as_listed(book):
    return [(entry.number, entry.key, entry.body.original) for entry in book.entries]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(script=st.lists(STEP, min_size=6, max_size=18))
def test_any_script_keeps_numbers_days_and_differences_right(work, decisions, script):
    with work.session.begin_nested() as savepoint:
        document = make_document(work, slug="any")
        draft, model, waiting = operations.start_draft(work, document), Model(), list(decisions)
        adopted: list[tuple[date, list[tuple[str, str, str]]]] = []
        for step, act in enumerate([*script, ("adopt", 0, 0)]):
            if act[0] != "adopt":
                play(work, draft, model, step, act)
                book = queries.book_of_draft(work.session, draft, Locale.EN)
                assert as_listed(book) == model.numbers()
                continue
            if not waiting:
                continue
            day = FIRST_DAY + timedelta(days=10 * len(adopted))
            if (adopted and adopted[-1][1] == model.numbers()) or not model.bodies:
                continue  # nothing to decide
            adopt(work, draft, waiting[0], day)
            waiting.pop(0)
            adopted.append((day, model.numbers()))
            draft = operations.start_draft(work, document)
        check_days(work, document, adopted)
        check_differences(work, document)
        savepoint.rollback()
    work.session.expire_all()
    work.session.info["touched"] = {}


def check_days(work, document, adopted):
    """On every day the edition of that day is whole; before the first there is none."""
    day = FIRST_DAY - timedelta(days=2)
    while day < FIRST_DAY + timedelta(days=10 * len(adopted) + 2):
        edition = queries.as_at(work.session, document.id, day, EVERYBODY)
        expected = next((listed for begun, listed in reversed(adopted) if begun <= day), None)
        if edition is None:
            assert expected is None
        else:
            assert as_listed(queries.book_of_edition(work.session, edition, Locale.EN)) == expected
        day += timedelta(days=5)


def check_differences(work, document):
    """Each edition is the one before with the differences put in."""
    editions = queries.editions_of(work.session, document.id, EVERYBODY)
    books = [queries.book_of_edition(work.session, one, Locale.EN) for one in editions]
    for old, new in pairwise(books):
        bodies = {entry.key: paragraphs(entry.body.original) for entry in old.entries}
        for change in queries.compare_books(old, new).changes:
            before = tuple(block.before for block in change.body.blocks if block.before)
            after = tuple(block.after for block in change.body.blocks if block.after)
            assert before == bodies.get(change.key, ())
            if change.is_removed:
                del bodies[change.key]
            else:
                bodies[change.key] = after
        assert bodies == {entry.key: paragraphs(entry.body.original) for entry in new.entries}
