"""The manual of the sample network: its history, its translations, the rules that it states."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import BodyRule, Seat
from nswp_gov.bodies.states import Electorate, RuleName
from nswp_gov.elections.models import Election
from nswp_gov.elections.states import State
from nswp_gov.manual import queries
from nswp_gov.manual.models import Acknowledgement, Clause, Edition
from nswp_gov.manual.operations import first_manual
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.sample import editions as told
from nswp_gov.store.links import Link, Relation
from tests.sample.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.database_free]

LAST = first_manual.EDITIONS[-1]


@pytest.fixture
def editions(network):
    return network.session.scalars(select(Edition).order_by(Edition.number)).all()


@pytest.fixture
def clauses(network):
    return {row.id: row.key for row in network.session.scalars(select(Clause))}


def book(network, edition, locale=Locale.EN):
    return queries.book_of_edition(network.session, edition, locale)


def comparison(network, old, new):
    return queries.compare_books(book(network, old), book(network, new))


def test_three_decisions_of_meetings_made_the_editions(network, editions):
    session = network.session
    links = session.scalars(
        select(Link).where(Link.relation == Relation.ADOPTED_BY, Link.from_type == "edition")
    ).all()
    by_edition = {link.from_id: session.get_one(Decision, link.to_id) for link in links}
    adopted = [by_edition[edition.id] for edition in editions]
    assert len({decision.meeting_id for decision in adopted}) == 3
    for edition, decision in zip(editions, adopted, strict=True):
        assert edition.adopted_on == decision.decided_on < edition.from_on
        assert edition.is_substantive


def test_what_each_edition_did_is_what_its_files_say(network, editions):
    one, two, three = editions
    second = {change.key: change for change in comparison(network, one, two).changes}
    steps = first_manual.structure()["edition"]["2"]
    assert set(second) == {
        *steps["changed"],
        *steps["corrected"],
        "whom-not-to-ask",
        "register-of-interests",
    }
    assert second["register-of-interests"].is_moved
    assert second["whom-not-to-ask"].is_added
    third = {change.key: change for change in comparison(network, two, three).changes}
    assert third["membership-fee"].is_removed
    added = {key for key, change in third.items() if change.is_added}
    assert added == {"complaint-circle", "languages", "five-languages", "authoritative-language"}
    assert not third["counting"].is_substantive
    for key in ("yearly-confirmation", "nominations", "complaints"):
        assert third[key].is_substantive
    assert len(third) == 1 + 4 + 1 + 3
    numbers = {entry.key: entry.number for entry in book(network, three).entries}
    assert numbers["complaint-circle"] == "6.2"
    assert numbers["languages"] == "9"
    assert numbers["reading"] == "10.4"


def test_every_day_since_the_first_has_its_edition(network, editions):
    document = network.session.get_one(type(editions[0]), editions[0].id).document_id
    for edition in editions:
        found = queries.as_at(network.session, document, edition.from_on, Viewer.public())
        assert found.id == edition.id
    assert queries.as_at(network.session, document, NOW.date(), Viewer.public()) is editions[-1]


def test_three_translations_are_behind_or_missing_and_all_others_are_there(network, editions):
    stale = {}
    for locale in first_manual.TRANSLATED:
        for entry in book(network, editions[-1], locale).entries:
            if entry.freshness is not Freshness.MACHINE_ASSISTED:
                assert entry.freshness in {Freshness.BEHIND, Freshness.MISSING}
                stale[locale, entry.key] = entry.freshness
    assert stale == {
        (Locale.RU, "review"): Freshness.BEHIND,
        (Locale.ZH_HANS, "whom-not-to-ask"): Freshness.MISSING,
        (Locale.ES, "nominations"): Freshness.BEHIND,
    }
    left = [(locale, key) for some in told.LEFT_BEHIND.values()
            for locale, keys in some.items() for key in keys]  # fmt: skip
    assert set(stale) == set(left)


def test_every_rule_in_force_is_what_its_clause_says_and_leads_to_it(network, clauses):
    session = network.session
    links = session.scalars(
        select(Link).where(Link.relation == Relation.STATED_IN, Link.from_type == "body_rule")
    ).all()
    leads = {link.from_id: clauses[link.to_id] for link in links}
    stated = {(row.body, row.name): row for row in first_manual.stated_rules(LAST)}
    for body in bodies.bodies(session):
        for name, rule in bodies.rules_of(session, body.id, NOW.date()).items():
            if (row := stated.pop((body.slug, name), None)) is not None:
                assert rule.value == dict(row.value)
                assert leads[rule.id] == row.clause
    assert stated == {}


def test_the_quorum_of_the_board_was_changed_by_the_decision_that_adopted_the_edition(
    network, editions
):
    session = network.session
    board = bodies.board(session)
    day = editions[1].from_on
    rules = session.scalars(
        select(BodyRule)
        .where(BodyRule.body_id == board.id, BodyRule.name == RuleName.QUORUM)
        .order_by(BodyRule.from_on)
    ).all()
    before, since = rules
    assert (before.until_on, since.from_on) == (day, day)
    assert (before.value["groups"], since.value["groups"]) == (3, 4)
    assert before.is_draft_default
    assert not since.is_draft_default
    decisions = {
        link.from_type: link.to_id
        for link in session.scalars(
            select(Link).where(
                Link.relation == Relation.ADOPTED_BY, Link.from_id.in_([since.id, editions[1].id])
            )
        )
    }
    assert decisions["body_rule"] == decisions["edition"]


def test_elected_seats_and_the_elections_that_are_on_lead_to_their_clauses(network, clauses):
    session = network.session
    links = session.scalars(select(Link).where(Link.relation == Relation.STATED_IN)).all()
    seats = {link.from_id: clauses[link.to_id] for link in links if link.from_type == "seat"}
    elected = session.scalars(select(Seat.id).where(Seat.electorate != Electorate.BOARD)).all()
    assert seats == dict.fromkeys(elected, "electorates")
    assert len(elected) == 11
    ran = {link.from_id for link in links if link.from_type == "election"}
    on = select(Election.id).where(Election.state.in_([State.NOMINATIONS, State.OPEN]))
    assert ran == set(session.scalars(on))
    assert len(ran) == 2
    keys = {clauses[link.to_id] for link in links if link.from_type == "election"}
    assert keys == set(first_manual.structure()["elections"]["clauses"])


def test_having_read_is_asked_again_after_the_third_edition(network, editions):
    rows = network.session.scalars(select(Acknowledgement)).all()
    readers = {n: {r.reader_id for r in rows if r.edition_id == editions[n - 1].id} for n in (2, 3)}
    assert readers[3] < readers[2]
    still = readers[2] - readers[3]
    assert queries.due_of(network.session, editions[2], list(readers[2])) == still
