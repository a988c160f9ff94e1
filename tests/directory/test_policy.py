"""What decides on showing, and who may hide: full tables."""

from __future__ import annotations

import uuid

import pytest

from nswp_gov.directory import policy
from nswp_gov.directory.policy import Standing, disclosures, listing, readers_of
from nswp_gov.directory.policy.disclosure import Disclosed
from nswp_gov.directory.states import NEVER_PUBLIC, ProfileField, Readers, Risk, Scope
from nswp_gov.store.actor import SYSTEM, VISITOR, Actor

F, R = ProfileField, Readers
OURS, OTHERS = uuid.uuid4(), uuid.uuid4()
EDITOR = Actor(name="Amina", person_id=uuid.uuid4(), editor_of=frozenset({OURS}))
STAFF = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))
AFRICA = Actor(name="Bela", person_id=uuid.uuid4(), board_of=frozenset({"africa"}))
ADMIN = Actor(name="Dmitri", person_id=uuid.uuid4(), roles=frozenset({"administrator"}))


def standing(**over):
    given = {
        "is_current": True,
        "choices": dict.fromkeys(F, R.PUBLIC),
        "to_public": frozenset(F),
        "to_members": frozenset(F),
        "has_consent": True,
        "is_confirmed_twice": True,
        "risk": Risk.RAISED,
        "region": "africa",
        **over,
    }
    return Standing(**given)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({}, "listed"),
        ({"is_current": False}, "not_a_current_member"),
        ({"risk": Risk.SEVERE}, "country_too_dangerous"),
        ({"has_consent": False}, "no_consent_to_be_listed"),
        ({"to_public": frozenset({"country"})}, "no_consent_to_be_listed"),
        ({"choices": {F.NAME: R.MEMBERS}}, "name_not_public"),
        ({"choices": {}}, "name_not_public"),
        ({"is_confirmed_twice": False}, "second_confirmation_due"),
        ({"is_confirmed_twice": False, "risk": Risk.ORDINARY}, "listed"),
        ({"region": None}, "no_region"),
    ],
)
def test_listing_needs_every_one_of_its_conditions(over, reason):
    assert listing(standing(**over)).reason == reason


def test_a_new_organisation_shows_nothing_to_public_or_members():
    fresh = Standing(is_current=True, choices={})
    assert {readers_of(fresh, one) for one in F} == {R.SECRETARIAT}


@pytest.mark.parametrize("choice", list(R))
@pytest.mark.parametrize("consent", [R.SECRETARIAT, R.MEMBERS, R.PUBLIC])
@pytest.mark.parametrize("field", list(F))
def test_a_field_is_as_open_as_the_narrowest_of_choice_consent_and_kind(choice, consent, field):
    consented = {
        R.PUBLIC: (frozenset(F), frozenset(F)),
        R.MEMBERS: (frozenset({"name"}), frozenset(F)),
        R.SECRETARIAT: (frozenset({"name"}), frozenset({"name"})),
    }[consent]
    if field is F.NAME:
        pytest_choice = {F.NAME: R.PUBLIC}
        expected = R.PUBLIC
    else:
        pytest_choice = {F.NAME: R.PUBLIC, field: choice}
        widest = R.MEMBERS if field in NEVER_PUBLIC else R.PUBLIC
        expected = min((choice, consent, widest), key=lambda one: one.width)
    now = standing(choices=pytest_choice, to_public=consented[0], to_members=consented[1])
    assert readers_of(now, field) is expected


def test_unlisted_means_that_no_field_at_all_is_public():
    for over in ({"is_confirmed_twice": False}, {"region": None}, {"risk": Risk.SEVERE}):
        hidden = standing(**over)
        assert R.PUBLIC not in {readers_of(hidden, one) for one in F}


def test_where_listing_can_kill_people_are_known_to_their_own_alone():
    severe = standing(risk=Risk.SEVERE)
    own = {one for one in F if readers_of(severe, one) is R.OWN}
    assert own == {F.CONTACT_PERSON, F.PHONE, F.CITY}


