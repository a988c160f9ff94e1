"""Public lists: exact counts, paging without gaps, five scripts, files, budgets."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import re

import pytest

from nswp_gov.directory import operations, queries
from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.queries import Asked
from nswp_gov.directory.states import Facet, Level
from nswp_gov.directory.views.files import cell
from nswp_gov.rules.languages import Locale
from nswp_gov.web import assets
from tests.factories.membership import make_listed

BUDGET = 14_336
PLACES = ("KE", "SN", "FR", "PE", "CA")
TONGUES = (["en"], ["fr", "en"], ["es"], ["ru", "sw"])
AREAS = (["health"], ["stigma", "health"], [], ["violence"])
LEVELS = tuple(Level)


@pytest.fixture
def network(make_work):
    """Twenty listed organisations that differ in everything by which they can be found."""
    with make_work() as work:
        for number in range(20):
            make_listed(
                work,
                name=f"Organisation {number:02}",
                country=PLACES[number % 5],
                level=LEVELS[number % 4],
                values={
                    "languages": TONGUES[number % 4],
                    "areas": AREAS[(number // 2) % 4],
                    "description": f"Words of number {number}",
                },
            )


def facets_of(row):
    return {
        Facet.REGION: {row.region},
        Facet.COUNTRY: {row.country},
        Facet.LEVEL: {row.level.value},
        Facet.LANGUAGE: set(row.languages),
        Facet.AREA: set(row.areas),
    }


def by_hand(rows, chosen):
    """Return total and counts per facet, the slow way."""

    def fits(row, but=None):
        has = facets_of(row)
        return all(has[f] & values for f, values in chosen.items() if f is not but)

    counts = {facet: {} for facet in Facet}
    for facet in Facet:
        for row in rows:
            if fits(row, but=facet):
                for value in facets_of(row)[facet]:
                    counts[facet][value] = counts[facet].get(value, 0) + 1
    return sum(fits(row) for row in rows), counts


CHOICES = (
    {},
    {Facet.REGION: {"africa"}},
    {Facet.REGION: {"africa", "europe"}, Facet.LANGUAGE: {"en"}},
    {Facet.COUNTRY: {"KE"}, Facet.LEVEL: {"local", "national"}},
    {Facet.AREA: {"health"}, Facet.LANGUAGE: {"fr", "sw"}},
    {Facet.AREA: {"health", "violence"}, Facet.LEVEL: {"global"}, Facet.REGION: {"africa"}},
    {Facet.LANGUAGE: {"zu"}},
)


@pytest.mark.parametrize("chosen", CHOICES)
def test_counts_are_exact_for_any_combination(network, session, chosen):
    rows = session.query(PublicOrganisation).all()
    asked = Asked(chosen={facet: frozenset(values) for facet, values in chosen.items()})
    page = queries.page(session, asked, Locale.EN, None)
    total, counts = by_hand(rows, chosen)
    assert page.total == total
    assert queries.facet_counts(session, asked, None) == counts


def test_counts_are_exact_among_what_words_find(network, session):
    found = queries.hits(session, "number", Locale.EN)
    asked = Asked(words="number", chosen={Facet.REGION: frozenset({"africa"})})
    rows = session.query(PublicOrganisation).all()
    total, counts = by_hand(rows, {Facet.REGION: {"africa"}})
    assert queries.page(session, asked, Locale.EN, found).total == total == 8
    assert queries.facet_counts(session, asked, found) == counts


def test_pages_follow_each_other_without_gap_or_repetition_there_and_back(network, session):
    seen, after, pages = [], "", []
    while True:
        page = queries.page(session, Asked(after=after), Locale.EN, None, size=6)
        pages.append([row.name for row in page.rows])
        seen += pages[-1]
        if page.older is None:
            break
        after = page.older
    assert seen == [f"Organisation {number:02}" for number in range(20)]
    back = queries.page(session, Asked(before=page.newer), Locale.EN, None, size=6)
    assert [row.name for row in back.rows] == pages[-2]
    first = queries.page(session, Asked(before=back.newer), Locale.EN, None, size=6)
    again = queries.page(session, Asked(before=first.newer), Locale.EN, None, size=6)
    assert [row.name for row in again.rows] == pages[0]
    assert again.newer is None


def test_two_of_one_name_are_both_on_some_page(session, make_work):
    with make_work() as work:
        for _ in range(3):
            make_listed(work, name="Same Name")
    slugs, after = set(), ""
    for _ in range(3):
        page = queries.page(session, Asked(after=after), Locale.EN, None, size=1)
        slugs |= {row.slug for row in page.rows}
        after = page.older or ""
    assert len(slugs) == 3


def test_a_cursor_that_nobody_gave_begins_at_the_beginning(network, session):
    for cursor in ("x", "%%%.abc", "é.é"):
        page = queries.page(session, Asked(after=cursor), Locale.EN, None)
        assert page.total == 20


NAMES = {
    Locale.EN: ("Lantern Street", "lantern"),
    Locale.FR: ("Collectif Étoile Rouge", "etoile"),
    Locale.ES: ("Asociación Ñandú Azul", "ñandu"),
    Locale.RU: ("Серебряный журавлёнок", "журавленок"),
    Locale.ZH_HANS: ("彩虹同伴之家", "同伴"),
}


@pytest.mark.parametrize("locale", list(Locale))
def test_search_finds_in_five_scripts(make_work, client, locale):
    with make_work() as work:
        for one, (name, _word) in NAMES.items():
            make_listed(work, name=name, locale=one)
    name, word = NAMES[locale]
    page = client.get(f"/{locale.code}/organisations", query_string={"q": word}).text
    assert name in page
    others = [other for other, _ in NAMES.values() if other != name]
    assert not [other for other in others if other in page]


def test_each_language_has_its_own_order(make_work, session):
    with make_work() as work:
        for name in ("Nz", "Ñandú", "Oso", "Éclair", "Fa", "上海", "北京"):
            make_listed(work, name=name)

    def order(locale):
        return [row.name for row in queries.page(session, Asked(), locale, None).rows]

    assert order(Locale.ES)[:5] == ["Éclair", "Fa", "Nz", "Ñandú", "Oso"]
    assert order(Locale.EN)[:5] == ["Éclair", "Fa", "Ñandú", "Nz", "Oso"]
    assert order(Locale.ZH_HANS)[-2:] == ["北京", "上海"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_of_a_file_is_a_formula(sign):
    assert cell(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"
    assert cell("plain = 1") == "plain = 1"


def test_files_hold_the_same_list_as_the_page(network, client):
    query = "?region=africa&language=en"
    page = client.get(f"/en/organisations{query}").text
    on_page = re.findall(r'<h3 dir="auto"><a [^>]*>([^<]+)', page)
    text = client.get(f"/en/organisations.csv{query}").data.decode("utf-8-sig")
    in_file = [row[0] for row in list(csv.reader(io.StringIO(text)))[1:]]
    data = json.loads(client.get(f"/en/organisations.json{query}").data)
    assert on_page == in_file == [one["name"] for one in data["organisations"]]
    assert data["total"] == len(on_page) > 0


def test_a_formula_in_a_name_stays_words_in_the_file(make_work, client):
    with make_work() as work:
        make_listed(work, name="=cmd|' /C calc'!A0")
    text = client.get("/en/organisations.csv").data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][0] == "'=cmd|' /C calc'!A0"


def test_facets_offer_nothing_that_would_leave_none(network, client):
    page = client.get("/en/organisations?country=KE").text
    assert 'value="zu"' not in page
    assert "<small>0</small>" not in page


ADDRESSES = (
    "/organisations",
    "/organisations?q=organisation",
    "/organisations?area=health&language=en",
    "/regions",
    "/regions/africa",
    "/countries/KE",
    "/organisations.csv",
    "/organisations.json",
)


def statements(client, count_queries):
    numbers = {}
    for address in ADDRESSES:
        with count_queries() as seen:
            assert client.get(f"/en{address}").status_code == 200
        numbers[address] = len(seen)
    return numbers


def test_the_number_of_statements_does_not_grow_with_the_list(make_work, client, count_queries):
    values = {"languages": ["en", "fr"], "areas": ["health"]}
    with make_work() as work:
        make_listed(work, name="Organisation 0", values=values)
    one = statements(client, count_queries)
    with make_work() as work:
        for number in range(1, 30):
            make_listed(work, name=f"Organisation {number}", values=values)
    assert statements(client, count_queries) == one
    assert max(one.values()) <= 8


def weight(answer):
    return len(gzip.compress(answer.data, 9))


def test_public_pages_keep_to_their_budget(make_work, client):
    words = "We open the door on Tuesdays, give legal advice and answer a line by night. " * 6
    countries = [
        "KE", "SN", "FR", "PE", "CA", "UG", "TZ", "NG", "ZA", "GH", "CM", "CI", "ZM", "RW", "ML",
        "BJ", "TG", "IN", "NP", "BD", "TH", "VN", "KH", "ID", "PH", "JP", "AU", "NZ", "DE", "ES",
        "IT", "GB", "IE", "SE", "NO", "FI", "PL", "UA", "MD", "RO", "BG", "GR", "TR", "GE", "AM",
        "KZ", "BR", "AR", "CL", "CO", "EC", "BO", "MX", "GT", "HN", "SV", "NI", "CR", "PA", "US",
        "JM", "TT", "GY", "SR", "HT", "DO",
    ]  # fmt: skip
    with make_work() as work:
        for number, country in enumerate(countries):
            row = make_listed(
                work,
                name=f"Organisation of the Lantern {number}",
                country=country,
                level=LEVELS[number % 4],
                values={
                    "languages": ["en", "fr", "sw", "es", "ru", "zh"][number % 5 :],
                    "areas": ["health", "stigma", "violence"],
                    "description": f"{number} {words}",
                    "website": "https://lantern.example",
                },
            )
        slug = row.slug
    whole = assets.collect()
    fixed = sum(len(whole[name].packed or b"") for name in ("site.css", "site.js"))
    paths = ("organisations", "regions", "regions/africa", "countries/KE", f"organisations/{slug}")
    for locale, path in itertools.product(Locale, paths):
        answer = client.get(f"/{locale.code}/{path}")
        assert answer.status_code == 200
        assert weight(answer) + fixed <= BUDGET, (locale, path, weight(answer), fixed)


def test_an_organisations_page_says_its_language_ties_and_freshness(make_work, client):
    with make_work() as work:
        network = make_listed(work, name="Red Faro del Sur", locale=Locale.ES, country="PE")
        values = {"description": "Nous ouvrons la porte.", "website": "https://a.example"}
        made = make_listed(work, name="Les Galets", locale=Locale.FR, country="SN", values=values)
        row = operations.propose_affiliation(work, made, network, "member_of", from_on=work.today)
        operations.accept_affiliation(work, row)
        operations.confirm_profile(work, made)
        slug = made.slug
    page = client.get(f"/en/organisations/{slug}").text
    assert '<div lang="fr" dir="auto"><p>Nous ouvrons la porte.</p></div>' in page
    assert "Red Faro del Sur" in page
    assert "Confirmed in November 2026" in page
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])
    assert data["name"] == "Les Galets"
    codes = set(re.findall(r'hreflang="([^"]+)"', page))
    assert codes >= {"en", "fr", "es", "ru", "zh-Hans"}


def test_words_of_an_organisation_never_become_markup(make_work, client):
    bad = "</script><script>alert(1)</script>"
    with make_work() as work:
        made = make_listed(work, name=bad, values={"description": bad, "acronym": bad})
        slug = made.slug
    for path in ("organisations", f"organisations/{slug}", "organisations?q=alert"):
        assert "<script>alert" not in client.get(f"/en/{path}").text


def test_the_map_shows_only_countries_that_are_shown(make_work, client):
    with make_work() as work:
        make_listed(work, country="KE")
        hidden = make_listed(work, country="SN")
        operations.withdraw_consent(work, hidden)
    page = client.get("/en/regions").text
    assert page.count('class="dot"') == 1
    assert "Kenya" in page
    assert "Senegal" not in page


def test_filters_are_shareable_addresses(network, client):
    for combination in itertools.combinations(("region=africa", "level=local", "q=number"), 2):
        page = client.get(f"/fr/organisations?{'&'.join(combination)}").text
        for one in combination:
            assert one in page.replace("&amp;", "&")
