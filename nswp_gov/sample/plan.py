"""What the invented organisations will be like: pure data, the same for one seed and one day."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from nswp_gov.directory.states import Area, Level, ProfileField, Readers, Risk
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.sample.words import file

LANTERN, CLARA = 0, 1  # the organisations of the accounts that people sign in with
LANTERN_NAME = "Lantern Street Collective"
LEAST = 100  # fewer could not fill the rolls of the elections
DAY = timedelta(days=1)
HALF = 0.5
OPTIONAL = (
    ProfileField.WORKS_WITH, ProfileField.INVOLVEMENT, ProfileField.CHALLENGES,
    ProfileField.OTHER_WORK, ProfileField.WEBSITE, ProfileField.EMAIL, ProfileField.CONTACT_PERSON,
)  # fmt: skip


class Showing(StrEnum):
    """What an organisation lets others see of itself."""

    LISTED = "listed"
    NARROW = "narrow"  # listed, with more for members alone
    MEMBERS = "members"
    UNLISTED = "unlisted"
    WAITING = "waiting"  # consented once; the second confirmation is due
    WITHDRAWN = "withdrawn"
    EMERGENCY = "emergency"


@dataclass(frozen=True, kw_only=True)
class OrganisationPlan:
    """One organisation from its entry in the register until today."""

    key: int
    name: str
    locale: Locale
    country: str | None
    region: Region
    placed_because: str | None
    level: Level
    category: Category
    was: Category | None  # its category at first, where it changed
    standing: Standing
    admitted_on: date
    entered_at: datetime
    changed_at: datetime  # when standing or category changed, where they did
    showing: Showing
    values: Mapping[ProfileField, Any]
    readers: Mapping[ProfileField, Readers]
    translations: Mapping[Locale, Mapping[ProfileField, str]]
    newer: str | None  # the description after a later edit
    edited_at: datetime
    confirmed_at: datetime | None
    editor: str
    delegate: str | None
    alternate: str | None
    successor: str | None  # who took over from the delegate
    handed_over_at: datetime

    @property
    def votes(self) -> bool:
        """Tell whether it is entered as a full member."""
        return (self.was or self.category) is Category.FULL

    def fields(self, readers: Readers) -> list[ProfileField]:
        """Return the fields that it shows to exactly these readers."""
        return [one for one, chosen in self.readers.items() if chosen is readers]


@dataclass(frozen=True)
class Plan:
    """The whole network: `began` is the day on which the register was opened."""

    seed: int
    now: datetime
    began: datetime
    organisations: Sequence[OrganisationPlan]
    risks: Mapping[str, Risk]


def dice(seed: int, *purpose: object) -> random.Random:
    """Return the dice for one purpose: another purpose does not shift their throws."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311 - invented content, repeatable by seed


def plan_network(size: int, seed: int, now: datetime) -> Plan:
    """Return the plan of `size` organisations as they are at `now`, two years after they began."""
    began = datetime(now.year - 2, 1, 3, 9, tzinfo=UTC)
    bare = Plan(seed, now, began, (), _risks(seed))
    places = list(_places(size))
    names = _Names(seed)
    made = []
    decks = {region: _Decks(seed, region) for region in Region}
    for key, place in enumerate(places):
        made.append(_plan(key, place, names, decks[place.region], bare))
    return replace(bare, organisations=made)


@dataclass(frozen=True)
class _Place:
    """Where an organisation is; `given`: the name of a network without a country."""

    region: Region
    country: str | None
    naming: Sequence[str]
    locale: Locale
    languages: Sequence[str]
    given: str | None = None


def _places(size: int) -> Iterator[_Place]:
    """Give the two organisations of the accounts, the networks, then the countries in turn."""
    rows = {
        code: _Place(Region(region), code, row[1], Locale(row[2]), row[3])
        for region, countries in file("countries").items()
        for code, row in countries.items()
    }
    counts = {c: row[0] for some in file("countries").values() for c, row in some.items()}
    queue = [rows["KE"], rows["CO"], *_networks()]
    taken = {"KE": 1, "CO": 1}
    turn = 0
    while len(queue) < size:
        again = turn >= max(counts.values())
        for code, place in rows.items():
            if again or counts[code] - taken.get(code, 0) > turn:
                queue.append(place)
        turn += 1
    yield from queue[:size]


def _networks() -> Iterator[_Place]:
    for region, some in file("names")["networks"].items():
        for name, code in some:
            locale = Locale(code)
            place = Region.EUROPE if region == "global" else Region(region)
            languages = ["en", "fr", "es"] if region == "global" else [locale.value[:2]]
            yield _Place(place, None, [code], locale, languages, given=name)


