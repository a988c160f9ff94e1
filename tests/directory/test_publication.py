"""The public row, its counts and its search entries follow every change in its transaction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nswp_gov.directory import operations, queries
from nswp_gov.directory.models import ListedCount, PublicFacet, PublicOrganisation, SortKey
from nswp_gov.directory.operations.consent import (
    NothingToConfirm,
    OwnConsentOnly,
    SecondConfirmation,
    TooDangerous,
)
from nswp_gov.directory.states import ProfileField, Readers, Risk, Scope
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Standing
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.work import Work
from tests.factories.directory import (
    actor_of,
    fill,
    list_publicly,
    make_editor,
    make_organisation,
    open_profile,
)
from tests.factories.membership import make_listed, make_member

F = ProfileField


def counts(session):
    rows = session.execute(select(ListedCount.kind, ListedCount.value, ListedCount.number))
    return {(row.kind, row.value): row.number for row in rows}


def listed_ids(session):
    return set(session.scalars(select(PublicOrganisation.id)))


def finds(session, audience, words):
    found = search.find(session, [audience], Locale.EN, words, kinds=("organisation",))
    return {one.subject_id for one in found}


def recount(session):
    """Count the public rows afresh, the slow way."""
    found = {}
    for row in session.scalars(select(PublicOrganisation)):
        keys = {("all", ""), ("region", row.region), ("place", f"{row.region}/{row.country or ''}")}
        keys |= {("country", row.country)} if row.country else set()
        keys |= {("level", row.level.value)} if row.level else set()
        keys |= {("language", one) for one in row.languages} | {("area", o) for o in row.areas}
        facets = {one for one in keys if one[0] not in {"all", "place"}}
        keys |= {
            (f"{place}={where}/{facet}", value)
            for place, where in facets
            if place in {"region", "country"}
            for facet, value in facets
            if facet != place
        }
        for key in keys:
            found[key] = found.get(key, 0) + 1
    return found


def test_a_new_member_is_shown_to_nobody_outside(work):
    made = make_member(work, name="Canary Lane")
    assert listed_ids(work.session) == set()
    assert counts(work.session) == {}
    assert finds(work.session, PUBLIC, "canary") == set()
    assert finds(work.session, MEMBERS, "canary") == set()
    assert finds(work.session, SECRETARIAT, "canary") == {made.id}
    member = Viewer(step=MEMBERS.step)
    assert queries.names_of(work.session, [made.id], member)[made.id] == queries.HIDDEN_NAME


def test_consent_and_choice_and_confirmation_list_an_organisation(work):
    made = make_listed(work, values={"languages": ["sw", "en"], "areas": ["health"]})
    row = work.session.get(PublicOrganisation, made.id)
    assert (row.name, row.country, row.region) == (made.name, "KE", "africa")
    assert row.languages == ["en", "sw"]
    assert counts(work.session) == recount(work.session)
    keys = select(func.count()).select_from(SortKey).where(SortKey.record == made.id)
    assert work.session.scalar(keys) == len(Locale)
    assert finds(work.session, PUBLIC, made.name) == {made.id}


def test_only_consented_and_chosen_fields_are_in_the_public_row(work):
    made = make_member(work)
    open_profile(work, made, description="open words", email="open@example.org")
    fill(work, made, Readers.MEMBERS, acronym="INSIDE")
    fields = {F.NAME, F.DESCRIPTION, F.ACRONYM}  # e-mail is chosen, not consented to
    operations.give_consent(work, made, to_public=fields, shown_in=Locale.FR)
    operations.confirm_consent(_tomorrow(work), made)
    row = work.session.get(PublicOrganisation, made.id)
    assert row.said == {"description": {"en": "open words"}}
    assert (row.country, row.level) == (None, None)
    assert counts(work.session)["place", "africa/"] == 1


def _tomorrow(work):
    return Work(work.session, work.actor, work.now + timedelta(days=1))


def test_the_public_row_of_an_older_profile_is_gone_when_the_newer_is_saved(work):
    made = make_listed(work, values={"website": "https://old.example", "areas": ["health"]})
    fill(work, made, website="", areas=["stigma"])
    row = work.session.get(PublicOrganisation, made.id)
    assert "website" not in row.said
    facets = select(PublicFacet.value).where(
        PublicFacet.organisation_id == made.id, PublicFacet.facet == "area"
    )
    assert set(work.session.scalars(facets)) == {"stigma"}
    assert counts(work.session) == recount(work.session)
    assert ("area", "health") not in counts(work.session)


def test_withdrawing_takes_everything_away_at_once(work):
    made = make_listed(work)
    operations.withdraw_consent(work, made)
    assert listed_ids(work.session) == set()
    assert counts(work.session) == {}
    assert finds(work.session, PUBLIC, made.name) == set()
    assert finds(work.session, MEMBERS, made.name) == set()
    assert work.session.scalars(select(SortKey)).all() == []


def test_members_find_what_is_open_to_them_alone(work):
    made = make_member(work, name="Quiet Harbour")
    fill(work, made, Readers.MEMBERS, name=made.name)
    operations.give_consent(work, made, to_public=(), to_members=[F.NAME], shown_in=Locale.EN)
    assert finds(work.session, MEMBERS, "harbour") == {made.id}
    assert finds(work.session, PUBLIC, "harbour") == set()


def test_a_consent_of_an_unassessed_country_waits_for_its_second_confirmation(work):
    made = make_member(work)
    open_profile(work, made)
    editor = actor_of(make_editor(work, made).person_id, made)
    own = Work(work.session, editor, work.now)
    operations.give_consent(own, made, to_public=[F.NAME], shown_in=Locale.EN)
    assert listed_ids(work.session) == set()
    with pytest.raises(SecondConfirmation):
        operations.confirm_consent(own, made)
    another = Work(work.session, make_editor(work, made, "Bela"), work.now)
    operations.confirm_consent(another, made)
    assert listed_ids(work.session) == {made.id}
    with pytest.raises(NothingToConfirm):
        operations.confirm_consent(another, made)


def test_ordinary_risk_needs_one_consent_and_severe_risk_allows_none(work):
    made = make_member(work)
    open_profile(work, made)
    operations.assess_risk(work, "KE", Risk.ORDINARY, "the board's own judgement")
    operations.give_consent(work, made, to_public=[F.NAME], shown_in=Locale.EN)
    assert listed_ids(work.session) == {made.id}
    operations.assess_risk(work, "KE", Risk.SEVERE, "arrests")
    assert listed_ids(work.session) == set()
    with pytest.raises(TooDangerous):
        operations.give_consent(work, made, to_public=[F.NAME], shown_in=Locale.EN)


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.RESIGNED, Standing.EXPELLED])
def test_who_no_longer_belongs_is_no_longer_listed(work, standing):
    made = make_listed(work)
    membership.change_standing(work, made, standing, work.today, reason="decided")
    assert listed_ids(work.session) == set()


def test_a_placement_moves_the_public_row_and_its_counts(work):
    made = make_listed(work, country="TR", name="Kırmızı Şemsiye")
    assert work.session.get(PublicOrganisation, made.id).region == "europe"
    operations.place(work, made, "asia-and-the-pacific", "as they asked")
    assert work.session.get(PublicOrganisation, made.id).region == "asia-and-the-pacific"
    assert counts(work.session) == recount(work.session)
    assert queries.region_of(work.session, made.id, work.today) == "asia-and-the-pacific"
    before = work.today - timedelta(days=1)
    assert queries.region_of(work.session, made.id, before) == "europe"


def test_a_country_without_a_region_asks_for_one(work):
    with pytest.raises(Unfit) as refusal:
        make_organisation(work, country="AE")
    assert refusal.value.code == "region_missing"
    placed = make_organisation(
        work, country="AE", region="asia-and-the-pacific", region_reason="the board decided"
    )
    assert queries.region_of(work.session, placed.id, work.today) == "asia-and-the-pacific"


def test_after_an_emergency_only_the_organisation_itself_comes_back(work):
    made = make_listed(work)
    editor = make_editor(work, made)
    staff = actor_of(editor.person_id, make_organisation(work))
    operations.unlist(work, Scope.COUNTRY, "KE", "raids")
    assert listed_ids(work.session) == set()
    with pytest.raises(OwnConsentOnly):
        operations.give_consent(
            work, made, to_public=[F.NAME], shown_in=Locale.EN, by_phone="they called"
        )
    with pytest.raises(Denied):
        operations.give_consent(
            Work(work.session, staff, work.now), made, to_public=[F.NAME], shown_in=Locale.EN
        )
    own = Work(work.session, editor, work.now)
    operations.give_consent(own, made, to_public=[F.NAME], shown_in=Locale.EN)
    operations.confirm_consent(_tomorrow(own), made)
    assert listed_ids(work.session) == {made.id}


def test_unlisting_a_region_reaches_every_organisation_of_it_and_no_other(work):
    kenya, senegal = make_listed(work), make_listed(work, country="SN")
    moved = make_listed(work, country="KE")
    operations.place(work, moved, "europe", "they live there now")
    france = make_listed(work, country="FR")
    act = operations.unlist(work, Scope.REGION, "africa", "an order of the police")
    assert act.reached == 2
    assert listed_ids(work.session) == {moved.id, france.id}
    assert counts(work.session) == recount(work.session)
    assert {kenya.id, senegal.id}.isdisjoint(finds(work.session, PUBLIC, "lantern"))


@pytest.mark.parametrize("field", [F.CITY, F.PHONE, F.CONTACT_PERSON, F.HOST])
def test_places_and_people_are_never_public(work, field):
    made = make_member(work)
    with pytest.raises(Unfit):
        operations.give_consent(work, made, to_public=[F.NAME, field], shown_in=Locale.EN)


def test_what_was_listed_can_be_listed_again_unchanged(work):
    made = make_listed(work, values={"description": "words"})
    before = work.session.get(PublicOrganisation, made.id).said
    operations.withdraw_consent(work, made)
    list_publicly(work, made, description="words")
    assert work.session.get(PublicOrganisation, made.id).said == before
    assert counts(work.session) == recount(work.session)
