"""The way in for somebody without an account: a private link, and the phrase that they chose.

Whether or not there is such a link, the page that asks for the phrase is the same, and so is the
answer to a wrong one. That the phrase was right is noted in the browser's own cookie for a while;
what is typed on a page that was open longer goes along, and is saved once the phrase is given.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from jinja2 import Template
from sqlalchemy.orm import Session

from nswp_gov.store.actor import VISITOR
from nswp_gov.store.errors import DomainError, Unfit
from nswp_gov.store.ids import token_hash
from nswp_gov.store.work import Work, begin
from nswp_gov.web.forms import AppForm, carried_out
from nswp_gov.web.limits import Try, a_minute, account_mark, an_hour, by_address, slow
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings

TOUCH = 60  # seconds
UNPROCESSABLE = 422
PER_ADDRESS = (a_minute(60), an_hour(600))
PER_BEGINNER = (a_minute(20), an_hour(100))
PER_LINK = (a_minute(5), an_hour(30))
NOT_KEPT = frozenset({"csrf_token", "passphrase"})

Row = TypeVar("Row")
Begin = Callable[..., tuple[Any, str]]  # (work, *, locale, phrase, email) -> row, token


def work() -> AbstractContextManager[Work]:
    """Begin a unit of work of somebody without an account, whoever is signed in here."""
    return begin(session(), VISITOR, now(), settings().zone)


def private(page: str | Response, status: int = 200) -> Response:
    """Return a page that no cache keeps and no search engine finds."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def mark(token: str) -> str:
    """Return what cookie and limits know a link by."""
    return token_hash(token)[:24]


@dataclass(frozen=True, kw_only=True)
class PrivateLinks(Generic[Row]):
    """The links of one room.

    `name`: of cookie and limit; `room`: its blueprint, whose endpoint `own` a link opens, and the
    folder of its templates, `_page.html` among them; `idle`: after which the phrase is asked for
    again; `form`: a form with a field `passphrase`; `by_token` and `opened_by` find the row behind
    a link, the second only with the right phrase and with the same work where there is no such
    link.
    """

    name: str
    room: str
    idle: timedelta
    form: type[AppForm]
    by_token: Callable[[Session, str], Row | None]
    opened_by: Callable[[Session, str, str], Row | None]

    def page(self, template: str, form: AppForm | None = None, **values: Any) -> Response:
        """Return a page of the link; 422 where something typed could not be taken."""
        refused = form is not None and bool(form.errors or form.form_errors)
        names: list[str | Template] = [
            f"{self.room}/{template}.html",
            f"private_links/{template}.html",
        ]
        body = render_template(names, form=form, room=self.room, **values)
        return private(body, UNPROCESSABLE if refused else 200)

    def _home(self, token: str) -> str:
        return url_for(f"{self.room}.own", token=token)

    def enter(self, token: str) -> None:
        """Note in the cookie that the phrase of this link was given in this browser."""
        cookie[self.name] = {mark(token): int(now().timestamp())}

    def leave(self) -> None:
        """Forget that a phrase was given in this browser."""
        cookie.pop(self.name, None)

    def has_entered(self, token: str) -> bool:
        """Tell whether the phrase was given here within the time."""
        at = cookie.get(self.name, {}).get(mark(token))
        age = now().timestamp() - at if at is not None else None
        if age is None or age > self.idle.total_seconds():
            return False
        if age > TOUCH:
            self.enter(token)
        return True

    def knock(self, token: str, phrase: str) -> None:
        """Let somebody in who has the phrase of this link.

        Raises:
            SlowDown: too many tries. Unfit: they don't belong together, or there is no such link.

        """
        slow(
            by_address(self.name, *PER_ADDRESS),
            Try(self.name, account_mark(mark(token)), PER_LINK),
        )
        if self.opened_by(session(), token, phrase) is None:
            raise Unfit("phrase_wrong", field="passphrase")
        self.enter(token)

    def ask(self, token: str) -> ResponseReturnValue:
        """Ask for the phrase; go to the page of the link once it is right."""
        form = self.form()
        if form.validate_on_submit() and self._is_let_in(token, form):
            return redirect(self._home(token))
        return self.page("phrase", form, kept=())

    def opened(self, token: str) -> Row:
        """Return the row behind a link whose phrase was given; ask for it otherwise.

        What was typed on a page that was open too long goes along and is saved once the phrase is
        given again.
        """
        if not self.has_entered(token):
            form = self.form()
            if request.method != "POST":
                abort(redirect(self._home(token)))
            if not self._enters(token, form):
                abort(self.page("phrase", form, kept=_typed()))
        row = self.by_token(session(), token)
        if row is None:  # wiped since
            self.leave()
            abort(redirect(self._home(token)))
        return row

    def within(self, w: Work, token: str) -> Row:
        """Return the row inside a unit of work; `opened` has let the person in."""
        row = self.by_token(w.session, token)
        if row is None:
            raise Unfit("phrase_wrong")
        return row

    def begun(self, form: AppForm, begin: Begin) -> Response:
        """Take a phrase and begin something behind it; show its private link, this once."""
        made: list[str] = []
        if form.validate_on_submit():
            slow(by_address(f"{self.name}-begin", *PER_BEGINNER))

        def deed(w: Work) -> None:
            phrase, email = form["passphrase"].data, form["email"].data or None
            made.append(begin(w, locale=locale(), phrase=phrase, email=email)[1])

        if not carried_out(form, deed, work):
            return self.page("begin", form)
        token, is_sent = made[0], bool(form["email"].data)
        self.enter(token)
        link = settings().public_url + self._home(token)
        return self.page("begun", token=token, link=link, is_sent=is_sent)

    def carried_out(self, token: str, form: AppForm, act: Callable[[Work, Row], object]) -> bool:
        """Do an act of whoever has the link if the form came and fits; tell whether it was done.

        What refuses it stands in the form.
        """
        return carried_out(form, lambda w: act(w, self.within(w, token)), work)

    def _enters(self, token: str, form: AppForm) -> bool:
        if "passphrase" not in request.form:
            form["passphrase"].errors = ()
            return False
        return bool(form.validate()) and self._is_let_in(token, form)

    def _is_let_in(self, token: str, form: AppForm) -> bool:
        try:
            self.knock(token, form["passphrase"].data)
        except DomainError as refusal:
            form.refuse(refusal)
            return False
        return True


def _typed() -> list[tuple[str, str]]:
    return [
        (name, value)
        for name in request.form
        if name not in NOT_KEPT
        for value in request.form.getlist(name)
    ]
