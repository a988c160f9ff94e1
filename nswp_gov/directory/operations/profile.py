"""A profile is edited field by field: two people who write at once lose nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from nswp_gov.directory.models import OfficeNote, Organisation, ProfileValue
from nswp_gov.directory.operations.organisations import (
    fit_country,
    fit_name,
    name_index,
)
from nswp_gov.directory.operations.publication import republish
from nswp_gov.directory.policy import may_edit_profile
from nswp_gov.directory.queries import ProfileView, profile, stamp
from nswp_gov.directory.queries.profile import SUBJECT
from nswp_gov.directory.states import Area, Kind, Level, ProfileField, Readers
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import Conflict, NotFound, Unfit, need
from nswp_gov.store.journal import Revision
from nswp_gov.store.work import Work

LONGEST_LINE = 300
LONGEST_TEXT = 4000
MOST_LANGUAGES = 20
_ADDRESS = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d{1,5})?([/?#][^\s<>\"]*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a form sends for one field.

    `value`: words (of the form's language, for texts), or a list for choices. `readers`: None
    leaves them as they are. `seen`: the mark of
    the field as the form showed it (`queries.stamp`); None where no form was shown.
    """

    value: Any
    readers: Readers | None
    seen: str | None = None


class EditedMeanwhile(Conflict):
    """Others changed the same fields first: nothing was saved, `theirs` is what they wrote."""

    def __init__(self, theirs: Mapping[ProfileField, tuple[Any, Readers]]) -> None:
        super().__init__()
        self.theirs = dict(theirs)


def edit_profile(
    work: Work,
    organisation: Organisation,
    changes: Mapping[ProfileField, Change],
    *,
    locale: Locale,
    reason: str | None = None,
) -> frozenset[ProfileField]:
    """Save what the writer changed; fields that only others changed keep what they wrote.

    Texts are changed in `locale` alone. Returns the fields that were changed. `reason`: why the
    office writes in the organisation's place; the organisation reads it.

    Raises:
        Denied: the actor is neither its editor nor of the secretariat.
        EditedMeanwhile: writer and others changed the same field; nothing is saved.
        Unfit: a value that cannot be taken, or the office gives no reason.

    """
    need(may_edit_profile(work.actor, organisation.id))
    _need_reason(work, organisation, reason)
    now = profile(work.session, organisation, work.today)
    wanted: dict[ProfileField, Change] = {}
    theirs: dict[ProfileField, tuple[Any, Readers]] = {}
    for field, change in changes.items():
        held = _held(now, field, locale)
        readers = _fit_readers(field, change.readers or held[1])
        mine = Change(value=fit(field, change.value), readers=readers)
        held_stamp = stamp(held[1], held[0])
        my_stamp = stamp(readers, mine.value)
        if my_stamp in {held_stamp, change.seen}:
            continue  # the same, or untouched by this writer
        if change.seen is not None and change.seen != held_stamp:
            theirs[field] = held
        wanted[field] = mine
    if theirs:
        raise EditedMeanwhile(theirs)
    return _save(work, organisation, wanted, locale, reason)


def _save(
    work: Work,
    organisation: Organisation,
    wanted: Mapping[ProfileField, Change],
    locale: Locale,
    reason: str | None,
) -> frozenset[ProfileField]:
    if not wanted:
        return frozenset()
    held = {
        row.field: row
        for row in work.session.scalars(
            select(ProfileValue).where(ProfileValue.organisation_id == organisation.id)
        )
    }
    for field, change in wanted.items():
        _write(work, organisation, field, change, locale, row=held.get(field))
    work.session.flush()
    if reason and organisation.id not in work.actor.editor_of:
        _note(work, organisation.id, "organisation.profile_changed", reason)
    republish(work, organisation)
    work.record("organisation.profile_changed", organisation)
    return frozenset(wanted)


def _need_reason(work: Work, organisation: Organisation, reason: str | None) -> None:
    is_own = organisation.id in work.actor.editor_of or work.actor.has("system")
    if not is_own and not (reason or "").strip():
        raise Unfit("reason_missing", field="reason")


def _note(work: Work, organisation_id: uuid.UUID, act: str, reason: str) -> None:
    work.session.add(
        OfficeNote(
            organisation_id=organisation_id,
            act=act,
            reason=reason,
            done_at=work.now,
            done_by=work.actor.person_id,
        )
    )


def held_value(view: ProfileView, field: ProfileField, locale: Locale) -> Any:
    """Return what a form in `locale` shows of a field."""
    value = view.values.get(field)
    if field.kind is Kind.TEXT:
        return (value or {}).get(locale.value)
    return value


def _held(view: ProfileView, field: ProfileField, locale: Locale) -> tuple[Any, Readers]:
    return held_value(view, field, locale), view.choices[field]


def _fit_readers(field: ProfileField, readers: Readers) -> Readers:
    chosen = readers.narrower(field.widest)
    if field.kind is Kind.FACT and chosen is Readers.OWN:
        return Readers.SECRETARIAT
    return chosen


