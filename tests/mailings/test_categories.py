"""Nobody outside can tell a category: two networks that differ in nothing else look the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from nswp_gov.announcements import operations as news
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation, PublicOrganisation
from nswp_gov.directory.views import kept
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.links import Stop
from nswp_gov.mailings.states import Kind
from nswp_gov.membership.models import CategoryFact
from nswp_gov.membership.states import Category
from nswp_gov.rules.regions import Region
from nswp_gov.sample.plan import plan_network
from nswp_gov.store.outbox import address_index
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.directory.outputs import addresses, ask, differences, open_rules, picture
from tests.factories.announcements import office, written
from tests.factories.bulk import write_in_bulk
from tests.factories.mailings import make_mailing, make_reader, send, subscribe
from tests.sizes import size

SEEDS = range(size(1, 12))
HOUR = timedelta(hours=1)
Categories = Mapping[Any, str]


@pytest.fixture(autouse=True)
def one_instant() -> Any:
    """Rows change behind the program's back: every page is made anew, at one instant."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept.shelf, "most", 0)
        patch.setattr("nswp_gov.store.clock.now", lambda: NOW + HOUR)
        yield


def arrange(work: Work, seed: int) -> tuple[Random, list[Any]]:
    """A generated network in which somebody acts for each member, and what is to be published."""
    chance = Random(seed)
    plan = plan_network(chance.randint(*size((15, 20), (20, 60))), seed, NOW)
    write_in_bulk(work.session, plan.organisations, plan.risks)
    for row in work.session.scalars(select(Organisation)).all():
        if chance.random() < 0.3:
            make_reader(work, organisation=row)
    subscribe(work, "outside@example.org")
    drafts = []
    for number in range(3):
        draft = written(work, regions=chance.sample(sorted(Region), number % 2))
        narrowed = frozenset(chance.sample(sorted(Category), 1))
        audience = Audience(members=True, categories=narrowed, subscribers=True)
        drafts.append(news.mail_to(office(work), draft, audience))
    return chance, drafts


def live(work: Work, drafts: list[Any], categories: Categories) -> tuple[int, ...]:
    """The same network with these categories, and all that the program makes of them."""
    connection = work.session.connection()
    for fact, category in categories.items():
        connection.execute(
            update(CategoryFact.__table__).where(CategoryFact.id == fact).values(category=category)
        )
    work.session.expire_all()
    for row in work.session.scalars(select(Organisation)).all():
        directory.republish(work, row)
    for draft in drafts:
        news.publish(office(replace(work, now=NOW + HOUR)), draft)
    letters = []
    for category in Category:
        narrowed = Audience(members=True, categories=frozenset({category.value}), subscribers=True)
        sent = send(work, make_mailing(work, audience=narrowed, kind=Kind.CALL))
        letters.append(sent.letters)
    work.session.flush()
    return tuple(letters)


def asked_of(app: Flask, work: Work) -> list[str]:
    """Every public address: lists, counts, feeds, files, archive, subscribing and unsubscribing."""
    listed = work.session.scalars(select(PublicOrganisation).limit(1)).all()
    given = {
        "lang": ["fr"], "slug": [one.slug for one in listed], "code": ["africa", "KE"],
        "prefix": ["all"],
        "queries": ("category=full", "region=europe", "language=sw", "sort=category"),
    }  # fmt: skip
    stop = Stop(address_index=address_index("outside@example.org"), person_id=None).seal()
    found = addresses(app, given, [listed[0].name])
    found = found[:: size(3, 1)]  # every third in the small size, the lists of news always
    return [*found, f"/fr/mailings/stop/{stop}", "/fr/news", "/fr/news.json", "/fr/news.atom"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_two_networks_that_differ_in_categories_alone_are_told_alike(
    app: Flask, work: Work, count_queries: Callable[..., Any], seed: int
) -> None:
    chance, drafts = arrange(work, seed)
    facts = work.session.scalars(select(CategoryFact.id)).all()
    paths = asked_of(app, work)
    told, letters = [], set()
    for _world in range(2):
        mark = work.session.begin_nested()
        dealt = {one: chance.choice(sorted(Category)) for one in facts}
        letters.add(live(work, drafts, dealt))
        told.append(picture(app, paths, count_queries))
        mark.rollback()
    assert differences(*told) == {}
    assert len(letters) == 2, "the worlds differ: other people got letters"
    assert len({rule.endpoint for rule in open_rules(app)}) > 40  # no part was left out
    assert sum(one.status == 200 for one in told[0].values()) > size(20, 60)


def test_a_page_that_told_a_category_would_be_found(
    app: Flask, work: Work, count_queries: Callable[..., Any]
) -> None:
    arrange(work, 1)
    row = work.session.scalars(select(PublicOrganisation)).first()
    assert row is not None
    pages = {}
    for category in Category:
        row.said = {**row.said, "acronym": category.value}
        work.session.flush()
        path = f"/fr/organisations/{row.slug}"
        pages[category] = {path: ask(app.test_client(), path, count_queries)}
    assert differences(pages[Category.FULL], pages[Category.ASSOCIATE])
