"""Let a translation out: by its writer, or by the second person who read it."""

from __future__ import annotations

import uuid

from nswp_gov.desk import policy
from nswp_gov.desk.checking import differing
from nswp_gov.desk.models import Release, TranslationDraft
from nswp_gov.desk.operations.claims import end_claim, translatable
from nswp_gov.desk.operations.drafting import own_draft
from nswp_gov.desk.queries.bench import bench
from nswp_gov.desk.queries.matrix import Row
from nswp_gov.desk.states import DraftState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.texts import Text, translate
from nswp_gov.store.work import Work


class Unreviewed(DomainError):
    """A machine had a hand in these words and nobody else has read them: they don't go out."""

    code = "machine_unreviewed"


class ReviewAsked(DomainError):
    """A second person was asked for, and the one who wrote it is none."""

    code = "review_asked"


def release(
    work: Work, text_id: uuid.UUID, locale: Locale, *, number: int, is_sure: bool = False
) -> Release:
    """Publish a draft as a revision of its text; the claim on it ends.

    Who releases another person's draft has read it: it then counts as reviewed, and no longer as
    machine-assisted. `is_sure`: placeholders and links differ from the source's on purpose.

    Raises:
        Denied, NotFound, Unfit: as for saving; Unfit also for no words, or placeholders amiss.
        Unreviewed: a machine had a hand in it, and the actor wrote or brought it in.
        ReviewAsked: a review was asked for, and the actor wrote it.
        Conflict: the draft or the translation is another than the one they saw.

    """
    draft = own_draft(work, text_id, locale, number)
    row = translatable(work, text_id, locale)
    is_second = policy.may_review(work.actor, draft.writer_id).allowed
    if draft.is_machine_assisted and not is_second:
        raise Unreviewed
    if draft.state is DraftState.REVIEW and not is_second:
        raise ReviewAsked
    _expect_whole(work, row, draft, is_sure=is_sure)
    text = work.session.get_one(Text, text_id)
    revision = translate(
        work,
        text,
        locale=locale,
        words=draft.words.strip(),
        made_from=draft.made_from,
        seen=draft.seen,
    )
    made = Release(
        text_id=text_id,
        locale=locale,
        number=revision.number,
        writer_id=draft.writer_id,
        reviewer_id=work.actor.person_id if is_second else None,
        was_machine_assisted=draft.is_machine_assisted,
        released_at=work.now,
    )
    work.session.add(made)
    work.session.delete(draft)
    end_claim(work, text_id, locale)
    work.session.flush()
    if row.known.after:
        row.known.after(work, text, locale)
    work.record("desk.translation_released", made)
    return made


def _expect_whole(work: Work, row: Row, draft: TranslationDraft, *, is_sure: bool) -> None:
    if not draft.words.strip():
        raise Unfit("translation_without_words", field="words")
    lost, added = differing(bench(work.session, row, draft.locale).source, draft.words)
    if (lost or added) and not is_sure:
        raise Unfit("marks_differ", field="is_sure", marks=" ".join(dict.fromkeys(lost + added)))


def send_back(work: Work, text_id: uuid.UUID, locale: Locale, *, number: int) -> TranslationDraft:
    """Give a draft that was to be reviewed back to its writer.

    Raises:
        Denied: the actor doesn't translate this, or wrote it themself.
        NotFound, Unfit: as for saving.
        Conflict: the draft is another than the one they saw.

    """
    draft = own_draft(work, text_id, locale, number)
    need(policy.may_review(work.actor, draft.writer_id))
    draft.state = DraftState.WRITING
    work.session.flush()
    return draft
