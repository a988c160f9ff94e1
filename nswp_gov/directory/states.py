"""The words of the directory: levels, fields, readers, capacities, risk."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

CONSENT_TEXT = 1  # the version of the consent page's words
CONFIRMED_FOR = timedelta(days=365)  # how long a profile counts as fresh
ASKED_AGAIN = timedelta(days=21)  # before an organisation that did not answer is asked again
MOST_ASKED = 3  # times in one round; then the office telephones
ASK_LASTS = timedelta(days=60)  # how long the link of such a letter works
JOINT_WAITS = timedelta(hours=48)  # from the second person's yes until it takes effect
JOINT_LASTS = timedelta(days=30)  # for the second person to agree
RESTING = timedelta(hours=20)  # before the same person may confirm a consent again
REGION_ONLY = ""  # the place of an organisation whose country is not shown


class Level(StrEnum):
    """How far an organisation reaches."""

    LOCAL = "local"
    NATIONAL = "national"
    REGIONAL = "regional"
    GLOBAL = "global"


class Readers(StrEnum):
    """Who may see a field, as its organisation chose."""

    PUBLIC = "public"
    MEMBERS = "members"
    SECRETARIAT = "secretariat"
    OWN = "own"

    @property
    def width(self) -> int:
        """0 for the organisation alone, rising to the public."""
        return _WIDTHS.index(self)

    def narrower(self, other: Readers) -> Readers:
        """Return whichever of the two shows the field to fewer."""
        return self if self.width <= other.width else other


_WIDTHS = (Readers.OWN, Readers.SECRETARIAT, Readers.MEMBERS, Readers.PUBLIC)


class Kind(StrEnum):
    """How a profile field is filled in."""

    FACT = "fact"  # a column of the organisation itself
    LINE = "line"  # one line, the same in every language
    TEXT = "text"  # a text with translations
    CHOICES = "choices"  # some of a fixed list


class ProfileField(StrEnum):
    """Everything an organisation may show of itself."""

    NAME = "name"
    COUNTRY = "country"
    LEVEL = "level"
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
    AFFILIATIONS = "affiliations"
    CITY = "city"
    PHONE = "phone"
    CONTACT_PERSON = "contact_person"
    HOST = "host"

    @property
    def kind(self) -> Kind:
        """How it is filled in."""
        return _KINDS.get(self, Kind.LINE)

    @property
    def widest(self) -> Readers:
        """The most readers it may ever have: places and people are never public."""
        return Readers.MEMBERS if self in NEVER_PUBLIC else Readers.PUBLIC


_KINDS = {
    ProfileField.NAME: Kind.FACT,
    ProfileField.COUNTRY: Kind.FACT,
    ProfileField.LEVEL: Kind.FACT,
    ProfileField.AFFILIATIONS: Kind.FACT,
    ProfileField.DESCRIPTION: Kind.TEXT,
    ProfileField.WORKS_WITH: Kind.TEXT,
    ProfileField.INVOLVEMENT: Kind.TEXT,
    ProfileField.CHALLENGES: Kind.TEXT,
    ProfileField.OTHER_WORK: Kind.TEXT,
    ProfileField.LANGUAGES: Kind.CHOICES,
    ProfileField.AREAS: Kind.CHOICES,
}
NEVER_PUBLIC = frozenset(
    {ProfileField.CITY, ProfileField.PHONE, ProfileField.CONTACT_PERSON, ProfileField.HOST}
)
TEXT_FIELDS = tuple(field for field in ProfileField if field.kind is Kind.TEXT)
VALUE_FIELDS = tuple(field for field in ProfileField if field.kind in {Kind.LINE, Kind.CHOICES})


class Area(StrEnum):
    """The network's priority areas."""

    DECRIMINALISATION = "decriminalisation"
    TRAFFICKING_PARADIGM = "trafficking-paradigm"
    HEALTH = "health"
    VIOLENCE = "violence"
    HUMAN_RIGHTS = "human-rights"
    STIGMA = "stigma"
    ECONOMIC_EMPOWERMENT = "economic-empowerment"


class Capacity(StrEnum):
    """In what a person acts for an organisation."""

    EDITOR = "editor"
    DELEGATE = "delegate"
    ALTERNATE = "alternate"
    CONTACT = "contact"


SINGLE = frozenset({Capacity.DELEGATE, Capacity.ALTERNATE})  # one person at a time


class JointState(StrEnum):
    """Where an appointment by the office and a representative together stands."""

    ASKED = "asked"  # by the office; a representative of the region has to agree
    WAITING = "waiting"  # both agree; the organisation is told and may stop it
    DONE = "done"
    STOPPED = "stopped"


OPEN_JOINT = frozenset({JointState.ASKED, JointState.WAITING})


class Risk(StrEnum):
    """How dangerous it is to be listed in a country; a country without a row counts as raised."""

    ORDINARY = "ordinary"
    RAISED = "raised"
    SEVERE = "severe"


class Tie(StrEnum):
    """What one organisation is to another."""

    MEMBER_OF = "member_of"
    PARTNER_OF = "partner_of"
    HOSTED_BY = "hosted_by"


class TieState(StrEnum):
    """Where an affiliation stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class Scope(StrEnum):
    """What an emergency act covers."""

    ORGANISATION = "organisation"
    COUNTRY = "country"
    REGION = "region"


class Withdrawal(StrEnum):
    """Why a consent no longer holds."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    EMERGENCY = "emergency"  # only the organisation itself can consent again


class Answered(StrEnum):
    """How an organisation said that its profile is still right."""

    PAGE = "page"
    LINK = "link"
    PHONE = "phone"


def within(fixed: Facet, value: str, facet: Facet) -> str:
    """Return the kind under which a facet is counted among the listed of a region or country."""
    return f"{fixed.value}={value}/{facet.value}"


class Facet(StrEnum):
    """By what the public list may be narrowed."""

    REGION = "region"
    COUNTRY = "country"
    LEVEL = "level"
    LANGUAGE = "language"
    AREA = "area"
