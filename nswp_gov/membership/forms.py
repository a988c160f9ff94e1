"""Forms of the register: add, admit, change, end; always with a day and a reason."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from nswp_gov.directory.forms import countries
from nswp_gov.directory.forms.labels import LEVELS
from nswp_gov.membership.states import ENDINGS, Asked, Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import Unfit
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import NEEDED, AppForm, choices

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
LONGEST_LINE = 300
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ActForm(AppForm):
    """What every change of the register says: from which day, why, by which decision."""

    on = DateField(_l("From which day"), [NEEDED])
    reason = TextAreaField(_l("Why"), [NEEDED, Length(max=LONGEST_REASON)])
    decision = StringField(
        _l("Identifier of the decision"),
        [Optional(), Length(max=300)],
        description=_l(
            "If a meeting decided it: the address of the decision, or its last part. "
            "To suspend or to expel, it is needed."
        ),
    )

    def decision_id(self) -> uuid.UUID | None:
        """Return the decision that was named, or None.

        Raises:
            Unfit: what was typed holds no identifier.

        """
        typed = (self.decision.data or "").strip()
        found = _IDENTIFIER.search(typed.casefold())
        if typed and found is None:
            raise Unfit("decision_unknown", field="decision")
        return uuid.UUID(found[0]) if found else None


class AdmitForm(ActForm):
    """The category in which an organisation is admitted."""

    category = SelectField(_l("Category"), choices=choices(CATEGORIES))


class CategoryForm(ActForm):
    """Another category."""

    category = SelectField(_l("New category"), choices=choices(CATEGORIES))


class StandingForm(ActForm):
    """Another standing of a membership that goes on."""

    standing = SelectField(
        _l("New standing"),
        choices=choices({key: word for key, word in STANDINGS.items() if key not in ENDINGS}),
    )
    review_on = DateField(
        _l("Look at it again on"), [Optional()], description=_l("For a suspension.")
    )


class EndForm(ActForm):
    """How a membership ends."""

    standing = SelectField(
        _l("How it ends"),
        choices=choices({key: word for key, word in STANDINGS.items() if key in ENDINGS}),
    )


class ReasonForm(AppForm):
    """An act that needs nothing but its reason."""

    reason = TextAreaField(_l("Why"), [NEEDED, Length(max=LONGEST_REASON)])


class RenewalForm(ReasonForm):
    """A new term of a membership."""

    until_on = DateField(
        _l("Until"),
        [NEEDED],
        description=_l("The day on which the term runs out. It begins where the last one ends."),
    )


class MistakeForm(ReasonForm):
    """What was recorded by mistake: the admission, or the ending."""


class MergeForm(ReasonForm):
    """Why two records are one organisation."""


class ResignForm(ReasonForm):
    """Why an organisation leaves."""


class StatutoryForm(ReasonForm):
    """Why the network keeps the statutory register."""


class FileForm(AppForm):
    """In which form the register is taken away."""

    kind = RadioField(
        _l("Kind of file"),
        choices=[
            SelectChoice("csv", _l("CSV, for any program")),
            SelectChoice("xlsx", _l("XLSX, for spreadsheets")),
        ],
        default="csv",
    )


class AddressForm(AppForm):
    """An address of record."""

    address = TextAreaField(_l("Address of record"), [NEEDED, Length(max=LONGEST_REASON)])
    on = DateField(_l("From which day"), [NEEDED])


class InspectionForm(AppForm):
    """Who asks to see the statutory register. Source: Companies Act 2006, section 116."""

    who = StringField(
        _l("Who asks"),
        [NEEDED, Length(max=LONGEST_LINE)],
        description=_l("For an organisation: its name, and the person who answers for it."),
    )
    address = TextAreaField(_l("Their address"), [NEEDED, Length(max=LONGEST_LINE)])
    purpose = TextAreaField(_l("What they need it for"), [NEEDED, Length(max=LONGEST_REASON)])
    onward = TextAreaField(
        _l("Whom they will tell, and what for"),
        [Optional(), Length(max=LONGEST_REASON)],
        description=_l("Empty if they say that they will tell nobody."),
        filters=[lambda words: words or ""],
    )
    received_on = DateField(_l("Day on which it arrived"), [NEEDED])


class AnswerForm(AppForm):
    """What became of a wish to see the statutory register."""

    state = RadioField(
        _l("What was done"),
        [NEEDED],
        choices=[
            SelectChoice(Asked.SHOWN, _l("The register was shown")),
            SelectChoice(Asked.COURT, _l("The court was asked: the purpose is not proper")),
            SelectChoice(Asked.WITHDRAWN, _l("They withdrew it")),
        ],
    )
    outcome = TextAreaField(_l("What was done, in words"), [NEEDED, Length(max=LONGEST_REASON)])


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
    level = SelectField(_l("Level"), choices=choices(dict(LEVELS)))
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
