"""From books to what templates show: clean HTML, links, the line of provenance."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from nswp_gov.manual.models import Document, Edition
from nswp_gov.manual.queries import (
    Adoption,
    Book,
    Change,
    Comparison,
    Entry,
    Mended,
    adoptions,
    corrections_of,
    title_of,
)
from nswp_gov.manual.queries.coverage import Coverage
from nswp_gov.manual.queries.drafts import REFERENCE
from nswp_gov.rules.audience import may_see
from nswp_gov.rules.diff import Difference, compare
from nswp_gov.rules.languages import Freshness
from nswp_gov.store import markdown
from nswp_gov.store.links import Card, Registry
from nswp_gov.store.texts import Reading, read, texts_of
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer

Address = Callable[[str], str]
Names = Mapping[str, str]  # the number of a clause by its key


@dataclass(frozen=True)
class ContentsRow:
    """One line of a table of contents."""

    label: str
    href: str
    level: int
    lang: str
    current: bool = False


@dataclass(frozen=True)
class ClauseRow:
    """One clause as a page shows it."""

    key: str
    number: str
    level: int
    anchor: str
    heading: str
    heading_lang: str
    html: Markup
    lang: str
    freshness: Freshness
    behind: int
    is_fallback: bool
    is_reviewed: bool
    is_waiting: bool  # there are words in the reader's language that nobody has read over yet
    href: str
    origin: Adoption | None


@dataclass(frozen=True)
class MendedRow:
    """One editorial correction as a page shows it."""

    key: str
    number: str
    heading: str
    mend: Mended
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ChangeRow:
    """One changed clause as a page shows it."""

    change: Change
    heading: Difference
    body: Difference
    lang: str
    is_substantive: bool
    was: str
    now: str


def title(document: Document) -> Reading:
    """Return the document's title for this reader."""
    return title_of(session(), [document], locale())[document.id]


def clause_html(entry: Entry, book: Book, address: Address, *, original: bool = False) -> Markup:
    """Return a clause's text as clean HTML; references become links by number."""
    words = entry.body.original if original else entry.body.words
    source = linked(words, book, address)
    rendered = markdown.render(source, doc_id=entry.key, top_level=4)
    return Markup(rendered.html)  # noqa: S704 - cleaned by store.markdown


def linked(words: str, book: Book, address: Address) -> str:
    """Return Markdown in which each reference is a link by the clause's number."""
    numbers = numbers_of(book)

    def link(match: re.Match[str]) -> str:
        number = numbers.get(match[1])
        if number is None:
            return match[2] or match[1]
        return f"[{match[2] or f'§ {number}'}]({address(match[1])})"

    return REFERENCE.sub(link, words)


def numbers_of(book: Book) -> Names:
    """Return the number of each clause of a book by its key."""
    return book.numbers


def on_page(key: str) -> str:
    """Return the address of a clause on the page that shows the whole edition."""
    return f"#c-{key}"


def address_of(slug: str, number: int) -> Address:
    """Return what gives the permanent address of a clause in one edition."""
    return lambda key: url_for("manual.clause", slug=slug, number=number, key=key)


def address_as_at(slug: str, day: date) -> Address:
    """Return what gives the permanent address of a clause as at a day."""
    return lambda key: url_for("manual.clause_as_at", slug=slug, day=day.isoformat(), key=key)


def clause_rows(
    book: Book, address: Address, origins: Mapping[uuid.UUID, Adoption]
) -> list[ClauseRow]:
    """Return the clauses of a book; `address` is where each has its own page."""
    return [clause_row(entry, book, on_page, address(entry.key), origins) for entry in book.entries]


def clause_row(
    entry: Entry,
    book: Book,
    references: Address,
    href: str,
    origins: Mapping[uuid.UUID, Adoption],
) -> ClauseRow:
    """Return one clause as a page shows it."""
    unread = Freshness.MACHINE_ASSISTED
    return ClauseRow(
        key=entry.key,
        number=entry.number,
        level=entry.level,
        anchor=f"c-{entry.key}",
        heading=entry.heading.words,
        heading_lang=entry.heading.locale.tag,
        html=clause_html(entry, book, references),
        lang=entry.locale.tag,
        freshness=entry.freshness,
        behind=entry.behind,
        is_fallback=entry.locale is not book.wanted,
        is_reviewed=unread not in (entry.heading.freshness, entry.body.freshness),
        is_waiting=bool(entry.heading.waiting or entry.body.waiting),
        href=href,
        origin=origins.get(entry.origin_id) if entry.origin_id else None,
    )


def contents(book: Book, address: Address, current: str = "") -> list[ContentsRow]:
    """Return a table of contents."""
    return [
        ContentsRow(
            label=f"{entry.number} {entry.heading.words}",
            href=address(entry.key),
            level=entry.level,
            lang=entry.heading.locale.tag,
            current=entry.key == current,
        )
        for entry in book.entries
    ]


def origins_of(book: Book) -> dict[uuid.UUID, Adoption]:
    """Return the adoptions behind the clauses of a book."""
    ids = {entry.origin_id for entry in book.entries if entry.origin_id}
    return adoptions(session(), ids, viewer())


