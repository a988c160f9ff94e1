"""Records that may be one organisation: found, told apart, merged with nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from nswp_gov.bodies.models import Term
from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as reading
from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.states import Capacity, ProfileField, Readers, Tie, TieState
from nswp_gov.elections.models import RollEntry
from nswp_gov.elections.states import State
from nswp_gov.imports.models import ImportKey
from nswp_gov.imports.operations import repoint
from nswp_gov.membership import operations, queries
from nswp_gov.membership.likeness import alike, fold, likeness, site, touches
from nswp_gov.membership.models import CategoryFact, Membership, Merger, StandingFact
from nswp_gov.membership.operations.merging import KeepsNoMember, MergedAlready, OnOpenRoll
from nswp_gov.membership.states import Category, Likeness, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal, verifying
from nswp_gov.store.actor import Actor
from nswp_gov.store.erasure import governed
from nswp_gov.store.errors import Unfit
from nswp_gov.store.links import links_from
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.directory import fill, make_organisation
from tests.factories.elections import freeze, make_election
from tests.factories.imports import apply, bring_in, importing, make_importer, outcomes, row
from tests.factories.membership import make_listed, make_member

TODAY = date(2026, 11, 2)
PAIRS = [
    ("Sisters of the Lantern", "Sisters Lantern"),
    ("Lantern Sisters Association", "The Sisters’ Lantern"),
    ("Étoile du Nord", "ETOILE DU NORD"),
    ("Красный зонт", "Krasnyi Zont"),
    ("Красный Зонт", "НКО Красный зонтик"),
    ("红伞工作组", "红伞 工作组织"),
    ("الفانوس الأحمر", "الفانوس الاحمر"),
    ("الفانوس الأحمر", "Al Fanous al Ahmar"),
    ("紅傘工作組", "红伞工作组"),
    ("Κόκκινη Ομπρέλα", "Kokkini Ombrela"),
    ("लाल छाता", "Laal Chhata"),
]
APART = [
    ("Lantern House", "Umbrella House"),
    ("Rosa", "Rosario"),
    ("红伞工作组", "蓝天工作组"),
    ("Sex Workers of Kisumu", "Sex Workers of Mombasa"),
]


@pytest.fixture
def office(work):
    staff = make_importer(work)
    roles = frozenset({"secretariat"})
    return Work(work.session, Actor(name="Carla", person_id=staff.id, roles=roles), work.now)


@pytest.mark.database_free
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_alike_names_are_found_in_any_script(one, other):
    assert alike({1: fold(one), 2: fold(other)}) == [(1, 2)]


@pytest.mark.database_free
@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_share_a_word_are_not_alike(one, other):
    assert alike({1: fold(one), 2: fold(other)}) == []


@pytest.mark.database_free
@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_has_two_equal_sides_and_an_end(one, other):
    a, b = fold(one), fold(other)
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == 1
    assert fold(fold(one)) == fold(one)
    assert touches(a, b) or not alike({1: a, 2: b})


@pytest.mark.database_free
def test_addresses_of_one_site_are_the_same():
    ours = {"https://www.example.org/", "http://example.org", "example.org"}
    assert {site(one) for one in ours} == {"example.org"}
    assert site("https://facebook.com/one") != site("https://facebook.com/two")


def test_pairs_are_found_by_name_address_and_mail_and_told_apart_once(work, office):
    one = make_organisation(work, name="Sisters of the Lantern")
    same = make_organisation(work, name="Sisters Lantern")
    make_organisation(work, name="Sisters Lantern", country="FR")
    web, mail, phone, brief = (
        make_organisation(work, name=name) for name in ("Rose", "Thorn", "Petal", "Leaf")
    )
    full = make_organisation(work, name="Night Women of Nakuru Town")
    short = make_organisation(work, name="NWNT")
    fill(work, one, website="https://lantern.example.org/", email="Post@example.org")
    fill(work, web, website="www.lantern.example.org")
    fill(work, mail, email="post@Example.org")
    fill(work, one, Readers.SECRETARIAT, phone="+254 700 123 456")
    fill(work, phone, Readers.SECRETARIAT, phone="0700-123456")
    fill(work, brief, acronym="N.W.N.T.")
    found = {frozenset({pair.first_id, pair.second_id}): pair.why
             for pair in queries.duplicates(work.session)}  # fmt: skip
    assert found == {
        frozenset({one.id, same.id}): (Likeness.NAME,),
        frozenset({one.id, web.id}): (Likeness.WEBSITE,),
        frozenset({one.id, mail.id}): (Likeness.EMAIL,),
        frozenset({one.id, phone.id}): (Likeness.PHONE,),
        frozenset({full.id, brief.id}): (Likeness.ACRONYM,),
        frozenset({full.id, short.id}): (Likeness.ACRONYM,),
        frozenset({short.id, brief.id}): (Likeness.ACRONYM,),
    }

    def seen(*about, **more):
        matches = queries.alike_to(work.session, *about, **more)
        return {(match.organisation_id, match.why) for match in matches}

    assert seen("Lantern Sisters", "KE") == {
        (one.id, (Likeness.NAME,)),
        (same.id, (Likeness.NAME,)),
    }
    assert seen("NWNT", "KE") == {
        (full.id, (Likeness.ACRONYM,)),
        (brief.id, (Likeness.ACRONYM,)),
        (short.id, (Likeness.NAME, Likeness.ACRONYM)),
    }
    assert seen("Quite another", "KE", email="POST@example.org") == {
        (one.id, (Likeness.EMAIL,)) for one in (one, mail)
    }
    for other in (phone,):
        operations.keep_apart(office, one, other)
    for first, second in ((full, brief), (full, short), (short, brief)):
        operations.keep_apart(office, first, second)
    for other in (same, web):
        operations.keep_apart(office, one, other)
        operations.keep_apart(office, other, one)
    assert len(queries.duplicates(work.session)) == 1
    operations.merge(office, one, mail, reason="the same people")
    assert queries.duplicates(work.session) == []
    thorns = make_organisation(work, name="The Thorns")
    (pair,) = queries.duplicates(work.session)  # of what bore that name before
    assert ({pair.first_id, pair.second_id}, pair.why) == (
        {one.id, thorns.id}, (Likeness.ALIAS,),
    )  # fmt: skip


def two(work):
    """Two listed members that are one organisation."""
    kept = make_listed(work, name="Sisters of the Lantern", on=date(2025, 3, 1))
    gone = make_listed(work, name="Sisters Lantern", on=date(2025, 1, 15))
    return kept, gone


def test_nothing_is_lost(work, office):
    kept, gone = two(work)
    fill(work, kept, Readers.PUBLIC, email="kept@example.org")
    fill(work, gone, Readers.PUBLIC, email="gone@example.org", city="Kisumu",
         works_with="With everybody.")  # fmt: skip
    directory.edit_profile(
        work, gone,
        {ProfileField.WORKS_WITH: directory.Change(value="Avec tous.", readers=Readers.PUBLIC)},
        locale=Locale.FR,
    )  # fmt: skip
    operations.change_category(work, gone, Category.ASSOCIATE, date(2026, 6, 1), reason="x")
    facts = [CategoryFact, StandingFact, Membership]
    before = {model: {row.id for row in work.session.scalars(select(model))} for model in facts}
    operations.merge(office, kept, gone, reason="the same people")
    for model, ids in before.items():
        assert ids <= {row.id for row in work.session.scalars(select(model))}
    mine = reading.profile(work.session, kept, TODAY)
    assert mine.values[ProfileField.EMAIL] == "kept@example.org"
    assert mine.values[ProfileField.CITY] == "Kisumu"
    assert mine.values[ProfileField.WORKS_WITH] == {"en": "With everybody.", "fr": "Avec tous."}
    assert mine.choices[ProfileField.CITY] is Readers.SECRETARIAT
    assert mine.choices[ProfileField.WORKS_WITH] is Readers.SECRETARIAT
    theirs = reading.profile(work.session, gone, TODAY)
    assert theirs.values[ProfileField.EMAIL] == "gone@example.org"
    assert work.session.scalars(select(PublicOrganisation.name)).all() == [kept.name]
    (link,) = links_from(work.session, "organisation", kept.id)
    assert (link.relation, link.to_id) == ("replaces", gone.id)


def test_the_register_has_one_from_today_and_both_before(work, office):
    kept, gone = two(work)
    operations.merge(office, kept, gone, reason="x")

    def named(day):
        return [one.name for one in queries.register_as_at(work.session, day)]

    assert named(TODAY) == [kept.name]
    assert sorted(named(TODAY - timedelta(days=1))) == sorted([kept.name, gone.name])
    assert len(queries.voting_organisations(work.session, TODAY)) == 1
    assert queries.running(work.session, gone.id) is None
    assert gone.id not in {key for key, _name in queries.not_members(work.session, Locale.EN)}
    (left,) = queries.differences(work.session, TODAY - timedelta(days=1), TODAY)
    assert (left.organisation_id, left.steps[0].moved) == (gone.id, "left")


def test_people_act_for_what_remains(work, office):
    kept, gone = two(work)
    amina, bela, dana = (make_person(work, name) for name in ("Amina", "Bela", "Dana"))
    for made, person, capacity in (
        (kept, amina, Capacity.EDITOR), (kept, amina, Capacity.DELEGATE),
        (gone, amina, Capacity.EDITOR), (gone, bela, Capacity.DELEGATE),
        (gone, dana, Capacity.EDITOR), (gone, dana, Capacity.ALTERNATE),
    ):  # fmt: skip
        directory.appoint(work, made, person.id, capacity)
    operations.merge(office, kept, gone, reason="x")
    later = work.now + timedelta(seconds=1)
    acting = reading.acting_people(work.session, kept.id, later)
    assert set(acting[Capacity.EDITOR]) == {amina.id, dana.id}
    assert acting[Capacity.DELEGATE] == (amina.id,)
    assert acting[Capacity.ALTERNATE] == (dana.id,)
    theirs = reading.acting_people(work.session, gone.id, later)
    assert not any(theirs.values())
    assert len(reading.appointments(work.session, gone.id)) == 2  # those that ended


def test_ties_codes_and_seats_belong_to_what_remains(work, office):
    kept, gone = two(work)
    network = make_listed(work, name="Network")
    for one, other in ((gone, network), (kept, network), (gone, kept)):
        tie = directory.propose_affiliation(work, one, other, Tie.MEMBER_OF, from_on=TODAY)
        directory.accept_affiliation(work, tie)
    partner = directory.propose_affiliation(work, gone, network, Tie.PARTNER_OF, from_on=TODAY)
    code = directory.issue_code(work, gone)
    board = make_board(work)
    term = work.session.scalars(select(Term)).first()
    term.organisation_id = gone.id
    work.record("bodies.person_seated", term)
    operations.merge(office, kept, gone, reason="x")
    open_ties = {
        (row.organisation_id, row.other_id, row.tie)
        for row in reading.affiliations_of(work.session, kept.id)
        if row.state in {TieState.PROPOSED, TieState.ACCEPTED}
    }
    assert open_ties == {
        (kept.id, network.id, Tie.MEMBER_OF), (kept.id, network.id, Tie.PARTNER_OF),
    }  # fmt: skip
    assert partner.proposed_by_id == kept.id
    assert term.organisation_id == kept.id
    assert board.seats
    directory.hide_by_code(work, code)
    assert work.session.get(PublicOrganisation, kept.id) is None


def test_an_outside_key_means_what_remains(work, office):
    importer = importing(work, make_importer(work))
    batch = bring_in(importer, [row(1), row(2)])
    apply(importer, batch)
    ids = work.session.scalars(select(ImportKey.organisation_id)).all()
    kept, gone = (reading.organisation(work.session, one) for one in ids)
    operations.merge(office, kept, gone, reason="x")
    assert repoint in operations.AFTERWARDS
    assert set(work.session.scalars(select(ImportKey.organisation_id))) == {kept.id}
    again = bring_in(importer, [row(1), row(2)])
    assert "created" not in outcomes(importer, again)


def test_what_cannot_be_merged(work, office):
    kept, gone = two(work)
    with pytest.raises(Unfit):
        operations.merge(office, kept, kept, reason="x")
    with pytest.raises(Unfit):
        operations.merge(office, kept, gone, reason=" ")
    outside = make_organisation(work)
    with pytest.raises(KeepsNoMember):
        operations.merge(office, outside, gone, reason="x")
    operations.merge(office, kept, outside, reason="x")
    for one, other in ((gone, outside), (outside, gone)):
        with pytest.raises(MergedAlready):
            operations.merge(office, one, other, reason="x")


def test_a_roll_that_is_at_work_keeps_its_records(work, office, tmp_path):
    chain = make_election(work, KeyFolder(tmp_path))
    ruled = freeze(work, chain, "Amina", "Bela")
    roll = work.session.scalars(select(RollEntry.organisation_id)).all()
    voter = reading.organisation(work.session, roll[0])
    later = replace(office, now=ruled.now)
    other = make_organisation(replace(work, now=ruled.now))
    member = make_member(work)
    for kept, gone in ((voter, other), (member, voter)):
        with pytest.raises(OnOpenRoll):
            operations.merge(later, kept, gone, reason="x")
    chain.election.state = State.VOID
    work.record("elections.voided", chain.election)
    operations.merge(later, voter, other, reason="x")


def test_a_merging_is_journalled_and_the_journal_verifies(make_work, session):
    with make_work() as work:
        kept, gone = two(work)
        operations.merge(work, kept, gone, reason="x")
        made = session.scalars(select(Merger)).one()
    events = journal.history(session, "merger", made.id)
    assert [happened.kind for _row, happened in events] == ["membership.merged"]
    with make_work() as work:
        journal.seal(work.session)
    assert verifying.verify(session, now=work.now, models=governed()).findings == ()
    assert queries.line_of(session, gone.id, TODAY) is None
    assert queries.line_of(session, kept.id, TODAY).standing is Standing.ACTIVE
