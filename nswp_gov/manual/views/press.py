"""An edition as files: one HTML page that needs nothing else, and a PDF that every reader can use.

They are made when the edition is published and kept; the worker makes what is missing, and makes
again what a translation mended since.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import current_app, g, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Attachment, Document, Edition
from nswp_gov.manual.states import FileForm
from nswp_gov.manual.views import rendering
from nswp_gov.paths import PACKAGE
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.blocks import Block, blocks, heading, paragraph, words
from nswp_gov.store.engine import writing
from nswp_gov.store.work import begin
from nswp_gov.web.files import file_store
from nswp_gov.web.formats import COLON, day, language_name
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import NotTypeset, typeset
from nswp_gov.web.unit import now, session, settings

TEMPLATE = "document.typ"
DEEPEST = 5


def keep_safely(slug: str, number: int) -> None:
    """Make and keep the files of an edition now; what fails is left to the worker, and logged."""
    document = queries.document_by_slug(session(), slug)
    viewer = Viewer(step=Step.SECRETARIAT)
    edition = queries.edition_by_number(session(), document.id, number, viewer)
    try:
        keep(document, edition, now())
    except (NotTypeset, OSError, SQLAlchemyError) as fault:
        session().rollback()
        current_app.logger.warning("an edition was not printed: %s", type(fault).__name__)


def keep(document: Document, edition: Edition, at: datetime) -> int:
    """Make and keep every file of an edition that is missing; return how many."""
    made = [
        (book.wanted, form, fingerprint, PRINTERS[form](document, edition, book))
        for book, form, fingerprint in queries.unkept(session(), edition)
    ]
    if not made:
        return 0
    with writing(), begin(session(), SYSTEM, at, settings().zone) as w:
        for wanted, form, fingerprint, content in made:
            operations.keep_file(
                w,
                edition,
                file_store(),
                locale=wanted,
                form=form,
                fingerprint=fingerprint,
                content=content,
            )
    return len(made)


def page_of(document: Document, edition: Edition, book: queries.Book) -> bytes:
    """Return the whole edition in one language as one HTML file that needs nothing else."""
    return _in(book.wanted, lambda: _page(document, edition, book))


def pdf_of(document: Document, edition: Edition, book: queries.Book) -> bytes:
    """Return the whole edition in one language as PDF."""
    return _in(book.wanted, lambda: _pdf(document, edition, book))


PRINTERS = {FileForm.HTML: page_of, FileForm.PDF: pdf_of}


def _in(wanted: Locale, make: Callable[[], bytes]) -> bytes:
    """Make something in another language than the reader's."""
    before = g.get("locale")
    try:
        with force_locale(wanted.value):
            g.locale = wanted
            return make()
    finally:
        g.locale = before or wanted


def _page(document: Document, edition: Edition, book: queries.Book) -> bytes:
    adoption = queries.adoptions(session(), [edition.id], Viewer.public()).get(edition.id)
    text = render_template(
        "manual/file.html",
        title=rendering.title(document),
        edition=edition,
        adoption=adoption,
        rows=rendering.clause_rows(book, rendering.on_page, {}),
        attachments=queries.attachments_of(session(), document.id, edition.number),
        conditions=rendering.conditions(edition),
        mended=rendering.mended(edition, book),
        contents=rendering.contents(book, rendering.on_page),
        source=book.source.tag,
        sheet=(PACKAGE / "static" / "site.css").read_text(encoding="utf-8"),
    )
    return text.encode()


def _pdf(document: Document, edition: Edition, book: queries.Book) -> bytes:
    title = rendering.title(document).words
    name = _("%(title)s, edition %(number)s", title=title, number=edition.number)
    data = {
        "subtitle": _("Edition %(number)s", number=edition.number),
        "facts": _facts(document, edition),
        "contents": _("Contents"),
        "blocks": [*_clauses(document, edition, book), *_corrections(edition, book)],
        "footer": f"{name} · SHA-256 {edition.sha256}",
    }
    at = datetime.combine(edition.adopted_on, datetime.min.time(), tzinfo=now().tzinfo)
    return typeset(TEMPLATE, data, lang=locale(), title=name, at=at)


def _facts(document: Document, edition: Edition) -> list[list[str]]:
    facts = [[_("In force from"), day(edition.in_force_from)]]
    adoption = queries.adoptions(session(), [edition.id], Viewer.public()).get(edition.id)
    if adoption:
        said = _(
            "decision %(number)s of %(day)s", number=adoption.number, day=day(adoption.decided_on)
        )
        facts.append([_("Adopted by"), said])
        if told := rendering.tally_words(adoption):
            facts.append([_("The vote"), told])
    if said := rendering.conditions(edition):
        facts.append([_("Conditions"), said])
    decides = language_name(document.authoritative_locale.tag)
    facts.append([_("The text that decides"), decides])
    return [[str(one) for one in pair] for pair in facts]


def _clauses(document: Document, edition: Edition, book: queries.Book) -> list[Block]:
    files = queries.attachments_of(session(), document.id, edition.number)
    made: list[Block] = []
    for entry in book.entries:
        made.append(
            heading(
                entry.heading.words,
                min(entry.level, DEEPEST),
                number=entry.number,
                anchor=f"c-{entry.key}",
                lang=_tag(entry.heading.locale),
            )
        )
        if note := _standing(entry, book):
            made.append({"type": "small", "children": words(note)})
        source = rendering.linked(entry.body.words, book, rendering.on_page)
        made += blocks(source, top_level=entry.level + 1, lang=_tag(entry.body.locale))
        made += [_file(one) for one in files.get(entry.clause_id, ())]
    return made


def _tag(of: Locale) -> str | None:
    return None if of is locale() else of.tag


def _standing(entry: queries.Entry, book: queries.Book) -> str:
    """Return what a reader has to know of the words: another language, or behind the original."""
    if entry.locale is not book.wanted:
        source = language_name(book.source.tag)
        return str(_("Not translated yet: shown in %(language)s.", language=source))
    if entry.behind:
        return str(_("The original has changed since this was translated."))
    return ""


def _file(one: Attachment) -> Block:
    said = _(
        "File: %(title)s (%(name)s), SHA-256 %(hash)s",
        title=one.title,
        name=one.name,
        hash=one.sha256,
    )
    return {"type": "small", "children": words(re.sub(r"\s+", " ", str(said)))}


def _corrections(edition: Edition, book: queries.Book) -> list[Block]:
    rows = rendering.mended(edition, book)
    if not rows:
        return []
    made: list[Block] = [heading(str(_("Editorial corrections")), 1)]
    for row in rows:
        made.append(
            paragraph(
                f"{row.number} {row.heading}. {day(row.mend.corrected_on)}{COLON}{row.mend.reason}"
            )
        )
        made += [
            {"type": "paragraph", "children": [run_block(run) for run in block.runs]}
            for difference in row.differences
            for block in difference.blocks
            if block.kind != "equal"
        ]
    return made


def run_block(run: Any) -> Block:
    """Return a run of a difference as it is printed: added underlined, removed struck."""
    kinds = {"inserted": "insert", "deleted": "delete"}
    if run.kind in kinds:
        return {"type": kinds[run.kind], "children": words(run.text)}
    return {"type": "text", "text": run.text}
