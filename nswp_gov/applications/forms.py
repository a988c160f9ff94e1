"""Forms of applications. What is asked of the applicant needs nothing to be saved half-done."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from nswp_gov.accounts.forms import ADDRESS_SHAPE, LONGEST_ADDRESS
from nswp_gov.applications.states import (
    LONGEST_LINE,
    LONGEST_TEXT,
    PROFILE,
    Answer,
    Knows,
    LedBy,
    Part,
    Statement,
)
from nswp_gov.directory.forms import countries
from nswp_gov.directory.forms.labels import AREAS, FIELDS, LEVELS, READERS
from nswp_gov.directory.forms.profile import Boxes
from nswp_gov.directory.states import ProfileField, Readers
from nswp_gov.membership.forms import CATEGORIES
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import Unfit
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import NEEDED, AppForm, choices

NEW = "new"
LED_BY: dict[str, Any] = {
    LedBy.SEX_WORKERS: _l("Sex workers: they are the majority of those who decide"),
    LedBy.WITH_OTHERS: _l("Sex workers and others together, or mostly others"),
    LedBy.SUPPORTERS: _l("Others: we support sex workers and work on more than sex work"),
}
STATEMENTS: dict[str, Any] = {
    Statement.WORK: _l("We accept sex work as work."),
    Statement.CRIMINALISATION: _l(
        "We oppose every criminalisation and other legal oppression of sex work: of sex workers, "
        "their clients, their families and friends, and everybody who works with them."
    ),
    Statement.SELF_ORGANISATION: _l(
        "We support sex workers in organising themselves and deciding for themselves."
    ),
    Statement.CONSENSUS: _l(
        "We endorse the Consensus Statement on Sex Work, Human Rights, and the Law."
    ),
    Statement.CONDUCT: _l("We keep to the network’s Code of Conduct."),
}
ANSWERS: dict[str, Any] = {
    Answer.YES: _l("Yes: admit this organisation"),
    Answer.NO: _l("No: do not admit it"),
}
KNOWS: dict[str, Any] = {
    Knows.YES: _l("I know this organisation"),
    Knows.NO: _l("I don’t know it"),
    Knows.UNSURE: _l("I am not sure"),
}


def _line(label: Any, hint: Any = "", *more: Any) -> StringField:
    return StringField(label, [*more, Length(max=LONGEST_LINE)], description=hint)


def _text(label: Any, hint: Any = "", *more: Any) -> TextAreaField:
    return TextAreaField(label, [*more, Length(max=LONGEST_TEXT)], description=hint)


def _email(hint: Any) -> EmailField:
    return EmailField(
        _l("E-mail address"),
        [Optional(), Length(max=LONGEST_ADDRESS), ADDRESS_SHAPE],
        description=hint,
    )


class OrganisationPart(AppForm):
    """What it is called, where it is, how far it reaches."""

    name = _line(_l("1. What is your organisation called?"))
    country = SelectField(
        _l("2. In which country or territory do you work?"),
        description=_l("Leave it empty if you are a network of several countries."),
    )
    level = RadioField(_l("3. How far do you reach?"), [Optional()], choices=choices(dict(LEVELS)))

    def offer(self, locale: Locale) -> None:
        """Offer the countries by their names in the reader's language."""
        self.country.choices = [SelectChoice("", "–"), *countries(locale)]


class LeadershipPart(AppForm):
    """Who decides in it."""

    led_by = RadioField(
        _l("4. Who decides in your organisation?"), [Optional()], choices=choices(LED_BY)
    )
    involvement = _text(
        _l("5. How do sex workers take part in it?"),
        _l("A few sentences are enough: who decides, who speaks for you, who is employed."),
    )
    host = _line(
        _l("6. Do you work inside a larger organisation? Which one?"),
        _l("Leave it empty if not. You don’t need to be registered anywhere."),
    )


class WorkPart(AppForm):
    """What it does."""

    works_with = _text(_l("7. Who do you work with, and what do you do?"))
    areas = Boxes(_l("8. What do you work on?"), choices=choices(dict(AREAS)))
    challenges = _text(_l("9. What are the main challenges that sex workers face where you are?"))


class ContactPart(AppForm):
    """Whom to ask, and whom not."""

    contact = _line(
        _l("10. Whom may we ask for, if we have a question?"), _l("Any name that you choose.")
    )
    email = _email(_l("Without it, come back with your link: all questions to you stand here."))
    not_to_ask = _text(
        _l("Is there anybody whom we must not ask about you?"),
        _l("Nobody is asked about you unless you agree to that person first."),
    )


class ValuesPart(AppForm):
    """What a member endorses."""

    endorsed = Boxes(_l("What every member endorses"), choices=choices(STATEMENTS))


def _readers(field: ProfileField) -> SelectField:
    fitting = [
        SelectChoice(one.value, READERS[one])
        for one in (Readers.SECRETARIAT, Readers.MEMBERS, Readers.PUBLIC)
        if one.width <= field.widest.width
    ]
    return SelectField(FIELDS[field], choices=fitting, default=Readers.SECRETARIAT.value)


