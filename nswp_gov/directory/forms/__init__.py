"""Forms of the directory: fields, their shape, their words."""

from __future__ import annotations

from nswp_gov.directory.forms.acts import (
    AnswerForm,
    AppointForm,
    HandOverForm,
    HideForm,
    JointForm,
    PhoneForm,
    RiskForm,
    TieForm,
    UnlistForm,
)
from nswp_gov.directory.forms.profile import ConsentForm, ProfileForm, countries

__all__ = [
    "AnswerForm",
    "AppointForm",
    "ConsentForm",
    "HandOverForm",
    "HideForm",
    "JointForm",
    "PhoneForm",
    "ProfileForm",
    "RiskForm",
    "TieForm",
    "UnlistForm",
    "countries",
]
