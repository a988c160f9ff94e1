"""Why an act of the register is refused."""

from __future__ import annotations

from nswp_gov.store.errors import DomainError


class AlreadyMember(DomainError):
    """The organisation belongs already."""

    code = "already_member"


class NotAMember(DomainError):
    """There is no running membership to change."""

    code = "not_a_member"


class NoRegion(DomainError):
    """Nobody is admitted before it is decided to which region it belongs."""

    code = "no_region_for_admission"


class SameAsBefore(DomainError):
    """That is how it stands already."""

    code = "same_as_before"
