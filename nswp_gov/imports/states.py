"""The words of an import: what a column means, how far a list is, what becomes of a line."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.directory.states import ProfileField

MOST_LINES = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000
LARGEST_FILE = 20 * 2**20  # bytes
KEPT_FOR = 90  # days; afterwards a list can no longer be undone


class Target(StrEnum):
    """What a column says of an organisation."""

    KEY = "key"
    NAME = "name"
    COUNTRY = "country"
    REGION = "region"
    LEVEL = "level"
    LOCALE = "locale"
    ACRONYM = "acronym"
    DESCRIPTION = "description"
    WORKS_WITH = "works_with"
    INVOLVEMENT = "involvement"
    CHALLENGES = "challenges"
    OTHER_WORK = "other_work"
    LANGUAGES = "languages"
    AREAS = "areas"
    WEBSITE = "website"
    EMAIL = "email"
    SOCIAL = "social"
    CITY = "city"
    PHONE = "phone"
    CONTACT_PERSON = "contact_person"
    HOST = "host"
    CATEGORY = "category"
    STANDING = "standing"
    ADMITTED_ON = "admitted_on"
    STANDING_ON = "standing_on"

    @property
    def field(self) -> ProfileField | None:
        """The field of the profile that it fills, if it is one."""
        return ProfileField(self.value) if self.value in _FIELDS else None


_FIELDS = frozenset(one.value for one in ProfileField)
ONLY_AT_FIRST = frozenset({Target.KEY, Target.LOCALE, Target.ADMITTED_ON, Target.STANDING_ON})


class Stage(StrEnum):
    """How far a list is. The middle ones go on by themselves, a piece at a time."""

    MATCHING = "matching"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


GOING_ON = frozenset({Stage.CHECKING, Stage.APPLYING, Stage.UNDOING})


class Outcome(StrEnum):
    """What a line does, as the trial found it."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    CONFLICT = "conflict"


class Fate(StrEnum):
    """What became of a line."""

    WAITING = "waiting"  # for the trial
    TRIED = "tried"
    APPLIED = "applied"
    LEFT = "left"  # nothing to do, or nothing that was allowed
    FAILED = "failed"  # the record had changed since the trial
    UNDONE = "undone"
    KEPT = "kept"  # somebody changed it since: it was not undone
