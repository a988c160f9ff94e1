"""Digests: gathered from what the rooms offer, put in order, sent like any letter."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.digests import offered
from nswp_gov.mailings.forms import DigestForm, ItemsForm
from nswp_gov.mailings.states import SPANS, Frequency
from nswp_gov.mailings.views.frame import bp, page
from nswp_gov.mailings.views.letters import shown_items
from nswp_gov.mailings.views.office import offer
from nswp_gov.rules.languages import Locale
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import attempt
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, work


@bp.route("/digest", methods=["GET", "POST"])
@door(Door.STAFF)
def digest() -> ResponseReturnValue:
    """Begin a digest with what was offered in its span."""
    form = DigestForm(locale=locale().value)
    offer(form)
    waiting = {one: len(offered(session(), now() - span, now())) for one, span in SPANS.items()}
    return attempt(form, lambda: _assemble(form)) or page("digest", form=form, waiting=waiting)


def _assemble(form: DigestForm) -> ResponseReturnValue:
    source = Locale(form.locale.data)
    with work() as w:
        row = operations.assemble(
            w,
            frequency=Frequency(form.frequency.data),
            words={source: form.words()},
            source=source,
            audience=form.audience(),
        )
        mailing_id = row.id
    return redirect(url_for(".arranging", mailing_id=mailing_id))


@bp.route("/<uuid:mailing_id>/items", methods=["GET", "POST"])
@door(Door.STAFF)
def arranging(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Choose which items stay, and their order."""
    row = queries.mailing(session(), mailing_id)
    items = queries.items_of(row)
    form = ItemsForm()
    keys = form.keys(request.form, [one.key for one in items])
    return attempt(form, lambda: _arrange(mailing_id, keys)) or page(
        "items",
        form=form,
        row=row,
        items=list(zip(items, shown_items(items, locale()), strict=True)),
    )


def _arrange(mailing_id: uuid.UUID, keys: list[str]) -> ResponseReturnValue:
    with work() as w:
        operations.arrange(w, queries.mailing(w.session, mailing_id), keys)
    return redirect(url_for(".mailing", mailing_id=mailing_id))
