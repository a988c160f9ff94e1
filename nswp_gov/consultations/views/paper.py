"""The report on paper: what members said, what was done with each wish, and the figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import force_locale
from flask_babel import gettext as _

from nswp_gov.consultations import queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.queries import Report
from nswp_gov.consultations.views import results
from nswp_gov.consultations.views.words import OUTCOMES
from nswp_gov.rules.languages import Locale
from nswp_gov.store.blocks import Block, blocks, heading, paragraph, words
from nswp_gov.web.formats import day
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import now, session

TEMPLATE = "document.typ"


def papers(row: Consultation) -> dict[Locale, bytes]:
    """Return the report printed in each language in which the whole of it is told.

    None once the answers are erased: the papers in the library keep the figures.
    """
    if results.results_of(row) is None:
        return {}
    before = g.get("locale")
    made = {}
    try:
        for wanted, report in queries.whole_reports(session(), row).items():
            if "report" in report.words:
                with force_locale(wanted.value):
                    g.locale = wanted
                    made[wanted] = printed(row, report, now())
    finally:
        g.locale = before or row.locale
    return made


def printed(row: Consultation, report: Report, at: datetime) -> bytes:
    """Return one report as PDF, in the language that the page speaks."""
    title = report.words["title"].words
    data: dict[str, Any] = {
        "subtitle": _("What members said, and what was done with it"),
        "facts": [[_("As of"), day(at.date())]],
        "contents": _("Contents"),
        "blocks": [*_said(report), *_done(report), *_figures(row)],
        "footer": title,
    }
    return typeset(TEMPLATE, data, lang=locale(), title=title, at=at)


def _said(report: Report) -> Iterable[Block]:
    yield heading(_("What it is for"), 1)
    yield from _lines(report.words["purpose"].words)
    yield heading(_("What members said"), 1)
    yield from blocks(report.words["report"].words, top_level=2)


def _done(report: Report) -> Iterable[Block]:
    yield heading(_("What we did with it"), 1)
    for number, (one, said) in enumerate(report.asked, start=1):
        yield heading(str(OUTCOMES[one.outcome]), 2, number=str(number))
        for label, field in ((_("What members asked for"), "words"), (_("What we did"), "done")):
            yield {"type": "small", "children": words(label)}
            yield from _lines(said[field].words)


def _lines(text: str) -> Iterable[Block]:
    return (paragraph(line) for line in text.splitlines() if line.strip())


def _figures(row: Consultation) -> Iterable[Block]:
    """Return the tables that are published with the report: no words, no files of anybody."""
    yield heading(_("The answers in numbers"), 1)
    yield paragraph(_("Numbers that are too small to be told are left out."))
    whole = queries.questionnaire(session(), row, locale())
    found = results.results_of(row)
    for sheet in results.figures(whole, found) if found else ():
        yield {
            "type": "table",
            "caption": sheet.title,
            "align": ["left" for _head in sheet.heads],
            "head": [words(one) for one in sheet.heads],
            "rows": [[words(cell) for cell in line] for line in sheet.rows],
        }
