"""The page of somebody who is asked what they know: the name, the country, our questions."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.applications import operations, queries
from nswp_gov.applications.forms import VerifierAnswerForm
from nswp_gov.applications.states import Knows
from nswp_gov.applications.views import bp, gate
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.limits import by_address, slow
from nswp_gov.web.unit import now, session


@bp.route("/asked/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def asked(token: str) -> ResponseReturnValue:
    """Show what is asked; take the answer. Looking changes nothing."""
    slow(by_address("asked", *gate.PER_ADDRESS))
    queries.verification_by_token(session(), token, now())
    form = VerifierAnswerForm()
    if form.validate_on_submit():
        try:
            _answer(token, form)
        except DomainError as refusal:
            session().rollback()
            form.refuse(refusal)
        else:
            return redirect(url_for("applications.thanks"))
    row, subject = queries.verification_by_token(session(), token, now())
    name, country = subject.answers["name"], subject.answers.get("country")
    return gate.page("asked", form, questions=row.questions, name=name, country=country)


def _answer(token: str, form: VerifierAnswerForm) -> None:
    with gate.work() as w:
        row, _subject = queries.verification_by_token(w.session, token, now())
        operations.answer_as_verifier(w, row, Knows(form.knows.data), form.words.data)


@bp.get("/asked")
@door(Door.PRIVATE_LINK)
def thanks() -> ResponseReturnValue:
    """Say that the answer was taken."""
    return gate.private(render_template("applications/thanks.html"))
