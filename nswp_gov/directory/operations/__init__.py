"""What is done in the directory."""

from __future__ import annotations

from nswp_gov.directory.operations.affiliations import (
    accept_affiliation,
    decline_affiliation,
    end_affiliation,
    propose_affiliation,
)
from nswp_gov.directory.operations.confirmation import (
    ask_all,
    ask_to_confirm,
    confirm_by_link,
    confirm_profile,
)
from nswp_gov.directory.operations.consent import (
    confirm_consent,
    give_consent,
    withdraw_consent,
)
from nswp_gov.directory.operations.jointly import (
    agree_jointly,
    ask_jointly,
    carry_out_jointly,
    stop_jointly,
)
from nswp_gov.directory.operations.organisations import (
    add_organisation,
    assess_risk,
    place,
    set_current,
)
from nswp_gov.directory.operations.people import (
    appoint,
    end_appointment,
    end_appointments_of,
    hand_over,
)
from nswp_gov.directory.operations.profile import Change, EditedMeanwhile, edit_profile, restore
from nswp_gov.directory.operations.publication import published_once, republish
from nswp_gov.directory.operations.safety import hide_by_code, issue_code, unlist

__all__ = [
    "Change",
    "EditedMeanwhile",
    "accept_affiliation",
    "add_organisation",
    "agree_jointly",
    "appoint",
    "ask_all",
    "ask_jointly",
    "ask_to_confirm",
    "assess_risk",
    "carry_out_jointly",
    "confirm_by_link",
    "confirm_consent",
    "confirm_profile",
    "decline_affiliation",
    "edit_profile",
    "end_affiliation",
    "end_appointment",
    "end_appointments_of",
    "give_consent",
    "hand_over",
    "hide_by_code",
    "issue_code",
    "place",
    "propose_affiliation",
    "published_once",
    "republish",
    "restore",
    "set_current",
    "stop_jointly",
    "unlist",
    "withdraw_consent",
]
