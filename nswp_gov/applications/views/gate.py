"""The way into an application: its private link, and the phrase that its applicant chose.

Whether or not there is such a link, the page that asks for the phrase is the same, and so is the
answer to a wrong one. That the phrase was right is noted in the browser's own cookie.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask import session as cookie

from nswp_gov.applications import queries
from nswp_gov.applications.forms import PhraseForm
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import IDLE
from nswp_gov.store.actor import VISITOR
from nswp_gov.store.errors import DomainError, Unfit
from nswp_gov.store.ids import token_hash
from nswp_gov.store.work import Work, begin
from nswp_gov.web.forms import AppForm
from nswp_gov.web.limits import Try, a_minute, account_mark, an_hour, by_address, slow
from nswp_gov.web.unit import now, session, settings

KEY = "apply"
TOUCH = 60  # seconds
UNPROCESSABLE = 422
PER_ADDRESS = (a_minute(60), an_hour(600))
PER_LINK = (a_minute(5), an_hour(30))
NOT_KEPT = frozenset({"csrf_token", "passphrase"})


def work() -> AbstractContextManager[Work]:
    """Begin a unit of work of the applicant, who has no account, whoever is signed in here."""
    return begin(session(), VISITOR, now(), settings().zone)


def private(page: str, status: int = 200) -> Response:
    """Return a page that no cache keeps and no search engine finds."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def page(template: str, form: AppForm | None = None, **values: Any) -> Response:
    """Return a page of the applicant; 422 where something typed could not be taken."""
    refused = form is not None and bool(form.errors or form.form_errors)
    body = render_template(f"applications/{template}.html", form=form, **values)
    return private(body, UNPROCESSABLE if refused else 200)


def _mark(token: str) -> str:
    return token_hash(token)[:24]


def enter(token: str) -> None:
    """Note in the cookie that the phrase of this link was given in this browser."""
    cookie[KEY] = {_mark(token): int(now().timestamp())}


def leave() -> None:
    """Forget that a phrase was given in this browser."""
    cookie.pop(KEY, None)


def has_entered(token: str) -> bool:
    """Tell whether the phrase was given here within the last half hour."""
    at = cookie.get(KEY, {}).get(_mark(token))
    age = now().timestamp() - at if at is not None else None
    if age is None or age > IDLE.total_seconds():
        return False
    if age > TOUCH:
        enter(token)
    return True


def knock(token: str, phrase: str) -> None:
    """Let somebody in who has the phrase of this link.

    Raises:
        SlowDown: too many tries. Unfit: they don't belong together, or there is no such link.

    """
    slow(by_address("apply", *PER_ADDRESS), Try("apply", account_mark(_mark(token)), PER_LINK))
    if queries.opened_by(session(), token, phrase) is None:
        raise Unfit("phrase_wrong", field="passphrase")
    enter(token)


def opened(token: str) -> Application:
    """Return the application behind a link whose phrase was given; ask for it otherwise.

    What was typed on a page that was open too long goes along and is saved once the phrase is
    given again.
    """
    if not has_entered(token):
        form = PhraseForm()
        if request.method != "POST":
            abort(redirect(url_for("applications.own", token=token)))
        if not _enters(token, form):
            kept = [
                (name, value)
                for name in request.form
                if name not in NOT_KEPT
                for value in request.form.getlist(name)
            ]
            abort(page("phrase", form, kept=kept))
    row = queries.by_token(session(), token)
    if row is None:  # wiped since
        leave()
        abort(redirect(url_for("applications.own", token=token)))
    return row


def _enters(token: str, form: PhraseForm) -> bool:
    if "passphrase" not in request.form:
        form.passphrase.errors = ()
        return False
    if not form.validate():
        return False
    try:
        knock(token, form.passphrase.data)
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    return True


def within(w: Work, token: str) -> Application:
    """Return the application inside a unit of work; `opened` has let the applicant in."""
    row = queries.by_token(w.session, token)
    if row is None:
        raise Unfit("phrase_wrong")
    return row
