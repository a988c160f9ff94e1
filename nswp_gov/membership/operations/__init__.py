"""What is done with memberships: each act from a named day, with its reason."""

from __future__ import annotations

from nswp_gov.membership.operations.acts import (
    admit,
    change_category,
    change_standing,
    end_membership,
    renew,
)
from nswp_gov.membership.operations.exporting import note_export
from nswp_gov.membership.operations.merging import AFTERWARDS, keep_apart, merge
from nswp_gov.membership.operations.mistakes import take_back_ending, void_admission
from nswp_gov.membership.operations.refusals import (
    AlreadyMember,
    NoRegion,
    NotAMember,
    SameAsBefore,
)
from nswp_gov.membership.operations.statutory import (
    answer_inspection,
    begin_statutory,
    end_statutory,
    receive_inspection,
    set_address,
)

__all__ = [
    "AFTERWARDS",
    "AlreadyMember",
    "NoRegion",
    "NotAMember",
    "SameAsBefore",
    "admit",
    "answer_inspection",
    "begin_statutory",
    "change_category",
    "change_standing",
    "end_membership",
    "end_statutory",
    "keep_apart",
    "merge",
    "note_export",
    "receive_inspection",
    "renew",
    "set_address",
    "take_back_ending",
    "void_admission",
]
