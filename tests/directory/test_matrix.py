"""Who sees which field where: made from the declarations, equal in every output."""

from __future__ import annotations

import json

import pytest

from nswp_gov.directory import operations, queries
from nswp_gov.directory.states import TEXT_FIELDS, Capacity, ProfileField, Readers
from nswp_gov.directory.views.ours import viewers
from nswp_gov.rules.audience import Step, Viewer, may_see_any
from nswp_gov.rules.languages import Locale
from nswp_gov.store.projection import project
from tests.conftest import NOW
from tests.directory.outputs import cells
from tests.factories.accounts import make_person
from tests.factories.directory import fill
from tests.factories.membership import make_member

F = ProfileField
VALUES = {
    **{field: f"Zz{field.value}" for field in TEXT_FIELDS},
    F.NAME: "Zzname",
    F.ACRONYM: "Zzacronym",
    F.WEBSITE: "https://zzwebsite.example",
    F.EMAIL: "zzemail@example.org",
    F.SOCIAL: "Zzsocial",
    F.CITY: "Zzcity",
    F.PHONE: "Zzphone",
    F.CONTACT_PERSON: "Zzperson",
    F.HOST: "Zzhost",
}
ROTATIONS = range(4)
LINE = {F.NAME, F.ACRONYM, F.WEBSITE, F.EMAIL, F.DESCRIPTION}
SHORT = {F.NAME, F.DESCRIPTION}
CARRIED = {  # what each output is for: of these fields it shows every one that is public
    "organisations/{slug}": set(VALUES),
    "organisations/{slug}.json": set(VALUES),
    "organisations/{slug}.vcf": LINE,
    "organisations.json": set(VALUES),
    "organisations.csv": LINE,
    "organisations.xlsx": LINE,
    "organisations.atom": SHORT,
    "organisations": SHORT,
    "regions/africa": SHORT,
    "regions/africa.json": set(VALUES),
    "regions/africa.csv": LINE,
    "regions/africa.xlsx": LINE,
    "regions/africa.atom": SHORT,
    "countries/KE.json": set(),
    "countries/KE": set(),
    "regions": set(),
    "": set(),
}


@pytest.fixture
def made(make_work, request):
    """An organisation each of whose fields has other readers, turned by `request.param`."""
    choices = list(Readers)
    with make_work() as work:
        made = make_member(work)
        for place, (field, value) in enumerate(VALUES.items()):
            chosen = Readers.PUBLIC if field is F.NAME else choices[(place + request.param) % 4]
            fill(work, made, chosen, **{field.value: value})
        public = [field for field in F if field.widest is Readers.PUBLIC]
        operations.give_consent(
            work, made, to_public=public, to_members=list(F), shown_in=Locale.EN
        )
        person = make_person(work)
        operations.appoint(work, made, person.id, Capacity.EDITOR)
    with make_work(now=NOW.replace(day=4)) as work:
        operations.confirm_consent(work, queries.organisation(work.session, made.id))
    return made, person


def expected(view, viewer):
    return {field for field in VALUES if may_see_any(viewer, view.audiences(field)).allowed}


def said(text):
    return {field for field, value in VALUES.items() if value in text}


def fellow(make_work, client_as):
    """A browser of somebody of another member organisation."""
    with make_work() as work:
        other = make_member(work, name="Another House", country="FR")
        person = make_person(work, "Bela")
        operations.appoint(work, other, person.id, Capacity.CONTACT)
    return client_as(person)


@pytest.mark.parametrize("made", ROTATIONS, indirect=True)
def test_every_output_shows_what_the_declarations_say(made, client, client_as, session, make_work):
    made, person = made
    view = queries.profile(session, made, NOW.date())
    readers = viewers(made)
    public = expected(view, readers["public"])
    page = client.get(f"/en/organisations/{made.slug}").text
    assert said(page) == public
    data = client.get(f"/en/organisations/{made.slug}.json").text
    assert said(data) == public
    assert json.loads(data)["slug"] == made.slug
    for path, fields in CARRIED.items():
        answer = client.get(f"/en/{path.format(slug=made.slug)}")
        assert answer.status_code == 200, path
        text = cells(answer.data).decode() if path.endswith("xlsx") else answer.data.decode()
        assert said(text.replace("\r\n ", "")) == public & fields, path
    assert said(client.get("/sitemaps/organisations-all.xml").text) == set()
    for field in TEXT_FIELDS:
        found = client.get("/en/organisations", query_string={"q": VALUES[field]}).text
        assert (made.slug in found) is (field in public)
    browser = client_as(person)
    for by, viewer in readers.items():
        shown = browser.get(f"/en/our/{made.id}/seen/{by}").text
        assert said(shown) == expected(view, viewer), by
    assert said(fellow(make_work, client_as).get(f"/en/network/{made.id}").text) == expected(
        view, readers["members"]
    )
    table = queries.who_sees_what(view, readers)
    for field in VALUES:
        names = {by for by, viewer in readers.items() if field in expected(view, viewer)}
        assert table[field.value] == names


@pytest.mark.parametrize("made", [0], indirect=True)
def test_a_representative_of_the_region_knows_the_facts_and_a_colleague_does_not(made, session):
    view = queries.profile(session, made[0], NOW.date())
    hidden = dict.fromkeys(F, Readers.SECRETARIAT)
    closed = type(view)(
        organisation_id=view.organisation_id,
        region=view.region,
        values=view.values,
        readers=hidden,
        choices=hidden,
    )
    africa = Viewer(step=Step.MEMBERS, regions=frozenset({"africa"}))
    europe = Viewer(step=Step.MEMBERS, regions=frozenset({"europe"}))
    assert set(project(closed, africa)) == {"name", "country", "level"}
    assert set(project(closed, europe)) == set()
