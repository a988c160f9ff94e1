"""One applied line is undone, unless somebody changed the record since."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation, Placement
from nswp_gov.directory.operations import Change, republish
from nswp_gov.directory.queries import organisation, profile
from nswp_gov.imports.models import ImportBatch, ImportLine
from nswp_gov.imports.queries.records import key_row, record_of
from nswp_gov.imports.states import Fate, Target
from nswp_gov.membership import operations as membership
from nswp_gov.membership import queries as membership_queries
from nswp_gov.membership.states import ENDINGS, Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base
from nswp_gov.store.dated import as_at, begin_fact, correct_fact
from nswp_gov.store.erasure import governed
from nswp_gov.store.errors import DomainError
from nswp_gov.store.journal import Revision
from nswp_gov.store.search import SearchEntry
from nswp_gov.store.search_terms import remove_terms
from nswp_gov.store.texts import Text, TextRevision
from nswp_gov.store.work import Work

SUBJECT = "organisation"


class ChangedSince(DomainError):
    """Somebody changed the record after the list was applied: it is left as it is."""

    code = "import_changed_since"


def undo_line(work: Work, batch: ImportBatch, line: ImportLine) -> None:
    """Take back what a line did.

    Raises:
        ChangedSince: the record was changed since.
        DomainError: what the directory or the register refuses.

    """
    assert line.organisation_id is not None
    done = line.found["done"]
    if done["created"]:
        _remove(work, line.organisation_id, done["events"])
    else:
        _restore(work, batch, line)
        _unlink(work, line, done)
    line.fate = Fate.UNDONE


def _unlink(work: Work, line: ImportLine, done: Mapping[str, Any]) -> None:
    known = key_row(work.session, line.key_index or "")
    if known is None:
        return
    if done["linked"]:
        work.session.delete(known)
        work.record("imports.organisation_unlinked", known)
    elif known.said != done["said"]:
        known.said = done["said"]
        work.record("imports.organisation_unread", known)


def _restore(work: Work, batch: ImportBatch, line: ImportLine) -> None:
    """Write the old values back, if every field still says what the list wrote."""
    assert line.organisation_id is not None
    subject = organisation(work.session, line.organisation_id)
    changes = {Target(name): (old, new) for name, old, new in line.found["changes"]}
    if not changes:
        return
    locale = _locale_of(batch, line)
    now = record_of(work.session, subject.id, locale, work.today)
    if any(now.get(target) != new for target, (_old, new) in changes.items()):
        raise ChangedSince
    olds = {target: old for target, (old, _new) in changes.items()}
    _restore_membership(work, subject, olds, line.found["done"], batch.reason or "")
    if Target.REGION in olds:
        _restore_place(work, subject, olds[Target.REGION], batch.reason or "")
    fields = {target.field: old for target, old in olds.items() if target.field is not None}
    choices = profile(work.session, subject, work.today).choices
    back = {field: Change(value=old, readers=choices[field]) for field, old in fields.items()}
    directory.edit_profile(work, subject, back, locale=locale, reason=batch.reason)


def _locale_of(batch: ImportBatch, line: ImportLine) -> Locale:
    """Return the language in which the line's texts were written."""
    return Locale(line.found["done"]["locale"] or batch.locale.value)


def _restore_membership(
    work: Work,
    subject: Organisation,
    olds: Mapping[Target, Any],
    done: Mapping[str, Any],
    reason: str,
) -> None:
    if done["admitted"]:
        membership.void_admission(work, subject, reason=reason)
        return
    if Target.STANDING in olds:
        old, on = Standing(olds[Target.STANDING]), date.fromisoformat(done["standing_on"])
        line = membership_queries.line_of(work.session, subject.id, work.today)
        if line is not None and line.standing in ENDINGS:
            membership.take_back_ending(work, subject, reason=reason)
        else:
            membership.change_standing(work, subject, old, on, reason=reason, tell=False)
    if Target.CATEGORY in olds:
        category, on = Category(olds[Target.CATEGORY]), date.fromisoformat(done["on"])
        membership.change_category(work, subject, category, on, reason=reason, tell=False)


def _restore_place(work: Work, subject: Organisation, region: str | None, reason: str) -> None:
    """Place it where it was; a placement of the same day was a mistake and becomes void."""
    present = as_at(work.session, Placement, work.today, organisation_id=subject.id)
    right = Placement(organisation_id=subject.id, region=region, reason=reason, from_on=work.today)
    if present is not None and present.from_on == work.today:
        correct_fact(work, present, right)
    else:
        begin_fact(work, right)
    republish(work, subject)
    work.record("organisation.placed", subject)


def _remove(work: Work, organisation_id: uuid.UUID, events: list[int]) -> None:
    """Delete a record that the list made, with all that the list made of it.

    Raises:
        ChangedSince: anything about it is older or newer than the list.

    """
    subject = organisation(work.session, organisation_id)
    rows = _rows_about(work, organisation_id)
    first, last = events
    strange = select(Revision.id).where(
        Revision.entity_id.in_([row.id for row in rows]),
        or_(Revision.event_id <= first, Revision.event_id > last),
    )
    if work.session.scalar(strange.limit(1)) is not None:
        raise ChangedSince
    _unindex(work, organisation_id)
    try:
        for row in rows:  # what points at others goes before them
            work.session.delete(row)
            work.session.flush()
    except IntegrityError as cause:  # something that is not governed names it
        raise ChangedSince from cause
    work.record("imports.organisation_removed", subject)


def _rows_about(work: Work, organisation_id: uuid.UUID) -> list[Any]:
    """Return every governed row about an organisation; itself last, texts after their words."""
    texts = work.session.scalars(
        select(Text).where(Text.subject_type == SUBJECT, Text.subject_id == organisation_id)
    ).all()
    revisions = select(TextRevision).where(TextRevision.text_id.in_([one.id for one in texts]))
    found: list[Any] = [*work.session.scalars(revisions), *texts]
    for model in governed():
        if "organisation_id" in model.__mapper__.columns:
            found += _rows_of(work, model, organisation_id)
    return [*found, organisation(work.session, organisation_id)]


def _rows_of(work: Work, model: type[Base], organisation_id: uuid.UUID) -> list[Any]:
    column = model.__mapper__.columns["organisation_id"]
    return list(work.session.scalars(select(model).where(column == organisation_id)))


def _unindex(work: Work, organisation_id: uuid.UUID) -> None:
    """Let nobody find it; what deleted entries leave behind is dropped once for many lines."""
    chosen = (SearchEntry.subject_type == SUBJECT, SearchEntry.subject_id == organisation_id)
    ids = list(work.session.scalars(select(SearchEntry.id).where(*chosen)))
    if ids:
        remove_terms(work.session, ids)
        work.session.execute(delete(SearchEntry).where(SearchEntry.id.in_(ids)))
