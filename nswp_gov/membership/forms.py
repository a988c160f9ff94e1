"""Forms of the register: add, admit, change, end; always with a day and a reason."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from nswp_gov.directory.forms import countries
from nswp_gov.directory.forms.labels import LEVELS
from nswp_gov.membership.states import ENDINGS, Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import Unfit
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import AppForm

NEEDED = InputRequired(_l("Fill this in."))
CATEGORIES: dict[str, Any] = {
    Category.FULL: _l("full member"),
    Category.ASSOCIATE: _l("associate member"),
    Category.SUPPORTING: _l("supporting member"),
}
STANDINGS: dict[str, Any] = {
    Standing.ACTIVE: _l("active"),
    Standing.GRACE: _l("in the period of grace"),
    Standing.SUSPENDED: _l("suspended"),
    Standing.LAPSED: _l("lapsed"),
    Standing.RESIGNED: _l("resigned"),
    Standing.EXPELLED: _l("expelled"),
}
LONGEST_REASON = 1000


def _choices(words: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class ActForm(AppForm):
    """What every change of the register says: from which day, why, by which decision."""

    on = DateField(_l("From which day"), [NEEDED])
    reason = TextAreaField(_l("Why"), [NEEDED, Length(max=LONGEST_REASON)])
    decision = StringField(
        _l("Identifier of the decision"),
        [Optional(), Length(max=36)],
        description=_l("If a meeting decided it: the last part of the decision’s address."),
    )

    def decision_id(self) -> uuid.UUID | None:
        """Return the decision that was named, or None.

        Raises:
            Unfit: what was typed is no identifier.

        """
        if not self.decision.data:
            return None
        try:
            return uuid.UUID(self.decision.data.strip())
        except ValueError:
            raise Unfit("decision_unknown", field="decision") from None


class AdmitForm(ActForm):
    """The category in which an organisation is admitted."""

    category = SelectField(_l("Category"), choices=_choices(CATEGORIES))


class CategoryForm(ActForm):
    """Another category."""

    category = SelectField(_l("New category"), choices=_choices(CATEGORIES))


class StandingForm(ActForm):
    """Another standing of a membership that goes on."""

    standing = SelectField(
        _l("New standing"),
        choices=_choices({key: word for key, word in STANDINGS.items() if key not in ENDINGS}),
    )


class EndForm(ActForm):
    """How a membership ends."""

    standing = SelectField(
        _l("How it ends"),
        choices=_choices({key: word for key, word in STANDINGS.items() if key in ENDINGS}),
    )


class OrganisationForm(AppForm):
    """An organisation that is entered before it is admitted."""

    name = StringField(_l("Name"), [NEEDED, Length(max=200)])
    locale = SelectField(
        _l("Language it writes in"),
        choices=[SelectChoice(one.value, one.own_name) for one in Locale],
    )
    country = SelectField(
        _l("Country or territory"), description=_l("Empty for a network of several countries.")
    )
    level = SelectField(_l("Level"), choices=_choices(dict(LEVELS)))
    region = SelectField(
        _l("Region"),
        choices=[
            SelectChoice("", _l("As its country")),
            *(SelectChoice(one.value, REGIONS[one.value]) for one in Region),
        ],
    )
    region_reason = StringField(
        _l("Why this region"),
        [Optional(), Length(max=300)],
        description=_l("Needed where it is not its country’s own."),
    )

    def offer(self, locale: Locale) -> None:
        """Offer the countries by their names in the reader's language."""
        self.country.choices = [SelectChoice("", "–"), *countries(locale)]
