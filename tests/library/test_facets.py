"""Facets and counts against brute force, for every reader; order, pages, no dead ends."""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pytest

from nswp_gov.library import operations, queries
from nswp_gov.library.models import ListedBits, ListedResource, ListedTitle, Resource
from nswp_gov.library.operations import Facts, Words
from nswp_gov.library.queries import Asked
from nswp_gov.library.states import Facet, Order, Readership
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Audience, CircleKind, Step, Viewer
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from tests.factories.bodies import make_board
from tests.factories.library import make_resource, random_facts
from tests.sizes import prove, size

SEED = 25
FIRST, SIZES = 24, size(400, 10_000)
ASKED = size(30, 60)


@dataclass(frozen=True)
class Known:
    """What brute force counts from: what was given, not what was stored."""

    id: uuid.UUID
    audience: Audience
    title: str
    values: dict[Facet, frozenset[str]]
    published_at: Any


def values_of(facts: dict[str, Any], tags: list[str], partners: list[str]) -> dict[Facet, Any]:
    return {
        Facet.KIND: frozenset({facts["kind"].value}),
        Facet.THEME: frozenset(facts["themes"]),
        Facet.REGION: frozenset(facts["regions"]),
        Facet.COUNTRY: frozenset(facts["countries"]),
        Facet.LANGUAGE: frozenset(tags),
        Facet.YEAR: frozenset({str(facts["year"])} if facts["year"] else ()),
        Facet.PARTNER: frozenset(partners),
        Facet.SERIES: frozenset(),
    }


def title_of(dice: random.Random) -> str:
    letters = "abcdeéñzябвй研究"
    return "".join(dice.choice(letters) for _ in range(6)).capitalize()


@pytest.fixture
def board(work):
    return make_board(work).body


def shelf(work, store, board, dice, number):
    """Publish resources of every kind by the real operations; return what was given."""
    audiences = {
        Readership.PUBLIC: PUBLIC,
        Readership.MEMBERS: MEMBERS,
        Readership.BOARD: Audience.of(CircleKind.BODY, board.id) if board else SECRETARIAT,
    }
    names = [operations.add_partner(work, f"Institute {one}").slug for one in "ABC"]
    given = []
    for at in range(number):
        then = replace(work, now=work.now.replace(microsecond=at))
        facts, title = random_facts(dice), title_of(dice)
        partners = dice.sample(names, dice.randint(0, 2))
        tags = dice.sample(["en", "fr", "ar", "zh-Hans"], dice.randint(0, 2))
        row = make_resource(
            then,
            store,
            title=title,
            partners=partners,
            links={tag: f"https://example.org/{tag}" for tag in tags},
            **facts,
        )
        values = values_of(facts, tags, partners)
        given.append(Known(row.id, audiences[facts["audience"]], title, values, then.now))
    return given


def multiply(work, given, dice, number):
    """Write many more listed rows as the operations write them, without their texts and journal."""
    bits: dict[tuple[str, str], set[int]] = {}
    known = {one.id: one for one in given}
    for row in work.session.query(ListedResource).all():
        for facet, value in pairs(known[row.id]):
            bits.setdefault((facet, value), set()).add(row.position)
    models, made = [], []
    start = work.session.query(ListedResource).count()
    source = [one for one in given if one.audience.is_public]
    for position in range(start, number):
        pattern, new = dice.choice(source), uuid.uuid4()
        one = replace(pattern, id=new, title=title_of(dice))
        made.append(one)
        for facet, value in pairs(one):
            bits.setdefault((facet, value), set()).add(position)
        models.append((position, one))
    return models, made, bits


def pairs(one: Known):
    yield "audience", one.audience.code
    for facet, values in one.values.items():
        for value in values:
            yield facet.value, value


def grow(work, given, dice, number):
    models, made, bits = multiply(work, given, dice, number)
    pattern = work.session.query(Resource).filter_by(audience=Readership.PUBLIC).first()
    rows, listed, titles = [], [], []
    columns = {c.key: getattr(pattern, c.key) for c in Resource.__table__.columns}
    for position, one in models:
        slug = f"x{position}"
        rows.append({**columns, "id": one.id, "slug": slug})
        said = {"title": {"en": one.title}}
        (year,) = one.values[Facet.YEAR] or {None}
        listed.append(
            {
                "id": one.id, "position": position, "slug": slug, "audience": one.audience.code,
                "kind": pattern.kind, "year": int(year) if year else None, "locale": Locale.EN,
                "published_on": work.today, "changed_at": work.now, "said_open": said,
            }
        )  # fmt: skip
        titles += [
            {"position": position, "locale": locale, "key": sort_key(one.title, locale)}
            for locale in Locale
        ]
    for table, lines in (
        (Resource.__table__, rows),
        (ListedResource.__table__, listed),
        (ListedTitle.__table__, titles),
    ):
        work.session.execute(table.insert(), lines)
    work.session.execute(ListedBits.__table__.delete())
    work.session.execute(
        ListedBits.__table__.insert(),
        [
            {"facet": facet, "value": value, "bits": packed(members)}
            for (facet, value), members in bits.items()
        ],
    )
    work.session.expire_all()
    return made


