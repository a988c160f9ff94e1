"""Forms of the library: an entry, its words, its files and addresses, an answer to an offer."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from nswp_gov.directory.forms.profile import WORK_LANGUAGES, Boxes, countries
from nswp_gov.library.forms.labels import KINDS, READERS, REGIONS, THEMES
from nswp_gov.library.models import Partner, Resource
from nswp_gov.library.operations import Facts, Words
from nswp_gov.library.states import (
    LONGEST_ADDRESS,
    LONGEST_LINE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    Readership,
    ResourceKind,
    Theme,
)
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.store.texts import Reading
from nswp_gov.web.formats import spell_language
from nswp_gov.web.forms import NEEDED, AppForm, EmptyForm, choices

__all__ = [
    "AnswerForm",
    "CompanionForm",
    "EmptyForm",
    "EntryForm",
    "FileForm",
    "LinkForm",
    "OfferForm",
    "PartnerForm",
    "SeriesForm",
]

CHINESE = ("zh-Hans", "zh-Hant")


def file_languages(locale: Locale) -> list[SelectChoice]:
    """Return the languages that a file may be in: ours first, then the others by name."""
    own = [one.tag for one in Locale]
    more = [*(one for one in WORK_LANGUAGES if one != "zh" and one not in own), CHINESE[1]]
    named = [(spell_language(code.replace("-", "_"), locale.value), code) for code in more]
    named.sort(key=lambda one: sort_key(one[0], locale))
    first = [SelectChoice(tag, spell_language(tag.replace("-", "_"), locale.value)) for tag in own]
    return [*first, *(SelectChoice(code, name) for name, code in named)]


class OfferForm(AppForm):
    """What a member organisation says of what it made."""

    title = StringField(_l("Title"), [NEEDED, Length(max=LONGEST_TITLE)])
    summary = TextAreaField(
        _l("Summary"),
        [Optional(), Length(max=LONGEST_SUMMARY)],
        description=_l("A few plain sentences in your own words: what it is, and for whom."),
    )
    kind = SelectField(_l("Type"), choices=choices(KINDS))
    audience = SelectField(_l("Who may read it"), choices=choices(READERS))
    year = IntegerField(_l("Year"), [Optional()])
    publisher = StringField(
        _l("Publisher"),
        [Optional(), Length(max=LONGEST_LINE)],
        description=_l("The name as it shall stand in the download line, such as: NSWP."),
    )
    authors = StringField(
        _l("Authors"),
        [Optional(), Length(max=LONGEST_LINE)],
        description=_l("Only names that are printed in it. Leave it empty if none are."),
    )
    themes = Boxes(_l("Themes"), choices=choices(THEMES))
    regions = Boxes(_l("Regions"), choices=choices(REGIONS))
    countries = SelectMultipleField(
        _l("Countries and territories"),
        description=_l("Several: hold Ctrl or Cmd. None: leave all unmarked."),
    )
    alt = StringField(
        _l("Description of the cover"),
        [Optional(), Length(max=LONGEST_LINE)],
        description=_l("For those who can’t see it."),
    )
    seen_title = HiddenField(default="0")
    seen_summary = HiddenField(default="0")
    seen_alt = HiddenField(default="0")

    def offer(self, locale: Locale) -> None:
        """Offer the countries by their names in the reader's language."""
        self.countries.choices = countries(locale)

    def load(self, row: Resource, words: dict[str, Reading]) -> None:
        """Put what is said now into the fields."""
        for name in ("kind", "audience"):
            self._fields[name].data = getattr(row, name).value
        for name in ("year", "publisher", "authors", "themes", "regions", "countries"):
            self._fields[name].data = getattr(row, name)
        for name in ("title", "summary", "alt"):
            if said := words.get(name):
                self._fields[name].data = said.words
                self._fields[f"seen_{name}"].data = str(said.number)

    def facts(self) -> Facts:
        """Return what is said beside the words."""
        return Facts(
            kind=ResourceKind(self.kind.data),
            audience=Readership(self.audience.data),
            year=self.year.data,
            publisher=self.publisher.data or "",
            authors=self.authors.data or "",
            themes=[Theme(one) for one in self.themes.data or ()],
            regions=self.regions.data or (),
            countries=self.countries.data or (),
        )

    def facts_beside(self, row: Resource) -> Facts:
        """Return what is said beside the words; what this form does not ask stays as it is."""
        return replace(self.facts(), partners=row.partners, series_id=row.series_id)

    def said(self) -> Words:
        """Return the words, and the revisions that they were read at."""
        seen = {
            name: int(value)
            for name in ("title", "summary", "alt")
            if (value := self._fields[f"seen_{name}"].data or "0").isdecimal() and value != "0"
        }
        return Words(
            title=self.title.data or "",
            summary=self.summary.data or "",
            alt=self.alt.data or "",
            seen=seen,
        )


class EntryForm(OfferForm):
    """What the office says of a resource."""

    partners = Boxes(_l("Made with"), choices=[])
    series_id = SelectField(_l("Series"))

    def offer_more(self, partners: list[Partner], series: list[tuple[uuid.UUID, str]]) -> None:
        """Offer partner institutions and series."""
        self.partners.choices = [SelectChoice(one.slug, one.name) for one in partners]
        named = (SelectChoice(str(key), title) for key, title in series)
        self.series_id.choices = [SelectChoice("", "–"), *named]

    def load(self, row: Resource, words: dict[str, Reading]) -> None:
        """Put what is said now into the fields."""
        super().load(row, words)
        self.partners.data = row.partners
        self.series_id.data = str(row.series_id) if row.series_id else ""

    def facts(self) -> Facts:
        """Return what is said beside the words."""
        chosen = self.series_id.data
        return replace(
            super().facts(),
            partners=self.partners.data or (),
            series_id=uuid.UUID(chosen) if chosen else None,
        )

    def facts_beside(self, row: Resource) -> Facts:  # noqa: ARG002 - this form asks for everything
        """Return what is said beside the words."""
        return self.facts()


class FileForm(AppForm):
    """A file in one language."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file."))],
        description=_l("PDF, Word, Excel or a picture, up to 12 MB. What is hidden in it goes."),
    )
    language = SelectField(_l("In which language it is"), id="file-language")

    def offer(self, locale: Locale) -> None:
        """Offer the languages."""
        self.language.choices = file_languages(locale)


class LinkForm(AppForm):
    """An outside address in one language."""

    address = StringField(
        _l("Address outside"),
        [NEEDED, Length(max=LONGEST_ADDRESS)],
        description=_l("The whole address, beginning with https://"),
    )
    language = SelectField(_l("In which language it is"), id="link-language")

    def offer(self, locale: Locale) -> None:
        """Offer the languages."""
        self.language.choices = file_languages(locale)


class CompanionForm(AppForm):
    """Another resource that belongs beside this one."""

    companion = SelectField(_l("Belongs beside"))


class PartnerForm(AppForm):
    """A new partner institution."""

    new_partner = StringField(
        _l("Name of the institution"),
        [NEEDED, Length(max=LONGEST_LINE)],
        description=_l("An institution under its open name; never a hidden organisation."),
    )


class SeriesForm(AppForm):
    """A new series."""

    new_series = StringField(_l("Title of the series"), [NEEDED, Length(max=LONGEST_TITLE)])


class AnswerForm(AppForm):
    """What the office answers to an offer."""

    words = TextAreaField(
        _l("Your words to the organisation"),
        [Optional(), Length(max=LONGEST_SUMMARY)],
        description=_l("Needed if you give it back: say what is missing, and how to go on."),
    )
