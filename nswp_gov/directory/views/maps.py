"""For search engines: which pages there are, in which languages. Only public rows are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from nswp_gov.directory import queries
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.ids import ALPHABET
from nswp_gov.web.access import Door, door
from nswp_gov.web.templating import PUBLIC_NAV
from nswp_gov.web.unit import session, settings

root = Blueprint("directory_root", __name__)
A_FILE = 1_000  # organisations, each in five languages
PAGES = ("home.index", "directory.regions", "home.safety", "home.accessibility")

Paths = dict[str, str]  # the address of one page by the tag of its language


def _prefixes() -> list[str]:
    """Return the beginnings of names by which the organisations are divided into files."""
    total, found = queries.total(session()), [""]
    while total / len(found) > A_FILE:
        found = [before + letter for before in found for letter in ALPHABET]
    return found


def _in_languages(endpoint: str, **values: Any) -> Paths:
    public = settings().public_url
    return {one.tag: public + url_for(endpoint, lang=one.code, **values) for one in Locale}


def _answer(template: str, **values: object) -> Response:
    answer = Response(render_template(template, **values), mimetype="application/xml")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@root.get("/robots.txt")
@door(Door.PUBLIC)
def robots() -> Response:
    """Say what may be kept by search engines: public pages, not every choice of filters.

    A sample is not to be found by anybody.
    """
    sample = current_app.extensions["nswp_gov.sample"]
    where = f"{settings().public_url}{url_for('directory_root.sitemap')}"
    rules = "Disallow: /\n" if sample else f"Disallow: /*?\nSitemap: {where}\n"
    return Response(f"User-agent: *\n{rules}", mimetype="text/plain")


@root.get("/sitemap.xml")
@door(Door.PUBLIC)
def sitemap() -> Response:
    """Name the parts of the map of the site; how many depends on the listed alone."""
    public = settings().public_url
    parts = [public + url_for("directory_root.sitemap_pages")]
    parts += [
        public + url_for("directory_root.sitemap_organisations", prefix=one or "all")
        for one in _prefixes()
    ]
    return _answer("directory/sitemaps.xml", parts=parts)


@root.get("/sitemaps/pages.xml")
@door(Door.PUBLIC)
def sitemap_pages() -> Response:
    """Name the pages that stand in the navigation, the regions, the countries that are shown."""
    return _answer("directory/sitemap.xml", pages=_pages())


def _pages() -> Iterator[tuple[Paths, None]]:
    for endpoint in dict.fromkeys((*PAGES, *(item.endpoint for item in PUBLIC_NAV))):
        yield _in_languages(endpoint), None
    for region in Region:
        yield _in_languages("directory.in_region", code=region.value), None
    for code in sorted(queries.by_country(session())):
        yield _in_languages("directory.in_country", code=code), None


@root.get("/sitemaps/organisations-<prefix>.xml")
@door(Door.PUBLIC)
def sitemap_organisations(prefix: str) -> Response:
    """Name the listed organisations whose public name part begins so."""
    if prefix not in {one or "all" for one in _prefixes()}:
        abort(404)
    rows = queries.listed_slugs(session(), "" if prefix == "all" else prefix)
    return _answer("directory/sitemap.xml", pages=_organisations(rows))


def _organisations(rows: Iterable[queries.Listed]) -> Iterator[tuple[Paths, str | None]]:
    base = _in_languages("directory.one", slug="-")
    for row in rows:
        day = row.changed_on.isoformat() if row.changed_on else None
        yield {tag: path[:-1] + row.slug for tag, path in base.items()}, day
