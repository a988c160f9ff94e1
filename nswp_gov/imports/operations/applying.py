"""One tried line is applied, by the same operations as by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations import Change
from nswp_gov.directory.queries import organisation
from nswp_gov.directory.queries.inside import default_region
from nswp_gov.directory.states import Level
from nswp_gov.imports.models import ImportBatch, ImportKey, ImportLine
from nswp_gov.imports.planning import marks
from nswp_gov.imports.queries import Judged, judge
from nswp_gov.imports.queries.judging import with_choice
from nswp_gov.imports.queries.records import key_row, record_of
from nswp_gov.imports.states import ONLY_AT_FIRST, Fate, Outcome, Target
from nswp_gov.membership import operations as membership
from nswp_gov.membership import queries as membership_queries
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError
from nswp_gov.store.journal import JournalEvent
from nswp_gov.store.work import Work

_GIVEN_AT_FIRST = frozenset({Target.NAME, Target.COUNTRY, Target.LEVEL})


class ChangedMeanwhile(DomainError):
    """The record is no longer as it was when the list was tried."""

    code = "import_changed_meanwhile"


def apply_line(work: Work, batch: ImportBatch, line: ImportLine) -> None:
    """Do what the trial of a line found, and keep what is needed to undo it.

    Raises:
        ChangedMeanwhile: it would do something else by now.
        DomainError: what the directory or the register refuses.

    """
    if line.outcome is Outcome.REFUSED or (
        line.outcome is Outcome.CONFLICT and not line.takes_file
    ):
        line.fate = Fate.LEFT
        return
    judged = judge(work.session, batch, line, work.today)
    tried = {name: line.found[name] for name in ("changes", "conflicts", "kept", "refused")}
    if judged.as_data() != tried:
        raise ChangedMeanwhile
    judged = with_choice(judged, takes_file=line.takes_file)
    first = _last_event(work)
    with directory.published_once(work):
        subject = _write(work, batch, judged)
    done = _link(work, batch, judged, subject)
    done |= _admission_of(work, judged)
    line.organisation_id = subject.id
    line.found = {
        **line.found,
        "done": {**done, "events": [first, _last_event(work)], "on": work.today.isoformat()},
        "changes": [[c.target.value, c.old, c.new] for c in judged.plan.changes],
    }
    did = bool(judged.plan.changes) or done["linked"]
    line.fate = Fate.APPLIED if did else Fate.LEFT


def _last_event(work: Work) -> int:
    return work.session.scalar(select(func.max(JournalEvent.id))) or 0


def _write(work: Work, batch: ImportBatch, judged: Judged) -> Organisation:
    """Create or change the record and its membership; return it."""
    wanted = {one.target: one.new for one in judged.plan.changes}
    locale = Locale(judged.wanted.get(Target.LOCALE, batch.locale.value))
    reason = batch.reason or ""
    if judged.organisation_id is None:
        subject = directory.add_organisation(
            work,
            name=wanted[Target.NAME],
            locale=locale,
            country=wanted.get(Target.COUNTRY),
            level=Level(wanted.get(Target.LEVEL, Level.LOCAL.value)),
            region=wanted.get(Target.REGION),
            region_reason=reason,
        )
        rest = {one: value for one, value in wanted.items() if one not in _GIVEN_AT_FIRST}
        _write_profile(work, subject, rest, locale, reason)
        _write_membership(work, subject, wanted, judged.wanted, reason, runs=False)
        return subject
    subject = organisation(work.session, judged.organisation_id)
    _write_profile(work, subject, wanted, locale, reason)
    if Target.REGION in wanted:
        directory.place(work, subject, wanted[Target.REGION], reason)
    runs = Target.CATEGORY in wanted and _runs(work, subject)
    _write_membership(work, subject, wanted, judged.wanted, reason, runs=runs)
    return subject


def _write_profile(
    work: Work, subject: Organisation, wanted: Mapping[Target, Any], locale: Locale, reason: str
) -> None:
    """Fill fields; who may read them stays as it is, so that nothing is shown by a list."""
    fields = {one.field: value for one, value in wanted.items() if one.field is not None}
    if fields:
        changes = {field: Change(value=value, readers=None) for field, value in fields.items()}
        directory.edit_profile(work, subject, changes, locale=locale, reason=reason)


def _write_membership(
    work: Work,
    subject: Organisation,
    wanted: Mapping[Target, Any],
    said: Mapping[Target, Any],
    reason: str,
    *,
    runs: bool,
) -> None:
    """Admit, or change category and standing; nobody gets a letter for a list."""
    if Target.CATEGORY in wanted:
        category = Category(wanted[Target.CATEGORY])
        if runs:
            membership.change_category(
                work, subject, category, work.today, reason=reason, tell=False
            )
        else:
            on = _day(said.get(Target.ADMITTED_ON)) or work.today
            membership.admit(work, subject, category, on, reason=reason, tell=False)
    standing = wanted.get(Target.STANDING)
    if standing and Standing(standing) is not _standing(work, subject):
        on = _day(said.get(Target.STANDING_ON)) or work.today
        membership.change_standing(work, subject, Standing(standing), on, reason=reason, tell=False)


def _runs(work: Work, subject: Organisation) -> bool:
    return membership_queries.running(work.session, subject.id) is not None


def _standing(work: Work, subject: Organisation) -> Standing | None:
    line = membership_queries.line_of(work.session, subject.id, work.today)
    return line.standing if line else None


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _link(work: Work, batch: ImportBatch, judged: Judged, subject: Organisation) -> dict[str, Any]:
    """Remember under which key the record is known, and how the list left it."""
    assert judged.key_index is not None
    known = key_row(work.session, judged.key_index)
    before = dict(known.said or {}) if known else {}
    said = before | _left_as(work, batch, judged, subject, is_new=known is None)
    if known is None:
        known = ImportKey(
            organisation_id=subject.id, key=judged.key, key_index=judged.key_index, said=said
        )
        work.session.add(known)
        work.record("imports.organisation_linked", known)
        return {"linked": True, "said": {}}
    if said != before:
        known.said = said
        work.record("imports.organisation_read", known)
    return {"linked": False, "said": before}


def _left_as(
    work: Work, batch: ImportBatch, judged: Judged, subject: Organisation, *, is_new: bool
) -> dict[str, str]:
    """Return the marks of the record as it stands now, and of what the list said where it differs.

    What nobody changes until the next list may then be changed by it.
    """
    said = marks({one: v for one, v in judged.wanted.items() if one not in ONLY_AT_FIRST})
    if not (is_new or judged.plan.changes):
        return said
    if judged.organisation_id is None:
        return marks(_begun_with(subject, judged.wanted)) | said
    locale = Locale(judged.wanted.get(Target.LOCALE, batch.locale.value))
    return marks(record_of(work.session, subject.id, locale, work.today)) | said


def _begun_with(subject: Organisation, wanted: Mapping[Target, Any]) -> dict[Target, Any]:
    """Return what a record that began with this line says beyond what the line says."""
    found: dict[Target, Any] = {Target.LEVEL: subject.level.value}
    if region := wanted.get(Target.REGION) or default_region(subject.country):
        found[Target.REGION] = region
    if Target.CATEGORY in wanted:
        found[Target.STANDING] = wanted.get(Target.STANDING, Standing.ACTIVE.value)
    return found


def _admission_of(work: Work, judged: Judged) -> dict[str, Any]:
    """Return what the undoing has to know of the membership."""
    wanted = {one.target: one for one in judged.plan.changes}
    admitted = Target.CATEGORY in wanted and wanted[Target.CATEGORY].old is None
    return {
        "created": judged.organisation_id is None,
        "admitted": admitted,
        "standing_on": judged.wanted.get(Target.STANDING_ON) or work.today.isoformat(),
        "locale": judged.wanted.get(Target.LOCALE),
    }