def fit(field: ProfileField, value: Any) -> Any:
    """Return a value in the one form in which it is kept; nothing is None.

    Raises:
        Unfit: it cannot be taken.

    """
    if field.kind is Kind.CHOICES:
        return _fit_choices(field, value)
    if field.kind is Kind.TEXT:
        words = "\n".join(line.rstrip() for line in str(value or "").strip().splitlines())
        if len(words) > LONGEST_TEXT:
            raise Unfit("text_long", field=field.value, longest=LONGEST_TEXT)
        return words or None
    line = " ".join(str(value or "").split())
    if len(line) > LONGEST_LINE:
        raise Unfit("line_long", field=field.value, longest=LONGEST_LINE)
    return _FITTING.get(field, _as_it_is)(line)


def _as_it_is(line: str) -> Any:
    return line or None


def _fit_website(line: str) -> Any:
    if line and "://" not in line:
        line = f"https://{line}"
    if line and not _ADDRESS.fullmatch(line):
        raise Unfit("website_unfit", field=ProfileField.WEBSITE.value)
    return line or None


def _fit_email(line: str) -> Any:
    if line and not _EMAIL.fullmatch(line):
        raise Unfit("email_unfit", field=ProfileField.EMAIL.value)
    return line or None


def _fit_level(line: str) -> Any:
    if line not in set(Level):
        raise Unfit("level_unknown", field=ProfileField.LEVEL.value)
    return line


_FITTING = {
    ProfileField.NAME: fit_name,
    ProfileField.COUNTRY: fit_country,
    ProfileField.LEVEL: _fit_level,
    ProfileField.WEBSITE: _fit_website,
    ProfileField.EMAIL: _fit_email,
}


def _fit_choices(field: ProfileField, value: Any) -> list[str] | None:
    chosen = sorted(set(value or ()))
    known = set(Area)
    for one in chosen:
        is_known = one in known if field is ProfileField.AREAS else _LANGUAGE.fullmatch(one)
        if not is_known:
            raise Unfit("choice_unknown", field=field.value)
    if len(chosen) > MOST_LANGUAGES:
        raise Unfit("choices_many", field=field.value, most=MOST_LANGUAGES)
    return chosen or None


def _write(
    work: Work,
    organisation: Organisation,
    field: ProfileField,
    change: Change,
    locale: Locale,
    *,
    row: ProfileValue | None,
) -> None:
    assert change.readers is not None  # said, or as they were
    if row is None:
        row = ProfileValue(organisation_id=organisation.id, field=field, value=None)
        work.session.add(row)
    row.readers = change.readers
    if field.kind is Kind.TEXT:
        _write_text(work, organisation, field, change.value or "", locale)
    elif field.kind is Kind.FACT:
        _write_fact(organisation, field, change.value)
    else:
        row.value = change.value


def _write_fact(organisation: Organisation, field: ProfileField, value: Any) -> None:
    if field is ProfileField.NAME:
        organisation.name, organisation.name_index = value, name_index(value)
    elif field is ProfileField.COUNTRY:
        organisation.country = value
    elif field is ProfileField.LEVEL:
        organisation.level = Level(value)


def _write_text(
    work: Work, organisation: Organisation, field: ProfileField, words: str, locale: Locale
) -> None:
    text = texts.texts_of(work.session, SUBJECT, organisation.id).get(field.value)
    if text is None:
        if words:
            texts.new_text(
                work,
                subject_type=SUBJECT,
                subject_id=organisation.id,
                field=field.value,
                locale=locale,
                words=words,
                is_sealed=True,
            )
        return
    rows = texts.revisions_of(work.session, [text.id])[text.id]
    numbers = {row.locale: row.number for row in rows}  # in order of number
    last = next((row for row in reversed(rows) if row.locale is locale), None)
    if (last.words if last else "") == words:
        return
    if locale is text.source_locale:
        texts.revise(work, text, words=words, seen=numbers[locale])
    else:
        texts.translate(
            work,
            text,
            locale=locale,
            words=words,
            made_from=numbers[text.source_locale],
            seen=numbers.get(locale, 0),
        )


def restore(
    work: Work,
    organisation: Organisation,
    revision_id: uuid.UUID,
    *,
    reason: str | None = None,
) -> ProfileField:
    """Bring an earlier value of a field back as a new change; who may see it stays as it is now.

    Raises:
        Denied: the actor is neither its editor nor of the secretariat.
        NotFound: the revision is not one of this organisation's profile, or was erased.
        Unfit: the office gives no reason.

    """
    need(may_edit_profile(work.actor, organisation.id))
    _need_reason(work, organisation, reason)
    field, value, locale = _earlier(work, organisation, revision_id)
    now = profile(work.session, organisation, work.today)
    change = Change(value=fit(field, value), readers=now.choices[field])
    _save(work, organisation, {field: change}, locale, reason)
    return field


def _earlier(
    work: Work, organisation: Organisation, revision_id: uuid.UUID
) -> tuple[ProfileField, Any, Locale]:
    row = work.session.get(Revision, revision_id)
    body = row.body if row else None
    if row is None or body is None:
        raise NotFound
    if row.entity == "profile_value" and body["organisation_id"] == str(organisation.id):
        field = ProfileField(body["field"])
        if field.kind in {Kind.LINE, Kind.CHOICES}:
            return field, body["value"], organisation.locale
    if row.entity == "text_revision":
        for name, text in texts.texts_of(work.session, SUBJECT, organisation.id).items():
            if str(text.id) == body["text_id"]:
                return ProfileField(name), body["words_sealed"], Locale(body["locale"])
    if row.entity == "organisation" and row.entity_id == organisation.id:
        return ProfileField.NAME, body["name"], organisation.locale
    raise NotFound