@pytest.mark.parametrize(
    ("actor", "subject", "allowed"),
    [
        (EDITOR, (Scope.ORGANISATION, str(OURS), "africa", OURS), True),
        (EDITOR, (Scope.ORGANISATION, str(OTHERS), "africa", OTHERS), False),
        (EDITOR, (Scope.COUNTRY, "KE", "africa", None), False),
        (EDITOR, (Scope.REGION, "africa", "africa", None), False),
        (STAFF, (Scope.ORGANISATION, str(OTHERS), None, OTHERS), True),
        (STAFF, (Scope.COUNTRY, "KE", "africa", None), True),
        (STAFF, (Scope.REGION, "europe", "europe", None), True),
        (AFRICA, (Scope.ORGANISATION, str(OURS), "africa", OURS), True),
        (AFRICA, (Scope.ORGANISATION, str(OURS), "europe", OURS), False),
        (AFRICA, (Scope.COUNTRY, "KE", "africa", None), True),
        (AFRICA, (Scope.COUNTRY, "FR", "europe", None), False),
        (AFRICA, (Scope.COUNTRY, "AE", None, None), False),
        (AFRICA, (Scope.REGION, "africa", "africa", None), True),
        (AFRICA, (Scope.REGION, "europe", "europe", None), False),
        (ADMIN, (Scope.COUNTRY, "KE", "africa", None), False),
        (VISITOR, (Scope.ORGANISATION, str(OURS), "africa", OURS), False),
        (SYSTEM, (Scope.REGION, "africa", "africa", None), True),
    ],
)
def test_who_may_hide_what(actor, subject, allowed):
    assert policy.may_unlist(actor, *subject).allowed is allowed


@pytest.mark.parametrize(
    "act",
    [
        policy.may_edit_profile,
        policy.may_consent,
        policy.may_appoint,
        policy.may_issue_code,
        policy.may_see_people,
    ],
)
def test_an_organisation_is_changed_by_its_editors_and_the_secretariat_alone(act):
    allowed = {who.name: act(who, OURS).allowed for who in (EDITOR, STAFF, AFRICA, ADMIN, VISITOR)}
    assert allowed == {
        "Amina": True,
        "Carla": True,
        "Bela": False,
        "Dmitri": False,
        "visitor": False,
    }
    assert not act(EDITOR, OTHERS)


def test_the_office_does_not_speak_for_an_organisation_in_ties():
    assert policy.may_tie(EDITOR, OURS)
    assert not policy.may_tie(STAFF, OURS)


@pytest.mark.parametrize(
    ("words", "what", "passage"),
    [
        ("We are a sex worker-led group.", Disclosed.LEADERSHIP, "sex worker-led"),
        ("A group run by sex workers.", Disclosed.LEADERSHIP, "run by sex workers"),
        (
            "Une association dirigée par des travailleurSEs du sexe.",
            Disclosed.LEADERSHIP,
            "dirigée par des travailleurSEs du sexe",
        ),
        ("Par et pour les TDS.", Disclosed.LEADERSHIP, "Par et pour les TDS"),
        (
            "Organización integrada por trabajadoras sexuales.",
            Disclosed.LEADERSHIP,
            "integrada por trabajadoras sexuales",
        ),
        (
            "Red liderada por personas que ejercen trabajo sexual.",
            Disclosed.LEADERSHIP,
            "liderada por personas que ejercen trabajo sexual",
        ),
        (
            "Организация создана секс-работниками.",
            Disclosed.LEADERSHIP,
            "создана секс-работниками",
        ),
        ("我们是性工作者主导的组织。", Disclosed.LEADERSHIP, "我们是性工作者主导"),
        ("We are a voting member of NSWP.", Disclosed.VOTING_RIGHT, "voting member"),
        ("membre votant du réseau", Disclosed.VOTING_RIGHT, "membre votant"),
        ("somos miembros con voto", Disclosed.VOTING_RIGHT, "miembros con voto"),
        ("мы — член с правом голоса", Disclosed.VOTING_RIGHT, "член с правом голоса"),
        ("我们是有投票权的成员", Disclosed.VOTING_RIGHT, "有投票权的成员"),
        ("an associate member since 2019", Disclosed.CATEGORY, "associate member"),
        ("membre à part entière", Disclosed.CATEGORY, "membre à part entière"),
    ],
)
def test_words_that_tell_what_is_withheld_are_found(words, what, passage):
    found = [(one.what, one.passage) for one in disclosures(words)]
    assert (what, passage) in found


@pytest.mark.parametrize(
    "words",
    [
        "We work with sex workers in seven towns and offer legal advice.",
        "Nous travaillons avec des travailleurSEs du sexe.",
        "Acompañamos a trabajadoras sexuales en siete ciudades.",
        "Мы помогаем секс-работникам в семи городах.",
        "我们为性工作者提供法律援助。",
        "Led by our board, we campaign for decriminalisation.",
        "",
    ],
)
def test_working_with_sex_workers_gives_nothing_away(words):
    assert disclosures(words) == ()
