"""The person's own page: name, language, address, signed-in browsers, what was typed."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import operations, queries, typed
from nswp_gov.accounts.forms import EmailForm, LabelForm, OwnForm
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.session import SID
from nswp_gov.accounts.views import bp, gate
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.store.ids import token_hash
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.unit import actor, now, work
from nswp_gov.web.unit import session as database


def own_id() -> uuid.UUID:
    """Return who is signed in."""
    person_id = actor().person_id
    if person_id is None:
        raise NotFound
    return person_id


def own_person(w: Work) -> Person:
    """Return the signed-in person inside a unit of work.

    Raises:
        NotFound: the account was closed in the meantime.

    """
    person = queries.person(w.session, own_id())
    if person is None:
        raise NotFound
    return person


@bp.route("", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def own() -> ResponseReturnValue:
    """Show what is kept about the person; take changes."""
    person = queries.person(database(), own_id())
    form = OwnForm(obj=person)
    return attempt(form, lambda: _change(form)) or gate.page(
        "own",
        form=form,
        email=person.email if person else None,
        to_second=queries.roles_to_second(database(), own_id()),
        recoveries=queries.live_recoveries(database(), now(), own_id()),
        button=EmptyForm(),
    )


def _change(form: OwnForm) -> ResponseReturnValue:
    locale = Locale(form.locale.data)
    with work() as w:
        operations.change_own(
            w,
            own_person(w),
            name=form.name.data,
            public_name=form.public_name.data or None,
            locale=locale,
            zone=form.zone.data,
        )
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.own", lang=locale.code))


@bp.route("/address", methods=["GET", "POST"])
@door(Door.SIGNED_IN, fresh=True)
def address() -> ResponseReturnValue:
    """Show the address; send a link to a new one."""
    person = queries.person(database(), own_id())
    form = EmailForm()
    return attempt(form, lambda: _ask_email(form.email.data)) or gate.page(
        "address", form=form, email=person.email if person else None, button=EmptyForm()
    )


def _ask_email(email: str) -> ResponseReturnValue:
    with work() as w:
        operations.ask_email(w, own_person(w), email)
    flash(_("A letter is on its way. The address counts once you confirm it there."), "ok")
    return redirect(url_for("accounts.address"))


@bp.post("/address/removal")
@door(Door.SIGNED_IN, fresh=True)
def address_removal() -> ResponseReturnValue:
    """Forget the address."""
    with work() as w:
        operations.remove_email(w, own_person(w))
    flash(_("The address is forgotten."), "ok")
    return redirect(url_for("accounts.address"))


@bp.route("/address/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def address_link(token: str) -> ResponseReturnValue:
    """Ask for a yes to an address; only the button changes something."""
    queries.email_wish(database(), token, now())
    form = EmptyForm()
    return attempt(form, lambda: _confirm_email(token)) or gate.page("address_link", form=form)


def _confirm_email(token: str) -> ResponseReturnValue:
    with work() as w:
        operations.confirm_email(w, token)
    return gate.done("address_done")


@bp.get("/sessions")
@door(Door.SIGNED_IN)
def sessions() -> ResponseReturnValue:
    """List where the person is signed in."""
    rows = queries.sessions_of(database(), own_id())
    here = token_hash(session[SID])
    return gate.page(
        "sessions",
        rows=[(row, row.token_hash == here) for row in rows],
        form=LabelForm(),
    )


@bp.post("/sessions/<uuid:session_id>/end")
@door(Door.SIGNED_IN)
def session_end(session_id: uuid.UUID) -> ResponseReturnValue:
    """End one of the person's sessions."""
    with work() as w:
        operations.end_own_session(w, own_id(), session_id)
    flash(_("Signed out there."), "ok")
    return redirect(url_for("accounts.sessions"))


@bp.post("/sessions/<uuid:session_id>/name")
@door(Door.SIGNED_IN)
def session_name(session_id: uuid.UUID) -> ResponseReturnValue:
    """Give one of the person's sessions a word for its device."""
    with work() as w:
        operations.name_session(w, own_id(), session_id, request.form.get("label", ""))
    return redirect(url_for("accounts.sessions"))


@bp.post("/sessions/others/end")
@door(Door.SIGNED_IN)
def sessions_end() -> ResponseReturnValue:
    """End all of the person's sessions but this one."""
    with work() as w:
        operations.end_other_sessions(w, own_id(), but=session[SID])
    flash(_("Signed out everywhere else."), "ok")
    return redirect(url_for("accounts.sessions"))


@bp.route("/typed", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def typed_text() -> ResponseReturnValue:
    """Give back what was typed before the session ended; a post here forgets it."""
    found = typed.kept(database(), actor().person_id)
    if found is None or request.method == "POST":
        with work() as w:
            typed.drop(w)
        return redirect(url_for("home.work_page"))
    path = gate.own_path(urlsplit(found.path).path) or ""
    return gate.page("typed", path=path, fields=found.fields)
