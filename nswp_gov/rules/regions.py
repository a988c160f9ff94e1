"""The five regions, and which of them a country or territory belongs to by default.

The defaults are the network's own division, not a statistical one. An organisation may be placed
elsewhere by a recorded decision; that is a dated fact about the organisation and not kept here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class Region(StrEnum):
    """One of the five regions, by the code used in addresses."""

    AFRICA = "africa"
    ASIA_AND_THE_PACIFIC = "asia-and-the-pacific"
    EUROPE = "europe"
    LATIN_AMERICA = "latin-america"
    NORTH_AMERICA_AND_THE_CARIBBEAN = "north-america-and-the-caribbean"


class Basis(StrEnum):
    """Where a default comes from."""

    STATED = "stated"  # the network placed it there itself
    ASSUMED = "assumed"  # to be confirmed by the board
    UNDECIDED = "undecided"  # no source: each organisation needs a decision


@dataclass(frozen=True, slots=True)
class Placement:
    """The default of one country; `region` is None while undecided."""

    country: str
    region: Region | None
    basis: Basis
    note: str


@cache
def placements() -> MappingProxyType[str, Placement]:
    """Return every placement by ISO 3166-1 alpha-2 code, in the order of the codes."""
    text = files("nswp_gov.rules").joinpath("data", "regions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = {
        row["country"]: Placement(
            country=row["country"],
            region=Region(row["region"]) if row["region"] else None,
            basis=Basis(row["basis"]),
            note=row["note"] or "",
        )
        for row in rows
    }
    return MappingProxyType(dict(sorted(found.items())))


def placement_of(country: str) -> Placement:
    """Return the default placement of `country` (ISO 3166-1 alpha-2, either case).

    Raises:
        ValueError: there is no such country or territory.

    """
    found = placements().get(country.upper())
    if found is None:
        raise ValueError(f"no country or territory has the code {country!r}")
    return found


def region_of(country: str | None) -> Region | None:
    """Return the region of `country`; None without a country, or while undecided.

    Raises:
        ValueError: there is no such country or territory.

    """
    return placement_of(country).region if country else None


def countries_of(region: Region) -> tuple[str, ...]:
    """Return the codes of the countries that belong to `region` by default."""
    return tuple(code for code, one in placements().items() if one.region is region)


def undecided_countries() -> tuple[str, ...]:
    """Return the codes of the countries whose region the board has not decided."""
    return tuple(code for code, one in placements().items() if one.region is None)
