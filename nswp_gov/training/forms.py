"""Forms of capacity building: shape and words; the rules are in the operations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from nswp_gov.directory.forms.profile import Boxes, countries, languages
from nswp_gov.rules.audience import Step
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.notice import instant
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import Unfit
from nswp_gov.training.states import (
    KEPT_MONTHS,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_MONTHS,
    MOST_PEOPLE,
    Kind,
    Topic,
)
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import NEEDED, AppForm, choices

WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
TOPICS: dict[str, Any] = {
    Topic.HUMAN_RIGHTS: _l("Human rights"),
    Topic.HEALTH: _l("Health"),
    Topic.LAW_AND_POLICY: _l("Law and policy"),
    Topic.ETHICS: _l("Ethics"),
    Topic.TECHNOLOGIES: _l("Technologies"),
}
KINDS: dict[str, Any] = {
    Kind.ACADEMY: _l("Academy"),
    Kind.TRAINING: _l("Training course"),
    Kind.WORKSHOP: _l("Workshop"),
    Kind.WEBINAR: _l("Online seminar"),
}
AUDIENCES: dict[str, Any] = {
    Step.PUBLIC: _l("Everybody"),
    Step.MEMBERS: _l("Members"),
}


def regions() -> list[SelectChoice]:
    """Return the regions as choices."""
    return [SelectChoice(one.value, REGIONS[one.value]) for one in Region]


def _line(label: Any, hint: Any = "", *more: Any, most: int = LONGEST_LINE) -> StringField:
    return StringField(label, [*(more or (NEEDED,)), Length(max=most)], description=hint)


def _text(label: Any, hint: Any = "", *more: Any) -> TextAreaField:
    return TextAreaField(label, [*(more or (NEEDED,)), Length(max=LONGEST_TEXT)], description=hint)


def _number(label: Any, least: int, most: int, hint: Any = "", **more: Any) -> IntegerField:
    limits = [InputRequired(_l("Write a number.")), NumberRange(least, most)]
    return IntegerField(label, limits, description=hint, **more)


class WordsForm(AppForm):
    """A title and some words in the reader's language; the desk translates them."""

    title = _line(_l("Title"), _l("In the language of this page. It is translated later."))
    summary = _text(_l("In a few sentences"))


class TitleForm(AppForm):
    """A title alone."""

    title = _line(_l("Title"))


class ProgrammeForm(WordsForm):
    """A programme."""

    topics = Boxes(_l("What it is about"), choices=choices(TOPICS))
    audience = SelectField(
        _l("Who reads it"),
        choices=choices(AUDIENCES),
        description=_l("This can’t be changed later."),
    )
    kept_months = _number(
        _l("Months for which names of participants are kept"),
        1,
        MOST_MONTHS,
        _l("Counted from the end of each event. Then they are erased."),
        default=KEPT_MONTHS,
    )


class TimesForm(AppForm):
    """From when until when, on the clocks of a place."""

    starts_at = DateTimeLocalField(_l("Begins"), [NEEDED], format=WALL)
    ends_at = DateTimeLocalField(_l("Ends"), [NEEDED], format=WALL)
    zone = _line(
        _l("Time zone"),
        _l("Such as Europe/London. Readers see their own time beside it."),
        most=64,
    )

    def instants(self) -> dict[str, Any]:
        """Return the two instants and the zone.

        Raises:
            Unfit: there is no such zone.

        """
        zone = (self.zone.data or "").strip()
        return {
            "starts_at": at(self.starts_at.data, zone),
            "ends_at": at(self.ends_at.data, zone),
            "zone": zone,
        }


class EventForm(TimesForm):
    """An event of a programme."""

    title = _line(_l("Title"), _l("In the language of this page. It is translated later."))
    kind = SelectField(_l("What it is"), choices=choices(KINDS))
    country = SelectField(
        _l("Country or territory"), description=_l("Everybody reads this. Empty: it is online.")
    )
    region = SelectField(_l("For which region"), default="")
    languages = Boxes(_l("Languages"))
    interpretation = Boxes(_l("Interpretation into"))
    directions = _text(
        _l("Where exactly, and how to get in"),
        _l("Only those who come read this. It is kept encrypted."),
        Optional(),
    )

    def offer(self, locale: Locale) -> None:
        """Offer countries, regions and languages by their names in the reader's language."""
        self.country.choices = [SelectChoice("", "–"), *countries(locale)]
        self.region.choices = [SelectChoice("", _l("All regions")), *regions()]
        self.languages.choices = self.interpretation.choices = languages(locale)