def packed(members: set[int]) -> bytes:
    number = sum(1 << one for one in members)
    return number.to_bytes((number.bit_length() + 7) // 8, "little")


def brute(given, viewer, chosen):
    """Return what fits, and the counts, by looking at every resource."""
    audiences = viewer.audiences()
    fitting, counts = [], {facet: Counter() for facet in Facet}
    for one in given:
        if one.audience not in audiences:
            continue
        missed = [facet for facet, asked in chosen.items() if not one.values[facet] & asked]
        if not missed:
            fitting.append(one)
        for facet in Facet:
            if set(missed) <= {facet}:  # its own choice does not narrow a facet
                counts[facet].update(one.values[facet])
    return fitting, counts


def viewers(board):
    return (
        Viewer.public(),
        Viewer(step=Step.MEMBERS),
        Viewer(step=Step.MEMBERS, bodies=frozenset({board.id})),
        Viewer(step=Step.SECRETARIAT),
    )


def choose(dice, counts):
    chosen = {}
    for facet in dice.sample(list(Facet), dice.randint(1, 4)):
        known = sorted(counts[facet])
        if known:
            chosen[facet] = frozenset(dice.sample(known, min(len(known), dice.randint(1, 2))))
    return chosen


def test_counts_are_those_of_brute_force_for_every_reader(work, store, board):
    dice = random.Random(SEED)
    given = shelf(work, store, board, dice, FIRST)
    given += grow(work, given, dice, SIZES)
    known = queries.index(work.session)
    start, tried = time.perf_counter(), 0
    for viewer in viewers(board):
        _all, every = brute(given, viewer, {})
        for _ in range(ASKED):
            chosen = choose(dice, every)
            fitting, counts = brute(given, viewer, chosen)
            page = queries.page(work.session, known, viewer, Asked(chosen=chosen), Locale.EN)
            assert page.total == len(fitting)
            assert page.counts == counts
            assert {one.id for one in page.rows} <= {one.id for one in fitting}
            tried += 1
    prove(
        "library",
        {"resources": len(given), "questions": tried, "seconds": time.perf_counter() - start},
        seed=SEED,
        part="facets",
    )


def test_no_offered_value_leads_to_nothing(work, store):
    dice = random.Random(SEED)
    shelf(work, store, None, dice, FIRST)
    known = queries.index(work.session)
    viewer = Viewer.public()
    for _ in range(20):
        every = known.counts(known.seen_by(viewer), {})
        chosen = choose(dice, every)
        counts = known.counts(known.seen_by(viewer), chosen)
        for facet, values in counts.items():
            for value, number in values.items():
                more = {**chosen, facet: chosen.get(facet, frozenset()) | {value}}
                left = known.matching(known.seen_by(viewer), more).bit_count()
                assert left >= number > 0


def test_pages_hold_everything_once_in_order(work, store):
    given = shelf(work, store, None, random.Random(SEED), FIRST)
    for order in Order:
        one_order(work, given, order)


def one_order(work, given, order):
    known = queries.index(work.session)
    viewer = Viewer(step=Step.SECRETARIAT)
    seen = []
    for number in range(1, 100):
        asked = Asked(order=order, page=number)
        page = queries.page(work.session, known, viewer, asked, Locale.FR, size=7)
        if page.number < number:
            break
        seen += [one.id for one in page.rows]
    by_id = {one.id: one for one in given}
    newest = sorted(given, key=lambda one: one.published_at, reverse=True)
    wanted = {
        Order.NEWEST: newest,
        Order.YEAR: sorted(newest, key=lambda one: max(one.values[Facet.YEAR], default=""),
                           reverse=True),
        Order.TITLE: sorted(given, key=lambda one: sort_key(one.title, Locale.FR)),
    }[order]  # fmt: skip
    key = {Order.TITLE: lambda one: sort_key(one.title, Locale.FR)}.get(order, lambda one: one.id)
    assert [key(by_id[one]) for one in seen] == [key(one) for one in wanted]
    assert len(set(seen)) == len(given)


def test_a_change_of_facets_moves_the_counts(work, store):
    row = make_resource(work, store, themes=["health"], countries=["KE"])
    operations.edit_resource(
        work, row, Facts(kind=row.kind, themes=["labour"]), Words(title="Other", summary="Words.")
    )
    known = queries.index(work.session)
    counts = known.counts(known.public(), {})
    assert counts[Facet.THEME] == {"labour": 1}
    assert counts[Facet.COUNTRY] == {}
    operations.withdraw(work, row, store)
    known = queries.index(work.session)
    assert known.public() == 0
    assert known.counts(known.public(), {}) == {facet: {} for facet in Facet}


def test_a_list_costs_the_same_statements_however_many_filters(work, store, session, count_queries):
    for _ in range(5):
        make_resource(work, store, themes=["health"], countries=["KE"], regions=["africa"])
    queries.index(session)
    chosen = {Facet.THEME: frozenset({"health"}), Facet.COUNTRY: frozenset({"KE"})}
    with count_queries() as seen:
        known = queries.index(session)
        queries.page(session, known, Viewer.public(), Asked(chosen=chosen), Locale.EN)
    assert len(seen) == 3  # two marks, the rows
