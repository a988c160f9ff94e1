"""The plan: the same for one seed, all over the world, everything of everything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nswp_gov.directory.policy import disclosures
from nswp_gov.directory.states import ProfileField, Readers, Risk
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.sample.people import accounts
from nswp_gov.sample.plan import CLARA, LANTERN, Showing, plan_network
from nswp_gov.sample.words import file
from tests.sample.conftest import NOW

pytestmark = pytest.mark.database_free


@pytest.fixture(scope="module")
def plan():
    return plan_network(150, 2026, NOW)


def test_one_seed_gives_one_network_and_another_seed_another(plan):
    assert plan_network(150, 2026, NOW) == plan
    assert plan_network(150, 2027, NOW).organisations != plan.organisations


def test_a_larger_network_begins_like_a_smaller_one(plan):
    larger = plan_network(400, 2026, NOW).organisations
    assert [one.name for one in larger[:150]] == [one.name for one in plan.organisations]


def test_no_two_organisations_have_one_name():
    names = [one.name for one in plan_network(3000, 2026, NOW).organisations]
    assert len(set(names)) == 3000


def test_every_region_language_category_standing_and_audience_is_there(plan):
    some = plan.organisations
    assert {one.region for one in some} == set(Region)
    assert {one.locale for one in some} == set(Locale)
    assert {one.category for one in some} == set(Category)
    assert {one.standing for one in some} == set(Standing)
    assert {one.showing for one in some} == set(Showing)
    assert set(plan.risks.values()) == set(Risk)
    assert sum(one.country is None for one in some) == 10
    assert any(one.country == "MX" and one.region is not Region.LATIN_AMERICA for one in some)


@pytest.mark.parametrize("size", [100, 150])
@pytest.mark.parametrize("seed", range(20))
def test_the_rolls_are_large_enough_for_a_secret_vote_whatever_the_seed(seed, size):
    """Five voters at least, on the record date of the past election and of the one that is on."""
    some = plan_network(size, seed, NOW).organisations
    full = [one for one in some if one.votes and one.was is None]
    lasting = [one for one in full if one.standing in {Standing.ACTIVE, Standing.GRACE}]
    for region in (Region.AFRICA, Region.EUROPE):
        assert sum(o.region is region and o.admitted_on < date(2025, 9, 1) for o in lasting) >= 5
    for region in Region:
        assert sum(one.region is region for one in lasting) >= (5 if size == 150 else 3)


def test_everything_has_happened_by_now_and_in_order(plan):
    for one in plan.organisations:
        assert one.admitted_on <= one.entered_at.date()
        assert plan.began <= one.entered_at < one.changed_at < NOW - timedelta(days=10)
        assert one.entered_at + timedelta(days=9) < min(one.edited_at, one.handed_over_at)


def test_no_organisation_says_publicly_who_leads_it():
    for locale in Locale:
        said = file("texts")[locale.value]
        passages = [words for some in said.values() if isinstance(some, list) for words in some]
        assert not [words for words in [*passages, said["newer"]] if disclosures(words)]


def test_translations_are_as_many_as_their_source():
    shapes = {
        locale: {field: len(some) for field, some in file("texts")[locale.value].items()
                 if isinstance(some, list)}
        for locale in Locale
    }  # fmt: skip
    assert len({tuple(sorted(shape.items())) for shape in shapes.values()}) == 1


def test_nobody_is_listed_where_listing_is_invented_to_be_severe(plan):
    severe = {code for code, risk in plan.risks.items() if risk is Risk.SEVERE}
    for one in plan.organisations:
        if one.country in severe:
            assert Readers.PUBLIC not in one.readers.values()


def test_the_accounts_are_the_same_for_one_seed_and_their_organisations_are_fixed(plan):
    assert accounts(7) == accounts(7) != accounts(8)
    assert plan.organisations[LANTERN].name == "Lantern Street Collective"
    assert plan.organisations[LANTERN].category is Category.FULL
    assert plan.organisations[CLARA].category is Category.ASSOCIATE
    assert plan.organisations[CLARA].values[ProfileField.COUNTRY] == "CO"
