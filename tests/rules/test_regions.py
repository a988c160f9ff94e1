import pytest

from nswp_gov.rules.regions import (
    Basis,
    Region,
    countries_of,
    placement_of,
    placements,
    region_of,
    undecided_countries,
)


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("KE", Region.AFRICA),
        ("TN", Region.AFRICA),
        ("TR", Region.EUROPE),
        ("KG", Region.EUROPE),
        ("MX", Region.LATIN_AMERICA),
        ("GY", Region.NORTH_AMERICA_AND_THE_CARIBBEAN),
        ("SR", Region.NORTH_AMERICA_AND_THE_CARIBBEAN),
        ("HK", Region.ASIA_AND_THE_PACIFIC),
        ("nz", Region.ASIA_AND_THE_PACIFIC),
        ("AE", None),
        (None, None),
        ("", None),
    ],
)
def test_region_of_a_country_is_the_network_s_own(country, region):
    assert region_of(country) is region


def test_every_country_is_in_one_region_or_undecided():
    placed = [country for region in Region for country in countries_of(region)]
    assert sorted([*placed, *undecided_countries()]) == list(placements())
    assert len(placements()) == 249


def test_undecided_country_has_no_region_and_says_why():
    assert "AE" in undecided_countries()
    for country in undecided_countries():
        assert placement_of(country).basis is Basis.UNDECIDED
    assert "board decides" in placement_of("AE").note


def test_code_of_no_country_is_refused():
    with pytest.raises(ValueError, match="XX"):
        region_of("XX")
