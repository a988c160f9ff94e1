"""The register as a page shows it: addresses, facets, chips. No query is made here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from nswp_gov.policies.queries import Asked, Counts
from nswp_gov.policies.states import WORLD, Facet
from nswp_gov.policies.views import words
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.regions import placements
from nswp_gov.store.clock import civil_day
from nswp_gov.store.texts import Reading
from nswp_gov.web.facets import Group, Option
from nswp_gov.web.formats import country, language_name, region
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, settings

LONGEST_WORDS = 120
MOST_PASSED = 100_000
Names = Mapping[str, Reading]  # of institutions, by the name in their address


def asked() -> Asked:
    """Return what the address of this request asks for."""
    chosen = {facet: frozenset(request.args.getlist(facet.value)) for facet in Facet}
    code = request.args.get("country", "").upper()
    passed = request.args.get("after", 0, type=int)
    return Asked(
        words=request.args.get("q", "")[:LONGEST_WORDS].strip(),
        country=code if code in placements() else "",
        chosen={facet: values for facet, values in chosen.items() if values},
        passed=min(max(passed, 0), MOST_PASSED),
    )


def today() -> date:
    """Return the network's civil day."""
    return civil_day(now(), settings().zone)


def asked_day(name: str, ago: timedelta = timedelta()) -> date:
    """Return the day that the address asks for, or the one that lies `ago` before today."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return today() - ago


def address(question: Asked, endpoint: str = "policies.index", **more: Any) -> str:
    """Return the address of the register with these filters."""
    query: dict[str, Any] = {
        facet.value: sorted(values) for facet, values in question.chosen.items() if values
    }
    if question.words:
        query["q"] = question.words
    if question.country:
        query["country"] = question.country
    return url_for(endpoint, **query, **more)


def label_of(facet: Facet, value: str, names: Names) -> str:
    """Return what a value of a facet is called in the reader's language."""
    if facet is Facet.INSTITUTION:
        return names[value].words if value in names else value
    if facet is Facet.REGION:
        return str(_("Worldwide")) if value == WORLD else region(value)
    if facet is Facet.LANGUAGE:
        return language_name(value)
    if facet is Facet.YEAR:
        return value
    return str(_LABELS[facet][value])


_LABELS: dict[Facet, dict[str, Any]] = {
    Facet.TOPIC: words.TOPICS,
    Facet.STANCE: words.STANCES,
    Facet.KIND: words.INSTITUTION_KINDS,
    Facet.FORCE: words.FORCES,
}


def groups(counts: Counts, question: Asked, names: Names) -> list[Group]:
    """Return the facets that can still narrow the register, each value with its count."""
    made = []
    for facet in Facet:
        chosen = question.chosen.get(facet, frozenset())
        offered = counts[facet]
        if len(offered) < 2 and not chosen:  # noqa: PLR2004 - no choice
            continue
        options = [
            Option(value, label_of(facet, value, names), number, value in chosen)
            for value, number in offered.items()
        ]
        made.append(
            Group(facet.value, str(words.FACETS[facet]), bool(chosen), _sorted(facet, options))
        )
    return made


def _sorted(facet: Facet, options: list[Option]) -> tuple[Option, ...]:
    here = locale()
    if facet is Facet.YEAR:
        return tuple(sorted(options, key=lambda one: one.value, reverse=True))
    if facet in _LABELS:
        order = [str(value) for value in _LABELS[facet]]
        return tuple(sorted(options, key=lambda one: order.index(one.value)))
    return tuple(sorted(options, key=lambda one: sort_key(one.label, here)))


def chips(question: Asked, counts: Counts, names: Names) -> list[tuple[str, str]]:
    """Return each chosen value with the address of the register without it.

    A value that leaves nothing is not repeated: an address is not an echo.
    """
    made = []
    for facet, values in question.chosen.items():
        for value in sorted(values & counts[facet].keys()):
            rest = {**question.chosen, facet: values - {value}}
            without = Asked(words=question.words, country=question.country, chosen=rest)
            made.append((label_of(facet, value, names), address(without)))
    if question.country:
        without = Asked(words=question.words, chosen=question.chosen)
        label = _("Applies in: %(country)s", country=country(question.country))
        made.append((label, address(without)))
    if question.words:
        without = Asked(country=question.country, chosen=question.chosen)
        made.append((_("“%(words)s”", words=question.words), address(without)))
    return made
