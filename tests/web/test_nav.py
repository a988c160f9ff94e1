"""Of the entries of the navigation one is marked: the nearest to the page that is shown."""

from __future__ import annotations

import re

import pytest

from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from tests.factories.accounts import make_person
from tests.factories.membership import make_listed

MARKED = re.compile(r'<li><a href="([^"]+)" aria-current="page">')


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("our/{id}", "our"),
        ("our/{id}/profile", "our"),
        ("organisations", "organisations"),
        ("organisations/{slug}", "organisations"),
        ("regions/africa", "organisations"),
        ("account/sessions", "account"),
    ],
)
def test_one_entry_is_marked(make_work, client_as, page, entry):
    with make_work() as work:
        house = make_listed(work, name="House")
        person = make_person(work, "Amina")
        directory.appoint(work, house, person.id, Capacity.EDITOR)
        address = f"/en/{page.format(id=house.id, slug=house.slug)}"
    shown = client_as(person).get(address).text
    navigation = shown[shown.index('aria-label="Main"') : shown.index("<main")]
    assert MARKED.findall(navigation) == [f"/en/{entry}"]
