"""Days, times, numbers and names in five languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import g
from flask_babel import force_locale

from nswp_gov.web import formats

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LOCALES = ("en", "fr", "es", "ru", "zh_Hans")


def plain(text):
    """Return the text with ordinary spaces for those that do not break."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def reader(plain_app):
    """Give a function that calls a filter as a reader with a language and a zone would see it."""

    def see(call, locale="en", zone=None):
        with plain_app.test_request_context("/en/"), force_locale(locale):
            g.now = NOON
            if zone:
                g.zone = zone
            return call()

    return see


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "12 December 2026"),
        ("fr", "12 décembre 2026"),
        ("es", "12 de diciembre de 2026"),
        ("ru", "12 декабря 2026 г."),
        ("zh_Hans", "2026年12月12日"),
    ],
)
def test_day_is_written_as_the_language_writes_it(reader, locale, words):
    assert plain(reader(lambda: formats.day(date(2026, 12, 12)), locale)) == words


def test_day_of_an_instant_is_the_readers_own(reader):
    late = datetime(2026, 12, 12, 23, 30, tzinfo=UTC)
    assert reader(lambda: formats.day(late), zone="Asia/Bishkek") == "13 December 2026"
    assert reader(lambda: formats.day(late)) == "12 December 2026"


@pytest.mark.parametrize(
    ("mine", "own", "said"),
    [
        ("Asia/Bishkek", "Europe/London", "22 November 2026, 18:00 (Bishkek; 12:00 in London)"),
        ("Europe/London", "Europe/London", "22 November 2026, 12:00 (London)"),
        ("Europe/London", None, "22 November 2026, 12:00 (London)"),
        (None, "Africa/Nairobi", "22 November 2026, 15:00 (Nairobi)"),
        (None, None, "22 November 2026, 12:00 (UTC)"),
        ("Africa/Abidjan", "Africa/Dakar", "22 November 2026, 12:00 (Abidjan)"),
        (
            "Pacific/Auckland",
            "America/Lima",
            "23 November 2026, 01:00 (Auckland; 22 November 2026, 07:00 in Lima)",
        ),
    ],
)
def test_instant_names_the_readers_zone_and_the_meetings_own(reader, mine, own, said):
    assert reader(lambda: formats.instant(NOON, own), zone=mine) == said


@pytest.mark.parametrize(
    ("zone", "locale", "said"),
    [
        ("Europe/London", "fr", "Londres"),
        ("Europe/London", "zh_Hans", "伦敦"),
        ("Asia/Kolkata", "ru", "Калькутта"),
        ("America/Argentina/Buenos_Aires", "en", "Buenos Aires"),
        ("UTC", "ru", "UTC"),
        ("Europe/Kyiv", "es", "Kiev"),
    ],
)
def test_city_has_a_name_in_the_readers_language_also_under_newer_zone_names(zone, locale, said):
    assert formats.spell_city(zone, locale) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (NOON + timedelta(days=53), "in 53 days"),
        (NOON + timedelta(days=2, minutes=1), "in 2 days"),
        (NOON + timedelta(hours=5), "in 5 hours"),
        (NOON + timedelta(minutes=20), "in 20 minutes"),
        (NOON - timedelta(minutes=3), "3 minutes ago"),
        (NOON - timedelta(days=4), "4 days ago"),
        (NOON + timedelta(seconds=59), "now"),
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 25), "in 3 days"),
        (date(2027, 11, 22), "in 365 days"),
    ],
)
def test_distance_counts_calendar_days_from_two_days_on(reader, value, said):
    assert reader(lambda: formats.distance(value)) == said


def test_distance_speaks_the_readers_language(reader):
    said = [reader(lambda: formats.distance(date(2026, 11, 25)), one) for one in LOCALES]
    assert said == ["in 3 days", "dans 3 jours", "dentro de 3 días", "через 3 дня", "3天后"]


def test_distance_counts_days_in_the_readers_zone(reader):
    soon = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert reader(lambda: formats.distance(soon)) == "in 2 days"
    assert reader(lambda: formats.distance(soon), zone="Asia/Bishkek") == "in 3 days"


