"""Tables of the library: those of the office, and those that readers are answered from."""

from nswp_gov.library.models.inside import (
    SUBJECT,
    FileWords,
    LinkWatch,
    OfferAnswer,
    Partner,
    Resource,
    ResourceFile,
    ResourceLink,
    Series,
)
from nswp_gov.library.models.listed import (
    HarvestRecord,
    HarvestSet,
    LibraryMark,
    ListedBits,
    ListedResource,
    ListedTitle,
)

__all__ = [
    "SUBJECT",
    "FileWords",
    "HarvestRecord",
    "HarvestSet",
    "LibraryMark",
    "LinkWatch",
    "ListedBits",
    "ListedResource",
    "ListedTitle",
    "OfferAnswer",
    "Partner",
    "Resource",
    "ResourceFile",
    "ResourceLink",
    "Series",
]
