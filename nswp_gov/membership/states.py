"""Categories and standings, and what they mean for the vote."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Category(StrEnum):
    """In what way an organisation belongs. Source: the network's membership rules."""

    FULL = "full"
    ASSOCIATE = "associate"
    SUPPORTING = "supporting"


class Standing(StrEnum):
    """How a membership stands."""

    ACTIVE = "active"
    GRACE = "grace"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    RESIGNED = "resigned"
    EXPELLED = "expelled"


class Exported(StrEnum):
    """What was taken away as a file."""

    REGISTER = "register"
    DIFFERENCE = "difference"
    STATUTORY = "statutory"


class Asked(StrEnum):
    """What became of somebody's wish to see the statutory register."""

    OPEN = "open"
    SHOWN = "shown"
    COURT = "court"  # the court is asked whether the purpose is proper
    WITHDRAWN = "withdrawn"


class Moved(StrEnum):
    """How two days of the register differ in one organisation."""

    ADMITTED = "admitted"
    LEFT = "left"
    CATEGORY = "category"
    STANDING = "standing"
    REGION = "region"


class Likeness(StrEnum):
    """Why two records may be one organisation."""

    NAME = "name"
    ALIAS = "alias"  # a name under which the record was kept before it took in another
    ACRONYM = "acronym"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"


VOTING_CATEGORIES = frozenset({Category.FULL})
VOTING_STANDINGS = frozenset({Standing.ACTIVE, Standing.GRACE})
SHOWN_STANDINGS = frozenset({Standing.ACTIVE, Standing.GRACE})
ENDINGS = frozenset({Standing.LAPSED, Standing.RESIGNED, Standing.EXPELLED})
NEEDS_DECISION = frozenset({Standing.SUSPENDED, Standing.EXPELLED})
RENEWAL_NOTICE = timedelta(days=30)  # how long before a term runs out the office is told
INSPECTION_DAYS = 5  # working days. Source: Companies Act 2006, section 117
