"""From falling vacancies to open nominations: screens, rules and their sources, only forward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.operations import found_board, seat_person, set_rule
from nswp_gov.bodies.states import RuleName
from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.states import LIFE, Kind, State
from nswp_gov.rules import lifecycle
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import Page, visit
from tests.factories.accounts import make_person
from tests.factories.elections import STAFF, african_seat

SignIn = Callable[[Person], FlaskClient]
MOST_SCREENS = 6


@dataclass
class Screens:
    """A browser that counts the pages it was shown."""

    client: FlaskClient
    shown: list[str] = field(default_factory=list)

    def see(self, page: Page) -> Page:
        assert page.status == 200, page.text
        self.shown.append(page.path)
        return page

    def open(self, path: str) -> Page:
        return self.see(visit(self.client, path))


@pytest.fixture
def office(work: Work, session: Session, sign_in: SignIn, time: Clock) -> FlaskClient:
    """The secretariat, a board whose seats stand empty, and somebody to run elections."""
    found_board(work, from_on=date(2026, 1, 1))
    staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    make_person(work, "Dmitri", roles=[Role.RETURNING_OFFICER])
    session.commit()
    return sign_in(staff)


def test_an_election_is_set_up_from_its_vacancies_on_at_most_six_screens(
    office: FlaskClient, session: Session
) -> None:
    screens = Screens(office)
    desk = screens.open("/en/work")
    assert "Set up an election for vacant seats" in desk.text
    assert "11 seats wait for it." in desk.text
    seats = screens.open("/en/elections/new")
    assert len([one for one in seats.form("seat").fields if one[0] == "seat"]) == 11
    plan = screens.see(seats.send("seat"))
    assert "not kept" not in plan.text
    draft = screens.see(plan.send("officer"))  # every default as it is
    asked = screens.open(f"{draft.path.removesuffix('/desk')}/acts/open-nominations")
    opened = screens.see(asked.send("/acts/open-nominations"))
    assert len(screens.shown) <= MOST_SCREENS, screens.shown
    assert "Nominations are open" in opened.text
    (found,) = queries.all_elections(session)
    assert found.state is State.NOMINATIONS
    assert found.deviations == []
    assert "Set up an election for vacant seats" not in visit(office, "/en/work").text
    assert "an election is on its way" in visit(office, "/en/elections/new").text


def test_the_defaults_keep_every_rule_whatever_the_notice(
    office: FlaskClient, work: Work, session: Session
) -> None:
    assembly = bodies.body_by_slug(session, "general-assembly")
    assert assembly is not None
    set_rule(work, assembly, RuleName.NOTICE, {"days": 60}, from_on=work.today, draft_from="eswa")
    session.commit()
    plan = visit(office, "/en/elections/new").send("seat")
    assert "the practice of ESWA" in plan.text
    assert "not kept" not in plan.text
    fields = dict(plan.form("officer").fields)
    opens = datetime.fromisoformat(fields["opens_at"]).date()
    assert (opens - work.today).days == 61


def test_a_rule_that_is_not_kept_is_shown_with_its_source_and_needs_a_reason(
    office: FlaskClient, session: Session
) -> None:
    plan = visit(office, "/en/elections/new").send("seat")
    fields = dict(plan.form("officer").fields)
    soon = (datetime.fromisoformat(fields["nominations_close_at"]) - timedelta(days=20)).isoformat()
    hasty = plan.send("officer", kind="real", nominations_close_at=soon[:16])
    assert hasty.status == 422
    assert "not kept" in hasty.text
    assert "A default of this program; no rule was adopted." in hasty.text
    assert "A rule is not kept. Say why, or change the times." in hasty.text
    kept = dict(hasty.form("officer").fields)["nominations_close_at"]
    assert kept == soon[:16]
    draft = hasty.send("officer", kind="real", deviation_reason="A seat must not stay empty.")
    assert "Days for nominations" in draft.text
    assert "A seat must not stay empty." in draft.text
    (found,) = queries.all_elections(session)
    assert found.deviations == ["nominations_days"]
    assert found.deviation_reason == "A seat must not stay empty."


def set_up(work: Work, seat: Seat, officer: Person, **over: datetime | date) -> Election:
    day = timedelta(days=1)
    times = {
        "record_on": work.today,
        "nominations_close_at": work.now + 28 * day,
        "opens_at": work.now + 45 * day,
        "closes_at": work.now + 60 * day,
        "complaints_until": work.now + 70 * day,
    } | over
    return operations.set_up(
        replace(work, actor=STAFF),
        title={Locale.EN: "Board"},
        kind=Kind.REHEARSAL,
        timetable=Timetable(**times),  # type: ignore[arg-type]  # by name
        plans=[PostPlan(seat, {Locale.EN: "Seat"}, date(2027, 3, 1))],
        officer_id=officer.id,
    )


def test_times_come_in_order_and_each_refusal_stands_beside_its_field(work: Work) -> None:
    seat, officer = african_seat(work), make_person(work, "Dmitri", passphrase=None)
    early = work.now - timedelta(days=1)
    for field_, code in {
        "nominations_close_at": "time_too_early",
        "opens_at": "time_too_early",
        "closes_at": "time_too_early",
        "complaints_until": "time_too_early",
        "claims_until": "time_too_early",
    }.items():
        with pytest.raises(Unfit, match=code) as refused:
            set_up(work, seat, officer, **{field_: early})
        assert refused.value.field == field_
    with pytest.raises(Unfit, match="record_day_too_late"):
        set_up(work, seat, officer, record_on=work.today + timedelta(days=40))


def test_the_rules_of_terms_keep_seats_staggered_and_tell_the_gap(work: Work) -> None:
    seat = african_seat(work)
    person = make_person(work, "Ama", passphrase=None)
    term = seat_person(work, seat, person.id, date(2026, 1, 1))
    assert term.until_on is not None
    on_time, late = (
        queries.term_checks(work.session, [(seat, term.until_on)], begins)[0]
        for begins in (term.until_on - timedelta(days=9), term.until_on + timedelta(days=30))
    )
    assert (on_time.begins_on, on_time.vacant_days, on_time.is_whole) == (term.until_on, 0, True)
    assert (late.vacant_days, late.is_whole) == (30, False)
    assert late.ends_on == on_time.ends_on  # the rest of the same term: still staggered
    assert late.draft_from == "network_site"


def test_steps_go_forward_only_and_each_is_journalled(work: Work) -> None:
    order = list(State)
    for state in State:
        for verb in ("open_nominations", "close_nominations", "freeze", "note_rehearsal",
                     "open_voting", "close_voting", "begin_opening", "count", "declare",
                     "publish", "void"):  # fmt: skip
            try:
                after = LIFE.after(state, verb)
            except lifecycle.WrongState:
                continue
            assert order.index(after) > order.index(state), (state, verb)
    seat, officer = african_seat(work), make_person(work, "Dmitri", passphrase=None)
    found = set_up(work, seat, officer)
    operations.open_nominations(replace(work, actor=STAFF), found)
    kinds = {
        one.kind for one in work.session.query(journal.JournalEvent) if one.subject_id == found.id
    }
    assert kinds == {"elections.set_up", "elections.nominations_opened"}


def test_every_instant_is_shown_for_the_reader_and_in_utc(
    office: FlaskClient, work: Work, session: Session, sign_in: SignIn
) -> None:
    seat = session.get_one(Seat, bodies.seats_falling_vacant(session, work.today, 1)[0].seat_id)
    officer = make_person(work, "Far away", zone="Asia/Kathmandu")
    found = set_up(work, seat, officer)
    operations.open_nominations(replace(work, actor=STAFF), found)
    session.commit()
    shown = visit(sign_in(officer), f"/en/elections/{found.slug}").text
    assert found.opens_at.strftime("%Y-%m-%d %H:%M UTC") in shown
    assert "Kathmandu; " in shown
    assert "London)" in shown
