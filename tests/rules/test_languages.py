import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.languages import (
    Freshness,
    Lag,
    Locale,
    SourceRevision,
    TranslationRevision,
    best_available,
    direction_of,
    fallback_order,
    first_match,
    freshness_of,
    lag,
)

histories = st.lists(st.booleans(), min_size=1, max_size=12).map(
    lambda kinds: tuple(SourceRevision(at, kind) for at, kind in enumerate(kinds, 1))
)


@pytest.mark.parametrize(
    ("locale", "code", "tag", "name"),
    [
        (Locale.EN, "en", "en", "English"),
        (Locale.FR, "fr", "fr", "Français"),
        (Locale.ES, "es", "es", "Español"),
        (Locale.RU, "ru", "ru", "Русский"),
        (Locale.ZH_HANS, "zh", "zh-Hans", "简体中文"),
    ],
)
def test_locale_has_code_tag_direction_and_its_own_name(locale, code, tag, name):
    shown = (locale.code, locale.tag, locale.dir, locale.own_name)
    assert shown == (code, tag, "ltr", name)
    assert Locale.from_url(code) is locale


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("zh-TW", Locale.ZH_HANS),
        ("zh_Hans", Locale.ZH_HANS),
        ("fr-CA", Locale.FR),
        ("RU", Locale.RU),
        ("pt", None),
        ("", None),
        ("zh_Hans_", Locale.ZH_HANS),
    ],
)
def test_from_tag_finds_the_nearest_locale(tag, locale):
    assert Locale.from_tag(tag) is locale


def test_first_match_passes_over_what_we_do_not_have():
    assert first_match(["pt-BR", "ar", "es-MX", "en"]) is Locale.ES
    assert first_match(["pt"]) is None


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("uz-Arab", "rtl"), ("az_Latn", "ltr"), ("ar-Latn", "ltr")],
)
def test_direction_follows_script_then_language(tag, direction):
    assert direction_of(tag) == direction


@given(st.sampled_from(Locale), st.sampled_from(Locale))
def test_fallback_begins_with_wanted_and_source_and_names_each_once(wanted, source):
    order = fallback_order(wanted, source)
    assert sorted(order) == sorted(Locale)
    assert order[0] is wanted
    assert order.index(source) <= 1
    assert order.index(Locale.EN) <= 2


def test_best_available_takes_the_source_before_english():
    assert best_available(Locale.RU, {Locale.EN, Locale.FR}, Locale.FR) is Locale.FR
    assert best_available(Locale.RU, {Locale.ZH_HANS}) is Locale.ZH_HANS
    assert best_available(Locale.RU, set()) is None


SOURCE = (SourceRevision(1, True), SourceRevision(2, False), SourceRevision(3, True))


@pytest.mark.parametrize(
    ("translation", "freshness"),
    [
        (None, Freshness.MISSING),
        (TranslationRevision(3), Freshness.CURRENT),
        (TranslationRevision(2), Freshness.BEHIND),
        (TranslationRevision(1), Freshness.BEHIND),
        (TranslationRevision(3, is_machine_assisted=True), Freshness.MACHINE_ASSISTED),
        (TranslationRevision(1, is_machine_assisted=True), Freshness.BEHIND),
        (TranslationRevision(1, is_draft=True), Freshness.DRAFT),
    ],
)
def test_freshness_of_each_kind_of_translation(translation, freshness):
    assert freshness_of(SOURCE, translation) is freshness


def test_lag_tells_substantive_from_editorial():
    assert lag(SOURCE, 1) == Lag(substantive=1, editorial=1)
    with pytest.raises(ValueError, match="no revision 4"):
        lag(SOURCE, 4)


@given(histories, st.data())
def test_editorial_revision_never_changes_freshness(history, data):
    made_from = data.draw(st.integers(1, len(history)))
    made = TranslationRevision(made_from, data.draw(st.booleans()), data.draw(st.booleans()))
    longer = (*history, SourceRevision(len(history) + 1, is_substantive=False))
    assert freshness_of(longer, made) is freshness_of(history, made)


@given(histories, st.data())
def test_substantive_revision_leaves_no_released_translation_current(history, data):
    made = TranslationRevision(data.draw(st.integers(1, len(history))))
    longer = (*history, SourceRevision(len(history) + 1, is_substantive=True))
    assert freshness_of(longer, made) is Freshness.BEHIND


@given(histories, st.data())
def test_lag_counts_every_later_revision_once(history, data):
    made_from = data.draw(st.integers(1, len(history)))
    found = lag(history, made_from)
    assert found.substantive + found.editorial == len(history) - made_from
