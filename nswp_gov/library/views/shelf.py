"""The list as a page shows it: addresses, facets, chips. No query is made here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from nswp_gov.library.forms.labels import FACETS, KINDS, ORDERS, REGIONS, THEMES
from nswp_gov.library.queries import Asked, Counts, Index, Item
from nswp_gov.library.states import Facet, Order, ResourceKind, Theme
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale, fallback_order
from nswp_gov.web.facets import Group, Option
from nswp_gov.web.formats import spell_country, spell_language
from nswp_gov.web.locale import locale

LONGEST_WORDS = 120
_VALUE = re.compile(r"[A-Za-z0-9-]{1,50}")
_LAST_PAGE = 100_000
BY_NUMBER = frozenset({Facet.YEAR})
IN_ORDER = {
    Facet.KIND: [one.value for one in ResourceKind],
    Facet.REGION: list(REGIONS),
}


def asked() -> Asked:
    """Return what the address of this request asks for; what no address of ours says is left."""
    chosen = {
        facet: frozenset(v for v in request.args.getlist(facet.value) if _VALUE.fullmatch(v))
        for facet in Facet
    }
    order = request.args.get("order", "")
    page = request.args.get("page", "")
    return Asked(
        words=request.args.get("q", "")[:LONGEST_WORDS].strip(),
        chosen={facet: values for facet, values in chosen.items() if values},
        order=Order(order) if order in set(Order) else None,
        page=min(int(page), _LAST_PAGE) if re.fullmatch(r"[0-9]{1,6}", page) else 1,
    )


def query(question: Asked, **more: Any) -> dict[str, Any]:
    """Return the filters as values of an address."""
    found: dict[str, Any] = {
        facet.value: sorted(values) for facet, values in question.chosen.items() if values
    }
    if question.words:
        found["q"] = question.words
    if question.order:
        found["order"] = question.order.value
    return {**found, **more}


def address(question: Asked, **more: Any) -> str:
    """Return the address of the list with these filters."""
    return url_for("library.index", **query(question, **more))


def label_of(known: Index, facet: Facet, value: str, here: Locale) -> str:
    """Return what a value of a facet is called in the reader's language; itself if unknown."""
    if facet is Facet.KIND and value in set(ResourceKind):
        return str(KINDS[ResourceKind(value)])
    if facet is Facet.THEME and value in set(Theme):
        return str(THEMES[Theme(value)])
    if facet is Facet.REGION:
        return str(REGIONS.get(value, value))
    if facet is Facet.COUNTRY:
        return spell_country(value, here.value)
    if facet is Facet.LANGUAGE:
        return spell_language(value, here.value)
    return _named(known, facet, value, here)


def _named(known: Index, facet: Facet, value: str, here: Locale) -> str:
    if facet is Facet.PARTNER:
        return known.partners.get(value, value)
    titles = known.series.get(value, {})
    return next((titles[one.value] for one in fallback_order(here) if titles.get(one.value)), value)


def groups(known: Index, counts: Counts, question: Asked) -> list[Group]:
    """Return the facets with the values that lead somewhere, and those that are chosen."""
    here, made = locale(), []
    for facet in Facet:
        chosen = question.chosen.get(facet, frozenset())
        found = counts[facet]
        labels = _labels(known, facet, here)
        if unknown := chosen - labels.keys():
            labels = _in_order(known, facet, [*labels, *sorted(unknown)], here)
        options = tuple(  # what nothing has is chosen all the same: sending the form keeps it
            Option(value, label, found.get(value, 0), value in chosen)
            for value, label in labels.items()
            if value in found or value in chosen
        )
        if options:
            made.append(Group(facet.value, str(FACETS[facet]), bool(chosen), options))
    return made


def _labels(known: Index, facet: Facet, here: Locale) -> dict[str, str]:
    """Return what every value of a facet is called, in the order of the reader's language."""
    key = (facet, here)
    if key not in known.labels:
        known.labels[key] = _in_order(known, facet, known.sets.get(facet.value, {}), here)
    return known.labels[key]


def _in_order(known: Index, facet: Facet, values: Iterable[str], here: Locale) -> dict[str, str]:
    labels = {value: label_of(known, facet, value, here) for value in values}
    if facet in BY_NUMBER:
        ordered = sorted(labels, reverse=True)
    elif facet in IN_ORDER:
        place = {value: at for at, value in enumerate(IN_ORDER[facet])}
        ordered = sorted(labels, key=lambda one: place.get(one, len(place)))
    else:
        ordered = sorted(labels, key=lambda one: sort_key(labels[one], here))
    return {value: labels[value] for value in ordered}


def chips(known: Index, counts: Counts, question: Asked) -> list[tuple[str, str]]:
    """Return every filter that is set, and the list without it."""
    made = []
    for facet, values in question.chosen.items():
        for value in sorted(values):
            rest = {**question.chosen, facet: values - {value}}
            without = Asked(words=question.words, chosen=rest, order=question.order)
            is_known = value in counts[facet]
            label = label_of(known, facet, value, locale()) if is_known else value
            made.append((label, address(without)))
    if question.words:
        without = Asked(chosen=question.chosen, order=question.order)
        made.append((_("“%(words)s”", words=question.words), address(without)))
    return made


def orders(question: Asked) -> list[tuple[str, str, bool]]:
    """Return the orders that the list may stand in: words, address, whether it does."""
    made: list[tuple[str, str, bool]] = []
    if question.words:
        best = Asked(words=question.words, chosen=question.chosen)
        made.append((_("Best first"), address(best), question.order is None))
    for order in Order:
        other = Asked(words=question.words, chosen=question.chosen, order=order)
        is_first = order is Order.NEWEST and question.order is None and not question.words
        made.append((str(ORDERS[order]), address(other), question.order is order or is_first))
    return made


def series_of(item: Item, here: Locale) -> tuple[str, str] | None:
    """Return the title of a resource's series and the address of its list, or None."""
    said = item.said.get("series")
    if said is None:
        return None
    titles = said["title"]
    title = next((titles[one.value] for one in fallback_order(here) if titles.get(one.value)), "")
    return title, url_for("library.index", series=said["slug"])
