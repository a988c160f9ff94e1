"""The page of somebody who is asked what they know: the name, the country, our questions."""

from __future__ import annotations

from functools import partial

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.applications import operations, queries
from nswp_gov.applications.forms import VerifierAnswerForm
from nswp_gov.applications.states import Knows
from nswp_gov.applications.views import bp
from nswp_gov.applications.views.gate import LINKS
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import carried_out
from nswp_gov.web.limits import by_address, slow
from nswp_gov.web.private_links import PER_ADDRESS, private, work
from nswp_gov.web.unit import now, session


@bp.route("/asked/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def asked(token: str) -> ResponseReturnValue:
    """Show what is asked; take the answer. Looking changes nothing."""
    slow(by_address("asked", *PER_ADDRESS))
    queries.verification_by_token(session(), token, now())
    form = VerifierAnswerForm()
    if carried_out(form, partial(_answer, token, form), work):
        return redirect(url_for("applications.thanks"))
    row, subject = queries.verification_by_token(session(), token, now())
    name, country = subject.answers["name"], subject.answers.get("country")
    return LINKS.page("asked", form, questions=row.questions, name=name, country=country)


def _answer(token: str, form: VerifierAnswerForm, w: Work) -> None:
    row, _subject = queries.verification_by_token(w.session, token, w.now)
    operations.answer_as_verifier(w, row, Knows(form.knows.data), form.words.data)


@bp.get("/asked")
@door(Door.PRIVATE_LINK)
def thanks() -> ResponseReturnValue:
    """Say that the answer was taken."""
    return private(render_template("applications/thanks.html"))