_Consent: Any = type(
    "_Consent", (AppForm,), {field.value: _readers(field) for field in PROFILE.values()}
)


class ConsentPart(_Consent):  # type: ignore[misc]  # its fields are made from the list of fields
    """Who may see what, once the organisation belongs; nobody else, unless it says so here."""


PARTS: dict[Part, type[AppForm]] = {
    Part.ORGANISATION: OrganisationPart,
    Part.LEADERSHIP: LeadershipPart,
    Part.WORK: WorkPart,
    Part.CONTACT: ContactPart,
    Part.VALUES: ValuesPart,
    Part.CONSENT: ConsentPart,
}


class WordsForm(AppForm):
    """Some words: an answer, an appeal."""

    words = _text(_l("Your answer"), "", NEEDED)


class AppealForm(AppForm):
    """Why it should be heard again."""

    words = _text(_l("Why should the board look at it again?"), "", NEEDED)


class VerifierAnswerForm(AppForm):
    """What a verifier says."""

    knows = RadioField(_l("Do you know this organisation?"), [NEEDED], choices=choices(KNOWS))
    words = _text(_l("What can you tell us?"), "", NEEDED)


class PassOnForm(AppForm):
    """It is complete: in which category it is examined."""

    category = SelectField(
        _l("Category that it asks for"),
        choices=choices(CATEGORIES),
        description=_l("Taken from the answer to question 4; change it if that is a mistake."),
    )
    why = _line(_l("Remark"), "", Optional())


class GiveBackForm(AppForm):
    """What is missing."""

    why = _text(_l("What is missing"), _l("The applicant reads this."), NEEDED)


class AskForm(AppForm):
    """A question to the applicant."""

    words = _text(_l("Question to the applicant"), "", NEEDED)


class VerifierForm(AppForm):
    """Somebody who may know the organisation."""

    name = _line(
        _l("Whom to ask"),
        _l("The applicant reads this name and has to agree to it first."),
        NEEDED,
    )
    email = _email(_l("Empty: once the applicant agrees you get a link to hand on yourself."))
    locale = SelectField(
        _l("Language of the letter"),
        choices=[SelectChoice(one.value, one.own_name) for one in Locale],
    )
    questions = _text(
        _l("Your questions"),
        _l("This person sees the name, the country and these questions, nothing else."),
        NEEDED,
    )


class RecommendForm(AppForm):
    """What a reviewer recommends."""

    answer = RadioField(_l("What you recommend"), [NEEDED], choices=choices(ANSWERS))
    reason = _text(
        _l("Why"), _l("Only the secretariat, the reviewers and the board read it."), NEEDED
    )
    how = _text(
        _l("How you made sure"),
        _l("For example: known for years, met, asked somebody who knows them."),
        NEEDED,
    )
    told = _text(
        _l("If no: the reasons that the applicant reads"),
        _l("In the name of the board. Name nobody."),
    )


class RecogniseForm(AppForm):
    """Which record of the register the applicant's is, if any."""

    record = RadioField(
        _l("Record in the register"),
        [NEEDED],
        description=_l("Admission then goes on with this record, and nothing of it is lost."),
    )

    def offer(self, known: Iterable[tuple[uuid.UUID, str]]) -> None:
        """Offer these records, and that it is none of them."""
        self.record.choices = [
            *(SelectChoice(str(key), words) for key, words in known),
            SelectChoice(NEW, _l("None of these: it is new")),
        ]

    def known(self) -> uuid.UUID | None:
        """Return the record that was chosen; None: it is new."""
        return None if self.record.data == NEW else uuid.UUID(self.record.data)


class AsideForm(AppForm):
    """Why a reviewer leaves the review."""

    reason = _text(
        _l("Why you step aside"), _l("You will not see this application any more."), NEEDED
    )


class DecidedForm(AppForm):
    """The decision of the board that it follows from."""

    decision = StringField(
        _l("Identifier of the decision"),
        [NEEDED, Length(max=36)],
        description=_l("The last part of the decision’s address."),
    )

    def decision_id(self) -> uuid.UUID:
        """Return the decision that was named.

        Raises:
            Unfit: what was typed is no identifier.

        """
        try:
            return uuid.UUID((self.decision.data or "").strip())
        except ValueError:
            raise Unfit("decision_unknown", field="decision") from None


class RegionForm(DecidedForm):
    """The region that the board assigned."""

    region = SelectField(
        _l("Region"), choices=[SelectChoice(one.value, REGIONS[one.value]) for one in Region]
    )
    reason = _line(_l("Why this region"), "", NEEDED)


class DecisionForm(DecidedForm):
    """What the board decided."""

    answer = RadioField(_l("What the board decided"), [NEEDED], choices=choices(ANSWERS))
    category = SelectField(_l("Category"), choices=choices(CATEGORIES))
    told = _text(
        _l("If no: the reasons that the applicant reads"),
        _l("In the name of the board. Name nobody."),
    )
