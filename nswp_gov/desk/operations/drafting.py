"""Write a translation, save by save; nothing is lost, and nothing goes out."""

from __future__ import annotations

import uuid
from datetime import timedelta

from nswp_gov.desk.models import TranslationDraft
from nswp_gov.desk.operations.claims import hold, translatable
from nswp_gov.desk.queries.bench import draft_of
from nswp_gov.desk.queries.matrix import Row
from nswp_gov.desk.states import CLAIM_LASTS, LONGEST, DraftState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Conflict, NotFound, Unfit
from nswp_gov.store.work import Work


class DraftMoved(Conflict):
    """Somebody saved since; nothing was overwritten. `theirs` stands now, under `number`."""

    def __init__(self, *, theirs: str, number: int) -> None:
        super().__init__()
        self.theirs = theirs
        self.number = number


def save_draft(
    work: Work,
    text_id: uuid.UUID,
    locale: Locale,
    *,
    words: str,
    number: int,
    made_from: int,
    is_machine_assisted: bool = False,
) -> TranslationDraft:
    """Keep the words of a translation; return the draft, whose number has risen.

    `number`: of the draft that the writer had before them, 0 for none; `made_from`: the source
    revision that the words render. Saving claims the text. Sending the same words again changes
    nothing, so that an answer lost on the way can be asked for again. Words that a machine had a
    hand in stay marked until they are released, whoever saves them after.

    Raises:
        Denied: the actor doesn't translate this.
        NotFound: there is no such text for them.
        Unfit: it is closed, was written in this language, or there is no such source revision.
        Held: somebody else holds it.
        DraftMoved: somebody saved other words in the meantime; it carries them.

    """
    row = translatable(work, text_id, locale)
    if len(words) > LONGEST:
        raise Unfit("translation_too_long", field="words", most=LONGEST)
    if not 1 <= made_from <= row.number:
        raise Unfit("no_such_source", field="words")
    _hold(work, row, locale)
    known = draft_of(work.session, text_id, locale)
    if known is None:
        known = _begin(work, row, locale, made_from)
    elif known.words == words and known.made_from == made_from:
        known.is_machine_assisted = known.is_machine_assisted or is_machine_assisted
        return known
    elif known.number != number:
        raise DraftMoved(theirs=known.words, number=known.number)
    known.words, known.made_from = words, made_from
    known.number += 1
    known.state = DraftState.WRITING
    known.is_machine_assisted = known.is_machine_assisted or is_machine_assisted
    known.writer_id, known.saved_at = work.actor.person_id, work.now
    work.session.flush()
    return known


def _begin(work: Work, row: Row, locale: Locale, made_from: int) -> TranslationDraft:
    made = TranslationDraft(
        text_id=row.text_id,
        locale=locale,
        words="",
        number=0,
        made_from=made_from,
        seen=row.cells[locale].standing.number,
        state=DraftState.WRITING,
        is_machine_assisted=False,
        writer_id=work.actor.person_id,
        saved_at=work.now,
    )
    work.session.add(made)
    return made


def _hold(work: Work, row: Row, locale: Locale) -> None:
    """Claim what is written on; its week begins anew once a day, so that saving stays cheap."""
    if work.actor.person_id is not None:
        hold(work, row, locale, work.actor.person_id, fresh_for=CLAIM_LASTS - timedelta(days=1))


def ask_review(work: Work, text_id: uuid.UUID, locale: Locale, *, number: int) -> TranslationDraft:
    """Ask a second person to read a draft before it goes out.

    Raises:
        Denied, NotFound, Unfit: as for saving.
        Conflict: the draft is another than the one they saw.

    """
    draft = own_draft(work, text_id, locale, number)
    draft.state = DraftState.REVIEW
    work.session.flush()
    return draft


def discard(work: Work, text_id: uuid.UUID, locale: Locale, *, number: int) -> None:
    """Throw a draft away; what was released stays.

    Raises:
        Denied, NotFound, Unfit: as for saving.
        Conflict: the draft is another than the one they saw.

    """
    draft = own_draft(work, text_id, locale, number)
    work.session.delete(draft)
    work.session.flush()


def own_draft(work: Work, text_id: uuid.UUID, locale: Locale, number: int) -> TranslationDraft:
    """Return the draft that the actor saw, of a text that they translate.

    Raises:
        Denied, NotFound, Unfit: as for saving.
        Conflict: the draft is another than the one they saw.

    """
    translatable(work, text_id, locale)
    draft = draft_of(work.session, text_id, locale)
    if draft is None:
        raise NotFound
    if draft.number != number:
        raise DraftMoved(theirs=draft.words, number=draft.number)
    return draft
