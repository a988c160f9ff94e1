import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.languages import Locale
from nswp_gov.store.analyser import fold, prefixes, terms, wanted


def finds(query, text, locale):
    """Whether the index of `text` holds all that `query` asks for."""
    kept = terms(text, locale)
    return all(
        one.exact & set(kept) or (one.prefix and any(term.startswith(one.prefix) for term in kept))
        for one in wanted(query)
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Réseau", "reseau"),
        ("ŒUVRE", "oeuvre"),
        ("Журавлёнок", "журавленок"),
        ("Йога", "йога"),
        ("ＡＢＣ", "abc"),
        ("Łódź", "lodz"),
        ("straße", "strasse"),
    ],
)
def test_fold_takes_away_case_and_marks_and_keeps_letters(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("query", "text", "locale"),
    [
        ("reseau", "Réseau de santé", Locale.FR),
        ("поддержку", "Поддержка членов", Locale.RU),
        ("поддержку", "Поддержка членов", Locale.ZH_HANS),
        ("health", "Healthy organisations", Locale.EN),
        ("organización", "Las organizaciones", Locale.ES),
        ("彩虹同伴", "上海彩虹同伴小组", Locale.ZH_HANS),
        ("健康", "社区健康", Locale.ZH_HANS),
        ("同", "同伴", Locale.ZH_HANS),
        ("彩虹 health", "Rainbow 彩虹 health", Locale.EN),
        ("journ", "Journal of sex work", Locale.EN),
        ("NSWP的", "关于NSWP的说明", Locale.ZH_HANS),
    ],
)
def test_query_finds_text_in_every_script(query, text, locale):
    assert finds(query, text, locale)


@pytest.mark.parametrize(
    ("query", "text"),
    [("健康", "健美康乐"), ("иод", "йод"), ("law", "outlaw"), ("a b", "a c")],
)
def test_query_does_not_find_what_only_looks_alike(query, text):
    assert not finds(query, text, Locale.EN)


def test_wanted_of_nothing_is_nothing_and_of_much_is_bounded():
    assert wanted("  ?!  ") == ()
    assert len(wanted(" ".join(f"word{n}" for n in range(50)))) == 12
    assert all(len(term) <= 42 for term in terms("x" * 500, Locale.RU))


def test_prefixes_are_the_beginnings_of_words():
    assert prefixes("Éva 会员 ok") == ["ev", "eva", "ok"]


@given(st.text(max_size=80), st.sampled_from(Locale))
def test_text_finds_itself_and_terms_are_plain(text, locale):
    found = terms(text, locale)
    assert all(re.fullmatch(r"[^\s'\"\\&|!:()*<>-]+", term) for term in found)
    assert finds(text, text, locale)


def test_threads_do_not_share_a_stemmer():
    expected = terms("organisations organising health", Locale.EN)
    seen = []

    def work():
        seen.extend(terms("organisations organising health", Locale.EN) for _ in range(300))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 1200
    assert all(one == expected for one in seen)
