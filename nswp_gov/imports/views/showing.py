"""Stages, outcomes and values of imports in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.directory.forms.labels import AREAS, LEVELS
from nswp_gov.imports.forms import TARGETS
from nswp_gov.imports.states import Fate, Outcome, Stage, Target
from nswp_gov.membership.forms import CATEGORIES, STANDINGS
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit
from nswp_gov.web.formats import country, day, language_name, listed, region
from nswp_gov.web.phrases import PHRASES, phrase

STAGES: Mapping[str, Any] = {
    Stage.MATCHING: _l("Its columns are not named yet"),
    Stage.CHECKING: _l("Being tried"),
    Stage.CHECKED: _l("Tried: nothing is changed yet"),
    Stage.APPLYING: _l("Being applied"),
    Stage.APPLIED: _l("Applied"),
    Stage.UNDOING: _l("Being undone"),
    Stage.UNDONE: _l("Undone"),
    Stage.DISCARDED: _l("Thrown away"),
}
OUTCOMES: Mapping[str, Any] = {
    Outcome.CREATED: _lp("lines of a list", "new"),
    Outcome.CHANGED: _lp("lines of a list", "changed"),
    Outcome.UNCHANGED: _lp("lines of a list", "as it stands"),
    Outcome.REFUSED: _lp("lines of a list", "refused"),
    Outcome.CONFLICT: _lp("lines of a list", "in conflict"),
}
OUTCOME: Mapping[str, Any] = {
    Outcome.CREATED: _lp("line of a list", "new"),
    Outcome.CHANGED: _lp("line of a list", "changed"),
    Outcome.UNCHANGED: _lp("line of a list", "as it stands"),
    Outcome.REFUSED: _lp("line of a list", "refused"),
    Outcome.CONFLICT: _lp("line of a list", "in conflict"),
}
FATES: Mapping[str, Any] = {
    Fate.WAITING: _lp("line of a list", "not tried yet"),
    Fate.TRIED: _lp("line of a list", "tried"),
    Fate.APPLIED: _lp("line of a list", "applied"),
    Fate.LEFT: _lp("line of a list", "left as it was"),
    Fate.FAILED: _lp("line of a list", "not applied"),
    Fate.UNDONE: _lp("line of a list", "undone"),
    Fate.KEPT: _lp("line of a list", "not undone"),
}
_BY_TARGET: Mapping[Target, Any] = {
    Target.COUNTRY: country,
    Target.REGION: region,
    Target.LEVEL: lambda value: LEVELS[value],
    Target.CATEGORY: lambda value: CATEGORIES[value],
    Target.STANDING: lambda value: STANDINGS[value],
    Target.LOCALE: lambda value: Locale(value).own_name,
    Target.LANGUAGES: lambda value: listed(language_name(one) for one in value),
    Target.AREAS: lambda value: listed(str(AREAS.get(one, one)) for one in value),
    Target.ADMITTED_ON: lambda value: day(date.fromisoformat(value)),
    Target.STANDING_ON: lambda value: day(date.fromisoformat(value)),
}


def shown(target: str, value: Any) -> tuple[str, str]:
    """Return a field's name and a value of it as the reader reads them; nothing is a dash."""
    known = Target(target)
    if known is Target.KEY or not value:
        return str(TARGETS[known]), "–"
    return str(TARGETS[known]), str(_BY_TARGET.get(known, str)(value))


def refusal_of(refused: Any) -> str:
    """Return why a line is refused; `refused` is a code with its values, as it was kept."""
    code, values = refused
    if "column" in values:
        values = {**values, "column": str(TARGETS[values["column"]])}
    if code not in PHRASES:
        return str(PHRASES["refused"])
    return phrase(Unfit(code, **values))
