"""Facets beside a list: what it can be narrowed by, and how many there are of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True)
class Group:
    """One facet with its values."""

    name: str
    label: str
    open: bool
    options: tuple[Option, ...]
