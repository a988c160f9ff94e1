"""The network that `make` leaves: whole, hidden where it should be, with a past and a present."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text

from nswp_gov.bodies import queries as bodies
from nswp_gov.config import Misconfigured
from nswp_gov.directory.models import (
    Affiliation,
    CountryRisk,
    Organisation,
    PublicOrganisation,
    Representative,
)
from nswp_gov.directory.states import Capacity, TieState
from nswp_gov.elections.models import CountResult, Election, Nomination, Post, SealedBallot
from nswp_gov.elections.queries.questions import question_of
from nswp_gov.elections.states import Kind, State
from nswp_gov.manual.models import Edition
from nswp_gov.meetings.models import Action, Meeting, Minutes
from nswp_gov.meetings.queries import deciding
from nswp_gov.meetings.states import ActionState, MeetingState, MinutesState
from nswp_gov.membership.models import CategoryFact, StandingFact
from nswp_gov.membership.queries import register_as_at
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.sample import making, plan, trustees
from nswp_gov.sample.organisations import INVENTED
from nswp_gov.sealing import unlock
from nswp_gov.store import erasure, texts, verifying
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.links import Link
from nswp_gov.store.search import SearchEntry
from nswp_gov.store.texts import Text, TextRevision, freshness
from nswp_gov.store.work import begin
from tests.factories.accounts import make_person
from tests.sample.conftest import NOW, SMALL, empty_database

pytestmark = [pytest.mark.slow, pytest.mark.database_free]


def test_the_organisations_are_those_of_the_plan(network):
    wanted = plan.plan_network(SMALL, making.SEED, NOW).organisations
    names = set(network.session.scalars(select(Organisation.name)))
    assert names == {one.name for one in wanted}
    assert network.summary.organisations == SMALL


def test_the_register_holds_every_category_and_standing(network):
    lines = register_as_at(network.session, NOW.date())
    assert {line.category for line in lines} == set(Category)
    assert set(network.session.scalars(select(StandingFact.standing))) == set(Standing)
    changed = select(CategoryFact.id).where(CategoryFact.until_on.is_not(None))
    assert network.session.scalars(changed).all()


def test_what_is_not_listed_stands_in_no_public_table(network):
    session = network.session
    listed = set(session.scalars(select(PublicOrganisation.id)))
    hidden = set(session.scalars(select(Organisation.id))) - listed
    assert len(listed) > 40
    assert len(hidden) > 20
    names = set(session.scalars(select(Organisation.name).where(Organisation.id.in_(hidden))))
    for table, column in (
        ("public_facet", "organisation_id"),
        ("public_affiliation", "organisation_id"),
        ("public_affiliation", "other_id"),
        ("sort_key", "record"),
    ):
        found = session.execute(text(f"SELECT {column} FROM {table}")).scalars().all()
        assert not {one.hex for one in hidden} & set(found)
    assert not names & set(session.scalars(select(PublicOrganisation.name)))
    public = select(SearchEntry.subject_id).where(
        SearchEntry.subject_type == "organisation", SearchEntry.audience == "public"
    )
    assert set(session.scalars(public)) <= listed


def test_the_counts_are_those_of_the_listed(network):
    session = network.session
    whole = session.execute(text("SELECT number FROM listed_count WHERE kind = 'all'")).scalar()
    assert whole == session.scalar(select(func.count()).select_from(PublicOrganisation))


def test_the_levels_of_countries_say_that_they_are_invented(network):
    reasons = set(network.session.scalars(select(CountryRisk.reason)))
    assert reasons == {INVENTED}


def test_there_are_ties_handed_over_delegates_and_translations_left_behind(network):
    session = network.session
    states = set(session.scalars(select(Affiliation.state)))
    assert TieState.ACCEPTED in states
    ended = select(Representative.id).where(
        Representative.capacity == Capacity.DELEGATE, Representative.until_at.is_not(None)
    )
    assert session.scalars(ended).all()
    described = session.scalars(
        select(Text).where(Text.field == "description", Text.subject_type == "organisation")
    ).all()
    rows = session.scalars(select(TextRevision)).all()
    fresh = {
        freshness(one, [row for row in rows if row.text_id == one.id], locale)
        for one in described
        for locale in Locale
    }
    assert {Freshness.CURRENT, Freshness.BEHIND, Freshness.MISSING} <= fresh


def test_one_seat_for_africa_is_vacant_and_all_others_are_held(network):
    board = bodies.board(network.session)
    held = bodies.holders(network.session, board.id, NOW.date())
    empty = bodies.seats_falling_vacant(network.session, NOW.date(), 0)
    vacant = [one for one in empty if one.body_id == board.id]
    assert len(held) == 10
    assert [one.region for one in vacant] == ["africa"]


def test_the_past_election_was_counted_and_its_winners_are_seated(network):
    session = network.session
    past = session.scalars(select(Election).where(Election.state == State.PUBLISHED)).one()
    assert past.kind is Kind.REHEARSAL
    posts = session.scalars(select(Post).where(Post.election_id == past.id)).all()
    board = bodies.board(session)
    held = {one.seat_id: one for one in bodies.holders(session, board.id, NOW.date())}
    for post in posts:
        result = session.scalars(select(CountResult).where(CountResult.post_id == post.id)).one()
        winner = session.scalars(
            select(Nomination).where(
                Nomination.post_id == post.id, Nomination.option.in_(result.elected)
            )
        ).one()
        assert held[post.seat_id].person_id == winner.person_id
        assert result.ballots >= 5
    assert len(posts) == 3
    assert session.scalar(select(func.count()).select_from(SealedBallot)) == 0


def test_one_election_takes_nominations_for_the_vacant_seat(network):
    session = network.session
    now = session.scalars(select(Election).where(Election.state == State.NOMINATIONS)).one()
    (post,) = session.scalars(select(Post).where(Post.election_id == now.id)).all()
    board = bodies.board(session)
    held = {one.seat_id for one in bodies.holders(session, board.id, NOW.date())}
    assert post.region == "africa"
    assert post.seat_id not in held
    assert now.nominations_close_at > NOW


def test_the_organisations_answer_a_motion_of_the_assembly_by_sealed_ballot(network):
    session = network.session
    on = session.scalars(select(Election).where(Election.state == State.OPEN)).one()
    (link,) = session.scalars(select(Link).where(Link.to_id == on.id, Link.from_type == "motion"))
    assert deciding(session, link.from_id) is on
    question = question_of(session, on.id)
    titles = texts.texts_of(session, "election_post", question.id)["title"]
    said = texts.shown_in(texts.revisions_of(session, [titles.id])[titles.id])
    assert set(said) == set(Locale)
    assert on.opens_at < NOW < on.closes_at


def test_two_minutes_are_published_one_circulates_and_a_meeting_is_called(network):
    session = network.session
    board = bodies.board(session).id
    of_board = select(Meeting).where(Meeting.body_id == board).order_by(Meeting.starts_at)
    meetings = session.scalars(of_board).all()
    states = [one.state for one in meetings]
    assert states == [MeetingState.CLOSED] * 3 + [MeetingState.CALLED]
    by_meeting = {one.meeting_id: one.state for one in session.scalars(select(Minutes))}
    assert [by_meeting.get(one.id) for one in meetings] == [
        MinutesState.PUBLISHED,
        MinutesState.PUBLISHED,
        MinutesState.CORRECTIONS,
        None,
    ]
    assert set(session.scalars(select(Action.state))) == set(ActionState)


def test_the_third_edition_of_the_manual_is_in_force(network):
    editions = network.session.scalars(select(Edition).order_by(Edition.number)).all()
    assert [one.number for one in editions] == [1, 2, 3]
    for old, new in pairwise(editions):
        assert old.until_on == new.from_on <= NOW.date()


def test_the_journal_is_whole(network):
    report = verifying.verify(network.session, now=NOW, models=erasure.governed())
    assert report.findings == ()
    assert report.events == network.summary.events


def test_the_trustees_find_their_keys_in_the_rehearsal_folder(network):
    for one in trustees.keepers(making.SEED):
        folder = network.settings.instance / "rehearsal" / one.role
        passphrase = (folder / "passphrase.txt").read_text(encoding="utf-8")
        key = unlock((folder / "secret.key").read_bytes(), passphrase)
        assert key.secret == trustees.key_of(making.SEED, one.role).secret
        assert (folder / "secret.key").stat().st_mode & 0o077 == 0


def test_a_second_make_changes_nothing(network):
    again = making.make(network.settings, size=150, seed=1, now=NOW + timedelta(days=3))
    assert again == making.Summary(
        organisations=SMALL,
        people=network.summary.people,
        events=network.summary.events,
        seed=making.SEED,
        is_new=False,
    )


def test_cards_and_codes_are_told_for_the_sample_alone(network, tmp_path):
    cards = making.cards(network.settings)
    assert len(cards) == len({one.sign_in_name for one in cards}) == 13
    with pytest.raises(Misconfigured, match="no such part"):
        making.sign_in_code(network.settings, "nobody", NOW)
    with pytest.raises(Misconfigured, match="without a code"):
        making.sign_in_code(network.settings, "editor", NOW)
    assert len(making.sign_in_code(network.settings, "secretariat", NOW)) == 6
    real = empty_database(tmp_path)
    for asked in (making.cards, lambda one: making.sign_in_code(one, "secretariat", NOW)):
        with pytest.raises(making.NotASample):
            asked(real)


def test_a_real_instance_is_refused(network, tmp_path):
    real = empty_database(tmp_path)
    engine = open_engine(real.database_url)
    with writing(), network.session.__class__(engine) as session, begin(session, SYSTEM, NOW) as w:
        make_person(w, "Somebody real")
    engine.dispose()
    with pytest.raises(making.NotASample):
        making.make(real, now=NOW)


def test_too_small_a_network_is_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        making.make(empty_database(tmp_path), size=20, now=NOW)
