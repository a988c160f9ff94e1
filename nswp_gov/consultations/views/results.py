"""What was answered: tables on the page, and the very same tables as files."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.queries import Asking, Questionnaire, Results
from nswp_gov.consultations.states import Kind, State
from nswp_gov.consultations.tables import Block, Breakdown, Overall
from nswp_gov.consultations.views import bp
from nswp_gov.consultations.views.editing import option_words
from nswp_gov.consultations.views.found import known
from nswp_gov.consultations.views.words import STANCES
from nswp_gov.directory.queries import HIDDEN_NAME, names_of
from nswp_gov.membership.views.files import as_file
from nswp_gov.rules.audience import SECRETARIAT, may_see
from nswp_gov.rules.cells import THRESHOLD, Cell, Shown
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import COLON, country, language_name, listed, number, region
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, viewer

FORMS = ("csv", "xlsx")
A_LIST = 6  # a longer one says nothing more


@dataclass(frozen=True)
class Sheet:
    """One table as it is shown on the page and in every file."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tag: str = ""  # the language of the words in it, where they are members' words

    @property
    def numeric(self) -> list[int]:
        """Return the places of the columns of numbers."""
        return [] if self.tag else list(range(1, len(self.heads)))


def seen(slug: str) -> tuple[Consultation, Results | None]:
    """Return the results of a consultation for those who may see them; None: they are erased.

    Raises:
        NotFound: it runs, or they are not published yet, or to others.

    """
    row = known(slug)
    audience = policy.results_for(row.state, row.readers)
    if audience is None or not may_see(viewer(), audience).allowed:
        raise NotFound
    return row, results_of(row)


def results_of(row: Consultation) -> Results | None:
    """Return what was answered in a closed consultation; None where the answers are erased."""
    if row.closed_at is None or not policy.is_counted(row.closed_at, now()):
        return None
    return queries.results(session(), row)


def _forgotten(row: Consultation) -> ResponseReturnValue:
    """Say that the answers are erased, and where the figures are."""
    title = queries.titles(session(), [row], locale())[row.id]
    return render_template("consultations/forgotten.html", row=row, title=title), 410


@bp.get("/<slug>/results")
@door(Door.PUBLIC)
def results(slug: str) -> ResponseReturnValue:
    """Show the figures; to the secretariat the words too."""
    row, found = seen(slug)
    if found is None:
        return _forgotten(row)
    whole = queries.questionnaire(session(), row, locale())
    return render_template(
        "consultations/results.html",
        row=row,
        whole=whole,
        sheets=list(sheets(whole, found)),
        files=_files(found) if _sees_words() else [],
        is_published=row.state is State.REPORTED,
        sees_words=_sees_words(),
        forms_of=FORMS,
    )


@bp.get("/<slug>/results.<form>")
@door(Door.PUBLIC)
def results_file(slug: str, form: str) -> ResponseReturnValue:
    """Give the same tables for a spreadsheet."""
    if form not in FORMS:
        abort(404)
    row, found = seen(slug)
    if found is None:
        return _forgotten(row)
    whole = queries.questionnaire(session(), row, locale())
    lines: list[Sequence[Any]] = []
    for sheet in sheets(whole, found):
        lines += [(sheet.title,), sheet.heads, *sheet.rows, ()]
    return as_file(form, lines, "answers")


def _sees_words() -> bool:
    return may_see(viewer(), SECRETARIAT).allowed


def said(one: Cell) -> str:
    """Return a cell in words."""
    if one.shown is Shown.EXACT:
        return number(one.count or 0)
    if one.shown is Shown.FEWER:
        return str(_("fewer than %(number)s", number=THRESHOLD))
    return str(_("not shown"))


def figures(whole: Questionnaire, found: Results) -> Iterator[Sheet]:
    """Return the figures that are published with a report: the same tables for every reader."""
    return _sheets(whole, found, None)


def sheets(whole: Questionnaire, found: Results) -> Iterator[Sheet]:
    """Return everything that this reader is shown, in the order of the questionnaire."""
    return _sheets(whole, found, _Names(found) if _sees_words() else None)


def _sheets(whole: Questionnaire, found: Results, names: _Names | None) -> Iterator[Sheet]:
    heads = (_("Replies"), _("Number"))
    yield Sheet(_("Replies"), heads, ((_("All together"), said(found.total)),))
    if found.regions:
        yield _overall(_("Replies by region"), _("Region"), found.regions, region_words)
    if found.languages:
        yield _overall(_("Replies by language"), _("Language"), found.languages, language_words)
    for part in whole.parts:
        for one in part.questions:
            yield from _of_question(one, found)
            if names is not None:
                yield from _words(one, found, names)


