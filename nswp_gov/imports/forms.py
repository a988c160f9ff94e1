"""Forms of imports: the file, what its columns mean, which countries are meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length

from nswp_gov.directory.forms import countries
from nswp_gov.directory.forms.labels import FIELDS
from nswp_gov.imports.states import Target
from nswp_gov.rules.languages import Locale
from nswp_gov.web.formats import spell_country
from nswp_gov.web.forms import NEEDED, AppForm

LONGEST_REASON = 300
TARGETS: Mapping[str, Any] = {
    Target.KEY: _l("Key: the number or name of the record in your own list"),
    Target.NAME: FIELDS["name"],
    Target.COUNTRY: FIELDS["country"],
    Target.REGION: _l("Region"),
    Target.LEVEL: FIELDS["level"],
    Target.LOCALE: _l("Language it writes in"),
    **{one.value: FIELDS[one.value] for one in Target if one.value in FIELDS},
    Target.CATEGORY: _l("Category"),
    Target.STANDING: _l("Standing"),
    Target.ADMITTED_ON: _l("Day of admission"),
    Target.STANDING_ON: _l("Day from which the standing holds"),
}


class UploadForm(AppForm):
    """The file, the language of its texts, and why it is brought in."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file."))],
        description=_l(
            "CSV (UTF-8 or UTF-16) or XLSX, up to 20 MB and 20,000 lines. The first line names "
            "the columns. Formulas are not worked out: save values."
        ),
    )
    locale = SelectField(
        _l("Language of its texts"),
        choices=[SelectChoice(one.value, one.own_name) for one in Locale],
    )
    reason = TextAreaField(
        _l("Why"),
        [NEEDED, Length(max=LONGEST_REASON)],
        description=_l("Each organisation whose record changes reads this."),
    )


def _class(name: str, fields: Mapping[str, Any]) -> type[AppForm]:
    return cast("type[AppForm]", type(name, (AppForm,), dict(fields)))


def columns_form(
    heads: Sequence[str], examples: Sequence[Sequence[str]], meant: Mapping[int, Target]
) -> AppForm:
    """Return a form with one choice a column; what is known or suggested is chosen."""
    choices = [SelectChoice("", _lp("column", "Leave out"))]
    choices += [SelectChoice(target, label) for target, label in TARGETS.items()]
    fields = {
        f"c{at}": SelectField(
            head or _l("Column %(number)s, without a name", number=at + 1),
            choices=choices,
            description=" · ".join(one[:60] for one in examples[at]),
            default=meant[at].value if at in meant else "",
        )
        for at, head in enumerate(heads)
    }
    return _class("ColumnsForm", fields)()


def columns_of(form: AppForm, number: int) -> dict[int, Target]:
    """Return what each column was said to mean; those left out are not in it."""
    chosen = form.values(*(f"c{at}" for at in range(number)))
    return {at: Target(chosen[f"c{at}"]) for at in range(number) if chosen[f"c{at}"]}


def countries_form(
    unknown: Sequence[str], near: Mapping[str, Sequence[str]], here: Locale
) -> AppForm:
    """Return a form with one choice for each unknown name, the most alike countries first."""
    every = list(countries(here))
    fields = {
        f"n{at}": SelectField(
            words[:100],
            choices=[
                SelectChoice("", _l("Not known: refuse these lines")),
                *(SelectChoice(code, spell_country(code, here.value)) for code in near[words]),
                *every,
            ],
        )
        for at, words in enumerate(unknown)
    }
    return _class("CountriesForm", fields)()


def countries_of(form: AppForm, unknown: Sequence[str]) -> dict[str, str]:
    """Return the chosen country of each name that was not left unknown."""
    chosen = form.values(*(f"n{at}" for at in range(len(unknown))))
    return {words: chosen[f"n{at}"] for at, words in enumerate(unknown) if chosen[f"n{at}"]}
