"""The calendar: meetings and every deadline, as a page and as a personal secret address."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, pgettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from nswp_gov.accounts import queries as accounts
from nswp_gov.accounts import session as accounts_session
from nswp_gov.directory.views import due
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.forms import CalendarForm
from nswp_gov.meetings.models import CalendarAddress
from nswp_gov.meetings.queries import CalendarEntry
from nswp_gov.meetings.states import EntryKind
from nswp_gov.meetings.views import bp, ics
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.web import files, formats
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.mailer import Attachment, Extra
from nswp_gov.web.templating import LABELS
from nswp_gov.web.unit import actor, now, session, settings, viewer, work

AHEAD = timedelta(days=366)
BEHIND = timedelta(days=31)
MOMENT = timedelta(minutes=15)  # how long a deadline is in a calendar
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Row:
    """One entry in the reader's language."""

    kind: EntryKind
    title: str
    href: str
    starts_at: datetime
    ends_at: datetime
    name: str  # the same for ever, whatever changes
    zone: str | None = None
    sequence: int = 0
    is_cancelled: bool = False

    @property
    def is_of_a_day(self) -> bool:
        """Tell whether it is a matter of a day, and not of an hour."""
        return self.starts_at.astimezone(ZoneInfo(settings().zone)).time() == time()

    @property
    def shown(self) -> date | datetime:
        """Return a day as that day whoever reads it, and an hour as the instant."""
        here = self.starts_at.astimezone(ZoneInfo(settings().zone))
        return here.date() if self.is_of_a_day else self.starts_at


# What rooms above this one have in the calendar: reader, from, until, region → entries.
MORE: list[Callable[[Viewer, datetime, datetime, str | None], Sequence[Row]]] = []


def rows_for(
    who: Actor,
    seen_by: Viewer,
    *,
    from_at: datetime,
    kinds: Iterable[EntryKind] = (),
    region: str | None = None,
) -> list[Row]:
    """Return what stands in a person's calendar for a year; all kinds where none is named."""
    wanted = set(kinds) or set(EntryKind)
    found = [
        _row(entry)
        for entry in queries.calendar_entries(
            session(), who, seen_by, locale(), from_at=from_at, until_at=from_at + AHEAD
        )
        if entry.kind in wanted and (not region or entry.region in {None, region})
    ]
    above = [row for more in MORE for row in more(seen_by, from_at, from_at + AHEAD, region)]
    found += [row for row in above if row.kind in wanted]
    told = {(row.href, row.starts_at) for row in found}
    if EntryKind.DUTY in wanted and who.person_id is not None:
        found += [row for row in _duties(who, from_at) if (row.href, row.starts_at) not in told]
    return sorted(found, key=lambda row: (row.starts_at, row.title))


def _row(entry: CalendarEntry) -> Row:
    values: dict[str, Any] = dict(entry.values)
    return Row(
        kind=entry.kind,
        title=str(LABELS[entry.label]) % entry.words,
        href=url_for(entry.endpoint, **values),
        starts_at=entry.starts_at,
        ends_at=entry.ends_at or entry.starts_at + MOMENT,
        name=entry.name,
        zone=entry.zone,
        sequence=entry.sequence,
        is_cancelled=entry.is_cancelled,
    )


def _duties(who: Actor, from_at: datetime) -> list[Row]:
    return [
        Row(
            kind=EntryKind.DUTY,
            title=row.title,
            href=row.href,
            starts_at=row.due_at,
            ends_at=row.due_at + MOMENT,
            name=f"{row.href} {row.title}",
        )
        for source in due.EVERYTHING
        for row in source(session(), who, now())
        if from_at <= row.due_at < from_at + AHEAD
    ]


@bp.get("/calendar")
@door(Door.PUBLIC)
def calendar() -> ResponseReturnValue:
    """Meetings and deadlines that the reader may know of, by month; filtered by kind and region."""
    kinds = [one for one in EntryKind if one.value in request.args.getlist("kind")]
    region = request.args.get("region", "")
    found = rows_for(actor(), viewer(), from_at=_since(), kinds=kinds, region=region)
    return render_template(
        "meetings/calendar.html",
        months=_by_month(found),
        kinds=[one for one in EntryKind if actor().person_id or one is not EntryKind.DUTY],
        chosen=kinds,
        region=region,
        regions=_regions(),
    )


def _since() -> datetime:
    return now() - timedelta(days=1)


