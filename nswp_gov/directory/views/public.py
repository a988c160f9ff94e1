"""Public pages: the list and its files, regions, countries, one organisation, the map.

They read the stored projection; whoever is signed in sees the same here as everybody.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import queries
from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.queries.public import FILE
from nswp_gov.directory.states import TEXT_FIELDS, Facet
from nswp_gov.directory.views import bp, cards, feeds, files, lists
from nswp_gov.directory.views.kept import kept
from nswp_gov.directory.views.lists import Frame
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.regions import Region, placements
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import country, region
from nswp_gov.web.limits import a_minute, an_hour, by_address, slow
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, settings


def _list(frame: Frame, title: str, fixed: dict[Facet, str], **more: Any) -> ResponseReturnValue:
    question, here = lists.asked(fixed), locale()
    found = queries.hits(session(), question.words, here)
    counts = queries.facet_counts(session(), question, found)
    page = queries.page(session(), question, here, found, counts=counts)
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
        is_cut=queries.is_cut(session(), found),
        base=url_for("directory.one", slug="-")[:-1],
        file=lambda kind: _file_of(frame, question, kind),
        address=settings().public_url + frame.address(question),
        **more,
    )


def _file_of(frame: Frame, question: queries.Asked, kind: str) -> str:
    path = url_for(f"{frame.endpoint}_file", kind=kind, **frame.values)
    return path + frame.query(question)


def _newer(frame: Frame, question: queries.Asked, cursor: str) -> str:
    if question.words:
        return frame.address(question, after=cursor)
    return frame.address(question, before=cursor)


def _file(frame: Frame, kind: str, title: str, fixed: dict[Facet, str]) -> ResponseReturnValue:
    name = next(iter(fixed.values()), "organisations")
    question, here = lists.asked(fixed), locale()
    found = queries.hits(session(), question.words, here)
    if kind == "atom":
        news = queries.newest(session(), question, found)
        return feeds.as_atom(news, here, title, settings().public_url + frame.address(question))
    if kind == "xlsx":
        slow(by_address("xlsx", a_minute(20), an_hour(200)))
    page = queries.page(session(), question, here, found, size=FILE)
    if kind == "json":
        return files.as_json(page.rows, page.total)
    return (files.as_csv if kind == "csv" else files.as_xlsx)(page.rows, here, name)


@bp.get("/organisations")
@door(Door.PUBLIC)
@kept
def index() -> ResponseReturnValue:
    """Show the whole directory, narrowed as the address says."""
    return _list(
        Frame("directory.index", {}),
        _("Directory"),
        {},
        code=None,
        within=None,
        networks=(),
        seats=(),
    )


@bp.get("/organisations.<any(csv, json, xlsx, atom):kind>")
@door(Door.PUBLIC)
def index_file(kind: str) -> ResponseReturnValue:
    """Give the same list as a file, or what changed in it last as a feed."""
    return _file(Frame("directory.index", {}), kind, _("Directory"), {})


@bp.get("/organisations/<slug>")
@door(Door.PUBLIC)
@kept
def one(slug: str) -> ResponseReturnValue:
    """Show one listed organisation; a hidden one is answered like one that never was."""
    row = _listed(slug)
    here = locale()
    ties = queries.ties(session(), row.id, here)
    texts = [(field, *files.words_in(row.said, field, here, row.locale)) for field in TEXT_FIELDS]
    return render_template(
        "directory/one.html",
        row=row,
        ties=ties,
        texts=[one for one in texts if one[1]],
        data=cards.linked_data(row, ties),
        address=cards.address("directory.one", slug=row.slug),
    )


def _listed(slug: str) -> PublicOrganisation:
    row = queries.listed(session(), slug)
    if row is None:
        abort(404)
    return row


@bp.get("/organisations/<slug>.<any(json, vcf):kind>")
@door(Door.PUBLIC)
def one_file(slug: str, kind: str) -> ResponseReturnValue:
    """Give one listed organisation as JSON or as a card."""
    row = _listed(slug)
    return files.as_data(row) if kind == "json" else cards.as_vcard(row, locale())


@bp.get("/regions")
@door(Door.PUBLIC)
@kept
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


def _seats(code: str) -> tuple[lists.Seated, ...]:
    """Return the board's seats of a region: rooms above know of them."""
    if code not in set(Region):
        abort(404)
    if "seats" not in g:
        g.seats = tuple(seat for find in lists.SEATS for seat in find(code))
    seats: tuple[lists.Seated, ...] = g.seats
    return seats


@bp.get("/regions/<code>")
@door(Door.PUBLIC)
@partial(kept, beside=_seats)
def in_region(code: str) -> ResponseReturnValue:
    """Show the listed organisations of one region."""
    seats = _seats(code)
    frame = Frame("directory.in_region", {"code": code}, Facet.REGION)
    networks = queries.networks(session(), code)
    networks.sort(key=lambda one: sort_key(one.name, locale()))
    return _list(
        frame,
        region(code),
        {Facet.REGION: code},
        code=code,
        within=None,
        networks=networks,
        seats=seats,
    )


@bp.get("/regions/<code>.<any(csv, json, xlsx, atom):kind>")
@door(Door.PUBLIC)
def in_region_file(code: str, kind: str) -> ResponseReturnValue:
    """Give the list of a region as a file."""
    if code not in set(Region):
        abort(404)
    frame = Frame("directory.in_region", {"code": code}, Facet.REGION)
    return _file(frame, kind, region(code), {Facet.REGION: code})


@bp.get("/countries")
@door(Door.PUBLIC)
def in_countries() -> ResponseReturnValue:
    """Go to the list of countries, which stands under the regions."""
    return redirect(url_for("directory.regions"), 308)


def _stamps(code: str) -> tuple[Hashable, ...]:
    """Return what the blocks of other rooms on a country's page depend on."""
    if code not in placements():
        abort(404)
    return tuple(one.stamp(code) for one in lists.BESIDE)


@bp.get("/countries/<code>")
@door(Door.PUBLIC)
@partial(kept, beside=_stamps)
def in_country(code: str) -> ResponseReturnValue:
    """Show the listed organisations of one country or territory."""
    if code not in placements():
        abort(404)
    frame = Frame("directory.in_country", {"code": code}, Facet.COUNTRY)
    within = placements()[code].region
    more: dict[str, Any] = {"code": code, "within": within, "networks": (), "seats": ()}
    blocks = [block for one in lists.BESIDE if (block := one.block(code)) is not None]
    more["blocks"] = blocks
    return _list(frame, country(code), {Facet.COUNTRY: code}, **more)


@bp.get("/countries/<code>.<any(csv, json, xlsx, atom):kind>")
@door(Door.PUBLIC)
def in_country_file(code: str, kind: str) -> ResponseReturnValue:
    """Give the list of a country as a file."""
    if code not in placements():
        abort(404)
    frame = Frame("directory.in_country", {"code": code}, Facet.COUNTRY)
    return _file(frame, kind, country(code), {Facet.COUNTRY: code})
