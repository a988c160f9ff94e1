"""Tables of the directory: what is kept inside, and what is published."""

from __future__ import annotations

from nswp_gov.directory.models.inside import (
    NAME_LABEL,
    Affiliation,
    Asking,
    Consent,
    CountryRisk,
    HideCode,
    OfficeNote,
    Organisation,
    Placement,
    ProfileValue,
    Representative,
    Unlisting,
)
from nswp_gov.directory.models.jointly import JointAppointment
from nswp_gov.directory.models.public import (
    ListedCount,
    PublicAffiliation,
    PublicFacet,
    PublicMark,
    PublicOrganisation,
    SortKey,
)

__all__ = [
    "NAME_LABEL",
    "Affiliation",
    "Asking",
    "Consent",
    "CountryRisk",
    "HideCode",
    "JointAppointment",
    "ListedCount",
    "OfficeNote",
    "Organisation",
    "Placement",
    "ProfileValue",
    "PublicAffiliation",
    "PublicFacet",
    "PublicMark",
    "PublicOrganisation",
    "Representative",
    "SortKey",
    "Unlisting",
]
