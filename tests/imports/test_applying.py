"""A list is tried, applied, brought in again, disputed, undone."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as reading
from nswp_gov.directory.models import Organisation, PublicOrganisation
from nswp_gov.directory.states import Capacity, ProfileField, Readers
from nswp_gov.imports import operations
from nswp_gov.imports.models import ImportBatch, ImportKey, ImportLine
from nswp_gov.imports.states import Stage, Target
from nswp_gov.membership import operations as membership
from nswp_gov.membership import queries as register
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store import erasure, journal, outbox, verifying
from nswp_gov.store.actor import Actor
from nswp_gov.store.erasure import governed
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.directory import fill, make_editor, make_organisation
from tests.factories.imports import (
    HEADS,
    apply,
    bring_in,
    fates,
    importing,
    make_importer,
    organisation_of,
    outcomes,
    refusals,
    row,
    undo,
)
from tests.factories.membership import make_member

TODAY = date(2026, 11, 2)


@pytest.fixture
def office(work):
    return importing(work, make_importer(work))


def number_of(work, model):
    return work.session.scalar(select(func.count()).select_from(model))


def subject(work, batch, number=0):
    return reading.organisation(work.session, organisation_of(work, batch, number))


def values(work, organisation):
    return reading.profile(work.session, organisation, TODAY).values


def test_a_trial_changes_nothing(office):
    batch = bring_in(office, [row(1), row(2)])
    assert outcomes(office, batch) == ["created", "created"]
    assert batch.stage is Stage.CHECKED
    assert number_of(office, Organisation) == 0
    assert number_of(office, ImportKey) == 0


def test_a_list_makes_members_that_nobody_sees(office):
    batch = bring_in(office, [row(1)])
    apply(office, batch)
    assert (batch.stage, fates(office, batch)) == (Stage.APPLIED, ["applied"])
    made = subject(office, batch)
    line = register.line_of(office.session, made.id, TODAY)
    assert line == register.Line(Category.FULL, Standing.ACTIVE)
    assert values(office, made)[ProfileField.EMAIL] == "house1@example.org"
    assert values(office, made)[ProfileField.DESCRIPTION] == {"en": "We meet on day 1."}
    view = reading.profile(office.session, made, TODAY)
    assert {*view.choices.values()} == {Readers.SECRETARIAT}
    assert reading.all_consents(office.session, made.id) == []
    assert number_of(office, PublicOrganisation) == 0
    assert number_of(office, outbox.OutboxMessage) == 0
    assert [one.reason for one in reading.notes_of(office.session, made.id)] == [
        "from our spreadsheet"
    ]


def test_the_same_list_again_changes_nothing(office):
    rows = [row(number) for number in range(3)]
    apply(office, bring_in(office, rows))
    events = number_of(office, journal.JournalEvent)
    again = bring_in(office, rows)
    assert outcomes(office, again) == ["unchanged"] * 3
    before = number_of(office, journal.Revision)
    apply(office, again)
    assert fates(office, again) == ["left"] * 3
    assert number_of(office, Organisation) == 3
    assert number_of(office, journal.JournalEvent) > events  # the list's own steps
    assert number_of(office, journal.Revision) == before + 2  # ordered, applied: the list alone


def test_the_same_key_is_the_same_organisation_under_another_name(office):
    apply(office, bring_in(office, [row(1)]))
    again = bring_in(office, [row(1, name="Paper Moon", description="New words.")])
    assert outcomes(office, again) == ["changed"]
    apply(office, again)
    made = subject(office, again)
    assert made.name == "Paper Moon"
    assert values(office, made)[ProfileField.DESCRIPTION] == {"en": "New words."}
    assert number_of(office, Organisation) == 1


def test_an_empty_cell_empties_nothing(office):
    apply(office, bring_in(office, [row(1)]))
    again = bring_in(office, [row(1, email="", description="", level="")])
    assert outcomes(office, again) == ["unchanged"]


def test_what_the_organisation_changed_stays_unless_the_file_changed_too(office, work):
    apply(office, bring_in(office, [row(1), row(2)]))
    first = bring_in(office, [row(1), row(2)])
    for number in (0, 1):
        fill(work, subject(office, first, number), Readers.SECRETARIAT, email="new@example.org")
    again = bring_in(office, [row(1), row(2, email="third@example.org")])
    assert outcomes(office, again) == ["unchanged", "conflict"]
    apply(office, again)
    assert fates(office, again) == ["left", "left"]
    for number in (0, 1):
        found = values(office, subject(office, again, number))
        assert found[ProfileField.EMAIL] == "new@example.org"


def test_the_office_may_take_the_file_in_a_conflict(office, work):
    made = make_organisation(work, name="Paper Lantern 1")
    fill(work, made, Readers.MEMBERS, email="old@example.org")
    batch = bring_in(office, [row(1, category="")])
    assert outcomes(office, batch) == ["conflict"]
    line = office.session.scalars(select(ImportLine)).one()
    operations.choose(office, batch, line, takes_file=True)
    apply(office, batch)
    assert values(office, made)[ProfileField.EMAIL] == "house1@example.org"
    view = reading.profile(office.session, made, TODAY)
    assert view.choices[ProfileField.EMAIL] is Readers.MEMBERS
    with pytest.raises(WrongState):
        operations.choose(office, batch, line, takes_file=False)


def test_a_record_that_changed_after_the_trial_is_not_touched(office, work):
    apply(office, bring_in(office, [row(1)]))
    batch = bring_in(office, [row(1, email="next@example.org")])
    made = subject(office, batch)
    fill(work, made, Readers.SECRETARIAT, email="between@example.org")
    apply(office, batch)
    assert fates(office, batch) == ["failed"]
    assert refusals(office, batch) == ["import_changed_meanwhile"]
    assert values(office, made)[ProfileField.EMAIL] == "between@example.org"


def test_undoing_what_a_list_made_leaves_no_row_of_it(office):
    counted = [model for model in governed() if model is not ImportBatch]
    before = {model: number_of(office, model) for model in counted}
    batch = bring_in(office, [row(1), row(2, country="AE", name="Gulf")], HEADS)
    apply(office, batch)
    assert fates(office, batch) == ["applied", "left"]
    undo(office, batch)
    assert (batch.stage, fates(office, batch)) == (Stage.UNDONE, ["undone", "left"])
    assert {model: number_of(office, model) for model in counted} == before
    assert number_of(office, journal.Revision) > 10  # the history tells it all
    again = bring_in(office, [row(1)])
    assert outcomes(office, again) == ["created"]


def test_undoing_writes_the_old_values_back(office):
    first = [row(1, name="Old", email="old@example.org", level="local", description="Old words.")]
    apply(office, bring_in(office, first))
    second = row(1, name="New", email="", level="national", category="associate",
                 description="New words.")  # fmt: skip
    batch = bring_in(office, [second])
    apply(office, batch)
    made = subject(office, batch)
    assert register.line_of(office.session, made.id, TODAY).category is Category.ASSOCIATE
    undo(office, batch)
    assert fates(office, batch) == ["undone"]
    assert (made.name, made.level) == ("Old", "local")
    assert values(office, made)[ProfileField.DESCRIPTION] == {"en": "Old words."}
    assert register.line_of(office.session, made.id, TODAY).category is Category.FULL
    assert outcomes(office, bring_in(office, first)) == ["unchanged"]


def test_what_was_changed_since_is_not_undone(office, work):
    batch = bring_in(office, [row(1), row(2), row(3)])
    apply(office, batch)
    fill(work, subject(office, batch, 0), Readers.SECRETARIAT, city="Lagos")
    person = make_person(work, "Amina")
    directory.appoint(work, subject(office, batch, 1), person.id, Capacity.EDITOR)
    undo(office, batch)
    assert fates(office, batch) == ["kept", "kept", "undone"]
    assert refusals(office, batch)[:2] == ["import_changed_since"] * 2
    assert number_of(office, Organisation) == 2


def test_a_region_a_standing_and_an_admission_go_back(office, work):
    heads = ("id", "name", "country", "region", "category", "standing", "status since")
    apply(office, bring_in(office, [["1", "Sun", "FR", "", "full", "", ""]], heads))
    outside = make_organisation(work, name="Moon", country="FR")
    rows = [
        ["1", "Sun", "FR", "Africa", "", "resigned", "2026-11-01"],
        ["2", "Moon", "FR", "", "full", "", ""],
    ]
    batch = bring_in(office, rows, heads)
    assert outcomes(office, batch) == ["changed", "changed"]
    # the membership began today: it cannot end yesterday
    apply(office, batch)
    assert fates(office, batch) == ["failed", "applied"]
    rows[0][6] = ""
    batch = bring_in(office, rows, heads)
    apply(office, batch)
    sun = subject(office, batch)
    assert reading.region_of(office.session, sun.id, TODAY) == "africa"
    assert register.running(office.session, sun.id) is None
    undo(office, batch)
    assert fates(office, batch) == ["undone", "left"]
    assert reading.region_of(office.session, sun.id, TODAY) == "europe"
    assert register.line_of(office.session, sun.id, TODAY).standing is Standing.ACTIVE
    assert register.running(office.session, sun.id) is not None
    assert register.running(office.session, outside.id) is not None


def test_undoing_an_admission_of_somebody_who_was_here(office, work):
    make_organisation(work, name="Paper Lantern 1")
    batch = bring_in(office, [row(1)])
    assert outcomes(office, batch) == ["changed"]
    apply(office, batch)
    made = subject(office, batch)
    assert made.is_current
    undo(office, batch)
    assert fates(office, batch) == ["undone"]
    assert register.line_of(office.session, made.id, TODAY) is None
    assert not made.is_current
    assert number_of(office, Organisation) == 1


BAD = [
    ({"country": "Atlantis"}, "import_unknown_country"),
    ({"country": "AE"}, "region_missing"),
    ({"level": "huge"}, "import_unknown_level"),
    ({"category": "golden"}, "import_unknown_category"),
    ({"email": "nobody"}, "email_unfit"),
    ({"email": "=1+1"}, "import_formula"),
    ({"id": ""}, "import_key_missing"),
    ({"name": ""}, "organisation_name_missing"),
    ({"name": "x" * 201}, "organisation_name_long"),
]


@pytest.mark.parametrize(("over", "code"), BAD)
def test_a_line_that_cannot_be_taken_is_refused_and_says_why(office, over, code):
    batch = bring_in(office, [row(1, **over), row(2)])
    assert outcomes(office, batch) == ["refused", "created"]
    assert refusals(office, batch) == [code, None]
    apply(office, batch)
    assert fates(office, batch) == ["left", "applied"]


def test_lines_that_speak_of_one_organisation_twice(office, work):
    make_organisation(work, name="Twin")
    make_organisation(work, name="Twin")
    batch = bring_in(office, [row(1), row(1, name="Other"), row(2, name="Twin")])
    assert refusals(office, batch) == [None, "import_key_twice", "import_ambiguous"]
    apply(office, bring_in(office, [row(5)]))
    batch = bring_in(office, [row(6, name="Paper Lantern 5")])
    assert refusals(office, batch) == ["import_other_key"]


def test_what_needs_an_act_of_its_own_is_refused(office, work):
    heads = ("id", "name", "country", "category", "standing", "joined", "status since")
    left = make_member(work, name="Left", country="KE")
    membership.end_membership(work, left.id, Standing.RESIGNED, TODAY, reason="their letter")
    rows = [
        ["1", "A", "KE", "full", "expelled", "", ""],
        ["2", "B", "KE", "", "grace", "", ""],
        ["3", "Left", "KE", "full", "active", "", ""],
        ["4", "C", "KE", "full", "", "2027-01-01", ""],
        ["5", "D", "KE", "full", "lapsed", "2025-01-01", "2024-01-01"],
        ["6", "E", "KE", "full", "lapsed", "2024-01-01", "2025-01-01"],
    ]
    batch = bring_in(office, rows, heads)
    assert refusals(office, batch) == [
        "import_needs_decision", "import_standing_alone", "import_was_member", "day_ahead",
        "import_days_order", None,
    ]  # fmt: skip
    apply(office, batch)
    made = subject(office, batch, 5)
    lines = {line.name: line for line in register.register_as_at(office.session, date(2024, 6, 1))}
    assert lines["E"].standing is Standing.ACTIVE
    assert register.line_of(office.session, made.id, TODAY).standing is Standing.LAPSED


def test_without_a_key_name_and_country_are_the_key(office):
    heads = ("name", "country", "email")
    apply(office, bring_in(office, [["Sun", "Kenya", "a@example.org"]], heads))
    again = bring_in(office, [["SUN", "Кения", "b@example.org"]], heads)
    assert outcomes(office, again) == ["changed"]


def test_texts_are_written_in_the_language_of_the_list(office):
    apply(office, bring_in(office, [row(1, description="Nous nous voyons.")], locale=Locale.FR))
    again = bring_in(office, [row(1, description="Мы видимся.")], locale=Locale.RU)
    apply(office, again)
    found = values(office, subject(office, again))[ProfileField.DESCRIPTION]
    assert found == {"fr": "Nous nous voyons.", "ru": "Мы видимся."}
    undo(office, again)
    found = values(office, subject(office, again))[ProfileField.DESCRIPTION]
    assert found == {"fr": "Nous nous voyons."}


def test_only_the_secretariat_brings_lists_in(office, work):
    batch = bring_in(office, [row(1)])
    others = [
        Actor(name="Eve", person_id=uuid.uuid4()),
        Actor(name="Dana", person_id=uuid.uuid4(), roles=frozenset({"administrator"})),
        make_editor(work, make_organisation(work)),
    ]
    for who in others:
        theirs = Work(work.session, who, work.now)
        for act in (operations.order_apply, operations.discard, operations.resume):
            with pytest.raises(Denied):
                act(theirs, batch)
        with pytest.raises(Denied):
            operations.match_columns(theirs, batch, {0: Target.NAME})
    operations.order_apply(office, batch)
    with pytest.raises(Denied):
        operations.go_on(Work(work.session, others[0], work.now), batch.id)


def test_columns_are_named_once_and_one_is_the_name(office):
    batch = bring_in(office, [row(1)])
    with pytest.raises(Unfit) as refusal:
        operations.match_columns(office, batch, {0: Target.NAME, 1: Target.NAME})
    assert refusal.value.code == "import_column_twice"
    with pytest.raises(Unfit) as refusal:
        operations.match_columns(office, batch, {0: Target.EMAIL})
    assert refusal.value.code == "import_no_name_column"


def test_a_list_that_was_thrown_away_leaves_no_line(office):
    batch = bring_in(office, [row(1)])
    operations.discard(office, batch)
    assert number_of(office, ImportLine) == 0
    assert batch.heads is None
    with pytest.raises(WrongState):
        operations.order_apply(office, batch)


def test_lines_are_deleted_and_a_list_can_no_longer_be_undone_after_their_time(office):
    batch = bring_in(office, [row(1)])
    apply(office, batch)
    later = Work(office.session, office.actor, office.now + timedelta(days=91))
    erasure.purge(later)
    assert number_of(office, ImportLine) == 0
    assert (batch.file_name, batch.heads, batch.reason) == (None, None, None)
    assert number_of(office, ImportKey) == 1
    with pytest.raises(WrongState):
        operations.order_undo(later, batch)


def test_the_journal_verifies_after_it_all(office, make_work, session):
    batch = bring_in(office, [row(1), row(2)])
    apply(office, batch)
    apply(office, bring_in(office, [row(1, name="Again")]))
    undo(office, batch)
    session.commit()
    with make_work() as work:
        journal.seal(work.session)
    report = verifying.verify(session, now=work.now, models=governed())
    assert report.findings == ()


def test_a_disk_names_nobody(office):
    batch = bring_in(office, [row(1, id="Key-of-theirs", name="Zebra Secret")])
    apply(office, batch)
    connection = office.session.connection()
    for table in ("import_batch", "import_line", "import_key"):
        for found in connection.exec_driver_sql(f"select * from {table}").mappings():
            for name, value in found.items():
                for word in ("Zebra", "house1", "Key-of", "spreadsheet", "list.csv"):
                    assert word not in str(value), (table, name)
