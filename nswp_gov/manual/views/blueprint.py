"""The blueprint, and the two addresses under which each page of a document stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import AnyConverter, ValidationError

from nswp_gov.manual import queries
from nswp_gov.manual.models import Document, Edition
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import NotFound
from nswp_gov.web.unit import now, session, settings, viewer

MANUAL = "manual"
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

bp = Blueprint("manual", __name__)


class NamedConverter(AnyConverter):
    """One of the names given; for any other the next address of the page is tried."""

    def to_url(self, value: str) -> str:
        """Return the name as it stands in an address."""
        if value not in self.items:
            raise ValidationError
        return value


def addresses(rule: str) -> tuple[str, str]:
    """Return the two places of a page: the manual's own, and every other document's."""
    return f"/<named({MANUAL}):slug>{rule}", f"/documents/<slug>{rule}"


@bp.url_defaults
def the_manual(endpoint: str, values: dict[str, Any]) -> None:
    """Mean the manual where no document is named."""
    if "slug" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values["slug"] = MANUAL


@bp.before_request
def one_address() -> ResponseReturnValue | None:
    """Send readers of the manual from its place among the documents to its own."""
    given = request.view_args or {}
    if given.get("slug") != MANUAL or "/documents/" not in request.path:
        return None
    return redirect(url_for(str(request.endpoint), **given), 308)


def page(rule: str, *methods: str) -> Callable[[View], View]:
    """Serve a page under `/manual…`, and under `/documents/<slug>…` for every other document."""

    def place(view: View) -> View:
        for address in addresses(rule):
            bp.route(address, methods=list(methods or ("GET",)))(view)
        return view

    return place


def today() -> date:
    """Return the network's day of this request."""
    return civil_day(now(), settings().zone)


def find_edition(slug: str, number: int) -> tuple[Document, Edition]:
    """Return a document and one of its editions, as far as this reader may see them."""
    document = queries.document_by_slug(session(), slug)
    return document, queries.edition_by_number(session(), document.id, number, viewer())


def in_force(document: Document, day: date) -> Edition:
    """Return the edition in force on a day.

    Raises:
        NotFound: there was none that this reader may see.

    """
    edition = queries.as_at(session(), document.id, day, viewer())
    if edition is None:
        raise NotFound
    return edition


def parse_day(text: str) -> date:
    """Return the day that an address names.

    Raises:
        NotFound: it names none.

    """
    try:
        return date.fromisoformat(text)
    except ValueError as unreadable:
        raise NotFound from unreadable