def at(wall: datetime, zone: str) -> datetime:
    """Return the instant at which the clocks of `zone` show `wall`.

    Raises:
        Unfit: there is no such zone.

    """
    try:
        return instant(wall.date(), wall.time(), zone)
    except ValueError as unknown:
        raise Unfit("unknown_zone", field="zone") from unknown


class DirectionsForm(AppForm):
    """Where exactly an event is."""

    words = _text(
        _l("Where exactly, and how to get in"),
        _l("Only those who come read this. It is kept encrypted."),
    )


class LessonForm(AppForm):
    """A sitting in which attendance is taken."""

    starts_at = DateTimeLocalField(
        _l("Begins"),
        [NEEDED],
        format=WALL,
        description=_l("On the clocks of the event."),
    )
    module = SelectField(_l("Module"))


class NameForm(AppForm):
    """A chosen name."""

    name = _line(_l("Chosen name"), _l("Any name that this person chooses."), most=LONGEST_NAME)


class ParticipantForm(NameForm):
    """Somebody who comes without a call."""

    region = SelectField(_l("Region"))


class PublicNameForm(AppForm):
    """The name that somebody of the faculty lets everybody read."""

    public_name = _line(
        _l("The name that everybody may read"),
        _l("Empty: you are not named."),
        Optional(),
        most=LONGEST_NAME,
    )


class AddressForm(AppForm):
    """A page of ours, by its address."""

    address = _line(_l("Address of its page"), _l("As your browser shows it."))

    def slug(self) -> str:
        """Return the last part of the address."""
        path = (self.address.data or "").strip().partition("?")[0]
        return path.rstrip("/").rpartition("/")[2]


class MaterialForm(AddressForm):
    """A resource of the library that goes with a module."""

    module = SelectField(_l("Module"), [NEEDED])


class CertificatesForm(AppForm):
    """Who gets a certificate."""

    least = _number(_l("Lessons that somebody has to have been in, at least"), 0, 200)


class ReasonForm(AppForm):
    """Why, as the applicant reads it."""

    reason = _text(_l("Reason"), _l("The applicant reads this. Name nobody."))


class CodeForm(AppForm):
    """The code of a certificate; nothing changes by asking, so it carries no mark."""

    class Meta:
        """Take it from an address."""

        csrf = False

    code = _line(_l("Code of the certificate"), _l("Twelve letters and figures."), most=40)


class CallForm(AppForm):
    """A call: what is asked for and how many can come."""

    summary = _text(_l("Who is meant, and what is paid for"))
    criteria = _text(
        _l("Questions to applicants"),
        _l("One a line. Places are given by the answers to these, and by nothing else."),
    )
    team = _number(_l("People in one team, at most"), 1, MOST_PEOPLE)
    closes_at = DateTimeLocalField(
        _l("Applications until"),
        [NEEDED],
        format=WALL,
        description=_l("On the clocks of the event."),
    )
    answer_days = _number(_l("Days in which an offered place has to be taken"), 1, 60, default=14)

    def numbers(self) -> dict[Region, int]:
        """Return the places of each region."""
        return {one: self[f"places_{one.name.lower()}"].data or 0 for one in Region}


for _region in Region:
    setattr(
        CallForm,
        f"places_{_region.name.lower()}",
        IntegerField(REGIONS[_region.value], [Optional(), NumberRange(0, 500)], default=0),
    )


class DayForm(AppForm):
    """A day of action."""

    title = _line(_l("Title"), _l("In the language of this page. It is translated later."))
    day = _number(_l("Day"), 1, 31)
    month = _number(_l("Month"), 1, 12)
