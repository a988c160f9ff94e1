"""What those who examine and decide see: the list, and one application with what may be done."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.applications import forms, policy, queries
from nswp_gov.applications.answers import category_asked
from nswp_gov.applications.models import Application
from nswp_gov.applications.policy import Case
from nswp_gov.applications.states import PLACED, RUNNING, SILENCE, State
from nswp_gov.applications.views import bp
from nswp_gov.bodies.views.public import card
from nswp_gov.directory.queries import people_named
from nswp_gov.membership.queries import Match
from nswp_gov.membership.views.messages import LIKENESS
from nswp_gov.store.errors import NotFound
from nswp_gov.store.links import Card, links_from
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import handed_out, named_files
from nswp_gov.web.formats import listed
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.unit import actor, now, session


def readable(application_id: uuid.UUID) -> tuple[Application, Case]:
    """Return an application that the person may read.

    Raises:
        NotFound: they may not, or there is none: nobody can tell which.

    """
    row = queries.application(session(), application_id)
    case = queries.case_of(session(), row, now())
    if not policy.may_read(actor(), case).allowed:
        raise NotFound
    return row, case


@bp.get("/applications")
@door(Door.STAFF, Door.BOARD)
def index() -> ResponseReturnValue:
    """List the applications that the person may read: those that run, then those that ended."""
    rows = queries.visible(session(), actor(), now())
    return render_template(
        "applications/index.html",
        running=[one.subject for one in rows if one.case.state in RUNNING],
        ended=[one.subject for one in reversed(rows) if one.case.state not in RUNNING],
    )


@bp.get("/applications/<uuid:application_id>")
@door(Door.STAFF, Door.BOARD)
def one(application_id: uuid.UUID) -> ResponseReturnValue:
    """Show an application: what was written, who examines it, every step, what may be done."""
    return shown(application_id, {})


@bp.get("/applications/<uuid:application_id>/files/<uuid:document_id>")
@door(Door.STAFF, Door.BOARD)
def file(application_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """Give a file of an application to somebody who may read it."""
    row, _case = readable(application_id)
    return handed_out(queries.stored(session(), row.id, document_id))


def shown(
    application_id: uuid.UUID, sent: dict[str, AppForm], link: str | None = None
) -> ResponseReturnValue:
    """Return the page of one application; `sent`: forms that were refused."""
    row, case = readable(application_id)
    given = queries.recommendations(session(), row.id)
    steps = queries.steps(session(), row.id)
    is_to_judge = bool(policy.may_recommend(actor(), case)) and row.state is State.REVIEW
    places = policy.panel(case) if row.state in {State.RECEIVED, State.REVIEW} else ()
    people = [*(one.person_id for one in places), *(one.person_id for one in given)]
    people += [one for step in steps for one in (step.person_id, step.about)]
    refused = any(form.errors or form.form_errors for form in sent.values())
    answer = render_template(
        "applications/one.html",
        row=row,
        places=places if case.region or row.state is State.REVIEW else (),
        given=[] if is_to_judge else given,
        is_to_judge=is_to_judge,
        steps=steps,
        names=people_named(session(), people),
        inquiries=queries.inquiries(session(), row.id),
        verifications=queries.verifications(session(), row.id),
        may_ask=bool(policy.may_ask(actor(), case)),
        documents=named_files(queries.documents(session(), row.id)),
        namesakes=queries.known_as(session(), row) if actor().has("secretariat") else [],
        former=queries.former(session(), row),
        decisions=_decisions(row),
        silent_on=row.waits_since + SILENCE if row.waits_since else None,
        forms_of=_forms(row, case, sent),
        button=EmptyForm(formdata=None),
        link=link,
    )
    return answer, 422 if refused else 200


def _decisions(row: Application) -> list[Card]:
    found = (card(one.to_type, one.to_id) for one in links_from(session(), "application", row.id))
    return [one for one in found if one is not None]


def _forms(row: Application, case: Case, sent: dict[str, AppForm]) -> dict[str, AppForm]:
    """Return the forms of what this person may do now, each under a prefix of its own."""
    who, state = actor(), row.state
    asked = row.category or category_asked(row.answers).value
    offered: list[tuple[bool, str, type[AppForm], dict[str, Any]]] = [
        (
            state is State.RECEIVED and bool(policy.may_check(who, case)),
            "completeness",
            forms.PassOnForm,
            {"category": asked},
        ),
        (
            state is State.RECEIVED and bool(policy.may_check(who, case)),
            "return",
            forms.GiveBackForm,
            {},
        ),
        (
            state is State.REVIEW and bool(policy.may_recommend(who, case)),
            "recommendation",
            forms.RecommendForm,
            {},
        ),
        (bool(policy.may_ask(who, case)), "question", forms.AskForm, {}),
        (
            bool(policy.may_ask(who, case)),
            "verifier",
            forms.VerifierForm,
            {"locale": row.locale.value},
        ),
        (
            state in {State.BOARD, State.APPEALED} and bool(policy.may_enter_decision(who, case)),
            "decision",
            forms.DecisionForm,
            {"category": asked},
        ),
        (state in PLACED and bool(policy.may_place(who, case)), "region", forms.RegionForm, {}),
        (
            state is State.REVIEW and bool(policy.may_step_aside(who, case)),
            "recusal",
            forms.AsideForm,
            {},
        ),
    ]
    found = {
        name: sent.get(name) or kind(formdata=None, prefix=name, **data)
        for is_open, name, kind, data in offered
        if is_open
    }
    recognition = sent.get("recognition") or _recognition(row, case)
    if recognition is not None:
        found["recognition"] = recognition
    return found


def _recognition(row: Application, case: Case) -> AppForm | None:
    """Return the form that says whose record it is, where the office may and there is one."""
    if row.state not in PLACED or not policy.may_check(actor(), case):
        return None
    chosen = str(row.organisation_id) if row.organisation_id else None
    form = forms.RecogniseForm(formdata=None, prefix="recognition", record=chosen)
    recognising(row, form)
    return form if len(form.record.choices) > 1 else None


def recognising(row: Application, form: forms.RecogniseForm) -> forms.RecogniseForm:
    """Offer the records that may be the applicant's, with why, in a form."""
    form.offer(
        (one.organisation_id, _("%(name)s (%(why)s)", name=one.name, why=_why(one)))
        for one in queries.known_as(session(), row)
        if not one.is_member
    )
    return form


def _why(one: Match) -> str:
    return listed(str(LIKENESS[kind]) for kind in one.why)
