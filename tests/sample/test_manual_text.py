"""The words of the first manual: the same in five languages, and what they say is what holds."""

from __future__ import annotations

import csv
import re
from fractions import Fraction

import pytest

from nswp_gov.applications.states import APPEAL_WITHIN, SILENCE
from nswp_gov.bodies.operations import founding
from nswp_gov.bodies.states import RuleName
from nswp_gov.elections.operations.freezing import LEAST_SECRET
from nswp_gov.elections.views.setting_up import COMPLAINTS_LAST, VOTING_LASTS
from nswp_gov.manual.operations import first_manual
from nswp_gov.manual.operations.first_manual import EDITIONS, pieces, words_of
from nswp_gov.manual.queries import references
from nswp_gov.operate.catalogues import FOLDER
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing.manifest import LONGEST_EXTENSION_DAYS
from nswp_gov.store.markdown import render

pytestmark = pytest.mark.database_free

DEFAULTS = {
    "board": founding.BOARD_RULES,
    "management-committee": founding.COMMITTEE_RULES,
    "general-assembly": founding.ASSEMBLY_RULES,
}
# How small numbers are written in words: English, French, Spanish, Russian, Chinese.
IN_WORDS = {
    1: ("one", "une", "un", "одной", "一"),
    2: ("two", "deux", "dos", "двух|два", "两"),
    3: ("three", "trois", "tres", "трёх|трое|три", "三"),
    4: ("four", "quatre", "cuatro", "четырёх", "四"),
    5: ("five", "cinq", "cinco", "пяти", "五"),
    6: ("six", "six", "seis", "шести", "六"),
    Fraction(1, 2): ("half", "moitié", "mitad", "половины", "半数"),
    Fraction(1, 4): ("quarter", "quart", "cuarto", "четверти", "四分之一"),
}
EVERY = [(locale, edition) for locale in Locale for edition in EDITIONS]


def says(locale: Locale, number: int | Fraction, words: str) -> bool:
    """Whether a number stands in a text, in words or in figures."""
    if re.search(rf"(?<!\d){number}(?!\d)", words):
        return True
    if number not in IN_WORDS:
        return False
    form = IN_WORDS[number][list(Locale).index(locale)]
    pattern = form if locale is Locale.ZH_HANS else rf"\b({form})\b"
    return bool(re.search(pattern, words, re.IGNORECASE))


def figures_of(name: RuleName, value: dict) -> list[int | Fraction]:
    """The numbers that a clause has to name if it states this rule."""
    if name is RuleName.QUORUM:
        least = [value["at_least"], value["groups"]]
        return [Fraction(value["share"]), *(one for one in least if one)]
    asked = {
        RuleName.NOTICE: ("days",),
        RuleName.PROXIES: ("most",),
        RuleName.MINUTES: ("corrections_days", "circulation_days"),
        RuleName.TERM: ("years",),
    }
    return [value[field] for field in asked.get(name, ()) if value[field]]


def latest(key: str, edition: int) -> int:
    """The edition whose file holds the words of a clause that are in force with an edition."""
    return max(n for n in EDITIONS if n <= edition and key in pieces(n, Locale.EN))


@pytest.mark.parametrize(("locale", "edition"), EVERY)
def test_every_language_has_the_same_clauses_in_the_same_shape(locale, edition):
    ours, english = pieces(edition, locale), pieces(edition, Locale.EN)
    assert list(ours) == list(english)
    for key, piece in ours.items():
        body = english[key].body
        assert piece.level == english[key].level
        assert sorted(references(piece.body)) == sorted(references(body)), key
        for mark in ("\n\n", "\n|", "\n- ", "**", "\n> "):
            assert piece.body.count(mark) == body.count(mark), (key, mark)
        digits = [set(re.findall(r"\d+", one)) for one in (piece.body, body)]
        assert digits[0] == digits[1], key


@pytest.mark.parametrize(("locale", "edition"), EVERY)
def test_every_clause_is_marked_as_a_draft_and_says_whose_rule_it_follows(locale, edition):
    for key, piece in pieces(edition, locale).items():
        _heading, body = words_of(locale, edition, key)
        if piece.level == 1:
            assert body == ""
            continue
        source = first_manual.source_of(edition, key)
        shown = render(body.rpartition("\n\n")[2]).html
        assert shown.startswith("<blockquote>")
        assert "<em>" in shown
        assert "{" not in shown
        assert ('<a href="http' in shown) == (source != first_manual.PROPOSAL), key


def test_sources_are_named_and_used():
    structure = first_manual.structure()
    used = {*structure["follows"].values(), *structure["edition"]["2"]["follows"].values()}
    assert used - {first_manual.PROPOSAL} == set(structure["source"])
    proposals = [one for one in structure["follows"].values() if one == first_manual.PROPOSAL]
    assert len(proposals) <= 5
    for source in structure["source"].values():
        assert source["url"].startswith("http")


