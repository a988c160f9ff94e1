"""Writing minutes, item by item, and correcting a draft."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Correction, Meeting, Minutes
from nswp_gov.meetings.operations.agenda import place_text, said
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import CorrectionState, MinutesState
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import Conflict, DomainError, NotFound, WrongState, need
from nswp_gov.store.work import Work

MINUTES = "minutes"  # what the body and the members read of an item
PUBLIC = "public"  # what everybody reads of it; written on its own
WRITABLE = frozenset({MinutesState.DRAFT, MinutesState.CORRECTIONS})


class TextMoved(Conflict):
    """Somebody wrote on this item since; nothing was overwritten. Both texts are at hand.

    `theirs`: what stands now, `number`: its revision, `yours`: what was not saved. `own`: what
    this writer stored last after the revision they had before them: an answer lost on the way.
    """

    def __init__(self, *, theirs: str, number: int, yours: str, own: str | None) -> None:
        super().__init__()
        self.theirs = theirs
        self.number = number
        self.yours = yours
        self.own = own


class CorrectionsOver(DomainError):
    """The time for corrections is over."""

    code = "corrections_over"


class PublicTextOfClosedItem(DomainError):
    """Nothing is said in public on a closed item."""

    code = "closed_item"


def write_note(
    work: Work, meeting: Meeting, item: AgendaItem, *, words: str, seen: int, field: str = MINUTES
) -> int:
    """Save what was minuted on an item; return the number of the text as it stands.

    `seen`: the number that the writer had before them, 0 for none. Sending the same text again
    changes nothing, so that an answer lost on the way can be asked for again.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting has not begun, or its minutes are approved.
        TextMoved: somebody wrote a newer text; it carries both.
        Conflict: somebody is writing at this very instant; to be tried again.
        PublicTextOfClosedItem: `field` is the public text of a closed item.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    _expect_writable(work, meeting, "write_note")
    if field == PUBLIC and item.is_closed:
        raise PublicTextOfClosedItem
    text = texts.texts_of(work.session, "agenda_item", item.id).get(field)
    if text is None:
        return _first_note(work, meeting, item, words=words, field=field)
    last = texts.read(work.session, [text], text.source_locale)[text.id]
    if last.words == words:
        return last.number
    if last.number != seen:
        own = _own_since(work, text, seen)
        raise TextMoved(theirs=last.words, number=last.number, yours=words, own=own)
    try:
        made = texts.revise(work, text, words=words, seen=seen)
    except IntegrityError as first:
        raise Conflict from first
    work.record("meetings.note_written", item)
    return made.number


def translate_note(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    *,
    field: str,
    locale: Locale,
    words: str,
    seen: int,
    made_from: int,
) -> int:
    """Save a translation of an item's title or text; return the number of it.

    `seen`: the translation that the writer had before them, 0 for none; `made_from`: the revision
    of the source that it was made from.

    Raises:
        Denied: only the secretariat and the note-takers; of a closed item the note-takers alone.
        WrongState: the minutes are published, or the meeting has not begun.
        NotFound: there is no such text.
        Unfit: nothing was said.
        Conflict: somebody translated it in the meantime.

    """
    need(policy.may_translate(work.actor, meeting, item))
    minutes = records.minutes_of(work.session, meeting.id)
    if minutes is None or minutes.state is MinutesState.PUBLISHED:
        raise WrongState(state=meeting.state.value, act="translate_note")
    text = texts.texts_of(work.session, "agenda_item", item.id).get(field)
    if text is None or locale is text.source_locale:
        raise NotFound
    made = texts.translate(
        work, text, locale=locale, words=said(words, "words"), made_from=made_from, seen=seen
    )
    work.record("meetings.note_translated", item)
    return made.number


def _own_since(work: Work, text: texts.Text, seen: int) -> str | None:
    rows = texts.revisions_of(work.session, [text.id])[text.id]
    own = [
        row.words
        for row in rows
        if row.locale is text.source_locale
        and row.number > seen
        and row.writer_id == work.actor.person_id
    ]
    return own[-1] if own else None


def _first_note(work: Work, meeting: Meeting, item: AgendaItem, *, words: str, field: str) -> int:
    if not words.strip():
        return 0
    try:
        place_text(work, ("agenda_item", item.id), field, meeting.locale, words)
    except IntegrityError as first:
        raise Conflict from first
    work.record("meetings.note_written", item)
    return 1


def _expect_writable(work: Work, meeting: Meeting, act: str) -> None:
    minutes = records.minutes_of(work.session, meeting.id)
    if minutes is None:
        raise WrongState(state=meeting.state.value, act=act)
    if minutes.state not in WRITABLE:
        raise WrongState(state=minutes.state.value, act=act)


def ask_correction(
    work: Work, meeting: Meeting, minutes: Minutes, item: AgendaItem, *, words: str
) -> Correction:
    """Ask for a correction of a draft.

    Raises:
        Denied: only those who attended.
        WrongState: the draft is not out for corrections.
        CorrectionsOver: the time for them is over.
        Unfit: nothing was said.

    """
    attended = records.attended(work.session, meeting.id, work.actor.person_id)
    need(policy.may_correct(work.actor, attended=attended))
    if minutes.state is not MinutesState.CORRECTIONS:
        raise WrongState(state=minutes.state.value, act="ask_correction")
    if minutes.corrections_until is None or work.now >= minutes.corrections_until:
        raise CorrectionsOver
    assert work.actor.person_id is not None
    row = Correction(
        minutes_id=minutes.id,
        item_id=item.id,
        person_id=work.actor.person_id,
        words=said(words, "words"),
        state=CorrectionState.OPEN,
        asked_at=work.now,
    )
    work.session.add(row)
    work.record("meetings.correction_asked", row)
    return row


def settle_correction(
    work: Work, meeting: Meeting, correction: Correction, *, is_taken: bool
) -> None:
    """Note that a correction was made in the text, or was not, before the minutes are approved.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: it was settled.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    if correction.state is not CorrectionState.OPEN:
        raise WrongState(state=correction.state.value, act="settle_correction")
    correction.state = CorrectionState.TAKEN if is_taken else CorrectionState.DECLINED
    correction.settled_at = work.now
    work.record("meetings.correction_settled", correction)
