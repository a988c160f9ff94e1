"""The public list as a page shows it: what its address asks, facets, chips. No query is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for

from nswp_gov.announcements.queries import PAGE, Asked, Counts
from nswp_gov.announcements.states import Facet
from nswp_gov.announcements.views.words import FACETS, label_of
from nswp_gov.rules.collation import sort_key
from nswp_gov.web.facets import Group, Option
from nswp_gov.web.formats import month_and_year
from nswp_gov.web.locale import locale

MOST_PASSED = 10_000
CHOICE = 2  # a facet with fewer values can't narrow anything


def asked() -> Asked:
    """Return what the address of this request asks for."""
    chosen = {facet: frozenset(request.args.getlist(facet.value)) for facet in Facet}
    return Asked(
        chosen={facet: values for facet, values in chosen.items() if values},
        passed=max(0, min(request.args.get("after", 0, type=int), MOST_PASSED)),
    )


def address(question: Asked, *, form: str = "", passed: int = 0) -> str:
    """Return the address of the list with these filters; `form`: of a file of the same list."""
    values: dict[str, Any] = {
        facet.value: sorted(some) for facet, some in question.chosen.items() if some
    }
    if passed:
        values["after"] = passed
    if form:
        return url_for("announcements.index_file", form=form, **values)
    return url_for("announcements.index", **values)


def older(question: Asked) -> str:
    """Return the address of the next page."""
    return address(question, passed=question.passed + PAGE)


def newer(question: Asked) -> str | None:
    """Return the address of the page before, or None on the first."""
    return address(question, passed=max(0, question.passed - PAGE)) if question.passed else None


def groups(counts: Counts, question: Asked) -> list[Group]:
    """Return the facets that can still narrow the list, each value with its exact count."""
    made = []
    for facet in Facet:
        chosen = question.chosen.get(facet, frozenset())
        if len(counts[facet]) < CHOICE and not chosen:
            continue
        options = _options(facet, counts[facet], chosen)
        made.append(Group(facet.value, str(FACETS[facet]), bool(chosen), options))
    return made


def _options(
    facet: Facet, offered: Mapping[str, int], chosen: frozenset[str]
) -> tuple[Option, ...]:
    found = [
        Option(value, said(facet, value), number, value in chosen)
        for value, number in offered.items()
    ]
    if facet is Facet.MONTH:
        return tuple(sorted(found, key=lambda one: one.value, reverse=True))
    return tuple(sorted(found, key=lambda one: sort_key(one.label, locale())))


def said(facet: Facet, value: str) -> str:
    """Return what a value is called in the reader's language."""
    if facet is not Facet.MONTH:
        return label_of(facet, value)
    try:
        return month_and_year(date.fromisoformat(f"{value}-01"))
    except ValueError:
        return value


def chips(question: Asked, counts: Counts) -> list[tuple[str, str]]:
    """Return each chosen value with the address of the list without it.

    A value that leaves nothing is not repeated: an address is not an echo.
    """
    made = []
    for facet, values in question.chosen.items():
        for value in sorted(values & counts[facet].keys()):
            rest = {**question.chosen, facet: values - {value}}
            made.append((said(facet, value), address(Asked(chosen=rest))))
    return made


def heading(question: Asked) -> str | None:
    """Return the one value that the list is narrowed to, in words; None: none, or several.

    What is no value of ours is not repeated: an address is not an echo.
    """
    given = [(facet, value) for facet, some in question.chosen.items() for value in some]
    if len(given) != 1:
        return None
    facet, value = given[0]
    words = said(facet, value)
    return words if words != value else None
