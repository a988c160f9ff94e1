"""Whoever is hidden might as well not exist: with and without them every output is the same."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select
from werkzeug.exceptions import Forbidden

from nswp_gov.directory import operations, queries
from nswp_gov.directory.models import ListedCount, Organisation, PublicOrganisation, SortKey
from nswp_gov.directory.states import Scope
from nswp_gov.directory.views import kept, maps, public
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.plan import plan_network
from nswp_gov.store import search
from nswp_gov.store.base import Base
from nswp_gov.store.errors import NotFound
from nswp_gov.store.texts import Text, TextRevision
from tests.conftest import NOW
from tests.directory.outputs import addresses, ask, differences, open_rules, picture
from tests.factories.bulk import write_in_bulk

SIZE = 60
SUBJECT = "organisation"
QUERIES = ("country=BT", "language=sw", "area=health&level=local", "after=x", "region=europe")


@pytest.fixture(autouse=True)
def nothing_kept():
    """Rows are changed here behind the program's back: every page is made anew, at one instant."""
    with pytest.MonkeyPatch.context() as patch:  # of its own: a test may undo all of its patches
        patch.setattr(kept.shelf, "most", 0)
        patch.setattr("nswp_gov.store.clock.now", lambda: NOW)
        yield


@pytest.fixture
def network(work):
    """A generated network; about a third of it chose not to be shown."""
    plan = plan_network(SIZE, 11, NOW)
    write_in_bulk(work.session, plan.organisations, plan.risks)
    listed = list(work.session.scalars(select(PublicOrganisation)))
    shown = {one.id for one in listed}
    every = work.session.scalars(select(Organisation).order_by(Organisation.slug))
    hidden = [one for one in every if one.id not in shown]
    assert len(listed) > 20
    assert len(hidden) > 10
    return listed, hidden


def given(network, languages, each):
    """What stands in addresses: listed, hidden and absent organisations; countries of each."""
    listed, hidden = network
    taken = {one.country for one in listed}
    alone = sorted({one.country for one in hidden if one.country and one.country not in taken})
    return {
        "lang": languages,
        "slug": [one.slug for one in (*listed[:each], *hidden[:each])] + ["zzzzzzzz"],
        "code": ["africa", "asia-and-the-pacific", *alone[:2], listed[0].country or "KE", "QQ"],
        "prefix": ["all", hidden[0].slug[0]],
        "queries": QUERIES,
    }


def names_of(hidden):
    return [one.name for one in hidden[:4]]


def remove(session, hidden):
    """Take every row of the hidden out of the database, as if they had never been."""
    ids = [one.id for one in hidden]
    for key in ids:
        search.unindex(session, SUBJECT, key)
    session.expunge_all()
    connection = session.connection()
    texts = select(Text.id).where(Text.subject_type == SUBJECT, Text.subject_id.in_(ids))
    connection.execute(delete(TextRevision.__table__).where(TextRevision.text_id.in_(texts)))
    connection.execute(delete(Text.__table__).where(Text.subject_id.in_(ids)))
    target = Organisation.__table__.c.id
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            if column.references(target):
                connection.execute(delete(table).where(column.in_(ids)))
    connection.execute(delete(Organisation.__table__).where(target.in_(ids)))


@pytest.mark.slow
def test_every_output_is_the_same_with_and_without_the_hidden(app, work, network, count_queries):
    _listed, hidden = network
    paths = addresses(app, given(network, [one.code for one in Locale], 1), names_of(hidden)[:2])
    session = work.session
    session.flush()
    app.test_client().get("/en/library")  # a process keeps its facets in memory from then on
    with_them = picture(app, paths, count_queries)
    names = [one.name for one in hidden]
    remove(session, hidden)
    assert session.scalar(select(func.count()).select_from(Organisation)) == SIZE - len(hidden)
    assert differences(with_them, picture(app, paths, count_queries)) == {}
    said = "".join(one.text for path, one in with_them.items() if "q=" not in path)
    assert [name for name in names if name in said] == []
    asked = {rule.endpoint for rule in open_rules(app)}
    assert len(asked) > 40  # no part of the site was left out
    assert {200, 404} <= {one.status for one in with_them.values()}


@pytest.mark.parametrize("suffix", ["", ".json", ".vcf"])
def test_a_hidden_one_is_answered_like_one_that_never_was(app, network, count_queries, suffix):
    _listed, hidden = network
    told = []
    for slug in (hidden[0].slug, hidden[-1].slug, "zzzzzzzz"):
        answer = ask(app.test_client(), f"/fr/organisations/{slug}{suffix}", count_queries)
        told.append((answer.status, answer.body.replace(slug.encode(), b"-"), answer.asked))
    assert told[0][0] == 404
    assert told[0] == told[1] == told[2]


