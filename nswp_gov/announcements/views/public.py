"""What readers see: the list with its facets, its files and feeds, one announcement."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from nswp_gov.announcements import queries
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations import SUBJECT
from nswp_gov.announcements.queries import Item
from nswp_gov.announcements.states import Credit, DayKind
from nswp_gov.announcements.views import bp, lists
from nswp_gov.announcements.views.cards import registry
from nswp_gov.directory import queries as directory
from nswp_gov.directory.views.cards import address
from nswp_gov.rules.audience import Viewer, may_see
from nswp_gov.store.links import Card, Relation, links_from, links_to
from nswp_gov.store.markdown import plain_words, render
from nswp_gov.store.projection import project
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import region
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, viewer

FEED = 50
LONGEST_SUMMARY = 600


@bp.get("/news")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """List what this reader may read, narrowed as the address says."""
    question = lists.asked()
    page = queries.page(session(), viewer(), locale(), question)
    counts = queries.facet_counts(session(), viewer(), question)
    return render_template(
        "announcements/index.html",
        page=page,
        asked=question,
        heading=lists.heading(question),
        groups=lists.groups(counts, question),
        chips=lists.chips(question, counts),
        newer=lists.newer(question),
        older=lists.older(question) if page.has_more else None,
        file=lambda form: lists.address(question, form=form),
        here=locale(),
        address=address("announcements.index") + _query(question),
    )


def _query(question: queries.Asked) -> str:
    _path, mark, query = lists.address(question).partition("?")
    return mark + query


@bp.get("/news.<any(atom, json):form>")
@door(Door.PUBLIC)
def index_file(form: str) -> ResponseReturnValue:
    """Give the same list as a feed or as data: what everybody may read."""
    question, public = lists.asked(), Viewer.public()
    size = FEED if form == "atom" else queries.FILE
    page = queries.page(session(), public, locale(), question, size=size)
    if form == "json":
        return jsonify(total=page.total, items=[data_of(one) for one in page.items])
    body = render_template(
        "announcements/feed.xml",
        items=page.items,
        title=lists.heading(question),
        page=address("announcements.index") + _query(question),
        here=locale(),
        address=address,
        plain=plain_words,
        longest=LONGEST_SUMMARY,
        updated=max((one.changed_at for one in page.items), default=now()),
    )
    return _conditional(Response(body, mimetype="application/atom+xml"))


def _conditional(answer: Response) -> Response:
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def data_of(one: Item) -> dict[str, Any]:
    """Return an announcement as data: what everybody sees of it, each text with its language."""
    seen = project(one.row, Viewer.public())
    return {
        "id": str(one.row.id),
        "url": address("announcements.one", announcement_id=one.row.id),
        "kind": seen["kind"].value,
        "published_at": seen["published_at"].isoformat(),
        "corrected_at": seen["corrected_at"] and seen["corrected_at"].isoformat(),
        "regions": seen["regions"],
        "themes": seen["themes"],
        "languages": [locale.tag for locale in one.locales],
        "source": seen["source_name"] and {"name": seen["source_name"], "url": seen["source_url"]},
        "day": seen["day_on"]
        and {
            "kind": seen["day_kind"].value,
            "on": seen["day_on"].isoformat(),
            "time": seen["day_clock"],
            "zone": seen["day_zone"],
        },
        "texts": {
            name: {"language": said.locale.tag, "words": said.words}
            for name, said in one.said.items()
        },
    }


@bp.get("/news/<uuid:announcement_id>")
@door(Door.PUBLIC)
def one(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Show one announcement; one that is not published is answered like one that never was."""
    found = queries.item(session(), announcement_id, viewer(), locale())
    return render_template(
        "announcements/one.html",
        item=found,
        seen=project(found.row, viewer()),
        body=body_of(found),
        credit=credit_of(found.row),
        beside=_beside(announcement_id),
        data=linked_data(found) if found.row.readers.is_public else None,
        address=address("announcements.one", announcement_id=announcement_id),
        languages_of=[one for one in found.locales if one is not locale()],
        here=locale(),
    )


def body_of(found: Item) -> Markup | None:
    """Return the text as clean HTML, or None where there is none."""
    if found.body is None:
        return None
    html = render(found.body.words, doc_id="a", top_level=2).html
    return Markup(html)  # noqa: S704 - cleaned by store.markdown


def credit_of(row: Announcement) -> str | None:
    """Return what readers are told of who sent it; a name only while everybody may know it."""
    if row.credit is Credit.NOBODY:
        return None
    if row.credit is Credit.ORGANISATION and row.organisation_id is not None:
        names = directory.names_of(session(), [row.organisation_id], Viewer.public())
        if (said := names[row.organisation_id]) != directory.HIDDEN_NAME:
            return said
    if row.credit_region is None:
        return None
    return str(_("a member organisation, %(region)s", region=region(row.credit_region)))


def _beside(announcement_id: uuid.UUID) -> list[Card]:
    """Return the cards of what it goes with, in both directions, as far as the reader may see."""
    ends = [
        (one.to_type, one.to_id)
        for one in links_from(session(), SUBJECT, announcement_id)
        if one.relation is Relation.COMPANION_OF
    ]
    ends += [(one.from_type, one.from_id) for one in links_to(session(), SUBJECT, announcement_id)]
    cards = (registry().card(session(), kind, key, locale().value) for kind, key in ends)
    return [card for card in cards if card and may_see(viewer(), card.audience).allowed]


def linked_data(found: Item) -> dict[str, Any]:
    """Return an announcement in schema.org's words. Source: schema.org/NewsArticle."""
    row = found.row
    published = row.published_at
    assert published is not None  # only published ones are items
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": found.title.words,
        "inLanguage": found.title.locale.tag,
        "abstract": found.summary and found.summary.words,
        "articleBody": found.body and plain_words(found.body.words),
        "datePublished": published.isoformat(),
        "dateModified": found.changed_at.isoformat(),
        "url": address("announcements.one", announcement_id=row.id),
        "publisher": {"@type": "Organization", "name": "NSWP"},
        "isBasedOn": row.source_url,
        "spatialCoverage": [region(code) for code in row.regions],
        "expires": _expires(row),
    }
    return {name: value for name, value in said.items() if value}


def _expires(row: Announcement) -> str | None:
    return row.day_at.isoformat() if row.day_kind is DayKind.DEADLINE and row.day_at else None
