"""Forms of the tracker's desk."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from nswp_gov.directory.forms import countries
from nswp_gov.directory.forms.profile import Boxes, languages
from nswp_gov.policies.states import (
    LONGEST_LINE,
    LONGEST_PARAPHRASE,
    LONGEST_TITLE,
    Found,
    InstitutionKind,
    InstrumentKind,
    Stance,
    Topic,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.web.formats import REGIONS, spell_language
from nswp_gov.web.forms import NEEDED, AppForm, choices

OFTEN = ("ar", "de", "en", "es", "fr", "pt", "ru", "zh")  # in which such documents are issued

INSTITUTION_KINDS: dict[str, Any] = {
    InstitutionKind.UN_BODY: _l("United Nations: organ, programme or agency"),
    InstitutionKind.UN_EXPERTS: _l("United Nations: committee or experts"),
    InstitutionKind.COMMISSION: _l("Independent commission"),
    InstitutionKind.REGIONAL: _l("Organisation of states of a region"),
    InstitutionKind.COURT: _l("Court"),
    InstitutionKind.SOCIETY: _l("Organisation of civil society"),
}
INSTRUMENT_KINDS: dict[str, Any] = {
    InstrumentKind.TREATY: _l("Treaty"),
    InstrumentKind.RECOMMENDATION: _l("Recommendation"),
    InstrumentKind.RESOLUTION: _l("Resolution"),
    InstrumentKind.JUDGMENT: _l("Judgment"),
    InstrumentKind.GUIDANCE: _l("Guidance"),
    InstrumentKind.POLICY: lazy_pgettext("kind of document", "Policy"),
    InstrumentKind.REPORT: lazy_pgettext("kind of document", "Report"),
    InstrumentKind.STATEMENT: lazy_pgettext("kind of document", "Statement"),
}
TOPICS: dict[str, Any] = {
    Topic.DECRIMINALISATION: _l("Decriminalisation"),
    Topic.LABOUR: _l("Labour rights"),
    Topic.HEALTH: _l("Health"),
    Topic.VIOLENCE: _l("Violence"),
    Topic.TRAFFICKING: _l("Trafficking"),
    Topic.MIGRATION: _l("Migration"),
    Topic.DISCRIMINATION: _l("Discrimination"),
    Topic.SOCIAL_PROTECTION: _l("Social protection"),
    Topic.PARTICIPATION: _l("Taking part in decisions"),
    Topic.DIGITAL: _l("Digital spaces"),
}
STANCES: dict[str, Any] = {
    Stance.FOR: _l("supports it"),
    Stance.PARTLY: _l("partly"),
    Stance.AGAINST: _l("against it"),
}

FOUND: dict[str, Any] = {
    Found.WORDS: _l("The passage itself says this"),
    Found.GIST: _l("An account of the document says that it says this"),
}


class InstitutionForm(AppForm):
    """An institution."""

    name = StringField(_l("Name"), [NEEDED, Length(max=LONGEST_LINE)])
    acronym = StringField(_l("Acronym"), [Optional(), Length(max=30)])
    kind = SelectField(_l("Kind"), choices=choices(INSTITUTION_KINDS))
    region = SelectField(
        _l("Region"),
        choices=[
            SelectChoice("", _l("The whole world")),
            *(SelectChoice(one.value, REGIONS[one.value]) for one in Region),
        ],
    )
    address = StringField(_l("Address of its website"), [Optional(), Length(max=LONGEST_TITLE)])


class InstrumentForm(AppForm):
    """A document of an institution."""

    title = StringField(
        _l("Title for readers"),
        [NEEDED, Length(max=LONGEST_TITLE)],
        description=_l("In the language of this page; others translate it."),
    )
    official_title = StringField(
        _l("Official title"),
        [NEEDED, Length(max=LONGEST_TITLE)],
        description=_l("Word for word, in the language of the document."),
    )
    language = SelectField(_l("Language of the document"), [NEEDED])
    languages = Boxes(_l("Also published in"))
    kind = SelectField(_l("Kind"), choices=choices(INSTRUMENT_KINDS))
    issued_on = DateField(_l("Day of the document"), [NEEDED])
    reference = StringField(
        _l("Reference"),
        [Optional(), Length(max=LONGEST_LINE)],
        description=_l("The number under which it can be found, if it has one."),
    )
    address = StringField(
        _l("Official address"),
        [NEEDED, Length(max=LONGEST_TITLE)],
        description=_l("Where the institution itself publishes it."),
    )
    is_worldwide = BooleanField(_l("It applies in the whole world"))
    regions = Boxes(
        _l("Regions in which it applies"),
        choices=[SelectChoice(one.value, REGIONS[one.value]) for one in Region],
    )
    countries = SelectMultipleField(
        _l("Countries and territories in which it applies"), render_kw={"size": 8}
    )

    def fill(self, locale: Locale) -> None:
        """Offer languages and countries under the names that the reader knows."""
        self.language.choices = languages(locale)
        self.languages.choices = [
            SelectChoice(code, spell_language(code, locale.value)) for code in OFTEN
        ]
        self.countries.choices = countries(locale)


class PositionForm(AppForm):
    """A position taken in a document."""

    topic = SelectField(_l("Topic"), choices=choices(TOPICS))
    stance = RadioField(_l("How it stands towards the claim"), choices=choices(STANCES))
    place = StringField(
        _l("Exact place"),
        [NEEDED, Length(max=LONGEST_LINE)],
        description=_l("Paragraph, article or page, so that anybody can check it."),
    )
    paraphrase = TextAreaField(
        _l("What it says, in our own words"), [Optional(), Length(max=LONGEST_PARAPHRASE)]
    )
    quotation = TextAreaField(
        _l("Short quotation"),
        [Optional()],
        description=_l("Word for word, at most 300 characters."),
    )
    quotation_language = SelectField(_l("Language of the quotation"))
    taken_on = DateField(
        _l("In force from"),
        [Optional()],
        description=_l("Empty: the day of the document."),
    )
    supersedes = SelectField(
        _l("It takes the place of"),
        description=_l("Both stay readable; the older one is marked as no longer in force."),
    )

    def fill(self, locale: Locale, older: list[SelectChoice]) -> None:
        """Offer languages, and the positions of this institution that are in force."""
        self.quotation_language.choices = [SelectChoice("", "–"), *languages(locale)]
        self.supersedes.choices = [SelectChoice("", "–"), *older]


class RemarkForm(AppForm):
    """What is to be mended in an entry."""

    remark = TextAreaField(_l("What is to be mended"), [NEEDED, Length(max=LONGEST_LINE * 5)])


class ReasonForm(AppForm):
    """Why an entry is taken out."""

    reason = TextAreaField(
        _l("Why it is taken out"),
        [NEEDED, Length(max=LONGEST_PARAPHRASE)],
        description=_l("Everybody can read it at the address of the entry."),
    )


class CheckForm(AppForm):
    """That the source was read."""

    address = StringField(
        _l("Where it was read"),
        [NEEDED, Length(max=LONGEST_TITLE)],
        description=_l("The whole address: readers see it beside the entry."),
    )
    found = RadioField(
        _l("What was found there"), choices=choices(FOUND), default=Found.WORDS.value
    )


class PlainForm(AppForm):
    """A button alone."""
