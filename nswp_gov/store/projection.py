"""The one way from a row to an output: what this viewer may see of it, and why.

A model that is shown declares `__shown__`, one entry a field, with the audience of that field; the
audience may depend on the row (an organisation's consent). Pages, CSV, JSON, feeds, search and the
map all start from `project`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from nswp_gov.rules.audience import Audience, Viewer, may_see
from nswp_gov.rules.verdict import Verdict


@dataclass(frozen=True)
class Shown:
    """One field that may be shown: its name, who may see it, how its value is read."""

    name: str
    audience: Callable[[Any], Audience]
    value: Callable[[Any], Any]


def shown(name: str, audience: Audience | Callable[[Any], Audience]) -> Shown:
    """Declare a column as shown to a fixed audience, or to one that depends on the row."""
    rule = audience if callable(audience) else (lambda _row, fixed=audience: fixed)
    return Shown(name, rule, lambda row: getattr(row, name))


class Projected(Protocol):
    """A model with declared audiences."""

    @property
    def __shown__(self) -> tuple[Shown, ...]:
        """Return the fields that may be shown."""
        ...


class Projection(Mapping[str, Any]):
    """The fields of one row that one viewer may see; nothing else is in it."""

    def __init__(self, values: Mapping[str, Any], why: Mapping[str, Verdict]) -> None:
        self._values = dict(values)
        self.why = dict(why)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def project(row: Projected, viewer: Viewer) -> Projection:
    """Return what `viewer` may see of `row`, each field with the reason."""
    values: dict[str, Any] = {}
    why: dict[str, Verdict] = {}
    for field in row.__shown__:
        verdict = may_see(viewer, field.audience(row))
        if verdict.allowed:
            values[field.name] = field.value(row)
            why[field.name] = verdict
    return Projection(values, why)


def seen_by(row: Projected, viewers: Mapping[str, Viewer]) -> dict[str, frozenset[str]]:
    """Return, per field, which of the named viewers see it: the 'who sees what' table."""
    return {
        field.name: frozenset(
            name for name, viewer in viewers.items() if may_see(viewer, field.audience(row)).allowed
        )
        for field in row.__shown__
    }