def _by_month(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        month = format_skeleton("yMMMM", row.shown, locale=get_locale())
        found.setdefault(month, []).append(row)
    return found


def _regions() -> list[tuple[str, str]]:
    return [(one.value, formats.region(one.value)) for one in Region]


@bp.route("/calendar/address", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def calendar_address() -> ResponseReturnValue:
    """A secret address for one's own calendar program: made here, told once, taken back here."""
    form = CalendarForm(kinds=[EntryKind.MEETING, EntryKind.DUTY], locale=locale().value)
    named = [SelectChoice(*one) for one in _regions()]
    form.region.choices = [SelectChoice("", _("All regions")), *named]
    made, status = "", UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made, status = _make(form), 200
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render_template(
        "meetings/calendar_address.html",
        form=form,
        made=made,
        rows=queries.own_addresses(session(), actor().person_id),
        regions=dict(_regions()),
        button=EmptyForm(),
    ), status


def _make(form: CalendarForm) -> str:
    language = Locale(form.locale.data)
    with work() as w:
        raw = operations.make_calendar_address(
            w,
            kinds=[EntryKind(one) for one in form.kinds.data or ()],
            region=form.region.data or None,
            locale=language,
            is_full=form.is_full.data,
        )
    return url_for("meetings.feed", lang=language.code, token=raw, _external=True)


@bp.post("/calendar/address/<uuid:address_id>/revoke")
@door(Door.SIGNED_IN)
def revoke_address(address_id: uuid.UUID) -> ResponseReturnValue:
    """Take an address back."""
    with work() as w:
        row = w.session.get(CalendarAddress, address_id)
        if row is None or row.person_id != actor().person_id:
            raise NotFound
        operations.revoke_calendar_address(w, row)
    flash(_("Nothing is at that address any more."), "ok")
    return redirect(url_for("meetings.calendar_address"))


@bp.get("/calendar/<token>.ics")
@door(Door.PRIVATE_LINK)
def feed(token: str) -> ResponseReturnValue:
    """A person's own calendar, for their calendar program."""
    address = queries.calendar_address(session(), token)
    person = accounts.person(session(), address.person_id) if address else None
    if address is None or person is None or person.is_closed:
        raise NotFound
    who = accounts_session.actor_of(
        session(), person.id, accounts.roles_at(session(), person.id, now()), now(), name=""
    )
    rows = rows_for(
        who,
        accounts_session.viewer_of(who),
        from_at=now() - BEHIND,
        kinds=[EntryKind(one) for one in address.kinds],
        region=address.region,
    )
    return _file([_event(row, is_full=address.is_full) for row in rows])


def _event(row: Row, *, is_full: bool) -> ics.Event:
    neutral = (
        pgettext("neutral calendar entry", "Meeting")
        if row.kind is EntryKind.MEETING
        else pgettext("neutral calendar entry", "Deadline")
    )
    return ics.Event(
        uid=queries.uid_of(row.name),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=row.title if is_full else str(neutral),
        sequence=row.sequence,
        is_cancelled=row.is_cancelled,
        address=request.host_url.rstrip("/") + row.href if is_full else "",
    )


@bp.get("/<uuid:meeting_id>/<token>.ics")
@door(Door.PRIVATE_LINK)
def calendar_file(meeting_id: uuid.UUID, token: str) -> ResponseReturnValue:
    """When a meeting is, as one neutral entry; whoever got its notice has the address."""
    entry = queries.meeting_entry(session(), meeting_id)
    is_right = hmac.compare_digest(token.encode(), queries.file_token(meeting_id).encode())
    if entry is None or not is_right:
        raise NotFound
    return _file([_event(_row(entry), is_full=False)])


def attached(session: Session, letter: OutboxMessage, _cache: dict[Any, Any]) -> Extra:
    """Return what goes with a notice: the same neutral entry, as the meeting is by now.

    A letter that waited in the outbox tells the newest time, with the newest number.
    """
    given = (letter.values or {}).get("meeting", "")
    entry = queries.meeting_entry(session, uuid.UUID(given)) if given else None
    if entry is None:
        return Extra()
    event = _event(_row(entry), is_full=False)
    written = ics.message(event, at=now(), sender=settings().sender)
    kind = {"method": ics.method_of(event)}
    return Extra(attachments=(Attachment("calendar.ics", ics.MIMETYPE, written, kind),))


def _file(events: list[ics.Event]) -> ResponseReturnValue:
    answer = files.attached(ics.write(events, at=now()), "calendar.ics", ics.MIMETYPE)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
