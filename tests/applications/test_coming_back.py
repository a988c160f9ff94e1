"""A former member applies again: recognised, shown to reviewers, admitted to its own record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.applications import operations, queries
from nswp_gov.applications.states import Answer, State
from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as organisations
from nswp_gov.directory.models import Consent, Organisation, ProfileValue, PublicOrganisation
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.directory.states import Readers, Scope
from nswp_gov.membership import operations as membership
from nswp_gov.membership.models import CategoryFact, Membership, StandingFact
from nswp_gov.membership.operations import AlreadyMember
from nswp_gov.membership.operations.merging import MergedAlready
from nswp_gov.membership.queries import line_of, stays
from nswp_gov.membership.states import Standing
from nswp_gov.store import clock
from nswp_gov.store.errors import Denied
from tests.applications.conftest import WORDS, case, send
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.applications import as_, make_reviewed, seats_of
from tests.factories.bodies import make_board, staff_actor
from tests.factories.directory import fill
from tests.factories.membership import make_listed, make_member


@pytest.fixture
def board(work):
    return make_board(work)


def former_member(work):
    """A member that resigned in March, with an editor, a website, a consent and a hide-us code."""
    known = make_listed(work, name="Zqlantern & Kite", on=date(2025, 1, 15))
    editor = make_person(work, "Amina", email="amina@x.example", totp=False)
    directory.appoint(work, known, editor.id, Acting.EDITOR)
    fill(work, known, Readers.PUBLIC, website="https://zqkite.example.org", host="Zqhost")
    membership.end_membership(
        work, known.id, Standing.RESIGNED, date(2026, 3, 1), reason="Zqtired", tell=False
    )
    return known, editor


def test_a_former_member_comes_back_to_its_record_and_nothing_is_lost(work, board):
    known, editor = former_member(work)
    row = make_reviewed(work, country="KE")
    office = replace(work, actor=staff_actor())
    (match,) = queries.known_as(work.session, row)
    assert (match.organisation_id, match.is_member) == (known.id, False)
    assert queries.former(work.session, row) is None
    operations.recognise(office, row, known)
    seen = queries.former(work.session, row)
    (stay,) = seen.stays
    assert (stay.admitted_on, stay.ended_on) == (date(2025, 1, 15), date(2026, 3, 1))
    assert (stay.how, stay.why) == (Standing.RESIGNED, "Zqtired")
    assert case(work, row).theirs == {editor.id}  # its people examine nothing
    kept = {
        model: {one.id for one in work.session.scalars(select(model))}
        for model in (CategoryFact, StandingFact, Membership, Consent, ProfileValue)
    }
    for person in seats_of(board, "africa"):
        operations.recommend(as_(work, person), row, Answer.YES, **WORDS)
    assert (row.state, row.organisation_id) == (State.ADMITTED, known.id)
    assert work.session.scalars(select(Organisation.id)).all() == [known.id]
    assert known.name == "Zqlantern Kite"  # as it calls itself now
    for model, ids in kept.items():
        assert ids <= {one.id for one in work.session.scalars(select(model))}
    assert line_of(work.session, known.id, date(2026, 2, 1)).standing is Standing.ACTIVE
    between = line_of(work.session, known.id, date(2026, 6, 1))
    assert between.standing is Standing.RESIGNED
    assert line_of(work.session, known.id, work.today).standing is Standing.ACTIVE
    days = [(one.admitted_on, one.ended_on) for one in stays(work.session, known.id)]
    assert days == [(work.today, None), (date(2025, 1, 15), date(2026, 3, 1))]
    view = organisations.profile(work.session, known, work.today)
    assert view.values["website"] == "https://zqkite.example.org"  # not asked for: it stays
    assert view.values["host"] == "Zqhost"  # asked for, and left empty
    consent = organisations.holding_consent(work.session, known.id)
    assert consent.to_public == ["country"]  # what it consents to now, not what it did before
    acting = organisations.acting_people(work.session, known.id, work.now)
    assert acting[Acting.EDITOR] == (editor.id,)
    assert [one.act for one in queries.steps(work.session, row.id)].count("recognised") == 1
    assert queries.former(work.session, row).stays == (stay,)


def test_who_is_recognised_and_by_whom(work, board):
    known, _editor = former_member(work)
    current = make_member(work, name="Zqlantern Kites")
    row = make_reviewed(work)
    office = replace(work, actor=staff_actor())
    assert {one.is_member for one in queries.known_as(work.session, row)} == {True, False}
    with pytest.raises(AlreadyMember):
        operations.recognise(office, row, current)
    with pytest.raises(Denied):
        operations.recognise(as_(work, seats_of(board, "africa")[0]), row, known)
    operations.recognise(office, row, known)
    operations.recognise(office, row, None)
    assert row.organisation_id is None
    operations.recognise(office, row, known)
    membership.merge(work, current, known, reason="Zqone")
    with pytest.raises(MergedAlready):
        operations.recognise(office, row, known)
    first, second = seats_of(board, "africa")
    operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    with pytest.raises(AlreadyMember):  # it became part of a member meanwhile
        operations.recommend(as_(work, second), row, Answer.YES, **WORDS)


def test_what_hid_in_an_emergency_is_not_shown_again_by_an_application(work, board):
    known, _editor = former_member(work)
    directory.unlist(work, Scope.ORGANISATION, str(known.id), "Zqraid")
    row = make_reviewed(work)
    operations.recognise(replace(work, actor=staff_actor()), row, known)
    for person in seats_of(board, "africa"):
        operations.recommend(as_(work, person), row, Answer.YES, **WORDS)
    assert organisations.holding_consent(work.session, known.id) is None
    assert work.session.scalars(select(PublicOrganisation)).all() == []


def test_the_office_says_so_and_the_reviewers_read_the_old_record(
    make_work, client_as, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with make_work() as work:
        board = make_board(work)
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
        known, _editor = former_member(work)
        row_id, known_id = make_reviewed(work).id, known.id
    office, reviewer = client_as(staff), client_as(seats_of(board, "africa")[0])
    one = f"/en/applications/{row_id}"
    assert "This may be known already" in office.get(one).text
    assert "known already" not in reviewer.get(one).text
    assert "Zqtired" not in reviewer.get(one).text
    missing = send(office, f"{one}/recognition", {}, page=one, prefix="recognition-")
    assert missing.status_code == 422
    said = {"record": str(known_id)}
    answer = send(office, f"{one}/recognition", said, page=one, prefix="recognition-")
    assert answer.location == one
    read = reviewer.get(one).text
    for words in ("It was here before", "15 January 2025", "Zqtired", "resigned"):
        assert words in read
