"""The roll as organisations see it: why they are on it or not, objections, late delegates."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import RollEntry
from nswp_gov.elections.states import ClaimState, DelegateState
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Standing
from nswp_gov.store import journal, outbox
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.elections import Chain, at, freeze, make_election, vote
from tests.factories.membership import make_member

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def chain(work: Work, app_keys: KeyFolder) -> Chain:
    return make_election(work, app_keys)


def delegate_of(work: Work, organisation: Organisation, name: str) -> tuple[Person, Actor]:
    """Somebody who votes for the organisation from now on."""
    person = make_person(work, name, passphrase=None, totp=False)
    directory.appoint(work, organisation, person.id, Capacity.DELEGATE)
    own = frozenset({organisation.id})
    return person, Actor(name=name, person_id=person.id, member_of=own, delegate_of=own)


def admitted_late(work: Work) -> Organisation:
    """A full member from the day after the record day on."""
    tomorrow = replace(work, now=work.now + timedelta(days=1))
    return make_member(tomorrow, country="KE", on=tomorrow.today)


def lines(work: Work, chain: Chain, organisation_id: uuid.UUID) -> list[tuple[bool, str]]:
    found = queries.own_lines(work.session, chain.election, [organisation_id])
    return [(one.is_on, one.reason) for one in found]


def test_each_organisation_is_told_why_it_is_on_the_roll_or_not(work: Work, chain: Chain) -> None:
    assert lines(work, chain, chain.organisations[0]) == [(True, "full active")]
    outside = make_member(work, country="FR", on=date(2025, 1, 1))
    assert lines(work, chain, outside.id) == []  # another region's seat: nothing to tell
    newcomer = admitted_late(work)
    assert lines(work, chain, newcomer.id) == [(False, "not_a_member")]
    suspended = make_member(work, country="KE", on=date(2025, 1, 1))
    membership.change_standing(
        work, suspended, Standing.SUSPENDED, date(2026, 1, 1), reason="no report was given"
    )
    assert lines(work, chain, suspended.id) == [(False, "standing_without_vote")]


def test_an_objection_is_ruled_on_with_reasons_and_the_frozen_roll_follows(
    work: Work, chain: Chain
) -> None:
    late = admitted_late(work)
    _person, actor = delegate_of(work, late, "Late")
    acting = replace(work, actor=actor)
    claim = operations.object_to_roll(
        acting, chain.post, late.id, wants_vote=True, words="We were admitted before."
    )
    with pytest.raises(Unfit, match="already_claimed"):
        operations.object_to_roll(acting, chain.post, late.id, wants_vote=True, words="Again.")
    with pytest.raises(Denied):
        operations.rule_claim(acting, claim, upheld=True, reasons="Because.")
    chief = replace(work, actor=chain.officer)
    with pytest.raises(Unfit, match="reasons_missing"):
        operations.rule_claim(chief, claim, upheld=True, reasons=" ")
    work.session.commit()
    with pytest.raises(Unfit, match="claim_not_ruled"):
        freeze(work, chain, "Amara", "Binta")
    work.session.rollback()
    operations.rule_claim(chief, claim, upheld=True, reasons="The board admitted it in time.")
    freeze(work, chain, "Amara", "Binta")
    on_roll = {one.organisation_id: one for one in queries.roll(work.session, chain.post.id)}
    assert len(on_roll) == 7
    assert on_roll[late.id].reason == "claim"
    with pytest.raises(WrongState):
        operations.rule_claim(chief, claim, upheld=False, reasons="No.")


def test_an_upheld_objection_can_take_an_organisation_off(work: Work, chain: Chain) -> None:
    gone = chain.organisations[0]
    actor = replace(chain.voters[gone], editor_of=frozenset({gone}))
    claim = operations.object_to_roll(
        replace(work, actor=actor), chain.post, gone, wants_vote=False, words="We left."
    )
    operations.rule_claim(
        replace(work, actor=chain.officer), claim, upheld=True, reasons="By its own word."
    )
    assert gone not in queries.electorate(work.session, chain.election, chain.post)
    assert lines(work, chain, gone) == [(False, "claim")]
    assert claim.state is ClaimState.UPHELD


def test_objections_end_with_their_time_and_are_ones_own(work: Work, chain: Chain) -> None:
    own, other = chain.organisations[:2]
    acting = replace(work, actor=chain.voters[own])
    with pytest.raises(Denied):
        operations.object_to_roll(acting, chain.post, other, wants_vote=False, words="Not them.")
    over = replace(acting, now=chain.election.claims_until)
    with pytest.raises(Unfit, match="claims_over"):
        operations.object_to_roll(over, chain.post, own, wants_vote=False, words="Too late.")


def test_the_roll_is_frozen_with_a_salted_hash(work: Work, chain: Chain) -> None:
    freeze(work, chain, "Amara", "Binta")
    rows = work.session.scalars(select(RollEntry).where(RollEntry.post_id == chain.post.id)).all()
    assert len({one.salt for one in rows}) == len(rows) == 6
    leaves = sorted(
        hmac.digest(one.salt, b"nswp-roll-1|" + one.organisation_id.bytes, "sha256") for one in rows
    )
    counted = len(rows).to_bytes(4) + b"".join(leaves)
    assert hashlib.sha256(b"nswp-roll-1|" + counted).hexdigest() == chain.post.roll_commitment


def test_pages_take_and_rule_on_an_objection(
    work: Work, chain: Chain, session: Session, sign_in: SignIn, time: Clock
) -> None:
    late = admitted_late(work)
    person, _actor = delegate_of(work, late, "Late")
    session.commit()
    base = f"/en/elections/{chain.election.slug}"
    entry = visit(sign_in(person), f"{base}/our-entry")
    assert "It was no member on" in entry.text
    (link,) = [one for one in entry.links if "/our-entry/" in one]
    asking = visit(sign_in(person), link)
    empty = asking.send("words", words=" ")
    assert empty.status == 422
    sent = asking.send("words", words="We were admitted before.")
    assert "waits for a ruling" in sent.text
    chief = sign_in(session.get_one(Person, chain.election.officer_id))
    desk = visit(chief, f"{base}/requests")
    (to_rule,) = [one for one in desk.links if "/claims/" in one]
    ruled = visit(chief, to_rule).send(
        "ruling", ruling="dismissed", reasons="Admitted the day after."
    )
    assert "dismissed" in ruled.text
    seen = visit(sign_in(person), f"{base}/our-entry").text
    assert "Admitted the day after." in seen
    other = session.get_one(Person, chain.voters[chain.organisations[0]].person_id)
    assert "Admitted the day after." not in visit(sign_in(other), f"{base}/our-entry").text
    assert sign_in(other).get(f"{base}/requests").status_code == 403


def test_the_roll_is_never_public(
    work: Work, chain: Chain, session: Session, client: FlaskClient
) -> None:
    freeze(work, chain, "Amara", "Binta")
    session.commit()
    base = f"/en/elections/{chain.election.slug}"
    for path in (f"/roll/{chain.post.id}", "/our-entry", "/requests"):
        assert client.get(base + path).status_code == 302
    shown = [client.get(base).text, client.get(f"{base}/record.zip").data.decode("latin-1")]
    manifest = client.get(f"{base}/files/manifest.json").text
    for organisation in chain.organisations:
        name = session.get_one(Organisation, organisation).name
        for words in (*shown, manifest):
            assert name not in words
            assert str(organisation) not in words


def test_a_delegate_who_came_after_the_roll_asks_and_the_old_one_is_told(
    work: Work, chain: Chain
) -> None:
    voting = freeze(work, chain, "Amara", "Binta")
    organisation = work.session.get_one(Organisation, chain.organisations[0])
    old = work.session.get_one(Person, chain.voters[organisation.id].person_id)
    old.email = "old@example.org"
    work.record("accounts.address_for_a_test", old)
    handed = at(voting, voting.now)
    _person, late = delegate_of(handed, organisation, "Late")
    acting = replace(handed, actor=late)
    chain.voters[organisation.id] = late
    with pytest.raises(Denied, match="delegate_after_freeze"):
        vote(voting, chain, 0, "Amara")
    asked = operations.ask_admission(acting, chain.election, organisation.id)
    with pytest.raises(Unfit, match="already_asked"):
        operations.ask_admission(acting, chain.election, organisation.id)
    (letter,) = [
        one
        for one in work.session.scalars(select(outbox.OutboxMessage))
        if one.letter == "elections/delegate_changed"
    ]
    assert letter.recipient == "old@example.org"
    with pytest.raises(Denied, match="delegate_after_freeze"):
        vote(voting, chain, 0, "Amara")
    with pytest.raises(Denied):
        operations.rule_delegate(acting, asked, admits=True)
    operations.rule_delegate(replace(handed, actor=chain.officer), asked, admits=True)
    vote(voting, chain, 0, "Amara")
    assert queries.delegates_changed(work.session, chain.election.id) == 1


def test_a_hand_over_is_journalled_and_a_vote_is_not(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara", "Binta")
    organisation = work.session.get_one(Organisation, chain.organisations[0])

    def events() -> dict[uuid.UUID, str]:
        return {one.id: one.kind for one in work.session.scalars(select(journal.JournalEvent))}

    before = events()
    delegate_of(at(voting, voting.now), organisation, "Late")
    vote(voting, chain, 1, "Amara")
    vote(voting, chain, 0, "Binta")
    new = [kind for one, kind in events().items() if one not in before]
    assert "organisation.person_appointed" in new
    assert not any("cast" in one or one.startswith("elections.") for one in new)


def test_the_page_tells_a_late_delegate_what_to_do_and_counts_them_for_everybody(
    work: Work, chain: Chain, session: Session, sign_in: SignIn, time: Clock
) -> None:
    voting = freeze(work, chain, "Amara", "Binta")
    organisation = session.get_one(Organisation, chain.organisations[0])
    person, _late = delegate_of(at(voting, voting.now), organisation, "Late")
    session.commit()
    time.move(chain.election.opens_at)
    base = f"/en/elections/{chain.election.slug}"
    address = f"{base}/ballot/{chain.post.id}"
    shown = visit(sign_in(person), address)
    assert shown.status == 403
    assert "The returning officer has to admit you" in shown.text
    asked = shown.send("/delegates")
    assert "The returning officer is asked" in asked.text
    chief = sign_in(session.get_one(Person, chain.election.officer_id))
    pending = visit(chief, f"{base}/requests")
    assert "Late" in pending.text
    (form,) = [one for one in pending.forms if "/delegates/" in one.action]
    chief.post(form.action, data={**dict(form.fields), "admit": "1"})
    assert visit(sign_in(person), address).status == 200
    assert "One delegate was changed after the roll was fixed" in visit(sign_in(person), base).text
    (row,) = queries.delegates(session, chain.election.id, DelegateState.ADMITTED)
    assert row.person_id == person.id
