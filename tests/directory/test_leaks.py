"""No public output says anything of who chose not to be shown; and this test would notice."""

from __future__ import annotations

import itertools
from urllib.parse import quote

import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations
from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.states import Capacity, ProfileField, Readers, Tie
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from tests.directory.outputs import values_of
from tests.factories.accounts import make_person
from tests.factories.directory import fill, open_profile
from tests.factories.membership import make_listed, make_member

CANARY = "Zqcanary"
HIDDEN_COUNTRY = "BT"  # where nobody is listed
HIDDEN_TONGUE = "dz"
WORDS = ("zqcanary", "lantern", "canary", "зяблик", "金丝雀", "bhutan", HIDDEN_TONGUE)
FACETS = (
    f'name="country" value="{HIDDEN_COUNTRY}"',
    f'name="language" value="{HIDDEN_TONGUE}"',
    'name="area" value="economic-empowerment"',
)


def hidden_values(number):
    return {
        "acronym": f"ZQ{number}",
        "description": f"{CANARY} words {number} зяблик 金丝雀",
        "website": f"https://zqsite{number}.example",
        "email": f"zqmail{number}@example.org",
        "languages": [HIDDEN_TONGUE],
        "areas": ["economic-empowerment"],
        "phone": f"+975 {number}zqphone",
    }


@pytest.fixture
def network(make_work):
    """Six listed organisations, and hidden ones of every kind beside them."""
    with make_work() as work:
        listed = [
            make_listed(
                work,
                name=f"Lantern {number}",
                country=country,
                values={"languages": ["en"], "areas": ["health"], "description": "open words"},
            )
            for number, country in enumerate(("KE", "FR", "PE", "CA", "IN", "KE"))
        ]
        never = make_member(work, name=f"{CANARY} Never", country=HIDDEN_COUNTRY)
        fill(work, never, Readers.SECRETARIAT, **hidden_values(1))
        unconsented = make_member(work, name=f"{CANARY} Unconsented", country=HIDDEN_COUNTRY)
        open_profile(work, unconsented, **hidden_values(2))
        withdrawn = make_listed(
            work, name=f"{CANARY} Withdrawn", country=HIDDEN_COUNTRY, values={
                key: value for key, value in hidden_values(3).items() if key != "phone"
            },
        )  # fmt: skip
        operations.withdraw_consent(work, withdrawn)
        inside = make_member(work, name=f"{CANARY} Inside", country="KE")
        fill(work, inside, Readers.MEMBERS, name=inside.name, **hidden_values(4))
        everything = [ProfileField(name) for name in ("name", *hidden_values(4))]
        operations.give_consent(
            work, inside, to_public=(), to_members=everything, shown_in=Locale.EN
        )
        hidden = [never, unconsented, withdrawn, inside]
        for one in hidden[:3]:  # ties with listed ones must not show them either
            tie = operations.propose_affiliation(
                work, listed[0], one, Tie.MEMBER_OF, from_on=work.today
            )
            operations.accept_affiliation(work, tie)
        return {
            "slugs": [one.slug for one in listed],
            "hidden": [one.slug for one in hidden],
            "ids": [one.id for one in hidden],
        }


@pytest.fixture
def viewers(make_work, client, client_as, network):
    """A visitor, somebody of an associate member, a translator: none may learn anything."""
    with make_work() as work:
        own = make_member(work, Category.ASSOCIATE, name="Associate House")
        member = make_person(work, "Amina")
        operations.appoint(work, own, member.id, Capacity.EDITOR)
        translator = make_person(work, "Bela", roles=[Role.TRANSLATOR_FR])
        own_id = own.id
    return {
        "visitor": (client, None),
        "associate": (client_as(member), own_id),
        "translator": (client_as(translator), None),
    }


def addresses(app, network, codes, own_id):
    """Return every address that somebody outside can ask of these rooms, in these languages."""
    given = {
        "slug": [*network["slugs"][:2], *network["hidden"], "zzzzzzzz"],
        "code": ["africa", "europe", "asia-and-the-pacific", "KE", HIDDEN_COUNTRY, "QQ"],
        "prefix": ["all", network["hidden"][0][:1]],
        "lang": codes,
        "organisation_id": [own_id, *network["ids"]] if own_id else network["ids"],
    }
    rooms = ("directory.", "directory_root.", "membership.", "home.index", "home.search")
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(rooms) or "GET" not in rule.methods:
            continue
        names = sorted(rule.arguments)
        with app.test_request_context():
            adapter = app.url_map.bind("localhost")
            for values in itertools.product(*(values_of(rule, name, given) for name in names)):
                yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))
    for code, word in itertools.product(codes, WORDS):
        for page in ("organisations", "organisations.json", "organisations.csv"):
            yield f"/{code}/{page}?q={quote(word)}"
        yield f"/{code}/organisations?country={HIDDEN_COUNTRY}&language={HIDDEN_TONGUE}"
        yield f"/{code}/organisations?area=economic-empowerment"