def test_there_are_some_sixty_clauses_on_what_a_network_regulates():
    chapters = [key for n in EDITIONS for key, one in pieces(n, Locale.EN).items() if one.level < 2]
    assert set(chapters) == {
        *("membership", "board", "meetings", "elections", "conduct", "complaints-procedure"),
        *("finances", "data-protection", "languages", "changing"),
    }
    first = [key for key, one in pieces(1, Locale.EN).items() if one.level == 2]
    assert len(first) == 59
    keys = set(first_manual.structure()["follows"])
    assert keys == {k for n in EDITIONS for k, p in pieces(n, Locale.EN).items() if p.level == 2}
    assert len(keys) == 63  # of which one was withdrawn


@pytest.mark.parametrize("locale", list(Locale))
def test_no_word_stands_in_it_that_is_wrong_anywhere(locale):
    with (FOLDER / "glossary.csv").open(encoding="utf-8", newline="") as file:
        avoided = [row["avoid"] or "" for row in csv.DictReader(file)]
    parts = [part.partition(":") for one in avoided for part in one.split("|")]
    listed = [
        w.strip() for lang, _, some in parts if lang.strip() == locale for w in some.split(",")
    ]
    wrong = [word[1:].casefold() for word in listed if word.startswith("!")]
    assert wrong
    said = " ".join(
        f"{piece.heading} {piece.body}" for n in EDITIONS for piece in pieces(n, locale).values()
    ).casefold()
    for word in wrong:
        stem = word[:-1] if locale is Locale.RU else word
        assert not re.search(stem if locale is Locale.ZH_HANS else rf"\b{stem}", said), word


@pytest.mark.parametrize("locale", list(Locale))
def test_typography_is_that_of_the_language(locale):
    said = "\n".join(piece.body for n in EDITIONS for piece in pieces(n, locale).values())
    wrong = {
        Locale.EN: r"'|\"|  ",
        Locale.FR: r"'|\"|[^\u202f\W\d][;!?]| [;:!?»]|« ",
        Locale.ES: r"'|\"|[“”]",
        Locale.RU: r"'|\"| —|\b(?:еще|ее|чье|объем|прием)\b",
        Locale.ZH_HANS: r"'|\"|[\u4e00-\u9fff][,;:?()]|[\u4e00-\u9fff] [\u4e00-\u9fff]",
    }[locale]
    assert not re.findall(rf".*(?:{wrong}).*", said)


@pytest.mark.parametrize("body", sorted(DEFAULTS))
def test_the_first_edition_states_every_rule_as_the_bodies_are_founded(body):
    stated = {row.name: row.value for row in first_manual.stated_rules(1) if row.body == body}
    founded = {name: dict(value) for name, (value, _from) in DEFAULTS[body].items()}
    assert stated == {name: founded[name] for name in stated}
    for name in ("quorum", "notice", "majority", "proxies", "minutes"):
        assert name in stated
    assert body == "general-assembly" or {"term", "cooption"} <= set(stated)


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_figures_of_a_rule_stand_in_its_clause(locale, edition):
    checked = 0
    for row in first_manual.stated_rules(edition):
        words = pieces(latest(row.clause, edition), locale)[row.clause].body
        for figure in figures_of(row.name, row.value):
            assert says(locale, figure, words), (row.clause, row.name, figure)
            checked += 1
    assert checked > 15


@pytest.mark.parametrize("locale", list(Locale))
def test_a_clause_that_states_rules_names_no_other_days(locale):
    """Other figures are known by name: 28 days for motions, 1 January."""
    others = {"notice-assembly": {"28"}, "board-terms": {"1"}}
    stated: dict[str, set[str]] = {}
    for row in first_manual.stated_rules(EDITIONS[-1]):
        figures = {str(one) for one in figures_of(row.name, row.value)}
        stated[row.clause] = stated.get(row.clause, set()) | figures
    for key, figures in stated.items():
        words = pieces(latest(key, EDITIONS[-1]), locale)[key].body
        assert set(re.findall(r"\d+", words)) <= figures | others.get(key, set()), key


def test_only_a_change_of_meaning_changes_rules():
    assert first_manual.changed_rules(3) == []
    (changed,) = first_manual.changed_rules(2)
    assert changed.clause in first_manual.structure()["edition"]["2"]["changed"]
    assert changed.value["groups"] == 4


@pytest.mark.parametrize("locale", list(Locale))
def test_other_deadlines_are_those_of_the_program(locale):
    def body(key: str, edition: int = 1) -> str:
        return pieces(edition, locale)[key].body

    assert says(locale, SILENCE.days, body("review", 2))
    assert says(locale, APPEAL_WITHIN.days, body("appeal"))
    for days in (VOTING_LASTS, COMPLAINTS_LAST, LONGEST_EXTENSION_DAYS, 28, 42):
        assert says(locale, days, body("timetable"))
    assert says(locale, LEAST_SECRET, body("secret-ballot"))
