"""One reply of one organisation: written by several people, handed in by its delegate.

Nothing of it is journalled, and no other table is touched: what an organisation writes lies in one
sealed row, and, once it is handed in, in another under a pseudonym (see models and vessel).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nswp_gov.consultations import answers, policy, queries
from nswp_gov.consultations.models import Consultation, Invitee, Question
from nswp_gov.consultations.operations.holding import Desk
from nswp_gov.consultations.queries import Held, fingerprint
from nswp_gov.consultations.states import IN_WORDS, LEAST_OF_REGION, Attribution, Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Conflict, NotFound, Unfit, need
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work

KEPT_MARKS = 8


@dataclass(frozen=True)
class Said:
    """What somebody wrote in one place, and the number of the answer that they had before them.

    `pen`: a mark of the page on which it was written, the same for all its saves. `was`: the
    fingerprint of the answer that they had before them; who left it as it was changes nothing.
    """

    value: Any
    seen: int
    pen: str = ""
    was: str = ""


@dataclass(frozen=True)
class Kept:
    """What a save came to: the numbers of the answers now, and where two people differ."""

    numbers: dict[uuid.UUID, int]
    conflicts: tuple[uuid.UUID, ...]


def save(
    work: Work,
    row: Consultation,
    organisation_id: uuid.UUID,
    said: Mapping[uuid.UUID, Said],
    *,
    locale: Locale,
    keys: KeyFolder,
) -> Kept:
    """Keep answers; where somebody else wrote another one meanwhile, both are kept.

    A save that comes a second time, because its answer was lost on the way, changes nothing.

    Raises:
        Denied: the actor does not act for the organisation, or it is not asked.
        NotOpen, HandedIn, KeyMissing: nothing is taken now.
        Unfit: an answer does not fit its question; nothing of this save is kept.

    """
    need(policy.may_draft(work.actor, organisation_id))
    desk = Desk(work, row, organisation_id, keys)
    desk.must_be_draft()
    for question_id, one in said.items():
        question = desk.question(question_id)
        if question.kind is not Kind.FILE:
            value = answers.clean(question, one.value)
            _take(desk.reply.held(question_id), one, value, (work.actor.person_id, locale))
    desk.keep_draft()
    held = {one: desk.reply.held(one) for one in said}
    return Kept(
        {one: answer.number for one, answer in held.items()},
        tuple(one for one, answer in held.items() if answer.others),
    )


def _take(held: Held, said: Said, value: Any, writer: tuple[uuid.UUID | None, Locale]) -> None:
    """Put one answer into the reply.

    It is the answer where its writer knew the one before, or wrote that too and the word that it
    was kept got lost. Else it lies beside, and goes on changing there until somebody decides.
    """
    mark = hashlib.sha256(json.dumps([said.pen, said.seen, value]).encode()).hexdigest()[:16]
    if mark in held.past:
        return
    goes_on = bool(said.pen) and (held.pen, held.base) == (said.pen, said.seen)
    if said.was == fingerprint(value) and not goes_on:
        return
    held.past = [*held.past[1 - KEPT_MARKS :], mark]
    held.others = [one for one in held.others if (one["pen"], one["seen"]) != (said.pen, said.seen)]
    if value == held.value:
        return
    person, locale = writer
    if said.seen == held.number or goes_on or not held.number:
        held.value, held.by, held.locale = value, str(person), locale.value
        held.pen, held.base, held.number = said.pen, said.seen, held.number + 1
    else:
        beside = {"value": value, "by": str(person), "locale": locale.value}
        held.others.append({**beside, "pen": said.pen, "seen": said.seen})


def settle(
    work: Work,
    row: Consultation,
    organisation_id: uuid.UUID,
    question_id: uuid.UUID,
    *,
    pick: int | None,
    seen: str,
    keys: KeyFolder,
) -> None:
    """Decide between different answers to one question: 0 is the first; None keeps all the words.

    `seen`: the mark of what the person had before them.

    Raises:
        Denied, NotOpen, HandedIn, KeyMissing: as `save`. NotFound: no such question or answer.
        Conflict: a further answer came in meanwhile.
        Unfit: only words can be kept together, up to their limit.

    """
    need(policy.may_draft(work.actor, organisation_id))
    desk = Desk(work, row, organisation_id, keys)
    desk.must_be_draft()
    question, held = desk.question(question_id), desk.reply.held(question_id)
    if held.mark != seen:
        raise Conflict
    values = [(held.value, held.by, held.locale)]
    values += [(one["value"], one["by"], one["locale"]) for one in held.others]
    if pick is None:
        held.value = answers.clean(question, _together(question, [one for one, *_ in values]))
    elif 0 <= pick < len(values):
        held.value, held.by, held.locale = values[pick]
    else:
        raise NotFound
    held.others = []
    held.number += 1
    desk.keep_draft()


def _together(question: Question, values: Sequence[Any]) -> Any:
    if question.kind is Kind.TEXT:
        return "\n\n".join(one for one in values if one)
    if question.kind is Kind.PARAGRAPH:
        words = "\n\n".join(one["words"] for one in values if one and one["words"])
        stance = next((one["stance"] for one in values if one and one["stance"]), "")
        return {"stance": stance, "words": words}
    raise Unfit("answer_unfit", field=str(question.id))


def attribute(
    work: Work,
    row: Consultation,
    organisation_id: uuid.UUID,
    attribution: Attribution,
    *,
    keys: KeyFolder,
) -> None:
    """Choose how the reply is kept and shown: by name, by region, or without either.

    Raises:
        Denied: the actor is not the delegate. NotOpen, HandedIn, KeyMissing: as `save`.
        Unfit: the region would name the organisation.

    """
    need(policy.may_hand_in(work.actor, organisation_id))
    desk = Desk(work, row, organisation_id, keys)
    desk.must_be_draft()
    if attribution is Attribution.REGION:
        _check_region(work, row, desk.invitee)
    desk.reply.attribution = attribution
    desk.keep_draft()


def _check_region(work: Work, row: Consultation, own: Invitee) -> None:
    others = sum(one.region == own.region for one in queries.invitees(work.session, row.id))
    if own.region is None or others < LEAST_OF_REGION:
        raise Unfit("region_too_small", field="attribution", least=LEAST_OF_REGION)


def hand_in(
    work: Work,
    row: Consultation,
    organisation_id: uuid.UUID,
    *,
    locale: Locale,
    keys: KeyFolder,
) -> None:
    """Put the reply into the box; until the end it can be taken back.

    Answers to questions that are not asked of this organisation stay out of it.

    Raises:
        Denied: the actor is not the delegate. NotOpen, HandedIn, KeyMissing: as `save`.
        Unfit: something is missing, two people differ, nothing was chosen as attribution, or a
            file would give away whose reply it is.

    """
    need(policy.may_hand_in(work.actor, organisation_id))
    desk = Desk(work, row, organisation_id, keys)
    desk.must_be_draft()
    reply = desk.reply
    wanted = reply.asked(desk.questions)
    if reply.conflicts():
        raise Unfit("reply_differs", number=len(reply.conflicts()))
    for one in wanted:
        if one.is_required and not answers.is_whole(one, reply.held(one.id).value):
            raise Unfit("answer_missing", field=str(one.id))
    if reply.attribution is None:
        raise Unfit("attribution_missing", field="attribution")
    if reply.attribution is Attribution.REGION:
        _check_region(work, row, desk.invitee)
    said = {str(one.id): reply.held(one.id) for one in wanted}
    if reply.attribution is not Attribution.NAME and any(
        one.kind is Kind.FILE and said[str(one.id)].value for one in wanted
    ):
        raise Unfit("file_names_you", field="attribution")
    content = {
        "attribution": reply.attribution,
        "locale": locale.value,
        "answers": {
            key: {"value": one.value, "number": one.number, "locale": one.locale}
            for key, one in said.items()
            if one.value is not None
        },
    }
    desk.keep_in_box(content)


def reopen(work: Work, row: Consultation, organisation_id: uuid.UUID, *, keys: KeyFolder) -> None:
    """Take the reply out of the box, to be changed and handed in again.

    Raises:
        Denied: the actor is not the delegate. NotOpen, KeyMissing: as `save`.
        NotFound: nothing was handed in.

    """
    need(policy.may_hand_in(work.actor, organisation_id))
    desk = Desk(work, row, organisation_id, keys)
    if not desk.reply.is_handed_in:
        raise NotFound
    desk.keep_draft()
    desk.take_from_box()


def said_in_words(question: Question, held: Mapping[str, Any]) -> Any:
    """Return an answer as it is kept after the close: words with the language they are in."""
    value = held["value"]
    if question.kind not in IN_WORDS:
        return value
    whole = {"words": value} if question.kind is Kind.TEXT else value
    return {**whole, "locale": held["locale"]}
