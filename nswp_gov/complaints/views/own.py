"""The page of whoever complained: how it stands, who reads it, messages, outcome, appeal."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.complaints import operations, policy, queries
from nswp_gov.complaints.forms import AppealForm, WordsForm
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.states import TOLD, State
from nswp_gov.complaints.views import bp
from nswp_gov.complaints.views.gate import LINKS
from nswp_gov.complaints.views.writing import draft
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import file_store, named_files
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.private_links import work
from nswp_gov.web.unit import now, session


@bp.route("/case/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def own(token: str) -> ResponseReturnValue:
    """Ask for the phrase; then show what is being written, or how it stands."""
    if not LINKS.has_entered(token):
        return LINKS.ask(token)
    row = LINKS.opened(token)
    return draft(token, row) if row.state is State.DRAFT else _standing(token, row, {})


def _standing(token: str, row: Complaint, sent: dict[str, AppForm]) -> ResponseReturnValue:
    """Return the page that says how a complaint stands; `sent`: forms that were refused."""
    case = queries.case_of(session(), row, now())
    can_appeal = row.state is State.DECIDED and row.due_at is not None and now() <= row.due_at
    return LINKS.page(
        "standing",
        next(iter(sent.values()), None),
        token=token,
        row=row,
        readers=queries.public_names(session(), case.circle),
        reasons=queries.reasons(session(), row.id, row.locale),
        messages=queries.messages(session(), row.id),
        message=sent.get("message") or WordsForm(formdata=None, prefix="message"),
        can_add=bool(policy.may_add(row.state)),
        appeal=sent.get("appeal") or AppealForm(formdata=None, prefix="appeal"),
        can_appeal=can_appeal,
        can_withdraw=bool(policy.may_withdraw(row.state)),
        documents=named_files(queries.documents(session(), row.id)),
        steps=[one for one in queries.steps(session(), row.id) if one.act in TOLD],
    )


def _do(
    token: str, name: str, form: AppForm, act: Callable[[Work, Complaint], object], said: str
) -> ResponseReturnValue:
    """Carry an act out and go back to the page; say beside the field what not."""
    LINKS.opened(token)
    if LINKS.carried_out(token, form, act):
        flash(said, "ok")
        return redirect(url_for("complaints.own", token=token))
    return _standing(token, LINKS.opened(token), {name: form})


@bp.post("/case/<token>/message")
@door(Door.PRIVATE_LINK)
def message(token: str) -> ResponseReturnValue:
    """Write to the circle."""
    form = WordsForm(prefix="message")

    def act(w: Work, row: Complaint) -> None:
        operations.write(w, row, form.words.data)

    return _do(token, "message", form, act, _("Your message is sent."))


@bp.post("/case/<token>/appeal")
@door(Door.PRIVATE_LINK)
def appeal(token: str) -> ResponseReturnValue:
    """Ask that others hear it again."""
    form = AppealForm(prefix="appeal")

    def act(w: Work, row: Complaint) -> None:
        operations.appeal(w, row, form.words.data)

    return _do(token, "appeal", form, act, _("Your appeal is sent."))


@bp.route("/case/<token>/withdrawal", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def withdrawal(token: str) -> ResponseReturnValue:
    """Ask before a complaint is taken back, or a draft is wiped; then do it."""
    row = LINKS.opened(token)
    form, is_draft = EmptyForm(), row.state is State.DRAFT
    if form.validate_on_submit():
        with work() as w:
            held = LINKS.within(w, token)
            if is_draft:
                operations.discard(w, held, file_store())
            else:
                operations.withdraw(w, held)
        if not is_draft:
            return redirect(url_for("complaints.own", token=token))
        LINKS.leave()
        flash(_("Everything you wrote is deleted."), "ok")
        return redirect(url_for("complaints.start"))
    return LINKS.page("withdrawal", form, token=token, is_draft=is_draft)


@bp.post("/case/<token>/leaving")
@door(Door.PRIVATE_LINK)
def leaving(token: str) -> ResponseReturnValue:
    """Close the page in this browser: the phrase is asked for again."""
    LINKS.leave()
    return redirect(url_for("complaints.own", token=token))
