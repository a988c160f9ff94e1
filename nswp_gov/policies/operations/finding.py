"""Search finds public positions by their words, in every language that they exist in."""

from __future__ import annotations

from sqlalchemy import select

from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.states import State
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search, texts
from nswp_gov.store.work import Work

SUBJECT = "position"
FIELDS = {"institution": "name", "instrument": "title", SUBJECT: "paraphrase"}


def find_by(work: Work, position: Position) -> None:
    """Let everybody find a public position by its words of now; call it after a translation too."""
    if position.state is not State.PUBLIC:
        return
    instrument = work.session.get_one(Instrument, position.instrument_id)
    institution = work.session.get_one(Institution, instrument.institution_id)
    of = {"institution": institution.id, "instrument": instrument.id, SUBJECT: position.id}
    said = {
        kind: text
        for kind, field in FIELDS.items()
        if (text := texts.texts_of(work.session, kind, of[kind]).get(field)) is not None
    }
    more = [institution.acronym, instrument.reference, instrument.official_title]
    for locale in Locale:
        readings = texts.read(work.session, said.values(), locale)
        own = {
            kind: reading.words
            for kind, text in said.items()
            if not (reading := readings[text.id]).is_fallback
        }
        if not own:
            continue
        search.index(
            work.session,
            SUBJECT,
            position.id,
            PUBLIC,
            locale,
            title=own.get("instrument", instrument.official_title),
            body=" ".join([*own.values(), position.quotation or "", *filter(None, more)]),
            dated_on=position.taken_on,
        )


def find_no_more(work: Work, position: Position) -> None:
    """Let nobody find a position."""
    search.unindex(work.session, SUBJECT, position.id)


def reword_search(work: Work, text: texts.Text, _locale: Locale) -> None:
    """Let public positions be found by the words of a text of theirs that was just translated."""
    above = {
        "institution": Instrument.institution_id == text.subject_id,
        "instrument": Instrument.id == text.subject_id,
        SUBJECT: Position.id == text.subject_id,
    }
    rows = work.session.scalars(
        select(Position)
        .join(Instrument, Instrument.id == Position.instrument_id)
        .where(Position.state == State.PUBLIC, above[text.subject_type])
    )
    for position in rows.all():
        find_by(work, position)
