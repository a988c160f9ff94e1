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
from nswp_gov.store.outbox import OutboxMessage, address_index
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.directory.outputs import addresses, ask, differences, open_rules, picture
from tests.factories.announcements import office, written
from tests.factories.bulk import write_in_bulk
from tests.factories.mailings import make_mailing, make_reader, send, subscribe
from tests.sizes import size

SEEDS = range(size(1, 12))
READERS = 5
MOVED_ON = dict(zip(sorted(Category), [*sorted(Category)[1:], min(Category)], strict=True))
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
    for row in chance.sample(work.session.scalars(select(Organisation)).all(), READERS):
        make_reader(work, organisation=row)
    subscribe(work, "outside@example.org")
    drafts = []
    for number in range(3):
        draft = written(work, regions=chance.sample(sorted(Region), number % 2))
        narrowed = frozenset(chance.sample(sorted(Category), 1))
        audience = Audience(members=True, categories=narrowed, subscribers=True)
        drafts.append(news.mail_to(office(work), draft, audience))
    return chance, drafts


def live(work: Work, drafts: list[Any], categories: Categories) -> tuple[frozenset[str], ...]:
    """The same network with these categories, and all that the program makes of them.

    What comes back is who was written to, for each category that a letter was narrowed to.
    """
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
        known = set(work.session.scalars(select(OutboxMessage.id)))
        send(work, make_mailing(work, audience=narrowed, kind=Kind.CALL))
        rows = work.session.execute(select(OutboxMessage.id, OutboxMessage.recipient_index))
        letters.append(frozenset(recipient for key, recipient in rows if key not in known))
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
    dealt = {one: chance.choice(sorted(Category)) for one in facts}
    for categories in (dealt, {one: MOVED_ON[category] for one, category in dealt.items()}):
        mark = work.session.begin_nested()
        letters.add(live(work, drafts, categories))
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
