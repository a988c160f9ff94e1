"""The page of one announcement in the office, and every act on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from nswp_gov.announcements import operations, queries
from nswp_gov.announcements.forms import LettersForm, WhenForm, WithdrawForm
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import AT_WORK, LIFE, WAIT, Companion
from nswp_gov.announcements.views import bp
from nswp_gov.announcements.views.acting import UNPROCESSABLE, instant_of
from nswp_gov.announcements.views.cards import registry
from nswp_gov.directory.queries import HIDDEN_NAME, names_of
from nswp_gov.mailings import queries as mailings
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.states import Kind as MailingKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError
from nswp_gov.store.links import Card, Relation, links_from
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, settings, viewer, work


@dataclass(frozen=True)
class Act:
    """One act: its verb in the table of states, its form, its words, what it does."""

    verb: str
    form: type[AppForm]
    title: Any
    told: Any
    does: Callable[[Work, Announcement, Any], object]


def _letters(w: Work, row: Announcement, form: LettersForm) -> object:
    audience = Audience(
        members=form.members.data,
        regions=frozenset(form.regions.data or ()),
        roles=frozenset(form.roles.data or ()),
        lists=frozenset(form.lists.data or ()),
        subscribers=form.subscribers.data,
    )
    return operations.mail_to(w, row, audience)


ACTS: Mapping[str, Act] = {
    "take-up": Act(
        "take_up",
        EmptyForm,
        _l("Take it up"),
        _l("You are editing it now. Its sender sees that."),
        lambda w, row, _form: operations.take_up(w, row),
    ),
    "letters": Act(
        "",
        LettersForm,
        _l("Who has a letter about it"),
        _l("It is noted who has a letter when it is published."),
        _letters,
    ),
    "ask": Act(
        "ask",
        WhenForm,
        _l("Ask for translations and wait until"),
        _l("Translators see it. It is published when all is there, at the latest then."),
        lambda w, row, form: operations.ask_for_translation(w, row, wait_until=instant_of(form)),
    ),
    "schedule": Act(
        "schedule",
        WhenForm,
        _l("Publish it at"),
        _l("It waits for its instant."),
        lambda w, row, form: operations.schedule(w, row, publish_at=instant_of(form)),
    ),
    "hold": Act(
        "hold",
        EmptyForm,
        _l("Don’t publish it by the clock"),
        _l("No clock runs for it now."),
        lambda w, row, _form: operations.hold(w, row),
    ),
    "publish": Act(
        "publish",
        EmptyForm,
        _l("Publish it now"),
        _l("It is published."),
        lambda w, row, _form: operations.publish(w, row),
    ),
    "withdraw": Act(
        "withdraw",
        WithdrawForm,
        _l("Withdraw it"),
        _l("It is withdrawn. What was sent or copied can’t be recalled."),
        lambda w, row, form: operations.withdraw(w, row, why=form.why.data or ""),
    ),
}


@bp.get("/news/office/<uuid:announcement_id>")
@door(Door.STAFF)
def office_one(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Show one announcement: where it is, its languages, what may be done."""
    return _shown(announcement_id, {}), 200


@bp.post("/news/office/<uuid:announcement_id>/<act>")
@door(Door.STAFF)
def act(announcement_id: uuid.UUID, act: str) -> ResponseReturnValue:
    """Do one of the acts; a refusal is said beside its field."""
    known = ACTS.get(act) or abort(404)
    row = queries.announcement(session(), announcement_id, actor())
    form = _form(act, known, row)
    status = UNPROCESSABLE
    if form.validate_on_submit():
        try:
            with work() as w:
                known.does(w, w.session.get_one(Announcement, announcement_id), form)
        except DomainError as refusal:
            form.refuse(_beside(refusal))
            status = refusal.status
        else:
            flash(str(known.told), "ok")
            return redirect(url_for("announcements.office_one", announcement_id=announcement_id))
    return _shown(announcement_id, {act: form}), status


def _beside(refusal: DomainError) -> DomainError:
    """Return the refusal at the field that forms have for every instant."""
    if refusal.field in {"publish_at", "wait_until"}:
        refusal.field = "at"
    return refusal


def _shown(announcement_id: uuid.UUID, sent: Mapping[str, AppForm]) -> str:
    row = queries.announcement(session(), announcement_id, actor())
    whole = queries.whole(session(), row)
    return render_template(
        "announcements/office_one.html",
        row=row,
        whole=whole,
        states={one: whole.state_in(one) for one in Locale},
        acts=[(name, one.title, _form_of(name, one, row, sent)) for name, one in _open(row)],
        sender=_sender(row),
        companions=companions(row),
        reached=_reached(row),
        button=EmptyForm(formdata=None),
    )


def _reached(row: Announcement) -> mailings.Reached | None:
    """Return how many would have a letter now, by language; None: nobody is to have one."""
    if not row.mail_to or row.state not in AT_WORK:
        return None
    audience = operations.audience_of(row)
    return mailings.reached(session(), audience, now(), kind=MailingKind(row.kind.value))


def _open(row: Announcement) -> list[tuple[str, Act]]:
    verbs = LIFE.verbs_in(row.state)
    return [
        (name, one)
        for name, one in ACTS.items()
        if one.verb in verbs or (name == "letters" and row.state in AT_WORK)
    ]


def _form_of(name: str, one: Act, row: Announcement, sent: Mapping[str, AppForm]) -> AppForm:
    return sent.get(name) or _form(name, one, row, is_new=True)


def _form(name: str, one: Act, row: Announcement, *, is_new: bool = False) -> AppForm:
    """Return an act's form with what it begins with, under a prefix of its own."""
    begins: dict[str, Any] = {}
    if one.form is WhenForm:
        wall = (row.publish_at or now() + WAIT).astimezone(ZoneInfo(settings().zone))
        begins = {"at": wall.replace(second=0, microsecond=0) + _to_whole(wall.minute)}
        begins["zone"] = settings().zone
    if name == "letters":
        begins = _letters_of(row)
    given: dict[str, Any] = {"formdata": None} if is_new else {}
    form = one.form(prefix=name, **given, **begins)
    if isinstance(form, LettersForm):
        form.lists.choices = [SelectChoice(slug, said) for slug, said in named_lists()]
    return form


def _to_whole(minute: int) -> timedelta:
    return timedelta(minutes=-minute % 5)


def _letters_of(row: Announcement) -> dict[str, Any]:
    if not row.mail_to:
        return {}
    known = Audience.from_json(row.mail_to)
    return {
        "members": known.members,
        "regions": sorted(known.regions),
        "roles": sorted(known.roles),
        "lists": sorted(known.lists),
        "subscribers": known.subscribers,
    }


def named_lists() -> list[tuple[str, str]]:
    """Return the named lists that letters can go to: slug and name."""
    return [(row.slug, row.name) for row, _entries in mailings.lists(session())]


def _sender(row: Announcement) -> str | None:
    if row.organisation_id is None:
        return None
    name = names_of(session(), [row.organisation_id], viewer())[row.organisation_id]
    return None if name == HIDDEN_NAME else name


def companions(row: Announcement) -> list[tuple[uuid.UUID, Companion, Card]]:
    """Return what an announcement goes with: identifier, type, card."""
    found = []
    for link in links_from(session(), operations.SUBJECT, row.id):
        if link.relation is Relation.COMPANION_OF and link.to_type in set(Companion):
            card = registry().card(session(), link.to_type, link.to_id, locale().value)
            if card is not None:
                found.append((link.to_id, Companion(link.to_type), card))
    return found
