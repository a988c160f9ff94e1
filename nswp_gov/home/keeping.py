"""The administrator's page of legal holds: what retention leaves alone, until when, and why."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from nswp_gov.accounts import queries as accounts
from nswp_gov.store import legal_holds as keeping
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import DomainError, NotFound, Unfit
from nswp_gov.store.legal_holds import Holdable, LegalHold
from nswp_gov.web import phrases
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.templating import NavItem
from nswp_gov.web.unit import now, session, settings, work

NAV: NavItem = NavItem("home.legal_holds", _l("Legal holds"), Door.ADMIN)
LONGEST = 1000
UNPROCESSABLE = 422
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KINDS: dict[Holdable, Any] = {
    Holdable.ACCOUNT: _l("Closed accounts"),
    Holdable.APPLICATION: _l("Drafts of applications"),
    Holdable.NOMINATION: _l("Nominations and who supported them"),
    Holdable.ROLL_CLAIM: _l("Objections to a roll"),
    Holdable.ELECTION_COMPLAINT: _l("Complaints about elections"),
    Holdable.CONSULTATION_ANSWER: _l("Answers to consultations"),
    Holdable.PARTICIPANT: _l("Participants of trainings and calls"),
    Holdable.INSPECTION: _l("Requests to see the statutory register"),
    Holdable.COMPLAINT: _l("Complaints"),
    Holdable.MINUTES: _l("Minutes, papers and votes of a meeting"),
}
phrases.say(
    {
        "hold_without_reason": _l("Say why these records have to be kept."),
        "hold_until": _l("Choose a day after today, at most two years ahead."),
        "record_unknown": _l("That holds no identifier of a record."),
    }
)
phrases.say_reasons({"only_administrator_holds": _l("Only the administrator does this.")})


class HoldForm(AppForm):
    """What is kept, why, and until when."""

    kind = SelectField(
        _l("What is kept"), choices=[SelectChoice(one.value, said) for one, said in KINDS.items()]
    )
    record = StringField(
        _l("One record alone"),
        [Optional(), Length(max=300)],
        description=_l("Its address, or its identifier. Empty: all records of this kind."),
    )
    why = TextAreaField(
        _l("Why"),
        [InputRequired(_l("Fill this in.")), Length(max=LONGEST)],
        description=_l("Name the matter, not the people: a case number, who asked, by what right."),
    )
    until_on = DateField(
        _l("Until"),
        [InputRequired(_l("Say from which day."))],
        description=_l("On that day forgetting goes on by itself. At most two years ahead."),
    )

    def record_id(self) -> uuid.UUID | None:
        """Return the record that was named, or None for all.

        Raises:
            Unfit: what was typed holds no identifier.

        """
        typed = (self.record.data or "").strip().casefold()
        found = _IDENTIFIER.search(typed)
        if typed and found is None:
            raise Unfit("record_unknown", field="record")
        return uuid.UUID(found[0]) if found else None


@door(Door.ADMIN, fresh=True)
def legal_holds() -> ResponseReturnValue:
    """List the holds, those that are over too; place one."""
    form, status = HoldForm(), 200
    if form.validate_on_submit():
        try:
            _place(form)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(_("Kept. Retention leaves these records alone until then."), "ok")
            return redirect(url_for("home.legal_holds"))
    elif form.is_submitted():
        status = UNPROCESSABLE
    rows = keeping.holds(session())
    return render_template(
        "home/legal_holds.html",
        form=form,
        rows=rows,
        kinds=KINDS,
        names=accounts.names(session(), [one.placed_by for one in rows]),
        today=civil_day(now(), settings().zone),
    ), status


def _place(form: HoldForm) -> None:
    record_id = form.record_id()
    with work() as w:
        keeping.place_hold(
            w,
            Holdable(form.kind.data),
            why=form.why.data,
            until_on=form.until_on.data,
            record_id=record_id,
        )


@door(Door.ADMIN, fresh=True)
def lift_hold(hold_id: uuid.UUID) -> ResponseReturnValue:
    """End a hold before its day."""
    with work() as w:
        found = w.session.get(LegalHold, hold_id)
        if found is None:
            raise NotFound
        keeping.lift_hold(w, found)
    flash(_("Ended. What was due meanwhile goes with the next run, within a day."), "ok")
    return redirect(url_for("home.legal_holds"))


def mount(bp: Blueprint) -> None:
    """Hang the pages on the blueprint of the room."""
    bp.add_url_rule("/legal-holds", view_func=legal_holds, methods=["GET", "POST"])
    bp.add_url_rule("/legal-holds/<uuid:hold_id>/lift", view_func=lift_hold, methods=["POST"])
