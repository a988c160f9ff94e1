"""The agenda: adding, changing, ordering and removing its items."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Meeting, Minutes
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import ItemAudience, ItemKind, ItemState, MeetingState
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work

_OPEN_STATES = (MeetingState.DRAFT, MeetingState.CALLED, MeetingState.UNDER_WAY)


def expect(meeting: Meeting, act: str, *states: MeetingState) -> None:
    """Raise WrongState unless the meeting is in one of the states."""
    if meeting.state not in states:
        raise WrongState(state=meeting.state.value, act=act)


def said(words: str, field: str) -> str:
    """Return what was typed without the blanks around it. Raises Unfit where nothing is left."""
    if not (kept := words.strip()):
        raise Unfit("nothing_said", field=field)
    return kept


def place_item(
    work: Work,
    meeting: Meeting,
    title: Mapping[Locale, str],
    *,
    kind: ItemKind = ItemKind.ORDINARY,
    audience: ItemAudience = ItemAudience.OPEN,
    minutes_planned: int | None = None,
    carried_from: AgendaItem | None = None,
    approves: Minutes | None = None,
) -> AgendaItem:
    """Add an item after the others; the caller records it. The first title is the source."""
    others = records.items(work.session, meeting.id)
    item = AgendaItem(
        meeting_id=meeting.id,
        position=len(others) + 1,
        kind=kind,
        audience=audience,
        state=ItemState.WAITING,
        minutes_planned=minutes_planned,
        carried_from_id=carried_from.id if carried_from else None,
        approves_id=approves.id if approves else None,
    )
    work.session.add(item)
    work.session.flush()
    source, *translations = title
    text = place_text(work, ("agenda_item", item.id), "title", source, title[source])
    for locale in translations:
        texts.translate(
            work, text, locale=locale, words=title[locale], made_from=1, is_shipped=True
        )
    return item


def place_text(
    work: Work, subject: tuple[str, uuid.UUID], field: str, locale: Locale, words: str
) -> texts.Text:
    """Add a sealed text of a record of this room; the caller records it."""
    return texts.new_text(
        work,
        subject_type=subject[0],
        subject_id=subject[1],
        field=field,
        locale=locale,
        words=words,
        is_sealed=True,
    )


def next_ordinal(
    work: Work, column: InstrumentedAttribute[int], *series: ColumnElement[bool], is_inner: bool
) -> int:
    """Return the number after those of a series: 1 and up; for inner records -1 and down.

    A number that is missing among the others would tell that there is an inner record.
    """
    end = func.min(column) if is_inner else func.max(column)
    last = work.session.scalar(select(end).where(*series)) or 0
    return min(last, 0) - 1 if is_inner else max(last, 0) + 1


def add_item(
    work: Work,
    meeting: Meeting,
    title: str,
    *,
    audience: ItemAudience = ItemAudience.OPEN,
    minutes_planned: int | None = None,
) -> AgendaItem:
    """Put an item at the end of the agenda.

    Raises:
        Denied: only whoever may call the meeting, and its note-takers.
        WrongState: the meeting is over.
        Unfit: the title is empty.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "add_item", *_OPEN_STATES)
    item = place_item(
        work,
        meeting,
        {meeting.locale: said(title, "title")},
        audience=audience,
        minutes_planned=minutes_planned,
    )
    work.record("meetings.item_added", item)
    return item


def revise_item(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    *,
    title: str,
    seen: int,
    audience: ItemAudience,
    minutes_planned: int | None,
) -> None:
    """Change what an item is called, how long it takes, and whether it is closed.

    Raises:
        Denied, WrongState, Unfit: as `add_item`.
        Conflict: somebody changed the title after revision `seen`.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "revise_item", *_OPEN_STATES)
    item.audience = audience
    item.minutes_planned = minutes_planned
    text = texts.texts_of(work.session, "agenda_item", item.id)["title"]
    last = texts.read(work.session, [text], text.source_locale)[text.id]
    if said(title, "title") != last.words:
        texts.revise(work, text, words=title.strip(), seen=seen)
    work.record("meetings.item_revised", item)


def move_item(work: Work, meeting: Meeting, item: AgendaItem, position: int) -> None:
    """Give an item another number; the others close up.

    Raises:
        Denied: as `add_item`.
        WrongState: the agenda's numbers stand once the meeting has been opened.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "move_item", MeetingState.DRAFT, MeetingState.CALLED)
    rows = [row for row in records.items(work.session, meeting.id) if row.id != item.id]
    rows.insert(max(0, min(position - 1, len(rows))), item)
    _renumber(work, rows)
    work.record("meetings.agenda_ordered", meeting)


def remove_item(work: Work, meeting: Meeting, item: AgendaItem) -> None:
    """Take an item off the agenda before the meeting.

    Raises:
        Denied: as `add_item`.
        WrongState: the meeting was opened.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "remove_item", MeetingState.DRAFT, MeetingState.CALLED)
    rows = [row for row in records.items(work.session, meeting.id) if row.id != item.id]
    _delete_texts(work, item)
    work.session.delete(item)
    work.session.flush()
    _renumber(work, rows)
    work.record("meetings.item_removed", meeting)


def _delete_texts(work: Work, item: AgendaItem) -> None:
    rows = texts.texts_of(work.session, "agenda_item", item.id).values()
    for revision in work.session.scalars(
        select(texts.TextRevision).where(texts.TextRevision.text_id.in_([row.id for row in rows]))
    ):
        work.session.delete(revision)
    work.session.flush()
    for row in rows:
        work.session.delete(row)


def _renumber(work: Work, rows: list[AgendaItem]) -> None:
    for place, row in enumerate(rows, start=1):
        if row.position != place:
            row.position = -place  # out of the way first: numbers are unique at every moment
    work.session.flush()
    for row in rows:
        row.position = abs(row.position)
    work.session.flush()