def test_deadline_is_date_time_zone_and_distance(reader):
    said = reader(lambda: formats.deadline(NOON + timedelta(days=3)), zone="Europe/London")
    assert said == "25 November 2026, 12:00 (London) – in 3 days"


@pytest.mark.parametrize(
    ("days", "near"), [(8, False), (7, False), (6, True), (0, True), (-3, True)]
)
def test_near_is_the_last_week_and_after(reader, days, near):
    assert reader(lambda: formats.near(NOON + timedelta(days=days))) is near


def test_wall_time_keeps_its_clock_and_gains_its_zone():
    typed = datetime(2026, 7, 1, 15, tzinfo=UTC).replace(tzinfo=None)
    assert formats.wall(typed, "Europe/London").isoformat() == "2026-07-01T15:00:00+01:00"


@pytest.mark.parametrize(
    ("locale", "number", "share"),
    [
        ("en", "1,234.5", "87.5%"),
        ("fr", "1 234,5", "87,5 %"),
        ("es", "1234,5", "87,5 %"),
        ("ru", "1 234,5", "87,5 %"),
        ("zh_Hans", "1,234.5", "87.5%"),
    ],
)
def test_numbers_use_the_languages_signs(reader, locale, number, share):
    assert plain(reader(lambda: formats.number(Decimal("1234.5")), locale)) == number
    assert plain(reader(lambda: formats.percent(Fraction(7, 8), 1), locale)) == share


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (41, 2, "41.00"),
        (Fraction(1, 3), 2, "0.33"),
        (2, None, "2"),
        (30.07, None, "30.07"),
        (2.5, 0, "2"),
    ],
)
def test_number_keeps_the_digits_it_is_told(reader, value, places, said):
    assert reader(lambda: formats.number(value, places)) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "November 2026"), ("es", "noviembre de 2026"), ("zh_Hans", "2026年11月")],
)
def test_a_month_has_its_year_where_the_language_puts_it(reader, locale, said):
    assert reader(lambda: formats.month_and_year(date(2026, 11, 1)), locale) == said


def test_percent_rounds_to_whole_by_default_and_drops_no_zero(reader):
    assert reader(lambda: formats.percent(Fraction(126, 183))) == "69%"
    assert reader(lambda: formats.percent(1)) == "100%"
    assert reader(lambda: formats.percent(0)) == "0%"


def test_every_country_of_the_map_has_a_name_in_every_language():
    from nswp_gov.web.charts import points

    for locale in LOCALES:
        names = {formats.spell_country(code, locale) for code in points()}
        assert not names & set(points())


def test_names_of_languages_and_countries_fall_back_to_their_code(reader):
    assert reader(lambda: formats.country("qq")) == "qq"
    assert reader(lambda: formats.language_name("xqx")) == "xqx"
    assert reader(lambda: formats.language_name("pt-BR"), "fr") == "portugais brésilien"
    assert reader(lambda: formats.region("oceania")) == "oceania"
    assert reader(lambda: formats.region("latin-america")) == "Latin America"


def test_languages_call_themselves_by_their_own_names():
    tags = ("en", "fr", "es", "ru", "zh-Hans", "ar")
    said = ["English", "Français", "Español", "Русский", "中文", "العربية"]
    assert [formats.own_name(tag) for tag in tags] == said
    assert [formats.text_direction(tag) for tag in tags] == ["ltr"] * 5 + ["rtl"]
    assert formats.url_code("zh-Hans") == "zh"


def test_lists_and_sizes_are_sentences(reader):
    assert reader(lambda: formats.listed(["a", "b", "c"]), "fr") == "a, b et c"
    assert reader(lambda: formats.size(240_400)) == "240 kB"
    assert reader(lambda: formats.size(1)) == "1 kB"
    assert reader(lambda: formats.size(2_345_678)) == "2.3 MB"


def test_slug_keeps_letters_of_every_script():
    assert formats.slug("Votes: 第 1 (а/б)!") == "votes-第-1-а-б"