class Plant:
    """One leak of each kind; every method plants one and returns how to take it out again."""

    def __init__(self, session, network, patch):
        self.session, self.patch = session, patch
        self.listed, self.hidden = network

    def _set(self, row, **values):
        was = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        self.session.flush()
        return lambda: self._set(row, **was)

    def _count(self, kind, value):
        row = ListedCount(kind=kind, value=value, number=1)
        self.session.add(row)
        self.session.flush()

        def undo():
            self.session.delete(row)
            self.session.flush()

        return undo

    def words(self):
        """A listed organisation's page names a hidden one."""
        row = self.listed[0]
        return self._set(row, said={**row.said, "acronym": self.hidden[0].name})

    def total(self):
        row = self.session.get(ListedCount, ("all", ""))
        return self._set(row, number=row.number + 1)

    def map(self):
        return self._count("place", "asia-and-the-pacific/BT")

    def facet(self):
        return self._count("language", "dz")

    def order(self):
        first = select(SortKey).where(SortKey.locale == Locale.EN).order_by(SortKey.key.desc())
        row = self.session.scalars(first).first()
        return self._set(row, key=b"\x00" + row.key)

    def feed(self):
        row = min(self.listed, key=lambda one: (one.changed_on, one.slug))
        return self._set(row, changed_on=NOW.date())

    def search(self):
        row = self.hidden[0]
        search.index(self.session, SUBJECT, row.id, PUBLIC, Locale.EN, title=row.name)
        return lambda: search.unindex(self.session, SUBJECT, row.id, PUBLIC)

    def sitemap(self):
        def everybody(session):
            return session.scalar(select(func.count()).select_from(Organisation))

        self.patch.setattr(maps, "A_FILE", len(self.listed))
        self.patch.setattr(queries, "total", everybody)
        return self.patch.undo

    def _listed_after(self, act):
        real = public._listed

        def listed(slug):
            row = self.session.scalar(select(Organisation).where(Organisation.slug == slug))
            if row is not None and row in self.hidden:
                act(row)
            return real(slug)

        self.patch.setattr(public, "_listed", listed)
        return self.patch.undo

    def status(self):
        def refuse(_row):
            raise Forbidden

        return self._listed_after(refuse)

    def size(self):
        def say_more(_row):
            raise NotFound

        return self._listed_after(say_more)

    def statements(self):
        def look_closer(row):
            queries.notes_of(self.session, row.id)

        return self._listed_after(look_closer)


KINDS = {
    "words": "body", "total": "body", "map": "body", "facet": "body", "order": "body",
    "feed": "body", "search": "asked", "sitemap": "body", "status": "status", "size": "body",
    "statements": "asked",
}  # fmt: skip


def test_one_planted_leak_of_each_kind_is_found(app, work, network, count_queries, monkeypatch):
    session = work.session
    paths = addresses(app, given(network, ["en"], 1), names_of(network[1])[:1])
    paths = [one for one in paths if "organisations" in one or "regions" in one or "map" in one]
    honest = picture(app, paths, count_queries)
    for kind, part in KINDS.items():
        undo = getattr(Plant(session, network, monkeypatch), kind)()
        found = differences(honest, picture(app, paths, count_queries))
        assert part in {one for what in found.values() for one in what}, kind
        undo()
    assert differences(honest, picture(app, paths, count_queries)) == {}


def test_nothing_of_a_country_is_left_after_it_was_hidden_at_once(app, work, network):
    """The office's act reaches projection, counts, search, feeds, files and maps of the site."""
    listed, _hidden = network
    country = next(one.country for one in listed if one.country)
    there = [(one.slug, one.name) for one in listed if one.country == country]
    operations.unlist(work, Scope.COUNTRY, country, "raids")
    slugs = [slug for slug, _name in there]
    client = app.test_client()
    paths = ["", "organisations", "regions", f"countries/{country}", "organisations.atom"]
    paths += ["organisations.json", "organisations.csv", f"countries/{country}.atom"]
    for path in (*paths, *(f"organisations?q={name}" for _slug, name in there)):
        said = client.get(f"/en/{path}").text
        assert [slug for slug in slugs if slug in said] == [], path
        if "q=" not in path:
            assert [name for _slug, name in there if name in said] == [], path
    for path in ("/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/organisations-all.xml"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not [one for one in (*slugs, f"/countries/{country}") if one in answer.text]
        assert answer.headers["Cache-Control"] == "no-cache"
    kept = work.session.scalars(select(Organisation).where(Organisation.slug.in_(slugs))).all()
    assert len(kept) == len(there)  # the inner record stays