def _of_question(one: Asking, found: Results) -> Iterator[Sheet]:
    answer, title = _("Answer"), label_of(one)
    for ticks in found.ticks:
        if ticks.question_id == one.row.id:
            rows = tuple(
                (option_words(one, key), _ticked(cell)) for key, cell in ticks.cells.items()
            )
            yield Sheet(title, (_("Ticked"), _("Number")), rows)
    for figures in found.figures:
        if figures.question_id != one.row.id:
            continue
        line = f"{title}{COLON}{one.words[f'row_{figures.line}'].words}" if figures.line else title
        if figures.overall is None:
            rows = ((_("Too few answers to be shown"), "–"),)
            yield Sheet(line, (answer, _("Number")), rows)
            continue
        words = keys_of(one)
        yield _overall(line, answer, figures.overall, words)
        for name, split, columns in (
            (_("by region"), figures.by_region, region_words),
            (_("by language"), figures.by_language, language_words),
        ):
            if split is not None:
                yield _split(f"{line}, {name}", split, words, columns)


def _ticked(one: Cell) -> str:
    if one.shown is Shown.WITHHELD:
        return str(_("all, or all but fewer than %(number)s", number=THRESHOLD))
    return said(one)


def label_of(one: Asking) -> str:
    """Return what a question is called above its figures; a paragraph by its number."""
    if one.row.kind is Kind.PARAGRAPH:
        return str(_("Paragraph %(number)s", number=one.row.number or ""))
    return one.label.words


def keys_of(one: Asking) -> Callable[[str], str]:
    """Return what says an answer in words."""
    kind = one.row.kind

    def words(key: str) -> str:
        if not key:
            return str(_("no answer"))
        if kind is Kind.COUNTRY:
            return country(key)
        if kind is Kind.PARAGRAPH:
            return str(STANCES[key])
        if kind is Kind.NUMBER:
            return _group(one, key)
        return option_words(one, key)

    return words


def _group(one: Asking, key: str) -> str:
    bounds = ["0", *(bound for bound in one.row.bounds if bound != "0")]
    after = bounds[bounds.index(key) + 1 :]
    if not after:
        return str(_("%(least)s or more", least=number(int(key))))
    most = number(int(after[0]) - 1)
    return str(_("%(least)s to %(most)s", least=number(int(key)), most=most))


def region_words(key: str) -> str:
    """Return the name of a region."""
    return region(key) if key else str(_("region not told"))


def language_words(key: str) -> str:
    """Return the name of a language."""
    return language_name(Locale(key).tag) if key else str(_("language not told"))


def _block(block: Block, words: Callable[[str], str]) -> str:
    if len(block) > A_LIST:
        return str(_("all others"))
    return listed([words(key) for key in block])


def _overall(title: str, head: str, found: Overall, words: Callable[[str], str]) -> Sheet:
    """Return a table of single answers; many that are not told stand in one line."""
    few = {key for key, one in found.cells.items() if one.shown is Shown.FEWER}
    told = [key for key in found.cells if found.cells[key].shown is Shown.EXACT or few]
    rows = [(words(key), said(found.cells[key])) for key in told]
    if not few and found.rest:
        rows.append((_("all others"), _("not shown")))
    return Sheet(title, (head, _("Number")), tuple(rows))


def _split(
    title: str, found: Breakdown, rows: Callable[[str], str], columns: Callable[[str], str]
) -> Sheet:
    heads = (_("Answer"), *(_block(one, columns) for one in found.columns))
    lines = tuple(
        (_block(block, rows), *(number(count) for count in line))
        for block, line in zip(found.rows, found.counts, strict=True)
    )
    return Sheet(title, heads, lines)


class _Names:
    """What organisations that replied by name are called, for this reader."""

    def __init__(self, found: Results) -> None:
        ids: set[uuid.UUID] = {
            one.organisation_id
            for by_language in found.said.values()
            for many in by_language.values()
            for one in many
            if one.organisation_id
        }
        self._names = names_of(session(), ids, viewer())

    def of(self, one: queries.Said) -> str:
        """Return what stands beside an answer in words."""
        if one.organisation_id:
            name = self._names[one.organisation_id]
            return str(_("a member organisation")) if name == HIDDEN_NAME else name
        return region(one.region) if one.region else str(_("without a name"))


def _words(one: Asking, found: Results, names: _Names) -> Iterator[Sheet]:
    """Return what was said in words, a table a language, in an order that says nothing."""
    for code, many in found.said.get(one.row.id, {}).items():
        rows = tuple(
            (
                f"{STANCES[each.stance]}. {each.words}" if each.stance else each.words,
                names.of(each),
            )
            for each in sorted(many, key=lambda each: each.words)
        )
        title = f"{label_of(one)}{COLON}{language_words(code)}"
        yield Sheet(title, (_("Words"), _("Whose")), rows, Locale(code).tag)


def _files(found: Results) -> list[tuple[str, str, str]]:
    """Return the files of replies by name: identifier, name, whose."""
    many = [row for rows in found.files.values() for row in rows]
    names = names_of(session(), [whose for whose, _id, _name in many], viewer())
    return [(file_id, name, names[whose]) for whose, file_id, name in many]


def must_be_seen(slug: str) -> Consultation:
    """Return a consultation whose report this reader may read.

    Raises:
        NotFound: it is not published, or to others.

    """
    row = known(slug)
    if row.state is not State.REPORTED:
        raise NotFound
    return row
