"""What pages of entries share: loading one for whoever may see it, forms, a form's refusal."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from flask import render_template
from flask.typing import ResponseReturnValue

from nswp_gov.library import policy, queries
from nswp_gov.library.forms import EntryForm, OfferForm
from nswp_gov.library.models import Resource
from nswp_gov.rules.languages import fallback_order
from nswp_gov.store.errors import DomainError, NotFound, need
from nswp_gov.store.texts import Reading, read
from nswp_gov.store.work import Work
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work

UNPROCESSABLE = 422
Row = TypeVar("Row")


def load(resource_id: uuid.UUID) -> Resource:
    """Return an entry to whoever may see it.

    Raises:
        NotFound: there is none.
        Denied: it is not this person's.

    """
    row = queries.resource(session(), resource_id)
    need(policy.may_see_entry(actor(), row.organisation_id))
    return row


def need_editor(organisation_id: uuid.UUID) -> None:
    """Go on only for somebody who may offer in an organisation's name.

    Raises:
        Denied: it is not this person's.

    """
    need(policy.may_offer(actor(), organisation_id))


def attempt(form: AppForm, write: Callable[[Work], object]) -> int | None:
    """Write what a complete form holds; return None when done, else the status to answer with."""
    if not form.validate_on_submit():
        return UNPROCESSABLE if form.is_submitted() else 200
    try:
        with work() as w:
            write(w)
    except DomainError as refusal:
        form.refuse(refusal)
        return refusal.status
    return None


def known(w: Work, resource_id: uuid.UUID) -> Resource:
    """Return an entry inside a unit of work."""
    return queries.resource(w.session, resource_id)


def of_resource(w: Work, model: type[Row], row_id: uuid.UUID, resource_id: uuid.UUID) -> Row:
    """Return a row that belongs to this resource.

    Raises:
        NotFound: it does not, or there is none.

    """
    found = w.session.get(model, row_id)
    if found is None or getattr(found, "resource_id", None) != resource_id:
        raise NotFound
    return found


def words_of(row: Resource) -> dict[str, Reading]:
    """Return the words of an entry in its own language, by field."""
    texts = queries.source_of(session(), row.id)
    said = read(session(), texts.values(), row.locale)
    return {name: said[text.id] for name, text in texts.items() if text.id in said}


def series_choices() -> list[tuple[uuid.UUID, str]]:
    """Return the series by their titles in the reader's language."""
    titles = queries.series_titles(session())
    return [
        (one.id, _title(titles.get(one.slug, {}), one.slug)) for one in queries.series(session())
    ]


def _title(said: dict[str, str], slug: str) -> str:
    order = fallback_order(locale())
    return next((said[one.value] for one in order if one.value in said), slug)


def entry_form() -> OfferForm:
    """Return the form that fits this person: the office says more than an organisation."""
    if not policy.may_keep(actor()).allowed:
        form = OfferForm()
        form.offer(locale())
        return form
    full = EntryForm()
    full.offer(locale())
    full.offer_more(queries.partners(session()), series_choices())
    return full


def written(template: str, form: AppForm, status: int, **more: Any) -> ResponseReturnValue:
    """Return a page of one form."""
    return render_template(f"library/{template}.html", form=form, **more), status
