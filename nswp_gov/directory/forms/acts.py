"""Forms of single acts: appoint, tie, hide, assess a risk."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from nswp_gov.directory.forms.labels import CAPACITIES, SCOPES, TIES
from nswp_gov.directory.forms.profile import Boxes, countries
from nswp_gov.directory.operations.profile import LONGEST_LINE
from nswp_gov.directory.states import Risk
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import NEEDED, AppForm

RISKS = {
    Risk.ORDINARY: _l("Ordinary: a consent is enough to be listed"),
    Risk.RAISED: _l("Raised: a consent has to be confirmed a second time"),
    Risk.SEVERE: _l("Severe: nobody is listed"),
}


class AppointForm(AppForm):
    """A person, by the name they sign in with, and in what they act."""

    sign_in_name = StringField(
        _l("Their sign-in name"),
        [NEEDED, Length(max=200)],
        description=_l("Ask the person for it. They need an account; the office invites people."),
    )
    capacity = SelectField(
        _l("What they do for you"),
        choices=[SelectChoice(key, word) for key, word in CAPACITIES.items()],
    )


class JointForm(AppointForm):
    """The same, from the office, with how it tried to reach the organisation."""

    reason = TextAreaField(
        _l("How you tried to reach their editors"),
        [NEEDED, Length(max=1000)],
        description=_l("The representative and the organisation read it."),
    )


class HandOverForm(AppForm):
    """Somebody who takes over, and what they take over from whom."""

    sign_in_name = StringField(
        _l("Sign-in name of the person who takes over"),
        [NEEDED, Length(max=200)],
        description=_l("Ask the person for it. They need an account; the office invites people."),
    )
    rows = Boxes(_l("What they take over"))

    def offer(self, rows: Sequence[tuple[str, str]]) -> None:
        """Offer these appointments: (id, who does what)."""
        self.rows.choices = [SelectChoice(key, words) for key, words in rows]


class PhoneForm(AppForm):
    """How the office heard something that it records in an organisation's place."""

    by_phone = StringField(
        _l("How the office heard it"),
        [Length(max=LONGEST_LINE)],
        description=_l("Who called whom, and how you knew who it was. The organisation reads it."),
    )


class TieForm(AppForm):
    """Another organisation and what we are to it."""

    other = SelectField(_l("Organisation"), validators=[NEEDED])
    tie = SelectField(
        _l("What we are to it"), choices=[SelectChoice(key, word) for key, word in TIES.items()]
    )
    from_on = DateField(_l("Since"), [NEEDED])


class AnswerForm(AppForm):
    """An answer to a proposed affiliation, or its end."""

    answer = HiddenField(validators=[InputRequired()])


class HideForm(AppForm):
    """The code on paper."""

    code = StringField(
        _l("Your code"),
        [NEEDED, Length(max=60)],
        description=_l("Sixteen characters in four groups. Capitals and dashes do not matter."),
    )


class UnlistForm(AppForm):
    """What is to be hidden at once, and why."""

    scope = SelectField(
        _l("What to hide"),
        choices=[SelectChoice(key, word) for key, word in SCOPES.items()],
    )
    organisation = SelectField(_l("Organisation"))
    country = SelectField(_l("Country or territory"))
    region = SelectField(
        _l("Region"), choices=[SelectChoice(one.value, REGIONS[one.value]) for one in Region]
    )
    reason = TextAreaField(_l("Why"), [NEEDED, Length(max=1000)])


class RiskForm(AppForm):
    """How dangerous being listed is in a country."""

    country = SelectField(_l("Country or territory"), validators=[NEEDED])
    risk = SelectField(_l("Risk"), choices=[SelectChoice(key, word) for key, word in RISKS.items()])
    reason = TextAreaField(_l("Why"), [NEEDED, Length(max=1000)])

    def offer(self, locale: Locale) -> None:
        """Offer the countries by their names in the reader's language."""
        self.country.choices = countries(locale)
