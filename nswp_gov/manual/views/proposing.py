"""A draft before a meeting: laid there with what it changes, and read by those who decide on it."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import BodyKind
from nswp_gov.manual import operations, queries
from nswp_gov.manual.forms import ActForm, LayForm
from nswp_gov.manual.models import Document, Draft
from nswp_gov.manual.states import DraftState
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp
from nswp_gov.manual.views.drafting import back_to, books_of, draft_of, draft_page, may_see
from nswp_gov.manual.views.placing import act_on
from nswp_gov.meetings import queries as meetings
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.meetings.policy import may_change_agenda, may_see_agenda
from nswp_gov.meetings.states import MeetingState
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import day
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, work


@bp.get("/manual/drafts/<uuid:draft_id>/submit")
@door(Door.SIGNED_IN)
def choose_meeting(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Ask before which meeting the draft is to be laid."""
    found, document = draft_of(draft_id)
    return _page(found, document, _form())


def _page(found: Draft, document: Document, form: LayForm) -> str:
    before, after = books_of(found, document)
    return render_template(
        "manual/lay.html",
        draft=found,
        title=rendering.title(document),
        form=form,
        comparison=queries.compare_books(before, after),
    )


def _form() -> LayForm:
    form = LayForm()
    rows = _coming()
    names = bodies.names(session(), bodies.bodies(session()), locale())
    form.meeting_id.choices = [
        ("", _("No meeting of ours yet: only let the words stand still")),
        *((str(one.id), f"{names[one.body_id].words}, {day(one.starts_at)}") for one in rows),
    ]
    return form


def _coming() -> list[Meeting]:
    return [
        one
        for one in meetings.known_meetings(session(), actor(), now())
        if one.state is not MeetingState.CLOSED and may_change_agenda(actor(), one).allowed
    ]


@bp.post("/manual/drafts/<uuid:draft_id>/submit")
@door(Door.SIGNED_IN)
def submit(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Lay the draft before a meeting, as an item of its agenda."""
    found, document = draft_of(draft_id)
    form = _form()
    if not form.validate_on_submit():
        return _page(found, document, form), 422
    meeting = next((one for one in _coming() if str(one.id) == form.meeting_id.data), None)
    title = _agenda_title(found, document, meeting) if meeting else ""
    try:
        with work() as w:
            if meeting is None:
                operations.submit(w, found)
            else:
                operations.lay_before(w, found, meeting, title)
    except DomainError as refusal:
        return draft_page(draft_id, phrase(refusal)), refusal.status
    return back_to(draft_id)


def _agenda_title(found: Draft, document: Document, meeting: Meeting) -> str:
    number = queries.next_number(session(), found)
    title = queries.title_of(session(), [document], meeting.locale)[document.id].words
    return str(_("Adopt edition %(number)s of: %(title)s", number=number, title=title))


@bp.post("/manual/drafts/<uuid:draft_id>/reopen")
@door(Door.SIGNED_IN)
def reopen(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take the draft back from the meeting."""
    return act_on(draft_id, lambda w, one, _form: operations.reopen(w, one))


@bp.post("/manual/drafts/<uuid:draft_id>/discard")
@door(Door.STAFF)
def discard(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give the draft up."""
    found, _document = draft_of(draft_id)
    if ActForm().validate_on_submit():
        with work() as w:
            operations.discard(w, found)
    return redirect(url_for("manual.drafts"))


@bp.get("/manual/proposals/<uuid:draft_id>")
@door(Door.SIGNED_IN)
def proposal(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show those who decide on a draft what it would change."""
    found, meeting = proposed(draft_id)
    document = session().get_one(Document, found.document_id)
    before, after = books_of(found, document)
    comparison = queries.compare_books(before, after)
    return render_template(
        "manual/proposal.html",
        draft=found,
        document=document,
        title=rendering.title(document),
        number=queries.next_number(session(), found),
        meeting=meeting,
        comparison=comparison,
        rows=rendering.change_rows(comparison, before, after),
        is_beside=request.args.get("layout") == "beside",
    )


def proposed(draft_id: uuid.UUID) -> tuple[Draft, Meeting | None]:
    """Return a draft and the meeting it lies before, to those who write it or decide on it.

    Raises:
        NotFound: there is none that this reader may see.

    """
    found = queries.draft_by_id(session(), draft_id)
    meeting = _meeting_of(found)
    if not may_see(found.document_id) and not _decides(found, meeting):
        raise NotFound
    return found, meeting


def _meeting_of(found: Draft) -> Meeting | None:
    item = session().get(AgendaItem, found.item_id) if found.item_id else None
    return session().get(Meeting, item.meeting_id) if item else None


def _decides(found: Draft, meeting: Meeting | None) -> bool:
    """Tell whether this person sees the agenda on which the draft stands."""
    if meeting is None or found.state is DraftState.OPEN:
        return False
    _meeting, kind = meetings.meeting_and_kind(session(), meeting.id)
    return may_see_agenda(actor(), meeting, is_assembly=kind is BodyKind.ASSEMBLY).allowed
