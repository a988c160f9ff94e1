"""Whom a letter reaches: the register as of that moment, each in their language, none twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as sized
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from nswp_gov.bodies import queries as bodies
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity, Risk
from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.audience import EVERY_MEMBER, Audience
from nswp_gov.mailings.states import Channel, Form, Frequency, Kind
from nswp_gov.membership import operations as membership
from nswp_gov.membership.operations import AFTERWARDS
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store import holds
from nswp_gov.store.errors import Denied
from nswp_gov.store.outbox import address_index
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.mailings import OFFICE, choose, make_read, subscribe
from tests.factories.membership import make_member
from tests.sizes import size

FROZEN = frozenset


def ids(session: Session, audience: Audience, now=NOW, kind: Kind = Kind.NEWS) -> set:
    found = queries.recipients(session, audience, now, kind=kind)
    assert len({one.mark for one in found}) == len(found)
    return {one.person_id or one.subscription_id for one in found}


def test_members_are_narrowed_by_region_country_category_and_capacity(work: Work) -> None:
    _kenya, amina = make_read(work, country="KE", name="Amina")
    _france, bela = make_read(work, Category.ASSOCIATE, country="FR", name="Bela")
    office = make_person(work, "Carla", roles=["secretariat"])
    everybody = ids(work.session, EVERY_MEMBER)
    assert {amina.id, bela.id} <= everybody
    assert office.id not in everybody
    for narrowed in (
        Audience(members=True, regions=FROZEN({"africa"})),
        Audience(members=True, countries=FROZEN({"KE"})),
        Audience(members=True, categories=FROZEN({"full"})),
    ):
        assert ids(work.session, narrowed) == {amina.id}
    delegates = Audience(members=True, capacities=FROZEN({"delegate"}))
    assert ids(work.session, delegates) == set()


def test_roles_lists_people_and_organisations_are_added(work: Work) -> None:
    house, amina = make_read(work, name="Amina")
    office = make_person(work, "Carla", roles=["secretariat"])
    translator = make_person(work, "Fatou", roles=["translator_fr"])
    board = make_board(work)
    seat = bodies.seats_of(work.session, board.body.id, work.today)[0]
    holder = next(
        one.person_id
        for one in bodies.holders(work.session, board.body.id, work.today)
        if one.seat_id == seat.id
    )
    staff = replace(work, actor=OFFICE)
    group = operations.begin_list(staff, "A group")
    operations.put_on(staff, group, person_id=translator.id)
    operations.put_on(staff, group, organisation_id=house.id)
    operations.put_on(staff, group, organisation_id=house.id)
    assert ids(work.session, Audience(roles=FROZEN({"secretariat"}))) == {office.id}
    assert ids(work.session, Audience(roles=FROZEN({"translator"}))) == {translator.id}
    assert holder in ids(work.session, Audience(roles=FROZEN({"board"})))
    assert ids(work.session, Audience(lists=FROZEN({group.slug}))) == {translator.id, amina.id}
    assert ids(work.session, Audience.of_people([office.id])) == {office.id}
    assert ids(work.session, Audience(organisations=FROZEN({house.id}))) == {amina.id}
    operations.end_list(staff, group)
    assert ids(work.session, Audience(lists=FROZEN({group.slug}))) == set()


def test_lists_follow_a_merger(work: Work) -> None:
    kept, gone, other = (make_member(work, name=name) for name in ("One", "Two", "Three"))
    staff = replace(work, actor=OFFICE)
    both, one = operations.begin_list(staff, "Both"), operations.begin_list(staff, "One")
    for named, houses in ((both, (kept, gone, other)), (one, (gone,))):
        for house in houses:
            operations.put_on(staff, named, organisation_id=house.id)
    operations.repoint(work, kept.id, gone.id)
    work.session.flush()
    held = {
        named.name: {row.name for row in queries.entries(work.session, named.id)}
        for named in (both, one)
    }
    assert held == {"Both": {"One", "Three"}, "One": {"One"}}
    assert operations.repoint in AFTERWARDS


def test_a_language_narrows_everybody_and_is_counted(work: Work) -> None:
    _house, amina = make_read(work, locale=Locale.FR)
    make_read(work, locale=Locale.ZH_HANS)
    french = Audience(members=True, languages=FROZEN({"fr"}))
    assert ids(work.session, french) == {amina.id}
    reached = queries.reached(work.session, EVERY_MEMBER, NOW)
    assert reached.languages == {Locale.FR: 1, Locale.ZH_HANS: 1}
    assert (reached.total, reached.by_mail, reached.on_page) == (2, 2, 0)


def test_the_list_is_for_the_secretariat_alone(work: Work) -> None:
    make_read(work, name="Bela")
    make_read(work, name="Amina")
    rows = queries.listed(work.session, OFFICE, EVERY_MEMBER, NOW, kind=Kind.NEWS)
    assert [one.name for one in rows] == ["Amina", "Bela"]
    officer = replace(OFFICE, roles=FROZEN({"returning_officer"}))
    with pytest.raises(Denied):
        queries.listed(work.session, officer, EVERY_MEMBER, NOW, kind=Kind.NEWS)


def test_what_somebody_chose_is_honoured(work: Work) -> None:
    _house, amina = make_read(work)

    def channel(kind: Kind, frequency: Frequency | None = None) -> Channel | None:
        found = queries.recipients(work.session, EVERY_MEMBER, NOW, kind=kind, frequency=frequency)
        return found[0].channel if found else None

    assert channel(Kind.NEWS) is Channel.MAIL
    choose(work, amina, wanted=FROZEN({Kind.ALERT, Kind.DIGEST}), frequency=Frequency.WEEKLY)
    assert channel(Kind.NEWS) is None
    assert channel(Kind.ALERT) is Channel.MAIL
    assert channel(Kind.GOVERNANCE) is Channel.MAIL, "rights hang on it"
    choose(work, amina, frequency=Frequency.WEEKLY)
    assert channel(Kind.NEWS) is Channel.LATER
    assert channel(Kind.CALL) is Channel.MAIL, "a call does not wait"
    assert channel(Kind.DIGEST, Frequency.WEEKLY) is Channel.MAIL
    assert channel(Kind.DIGEST, Frequency.MONTHLY) is None
    assert channel(Kind.DIGEST, Frequency.QUARTERLY) is None
    choose(work, amina, channel=Channel.PAGE)
    assert channel(Kind.GOVERNANCE) is Channel.PAGE
    choose(work, amina)
    assert channel(Kind.DIGEST, Frequency.QUARTERLY) is Channel.MAIL
    assert channel(Kind.DIGEST, Frequency.WEEKLY) is None


def test_who_has_no_address_reads_it_on_the_page(work: Work) -> None:
    make_read(work, email=None)
    reached = queries.reached(work.session, EVERY_MEMBER, NOW)
    assert (reached.total, reached.by_mail, reached.on_page) == (1, 0, 1)


def test_one_address_gets_one_letter(work: Work) -> None:
    _first, one = make_read(work, email="shared@example.org")
    _second, two = make_read(work, email="Shared@example.org")
    subscribe(work, "shared@example.org")
    audience = Audience(members=True, subscribers=True)
    found = queries.recipients(work.session, audience, NOW, kind=Kind.NEWS)
    assert {row.person_id for row in found} == {one.id, two.id}
    assert sorted(row.channel for row in found) == [Channel.MAIL, Channel.PAGE]


def test_people_from_outside_get_the_kinds_they_asked_for(work: Work) -> None:
    subscribe(work, "out@example.org", kinds=(Kind.ALERT,))
    audience = Audience(subscribers=True)
    assert ids(work.session, audience) == set()
    assert len(ids(work.session, audience, kind=Kind.ALERT)) == 1
    assert ids(work.session, EVERY_MEMBER, kind=Kind.ALERT) == set()


def test_people_from_outside_who_chose_regions_get_what_concerns_one_of_them(work: Work) -> None:
    subscribe(work, "africa@example.org", regions=("africa",))
    subscribe(work, "both@example.org", regions=("africa", "europe"))
    subscribe(work, "all@example.org")

    def reached(**narrowed: frozenset[str]) -> set[str]:
        audience = Audience(subscribers=True, **narrowed)
        found = queries.recipients(work.session, audience, NOW, kind=Kind.NEWS)
        return {one.address.partition("@")[0] for one in found if one.address}

    assert reached() == {"africa", "both", "all"}
    for narrows in ("regions", "about"):
        assert reached(**{narrows: FROZEN({"europe"})}) == {"both", "all"}
        assert reached(**{narrows: FROZEN({"africa"})}) == {"africa", "both", "all"}
    assert reached(about=FROZEN({"africa"}), regions=FROZEN({"europe"})) == {"both", "all"}


def test_subject_and_sender_are_neutral_where_the_risk_asks_for_it(work: Work) -> None:
    house, amina = make_read(work, country="KE")

    def form() -> Form:
        (found,) = queries.recipients(work.session, EVERY_MEMBER, NOW, kind=Kind.NEWS)
        return found.form

    assert form() is Form.POINTER, "neutral is where everybody begins"
    choose(work, amina, form=Form.NAMED)
    assert form() is Form.PLAIN, "a country nobody judged counts as raised"
    staff = replace(work, actor=OFFICE)
    directory.assess_risk(staff, "KE", Risk.ORDINARY, "looked at")
    assert form() is Form.NAMED
    second = make_member(work, country="UG")
    directory.appoint(work, second, amina.id, Capacity.CONTACT)
    directory.assess_risk(staff, "UG", Risk.SEVERE, "looked at")
    assert form() is Form.PLAIN, "the gravest risk of those somebody acts for"
    choose(work, amina, form=Form.POINTER)
    assert form() is Form.POINTER
    assert house.country == "KE"


audiences = st.builds(
    Audience,
    members=st.booleans(),
    regions=st.frozensets(st.sampled_from(["africa", "europe"])),
    countries=st.frozensets(st.sampled_from(["KE", "FR"])),
    categories=st.frozensets(st.sampled_from(list(Category)).map(str)),
    capacities=st.frozensets(st.sampled_from(list(Capacity)).map(str)),
    languages=st.frozensets(st.sampled_from(list(Locale)).map(str)),
    people=st.frozensets(st.uuids()),
    subscribers=st.booleans(),
    about=st.frozensets(st.sampled_from(["africa", "europe"])),
)


@given(audiences)
@sized(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_audience_survives_as_plain_data(audience: Audience) -> None:
    assert Audience.from_json(audience.to_json()) == audience


@given(data=st.data())
@sized(
    max_examples=size(8, 200),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_it_reaches_the_register_as_of_the_moment_of_sending(session: Session, data) -> None:
    """Random lives of three members against a plain reckoning; asked at every step."""
    nested = session.begin_nested()
    try:
        _check_lives(Work(session, OFFICE, NOW), data)
    finally:
        nested.rollback()
        session.expunge_all()


def _check_lives(work: Work, data) -> None:
    session = work.session
    session.info["touched"] = {}
    alive: dict = {}
    for country, category in (("KE", "full"), ("FR", "associate"), ("KE", "supporting")):
        house, reader = make_read(
            work, Category(category), country=country, capacity=Capacity.CONTACT
        )
        alive[reader.id] = {
            "house": house, "country": country, "category": category, "is_in": True,
            "acts": True, "stopped": False, "person": reader,
        }  # fmt: skip
    steps = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(["category", "leave", "resign", "stop"]),
                st.integers(0, 2),
                st.sampled_from(["full", "associate", "supporting"]),
            ),
            max_size=6,
        )
    )
    wanted = data.draw(st.frozensets(st.sampled_from(["full", "associate", "supporting"])))
    countries = data.draw(st.frozensets(st.sampled_from(["KE", "FR"])))
    audience = Audience(members=True, categories=wanted, countries=countries)
    for number, (what, at, category) in enumerate(steps, start=1):
        then = replace(work, now=NOW + timedelta(days=number))
        _live(then, list(alive.values())[at], what, category)
        expected = {
            key
            for key, one in alive.items()
            if one["is_in"] and one["acts"]
            and (not wanted or one["category"] in wanted)
            and (not countries or one["country"] in countries)
        }  # fmt: skip
        found = queries.recipients(session, audience, then.now, kind=Kind.GOVERNANCE)
        assert {one.person_id for one in found} == expected
        by_mail = {one.person_id for one in found if one.channel is Channel.MAIL}
        assert by_mail == {key for key in expected if not alive[key]["stopped"]}


def _live(work: Work, one: dict, what: str, category: str) -> None:
    if what == "category" and one["is_in"] and category != one["category"]:
        membership.change_category(
            work, one["house"], Category(category), work.today, reason="as it is"
        )
        one["category"] = category
    elif what == "leave" and one["is_in"]:
        membership.change_standing(
            work, one["house"], Standing.RESIGNED, work.today, reason="as it is"
        )
        one["is_in"] = False
    elif what == "resign" and one["acts"]:
        (row,) = [found for found, _name in queries_of(work, one) if found.until_at is None]
        directory.end_appointment(work, row)
        one["acts"] = False
    elif what == "stop":
        holds.stop(work.session, address_index(one["person"].email), now=work.now)
        one["stopped"] = True


def queries_of(work: Work, one: dict):
    from nswp_gov.directory.queries import appointments

    return appointments(work.session, one["house"].id)
