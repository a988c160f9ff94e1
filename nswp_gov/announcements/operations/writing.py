"""Writing an announcement: a correspondent's draft, the office's own item, every change of both."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nswp_gov.announcements import policy
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations.mailing import is_within
from nswp_gov.announcements.operations.showing import show
from nswp_gov.announcements.operations.texts import Words, rewrite, write_first
from nswp_gov.announcements.states import (
    CORRESPONDENT_KINDS,
    LIFE,
    Credit,
    DayKind,
    Kind,
    State,
)
from nswp_gov.directory import queries as directory
from nswp_gov.directory.states import Area
from nswp_gov.mailings.audience import Audience
from nswp_gov.rules.audience import PUBLIC, CircleKind, Step
from nswp_gov.rules.audience import Audience as Readers
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import Unfit, following, need
from nswp_gov.store.work import Work

_CLOCK = re.compile(r"[0-2]\d:[0-5]\d")


@dataclass(frozen=True)
class Day:
    """The day of an event or a deadline: with a time of day or without, always with its zone."""

    kind: DayKind
    on: date
    zone: str
    clock: str = ""


@dataclass(frozen=True)
class About:
    """What an announcement is, beside its words; no region means the whole network."""

    kind: Kind = Kind.NEWS
    audience: Readers = PUBLIC
    regions: Iterable[str] = ()
    themes: Iterable[str] = ()
    source_name: str = ""
    source_url: str = ""
    day: Day | None = None


def send_draft(
    work: Work,
    organisation_id: uuid.UUID,
    *,
    locale: Locale,
    words: Words,
    about: About,
    credit: Credit = Credit.NOBODY,
) -> Announcement:
    """Hand a correspondent's draft to the secretariat, in their own language.

    Raises:
        Denied: the actor does not speak for an organisation in good standing.
        Unfit: the words, the day, the source or the kind can't be taken.

    """
    need(policy.may_send(work.actor, organisation_id))
    if about.kind not in CORRESPONDENT_KINDS:
        raise Unfit("kind_of_the_office", field="kind")
    region = directory.region_of(work.session, organisation_id, work.today)
    made = Announcement(
        state=State.DRAFT,
        locale=locale,
        sent_at=work.now,
        sender_id=work.actor.person_id,
        organisation_id=organisation_id,
        credit=credit,
        credit_region=region,
    )
    _tell(made, about)
    work.session.add(made)
    work.session.flush()
    write_first(work, made, words)
    work.record("announcement.sent", made)
    return made


def resend(
    work: Work, row: Announcement, *, words: Words, about: About, credit: Credit
) -> Announcement:
    """Change a draft that nobody has taken up yet.

    Raises:
        Denied: somebody else sent it, or it was taken up.
        Unfit: as `send_draft`.

    """
    need(policy.may_resend(work.actor, row))
    if about.kind not in CORRESPONDENT_KINDS:
        raise Unfit("kind_of_the_office", field="kind")
    row.credit = credit
    _tell(row, about)
    rewrite(work, row, words, is_substantive=True)
    work.record("announcement.sent_again", row)
    return row


def write(work: Work, *, locale: Locale, words: Words, about: About) -> Announcement:
    """Begin an announcement of the secretariat's own.

    Raises:
        Denied: the actor is not of the secretariat.
        Unfit: the words, the day or the source can't be taken.

    """
    need(policy.may_edit(work.actor))
    made = Announcement(
        state=State.EDITING,
        locale=locale,
        sent_at=work.now,
        sender_id=work.actor.person_id,
        credit=Credit.NOBODY,
    )
    _tell(made, about)
    work.session.add(made)
    work.session.flush()
    write_first(work, made, words)
    work.record("announcement.written", made)
    return made


def take_up(work: Work, row: Announcement) -> Announcement:
    """Take a correspondent's draft into editing: from now on its sender only follows it.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: it is no draft any more.

    """
    need(policy.may_edit(work.actor))
    step(row, "take_up")
    work.record("announcement.taken_up", row)
    return row


def edit(
    work: Work, row: Announcement, *, words: Words, about: About, is_substantive: bool = True
) -> Announcement:
    """Change an announcement; one that is published says from now on that it was corrected.

    `is_substantive`: whether translations have to follow.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: it was withdrawn.
        Unfit: as `write`; or who may read it would change after it was published, or would leave
            out somebody who is to have a letter.
        Conflict: somebody else changed the words in the meantime.

    """
    need(policy.may_edit(work.actor))
    was_published = row.state is State.PUBLISHED
    step(row, "edit")
    if was_published and about.audience.code != row.audience:
        raise Unfit("audience_is_settled", field="audience")
    _tell(row, about)
    if row.mail_to and not is_within(row, Audience.from_json(row.mail_to)):
        raise Unfit("letters_beyond_readers", field="audience")
    is_changed = rewrite(work, row, words, is_substantive=is_substantive)
    if was_published and is_changed:
        row.corrected_at = work.now
    work.record("announcement.edited", row)
    if was_published:
        show(work, row)
    return row


def step(row: Announcement, verb: str) -> None:
    """Lead the announcement to the state that follows.

    Raises:
        WrongState: the table does not have that verb in its state.

    """
    row.state = following(LIFE, row.state, verb)


def _tell(row: Announcement, about: About) -> None:
    row.kind, row.audience = about.kind, _audience(about.audience)
    row.regions = _among(about.regions, {one.value for one in Region}, "regions")
    row.themes = _among(about.themes, {one.value for one in Area}, "themes")
    row.source_name = about.source_name.strip() or None
    row.source_url = _address(about.source_url.strip())
    if row.source_url and not row.source_name:
        raise Unfit("source_without_name", field="source_name")
    day = about.day
    if day is not None:
        _check_day(day)
    row.day_kind = day.kind if day else None
    row.day_on = day.on if day else None
    row.day_zone = day.zone if day else None
    row.day_clock = (day.clock or None) if day else None


def _audience(audience: Readers) -> str:
    """Return the code of an audience that announcements have: all, members, or one body."""
    if audience.circle is not None and audience.circle.kind is not CircleKind.BODY:
        raise Unfit("audience_unknown", field="audience")
    if audience.step is Step.SECRETARIAT:
        raise Unfit("audience_unknown", field="audience")
    return audience.code


def _among(values: Iterable[str], known: set[str], field: str) -> list[str]:
    given = sorted(set(values))
    if not known.issuperset(given):
        raise Unfit("value_unknown", field=field)
    return given


def _address(url: str) -> str | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError as odd:
        raise Unfit("source_address_unfit", field="source_url") from odd
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise Unfit("source_address_unfit", field="source_url")
    return url


def _check_day(day: Day) -> None:
    try:
        ZoneInfo(day.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise Unfit("unknown_zone", field="day_zone") from unknown
    if day.clock:
        try:
            time.fromisoformat(day.clock)
        except ValueError as odd:
            raise Unfit("clock_unfit", field="day_clock") from odd
        if not _CLOCK.fullmatch(day.clock):
            raise Unfit("clock_unfit", field="day_clock")
