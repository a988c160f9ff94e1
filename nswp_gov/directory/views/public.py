"""Public pages: the list and its files, regions, countries, one organisation, the map.

They read the stored projection; whoever is signed in sees the same here as everybody.
"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import queries
from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.queries.public import FILE
from nswp_gov.directory.states import TEXT_FIELDS, Facet
from nswp_gov.directory.views import bp, files, lists
from nswp_gov.directory.views.lists import Frame
from nswp_gov.rules.regions import Region, placements
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import country, region
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, settings


def _list(frame: Frame, title: str, fixed: dict[Facet, str], **more: Any) -> ResponseReturnValue:
    question, here = lists.asked(fixed), locale()
    found = queries.hits(session(), question.words, here)
    page = queries.page(session(), question, here, found)
    counts = queries.facet_counts(session(), question, found)
    chips = lists.chips(question, frame, counts)
    return render_template(
        "directory/list.html",
        title=title,
        page=page,
        place=frame,
        asked=question,
        groups=lists.groups(counts, question, frame),
        chips=chips,
        newer=page.newer is not None and _newer(frame, question, page.newer),
        older=page.older is not None and frame.address(question, after=page.older),
        here=here,
        words_in=files.words_in,
        base=url_for("directory.one", slug="-")[:-1],
        suffix=frame.query(question),
        **more,
    )


def _newer(frame: Frame, question: queries.Asked, cursor: str) -> str:
    if question.words:
        return frame.address(question, after=cursor)
    return frame.address(question, before=cursor)


def _file(kind: str, fixed: dict[Facet, str], name: str) -> ResponseReturnValue:
    question, here = lists.asked(fixed), locale()
    found = queries.hits(session(), question.words, here)
    page = queries.page(session(), question, here, found, size=FILE)
    if kind == "csv":
        return files.as_csv(page.rows, here, name)
    return files.as_json(page.rows, page.total)


@bp.get("/organisations")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """Show the whole directory, narrowed as the address says."""
    return _list(Frame("directory.index", {}), _("Directory"), {}, code=None, within=None)


@bp.get("/organisations.<any(csv, json):kind>")
@door(Door.PUBLIC)
def index_file(kind: str) -> ResponseReturnValue:
    """Give the same list as a file."""
    return _file(kind, {}, "organisations")


@bp.get("/organisations/<slug>")
@door(Door.PUBLIC)
def one(slug: str) -> ResponseReturnValue:
    """Show one listed organisation; a hidden one is answered like one that never was."""
    row = _listed(slug)
    here = locale()
    texts = [(field, *files.words_in(row.said, field, here, row.locale)) for field in TEXT_FIELDS]
    return render_template(
        "directory/one.html",
        row=row,
        ties=queries.ties(session(), row.id, here),
        texts=[one for one in texts if one[1]],
        data=_linked_data(row),
    )


def _listed(slug: str) -> PublicOrganisation:
    row = queries.listed(session(), slug)
    if row is None:
        abort(404)
    return row


def _linked_data(row: PublicOrganisation) -> dict[str, Any]:
    """Return the organisation in schema.org's words. Source: schema.org/Organization."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": row.name,
        "alternateName": row.said.get("acronym"),
        "url": row.said.get("website") or settings().public_url + url_for(".one", slug=row.slug),
        "email": row.said.get("email"),
        "knowsLanguage": list(row.languages),
        "address": row.country and {"@type": "PostalAddress", "addressCountry": row.country},
    }
    return {name: value for name, value in found.items() if value}


@bp.get("/organisations/<slug>.json")
@door(Door.PUBLIC)
def one_file(slug: str) -> ResponseReturnValue:
    """Give one listed organisation as JSON."""
    return files.as_data(_listed(slug))


@bp.get("/regions")
@door(Door.PUBLIC)
def regions() -> ResponseReturnValue:
    """Show the map, the five regions, and every country with listed organisations."""
    places = queries.places(session())
    here = locale()
    return render_template(
        "directory/regions.html",
        rows=[(code.value, places.get(code.value, {})) for code in Region],
        counts={c: n for some in places.values() for c, n in some.items() if c},
        by_name=lambda codes: lists.by_name([one for one in codes if one], here),
    )


@bp.get("/regions/<code>")
@door(Door.PUBLIC)
def in_region(code: str) -> ResponseReturnValue:
    """Show the listed organisations of one region."""
    if code not in set(Region):
        abort(404)
    frame = Frame("directory.in_region", {"code": code}, Facet.REGION)
    return _list(frame, region(code), {Facet.REGION: code}, code=code, within=None)


@bp.get("/regions/<code>.<any(csv, json):kind>")
@door(Door.PUBLIC)
def in_region_file(code: str, kind: str) -> ResponseReturnValue:
    """Give the list of a region as a file."""
    if code not in set(Region):
        abort(404)
    return _file(kind, {Facet.REGION: code}, code)


@bp.get("/countries")
@door(Door.PUBLIC)
def in_countries() -> ResponseReturnValue:
    """Go to the list of countries, which stands under the regions."""
    return redirect(url_for("directory.regions"), 308)


@bp.get("/countries/<code>")
@door(Door.PUBLIC)
def in_country(code: str) -> ResponseReturnValue:
    """Show the listed organisations of one country or territory."""
    if code not in placements():
        abort(404)
    frame = Frame("directory.in_country", {"code": code}, Facet.COUNTRY)
    within = placements()[code].region
    return _list(frame, country(code), {Facet.COUNTRY: code}, code=code, within=within)


@bp.get("/countries/<code>.<any(csv, json):kind>")
@door(Door.PUBLIC)
def in_country_file(code: str, kind: str) -> ResponseReturnValue:
    """Give the list of a country as a file."""
    if code not in placements():
        abort(404)
    return _file(kind, {Facet.COUNTRY: code}, code)
