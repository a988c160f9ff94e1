"""Forms of elections: shape and words; the rules are in the operations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from nswp_gov.elections.states import Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import BallotKind
from nswp_gov.web.forms import NEEDED, AppForm

LANGUAGES = [SelectChoice(one.value, one.own_name) for one in Locale]
KINDS = [
    SelectChoice(Kind.REHEARSAL, _l("A rehearsal")),
    SelectChoice(Kind.REAL, _l("A real election")),
]
BALLOTS = [
    SelectChoice(BallotKind.RANKED.value, _l("Put names in order (ranked)")),
    SelectChoice(BallotKind.APPROVAL.value, _l("Mark everybody whom they could accept (approval)")),
    SelectChoice(BallotKind.PLURALITY.value, _l("Choose one (most votes win)")),
]
LONGEST_STATEMENT = 6000
MOST_SECONDS = 9


class ActForm(AppForm):
    """A button and nothing else."""


class PlanForm(AppForm):
    """The timetable of an election, who runs it, and what it is called."""

    title_en = StringField("English", [NEEDED, Length(max=120)])
    title_fr = StringField("Français", [Optional(), Length(max=120)])
    title_es = StringField("Español", [Optional(), Length(max=120)])
    title_ru = StringField("Русский", [Optional(), Length(max=120)])
    title_zh = StringField("简体中文", [Optional(), Length(max=120)])
    kind = RadioField(_l("What it is"), choices=KINDS, default=Kind.REHEARSAL)
    officer = SelectField(
        _l("Returning officer"),
        [NEEDED],
        description=_l("Never somebody of the secretariat, and nobody who stands."),
    )
    ballot = RadioField(_l("How people vote"), choices=BALLOTS, default=BallotKind.RANKED.value)
    seals_on_device = BooleanField(
        _l("Voters’ own devices seal the vote where they can"),
        description=_l("Everywhere else our server seals it. The ballot says which it is."),
        default=True,
    )
    seconds_needed = IntegerField(
        _l("How many other organisations have to support a nomination"),
        [InputRequired(_l("Write a number; 0 for none.")), NumberRange(0, MOST_SECONDS)],
        default=0,
    )
    record_on = DateField(
        _l("Day on which the register decides who votes"),
        [NEEDED],
        description=_l("Later changes of the register do not change the roll."),
    )
    nominations_close_at = DateTimeLocalField(_l("Nominations close"), [NEEDED])
    claims_until = DateTimeLocalField(
        _l("Organisations can object to their entry on the roll until"), [NEEDED]
    )
    opens_at = DateTimeLocalField(_l("Voting opens"), [NEEDED])
    closes_at = DateTimeLocalField(_l("Voting closes"), [NEEDED])
    complaints_until = DateTimeLocalField(
        _l("Complaints are possible until"),
        [NEEDED],
        description=_l("Winners take their seats after that."),
    )
    deviation_reason = TextAreaField(
        _l("Why a rule is not kept"),
        [Optional(), Length(max=1000)],
        description=_l("Needed where a real election departs from a rule. It is published."),
    )


class NominateForm(AppForm):
    """A person proposed for a post."""

    organisation = SelectField(_l("For which organisation you act"), [NEEDED])
    nominee_name = StringField(
        _l("Whom you propose"),
        [NEEDED, Length(max=120)],
        description=_l("Only the returning officer and this person see it until they accept."),
    )
    nominee_address = StringField(
        _l("Their e-mail address"),
        [Optional(), Length(max=254)],
        description=_l("Without one you get a link that you hand on yourself."),
    )
    locale = SelectField(_l("Language of the letter"), choices=LANGUAGES)


class AcceptForm(AppForm):
    """What a candidate lets be published."""

    public_name = StringField(
        _l("The name to stand under"),
        [NEEDED, Length(max=120)],
        description=_l(
            "It is published for everybody and stays in the record. It need not be your legal name."
        ),
    )
    locale = SelectField(_l("The language you write in"), choices=LANGUAGES)
    statement = TextAreaField(
        _l("Your statement"),
        [NEEDED, Length(max=LONGEST_STATEMENT)],
        description=_l("What you want to do in this seat. It is published for everybody."),
    )
    answer_1 = TextAreaField("", [Optional(), Length(max=LONGEST_STATEMENT)])
    answer_2 = TextAreaField("", [Optional(), Length(max=LONGEST_STATEMENT)])
    answer_3 = TextAreaField("", [Optional(), Length(max=LONGEST_STATEMENT)])
    names_organisation = BooleanField(
        _l("The organisation that proposes me may be named beside me, if it agrees."),
        description=_l("Naming it shows everybody that it votes. Leave it out if in doubt."),
    )
    consents = BooleanField(
        _l("This name, this statement and these answers may be published."),
        [InputRequired(_l("Without this you can’t stand. You can also decline."))],
    )


class QuestionsForm(AppForm):
    """Up to three questions to everybody who stands, each in five languages."""


for _number in (1, 2, 3):
    for _locale in Locale:
        setattr(
            QuestionsForm,
            f"question_{_number}_{_locale.code}",
            TextAreaField(_locale.own_name, [Optional(), Length(max=500)]),
        )


class TranslationForm(AppForm):
    """A candidate's words in another language."""

    statement = TextAreaField(_l("Statement"), [Optional(), Length(max=LONGEST_STATEMENT)])
    answer_1 = TextAreaField("", [Optional(), Length(max=LONGEST_STATEMENT)])
    answer_2 = TextAreaField("", [Optional(), Length(max=LONGEST_STATEMENT)])
    answer_3 = TextAreaField("", [Optional(), Length(max=LONGEST_STATEMENT)])
    is_machine_assisted = BooleanField(_l("A machine helped with this translation"))


