"""Nominations: support, questions, the nominee's link, naming, findings, translation, booklet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.operations import seat_person, set_rule
from nswp_gov.bodies.queries import board
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.models import Organisation
from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import Nomination
from nswp_gov.elections.states import NominationState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.directory import list_publicly
from tests.factories.elections import STAFF, Chain, at, freeze, make_election, stand
from tests.factories.membership import make_member

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def chain(work: Work, app_keys: KeyFolder) -> Chain:
    return make_election(work, app_keys)


def proposed(work: Work, chain: Chain, name: str = "Amara") -> tuple[Nomination, str]:
    organisation = chain.organisations[0]
    return operations.nominate(
        replace(work, actor=chain.voters[organisation]),
        chain.post,
        organisation_id=organisation,
        nominee_name=name,
        nominee_address=None,
        locale=Locale.ES,
    )


def ruling(work: Work, chain: Chain) -> Work:
    later = at(work, chain.election.nominations_close_at, chain.officer)
    operations.close_nominations(later, chain.election)
    return later


def test_without_enough_support_nobody_stands(work: Work, chain: Chain) -> None:
    chain.election.seconds_needed = 2
    work.record("elections.seconds_for_a_test", chain.election)
    made = stand(work, chain, "Amara")
    own, second, third = chain.organisations[:3]

    def support(organisation: object, actor: Actor | None = None) -> None:
        assert isinstance(organisation, type(own))
        acting = replace(work, actor=actor or chain.voters[organisation])
        operations.support(acting, made, organisation)

    with pytest.raises(Denied, match="proposed_it"):
        support(own)
    support(second)
    with pytest.raises(Unfit, match="supported_already"):
        support(second)
    with pytest.raises(Denied, match="not_your_organisation"):
        support(third, chain.voters[second])
    outside = make_member(work, country="FR").id
    with pytest.raises(Denied, match="organisation_does_not_vote_here"):
        support(outside, Actor(name="x", delegate_of=frozenset({outside})))
    later = ruling(work, chain)
    with pytest.raises(Unfit, match="seconds_missing"):
        operations.rule_in(later, made)
    with pytest.raises(WrongState):
        support(third)


def test_who_has_not_accepted_cannot_be_supported(work: Work, chain: Chain) -> None:
    made, _token = proposed(work, chain)
    second = chain.organisations[1]
    with pytest.raises(WrongState):
        operations.support(replace(work, actor=chain.voters[second]), made, second)


def codes(work: Work, made: Nomination) -> dict[str, bool | None]:
    return {one.code: one.is_fine for one in queries.findings(work.session, made, work.now)}


def test_findings_say_what_stands_against_somebody(work: Work, chain: Chain) -> None:
    made = stand(work, chain, "Amara")
    assert codes(work, made) == {"proposer_votes": True, "seconds": True, "no_account": None}
    person = make_person(work, "Amara", passphrase=None, roles=[Role.SECRETARIAT])
    made.person_id = person.id
    work.record("elections.account_for_a_test", made)
    seat = work.session.get_one(Seat, chain.post.seat_id)
    other = next(
        one
        for one in work.session.query(Seat).filter(Seat.body_id == seat.body_id)
        if one.region == seat.region and one.id != seat.id
    )
    seat_person(work, other, person.id, chain.post.term_from)
    found = codes(work, made)
    assert found["staff"] is False
    assert found["other_seat"] is False
    assert found["runs_it_not"] is True
    assert found["two_posts_not"] is True
    assert found["no_limit"] is True


def test_a_limit_of_terms_is_looked_at_where_the_rule_has_one(work: Work, chain: Chain) -> None:
    made = stand(work, chain, "Amara")
    person = make_person(work, "Amara", passphrase=None)
    made.person_id = person.id
    work.record("elections.account_for_a_test", made)
    body = board(work.session)
    assert body is not None
    limited = {"years": 2, "begins": "01-01", "most_in_a_row": 1}
    set_rule(work, body, RuleName.TERM, limited, from_on=date(2026, 3, 1), draft_from="ilga_europe")
    assert codes(work, made)["within_limits"] is True
    seat = work.session.get_one(Seat, chain.post.seat_id)
    seat_person(work, seat, person.id, date(2025, 1, 1), chain.post.term_from)
    assert codes(work, made)["limit_in_a_row"] is False


def test_officer_and_trustees_cannot_stand(work: Work, chain: Chain) -> None:
    made = stand(work, chain, "Dmitri")
    made.person_id = chain.election.officer_id
    work.record("elections.account_for_a_test", made)
    assert codes(work, made)["runs_it"] is False
    with pytest.raises(Denied, match="runs_the_election"):
        operations.rule_in(ruling(work, chain), made)


def test_an_accepted_nominee_withdraws_by_the_link_until_candidates_are_fixed(
    work: Work, chain: Chain, session: Session, client: FlaskClient, time: Clock
) -> None:
    made, token = proposed(work, chain)
    session.commit()
    page = visit(client, f"/en/elections/nomination/{token}")
    assert session.get_one(Nomination, made.id).state is NominationState.PROPOSED
    page.send("public_name", public_name="Amara", statement="Yo, Amara.", locale="es", consents="y")
    again = visit(client, f"/en/elections/nomination/{token}")
    assert "You can withdraw until the candidates are fixed" in again.text
    again.send("step_back", press=("step_back", "1"))
    session.expire_all()
    assert session.get_one(Nomination, made.id).state is NominationState.WITHDRAWN
    assert "withdraw" not in visit(client, f"/en/elections/nomination/{token}").text.replace(
        "withdrawn", ""
    )


def test_after_the_freeze_nobody_steps_back(work: Work, chain: Chain) -> None:
    freeze(work, chain, "Amara", "Binta")
    (made, _other) = queries.nominations(work.session, chain.post.id, NominationState.STANDS)
    with pytest.raises(WrongState):
        operations.withdraw_by_link(work, made)


def test_questions_are_asked_before_nominations_and_answered_by_the_link(
    work: Work, chain: Chain, session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    chain.election.state = type(chain.election.state).DRAFT
    work.record("elections.drafted_for_a_test", chain.election)
    session.commit()
    base = f"elections/{chain.election.slug}"
    asking = visit(sign_in(staff), f"/en/{base}/questions")
    asked = asking.send(
        "question_1_en", question_1_en="What would you change first?",
        question_1_fr="Que changeriez-vous d’abord ?",
    )  # fmt: skip
    assert "The questions are kept" in asked.text
    operations.open_nominations(replace(work, actor=STAFF), chain.election)
    with pytest.raises(WrongState):
        operations.ask_candidates(replace(work, actor=STAFF), chain.election, [])
    made, token = proposed(work, chain)
    session.commit()
    page = visit(client, f"/fr/elections/nomination/{token}")
    assert "Que changeriez-vous d’abord" in page.text
    page.send(
        "public_name", public_name="Amara", statement="Soy Amara.", locale="es", consents="y",
        answer_1="Más lenguas.",
    )  # fmt: skip
    operations.rule_in(ruling(work, chain), session.get_one(Nomination, made.id))
    session.commit()
    shown = visit(client, f"/fr/{base}/candidates/{made.id}").text
    assert "Que changeriez-vous d’abord" in shown
    assert re.search(r'lang="es"[^>]*><p>Más lenguas', shown)
    assert 'lang="es"' in visit(client, f"/ru/{base}/candidates/{made.id}").text


def standing(work: Work, chain: Chain, *, names_organisation: bool = True) -> Nomination:
    made, _token = proposed(work, chain)
    operations.accept(
        work, made, public_name="Amara", statement="Soy Amara.\n\nY trabajo.",
        locale=Locale.ES, names_organisation=names_organisation,
    )  # fmt: skip
    operations.rule_in(ruling(work, chain), made)
    return made


def test_an_organisation_is_named_only_when_nominee_and_organisation_agree(
    work: Work, chain: Chain, session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    organisation = session.get_one(Organisation, chain.organisations[0])
    list_publicly(work, organisation)
    made = standing(work, chain)
    session.commit()
    page = f"/en/elections/{chain.election.slug}/candidates/{made.id}"
    name = organisation.name
    assert name not in visit(client, page).text
    ours = f"/en/elections/{chain.election.slug}/ours/nominations"
    person = session.get_one(Person, chain.voters[organisation.id].person_id)
    asked = visit(sign_in(person), ours)
    assert "Everybody could then see that it votes." in asked.text
    asked.send("consent", press=("consent", "1"))
    assert f"Proposed by: {name}" in visit(client, page).text
    agreed = visit(sign_in(person), ours)
    agreed.send("/naming")
    assert name not in visit(client, page).text
    with pytest.raises(Denied):
        other = chain.voters[chain.organisations[1]]
        operations.consent_to_naming(replace(work, actor=other), made, consents=True)


def test_an_unlisted_organisation_is_never_named(
    work: Work, chain: Chain, session: Session, client: FlaskClient, time: Clock
) -> None:
    organisation = session.get_one(Organisation, chain.organisations[0])
    made = standing(work, chain)
    acting = replace(work, actor=chain.voters[organisation.id])
    operations.consent_to_naming(acting, made, consents=True)
    session.commit()
    base = f"/en/elections/{chain.election.slug}"
    for path in (f"/candidates/{made.id}", "/booklet"):
        assert organisation.name not in visit(client, base + path).text


def test_words_are_translated_and_say_whose_they_were(
    work: Work, chain: Chain, session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    made = standing(work, chain)
    session.commit()
    base = f"elections/{chain.election.slug}"
    page = visit(sign_in(staff), f"/en/{base}/candidates/{made.id}/fr")
    assert "Y trabajo." in page.text
    done = page.send("statement", statement="Je suis Amara.\n\nEt je travaille.")
    assert "The translation is kept." in done.text
    french = visit(client, f"/fr/{base}/candidates/{made.id}").text
    assert "Je suis Amara." in french
    assert "Soy Amara." not in french
    assert "Soy Amara." in visit(client, f"/ru/{base}/candidates/{made.id}").text
    own = visit(sign_in(staff), f"/en/{base}/candidates/{made.id}/es")
    assert "They wrote in this language themselves." in own.text
    voter = session.get_one(Person, chain.voters[chain.organisations[0]].person_id)
    assert sign_in(voter).get(f"/en/{base}/candidates/{made.id}/fr").status_code == 403


def test_the_booklet_is_printed_in_every_language(
    work: Work, chain: Chain, session: Session, client: FlaskClient
) -> None:
    base = f"elections/{chain.election.slug}"
    assert client.get(f"/en/{base}/booklet").status_code == 404  # nobody stands yet
    freeze(work, chain, "Amara", "Binta", "Chidi")
    session.commit()
    drawn = [one.public_name or "" for one in queries.nominations(session, chain.post.id)]
    for lang in ("en", "fr", "es", "ru", "zh"):
        page = visit(client, f"/{lang}/{base}/booklet").text
        places = [page.index(name) for name in drawn]
        assert places == sorted(places)
        printed = client.get(f"/{lang}/{base}/booklet.pdf")
        assert printed.mimetype == "application/pdf"
        assert printed.data.startswith(b"%PDF-")
    assert client.get(f"/zh/{base}/booklet.pdf").data == printed.data


def test_the_order_of_names_follows_from_the_published_seed(
    work: Work, chain: Chain, session: Session, client: FlaskClient, time: Clock
) -> None:
    freeze(work, chain, "Amara", "Binta", "Chidi")
    session.commit()
    seed = chain.post.draw_seed
    assert seed
    assert seed in visit(client, f"/en/elections/{chain.election.slug}").text
    rows = queries.nominations(session, chain.post.id, NominationState.STANDS)
    by_id = sorted(rows, key=lambda one: one.id)
    drawn = sorted(
        range(1, 4), key=lambda number: hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()
    )
    assert [by_id[number - 1].id for number in drawn] == [one.id for one in rows]


def test_support_is_given_on_a_page_and_nobody_else_learns_who_gave_it(
    work: Work, chain: Chain, session: Session, sign_in: SignIn
) -> None:
    stand(work, chain, "Amara")
    session.commit()
    base = f"/en/elections/{chain.election.slug}"
    first, second, third = (
        session.get_one(Person, chain.voters[one].person_id) for one in chain.organisations[:3]
    )
    page = visit(sign_in(second), f"{base}/support")
    given = page.send("/support")
    assert "supported</span>" in given.text
    assert "supported</span>" not in visit(sign_in(third), f"{base}/support").text
    assert "Your organisation proposed this person" in visit(sign_in(first), f"{base}/support").text
