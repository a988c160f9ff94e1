"""The profile, one field beside its readers, and the consent to show it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from nswp_gov.directory.forms.labels import AREAS, FIELDS, HINTS, LEVELS, READERS
from nswp_gov.directory.operations.profile import LONGEST_LINE, LONGEST_TEXT
from nswp_gov.directory.states import NEVER_PUBLIC, Kind, ProfileField, Readers
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import placements
from nswp_gov.web.formats import spell_country, spell_language
from nswp_gov.web.forms import AppForm

# Languages in which organisations of the network may work; the list only offers, see `fit`.
WORK_LANGUAGES = (
    "am", "ar", "az", "bg", "bn", "ca", "cs", "de", "el", "en", "es", "et", "fa", "fi", "fr",
    "gn", "ha", "he", "hi", "hr", "ht", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km",
    "ko", "ky", "lg", "lo", "lt", "lv", "mk", "mn", "ms", "my", "ne", "nl", "no", "pl", "ps",
    "pt", "qu", "ro", "ru", "rw", "si", "sk", "sl", "sn", "so", "sq", "sr", "st", "sv", "sw",
    "ta", "tg", "th", "ti", "tk", "tl", "tr", "uk", "ur", "uz", "vi", "wo", "xh", "yo", "zh", "zu",
)  # fmt: skip


class Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Any of several, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def countries(locale: Locale) -> list[SelectChoice]:
    """Return every country and territory by its name, in the order of the language."""
    named = [(spell_country(code, locale.value), code) for code in placements()]
    named.sort(key=lambda one: sort_key(one[0], locale))
    return [SelectChoice(code, name) for name, code in named]


def languages(locale: Locale) -> list[SelectChoice]:
    """Return the languages of work by name, in the order of the language."""
    named = [(spell_language(code, locale.value), code) for code in WORK_LANGUAGES]
    named.sort(key=lambda one: sort_key(one[0], locale))
    return [SelectChoice(code, name) for name, code in named]


def _readers(one: ProfileField) -> SelectField:
    fitting = [
        SelectChoice(readers.value, READERS[readers])
        for readers in (Readers.PUBLIC, Readers.MEMBERS, Readers.SECRETARIAT, Readers.OWN)
        if readers.width <= one.widest.width
        and not (one.kind is Kind.FACT and readers is Readers.OWN)
    ]
    return SelectField(_l("Who may see it"), choices=fitting, default=Readers.SECRETARIAT.value)


def _field(one: ProfileField) -> Field | None:
    label, hint = FIELDS[one], HINTS.get(one, "")
    levels = [SelectChoice(key, word) for key, word in LEVELS.items()]
    special: dict[ProfileField, Field | None] = {
        ProfileField.AFFILIATIONS: None,
        ProfileField.LEVEL: SelectField(label, choices=levels),
        ProfileField.COUNTRY: SelectField(label, description=hint),
        ProfileField.AREAS: Boxes(
            label, choices=[SelectChoice(key, word) for key, word in AREAS.items()]
        ),
        ProfileField.LANGUAGES: Boxes(label),
    }
    if one in special:
        return special[one]
    if one.kind is Kind.TEXT:
        return TextAreaField(label, [Length(max=LONGEST_TEXT)], description=hint)
    return StringField(label, [Length(max=LONGEST_LINE)], description=hint)


def _parts() -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for one in ProfileField:
        if (made := _field(one)) is not None:
            parts[one.value] = made
        parts[f"{one.value}_readers"] = _readers(one)
        parts[f"{one.value}_seen"] = HiddenField()
    return parts


class _ProfileBase(AppForm):
    reason = StringField(
        _l("Why you write in their place"),
        [Length(max=LONGEST_LINE)],
        description=_l("The organisation reads this."),
    )


_Fields: Any = type("_Fields", (_ProfileBase,), _parts())


class ProfileForm(_Fields):  # type: ignore[misc]  # its fields are made from the list of fields
    """Every field of a profile: `name`, `name_readers`, and `name_seen`, its mark when shown."""

    def offer(self, locale: Locale) -> None:
        """Offer countries and languages by their names in the reader's language."""
        self.country.choices = [SelectChoice("", "–"), *countries(locale)]
        offered = languages(locale)
        known = {one.value for one in offered}
        more = [one for one in self.languages.data or () if one not in known]
        self.languages.choices = [*offered, *(SelectChoice(one, one) for one in more)]

    def rows(self) -> list[tuple[ProfileField, Field | None, Field, Field]]:
        """Return (field, its control or None, its readers, its mark) in the order to show."""
        return [
            (one, self._fields.get(one.value), self[f"{one.value}_readers"], self[f"{one}_seen"])
            for one in ProfileField
        ]


class ConsentForm(AppForm):
    """Which fields everybody may see, and which members may see."""

    to_public = Boxes(
        _l("Everybody may see"),
        choices=[SelectChoice(one, FIELDS[one]) for one in ProfileField if one not in NEVER_PUBLIC],
    )
    to_members = Boxes(
        _l("Members of the network may see"),
        choices=[SelectChoice(one, FIELDS[one]) for one in ProfileField],
    )
    by_phone = StringField(
        _l("How the office heard it"),
        [Length(max=LONGEST_LINE)],
        description=_l("Who called whom, and how you knew who it was."),
    )
