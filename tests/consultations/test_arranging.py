"""Writing, opening, guarding, closing by the clock, reporting: the secretariat's side."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.consultations import operations, queries, ticking
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.operations import Draftable, QuestionsFrozen
from nswp_gov.consultations.states import Attribution, Kind, Outcome, Readers, State
from nswp_gov.manual import queries as manual
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.actor import SYSTEM, VISITOR
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.files import FileStore
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.texts import Text, translate
from nswp_gov.web.mailer import compose
from tests.factories.consultations import (
    STAFF,
    Asked,
    close,
    hand_in,
    make_draft,
    make_open,
    make_people,
    write,
)
from tests.factories.manual import make_document, reword
from tests.factories.manual import make_draft as make_manual_draft
from tests.factories.membership import make_member


@pytest.fixture
def office(work):
    return replace(work, actor=STAFF)


def labels(work, row):
    whole = queries.questionnaire(work.session, row, Locale.EN)
    return [one.label.words for part in whole.parts for one in part.questions]


def test_only_the_secretariat_arranges(work, keys):
    row, _questions = make_draft(work)
    for act in (
        lambda w: operations.add_section(w, row, "x"),
        lambda w: operations.open_now(w, row, keys),
        lambda w: operations.set_most_at_once(w, 3),
        lambda w: operations.translate_words(w, row, Locale.FR, {}),
    ):
        with pytest.raises(Denied):
            act(replace(work, actor=VISITOR))


def test_who_is_asked_is_read_from_the_register_once(work, office, keys):
    african = [make_member(work, country="KE") for _ in range(5)]
    make_member(work, country="FR")
    associate = make_member(work, Category.ASSOCIATE, country="KE")
    gone = make_member(work, country="KE")
    membership.change_standing(work, gone, Standing.SUSPENDED, work.today, reason="for a test")
    row, _questions = make_draft(
        work, regions=[Region.AFRICA], categories=[Category.FULL], readers=Readers.MEMBERS
    )
    asked = operations.open_now(office, row, keys)
    frozen = {one.organisation_id for one in queries.invitees(work.session, row.id)}
    assert (asked, frozen) == (5, {one.id for one in african})
    assert associate.id not in frozen
    make_member(work, country="KE")
    assert len(queries.invitees(work.session, row.id)) == 5


def test_it_opens_only_with_questions_an_end_and_enough_members(work, office, keys):
    row = operations.begin(
        office, locale=Locale.EN, title="T", purpose="P", closes_at=work.now + timedelta(days=3)
    )
    with pytest.raises(Unfit, match="no_questions"):
        operations.open_now(office, row, keys)
    section = operations.add_section(office, row, "S")
    operations.add_question(office, row, section, Draftable(kind=Kind.TEXT, label="Why?"))
    with pytest.raises(Unfit, match="too_few_invited"):
        operations.open_now(office, row, keys)
    with pytest.raises(Unfit, match="end_is_past"):
        operations.open_now(replace(office, now=work.now + timedelta(days=4)), row, keys)


def test_members_who_are_asked_too_much_at_once_need_a_reason(work, office, keys):
    make_open(work, keys)
    second, _questions = make_draft(work)
    operations.open_now(office, second, keys)
    third, _questions = make_draft(work)
    assert len(operations.tired(office, third)) == 6
    with pytest.raises(Unfit, match="too_many_open"):
        operations.open_now(office, third, keys)
    operations.open_now(office, third, keys, reason="A law comes next week.")
    assert third.guard_reason == "A law comes next week."
    operations.set_most_at_once(office, 9)
    fourth, _questions = make_draft(work)
    assert operations.tired(office, fourth) == []


def test_questions_are_frozen_by_the_first_answer_and_translations_are_not(work, office, keys):
    asked = make_open(work, keys)
    section = queries.sections(work.session, asked.row.id)[0]
    more = Draftable(kind=Kind.TEXT, label="One more?")
    operations.add_question(office, asked.row, section, more)  # nobody has begun
    write(work, asked, asked.organisations[0], {"words": "x"})
    for act in (
        lambda: operations.add_question(office, asked.row, section, more),
        lambda: operations.remove_question(office, asked.row, asked["scale"]),
        lambda: operations.move_section(office, asked.row, section, up=False),
        lambda: operations.rename_section(office, asked.row, section, "x"),
    ):
        with pytest.raises(QuestionsFrozen):
            act()
    place = ("consultation_question", asked["law"].id, "option_o1")
    operations.translate_words(office, asked.row, Locale.ES, {place: "Mejor"})
    whole = queries.questionnaire(work.session, asked.row, Locale.ES)
    assert whole.parts[0].questions[0].words["option_o1"].words == "Mejor"


def test_order_and_conditions(work, office):
    row, questions = make_draft(work)
    first, second = queries.sections(work.session, row.id)
    before = labels(work, row)
    operations.move_question(office, row, questions["scale"], up=True)
    assert labels(work, row) != before
    operations.move_question(office, row, questions["scale"], up=False)
    assert labels(work, row) == before
    operations.move_section(office, row, second, up=True)
    assert labels(work, row)[0] == "Who helps?"
    with pytest.raises(Unfit, match="others_depend"):
        operations.remove_question(office, row, questions["law"])
    operations.remove_section(office, row, first)
    assert labels(work, row)[-1] == "Anything else?"
    late = Draftable(
        kind=Kind.TEXT, label="x", when=(queries.questions(work.session, row.id)[-1], "5")
    )
    with pytest.raises(Unfit, match="condition_unfit"):
        operations.add_question(office, row, second, late)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": Kind.CHOICE, "label": "x", "options": ["only"]},
        {"kind": Kind.CHOICE, "label": "x", "options": ["a", "a"]},
        {"kind": Kind.MATRIX, "label": "x", "options": ["a", "b"]},
        {"kind": Kind.TEXT, "label": " "},
        {"kind": Kind.MULTI, "label": "x", "options": [str(n) for n in range(41)]},
        {"kind": Kind.NUMBER, "label": "x", "bounds": [-1]},
    ],
)
def test_what_is_no_question_is_refused(work, office, given):
    row, _questions = make_draft(work)
    section = queries.sections(work.session, row.id)[0]
    with pytest.raises(Unfit):
        operations.add_question(office, row, section, Draftable(**given))


def test_a_draft_text_is_commented_on_paragraph_by_paragraph(work, office, keys):
    row, _questions = make_draft(work)
    section = operations.add_section(office, row, "Draft")
    made = operations.add_paragraphs(office, row, section, "First\nline.\n\n\n\nSecond.\n")
    assert [one.number for one in made] == ["1", "2"]
    assert labels(work, row)[-2:] == ["First line.", "Second."]
    members = [make_member(work) for _ in range(8)]
    operations.open_now(office, row, keys)
    asked = make_asked(row, keys, members, made, _questions)
    for number, one in enumerate(members):
        stance = "change" if number % 2 else "agree"
        comment = {"stance": stance, "words": f"Comment {number}." if number < 2 else ""}
        hand_in(work, asked, one, {"p1": comment}, attribution=Attribution.NONE)
    close(work, asked)
    found = queries.results(work.session, row)
    figures = next(one for one in found.figures if one.question_id == made[0].id)
    assert figures.of == 8
    said = found.said[made[0].id]["en"]
    assert {one.words for one in said} == {"Comment 0.", "Comment 1."}


def make_asked(row, keys, members, paragraphs, questions):

    named = {f"p{number}": one for number, one in enumerate(paragraphs, start=1)}
    return Asked(row, keys, members, {**questions, **named})


def test_the_clauses_of_a_draft_come_with_their_numbers_and_languages(work, office):
    draft = make_manual_draft(work, make_document(work))
    reword(work, draft, "c2", "Two people look at it.")
    text = work.session.get_one(
        Text, manual.book_of_draft(work.session, draft, Locale.EN).by_key()["c2"].body.text_id
    )
    translate(work, text, locale=Locale.FR, words="Deux personnes l’examinent.", made_from=2)
    work.record("manual.translated_for_a_test", text)
    row, _questions = make_draft(work)
    section = operations.add_section(office, row, "Draft")
    made = operations.add_clauses(office, row, section, draft)
    assert [one.number for one in made] == ["1", "1.1", "1.2", "1.3"]
    assert all(one.clause_id for one in made)
    assert "Two people look at it." in labels(work, row)[-2]
    french = queries.questionnaire(work.session, row, Locale.FR).parts[-1].questions
    assert "Deux personnes l’examinent." in french[-2].label.words
    with pytest.raises(Denied):
        operations.add_clauses(replace(work, actor=VISITOR), row, section, draft)


def test_letters_go_to_all_who_are_asked_and_say_nothing(app, work, office, keys):
    asked = make_open(work, keys)
    for number, one in enumerate(asked.organisations[:2]):
        make_people(work, one, f"P{number}", email=f"p{number}@example.org", locale=Locale.FR)
    work.session.flush()
    row, _questions = make_draft(work)
    operations.open_now(office, row, keys)
    hand_in(work, replace_row(asked, row, _questions), asked.organisations[0])
    week_before = replace(work, now=row.closes_at - timedelta(days=6, hours=1))
    operations.remind(week_before)
    operations.remind(replace(week_before, now=week_before.now + timedelta(hours=5)))
    letters = [
        one for one in work.session.scalars(select(OutboxMessage)) if row.slug in str(one.values)
    ]
    told = sorted((one.letter, one.recipient) for one in letters)
    both = ["p0@example.org", "p1@example.org"]
    assert told == [
        *(("consultations/invitation", one) for one in both),
        *(("consultations/reminder", one) for one in both),
    ]
    with app.app_context():
        settings = app.extensions["nswp_gov.settings"]
        with app.test_request_context(base_url=settings.public_url):
            letter = compose(settings, letters[0], now=work.now)
    whole = letter.as_string() + str(letter.get_content())
    assert "consultation" not in str(letter["Subject"]).lower()
    assert "Working conditions" not in whole


def replace_row(asked, row, questions):
    return replace(asked, row=row, questions=questions)


def test_report_needs_words_and_what_was_done(work, office, keys, tmp_path):
    shelf = FileStore.at(str(tmp_path / "files"))
    asked = make_open(work, keys)
    hand_in(work, asked, asked.organisations[0])
    with pytest.raises(WrongState):
        operations.write_report(office, asked.row, "Too early.")
    close(work, asked)
    with pytest.raises(Unfit, match="words_needed"):
        operations.publish_report(office, asked.row, shelf, {})
    operations.write_report(office, asked.row, "Short.")
    with pytest.raises(Unfit, match="no_recommendations"):
        operations.publish_report(office, asked.row, shelf, {})
    given = {"words": "More.", "done": "Done.", "outcome": Outcome.UNDER_WAY}
    first = operations.add_recommendation(office, asked.row, **given)
    second = operations.add_recommendation(office, asked.row, **given)
    operations.remove_recommendation(office, asked.row, first)
    assert second.position == 1
    operations.publish_report(office, asked.row, shelf, {})
    operations.follow_up(office, asked.row, second, done="Finished.", outcome=Outcome.DONE)
    with pytest.raises(WrongState):
        operations.remove_recommendation(office, asked.row, second)
    with pytest.raises(WrongState):
        operations.publish_report(office, asked.row, shelf, {})


def test_the_clock_closes_what_is_over_and_destroys_the_key(engine, make_work, keys, monkeypatch):
    monkeypatch.setattr(ticking, "rewrite", lambda _engine: True)  # the test's transaction is open
    with make_work(SYSTEM) as work:
        asked = make_open(work, keys)
        slug = asked.row.slug
    with make_work(SYSTEM) as work:
        row = queries.consultation(work.session, slug)
        assert keys.has(row.id)
        close(work, replace(asked, row=row))
        session = work.session
    ticking.forget_keys(session.get_bind(), keys)
    assert not keys.has(asked.row.id)
    assert session.get(Consultation, asked.row.id).state is State.CLOSED
