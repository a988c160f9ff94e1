"""From a draft to an edition, by a decision."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.manual import operations, queries
from nswp_gov.manual.forms import AdoptForm
from nswp_gov.manual.models import Document, Draft
from nswp_gov.manual.views import press, rendering
from nswp_gov.manual.views.blueprint import bp, today
from nswp_gov.manual.views.drafting import comparison_of, draft_of
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import COLON, day
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

LONGEST_LABEL = 90


@bp.route("/manual/drafts/<uuid:draft_id>/adopt", methods=["GET", "POST"])
@door(Door.STAFF)
def adopt(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the decision that adopts the draft, and the day from which it is in force."""
    found, document = draft_of(draft_id)
    revision = queries.fingerprint(session(), found)
    form = AdoptForm(in_force_from=today(), revision_seen=revision)
    form.decision_id.choices = _choices(found)
    if form.validate_on_submit():
        slug, decision_id = document.slug, uuid.UUID(form.decision_id.data)
        try:
            with work() as w:
                made = operations.adopt(w, found, decision_id, **_when(form))
                number = made.number
        except DomainError as refusal:
            form.refuse(refusal)
            form.revision_seen.data = revision
            return _page(found, document, form), refusal.status
        press.keep_safely(slug, number)
        return redirect(url_for("manual.edition", slug=slug, number=number))
    return _page(found, document, form), 422 if form.errors else 200


def _when(form: AdoptForm) -> dict[str, Any]:
    return form.values("in_force_from", "revision_seen") | {
        "conditions": form.conditions.data or ""
    }


def _choices(found: Draft) -> list[tuple[str, str]]:
    rows = queries.adoptable(session(), found, locale())
    return [
        (
            str(row.decision_id),
            f"{row.number}, {day(row.decided_on)}{COLON}{row.words}"[:LONGEST_LABEL],
        )
        for row in rows
    ]


def _page(found: Draft, document: Document, form: AdoptForm) -> str:
    table = queries.coverage(session(), found)
    return render_template(
        "manual/adopt.html",
        draft=found,
        title=rendering.title(document),
        form=form,
        comparison=comparison_of(found, document),
        lacking=[(one, table.lacking(one)) for one in type(table.source)],
    )
