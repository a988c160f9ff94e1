"""One line is judged: what it wants, of which record, and whether that can be done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.operations.profile import fit
from nswp_gov.directory.queries.inside import default_region
from nswp_gov.imports.models import KEY_LABEL, ImportBatch, ImportLine
from nswp_gov.imports.planning import Changed, Plan, plan
from nswp_gov.imports.queries import records
from nswp_gov.imports.reading import FORMULA
from nswp_gov.imports.states import Outcome, Target
from nswp_gov.imports.words import Unknown, fold, read
from nswp_gov.membership.states import ENDINGS, NEEDS_DECISION, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Unfit


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is to be done with a line. `refused`: the code and values of why nothing is."""

    plan: Plan
    wanted: Mapping[Target, Any] = field(default_factory=dict)
    key: str = ""
    key_index: str | None = None
    organisation_id: uuid.UUID | None = None
    refused: tuple[str, Mapping[str, str | int]] | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the plan as it is kept with the line, and compared when it is applied."""
        return {
            "changes": [_as_data(one) for one in self.plan.changes],
            "conflicts": [_as_data(one) for one in self.plan.conflicts],
            "kept": [one.value for one in self.plan.kept],
            "refused": [self.refused[0], dict(self.refused[1])] if self.refused else None,
        }


def _as_data(one: Changed) -> list[Any]:
    return [one.target.value, one.old, one.new]


class _Refused(Exception):
    def __init__(self, code: str, **values: str | int) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


def judge(session: Session, batch: ImportBatch, line: ImportLine, day: date) -> Judged:
    """Return what a line of a list does as the records stand now."""
    index: str | None = None
    try:
        cells = _cells(batch, line)
        wanted = _wanted(cells, batch, day)
        key = _key(batch, cells, wanted)
        index = vault.ring.blind(key, KEY_LABEL)
        _only_once(session, line, index)
        found, said = _found(session, index, wanted)
        locale = Locale(wanted.get(Target.LOCALE, batch.locale.value))
        record = records.record_of(session, found, locale, day) if found else None
        planned = plan(wanted, record, said)
        _can_be_done(wanted, record)
    except _Refused as refusal:
        refused = (refusal.code, refusal.values)
        return Judged(plan=Plan(Outcome.REFUSED), key_index=index, refused=refused)
    return Judged(plan=planned, wanted=wanted, key=key, key_index=index, organisation_id=found)


def with_choice(judged: Judged, *, takes_file: bool) -> Judged:
    """Return what is done where the office chose the file over the record."""
    return replace(judged, plan=judged.plan.taking_file()) if takes_file else judged


def _cells(batch: ImportBatch, line: ImportLine) -> dict[Target, str]:
    """Return the cells that mean something, by what they mean; empty ones not."""
    cells = line.cells or []
    found = {
        Target(meant): cells[int(position)]
        for position, meant in batch.mapping.items()
        if int(position) < len(cells) and cells[int(position)]
    }
    for target, words in found.items():
        if words == FORMULA:
            raise _Refused("import_formula", column=target.value)
    return found


def _wanted(cells: Mapping[Target, str], batch: ImportBatch, day: date) -> dict[Target, Any]:
    wanted: dict[Target, Any] = {}
    for target, words in cells.items():
        if target is Target.KEY:
            continue
        try:
            value = read(target, words, batch.answers or {})
            wanted[target] = fit(target.field, value) if target.field else value
        except Unknown as unknown:
            raise _Refused(unknown.code, words=unknown.words[:80]) from None
        except Unfit as unfit:
            raise _Refused(unfit.code, **unfit.values) from None
    _days_fit(wanted, day)
    if wanted.get(Target.STANDING) in NEEDS_DECISION:
        raise _Refused("import_needs_decision")
    return {target: value for target, value in wanted.items() if value}


def _days_fit(wanted: Mapping[Target, Any], day: date) -> None:
    days = [wanted[one] for one in (Target.ADMITTED_ON, Target.STANDING_ON) if wanted.get(one)]
    if days and max(days) > day.isoformat():
        raise _Refused("day_ahead")
    if days != sorted(days):
        raise _Refused("import_days_order")


def _key(batch: ImportBatch, cells: Mapping[Target, str], wanted: Mapping[Target, Any]) -> str:
    if Target.KEY.value in batch.mapping.values():
        if Target.KEY not in cells:
            raise _Refused("import_key_missing")
        return cells[Target.KEY]
    if Target.NAME not in wanted:
        raise _Refused("organisation_name_missing")
    return f"{wanted.get(Target.COUNTRY, '')}/{fold(wanted[Target.NAME])}"


def _only_once(session: Session, line: ImportLine, index: str) -> None:
    earlier = session.scalar(
        select(ImportLine.number)
        .where(
            ImportLine.batch_id == line.batch_id,
            ImportLine.key_index == index,
            ImportLine.number < line.number,
        )
        .limit(1)
    )
    if earlier is not None:
        raise _Refused("import_key_twice", line=earlier)


def _found(
    session: Session, index: str, wanted: Mapping[Target, Any]
) -> tuple[uuid.UUID | None, dict[str, str]]:
    """Return the organisation that is meant, and the marks of what was last imported of it."""
    known = records.key_row(session, index)
    if known is not None:
        return known.organisation_id, dict(known.said or {})
    if Target.NAME not in wanted:
        raise _Refused("organisation_name_missing")
    alike = records.named(session, wanted[Target.NAME], wanted.get(Target.COUNTRY))
    if len(alike) > 1:
        raise _Refused("import_ambiguous")
    if alike and records.has_other_key(session, alike[0]):
        raise _Refused("import_other_key")
    return (alike[0] if alike else None), {}


def _can_be_done(wanted: Mapping[Target, Any], record: Mapping[Target, Any] | None) -> None:
    """Refuse what the register or the directory would refuse."""
    now = record or {}
    country = wanted.get(Target.COUNTRY, now.get(Target.COUNTRY))
    region = wanted.get(Target.REGION) or now.get(Target.REGION) or default_region(country)
    if region is None:
        raise _Refused("region_missing")
    standing = wanted.get(Target.STANDING)
    if now.get(Target.STANDING) in ENDINGS and any(
        one in wanted and wanted[one] != now[one] for one in (Target.STANDING, Target.CATEGORY)
    ):
        raise _Refused("import_was_member")
    has_category = Target.CATEGORY in wanted or Target.CATEGORY in now
    if standing and standing != Standing.ACTIVE.value and not has_category:
        raise _Refused("import_standing_alone")
