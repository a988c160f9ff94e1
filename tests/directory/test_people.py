"""Who acts for an organisation, and its ties to others."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.directory import operations, queries
from nswp_gov.directory.models import PublicAffiliation
from nswp_gov.directory.operations.people import LastEditor, SamePerson, SecondPersonNeeded
from nswp_gov.directory.states import Capacity, ProfileField, Readers, Tie, TieState
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.directory import fill, make_editor, make_organisation
from tests.factories.membership import make_listed, make_member


def somebody(work, name="Amina"):
    return make_person(work, name, passphrase=None, totp=False).id


def test_a_new_delegate_replaces_the_one_before_and_both_stay_in_the_list(work):
    made = make_member(work)
    first, second = somebody(work), somebody(work, "Bela")
    operations.appoint(work, made, first, Capacity.DELEGATE)
    later = Work(work.session, work.actor, work.now + timedelta(days=30))
    operations.appoint(later, made, second, Capacity.DELEGATE)
    before = queries.acting_people(work.session, made.id, work.now)
    after = queries.acting_people(work.session, made.id, later.now)
    assert before[Capacity.DELEGATE] == (first,)
    assert after[Capacity.DELEGATE] == (second,)
    assert [name for _row, name in queries.appointments(work.session, made.id)] == [
        "Bela",
        "Amina",
    ]


def test_sources_tell_what_somebody_is_at_an_instant(work):
    member, outside = make_member(work), make_organisation(work)
    person = somebody(work)
    operations.appoint(work, member, person, Capacity.ALTERNATE)
    operations.appoint(work, outside, person, Capacity.EDITOR)
    found = queries.sources_of(work.session, person, work.now)
    assert found == {
        "member_of": frozenset({member.id}),
        "editor_of": frozenset({outside.id}),
        "delegate_of": frozenset({member.id}),
    }
    earlier = work.now - timedelta(seconds=1)
    assert set(queries.sources_of(work.session, person, earlier).values()) == {frozenset()}


def test_delegate_and_alternate_are_two_people(work):
    made, person = make_member(work), somebody(work)
    operations.appoint(work, made, person, Capacity.DELEGATE)
    with pytest.raises(SamePerson):
        operations.appoint(work, made, person, Capacity.ALTERNATE)
    with pytest.raises(Unfit) as refusal:
        operations.appoint(work, made, person, Capacity.DELEGATE)
    assert refusal.value.code == "already_appointed"


def test_the_office_alone_names_the_first_editor_and_nobody_else(work):
    made = make_member(work)
    staff = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))
    office = Work(work.session, staff, work.now)
    with pytest.raises(SecondPersonNeeded):
        operations.appoint(office, made, somebody(work), Capacity.DELEGATE)
    row = operations.appoint(office, made, somebody(work), Capacity.EDITOR)
    assert (row.appointed_by, row.seconded_by) == (staff.person_id, None)
    row.until_at = work.now  # no editor is left, but there was one
    work.record("test.ended", row)
    with pytest.raises(SecondPersonNeeded):
        operations.appoint(office, made, somebody(work, "Bela"), Capacity.EDITOR)


def test_the_last_editor_stays(work):
    made = make_member(work)
    first = operations.appoint(work, made, somebody(work), Capacity.EDITOR)
    with pytest.raises(LastEditor):
        operations.end_appointment(work, first)
    operations.appoint(work, made, somebody(work, "Bela"), Capacity.EDITOR)
    operations.end_appointment(work, first)
    assert first.until_at == work.now


def test_a_stranger_and_a_closed_account_are_not_appointed(work):
    made, other = make_member(work), make_member(work)
    stranger = Work(work.session, make_editor(work, other), work.now)
    with pytest.raises(Denied):
        operations.appoint(stranger, made, somebody(work), Capacity.EDITOR)
    with pytest.raises(Unfit):
        operations.appoint(work, made, uuid.uuid4(), Capacity.EDITOR)


def public_ties(work):
    return set(work.session.scalars(select(PublicAffiliation.tie)))


def test_a_tie_counts_when_the_other_side_accepts(work):
    local, network = make_listed(work), make_listed(work, name="Network")
    ours = Work(work.session, make_editor(work, local), work.now)
    theirs = Work(work.session, make_editor(work, network, "Bela"), work.now)
    row = operations.propose_affiliation(ours, local, network, Tie.MEMBER_OF, from_on=work.today)
    assert public_ties(work) == set()
    with pytest.raises(Denied):
        operations.accept_affiliation(ours, row)
    operations.accept_affiliation(theirs, row)
    assert public_ties(work) == {Tie.MEMBER_OF}
    with pytest.raises(WrongState):
        operations.decline_affiliation(theirs, row)
    operations.end_affiliation(ours, row)
    assert row.state is TieState.ENDED
    assert public_ties(work) == set()


@pytest.mark.parametrize("side", [0, 1])
def test_a_tie_is_public_only_while_both_are_listed_and_both_show_it(work, side):
    sides = make_listed(work), make_listed(work)
    row = operations.propose_affiliation(work, *sides, Tie.PARTNER_OF, from_on=work.today)
    operations.accept_affiliation(work, row)
    assert public_ties(work) == {Tie.PARTNER_OF}
    fill(work, sides[side], Readers.MEMBERS, affiliations=None)
    assert public_ties(work) == set()
    fill(work, sides[side], Readers.PUBLIC, affiliations=None)
    assert public_ties(work) == {Tie.PARTNER_OF}
    operations.withdraw_consent(work, sides[side])
    assert public_ties(work) == set()


def test_a_tie_is_proposed_once_and_not_with_oneself(work):
    one, other = make_member(work), make_member(work)
    operations.propose_affiliation(work, one, other, Tie.MEMBER_OF, from_on=work.today)
    for target, code in ((other, "tie_known"), (one, "tie_with_itself")):
        with pytest.raises(Unfit) as refusal:
            operations.propose_affiliation(work, one, target, Tie.MEMBER_OF, from_on=work.today)
        assert refusal.value.code == code


def test_field_of_ties_has_readers_and_no_value(work):
    made = make_listed(work)
    assert ProfileField.AFFILIATIONS not in queries.profile(work.session, made, work.today).values


def test_accounts_learn_the_regions_and_the_colleagues_of_a_person(work):
    made = make_member(work, country="PE")
    person, colleague = make_person(work, "Amina"), make_person(work, "Bela", email="b@x.example")
    for one in (person, colleague):
        operations.appoint(work, made, one.id, Capacity.EDITOR)
    assert queries.regions_beside(work.session, person.id, work.now) == {"latin-america"}
    found = queries.contacts_beside(work.session, person.id, work.now)
    assert [one.email for one in found] == ["b@x.example"]
    earlier = work.now - timedelta(days=1)
    assert queries.contacts_beside(work.session, person.id, earlier) == []