def change_rows(comparison: Comparison, before: Book, after: Book) -> list[ChangeRow]:
    """Return the changes as a page shows them; each side names clauses by its own numbers."""
    old, new = numbers_of(before), numbers_of(after)
    return [
        ChangeRow(
            change=change,
            heading=readable(change.heading, old, new),
            body=readable(change.body, old, new),
            lang=change.locale.tag,
            is_substantive=change.is_substantive,
            was=change.before.number if change.before else "",
            now=change.after.number if change.after else "",
        )
        for change in comparison.changes
    ]


def overall(book: Book) -> list[tuple[Freshness, int]]:
    """Return how many clauses stand how in the reader's language, the worst first."""
    states = [entry.freshness for entry in book.entries]
    order = (Freshness.MISSING, Freshness.BEHIND, Freshness.MACHINE_ASSISTED, Freshness.CURRENT)
    return [(state, states.count(state)) for state in order if state in states]


def tally_words(adoption: Adoption) -> str:
    """Return how the vote went, as far as it is told."""
    told = adoption.tally
    if told is None:
        return ""
    if told.is_consensus:
        return str(_("adopted by consensus"))
    untold = _("not shown")
    words = _(
        "in favour: %(in_favour)s, against: %(against)s, abstained: %(abstained)s",
        in_favour=untold if told.in_favour is None else told.in_favour,
        against=untold if told.against is None else told.against,
        abstained=untold if told.abstained is None else told.abstained,
    )
    return str(words)


def quorum_words(adoption: Adoption) -> str:
    """Return what is told of the quorum: how many were there to members, that there was to all."""
    told = adoption.tally
    if told is None:
        return ""
    if told.present is None:
        return str(_("There was a quorum."))
    return str(
        _(
            "%(present)s votes were present, %(needed)s were needed for a quorum.",
            present=told.present,
            needed=told.quorum_needed,
        )
    )


def conditions(edition: Edition) -> str:
    """Return the conditions under which a meeting adopted an edition; empty if there were none."""
    texts = texts_of(session(), "edition", edition.id)
    if "conditions" not in texts:
        return ""
    text = texts["conditions"]
    return read(session(), [text], locale())[text.id].words


def mended(edition: Edition, book: Book) -> list[MendedRow]:
    """Return the editorial corrections of an edition as a page shows them."""
    by_id = {entry.clause_id: entry for entry in book.entries}
    names = numbers_of(book)
    return [
        MendedRow(
            key=by_id[one.clause_id].key,
            number=by_id[one.clause_id].number,
            heading=by_id[one.clause_id].heading.words,
            mend=one,
            differences=tuple(
                readable(part, names, names)
                for part in (one.heading, one.body)
                if not part.is_empty
            ),
        )
        for one in corrections_of(session(), edition)
        if one.clause_id in by_id
    ]


def decision_href(adoption: Adoption | None) -> str:
    """Return where this reader finds the decision; empty where it is not open to them."""
    if adoption is None:
        return ""
    registry: Registry = current_app.extensions["nswp_gov.links"]
    card = registry.card(session(), "decision", adoption.decision_id, locale().value)
    return href_of(card) if card else ""


def href_of(card: Card) -> str:
    """Return the address of a linked record, or nothing where this reader may not see it."""
    if not may_see(viewer(), card.audience).allowed:
        return ""
    if card.endpoint not in current_app.view_functions:
        return ""
    values: dict[str, Any] = dict(card.values)
    return url_for(card.endpoint, **values)


def newest_first(editions: Sequence[Edition]) -> list[Edition]:
    """Return editions, the newest first."""
    return sorted(editions, key=lambda one: -one.number)


def missed(entry: Entry, book: Book) -> list[Difference]:
    """Return what changed in the original since the words shown were made from it."""
    names = numbers_of(book)
    pairs = [(one.rendered, one.original) for one in (entry.heading, entry.body) if one.behind]
    return [readable(compare(before, after), names, names) for before, after in pairs]


def readable(difference: Difference, before: Names, after: Names) -> Difference:
    """Return a difference in words without Markdown; with it where nothing else differs.

    A reference is named by the number that its side's clauses have.
    """
    if difference.is_empty:
        return difference
    old = _plain((block.before for block in difference.blocks), before)
    new = _plain((block.after for block in difference.blocks), after)
    return compare(old, new) if old != new else difference


def plain(entry: Entry, book: Book) -> str:
    """Return the words of a clause without any mark, references by number."""
    return _plain([entry.body.words], numbers_of(book))


def _plain(paragraphs: Iterable[str], names: Names) -> str:
    def named(found: re.Match[str]) -> str:
        number = names.get(found[1])
        return found[2] or (f"§ {number}" if number else found[1])

    return "\n\n".join(markdown.plain_words(REFERENCE.sub(named, one)) for one in paragraphs if one)


def matrix(found: Coverage) -> list[tuple[str, dict[str, str]]]:
    """Return the coverage as the macro of the matrix takes it."""
    return [
        (
            f"{row.number} {row.heading}",
            {language.tag: state.value for language, state in row.states.items()},
        )
        for row in found.rows
    ]