class RuleForm(AppForm):
    """The returning officer's ruling on a nomination."""

    ruling = RadioField(
        _l("Ruling"),
        [NEEDED],
        choices=[
            SelectChoice("in", _l("This person stands")),
            SelectChoice("out", _l("The nomination is refused")),
        ],
    )
    reasons = TextAreaField(
        _l("Reasons of a refusal"),
        [Optional(), Length(max=2000)],
        description=_l("The nominee is given them. Name the rule."),
    )


class ClaimForm(AppForm):
    """An organisation's objection to its entry on the roll."""

    words = TextAreaField(
        _l("What is wrong, and why"),
        [NEEDED, Length(max=2000)],
        description=_l("Only the returning officer reads it."),
    )


class ClaimRulingForm(AppForm):
    """The returning officer's ruling on an objection to the roll."""

    ruling = RadioField(
        _l("Ruling"),
        [NEEDED],
        choices=[
            SelectChoice("upheld", _l("The objection is right; the roll follows it")),
            SelectChoice("dismissed", _l("The roll stays as the register has it")),
        ],
    )
    reasons = TextAreaField(
        _l("Reasons"),
        [NEEDED, Length(max=2000)],
        description=_l("The organisation is given them. Name the rule."),
    )


class TrusteeForm(AppForm):
    """A trustee's public key file."""

    public_file = FileField(
        _l("Public key file"),
        [FileRequired(_l("Choose the file."))],
        description=_l("The trustee made it with nswp-trustee keygen: public.json."),
    )
    person = SelectField(
        _l("Their account"),
        [Optional()],
        description=_l("With an account they can bring their files themselves."),
    )
    is_opener = BooleanField(_l("This trustee also opens the box"))


class LotForm(AppForm):
    """The order of the candidates as drawn by lot."""

    order = TextAreaField(
        _l("The order drawn, one a line"),
        [NEEDED, Length(max=4000)],
        description=_l("Ties are broken in favour of whoever stands higher here."),
    )


class SharesForm(AppForm):
    """A trustee's share file."""

    share_file = FileField(_l("Share file"), [FileRequired(_l("Choose the file."))])


class OpeningForm(AppForm):
    """What an opener found in the box."""

    opening = FileField(
        _l("Signed statement (opening-….json)"), [FileRequired(_l("Choose the file."))]
    )
    ballots = FileField(
        _l("Opened ballots (ballots.jsonl)"), [FileRequired(_l("Choose the file."))]
    )
