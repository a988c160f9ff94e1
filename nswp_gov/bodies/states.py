"""The words of this room: kinds of bodies, electorates, ways into a seat and out of it."""

from __future__ import annotations

from enum import StrEnum


class BodyKind(StrEnum):
    """What a body is."""

    BOARD = "board"
    COMMITTEE = "committee"
    ASSEMBLY = "assembly"  # of the voting organisations; it has no seats
    WORKING_GROUP = "working_group"


class Electorate(StrEnum):
    """Who fills a seat."""

    REGION = "region"  # the voting organisations of the seat's region
    ALL = "all"  # every voting organisation
    BOARD = "board"  # the board, by decision


class How(StrEnum):
    """How a person came to hold a seat."""

    ELECTED = "elected"
    COOPTED = "coopted"
    APPOINTED = "appointed"  # to a committee or group, by a decision


class Ending(StrEnum):
    """Why a term ended."""

    EXPIRY = "expiry"
    RESIGNATION = "resignation"
    REMOVAL = "removal"
    DEATH = "death"


class RuleName(StrEnum):
    """What a rule of a body is about; the shape of its value is in `queries`."""

    QUORUM = "quorum"
    NOTICE = "notice"
    MAJORITY = "majority"
    PROXIES = "proxies"
    MOTIONS = "motions"
    MINUTES = "minutes"
    TERM = "term"
    COOPTION = "cooption"
    ELECTORATE = "electorate"
    CAP = "country_cap"
    COMPLAINTS = "complaints"


class Approval(StrEnum):
    """How a body approves its minutes."""

    LATER_MEETING = "later_meeting"
    CIRCULATION = "circulation"


class Precedent(StrEnum):
    """Whose rules a draft default follows until the network adopts its own."""

    NETWORK_SITE = "network_site"  # what the network's own public pages say
    MODEL_ARTICLES = "model_articles"  # Scottish model articles of association
    ILGA_WORLD = "ilga_world"
    ILGA_EUROPE = "ilga_europe"
    ESWA = "eswa"
    ICANN_ALAC = "icann_alac"
