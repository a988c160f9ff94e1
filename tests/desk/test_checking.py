"""Terms, placeholders and links in a translation; the interface held against the glossary."""

from __future__ import annotations

import csv

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner

from nswp_gov.desk.checking import Term, differing, marks, remarks, terms_in
from nswp_gov.operate import catalogues
from nswp_gov.operate.catalogues import TRANSLATED
from nswp_gov.operate.cli import words
from nswp_gov.operate.wording import shipped, wording
from nswp_gov.rules.languages import Locale

pytestmark = pytest.mark.database_free

EN, FR, ES, RU, ZH = Locale.EN, Locale.FR, Locale.ES, Locale.RU, Locale.ZH_HANS
LEAST = 0.9  # of the terms that messages say, found as the glossary has them or in a form it allows


def found(source: str, target: str, locale: Locale) -> dict[str, bool]:
    return {one.key: one.is_met for one in terms_in(source, target, shipped(), EN, locale)}


@pytest.mark.parametrize(
    ("locale", "said", "is_met"),
    [
        (FR, "Les travailleurSEs du sexe décident.", True),
        (FR, "Les personnes concernées décident.", False),
        (ES, "Las personas que ejercen trabajo sexual deciden.", True),
        (RU, "Решают секс-работники.", True),
        (RU, "Решение секс-работников.", True),
        (RU, "Решают люди.", False),
        (ZH, "由性工作者决定。", True),
        (ZH, "由人们决定。", False),
    ],
)
def test_a_term_is_found_in_its_forms(locale: Locale, said: str, is_met: bool) -> None:
    assert found("Sex workers decide.", said, locale)["sex_worker"] is is_met


def test_a_term_inside_a_longer_one_is_not_asked_for_by_itself() -> None:
    keys = found("Every member organisation votes.", "", FR)
    assert "member_organisation" in keys
    assert "organisation" not in keys
    assert "organisation" in found("Every organisation that is a member organisation.", "", FR)


def test_words_to_avoid_are_told_and_those_always_wrong_apart() -> None:
    names = {EN: "sex work", FR: "travail du sexe"}
    term = Term("sex_work", names, {FR: ("!prostitution", "métier")})
    seen = remarks("Sex work is work.", "La Prostitution est un métier.", [term], EN, FR)
    assert seen.wrong == ("prostitution",)
    assert seen.terms[0].avoided == ("prostitution", "métier")
    assert remarks("Sex work.", "Travail du sexe", [term], EN, FR).wrong == ()


@pytest.mark.parametrize(
    ("words_", "expected"),
    [
        ("%(name)s and {count}", ["%(name)s", "{count}"]),
        ("See [[quorum-board]].", ["[[quorum-board]]"]),
        ("[here](https://example.org/a?b=c), or https://example.org/d.",
         ["https://example.org/a?b=c", "https://example.org/d"]),
        ("见https://example.org/a。", ["https://example.org/a"]),
        ("100 % (of all) {not one} [x]", []),
    ],
)  # fmt: skip
def test_placeholders_and_links_are_recognised(words_: str, expected: list[str]) -> None:
    assert marks(words_) == expected


def test_what_one_side_lacks_is_told_as_often_as_it_lacks_it() -> None:
    assert differing("{a} {a} {b}", "{a} {c}") == (("{a}", "{b}"), ("{c}",))
    assert differing("{a} [[x]]", "[[x]] {a}") == ((), ())


@pytest.mark.parametrize("locale", TRANSLATED)
def test_the_interface_mostly_holds_to_the_glossary(locale: Locale) -> None:
    seen = wording(locale)
    assert seen.asked > 1000
    assert seen.share >= LEAST, seen.missed[:5]


def test_every_other_form_of_a_term_says_why_it_is_right_and_of_which_term() -> None:
    known = {term.key for term in shipped()}
    with (catalogues.FOLDER / "glossary_forms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["term"] for row in rows} <= known
    assert all(row["why"] and row["forms"] for row in rows)
    assert len({(row["term"], row["locale"]) for row in rows}) == len(rows)
    assert {row["locale"] for row in rows} == {locale.value for locale in TRANSLATED}


def test_a_message_that_leaves_the_glossary_is_listed() -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("The quorum is met.", "Il y a assez de monde.")
    catalogue.add("Sex work", "Travail du sexe")
    seen = wording(FR, catalogue)
    assert [one.term for one in seen.missed] == ["quorum"]
    assert seen.asked > len(seen.missed)


def test_the_command_lists_them() -> None:
    told = CliRunner().invoke(words, ["glossary", "es"])
    assert told.exit_code == 0
    assert "terms in messages" in told.output.splitlines()[-1]
