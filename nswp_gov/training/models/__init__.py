"""Tables of capacity building."""

from nswp_gov.training.models.calls import Call, Criterion, PlaceApplication
from nswp_gov.training.models.people import Certificate, Participant, Presence, YearFigures
from nswp_gov.training.models.programmes import (
    DayOfAction,
    Event,
    Lesson,
    Module,
    Programme,
    Teacher,
)

__all__ = [
    "Call",
    "Certificate",
    "Criterion",
    "DayOfAction",
    "Event",
    "Lesson",
    "Module",
    "Participant",
    "PlaceApplication",
    "Presence",
    "Programme",
    "Teacher",
    "YearFigures",
]
