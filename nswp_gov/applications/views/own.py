"""The applicant's page: how it stands, questions, verifiers, taking back, appeal, the way in."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import operations as accounts
from nswp_gov.accounts import session as accounts_session
from nswp_gov.accounts.forms import AcceptForm
from nswp_gov.applications import operations, queries
from nswp_gov.applications.forms import AppealForm, WordsForm
from nswp_gov.applications.models import Application, Inquiry, Verification
from nswp_gov.applications.operations.admission import FIRST_EDITOR, HIDE_CODE
from nswp_gov.applications.policy import may_withdraw
from nswp_gov.applications.states import (
    APPEAL_WITHIN,
    IDLE,
    TOLD,
    WRITTEN,
    State,
    VerifierState,
)
from nswp_gov.applications.views import bp
from nswp_gov.applications.views.gate import LINKS
from nswp_gov.applications.views.writing import overview
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import file_store
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.private_links import private, work
from nswp_gov.web.unit import now, session


@bp.route("/apply/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def own(token: str) -> ResponseReturnValue:
    """Ask for the phrase; then show the form while it is written, or how the application stands."""
    if not LINKS.has_entered(token):
        return LINKS.ask(token)
    row = LINKS.opened(token)
    return overview(token, row) if row.state in WRITTEN else _standing(token, row, {})


def _standing(token: str, row: Application, sent: dict[str, AppForm]) -> ResponseReturnValue:
    """Return the page that says how an application stands; `sent`: forms that were refused."""
    refused = next(iter(sent.values()), None)
    appeal_until = row.decided_at + APPEAL_WITHIN if row.decided_at else None
    is_open = row.state is State.REFUSED and appeal_until is not None and now() <= appeal_until
    running = bool(may_withdraw(row.state))
    welcome = row.welcome or {}
    return LINKS.page(
        "standing",
        refused,
        token=token,
        row=row,
        button=EmptyForm(formdata=None),
        inquiries=[
            (one, sent.get(str(one.id)) or WordsForm(formdata=None, prefix=str(one.id)))
            for one in queries.inquiries(session(), row.id)
        ],
        proposed=[
            one
            for one in queries.verifications(session(), row.id)
            if one.state is VerifierState.PROPOSED and running
        ],
        running=running,
        appeal=sent.get("appeal") or AppealForm(formdata=None, prefix="appeal"),
        appeal_until=appeal_until if is_open else None,
        steps=[one for one in queries.steps(session(), row.id) if one.act in TOLD],
        has_invitation=FIRST_EDITOR in welcome,
        code=welcome.get(HIDE_CODE),
        idle=int(IDLE.total_seconds() // 60),
    )


def _do(
    token: str, name: str, form: AppForm, act: Callable[[Work, Application], object], said: str
) -> ResponseReturnValue:
    """Carry an act of the applicant out and go back to the page; say beside the field what not."""
    LINKS.opened(token)
    if LINKS.carried_out(token, form, act):
        flash(said, "ok")
        return redirect(url_for("applications.own", token=token))
    return _standing(token, LINKS.opened(token), {name: form})


@bp.post("/apply/<token>/answers/<uuid:inquiry_id>")
@door(Door.PRIVATE_LINK)
def inquiry(token: str, inquiry_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a question."""
    form = WordsForm(prefix=str(inquiry_id))

    def act(w: Work, row: Application) -> None:
        asked = next(
            (one for one in queries.inquiries(w.session, row.id) if one.id == inquiry_id), None
        )
        operations.answer(w, _known(asked), form.words.data)

    return _do(token, str(inquiry_id), form, act, _("Your answer is sent."))


def _known(found: Inquiry | None) -> Inquiry:
    if found is None:
        raise NotFound
    return found


@bp.post("/apply/<token>/verifiers/<uuid:verification_id>/<any(yes, no):choice>")
@door(Door.PRIVATE_LINK)
def verifier(token: str, verification_id: uuid.UUID, choice: str) -> ResponseReturnValue:
    """Agree that a person is asked, or not."""

    def act(w: Work, row: Application) -> None:
        named: list[Verification] = queries.verifications(w.session, row.id)
        found = next((one for one in named if one.id == verification_id), None)
        if found is None:
            raise NotFound
        if choice == "yes":
            operations.agree_to_verifier(w, found)
        else:
            operations.decline_verifier(w, found)

    return _do(token, "verifier", EmptyForm(), act, _("Your answer was taken."))


@bp.route("/apply/<token>/withdrawal", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def withdrawal(token: str) -> ResponseReturnValue:
    """Ask before an application is taken back, or a draft is wiped; then do it."""
    row = LINKS.opened(token)
    form = EmptyForm()
    is_draft = row.state is State.DRAFT
    if form.validate_on_submit():
        with work() as w:
            subject = LINKS.within(w, token)
            if is_draft:
                operations.discard(w, subject, file_store())
            else:
                operations.withdraw(w, subject)
        if not is_draft:
            return redirect(url_for("applications.own", token=token))
        LINKS.leave()
        flash(_("Everything you wrote is deleted."), "ok")
        return redirect(url_for("applications.start"))
    return LINKS.page("withdrawal", form, token=token, is_draft=is_draft)


@bp.post("/apply/<token>/appeal")
@door(Door.PRIVATE_LINK)
def appeal(token: str) -> ResponseReturnValue:
    """Ask the board to hear it again."""
    form = AppealForm(prefix="appeal")

    def act(w: Work, row: Application) -> None:
        operations.appeal(w, row, form.words.data)

    return _do(token, "appeal", form, act, _("Your appeal is sent."))


@bp.post("/apply/<token>/leaving")
@door(Door.PRIVATE_LINK)
def leaving(token: str) -> ResponseReturnValue:
    """Close the application in this browser: the phrase is asked for again."""
    LINKS.leave()
    return redirect(url_for("applications.own", token=token))


@bp.post("/apply/<token>/code")
@door(Door.PRIVATE_LINK)
def code(token: str) -> ResponseReturnValue:
    """Forget the hide-us code that was written down."""
    return _do(
        token, "code", EmptyForm(), operations.forget_code, _("The code is not shown again.")
    )


@bp.route("/apply/<token>/account", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def account(token: str) -> ResponseReturnValue:
    """Make the account of the first editor of an organisation that was admitted."""
    row = LINKS.opened(token)
    if FIRST_EDITOR not in (row.welcome or {}):
        return redirect(url_for("applications.own", token=token))
    form = AcceptForm(name=row.answers.get("contact"), locale=locale().value, zone="UTC")
    if form.validate_on_submit():
        try:
            return _make_account(token, form)
        except DomainError as refusal:
            session().rollback()
            form.refuse(refusal)
    return LINKS.page("account", form, token=token)


def _make_account(token: str, form: AcceptForm) -> ResponseReturnValue:
    with work() as w:
        row = LINKS.within(w, token)
        operations.renew_invitation(w, row)
        person, paper = operations.make_first_account(
            w,
            row,
            name=form.name.data,
            sign_in_name=form.sign_in_name.data,
            passphrase=form.passphrase.data,
            locale=Locale(form.locale.data),
            zone=form.zone.data,
        )
        raw = accounts.open_session(w, person, label="")
    accounts_session.start(cookie, raw, now=now())
    goal = url_for("directory.ours")
    return private(render_template("accounts/paper_codes.html", codes=paper, goal=goal))
