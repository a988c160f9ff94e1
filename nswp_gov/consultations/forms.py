"""Forms of consultations: shape here, rules in the operations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FileField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from nswp_gov.consultations.queries import Asking
from nswp_gov.consultations.states import (
    LONGEST_LINE,
    LONGEST_REPORT,
    LONGEST_TEXT,
    Attribution,
    Kind,
    Outcome,
    Readers,
    Stance,
)
from nswp_gov.directory.forms.profile import Boxes, countries
from nswp_gov.membership.forms import CATEGORIES
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import NEEDED, AppForm, choices

KINDS: dict[str, Any] = {
    Kind.TEXT: _l("Words"),
    Kind.CHOICE: _l("One of several"),
    Kind.MULTI: _l("Any of several"),
    Kind.SCALE: _l("A scale"),
    Kind.MATRIX: _l("Lines with the same answers"),
    Kind.NUMBER: _l("A number"),
    Kind.COUNTRY: _l("A country or territory"),
    Kind.FILE: _l("A file"),
    Kind.PARAGRAPH: _l("A paragraph to comment on"),
}
STANCES: dict[str, Any] = {
    Stance.AGREE: _l("We agree with it"),
    Stance.CHANGE: _l("We would change it"),
    Stance.AGAINST: _l("We are against it"),
}
ATTRIBUTIONS: dict[str, Any] = {
    Attribution.NAME: _l("By our name"),
    Attribution.REGION: _l("By our region only"),
    Attribution.NONE: _l("By neither: nobody can tell whose it is"),
}
READERS: dict[str, Any] = {
    Readers.PUBLIC: _l("Everybody"),
    Readers.MEMBERS: _l("Members"),
}
OUTCOMES: dict[str, Any] = {
    Outcome.DONE: _l("Done"),
    Outcome.UNDER_WAY: _l("Under way"),
    Outcome.NOT_TAKEN: _l("Not taken up"),
}
WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class DraftForm(AppForm):
    """What it is about, who is invited, until when."""

    title = StringField(_l("Title"), [NEEDED, Length(max=LONGEST_LINE)])
    purpose = TextAreaField(
        _l("What it is for"),
        [NEEDED, Length(max=4 * LONGEST_TEXT)],
        description=_l("What you want to know, and what will be done with it."),
    )
    closes_at = DateTimeLocalField(_l("Last day and time"), format=WALL, validators=[NEEDED])
    categories = Boxes(
        _l("Members of which category are asked"),
        choices=choices(dict(CATEGORIES)),
        description=_l("None ticked: all."),
    )
    regions = Boxes(
        _l("Members of which region are asked"),
        choices=[SelectChoice(one.value, REGIONS[one.value]) for one in Region],
        description=_l("None ticked: all."),
    )
    readers = RadioField(
        _l("Who reads the report"), choices=choices(READERS), default=Readers.PUBLIC
    )


class SectionForm(AppForm):
    """The title of a section."""

    title = StringField(_l("Title of the section"), [NEEDED, Length(max=LONGEST_LINE)])


class QuestionForm(AppForm):
    """One question, of any kind."""

    kind = SelectField(
        _l("What is asked for"),
        choices=choices({one: said for one, said in KINDS.items() if one != Kind.PARAGRAPH}),
    )
    label = TextAreaField(_l("Question"), [NEEDED, Length(max=4 * LONGEST_TEXT)])
    hint = StringField(_l("Hint"), [Optional(), Length(max=LONGEST_LINE)])
    options = TextAreaField(
        _l("Answers to choose from, one a line"),
        [Optional(), Length(max=8000)],
        description=_l("For a scale: the words of its lower and of its upper end."),
    )
    rows = TextAreaField(
        _l("Lines, one a line"),
        [Optional(), Length(max=8000)],
        description=_l("Only where the same answers are asked for on several lines."),
    )
    points = IntegerField(
        _l("Points of the scale"), [Optional(), NumberRange(min=3, max=10)], default=5
    )
    bounds = StringField(
        _l("Numbers are counted in groups that begin with"),
        [Optional(), Length(max=LONGEST_LINE)],
        description=_l("For example: 1, 10, 50. A single number is never published."),
    )
    is_required = BooleanField(_l("It has to be answered"))
    when = SelectField(_l("Asked only if"), validate_choice=False)


class ParagraphsForm(AppForm):
    """A draft text to be commented on."""

    text = TextAreaField(
        _l("Draft text"),
        [Optional(), Length(max=60_000)],
        description=_l("An empty line ends a paragraph. Each gets a number."),
    )
    draft = SelectField(_l("Or a draft of an adopted document"), validate_choice=False)


class OpenForm(AppForm):
    """Why it opens although somebody has several open."""

    reason = TextAreaField(
        _l("Why it can’t wait"), [Optional(), Length(max=LONGEST_TEXT)],
        description=_l("Members read this."),
    )  # fmt: skip


class ExtendForm(AppForm):
    """A later end."""

    closes_at = DateTimeLocalField(_l("New last day and time"), format=WALL, validators=[NEEDED])


class LimitForm(AppForm):
    """How many at once."""

    most = IntegerField(
        _l("Consultations that an organisation may have open at once"),
        [NEEDED, NumberRange(min=1, max=20)],
    )


class AttributionForm(AppForm):
    """How the reply is kept and shown."""

    attribution = RadioField(
        _l("How is your reply kept and shown?"),
        [InputRequired(_l("Choose one."))],
        choices=choices(ATTRIBUTIONS),
    )


class AnswerFileForm(AppForm):
    """A file as an answer."""

    file = FileField(
        _l("File"),
        [NEEDED],
        description=_l(
            "PDF, Word, Excel or a picture, up to 12 MB. We keep a copy without the hidden data. "
            "A file can tell whose it is, so it goes only with a reply by name."
        ),
    )


class ReportForm(AppForm):
    """The report."""

    words = TextAreaField(
        _l("Report"),
        [NEEDED, Length(max=LONGEST_REPORT)],
        description=_l("What members said, in short. Headings and lists as in the manual."),
    )


class RecommendationForm(AppForm):
    """What was asked for, and what was done."""

    words = TextAreaField(_l("What members asked for"), [NEEDED, Length(max=LONGEST_TEXT)])
    done = TextAreaField(_l("What we did with it"), [NEEDED, Length(max=LONGEST_TEXT)])
    outcome = RadioField(
        _l("Where it stands"), choices=choices(OUTCOMES), default=Outcome.UNDER_WAY
    )


class FollowForm(AppForm):
    """What has become of it since."""

    done = TextAreaField(_l("What we did with it"), [NEEDED, Length(max=LONGEST_TEXT)])
    outcome = RadioField(_l("Where it stands"), choices=choices(OUTCOMES))


def _picks(one: Asking, keys: Iterable[str], prefix: str = "option_") -> list[SelectChoice]:
    return [SelectChoice(key, one.words[f"{prefix}{key}"].words) for key in keys]


def _scale(one: Asking) -> list[SelectChoice]:
    ends = {one.row.options[0]: "low", one.row.options[-1]: "high"}
    return [
        SelectChoice(key, f"{key}: {one.words[ends[key]].words}" if key in ends else key)
        for key in one.row.options
    ]


def fields_of(one: Asking, locale: Locale) -> dict[str, Any]:
    """Return the fields in which a question is answered, by name; a file has a form of its own."""
    name, row = str(one.row.id), one.row
    label = one.label.words
    hint = one.words["hint"].words if "hint" in one.words else ""
    single: dict[Kind, Any] = {
        Kind.TEXT: lambda: TextAreaField(label, [Optional()], description=hint),
        Kind.NUMBER: lambda: StringField(label, [Optional()], description=hint),
        Kind.MULTI: lambda: Boxes(label, choices=_picks(one, row.options), description=hint),
        Kind.CHOICE: lambda: RadioField(
            label, [Optional()], choices=_picks(one, row.options), description=hint
        ),
        Kind.SCALE: lambda: RadioField(label, [Optional()], choices=_scale(one), description=hint),
        Kind.COUNTRY: lambda: SelectField(
            label, choices=[SelectChoice("", "–"), *countries(locale)], description=hint
        ),
    }
    if row.kind in single:
        return {name: single[row.kind]()}
    if row.kind is Kind.MATRIX:
        return {
            f"{name}-{key}": RadioField(
                one.words[f"row_{key}"].words, [Optional()], choices=_picks(one, row.options)
            )
            for key in row.rows
        }
    if row.kind is Kind.PARAGRAPH:
        return {
            f"{name}-stance": RadioField(
                _l("What do you think of it?"), [Optional()], choices=choices(STANCES)
            ),
            f"{name}-words": TextAreaField(_l("Your comment"), [Optional()]),
        }
    return {}


def section_form(questions: Iterable[Asking], locale: Locale) -> type[AppForm]:
    """Return the form of one section; an element's id begins with a letter, as a name need not."""
    fields: dict[str, Any] = {}
    for one in questions:
        fields |= fields_of(one, locale)
    for name, field in fields.items():
        field.kwargs["id"] = f"q{name}"
    return type("AnswersForm", (AppForm,), fields)


def typed(one: Asking, form: AppForm) -> Any:
    """Return what was typed for a question, as `answers.clean` takes it."""
    name, row, data = str(one.row.id), one.row, form.data
    if row.kind is Kind.MATRIX:
        return {key: data[f"{name}-{key}"] for key in row.rows if data.get(f"{name}-{key}")}
    if row.kind is Kind.PARAGRAPH:
        words, stance = data.get(f"{name}-words") or "", data.get(f"{name}-stance") or ""
        return {"stance": stance, "words": words} if stance or words.strip() else None
    return data.get(name)


def shown_in(one: Asking, value: Any) -> dict[str, Any]:
    """Return an answer as the data of the question’s fields."""
    name, row = str(one.row.id), one.row
    if row.kind is Kind.MATRIX:
        return {f"{name}-{key}": (value or {}).get(key) for key in row.rows}
    if row.kind is Kind.PARAGRAPH:
        held = value or {}
        return {f"{name}-{part}": held.get(part) for part in ("stance", "words")}
    return {name: value}


def fields_on(one: Asking, form: AppForm) -> list[Any]:
    """Return the fields of a form in which a question is answered."""
    return [field for field in form if field.name.startswith(str(one.row.id))]
