"""Categories and standings, and what they mean for the vote."""

from __future__ import annotations

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


VOTING_CATEGORIES = frozenset({Category.FULL})
VOTING_STANDINGS = frozenset({Standing.ACTIVE, Standing.GRACE})
SHOWN_STANDINGS = frozenset({Standing.ACTIVE, Standing.GRACE})
ENDINGS = frozenset({Standing.LAPSED, Standing.RESIGNED, Standing.EXPELLED})
