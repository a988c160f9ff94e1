"""Words about candidates in every language: the questions to them, their answers, translations."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Nomination
from nswp_gov.elections.queries.shown import ANSWER, MOST_QUESTIONS, QUESTION, STATEMENT
from nswp_gov.elections.states import NominationState, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import Denied, Unfit, WrongState, need
from nswp_gov.store.work import Work

TRANSLATABLE = (State.NOMINATIONS, State.RULING, State.FROZEN, State.REHEARSED, State.OPEN)
LONGEST = 6000


def ask_candidates(
    work: Work, election: Election, questions: Sequence[Mapping[Locale, str]]
) -> None:
    """Put up to three questions to everybody who will stand; before nominations open.

    Each is given in at least one language; the first in the order of languages is its source. What
    was asked before is revised.

    Raises:
        Denied: only the secretariat.
        WrongState: nominations are open already.
        Unfit: too many questions.

    """
    need(policy.may_set_up(work.actor))
    if election.state is not State.DRAFT:
        raise WrongState(state=str(election.state), act="ask_candidates")
    asked = [one for one in questions if one]
    if len(asked) > MOST_QUESTIONS:
        raise Unfit("too_many_questions")
    held = texts.texts_of(work.session, "election", election.id)
    for number, words in enumerate(asked, start=1):
        _write(work, held.get(f"{QUESTION}{number}"), ("election", election.id, number), words)
    for number in range(len(asked) + 1, MOST_QUESTIONS + 1):
        if f"{QUESTION}{number}" in held:
            work.session.delete(held[f"{QUESTION}{number}"])
    work.record("elections.questions_asked", election)


def _write(
    work: Work,
    held: texts.Text | None,
    subject: tuple[str, uuid.UUID, int],
    words: Mapping[Locale, str],
) -> None:
    if held is not None:
        for row in texts.revisions_of(work.session, [held.id])[held.id]:
            work.session.delete(row)
        work.session.flush()
        work.session.delete(held)
        work.session.flush()
    kind, subject_id, number = subject
    source, *others = (one for one in Locale if one in words)
    made = texts.new_text(
        work,
        subject_type=kind,
        subject_id=subject_id,
        field=f"{QUESTION}{number}",
        locale=source,
        words=words[source],
    )
    for locale in others:
        texts.translate(work, made, locale=locale, words=words[locale], made_from=1)


def write_answers(
    work: Work, nomination: Nomination, answers: Sequence[str], locale: Locale
) -> None:
    """Keep a nominee's answers in the order of the questions; the caller records it."""
    for number, words in enumerate(answers[:MOST_QUESTIONS], start=1):
        if words.strip():
            texts.new_text(
                work,
                subject_type="nomination",
                subject_id=nomination.id,
                field=f"{ANSWER}{number}",
                locale=locale,
                words=words.strip()[:LONGEST],
            )


def translate_candidate(
    work: Work,
    nomination: Nomination,
    locale: Locale,
    words: Mapping[str, str],
    *,
    is_machine_assisted: bool = False,
) -> None:
    """Keep a translation of a statement and answers; `words` by field, empty ones are passed over.

    A translation whose words are as they were stays as it is; given again without the mark of a
    machine, they count as read over, and only then voters get them.

    Raises:
        Denied: neither the secretariat, the returning officer nor a translator of this language.
        WrongState: the person does not stand, or the election is over.
        Unfit: it is the language in which they wrote.

    """
    post = queries.post(work.session, nomination.post_id)
    election = queries.election(work.session, post.election_id)
    if not policy.may_translate(work.actor, election, locale).allowed:
        raise Denied("not_the_translator")
    standing = nomination.state in (NominationState.ACCEPTED, NominationState.STANDS)
    if not standing or election.state not in TRANSLATABLE:
        raise WrongState(state=str(nomination.state), act="translate")
    held = texts.texts_of(work.session, "nomination", nomination.id)
    revisions = texts.revisions_of(work.session, [one.id for one in held.values()])
    for field in (STATEMENT, *(f"{ANSWER}{n}" for n in range(1, MOST_QUESTIONS + 1))):
        text, said = held.get(field), words.get(field, "").strip()[:LONGEST]
        if text is None or not said:
            continue
        if text.source_locale is locale:
            raise Unfit("own_language")
        rows = revisions[text.id]
        source = max(row.number for row in rows if row.locale is text.source_locale)
        mine = [row for row in rows if row.locale is locale]
        if mine and (mine[-1].words, mine[-1].is_waiting) == (said, is_machine_assisted):
            continue
        texts.translate(
            work,
            text,
            locale=locale,
            words=said,
            made_from=source,
            seen=mine[-1].number if mine else 0,
            is_machine_assisted=is_machine_assisted,
        )
    work.record("elections.candidate_translated", nomination)
