"""Entering institutions, documents and positions, and amending what is not public yet."""

from __future__ import annotations

import uuid

from sqlalchemy import delete, select

from nswp_gov.policies import policy
from nswp_gov.policies.models import Institution, Instrument, Position, Reach
from nswp_gov.policies.operations.facts import (
    InstitutionFacts,
    InstrumentFacts,
    PositionFacts,
    Words,
    check_institution,
    check_instrument,
    check_position,
    place_text,
    slug_from,
)
from nswp_gov.policies.states import PATH, UNFINISHED, WORLD, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work


def add_institution(work: Work, facts: InstitutionFacts) -> Institution:
    """Add an institution; it is public with the first public position in one of its documents.

    Raises:
        Denied: only the secretariat.
        Unfit: something is missing or unknown.

    """
    need(policy.may_enter(work.actor))
    check_institution(facts)
    taken = work.session.scalars(select(Institution.slug))
    made = Institution(
        slug=slug_from(facts.acronym or _in_latin(facts.name), taken),
        kind=facts.kind,
        acronym=facts.acronym or None,
        region=facts.region,
        address=facts.address or None,
    )
    work.session.add(made)
    work.session.flush()
    place_text(work, ("institution", made.id), "name", facts.name)
    work.record("policies.institution_added", made)
    return made


def enter_instrument(work: Work, institution: Institution, facts: InstrumentFacts) -> Instrument:
    """Enter a document of an institution.

    Raises:
        Denied: only the secretariat.
        Unfit: something is missing, unknown, or lies in the future.

    """
    need(policy.may_enter(work.actor))
    check_instrument(work, facts)
    taken = work.session.scalars(select(Instrument.slug))
    made = Instrument(
        institution_id=institution.id,
        slug=slug_from(_in_latin(facts.title), taken),
        writers=_hands(work, []),
        **_columns(facts),
    )
    work.session.add(made)
    work.session.flush()
    place_text(work, ("instrument", made.id), "title", facts.title)
    _reach(work, made)
    work.record("policies.document_entered", made)
    return made


def amend_instrument(work: Work, instrument: Instrument, facts: InstrumentFacts) -> Instrument:
    """Change what was entered of a document while nothing in it is public.

    Raises:
        Denied: only the secretariat.
        Unfit: something is missing, unknown, or lies in the future.
        WrongState: a position in it is public; what was reviewed stays as it was.

    """
    need(policy.may_enter(work.actor))
    if instrument.published_at is not None:
        raise WrongState(state=State.PUBLIC.value, act="amend")
    check_instrument(work, facts)
    for name, value in _columns(facts).items():
        setattr(instrument, name, value)
    instrument.writers = _hands(work, instrument.writers)
    _reword(work, ("instrument", instrument.id), "title", facts.title)
    _reach(work, instrument)
    work.record("policies.document_amended", instrument)
    return instrument


def enter_position(work: Work, instrument: Instrument, facts: PositionFacts) -> Position:
    """Enter a position taken in a document; it waits for a second person.

    Raises:
        Denied: only the secretariat.
        Unfit: something is missing or too long, or the older position it names is another's.

    """
    need(policy.may_enter(work.actor))
    check_position(work, facts, instrument.issued_on)
    made = Position(
        instrument_id=instrument.id,
        entered_at=work.now,
        writers=_hands(work, []),
        state=State.ENTERED,
        **_said(instrument, facts),
    )
    need_older(work, instrument, made)
    work.session.add(made)
    work.session.flush()
    if facts.paraphrase:
        place_text(work, ("position", made.id), "paraphrase", facts.paraphrase)
    work.record("policies.position_entered", made)
    return made


def amend_position(work: Work, position: Position, facts: PositionFacts) -> Position:
    """Change a position that is not public yet; it waits for a second person again.

    Raises:
        Denied: only the secretariat.
        WrongState: it is public or withdrawn: a public one is withdrawn or superseded, not changed.
        Unfit: as when it is entered.

    """
    need(policy.may_enter(work.actor))
    if position.state not in UNFINISHED:
        raise WrongState(state=position.state.value, act="amend")
    instrument = work.session.get_one(Instrument, position.instrument_id)
    check_position(work, facts, instrument.issued_on)
    for name, value in _said(instrument, facts).items():
        setattr(position, name, value)
    need_older(work, instrument, position)
    position.state = PATH.after(position.state, "amend")
    position.writers = _hands(work, position.writers)
    position.remark = None
    if not facts.paraphrase and texts.texts_of(work.session, "position", position.id):
        raise Unfit("policy_words_missing", field="paraphrase")
    if facts.paraphrase:
        _reword(work, ("position", position.id), "paraphrase", facts.paraphrase)
    work.record("policies.position_amended", position)
    return position


def need_older(work: Work, instrument: Instrument, position: Position) -> Position | None:
    """Return the position that this one supersedes, or None where it names none.

    Raises:
        Unfit: the older one is of another institution or topic, not in force, or not older.

    """
    if position.supersedes_id is None:
        return None
    older = work.session.get(Position, position.supersedes_id)
    if older is None or older.state is not State.PUBLIC or older.topic is not position.topic:
        raise Unfit("supersedes_another", field="supersedes")
    of = work.session.get_one(Instrument, older.instrument_id)
    if of.institution_id != instrument.institution_id:
        raise Unfit("supersedes_another", field="supersedes")
    if older.ended_on is not None:
        raise Unfit("superseded_already", field="supersedes")
    if older.taken_on >= position.taken_on:
        raise Unfit("supersedes_later", field="supersedes")
    return older


def _said(instrument: Instrument, facts: PositionFacts) -> dict[str, object]:
    return {
        "topic": facts.topic,
        "stance": facts.stance,
        "place": facts.place,
        "quotation": facts.quotation or None,
        "quotation_language": facts.quotation_language if facts.quotation else None,
        "taken_on": facts.taken_on or instrument.issued_on,
        "supersedes_id": facts.supersedes_id,
    }


def _columns(facts: InstrumentFacts) -> dict[str, object]:
    return {
        "kind": facts.kind,
        "official_title": facts.official_title,
        "language": facts.language,
        "languages": sorted({facts.language, *facts.languages}),
        "issued_on": facts.issued_on,
        "reference": facts.reference or None,
        "address": facts.address,
        "is_worldwide": facts.is_worldwide,
        "regions": sorted(facts.regions),
        "countries": sorted(facts.countries),
    }


def _reach(work: Work, instrument: Instrument) -> None:
    work.session.execute(delete(Reach).where(Reach.instrument_id == instrument.id))
    world = [WORLD] if instrument.is_worldwide else []
    for code in (*world, *instrument.regions, *instrument.countries):
        work.session.add(Reach(instrument_id=instrument.id, code=code))


def _hands(work: Work, before: list[str]) -> list[str]:
    own = {str(work.actor.person_id)} if work.actor.person_id else set()
    return sorted({*before, *own})


def _reword(work: Work, subject: tuple[str, uuid.UUID], field: str, words: Words) -> None:
    """Add a source revision where the words in the source's language became others."""
    known = texts.texts_of(work.session, *subject).get(field)
    if known is None:
        place_text(work, subject, field, words)
        return
    reading = texts.read(work.session, [known], known.source_locale)[known.id]
    new = next(iter(words.values())).strip()
    if new != reading.words:
        texts.revise(work, known, words=new, seen=reading.number)


def _in_latin(words: Words) -> str:
    """Return the English words where there are some, else the first."""
    return words.get(Locale.EN) or next(iter(words.values()))
