"""Our organisation: what the public sees, who acts for us, what was done, hiding at once."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import operations, queries
from nswp_gov.directory.forms import PhoneForm
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.policy import listing
from nswp_gov.directory.states import TEXT_FIELDS
from nswp_gov.directory.views import bp, due
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.rules.diff import compare
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import DomainError, Unfit
from nswp_gov.store.projection import project
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.unit import actor, now, session, settings, work

AS = ("public", "members", "secretariat", "own")


def today() -> Any:
    """Return the network's civil day of this request."""
    return civil_day(now(), settings().zone)


def reachable(organisation_id: uuid.UUID) -> Organisation:
    """Return an organisation that the person acts for; the secretariat reaches every one.

    Raises:
        NotFound: it is none of theirs, or there is none: nobody can tell which.

    """
    _knock(organisation_id)
    return queries.organisation(session(), organisation_id)


def _knock(organisation_id: uuid.UUID) -> None:
    who = actor()
    if organisation_id not in who.editor_of | who.member_of and not who.has("secretariat"):
        abort(404)


def reached(organisation_id: uuid.UUID) -> queries.Dossier:
    """Return the dossier of an organisation that the person acts for.

    Raises:
        NotFound: it is none of theirs, or there is none: nobody can tell which.

    """
    _knock(organisation_id)
    return queries.dossier(session(), organisation_id, today())


def named(w: Work, sign_in_name: str) -> uuid.UUID:
    """Return who signs in under a name that was typed.

    Raises:
        Unfit: nobody does.

    """
    person_id = queries.person_by_sign_in(w.session, sign_in_name)
    if person_id is None:
        raise Unfit("person_unknown", field="sign_in_name")
    return person_id


def within(w: Work, organisation_id: uuid.UUID) -> Organisation:
    """Return the organisation inside a unit of work."""
    return queries.organisation(w.session, organisation_id)


def viewers(subject: Organisation) -> dict[str, Viewer]:
    """Return the four readers that a profile is shown as."""
    own = frozenset({subject.id})
    return {
        "public": Viewer.public(),
        "members": Viewer(step=Step.MEMBERS),
        "secretariat": Viewer(step=Step.SECRETARIAT),
        "own": Viewer(step=Step.MEMBERS, organisations=own),
    }


@bp.get("/our")
@door(Door.SIGNED_IN)
def ours() -> ResponseReturnValue:
    """Go to our organisation; show a choice to somebody who acts for several."""
    who = actor()
    own = sorted(who.editor_of | who.member_of)
    if len(own) == 1:
        return redirect(url_for("directory.home", organisation_id=own[0]))
    viewer = Viewer(step=Step.MEMBERS, organisations=frozenset(own))
    names = queries.names_of(session(), own, viewer)
    return render_template("directory/ours.html", names=sorted(names.items(), key=lambda n: n[1]))


@bp.get("/our/<uuid:organisation_id>")
@door(Door.SIGNED_IN)
def home(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show where the organisation stands: listed or not, who acts, what waits."""
    return _home(reached(organisation_id), PhoneForm(formdata=None))


def _home(known: queries.Dossier, form: PhoneForm) -> ResponseReturnValue:
    subject, who = known.subject, actor()
    people = queries.appointments(session(), subject.id)
    view = queries.profile_in(session(), known)
    waiting = [row for find in due.EVERYTHING for row in find(session(), who, now())]
    by = due.confirmation_due(subject.confirmed_on)
    answer = render_template(
        "directory/home.html",
        subject=subject,
        waiting=[row for row in waiting if not row.href.endswith("#confirm")],
        is_own=subject.id in who.editor_of,
        by=by,
        form=form,
        is_one_of_several=len(who.editor_of | who.member_of) > 1,
        listing=listing(known.standing),
        shown=project(view, viewers(subject)["public"]),
        acting=[(row, name) for row, name in people if row.until_at is None],
        notes=queries.notes_of(session(), subject.id),
        is_due=by is None or by - today() <= due.SOON,
        is_member=known.standing.is_current,
    )
    return answer, 422 if form.errors else 200


@bp.post("/our/<uuid:organisation_id>/confirmation")
@door(Door.SIGNED_IN)
def confirmation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the profile is still right."""
    form = PhoneForm()
    reachable(organisation_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                by_phone = form.by_phone.data or None
                operations.confirm_profile(w, within(w, organisation_id), by_phone=by_phone)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Confirmed. Thank you."), "ok")
            return redirect(url_for("directory.home", organisation_id=organisation_id))
    return _home(reached(organisation_id), form)


@bp.get("/our/<uuid:organisation_id>/seen/<any(public, members, secretariat, own):by>")
@door(Door.SIGNED_IN)
def seen(organisation_id: uuid.UUID, by: str) -> ResponseReturnValue:
    """Show the profile as one kind of reader sees it, and who sees what."""
    known = reached(organisation_id)
    subject = known.subject
    view = queries.profile_in(session(), known)
    readers = viewers(subject)
    return render_template(
        "directory/seen.html",
        subject=subject,
        by=by,
        shown=project(view, readers[by]),
        table=queries.who_sees_what(view, readers),
        readers=AS,
    )


@bp.get("/our/<uuid:organisation_id>/history")
@door(Door.SIGNED_IN)
def history(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show every change: who, when, before, after."""
    subject = reachable(organisation_id)
    steps = queries.changes_of(session(), subject)
    return render_template(
        "directory/history.html",
        subject=subject,
        steps=steps,
        people=queries.people_named(session(), [step.actor_id for step in steps]),
        button=EmptyForm(),
        texts=TEXT_FIELDS,
        compare=lambda step: compare(step.before or "", step.after or "").blocks,
        needs_reason=subject.id not in actor().editor_of,
    )


@bp.post("/our/<uuid:organisation_id>/history/<uuid:revision_id>")
@door(Door.SIGNED_IN)
def restoring(organisation_id: uuid.UUID, revision_id: uuid.UUID) -> ResponseReturnValue:
    """Bring an earlier value back."""
    reachable(organisation_id)
    with work() as w:
        operations.restore(w, within(w, organisation_id), revision_id)
    flash(_("Brought back. What it replaced is in the history."), "ok")
    return redirect(url_for("directory.history", organisation_id=organisation_id))
