"""The words of consultations, in the language in which they are asked and in the others."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Conflict, need
from nswp_gov.store.texts import new_text, revise, revisions_of, texts_of, translate
from nswp_gov.store.work import Work

OF_CONSULTATION = "consultation"
OF_SECTION = "consultation_section"
OF_QUESTION = "consultation_question"
OF_RECOMMENDATION = "consultation_recommendation"
Place = tuple[str, uuid.UUID, str]  # kind of record, which, field


def write_words(work: Work, place: Place, locale: Locale, words: str) -> None:
    """Let a text in its own language say this; the caller records it."""
    kind, subject, field = place
    text = texts_of(work.session, kind, subject).get(field)
    if text is None:
        new_text(
            work, subject_type=kind, subject_id=subject, field=field, locale=locale, words=words
        )
        return
    rows = revisions_of(work.session, [text.id])[text.id]
    own = [one for one in rows if one.locale is text.source_locale][-1]
    if own.words != words:
        revise(work, text, words=words, seen=own.number)


def say_in(work: Work, place: Place, locale: Locale, words: str) -> None:
    """Let a text say this in another language, made from its newest source; the caller records."""
    kind, subject, field = place
    text = texts_of(work.session, kind, subject)[field]
    rows = revisions_of(work.session, [text.id])[text.id]
    source = [one for one in rows if one.locale is text.source_locale][-1]
    own = [one for one in rows if one.locale is locale]
    if own and own[-1].words == words and own[-1].made_from == source.number:
        return
    seen = own[-1].number if own else 0
    translate(work, text, locale=locale, words=words, made_from=source.number, seen=seen)


def translate_words(
    work: Work, row: Consultation, locale: Locale, said: Mapping[Place, str]
) -> int:
    """Keep translations of a consultation's texts; return how many were given.

    An empty one leaves what is there. Translations may follow while members answer: they change no
    question.

    Raises:
        Denied: not of the secretariat. Conflict: a text is not of this consultation.

    """
    need(policy.may_arrange(work.actor))
    known = queries.records_of(work.session, row)
    given = 0
    for place, words in said.items():
        if place[:2] not in known:
            raise Conflict
        if words.strip():
            say_in(work, place, locale, words.strip())
            given += 1
    work.record("consultations.translated", row)
    return given