class _Names:
    """Gives each organisation a name that no other has; after the last one, with a number."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._left: dict[str, list[str]] = {}
        self._round: dict[str, int] = {}

    def take(self, language: str) -> str:
        """Return the next name in a naming language."""
        if not self._left.get(language):
            kit = file("names")[language]
            every = [form.format(image) for image in kit["images"] for form in kit["forms"]]
            every = [name for name in every if name != LANTERN_NAME]
            dice(self._seed, "names", language).shuffle(every)
            self._left[language] = every
            self._round[language] = self._round.get(language, 0) + 1
        number = self._round[language]
        name = self._left[language].pop()
        return name if number == 1 else f"{name} {number}"


class _Decks:
    """Deals categories, standings and audiences of a region in fixed shares, shuffled."""

    SHARES: Mapping[str, Sequence[tuple[Any, int]]] = {
        "category": ((Category.FULL, 7), (Category.ASSOCIATE, 2), (Category.SUPPORTING, 1)),
        "standing": (
            (Standing.ACTIVE, 12), (Standing.GRACE, 1), (Standing.SUSPENDED, 1),
            (Standing.LAPSED, 1), (Standing.RESIGNED, 1),
        ),
        "showing": (
            (Showing.LISTED, 9), (Showing.NARROW, 3), (Showing.MEMBERS, 2),
            (Showing.UNLISTED, 2), (Showing.WAITING, 1), (Showing.WITHDRAWN, 1),
        ),
        "age": (("old", 3), ("new", 1)),
    }  # fmt: skip

    def __init__(self, seed: int, region: Region) -> None:
        self._dice = dice(seed, "deck", region.value)
        self._left: dict[str, list[Any]] = {}

    def deal(self, name: str) -> Any:
        """Return the next card of a deck."""
        if not self._left.get(name):
            cards = [card for card, times in self.SHARES[name] for _ in range(times)]
            self._dice.shuffle(cards)
            self._left[name] = cards
        return self._left[name].pop()


def _risks(seed: int) -> dict[str, Risk]:
    """Return invented levels for some countries: chance assigned them, they say nothing."""
    held = {"KE", "CO", "SN", "FR"}  # those of the accounts keep the level of an unassessed country
    codes = sorted(c for some in file("countries").values() for c in some if c not in held)
    dice(seed, "risks").shuffle(codes)
    levels = [Risk.ORDINARY] * 6 + [Risk.RAISED] * 3 + [Risk.SEVERE] * 3
    return dict(sorted(zip(codes, levels, strict=False)))


def _plan(key: int, place: _Place, names: _Names, decks: _Decks, network: Plan) -> OrganisationPlan:
    throw, risks = dice(network.seed, "organisation", key), network.risks
    category, standing, showing = _standing_of(key, place, decks)
    if risks.get(place.country or "") is Risk.SEVERE:
        showing = Showing.MEMBERS if key % 2 else Showing.UNLISTED
    name = LANTERN_NAME if key == LANTERN else place.given
    name = name or names.take(throw.choice(place.naming))
    times = _times(key, decks, throw, network)
    values, translations = _profile(place, throw, name, key)
    readers = _readers(showing, values)
    full = category is Category.FULL
    is_moved = place.country == "MX" and key % 2 == 0
    placed = place.given is not None or is_moved
    if placed:  # the region is decided when it is entered: it cannot have belonged before
        times["admitted_on"] = times["entered_at"].date()
    return OrganisationPlan(
        key=key,
        name=name,
        locale=place.locale,
        country=place.country,
        region=Region.NORTH_AMERICA_AND_THE_CARIBBEAN if is_moved else place.region,
        placed_because="Its members work there." if placed else None,
        level=_level(place, throw),
        category=category,
        was=Category.ASSOCIATE if full and key % 23 == 19 else None,  # noqa: PLR2004 - now and then
        standing=standing,
        showing=showing,
        values=values,
        readers=readers,
        translations=translations,
        newer=_newer(place.locale, values) if key % 4 == 0 and key != LANTERN else None,
        editor=_person(place.locale, throw),
        delegate=_person(place.locale, throw) if full and key % 3 else None,
        alternate=_person(place.locale, throw) if full and key % 5 == 0 else None,
        successor=_person(place.locale, throw) if full and key % 9 == 4 else None,  # noqa: PLR2004
        **times,
    )


def _standing_of(key: int, place: _Place, decks: _Decks) -> tuple[Category, Standing, Showing]:
    if key == LANTERN:
        return Category.FULL, Standing.ACTIVE, Showing.NARROW
    if key == CLARA:
        return Category.ASSOCIATE, Standing.ACTIVE, Showing.LISTED
    if place.given is not None:
        is_global = len(place.languages) > 1
        kind = Category.SUPPORTING if is_global else Category.FULL
        return kind, Standing.ACTIVE, Showing.LISTED
    standing = decks.deal("standing")
    if key % 50 == 45:  # noqa: PLR2004 - rare
        standing = Standing.EXPELLED
    showing = Showing.EMERGENCY if key % 60 == 33 else decks.deal("showing")  # noqa: PLR2004
    return decks.deal("category"), standing, showing


def _level(place: _Place, throw: random.Random) -> Level:
    if place.given is not None:
        return Level.GLOBAL if len(place.languages) > 1 else Level.REGIONAL
    return Level.NATIONAL if throw.random() < 0.25 else Level.LOCAL  # noqa: PLR2004 - a quarter


def _times(key: int, decks: _Decks, throw: random.Random, network: Plan) -> dict[str, Any]:
    """Return the instants of a life: most came before the register did, some since."""
    began, now = network.began, network.now
    days = (now - began).days
    is_old = decks.deal("age") == "old" or key in (LANTERN, CLARA)
    if is_old:
        entered = began + throw.randrange(25) * DAY
        admitted = date(throw.randrange(2006, began.year), throw.randrange(1, 13), 15)
    else:
        entered = began + throw.randrange(60, days - 120) * DAY
        admitted = entered.date()
    entered += timedelta(minutes=throw.randrange(480))
    rest = max((now - entered).days - 30, 12)
    later = [entered + throw.randrange(10, rest) * DAY for _ in range(4)]
    fresh = throw.random()
    return {
        "entered_at": entered,
        "admitted_on": admitted,
        "changed_at": later[0],
        "edited_at": later[1],
        "handed_over_at": later[2],
        "confirmed_at": later[3] if fresh < 0.75 else None,  # noqa: PLR2004 - a quarter never did
    }


def _profile(
    place: _Place, throw: random.Random, name: str, key: int
) -> tuple[dict[ProfileField, Any], dict[Locale, dict[ProfileField, str]]]:
    said = file("texts")
    own = said[place.locale.value]
    fields = {
        one: throw.randrange(len(own[one.value]))
        for one in (
            ProfileField.DESCRIPTION, ProfileField.WORKS_WITH, ProfileField.INVOLVEMENT,
            ProfileField.CHALLENGES, ProfileField.OTHER_WORK,
        )
    }  # fmt: skip
    values: dict[ProfileField, Any] = {one: own[one.value][n] for one, n in fields.items()}
    values |= {
        ProfileField.NAME: name,
        ProfileField.COUNTRY: place.country,
        ProfileField.LEVEL: None,  # filled in beside the organisation's own
        ProfileField.LANGUAGES: sorted(place.languages),
        ProfileField.AREAS: sorted(throw.sample([one.value for one in Area], 3)),
        ProfileField.WEBSITE: f"https://group-{key}.example",
        ProfileField.EMAIL: f"post@group-{key}.example",
        ProfileField.CONTACT_PERSON: _person(place.locale, throw),
        ProfileField.AFFILIATIONS: None,
    }
    if key not in (LANTERN, CLARA):  # not everybody fills in everything
        for one in OPTIONAL:
            if throw.random() < HALF:
                del values[one]
    others = [locale for locale in Locale if locale is not place.locale]
    wanted = throw.sample(others, throw.choice((0, 0, 0, 1, 1, 4)))
    shown = [one for one in (ProfileField.DESCRIPTION, ProfileField.WORKS_WITH) if one in values]
    return values, {
        locale: {one: said[locale.value][one.value][fields[one]] for one in shown}
        for locale in sorted(wanted)
    }


_PUBLIC = frozenset(
    {
        ProfileField.NAME, ProfileField.COUNTRY, ProfileField.LEVEL, ProfileField.DESCRIPTION,
        ProfileField.WORKS_WITH, ProfileField.LANGUAGES, ProfileField.AREAS,
        ProfileField.AFFILIATIONS, ProfileField.WEBSITE,
    }
)  # fmt: skip
_INSIDE = frozenset({ProfileField.INVOLVEMENT, ProfileField.CONTACT_PERSON})


def _readers(showing: Showing, values: Mapping[ProfileField, Any]) -> dict[ProfileField, Readers]:
    if showing in {Showing.UNLISTED, Showing.MEMBERS}:
        widest = Readers.MEMBERS if showing is Showing.MEMBERS else Readers.SECRETARIAT
        return dict.fromkeys(values, widest)
    chosen = {}
    for one in values:
        narrow = showing is Showing.NARROW and one in {
            ProfileField.WEBSITE,
            ProfileField.WORKS_WITH,
        }
        is_open = one in _PUBLIC and not narrow
        inner = Readers.SECRETARIAT if one in _INSIDE else Readers.MEMBERS
        chosen[one] = Readers.PUBLIC if is_open else inner
    return chosen


def _newer(locale: Locale, values: Mapping[ProfileField, Any]) -> str:
    joint = "" if locale is Locale.ZH_HANS else " "
    return f"{values[ProfileField.DESCRIPTION]}{joint}{file('texts')[locale.value]['newer']}"


def _person(locale: Locale, throw: random.Random) -> str:
    name: str = throw.choice(file("people")["names"][locale.value])
    return name
