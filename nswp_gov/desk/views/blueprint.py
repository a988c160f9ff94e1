"""The blueprint that all pages of the desk share, and what several of them need."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request, url_for

from nswp_gov.desk import queries
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session

bp = Blueprint("desk", __name__)
CODES = "<any(en, fr, es, ru, zh):code>"
UNPROCESSABLE = 422
EDITOR_LIMIT = 400_000  # bytes of a form with a long text in a script of three bytes a letter


def reach() -> queries.Reach:
    """Return what the person of this request may read and translate here."""
    return queries.reach_of(session(), actor(), now(), locale())


def row_or_404(text_id: uuid.UUID) -> queries.Row:
    """Return a text as this person finds it.

    Raises:
        NotFound: there is none, or it is not theirs to read.

    """
    found = queries.row_of(session(), reach(), text_id)
    if found is None:
        raise NotFound
    return found


def known_locale(code: str) -> Locale:
    """Return the language of an address.

    Raises:
        NotFound: we have none of that code.

    """
    found = Locale.from_url(code)
    if found is None:
        raise NotFound
    return found


def chosen_locale() -> Locale | None:
    """Return the language that the address asks for, if it names one."""
    return Locale.from_url(request.args.get("language", ""))


def own_locales() -> list[Locale]:
    """Return the languages that this person translates into; the office all but the reader's."""
    mine = [one for one in Locale if one.value in actor().translates]
    return mine or [one for one in Locale if one is not Locale.EN]


def turned(page: int) -> str:
    """Return the address of this list, at another page."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*asked, ('page', str(page))])}"


def editor(row: queries.Row, into: Locale) -> str:
    """Return where a text is translated."""
    return url_for("desk.edit", text_id=row.text_id, code=into.code)


def home_of(row: queries.Row) -> str | None:
    """Return where readers find what a text belongs to, or None."""
    subject = row.subject
    values: dict[str, Any] = dict(subject.values)
    return url_for(subject.endpoint, **values) if subject.endpoint else None
