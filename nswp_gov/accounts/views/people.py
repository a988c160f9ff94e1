"""People and their roles: asked for by an administrator, agreed to by a second person."""

from __future__ import annotations

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import operations, queries
from nswp_gov.accounts.forms import ROLE_NAMES, RoleForm
from nswp_gov.accounts.models import Person, RoleGrant
from nswp_gov.accounts.states import OFFICERS, Role
from nswp_gov.accounts.views import bp, gate
from nswp_gov.store.errors import NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.unit import actor, now, work
from nswp_gov.web.unit import session as database


@bp.get("/people")
@door(Door.ADMIN)
def people() -> ResponseReturnValue:
    """List the people with accounts and the roles they hold."""
    return gate.page(
        "people",
        rows=queries.people(database()),
        roles=queries.roles_by_person(database(), now()),
        role_names=ROLE_NAMES,
    )


@bp.route("/people/<uuid:person_id>", methods=["GET", "POST"])
@door(Door.ADMIN, fresh=True)
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show a person's roles; ask for one."""
    found = queries.person(database(), person_id)
    if found is None:
        raise NotFound
    form = RoleForm()
    apart = {person_id, actor().person_id}
    seconds = [p for p in queries.holders(database(), OFFICERS, now()) if p.id not in apart]
    form.offer([(str(one.id), one.name) for one in seconds])
    grants = queries.roles_of(database(), person_id)
    return attempt(form, lambda: _ask(person_id, form)) or gate.page(
        "person",
        form=form,
        person=queries.person(database(), person_id),
        grants=grants,
        role_names=ROLE_NAMES,
        names=queries.names(database(), [x for g in grants for x in (g.granted_by, g.seconded_by)]),
        button=EmptyForm(),
    )


def _ask(person_id: uuid.UUID, form: RoleForm) -> ResponseReturnValue:
    with work() as w:
        subject = w.session.get_one(Person, person_id)
        second = w.session.get_one(Person, uuid.UUID(form.second.data))
        operations.ask_role(w, subject, Role(form.role.data), second)
    flash(_("Asked. The role is held once the second person agrees."), "ok")
    return redirect(url_for("accounts.person", person_id=person_id))


def _grant(w: Work, grant_id: uuid.UUID) -> RoleGrant:
    found = w.session.get(RoleGrant, grant_id)
    if found is None:
        raise NotFound
    return found


@bp.post("/roles/<uuid:grant_id>/end")
@door(Door.ADMIN, fresh=True)
def role_end(grant_id: uuid.UUID) -> ResponseReturnValue:
    """End a role, or withdraw one that was asked for."""
    with work() as w:
        grant = _grant(w, grant_id)
        person_id = grant.person_id
        operations.end_role(w, grant)
    flash(_("The role has ended."), "ok")
    return redirect(url_for("accounts.person", person_id=person_id))


@bp.get("/roles/<uuid:grant_id>")
@door(Door.SIGNED_IN, fresh=True)
def role(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the second person whether they agree to a role."""
    grant = database().get(RoleGrant, grant_id)
    if grant is None or grant.seconded_by != actor().person_id or grant.from_at is not None:
        raise NotFound
    return gate.page(
        "role",
        grant=grant,
        role_name=ROLE_NAMES[grant.role],
        names=queries.names(database(), [grant.person_id, grant.granted_by]),
        form=EmptyForm(),
    )


@bp.post("/roles/<uuid:grant_id>/agreement")
@door(Door.SIGNED_IN, fresh=True)
def role_agreement(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Agree to a role as the second person."""
    with work() as w:
        operations.second_role(w, _grant(w, grant_id))
    flash(_("You agreed. The role is held from now."), "ok")
    return redirect(url_for("accounts.own"))


@bp.post("/roles/<uuid:grant_id>/refusal")
@door(Door.SIGNED_IN, fresh=True)
def role_refusal(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Refuse a role as the second person."""
    with work() as w:
        operations.refuse_role(w, _grant(w, grant_id))
    flash(_("You refused. Nothing has changed."), "ok")
    return redirect(url_for("accounts.own"))
