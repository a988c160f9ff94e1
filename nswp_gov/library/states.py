"""The words of the library: what a resource is, where it is, who may have it, how it is found."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

GLOBAL = "global"  # the region of what concerns the whole network
FIRST_YEAR = 1900
LONGEST_TITLE = 300
LONGEST_SUMMARY = 6_000
LONGEST_LINE = 300
LONGEST_ADDRESS = 1_000
MOST_FILES = 40


class ResourceKind(StrEnum):
    """What a resource is; most of them say how it was made."""

    BRIEFING_PAPER = "briefing-paper"
    POLICY_BRIEF = "policy-brief"
    SMART_GUIDE = "smart-guide"
    COMMUNITY_GUIDE = "community-guide"
    REPORT = "report"
    CASE_STUDY = "case-study"
    STATEMENT = "statement"
    JOURNAL = "journal"
    DIGEST = "digest"
    NETWORK_DOCUMENT = "network-document"
    MEMBER_PUBLICATION = "member-publication"
    GUIDELINE = "guideline"
    RESEARCH = "research"
    OTHER_PUBLICATION = "other-publication"
    FUND_UPDATE = "fund-update"
    ANIMATION = "animation"
    INFOGRAPHIC = "infographic"
    OPEN_LETTER = "open-letter"


class Theme(StrEnum):
    """What a resource is about."""

    HEALTH = "health"
    LAW = "legislation-and-policy"
    LABOUR = "labour"
    VIOLENCE = "violence"
    RIGHTS = "human-rights"
    MIGRATION = "migration"
    STIGMA = "stigma"
    ECONOMY = "economic-empowerment"
    TECHNOLOGY = "technology"
    ORGANISING = "organising"


class Readership(StrEnum):
    """Who may have a resource."""

    PUBLIC = "public"
    MEMBERS = "members"
    BOARD = "board"


class ResourceState(StrEnum):
    """Where a resource is on its way; withdrawn ones leave a mark for harvesters."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class LinkState(StrEnum):
    """What the last check of an outside address found."""

    UNCHECKED = "unchecked"
    WORKS = "works"
    MOVED = "moved"
    BROKEN = "broken"
    REFUSED = "refused"  # it leads to an address that we do not ask


class Facet(StrEnum):
    """By what the library can be narrowed; the values are the names in addresses."""

    KIND = "type"
    THEME = "theme"
    REGION = "region"
    COUNTRY = "country"
    LANGUAGE = "language"
    YEAR = "year"
    PARTNER = "partner"
    SERIES = "series"


class Order(StrEnum):
    """In which order the list stands; words come best first unless another order is asked for."""

    NEWEST = "newest"
    YEAR = "year"
    TITLE = "title"


RESOURCES: Lifecycle[ResourceState] = Lifecycle(
    (
        transition("edit", ResourceState.DRAFT, ResourceState.REVIEW, to=ResourceState.DRAFT),
        transition("send", ResourceState.DRAFT, to=ResourceState.REVIEW),
        transition("decline", ResourceState.REVIEW, to=ResourceState.DRAFT),
        transition(
            "publish",
            ResourceState.DRAFT,
            ResourceState.REVIEW,
            ResourceState.WITHDRAWN,
            to=ResourceState.PUBLISHED,
        ),
        transition("withdraw", ResourceState.PUBLISHED, to=ResourceState.WITHDRAWN),
    )
)
