"""Forms of complaints. What is asked of whoever complains can be kept half-done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from nswp_gov.complaints.states import DECIDABLE, LONGEST_LINE, LONGEST_TEXT, Outcome
from nswp_gov.directory.forms.profile import Boxes
from nswp_gov.rules.languages import Locale
from nswp_gov.web.forms import NEEDED, AppForm

OUTCOMES: dict[str, Any] = {
    Outcome.UPHELD: _l("Upheld: what was complained of is so, and was wrong"),
    Outcome.PARTLY: _l("Partly upheld"),
    Outcome.NOT_UPHELD: _l("Not upheld"),
    Outcome.REFERRED: _l("Referred: somebody else can do more"),
    Outcome.WITHDRAWN: _l("Taken back by whoever raised it"),
}


def _text(label: Any, hint: Any = "", *more: Any) -> TextAreaField:
    return TextAreaField(label, [*more, Length(max=LONGEST_TEXT)], description=hint)


def _line(label: Any, hint: Any = "", *more: Any) -> StringField:
    return StringField(label, [*more, Length(max=LONGEST_LINE)], description=hint)


class SaidForm(AppForm):
    """What somebody complains of, and who must not read it."""

    words = _text(
        _l("What happened?"),
        _l("In your own words and language: when, where, who was there. You need not prove it."),
    )
    wish = _text(_l("What should happen now?"))
    who = _line(_l("Whom is it about?"), _l("Names or what they do, as far as you know."))
    people = Boxes(
        _l("These people must not read it"),
        [Optional()],
        description=_l(
            "The first ones in this list would read it. Mark everybody whom it concerns: they, "
            "and all people of their organisation, are kept out of it for ever."
        ),
    )
    organisation = _line(
        _l("Which organisation is it about?"),
        _l("Its name as it is known in the network. Nobody of it reads your complaint."),
    )
    own = _line(
        _l("To which organisation do you belong?"),
        _l("Only if you want: then nobody of it reads your complaint either."),
    )

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer the people who would read it: identifier, and how they are called here."""
        self.people.choices = [SelectChoice(key, name) for key, name in people]


class WordsForm(AppForm):
    """Some words to the other side."""

    words = _text(_l("Your message"), "", NEEDED)


class AppealForm(AppForm):
    """Why others should hear it again."""

    words = _text(_l("Why should others look at it again?"), "", NEEDED)


class AcknowledgeForm(AppForm):
    """Say that it arrived."""

    words = _text(
        _l("Your message"),
        _l("That it arrived and who reads it is said anyway. Say what comes next, if you know."),
    )


class DecideForm(AppForm):
    """How it ends, and why."""

    outcome = RadioField(
        _l("Outcome"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(one, OUTCOMES[one]) for one in DECIDABLE],
    )
    words = _text(
        _l("Reasons"), _l("Whoever raised it reads this. Name nobody who is not named yet."), NEEDED
    )
    original_in = SelectField(
        _l("You wrote it in another language first?"),
        choices=[SelectChoice("", "–"), *(SelectChoice(one.value, one.own_name) for one in Locale)],
    )
    original = _text(_l("The reasons in that language"), _l("Both are kept and shown."), Optional())

    def reasons(self, asked: Locale) -> dict[Locale, str]:
        """Return the reasons by language, the one in which they were written first."""
        written = Locale(self.original_in.data) if self.original_in.data else asked
        said = {written: self.original.data or "", asked: self.words.data or ""}
        return {locale: words for locale, words in said.items() if words.strip()}


class MeasureForm(AppForm):
    """Something to be done, and until when."""

    words = _text(_l("What is to be done"), "", NEEDED)
    due_on = DateField(_l("Until"), [InputRequired(_l("Say until which day."))])


class PersonForm(AppForm):
    """Somebody of the network."""

    person = SelectField(_l("Person"), [InputRequired(_l("Choose one."))])
    why = _text(_l("Why"), "", NEEDED)

    def offer(self, people: Iterable[tuple[Any, str]]) -> None:
        """Offer people: identifier and name."""
        self.person.choices = [
            SelectChoice("", "–"),
            *(SelectChoice(str(key), name) for key, name in people),
        ]


class AsideForm(AppForm):
    """Why somebody does not take part."""

    reason = _text(_l("Why do you step aside?"), _l("The circle reads it, nobody else."), NEEDED)
