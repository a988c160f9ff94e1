"""Forms of letters to many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import EmailField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from nswp_gov.accounts.forms import ADDRESS_SHAPE, LONGEST_ADDRESS
from nswp_gov.directory.forms.profile import Boxes
from nswp_gov.directory.states import Capacity
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.operations import Choice, Words
from nswp_gov.mailings.states import (
    DIGESTS,
    LONGEST_BODY,
    LONGEST_CERTIFICATE,
    LONGEST_SUBJECT,
    PUBLIC_KINDS,
    REFUSABLE,
    Channel,
    Form,
    Frequency,
    Kind,
    Role,
)
from nswp_gov.membership.forms import CATEGORIES
from nswp_gov.rules.languages import Locale
from nswp_gov.web.formats import REGIONS, spell_country
from nswp_gov.web.forms import NEEDED, AppForm

KINDS: Mapping[Kind, Any] = {
    Kind.NEWS: _lp("kind of letter", "News"),
    Kind.ALERT: _lp("kind of letter", "Alert"),
    Kind.CALL: _lp("kind of letter", "Call to act"),
    Kind.STATEMENT: _lp("kind of letter", "Statement"),
    Kind.DIGEST: _lp("kind of letter", "Digest"),
    Kind.CONSULTATION: _lp("kind of letter", "Consultation"),
    Kind.TRAINING: _lp("kind of letter", "Training"),
    Kind.POLICY: _lp("kind of letter", "Policy"),
    Kind.RESOURCE: _lp("kind of letter", "Resource"),
    Kind.GOVERNANCE: _lp("kind of letter", "Governance"),
}
FREQUENCIES: Mapping[Frequency, Any] = {
    Frequency.AT_ONCE: _lp("how often", "Each at once"),
    Frequency.WEEKLY: _lp("how often", "Once a week, gathered"),
    Frequency.MONTHLY: _lp("how often", "Once a month, gathered"),
    Frequency.QUARTERLY: _lp("how often", "Once a quarter, gathered"),
}
DIGEST_NAMES: Mapping[Frequency, Any] = {
    Frequency.WEEKLY: _lp("digest", "Weekly"),
    Frequency.MONTHLY: _lp("digest", "Monthly"),
    Frequency.QUARTERLY: _lp("digest", "Quarterly"),
}
FORMS: Mapping[Form, Any] = {
    Form.POINTER: _l("Only that there is something to read: nothing that names the network"),
    Form.PLAIN: _l("The whole letter, under a neutral subject and sender"),
    Form.NAMED: _l("The whole letter, with its subject and the name of the network"),
}
CHANNELS: Mapping[Channel, Any] = {
    Channel.MAIL: _l("By e-mail, and on your page"),
    Channel.PAGE: _l("On your page alone"),
}
CAPACITIES: Mapping[Capacity, Any] = {
    Capacity.EDITOR: _lp("people of organisations", "Editors"),
    Capacity.DELEGATE: _lp("people of organisations", "Delegates"),
    Capacity.ALTERNATE: _lp("people of organisations", "Alternates"),
    Capacity.CONTACT: _lp("people of organisations", "Contacts"),
}
MEMBERS, SUBSCRIBERS = "members", "subscribers"
ROLES: Mapping[Role, Any] = {
    Role.BOARD: _l("The board"),
    Role.SECRETARIAT: _l("The secretariat"),
    Role.ADMINISTRATOR: _l("Administrators"),
    Role.RETURNING_OFFICER: _l("Returning officers"),
    Role.TRANSLATOR: _l("Translators"),
}
WHO: Mapping[str, Any] = {
    MEMBERS: _l("Members: whoever acts for a member organisation"),
    SUBSCRIBERS: _l("People from outside who subscribed to this kind"),
    **{role.value: said for role, said in ROLES.items()},
}


def _choices(words: Mapping[Any, Any], only: Iterable[Any] = ()) -> list[SelectChoice]:
    return [SelectChoice(one.value, words[one]) for one in (tuple(only) or tuple(words))]


def _locales() -> list[SelectChoice]:
    return [SelectChoice(one.value, one.own_name) for one in Locale]


class WordsForm(AppForm):
    """What a letter says in one language. `seen` tells which revision was read."""

    subject = StringField(_l("Subject"), [NEEDED, Length(max=LONGEST_SUBJECT)])
    body = TextAreaField(
        _l("Text"),
        [NEEDED, Length(max=LONGEST_BODY)],
        description=_l("Plain words; a line between paragraphs, a dash for a list."),
        render_kw={"rows": 14},
    )

    def words(self) -> Words:
        """Return what was typed."""
        return Words(self.subject.data.strip(), self.body.data.strip())


class AudienceFields(AppForm):
    """For whom a letter is."""

    who = Boxes(_l("For whom"), choices=[SelectChoice(key, said) for key, said in WHO.items()])
    regions = Boxes(
        _l("Of the members, only those of these regions"),
        choices=[SelectChoice(code, said) for code, said in REGIONS.items()],
        description=_l("Nothing ticked: all of them."),
    )
    countries = Boxes(_l("Of the members, only those of these countries or territories"))
    categories = Boxes(
        _l("Of the members, only those of these categories"),
        choices=[SelectChoice(str(one), said) for one, said in CATEGORIES.items()],
        description=_l("Nobody who gets the letter learns by whom else it was got, or why."),
    )
    capacities = Boxes(_l("Of their people, only"), choices=_choices(CAPACITIES))
    lists = Boxes(_l("Named lists, added to them"))
    languages = Boxes(_l("Of all of these, only readers of"), choices=_locales())

    def offer(
        self, countries: Collection[str], lists: Sequence[tuple[str, str]], locale: Locale
    ) -> None:
        """Offer the countries of members and the named lists."""
        named = sorted((spell_country(code, locale.value), code) for code in countries)
        self.countries.choices = [SelectChoice(code, name) for name, code in named]
        self.lists.choices = [SelectChoice(slug, name) for slug, name in lists]

    def fill(self, audience: Audience) -> None:
        """Tick what an audience says."""
        ticked = {one for one in (MEMBERS, SUBSCRIBERS) if getattr(audience, one)}
        self.who.data = [*ticked, *audience.roles]
        for name in ("regions", "countries", "categories", "capacities", "lists", "languages"):
            self._fields[name].data = list(getattr(audience, name))

    def audience(self, kept: Audience | None = None) -> Audience:
        """Return whom the ticks mean; single people and organisations are kept as they were."""
        who = set(self.who.data or ())
        narrowing = {
            name: frozenset(self._fields[name].data or ())
            for name in ("regions", "countries", "categories", "capacities", "lists", "languages")
        }
        return Audience(
            members=MEMBERS in who,
            subscribers=SUBSCRIBERS in who,
            roles=frozenset(who - {MEMBERS, SUBSCRIBERS}),
            people=kept.people if kept else frozenset(),
            organisations=kept.organisations if kept else frozenset(),
            **narrowing,
        )


class MailingForm(WordsForm, AudienceFields):
    """A letter to many: what kind, what it says, for whom."""

    kind = SelectField(
        _l("Kind"), choices=_choices(KINDS, [one for one in Kind if one is not Kind.DIGEST])
    )
    locale = SelectField(_l("Language in which you write"), choices=_locales())


class DigestForm(WordsForm, AudienceFields):
    """A digest: which one, its own words before the items, for whom."""

    frequency = SelectField(_l("Which digest"), choices=_choices(DIGEST_NAMES, DIGESTS))
    locale = SelectField(_l("Language in which you write"), choices=_locales())


class ItemsForm(AppForm):
    """Which items a digest keeps, and in which order."""

    def keys(self, posted: Mapping[str, str], known: Sequence[str]) -> list[str]:
        """Return the keys that stay, by the places that were typed; no place: it goes."""
        placed: list[tuple[int, int, str]] = []
        for at, key in enumerate(known):
            said = posted.get(f"place-{at}", "").strip()
            if said.isdecimal():
                placed.append((int(said), at, key))
        return [key for _place, _at, key in sorted(placed)]


class TestForm(AppForm):
    """How the letter to oneself is to look."""

    __test__ = False

    form = SelectField(
        _l("Send it to me"),
        choices=_choices(FORMS),
        default=Form.NAMED.value,
    )


class PreferencesForm(AppForm):
    """What somebody wants of letters."""

    wanted = Boxes(
        _l("Which letters you want"),
        choices=_choices(KINDS, REFUSABLE),
        description=_l("Letters on which your rights hang (governance) always come."),
    )
    channel = RadioField(_l("How"), [NEEDED], choices=_choices(CHANNELS))
    frequency = RadioField(
        _l("How often"),
        [NEEDED],
        choices=_choices(FREQUENCIES),
        description=_l("Alerts, calls and governance never wait."),
    )
    form = RadioField(
        _l("What the e-mail says"),
        [NEEDED],
        choices=_choices(FORMS),
        description=_l(
            "Whoever sees your phone or your mailbox sees sender and subject. Where the risk in "
            "your country is judged to be high, both stay neutral whatever you choose."
        ),
    )

    def choice(self) -> Choice:
        """Return what was chosen."""
        return Choice(
            wanted=frozenset(Kind(one) for one in self.wanted.data or ()),
            channel=Channel(self.channel.data),
            frequency=Frequency(self.frequency.data),
            form=Form(self.form.data),
        )


class CertificateForm(AppForm):
    """A public OpenPGP certificate, in letters."""

    certificate = TextAreaField(
        _l("Your public certificate"),
        [NEEDED, Length(max=LONGEST_CERTIFICATE)],
        description=_l(
            "It begins with “BEGIN PGP PUBLIC KEY BLOCK”. Never give anybody your secret key."
        ),
        render_kw={"rows": 8, "spellcheck": "false"},
    )


class SubscribeForm(AppForm):
    """Letters for somebody from outside."""

    address = EmailField(
        _l("E-mail address"),
        [NEEDED, Length(max=LONGEST_ADDRESS), ADDRESS_SHAPE],
        description=_l("It is kept encrypted and used for nothing else."),
    )
    kinds = Boxes(_l("Which letters"), choices=_choices(KINDS, PUBLIC_KINDS))
    regions = Boxes(
        _l("Only about these regions"),
        choices=[SelectChoice(code, said) for code, said in REGIONS.items()],
        description=_l(
            "Tick none for all regions. What concerns the whole network comes in any case."
        ),
    )
    frequency = RadioField(
        _l("How often"),
        choices=_choices(FREQUENCIES),
        default=Frequency.AT_ONCE.value,
    )
    form = RadioField(
        _l("What the e-mail says"),
        choices=_choices(FORMS, (Form.PLAIN, Form.NAMED)),
        default=Form.PLAIN.value,
    )


class ListForm(AppForm):
    """A new named list."""

    name = StringField(
        _l("Name of the list"),
        [NEEDED, Length(max=120)],
        description=_l("Only the secretariat reads it."),
    )


class EntryForm(AppForm):
    """Somebody for a list."""

    who = StringField(
        _l("Sign-in name of a person, or the last part of the address of an organisation’s page"),
        [NEEDED, Length(max=200)],
    )


class LiftForm(AppForm):
    """An address that works again."""

    address = EmailField(_l("E-mail address"), [Optional(), Length(max=LONGEST_ADDRESS)])


def seen_of(posted: Mapping[str, str]) -> dict[str, int]:
    """Return which revisions a writer had before them, by field."""
    return {
        name: int(posted.get(f"seen-{name}", "0"))
        for name in ("subject", "body")
        if posted.get(f"seen-{name}", "0").isdecimal()
    }
