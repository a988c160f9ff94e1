"""What a line would change, from three sides: the file, the record, and what was last imported.

Pure: the same three always give the same answer, so that a list brought in twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nswp_gov.imports.states import ONLY_AT_FIRST, Outcome, Target
from nswp_gov.store.journal import canonical_json

Values = Mapping[Target, Any]


@dataclass(frozen=True)
class Changed:
    """One field: what the record says, and what the file says."""

    target: Target
    old: Any
    new: Any


@dataclass(frozen=True)
class Plan:
    """What a line does. `kept`: fields that the organisation changed and the file did not."""

    outcome: Outcome
    changes: tuple[Changed, ...] = ()
    conflicts: tuple[Changed, ...] = ()
    kept: tuple[Target, ...] = ()

    def taking_file(self) -> Plan:
        """Return the plan in which the file wins every conflict."""
        changes = (*self.changes, *self.conflicts)
        outcome = Outcome.CHANGED if self.outcome is Outcome.CONFLICT else self.outcome
        return Plan(outcome, changes, (), self.kept)


def mark(value: Any) -> str:
    """Return the mark of a value: two are alike exactly if their marks are."""
    return hashlib.sha256(canonical_json(value)).hexdigest()[:16]


def marks(values: Values) -> dict[str, str]:
    """Return the marks of all values, by target."""
    return {target.value: mark(value) for target, value in values.items()}


def plan(wanted: Values, record: Values | None, said: Mapping[str, str]) -> Plan:
    """Return what the file wants of a record; None: there is none yet.

    An empty cell never empties a field. A field is changed where the record is empty or stands as
    it was last imported; kept where only the record changed since; in conflict where both did, or
    where nothing was imported yet and they differ.
    """
    if record is None:
        changes = tuple(Changed(one, None, value) for one, value in wanted.items())
        return Plan(Outcome.CREATED, changes)
    changed: list[Changed] = []
    disputed: list[Changed] = []
    kept: list[Target] = []
    for one in _differing(wanted, record):
        base = said.get(one.target.value)
        if one.old is None or base == mark(one.old):
            changed.append(one)
        elif base == mark(one.new):
            kept.append(one.target)
        else:
            disputed.append(one)
    outcome = Outcome.CONFLICT if disputed else Outcome.CHANGED if changed else Outcome.UNCHANGED
    return Plan(outcome, tuple(changed), tuple(disputed), tuple(kept))


def _differing(wanted: Values, record: Values) -> Iterable[Changed]:
    for target, new in wanted.items():
        old = record.get(target) or None
        if target not in ONLY_AT_FIRST and old != new:
            yield Changed(target, old, new)
