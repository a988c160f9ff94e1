"""What the circle of a complaint sees: its cases, and one of them with what may be done."""

from __future__ import annotations

import uuid

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from nswp_gov.complaints import forms, policy, queries
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.policy import Case
from nswp_gov.complaints.states import LOOKED_INTO, RUNNING, State
from nswp_gov.complaints.views import bp
from nswp_gov.directory.queries import people_named
from nswp_gov.store.errors import NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import handed_out, named_files
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.private_links import private
from nswp_gov.web.unit import actor, now, session

UNPROCESSABLE = 422


def readable(complaint_id: uuid.UUID) -> tuple[Complaint, Case]:
    """Return a complaint that the person reads.

    Raises:
        NotFound: they don't, or there is none: nobody can tell which.

    """
    row = queries.complaint(session(), complaint_id)
    case = queries.case_of(session(), row, now())
    if not policy.may_read(actor(), case).allowed:
        raise NotFound
    return row, case


@bp.get("/cases")
@door(Door.SIGNED_IN)
def index() -> ResponseReturnValue:
    """List the cases that were entrusted to the person: those that run, then those that ended."""
    rows = queries.visible(session(), actor(), now())
    page = render_template(
        "complaints/index.html",
        running=[row for row in rows if row.state in RUNNING],
        ended=[row for row in reversed(rows) if row.state not in RUNNING],
    )
    return private(page)


@bp.get("/cases/<uuid:complaint_id>")
@door(Door.SIGNED_IN)
def one(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Show a case: what was written, who reads it, every step, what may be done."""
    return shown(complaint_id, {})


@bp.get("/cases/<uuid:complaint_id>/files/<uuid:document_id>")
@door(Door.SIGNED_IN)
def file(complaint_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """Give a file of a case to somebody of its circle."""
    row, _case = readable(complaint_id)
    return handed_out(queries.stored(session(), row.id, document_id))


def shown(complaint_id: uuid.UUID, sent: dict[str, AppForm]) -> Response:
    """Return the page of one case; `sent`: forms that were refused."""
    row, case = readable(complaint_id)
    readers, steps = queries.readers(session(), row.id), queries.steps(session(), row.id)
    messages = queries.messages(session(), row.id)
    about = [uuid.UUID(step.about) for step in steps if step.about]
    people: list[uuid.UUID | None] = [*about, *case.named]
    for one in readers:
        people += [one.person_id, one.admitted_by]
    people += [step.person_id for step in steps]
    people += [message.person_id for message in messages]
    page = render_template(
        "complaints/one.html",
        row=row,
        case=case,
        readers=readers,
        steps=steps,
        messages=messages,
        names={str(key): name for key, name in people_named(session(), people).items()},
        reasons=queries.reasons(session(), row.id, locale()),
        measures=queries.measures(session(), row.id),
        documents=named_files(queries.documents(session(), row.id)),
        forms_of=_forms(row, case, sent),
        button=EmptyForm(formdata=None),
    )
    refused = any(form.errors or form.form_errors for form in sent.values())
    return private(page, UNPROCESSABLE if refused else 200)


def _forms(row: Complaint, case: Case, sent: dict[str, AppForm]) -> dict[str, AppForm]:
    """Return the forms of what may be done now, each under a prefix of its own."""
    runs = bool(policy.may_act(actor(), case))
    decidable = row.state in {State.ACKNOWLEDGED, State.EXAMINED, State.APPEALED}
    offered: list[tuple[bool, str, type[AppForm]]] = [
        (row.state is State.RECEIVED, "acknowledgement", forms.AcknowledgeForm),
        (row.state is State.ACKNOWLEDGED, "examination", EmptyForm),
        (True, "message", forms.WordsForm),
        (decidable, "outcome", forms.DecideForm),
        (row.state not in LOOKED_INTO, "measure", forms.MeasureForm),
        (runs, "circle", forms.PersonForm),
        (runs, "exclusion", forms.PersonForm),
        (runs, "recusal", forms.AsideForm),
    ]
    found = {
        name: sent.get(name) or kind(formdata=None, prefix=name)
        for is_open, name, kind in offered
        if is_open
    }
    offer_people(found)
    return found


def offer_people(found: dict[str, AppForm]) -> None:
    """Fill the choice of people in the forms that have one."""
    people = queries.office_holders(session(), now())
    for form in found.values():
        if isinstance(form, forms.PersonForm):
            form.offer(people)
