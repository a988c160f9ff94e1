"""Find what an announcement goes with, by words of its title, and link it."""

from __future__ import annotations

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.announcements import operations, queries
from nswp_gov.announcements.forms import CompanionForm
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import Companion
from nswp_gov.announcements.views import bp
from nswp_gov.announcements.views.cards import registry
from nswp_gov.announcements.views.deciding import companions
from nswp_gov.bodies import queries as bodies
from nswp_gov.elections import queries as elections
from nswp_gov.meetings import queries as meetings
from nswp_gov.store import search
from nswp_gov.store.links import Card
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, viewer, work

MOST = 20
FEW = 6

Beside = tuple[uuid.UUID, Companion, Card]


@bp.route("/news/office/<uuid:announcement_id>/beside", methods=["GET", "POST"])
@door(Door.STAFF)
def beside(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Show what the words find among what an announcement can go with."""
    row = queries.announcement(session(), announcement_id, actor())
    form = CompanionForm()
    is_asked = form.validate_on_submit()
    found = _found(form.words.data.strip()) if is_asked else _offered()[:FEW]
    known = companions(row)
    there = {key for key, _kind, _card in known}
    return render_template(
        "announcements/beside.html",
        row=row,
        form=form,
        found=[one for one in found if one[0] not in there],
        companions=known,
        asked=is_asked,
    )


def _found(words: str) -> list[Beside]:
    """Return what the search finds, and the elections and meetings whose names hold the words."""
    kinds = [one.value for one in Companion]
    audiences = viewer().audiences()
    hits = search.find(session(), audiences, locale(), words, kinds=kinds, limit=MOST)
    made = _cards([(one.subject_type, one.subject_id) for one in hits])
    wanted = words.casefold()
    return made + [one for one in _offered() if wanted in one[2].title.casefold()]


def _offered() -> list[Beside]:
    """Return the latest elections and meetings: their names are not searched for."""
    rows = bodies.bodies(session())
    pairs = [(Companion.ELECTION.value, one.id) for one in elections.elections(session())]
    held = meetings.meetings(session(), [row.id for row in rows], limit=MOST)
    return _cards(pairs[:MOST] + [(Companion.MEETING.value, one.id) for one in held])


def _cards(pairs: list[tuple[str, uuid.UUID]]) -> list[Beside]:
    cards = (
        (kind, key, registry().card(session(), kind, key, locale().value)) for kind, key in pairs
    )
    return [(key, Companion(kind), card) for kind, key, card in cards if card is not None]


@bp.post("/news/office/<uuid:announcement_id>/beside/<kind>/<uuid:record_id>")
@door(Door.STAFF)
def accompany(announcement_id: uuid.UUID, kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Link an announcement to what it goes with, or end the link."""
    queries.announcement(session(), announcement_id, actor())
    if kind not in set(Companion) or not EmptyForm().validate_on_submit():
        abort(404)
    with work() as w:
        row = w.session.get_one(Announcement, announcement_id)
        if "part" in request.form:
            operations.part(w, row, record_id)
        else:
            if registry().card(w.session, kind, record_id, locale().value) is None:
                abort(404)
            operations.accompany(w, row, Companion(kind), record_id)
    return redirect(url_for("announcements.office_one", announcement_id=announcement_id))
