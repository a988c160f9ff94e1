"""Editing a profile: field by field, in each language, two at once, back again."""

from __future__ import annotations

import uuid

import pytest

from nswp_gov.directory import operations, queries
from nswp_gov.directory.operations import Change, EditedMeanwhile
from nswp_gov.directory.states import ProfileField, Readers
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.texts import texts_of
from nswp_gov.store.work import Work
from tests.factories.directory import fill, make_editor, make_organisation

F, R = ProfileField, Readers


def view(work, made):
    return queries.profile(work.session, made, work.today)


def seen(work, made, field, locale=Locale.EN):
    known = view(work, made)
    value = known.values.get(field)
    if field.kind == "text":
        value = (value or {}).get(locale.value)
    return queries.stamp(known.choices[field], value)


def edit(work, made, changes, locale=Locale.EN, **more):
    return operations.edit_profile(work, made, changes, locale=locale, **more)


def test_texts_are_kept_per_language_and_sealed(work):
    made = make_organisation(work)
    fill(work, made, description="Open on Tuesdays")
    edit(work, made, {F.DESCRIPTION: Change(value="周二开放", readers=R.PUBLIC)}, Locale.ZH_HANS)
    assert view(work, made).values[F.DESCRIPTION] == {
        "en": "Open on Tuesdays",
        "zh_Hans": "周二开放",
    }
    assert texts_of(work.session, "organisation", made.id)["description"].is_sealed


def test_nothing_is_recorded_where_nothing_was_changed(work):
    made = make_organisation(work)
    fill(work, made, acronym="LSC")
    before = len(queries.changes_of(work.session, made))
    assert edit(work, made, {F.ACRONYM: Change(value=" LSC ", readers=R.PUBLIC)}) == frozenset()
    assert len(queries.changes_of(work.session, made)) == before


def test_two_who_change_different_fields_both_keep_their_work(work):
    made = make_organisation(work)
    fill(work, made, acronym="LSC", website="https://a.example")
    mine = {
        F.ACRONYM: Change(value="NEW", readers=R.PUBLIC, seen=seen(work, made, F.ACRONYM)),
        F.WEBSITE: Change(
            value="https://a.example", readers=R.PUBLIC, seen=seen(work, made, F.WEBSITE)
        ),
    }
    fill(work, made, website="https://b.example")
    assert edit(work, made, mine) == {F.ACRONYM}
    values = view(work, made).values
    assert (values[F.ACRONYM], values[F.WEBSITE]) == ("NEW", "https://b.example")


def test_two_who_change_one_field_are_shown_both_and_nothing_is_saved(work):
    made = make_organisation(work)
    fill(work, made, acronym="OLD", website="https://a.example")
    mark = seen(work, made, F.ACRONYM)
    fill(work, made, acronym="THEIRS")
    mine = {
        F.ACRONYM: Change(value="MINE", readers=R.PUBLIC, seen=mark),
        F.WEBSITE: Change(value="https://c.example", readers=R.PUBLIC),
    }
    with pytest.raises(EditedMeanwhile) as meanwhile:
        edit(work, made, mine)
    assert meanwhile.value.theirs == {F.ACRONYM: ("THEIRS", R.PUBLIC)}
    assert view(work, made).values[F.WEBSITE] == "https://a.example"
    again = {F.ACRONYM: Change(value="MINE", readers=R.PUBLIC, seen=seen(work, made, F.ACRONYM))}
    assert edit(work, made, again) == {F.ACRONYM}


def test_history_says_who_when_before_and_after_and_restores(work):
    made = make_organisation(work)
    editor = make_editor(work, made)
    own = Work(work.session, editor, work.now)
    fill(own, made, acronym="FIRST", description="first words")
    fill(own, made, acronym="SECOND", description="second words")
    steps = queries.changes_of(work.session, made)
    acronyms = [(s.before, s.after, s.actor_id) for s in steps if s.field is F.ACRONYM]
    assert acronyms == [
        ("FIRST", "SECOND", editor.person_id),
        (None, "FIRST", editor.person_id),
    ]
    for field in (F.ACRONYM, F.DESCRIPTION):
        first = [step for step in steps if step.field is field][-1]
        assert first.at == work.now
        assert operations.restore(own, made, first.revision_id) is field
    values = view(work, made).values
    assert values[F.ACRONYM] == "FIRST"
    assert values[F.DESCRIPTION] == {"en": "first words"}


def test_restoring_never_opens_a_field_wider(work):
    made = make_organisation(work)
    fill(work, made, R.PUBLIC, acronym="FIRST")
    fill(work, made, R.OWN, acronym="SECOND")
    first = queries.changes_of(work.session, made)[-1]
    acronym = [s for s in queries.changes_of(work.session, made) if s.field is F.ACRONYM][-1]
    operations.restore(work, made, acronym.revision_id)
    assert view(work, made).choices[F.ACRONYM] is R.OWN
    assert first.field in {F.NAME, F.COUNTRY, F.LEVEL}


def test_another_organisations_revision_cannot_be_restored(work):
    made, other = make_organisation(work), make_organisation(work)
    fill(work, other, acronym="THEIRS")
    step = next(s for s in queries.changes_of(work.session, other) if s.field is F.ACRONYM)
    for revision in (step.revision_id, uuid.uuid4()):
        with pytest.raises(NotFound):
            operations.restore(work, made, revision)


def test_the_office_says_why_and_the_organisation_reads_it(work):
    made = make_organisation(work)
    staff = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))
    office = Work(work.session, staff, work.now)
    change = {F.ACRONYM: Change(value="LSC", readers=R.SECRETARIAT)}
    with pytest.raises(Unfit) as refusal:
        edit(office, made, change)
    assert refusal.value.code == "reason_missing"
    edit(office, made, change, reason="They rang and spelled it.")
    assert [n.reason for n in queries.notes_of(work.session, made.id)] == [
        "They rang and spelled it."
    ]


def test_strangers_change_nothing(work):
    made, other = make_organisation(work), make_organisation(work)
    stranger = Work(work.session, make_editor(work, other), work.now)
    with pytest.raises(Denied):
        edit(stranger, made, {F.ACRONYM: Change(value="X", readers=R.PUBLIC)})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (F.NAME, "  ", "organisation_name_missing"),
        (F.NAME, "n" * 201, "organisation_name_long"),
        (F.COUNTRY, "QQ", "country_unknown"),
        (F.LEVEL, "planetary", "level_unknown"),
        (F.WEBSITE, "javascript:alert(1)//a.b", "website_unfit"),
        (F.WEBSITE, "https://nodot", "website_unfit"),
        (F.EMAIL, "no address", "email_unfit"),
        (F.AREAS, ["astrology"], "choice_unknown"),
        (F.LANGUAGES, ["no such"], "choice_unknown"),
        (F.DESCRIPTION, "w" * 4001, "text_long"),
        (F.ACRONYM, "a" * 301, "line_long"),
    ],
)
def test_a_value_that_cannot_be_taken_is_refused_beside_its_field(work, field, value, code):
    made = make_organisation(work)
    with pytest.raises(Unfit) as refusal:
        edit(work, made, {field: Change(value=value, readers=R.PUBLIC)})
    assert (refusal.value.code, refusal.value.field) == (code, field.value)


def test_a_field_is_never_opened_wider_than_its_kind_allows(work):
    made = make_organisation(work)
    fill(work, made, R.PUBLIC, phone="+254 700 000000")
    fill(work, made, R.OWN, name="Own Name Only")
    choices = view(work, made).choices
    assert (choices[F.PHONE], choices[F.NAME]) == (R.MEMBERS, R.SECRETARIAT)