FIVE = tuple(locale.code for locale in Locale)
TWO = ("en", "zh")


def leaks(app, browser, network, codes=TWO, own_id=None):
    """Return (address, canary) for everything withheld that an answer says."""
    found = set()
    for address in addresses(app, network, codes, own_id):
        answer = browser.get(address)
        said = answer.data.decode("utf-8", "replace")
        for canary in ("Zqcanary", "ZQ1", "ZQ2", "ZQ3", "ZQ4", "zqsite", "zqmail", "zqphone"):
            if canary in said:
                found.add((address, canary))
        if any(one in said for one in FACETS):
            found.add((address, "facet"))
    return found


@pytest.mark.parametrize("who", ["visitor", "associate", "translator"])
def test_no_output_tells_anything_of_a_hidden_organisation(app, network, viewers, who):
    browser, own_id = viewers[who]
    found = leaks(app, browser, network, FIVE if who == "visitor" else TWO, own_id)
    if who == "associate":  # the name that one organisation opened to members is theirs to see
        found = {one for one in found if not one[0].endswith(("/affiliations", "/network"))}
        found = {one for one in found if f"/network/{network['ids'][3]}" not in one[0]}
    assert found == set()


def test_an_associate_reads_no_more_than_the_names_opened_to_members(network, viewers):
    browser, own_id = viewers["associate"]
    for path in (f"our/{own_id}/affiliations", "network", "network?q=zqcanary"):
        page = browser.get(f"/en/{path}").text
        assert "Zqcanary Inside" in page, path
        for name in ("Never", "Unconsented", "Withdrawn"):
            assert f"Zqcanary {name}" not in page, path


def test_a_country_that_is_not_shown_to_members_does_not_find(network, viewers):
    browser, _own = viewers["associate"]
    assert "Zqcanary Inside" in browser.get("/en/network?region=africa").text
    for query in ("country=KE", "region=europe", "q=lantern"):
        assert "Zqcanary" not in browser.get(f"/en/network?{query}").text, query


def test_one_planted_leak_is_found(app, client, network, make_work):
    with make_work() as work:
        row = work.session.scalar(
            select(PublicOrganisation).where(PublicOrganisation.slug == network["slugs"][0])
        )
        row.said = {**row.said, "acronym": "ZQ1"}
    assert {canary for _address, canary in leaks(app, client, network)} == {"ZQ1"}


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_hidden_is_absent_same_status_same_bytes_same_statements(
    client, network, count_queries, suffix
):
    answers = []
    for slug in (*network["hidden"], "zzzzzzzz"):
        with count_queries() as seen:
            answer = client.get(f"/en/organisations/{slug}{suffix}")
        body = answer.data.replace(slug.encode(), b"SLUG")
        headers = {name: value for name, value in answer.headers if name != "Content-Length"}
        answers.append((answer.status_code, body, headers, tuple(seen)))
    assert answers[0][0] == 404
    assert all(one == answers[0] for one in answers)


def test_a_country_of_hidden_ones_is_like_a_country_of_none(client, network, count_queries):
    answers = []
    for code, name in ((HIDDEN_COUNTRY, "Bhutan"), ("MN", "Mongolia")):
        with count_queries() as seen:
            answer = client.get(f"/en/countries/{code}")
        body = answer.data.replace(code.encode(), b"??").replace(name.encode(), b"?")
        answers.append((answer.status_code, body, tuple(seen)))
    assert answers[0] == answers[1]


def test_other_peoples_organisations_are_absent_from_the_workspace(network, viewers):
    browser, _own = viewers["associate"]
    for path in ("", "/profile", "/seen/own", "/history", "/consent", "/people", "/hiding"):
        assert browser.get(f"/en/our/{network['ids'][0]}{path}").status_code == 404
    assert browser.get("/en/register").status_code == 403
    assert browser.get(f"/en/register/{network['ids'][0]}").status_code == 403
