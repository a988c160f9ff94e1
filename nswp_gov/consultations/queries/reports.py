"""The report as it is told in one language, and where it stands in the library."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nswp_gov.consultations.models import Consultation, Recommendation
from nswp_gov.consultations.queries.rows import recommendations, words_of
from nswp_gov.library.models import SUBJECT
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store.links import Relation, links_to
from nswp_gov.store.texts import Reading


@dataclass(frozen=True)
class Report:
    """What members said and what was done with it, in one language or its honest fallback."""

    locale: Locale
    words: dict[str, Reading]  # title, purpose, report
    asked: tuple[tuple[Recommendation, dict[str, Reading]], ...]  # words, done

    @property
    def readings(self) -> Iterator[Reading]:
        """Return every text of it."""
        yield from self.words.values()
        for _row, said in self.asked:
            yield from said.values()

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it is in this language, and nothing behind its original."""
        late = {Freshness.BEHIND, Freshness.MISSING, Freshness.DRAFT}
        return "report" in self.words and all(
            one.locale is self.locale and one.freshness not in late for one in self.readings
        )


def report_in(session: Session, row: Consultation, locale: Locale) -> Report:
    """Return the report in a language."""
    asked = recommendations(session, row.id)
    own = words_of(session, "consultation", [row.id], locale)[row.id]
    ids = [one.id for one in asked]
    said = words_of(session, "consultation_recommendation", ids, locale)
    return Report(locale, own, tuple((one, said[one.id]) for one in asked))


def whole_reports(session: Session, row: Consultation) -> dict[Locale, Report]:
    """Return the report in its own language, and in every other in which all of it is told."""
    order = [row.locale, *(one for one in Locale if one is not row.locale)]
    made = {locale: report_in(session, row, locale) for locale in order}
    return {locale: one for locale, one in made.items() if locale is row.locale or one.is_whole}


def resource_of(session: Session, row: Consultation) -> uuid.UUID | None:
    """Return the resource of the library that its report became, or None."""
    return next(
        (
            one.from_id
            for one in links_to(session, "consultation", row.id)
            if one.relation is Relation.RESULT_OF and one.from_type == SUBJECT
        ),
        None,
    )
