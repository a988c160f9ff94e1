"""A comparison as a file: what an edition changed, or what a draft would, word by word, as PDF."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, time

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.manual import queries
from nswp_gov.manual.models import Document, Edition
from nswp_gov.manual.queries import Book
from nswp_gov.manual.queries.comparison import Comparison
from nswp_gov.manual.views import press, rendering
from nswp_gov.manual.views.blueprint import bp, find_edition, page
from nswp_gov.manual.views.drafting import books_of
from nswp_gov.manual.views.proposing import proposed
from nswp_gov.manual.views.rendering import ChangeRow
from nswp_gov.rules.diff import Block as DiffBlock
from nswp_gov.rules.diff import Difference
from nswp_gov.store.blocks import Block, heading, words
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.formats import COLON, listed, number
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import now, session

PDF = "application/pdf"


@page("/compare/<int:before>/<int:after>.pdf")
@door(Door.PUBLIC)
def compare_file(slug: str, before: int, after: int) -> ResponseReturnValue:
    """Give what differs between two editions as PDF."""
    document, old = find_edition(slug, before)
    _document, new = find_edition(slug, after)
    books = [queries.book_of_edition(session(), one, locale()) for one in (old, new)]
    said = _(
        "What changed from edition %(before)s to edition %(after)s", before=before, after=after
    )
    made = _pdf(document, said, books[0], books[1], _at(new))
    return attached(made, f"{slug}-{before}-{after}-{locale().code}.pdf", PDF)


def _at(edition: Edition) -> datetime:
    return datetime.combine(edition.adopted_on, time(), tzinfo=now().tzinfo)


@bp.get("/manual/proposals/<uuid:draft_id>.pdf")
@door(Door.SIGNED_IN)
def proposal_file(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give those who decide on a draft what it would change, as PDF."""
    found, _meeting = proposed(draft_id)
    document = session().get_one(Document, found.document_id)
    before, after = books_of(found, document)
    next_one = queries.next_number(session(), found)
    said = _("What edition %(number)s would change", number=next_one)
    made = _pdf(document, said, before, after, now())
    return attached(made, f"{document.slug}-{next_one}-{locale().code}.pdf", PDF)


def _pdf(document: Document, said: str, before: Book, after: Book, at: datetime) -> bytes:
    comparison = queries.compare_books(before, after)
    title = rendering.title(document).words
    legend = _("Underlined words were added; words struck through were removed.")
    data = {
        "subtitle": said,
        "facts": [[_("In short"), summary_words(comparison)]],
        "contents": "",
        "blocks": [
            {"type": "small", "children": words(legend)},
            *_blocks(rendering.change_rows(comparison, before, after)),
        ],
        "footer": f"{title} · {said}",
    }
    return typeset(press.TEMPLATE, data, lang=locale(), title=f"{title}{COLON}{said}", at=at)


def summary_words(comparison: Comparison) -> str:
    """Return how a comparison sums up, as the pages say it."""
    reworded, added, removed, moved = (
        comparison.count(f"is_{kind}") for kind in ("reworded", "added", "removed", "moved")
    )
    parts = [
        reworded and ngettext("%(num)d clause changed", "%(num)d clauses changed", reworded),
        added and ngettext("%(num)d added", "%(num)d added", added),
        removed and ngettext("%(num)d removed", "%(num)d removed", removed),
        moved and ngettext("%(num)d moved", "%(num)d moved", moved),
    ]
    said = [str(one) for one in parts if one]
    if not said:
        return str(_("Nothing differs."))
    total = number(comparison.total)
    return str(_("Of %(total)s clauses: %(changes)s.", total=total, changes=listed(said)))


def _blocks(rows: Iterable[ChangeRow]) -> Iterable[Block]:
    for row in rows:
        lang = None if row.lang == locale().tag else row.lang
        title = heading("", 2, number=row.change.number, lang=lang)
        yield title | {
            "children": [press.run_block(run) for block in row.heading.blocks for run in block.runs]
        }
        if note := _note(row):
            yield {"type": "small", "children": words(note)}
        if not row.change.is_same:
            yield from _changed(row.body, lang)


def _changed(difference: Difference, lang: str | None) -> Iterable[Block]:
    for block in difference.blocks:
        made: Block = {
            "type": "paragraph",
            "children": [press.run_block(run) for run in block.runs],
        }
        yield made | ({"lang": lang} if lang else {})


def _runs(block: DiffBlock) -> list[Block]:
    return [press.run_block(run) for run in block.runs]


def _note(row: ChangeRow) -> str:
    """Return what a page says below the changed clause."""
    change = row.change
    said = []
    if change.is_added:
        said.append(_("Added"))
    elif change.is_removed:
        said.append(_("Removed; it was clause %(number)s", number=row.was))
    elif change.is_reworded:
        said.append(_("Change of meaning") if row.is_substantive else _("Editorial change"))
    if change.is_moved:
        said.append(_("Moved from %(was)s to %(now)s", was=row.was, now=row.now))
    return " · ".join(str(one) for one in said)
