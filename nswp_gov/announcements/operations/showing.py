"""What readers get: the stored words, facets and search entries of what is published."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nswp_gov.announcements.models import Announcement, AnnouncementFacet, AnnouncementWords
from nswp_gov.announcements.operations.texts import SUBJECT, newest
from nswp_gov.announcements.states import FIELDS, Facet, State
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store import search
from nswp_gov.store.markdown import plain_words
from nswp_gov.store.texts import TextRevision, freshness, revisions_of, texts_of, up_to
from nswp_gov.store.work import Work

WORLDWIDE = "global"


def show(work: Work, row: Announcement) -> int:
    """Store what readers get of an announcement as it is now; return in how many languages.

    Drafts of translations and machine-assisted words that nobody has reviewed are never among it;
    where there was a reviewed translation before, that one stays. What is not published has none.
    """
    known = {
        one.locale: one
        for one in work.session.scalars(
            select(AnnouncementWords).where(AnnouncementWords.announcement_id == row.id)
        )
    }
    wanted = said_in(work.session, row) if row.state is State.PUBLISHED else {}
    for locale in known.keys() - wanted.keys():
        work.session.delete(known[locale])
    for locale, (words, is_behind) in wanted.items():
        entry = known.get(locale)
        if entry is None:
            entry = AnnouncementWords(announcement_id=row.id, locale=locale, since_at=work.now)
            work.session.add(entry)
        is_open = row.readers.is_public
        entry.words_open = words if is_open else None
        entry.words_sealed = None if is_open else words
        entry.is_behind = is_behind
    _place(work, row, list(wanted))
    _index(work, row, {locale: words for locale, (words, _behind) in wanted.items()})
    work.session.flush()
    return len(wanted)


def said_in(session: Session, row: Announcement) -> dict[Locale, tuple[dict[str, Any], bool]]:
    """Return, by language that has a title, the words that may be shown and if they are behind."""
    texts = texts_of(session, SUBJECT, row.id)
    known = revisions_of(session, [text.id for text in texts.values()])
    found: dict[Locale, tuple[dict[str, Any], bool]] = {}
    for locale in Locale:
        fields = {field: _fit(known[texts[field].id], locale) for field in FIELDS}
        if fields["title"] is None:
            continue
        words = {field: one.words if one else None for field, one in fields.items()}
        is_behind = any(
            freshness(texts[field], up_to(known[texts[field].id], one), locale) is Freshness.BEHIND
            for field, one in fields.items()
            if one is not None
        )
        found[locale] = (words, is_behind)
    return found


def _fit(rows: list[TextRevision], locale: Locale) -> TextRevision | None:
    """Return the newest words in a language that a person stands for, or None."""
    fit = [one for one in rows if one.locale is locale and one.words and one.is_shown]
    return newest(fit, locale)


def _place(work: Work, row: Announcement, locales: list[Locale]) -> None:
    work.session.execute(
        delete(AnnouncementFacet).where(AnnouncementFacet.announcement_id == row.id)
    )
    if row.published_on is None or not locales:
        return
    values = {
        Facet.KIND: [row.kind.value],
        Facet.REGION: row.regions or [WORLDWIDE],
        Facet.THEME: row.themes,
        Facet.LANGUAGE: [locale.value for locale in locales],
        Facet.MONTH: [row.published_on.strftime("%Y-%m")],
    }
    work.session.add_all(
        AnnouncementFacet(announcement_id=row.id, audience=row.audience, facet=facet, value=value)
        for facet, some in values.items()
        for value in some
    )


def _index(work: Work, row: Announcement, said: dict[Locale, dict[str, Any]]) -> None:
    if not said:
        search.unindex(work.session, SUBJECT, row.id)
    for locale, words in said.items():
        body = "\n".join(plain_words(words[field]) for field in FIELDS[1:] if words[field])
        search.index(
            work.session,
            SUBJECT,
            row.id,
            row.readers,
            locale,
            title=words["title"],
            body=body,
            dated_on=row.published_on,
        )
