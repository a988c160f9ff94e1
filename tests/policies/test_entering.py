"""Entering and reviewing: two people, an exact place, a source; nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from nswp_gov.policies import operations, policy, queries
from nswp_gov.policies.models import Instrument, Position, Reach
from nswp_gov.policies.states import LONGEST_QUOTATION, Stance, State, Topic
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal, search, texts
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from tests.conftest import NOW
from tests.factories.policies import (
    CARLA,
    DORA,
    as_carla,
    as_dora,
    document_facts,
    make_document,
    make_entry,
    make_institution,
    make_position,
    position_facts,
    staff,
)

BOARD = Actor(name="board", person_id=DORA, board_of=frozenset({"africa"}))
DELEGATE = Actor(name="delegate", person_id=DORA)
BOARD_AND_WRITER = Actor(name="both", person_id=CARLA, board_of=frozenset({""}))


@pytest.mark.parametrize(
    ("actor", "enters", "reads", "reviews"),
    [
        (VISITOR, False, False, False),
        (DELEGATE, False, False, False),
        (BOARD, False, True, True),
        (BOARD_AND_WRITER, False, True, False),
        (staff(DORA), True, True, True),
        (staff(CARLA), True, True, False),
    ],
)
def test_who_enters_and_who_reviews(actor, enters, reads, reviews):
    assert policy.may_enter(actor).allowed is enters
    assert policy.may_withdraw(actor).allowed is enters
    assert policy.may_read_desk(actor).allowed is reads
    assert policy.may_review(actor, {str(CARLA)}).allowed is reviews


def test_an_entry_is_public_after_a_second_person_reviewed_it(work, session):
    entry = make_entry(work)
    assert entry.state is State.ENTERED
    assert queries.public_rows(session) == []
    assert queries.institutions(session) == []
    with pytest.raises(Denied, match="own_entry"):
        operations.publish(as_carla(work), entry)
    operations.publish(as_dora(work), entry)
    (row,) = queries.public_rows(session)
    assert (row.id, row.position["published_at"]) == (entry.id, NOW)
    assert entry.reviewer_id == DORA
    assert len(queries.institutions(session)) == 1


def test_whoever_wrote_the_document_or_changed_the_entry_does_not_review_it(work):
    entry = make_entry(work)
    operations.amend_position(as_dora(work), entry, position_facts(place="para. 8"))
    assert entry.writers == sorted([str(CARLA), str(DORA)])
    with pytest.raises(Denied):
        operations.publish(as_dora(work), entry)
    of = make_document(work)
    by_dora = operations.enter_position(as_dora(work), of, position_facts())
    with pytest.raises(Denied):  # the facts of the document become public with it
        operations.publish(as_carla(work), by_dora)


def test_the_writer_of_a_document_reviews_later_positions_in_it(work):
    of = make_document(work)
    make_position(work, of)
    by_dora = operations.enter_position(as_dora(work), of, position_facts(topic=Topic.HEALTH))
    assert operations.publish(as_carla(work), by_dora).state is State.PUBLIC


def test_the_board_may_review_and_strangers_may_do_nothing(work):
    entry = make_entry(work)
    with pytest.raises(Denied, match="reviewer_only"):
        operations.publish(replace(work, actor=DELEGATE), entry)
    with pytest.raises(Denied, match="only_secretariat"):
        operations.withdraw(replace(work, actor=BOARD), entry, {Locale.EN: "x"})
    assert operations.publish(replace(work, actor=BOARD), entry).state is State.PUBLIC


def test_given_back_amended_published(work):
    entry = make_entry(work)
    with pytest.raises(Unfit):
        operations.give_back(as_dora(work), entry, "  ")
    operations.give_back(as_dora(work), entry, "It is paragraph 9.")
    assert (entry.state, entry.remark) == (State.RETURNED, "It is paragraph 9.")
    with pytest.raises(WrongState):
        operations.publish(as_dora(work), entry)
    said = {Locale.EN: "Other words."}
    operations.amend_position(as_carla(work), entry, position_facts(paraphrase=said, place="9"))
    operations.publish(as_dora(work), entry)
    text = texts.texts_of(work.session, "position", entry.id)["paraphrase"]
    reading = texts.read(work.session, [text], Locale.EN)[text.id]
    assert (reading.words, reading.number, entry.remark) == ("Other words.", 2, None)


def test_what_is_public_is_not_amended(work):
    entry = make_position(work)
    with pytest.raises(WrongState):
        operations.amend_position(as_carla(work), entry, position_facts())
    of = work.session.get_one(Instrument, entry.instrument_id)
    with pytest.raises(WrongState):
        operations.amend_instrument(as_carla(work), of, document_facts())


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"place": ""}, "policy_place_missing"),
        ({"paraphrase": None}, "policy_nothing_said"),
        ({"paraphrase": {Locale.EN: " "}}, "policy_words_missing"),
        ({"quotation": "x" * (LONGEST_QUOTATION + 1), "quotation_language": "en"},
         "quotation_too_long"),
        ({"quotation": "Too true.", "quotation_language": ""}, "quotation_without_language"),
        ({"taken_on": date(2020, 5, 3)}, "policy_before_document"),
        ({"taken_on": NOW.date() + timedelta(days=1)}, "policy_day_ahead"),
    ],
)  # fmt: skip
def test_a_position_that_cannot_be_taken_says_why(work, over, code):
    with pytest.raises(Unfit) as refusal:
        make_entry(work, **over)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"title": {}}, "policy_words_missing"),
        ({"official_title": ""}, "policy_title_missing"),
        ({"language": "English"}, "policy_language_unknown"),
        ({"address": "javascript:alert(1)"}, "policy_address_unfit"),
        ({"address": ""}, "policy_address_unfit"),
        ({"issued_on": NOW.date() + timedelta(days=1)}, "policy_day_ahead"),
        ({"is_worldwide": False}, "policy_nowhere"),
        ({"countries": ("XX",)}, "policy_country_unknown"),
        ({"regions": ("atlantis",)}, "policy_country_unknown"),
    ],
)
def test_a_document_that_cannot_be_taken_says_why(work, over, code):
    with pytest.raises(Unfit) as refusal:
        make_document(work, **over)
    assert refusal.value.code == code


def test_the_longest_quotation_fits_and_one_letter_more_does_not_even_in_the_table(work, session):
    whole = "я" * LONGEST_QUOTATION
    entry = make_position(work, quotation=whole, quotation_language="ru", paraphrase=None)
    assert queries.public_row(session, entry.id).position["quotation"] == whole
    values = {column.key: getattr(entry, column.key) for column in Position.__mapper__.column_attrs}
    values |= {"id": DORA, "quotation": whole + "я"}
    with pytest.raises(IntegrityError, match="quotation"), session.begin_nested():
        session.connection().execute(insert(Position.__table__).values(values))


def test_a_newer_position_ends_the_older_one_and_overwrites_nothing(work, session):
    by = make_institution(work)
    old = make_position(work, make_document(work, by, issued_on=date(2012, 7, 9)),
                        stance=Stance.PARTLY)  # fmt: skip
    before = queries.public_row(session, old.id)
    new = make_entry(work, make_document(work, by), supersedes_id=old.id)
    assert old.ended_on is None  # nothing happens before the review
    operations.publish(as_dora(work), new)
    after = queries.public_row(session, old.id)
    assert (old.ended_on, old.ended_at) == (date(2020, 5, 4), NOW)
    unchanged = {*before.position} - {"ended_on", "ended_at"}
    assert all(before.position[name] == after.position[name] for name in unchanged)
    assert after.is_in_force(date(2020, 5, 3))
    assert not after.is_in_force(date(2020, 5, 4))
    assert queries.neighbours(session, [after])[old.id].id == new.id


def test_what_cannot_be_superseded(work):
    by = make_institution(work)
    old = make_position(work, make_document(work, by, issued_on=date(2012, 7, 9)))
    of = make_document(work, by)
    for over, code in (
        ({"topic": Topic.HEALTH}, "supersedes_another"),
        ({"supersedes_id": DORA}, "supersedes_another"),
    ):
        with pytest.raises(Unfit) as refusal:
            make_entry(work, of, **{"supersedes_id": old.id, **over})
        assert refusal.value.code == code
    with pytest.raises(Unfit, match="supersedes_another"):
        make_entry(work, make_document(work), supersedes_id=old.id)
    same_day = make_document(work, by, issued_on=date(2012, 7, 9))
    with pytest.raises(Unfit, match="supersedes_later"):
        make_entry(work, same_day, supersedes_id=old.id)


def test_two_that_name_the_same_older_one_are_not_both_published(work):
    by = make_institution(work)
    old = make_position(work, make_document(work, by, issued_on=date(2012, 7, 9)))
    first, second = (
        make_entry(work, make_document(work, by), supersedes_id=old.id) for _ in range(2)
    )
    operations.publish(as_dora(work), first)
    with pytest.raises(Unfit, match="superseded_already"):
        operations.publish(as_dora(work), second)


def test_a_withdrawn_position_is_gone_and_what_it_superseded_is_in_force_again(work, session):
    by = make_institution(work)
    old = make_position(work, make_document(work, by, issued_on=date(2012, 7, 9)))
    new = make_position(work, make_document(work, by), supersedes_id=old.id)
    with pytest.raises(Unfit):
        operations.withdraw(as_carla(work), new, {Locale.EN: ""})
    operations.withdraw(as_carla(work), new, {Locale.EN: "It was a draft."})
    assert (old.ended_on, old.ended_at) == (None, None)
    assert [row.id for row in queries.public_rows(session)] == [old.id]
    assert queries.withdrawal(session, new.id).topic is Topic.DECRIMINALISATION
    assert search.find(session, {PUBLIC}, Locale.EN, "states repeal laws")[0].subject_id == old.id
    with pytest.raises(WrongState):
        operations.withdraw(as_carla(work), new, {Locale.EN: "Again."})


def test_a_document_whose_last_position_was_withdrawn_is_closed_and_can_be_amended(work, session):
    of = make_document(work)
    one, two = (make_position(work, of, topic=topic) for topic in (Topic.HEALTH, Topic.VIOLENCE))
    operations.withdraw(as_carla(work), one, {Locale.EN: "Wrong."})
    assert of.published_at is not None
    operations.withdraw(as_carla(work), two, {Locale.EN: "Wrong."})
    assert of.published_at is None
    operations.amend_instrument(
        as_carla(work), of, document_facts(is_worldwide=False, countries=("KE", "NO"))
    )
    reach = set(session.scalars(select(Reach.code).where(Reach.instrument_id == of.id)))
    assert reach == {"KE", "NO"}


def test_an_unpublished_entry_that_is_withdrawn_was_never_public(work, session):
    entry = make_entry(work)
    operations.withdraw(as_carla(work), entry, {Locale.EN: "Entered twice."})
    assert queries.withdrawal(session, entry.id) is None
    assert queries.withdrawals(session, NOW - timedelta(days=9)) == []


def test_every_act_is_in_the_journal(make_work, session):
    with make_work() as work:
        entry = make_entry(work)
        operations.publish(as_dora(work), entry)
        operations.withdraw(as_carla(work), entry, {Locale.EN: "Wrong."})
    kinds = set(session.scalars(select(journal.JournalEvent.kind)))
    assert {
        "policies.institution_added",
        "policies.document_entered",
        "policies.position_entered",
        "policies.position_published",
        "policies.position_withdrawn",
    } <= kinds


def test_positions_are_found_in_each_language_they_are_in(work, session):
    words = {Locale.EN: "Repeal the bylaws", Locale.RU: "Отменить подзаконные запреты"}
    entry = make_entry(work, paraphrase=words)
    for query in ("bylaws", "подзаконные"):
        assert search.find(session, {PUBLIC}, Locale.EN, query) == ()
    operations.publish(as_dora(work), entry)
    for query in ("bylaws", "подзаконные"):
        (found,) = search.find(session, {PUBLIC}, Locale.EN, query)
        assert (found.subject_type, found.subject_id) == ("position", entry.id)


def test_a_translation_made_later_is_found_too(work, session):
    entry = make_position(work)
    text = texts.texts_of(session, "position", entry.id)["paraphrase"]
    texts.translate(work, text, locale=Locale.ES, words="Derogar ordenanzas", made_from=1)
    operations.reword_search(work, text, Locale.ES)
    (found,) = search.find(session, {PUBLIC}, Locale.ES, "ordenanzas")
    assert found.subject_id == entry.id
    waiting = make_entry(work)
    operations.reword_search(work, texts.texts_of(session, "position", waiting.id)["paraphrase"],
                             Locale.EN)  # fmt: skip
    assert waiting.id not in {
        one.subject_id for one in search.find(session, {PUBLIC}, Locale.EN, "states")
    }


def test_addresses_are_readable_and_differ(work):
    first, second = make_institution(work, acronym="ABC"), make_institution(work, acronym="ABC")
    assert (first.slug, second.slug) == ("abc", "abc-2")
    title = {Locale.ZH_HANS: "性工作与健康"}
    assert make_document(work, title=title).slug == "entry"
