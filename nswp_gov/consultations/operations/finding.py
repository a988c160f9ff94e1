"""Letting the search find a consultation: members while it runs, then the report's readers."""

from __future__ import annotations

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.operations.wording import OF_CONSULTATION
from nswp_gov.consultations.states import State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search
from nswp_gov.store.texts import Text
from nswp_gov.store.work import Work


def let_find(work: Work, row: Consultation) -> None:
    """Have it found by what it says in each language, by those who may know of it now."""
    search.unindex(work.session, OF_CONSULTATION, row.id)
    if row.state is State.DRAFT:
        return
    audience = policy.readers_of(row.state, row.readers)
    for locale in Locale:
        words = queries.words_of(work.session, OF_CONSULTATION, [row.id], locale)[row.id]
        own = {field: one.words for field, one in words.items() if not one.is_fallback}
        if own:
            search.index(
                work.session,
                OF_CONSULTATION,
                row.id,
                audience,
                locale,
                title=own.get("title") or words["title"].words,
                body="\n".join(own.values()),
                dated_on=row.closes_at.date(),
            )


def text_released(work: Work, text: Text, _locale: Locale) -> None:
    """Have a consultation found by words that were just translated."""
    row = work.session.get(Consultation, text.subject_id)
    if row is not None:
        let_find(work, row)
