import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale


@pytest.mark.parametrize(
    ("locale", "in_order"),
    [
        (Locale.EN, ["Åland", "Albania", "Algeria", "Zambia"]),
        (Locale.FR, ["cœur", "Coeurs", "cote", "côté", "cotes", "École", "Égypte", "Zambie"]),
        (Locale.ES, ["nube", "Nuño", "Ñandú", "ola"]),
        (Locale.ES, ["peña", "peñas", "peón"]),
        (Locale.FR, ["Nandou", "Ñandú", "nube"]),
        (Locale.RU, ["Ежи", "Ёлка", "Ель", "Игра", "Искра", "Йога", "Кот"]),
        (Locale.ZH_HANS, ["ABC", "阿尔巴尼亚", "巴西", "法国", "肯尼亚", "中国"]),
        (Locale.EN, ["co op", "co op two", "co-op", "coop", "coops"]),
    ],
)
def test_names_sort_as_a_reader_expects(locale, in_order):
    keys = [sort_key(name, locale) for name in in_order]
    assert keys == sorted(keys)


@given(st.sampled_from(Locale), st.text(max_size=20))
def test_case_does_not_move_a_name_away_from_its_like(locale, text):
    primary = [sort_key(one, locale).split(b"\x00")[0] for one in (text, text.upper().lower())]
    assert primary[0] == primary[1] or text.casefold() != text.upper().lower().casefold()


@given(st.sampled_from(Locale), st.text(max_size=20))
def test_key_exists_for_any_text(locale, text):
    if any("\ud800" <= char <= "\udfff" for char in text):
        return
    assert isinstance(sort_key(text, locale), bytes)


def test_names_that_differ_in_marks_only_have_a_fixed_order():
    keys = {sort_key(name, Locale.FR) for name in ("cote", "côte", "coté", "côté")}
    assert len(keys) == 4
