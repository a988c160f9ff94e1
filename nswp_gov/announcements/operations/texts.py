"""The words of an announcement: written, corrected, translated."""

from __future__ import annotations

from dataclasses import dataclass

from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import FIELDS
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit
from nswp_gov.store.texts import TextRevision, new_text, revise, revisions_of, texts_of, translate
from nswp_gov.store.work import Work

SUBJECT = "announcement"
LONGEST = {"title": 200, "summary": 600, "body": 40_000}


@dataclass(frozen=True)
class Words:
    """What an announcement says in one language; summary and body may be empty."""

    title: str
    summary: str = ""
    body: str = ""

    def by_field(self) -> dict[str, str]:
        """Return the words by field, without blanks around them."""
        return {field: getattr(self, field).strip() for field in FIELDS}


def checked(words: Words) -> dict[str, str]:
    """Return the words by field.

    Raises:
        Unfit: there is no title, or a field is too long.

    """
    given = words.by_field()
    if not given["title"]:
        raise Unfit("announcement_without_title", field="title")
    for field, said in given.items():
        if len(said) > LONGEST[field]:
            raise Unfit("announcement_too_long", field=field, most=LONGEST[field])
    return given


def write_first(work: Work, row: Announcement, words: Words) -> None:
    """Add the three texts with their first words."""
    for field, said in checked(words).items():
        new_text(
            work,
            subject_type=SUBJECT,
            subject_id=row.id,
            field=field,
            locale=row.locale,
            words=said,
            is_sealed=True,
        )


def rewrite(work: Work, row: Announcement, words: Words, *, is_substantive: bool) -> bool:
    """Revise the fields of the original that changed; tell whether any did."""
    texts = texts_of(work.session, SUBJECT, row.id)
    known = revisions_of(work.session, [text.id for text in texts.values()])
    is_changed = False
    for field, said in checked(words).items():
        last = newest(known[texts[field].id], row.locale)
        if last is None or last.words != said:
            seen = last.number if last else 0
            revise(work, texts[field], words=said, seen=seen, is_substantive=is_substantive)
            is_changed = True
    return is_changed


def put_into(
    work: Work,
    row: Announcement,
    locale: Locale,
    words: Words,
    *,
    is_draft: bool,
    is_machine_assisted: bool,
) -> None:
    """Add a translation of each field that has words, made from the newest original.

    Raises:
        Unfit: it is the language of the original, or nothing was written.

    """
    if locale is row.locale:
        raise Unfit("translation_of_source")
    given = words.by_field()
    if not any(given.values()):
        raise Unfit("announcement_without_title", field="title")
    texts = texts_of(work.session, SUBJECT, row.id)
    known = revisions_of(work.session, [text.id for text in texts.values()])
    for field, said in given.items():
        rows = known[texts[field].id]
        source, last = newest(rows, row.locale), newest(rows, locale)
        if said and source is not None and source.words:
            translate(
                work,
                texts[field],
                locale=locale,
                words=said,
                made_from=source.number,
                seen=last.number if last else 0,
                is_draft=is_draft,
                is_machine_assisted=is_machine_assisted,
            )


def newest(rows: list[TextRevision], locale: Locale) -> TextRevision | None:
    """Return the newest revision in a language, or None."""
    return max((one for one in rows if one.locale is locale), key=lambda r: r.number, default=None)
