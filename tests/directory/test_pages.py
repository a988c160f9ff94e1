"""The member's own pages: edit, preview, conflict, consent, people, hiding."""

from __future__ import annotations

import re

import pytest

from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations, queries
from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.states import Capacity
from tests.factories.accounts import make_person
from tests.factories.directory import fill
from tests.factories.membership import make_listed, make_member


@pytest.fixture
def ours(make_work):
    """A listed organisation with two editors."""
    with make_work() as work:
        made = make_listed(work, name="Lantern House", values={"description": "Old words"})
        people = [make_person(work, name) for name in ("Amina", "Bela")]
        for person in people:
            operations.appoint(work, made, person.id, Capacity.EDITOR)
        return made.id, made.slug, people


def fields(page):
    """Return what a form would send if nothing was touched."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag and "checked" not in tag):
            continue
        found.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = [body]
    for select in re.findall(r"<select.*?</select>", page, re.DOTALL):
        name = re.search(r'name="([^"]*)"', select)[1]
        chosen = re.search(r'<option selected[^>]*value="([^"]*)"', select)
        found[name] = [chosen[1] if chosen else ""]
    return found


def send(browser, path, data, page=None):
    """Post a form with the mark that its page carries."""
    token = fields(browser.get(page or path).text)["csrf_token"][0]
    return browser.post(path, data={**data, "csrf_token": token})


def test_an_editor_changes_words_and_the_public_reads_them(ours, client_as, client):
    organisation, slug, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/profile"
    form = fields(browser.get(path).text)
    answer = browser.post(path, data={**form, "description": "New words", "view": "public"})
    assert answer.status_code == 302
    assert "New words" in browser.get(answer.location).text
    assert "New words" in client.get(f"/en/organisations/{slug}").text
    history = browser.get(f"/en/our/{organisation}/history").text
    assert "Old words" in history
    assert "Amina" in history


def test_a_warning_is_given_for_words_that_disclose(ours, client_as):
    organisation, _slug, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/profile"
    form = fields(browser.get(path).text)
    form["description"] = "We are a sex worker-led group."
    page = browser.post(path, data=form, follow_redirects=True).text
    assert "“sex worker-led” tells the public who leads your organisation" in page


def test_two_editors_at_once_are_shown_both_texts_and_lose_nothing(ours, client_as):
    organisation, _slug, people = ours
    first, second = client_as(people[0]), client_as(people[1])
    path = f"/en/our/{organisation}/profile"
    mine, theirs = fields(first.get(path).text), fields(second.get(path).text)
    second.post(path, data={**theirs, "description": "Words of Bela"})
    answer = first.post(path, data={**mine, "description": "Words of Amina"})
    assert answer.status_code == 409
    assert "Words of Bela" in answer.text
    assert "Words of Amina" in answer.text
    again = fields(answer.text)
    assert first.post(path, data=again).status_code == 302
    history = first.get(f"/en/our/{organisation}/history").text
    assert "Words of Bela" in history
    assert "Words of Amina" in history


def test_texts_are_written_in_the_language_that_was_chosen(ours, client_as, client):
    organisation, slug, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/profile?in=ru"
    form = fields(browser.get(path).text)
    assert form["description"] == [""]
    browser.post(path, data={**form, "description": "Новые слова"})
    assert "Новые слова" in client.get(f"/ru/organisations/{slug}").text
    assert "Old words" in client.get(f"/en/organisations/{slug}").text


def test_a_refused_value_keeps_what_was_typed(ours, client_as):
    organisation, _slug, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/profile"
    form = fields(browser.get(path).text)
    answer = browser.post(path, data={**form, "email": "no address", "social": "typed words"})
    assert answer.status_code == 422
    assert "Write the e-mail address like this" in answer.text
    assert "typed words" in answer.text


def test_consent_is_given_withdrawn_and_kept_in_the_list(ours, client_as, session):
    organisation, _slug, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/consent"
    browser.post(f"{path}/withdrawal", data=fields(browser.get(path).text))
    assert session.get(PublicOrganisation, organisation) is None
    answer = browser.post(
        path, data={**fields(browser.get(path).text), "to_public": ["name"], "to_members": []}
    )
    assert answer.status_code == 302
    page = browser.get(path).text
    assert "It needs a second confirmation" in page
    other = client_as(people[1])
    other.post(f"{path}/confirmation", data=fields(other.get(path).text))
    session.expire_all()
    assert session.get(PublicOrganisation, organisation).country is None


def test_one_button_hides(ours, client_as, client, session):
    organisation, slug, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/hiding"
    assert browser.post(path, data=fields(browser.get(path).text)).status_code == 302
    assert client.get(f"/en/organisations/{slug}").status_code == 404
    assert "Lantern House" not in client.get("/en/organisations").text


def test_a_paper_code_works_without_signing_in(ours, client_as, client):
    organisation, slug, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}"
    given = send(browser, f"{path}/code", {}, page=f"{path}/hiding").text
    code = re.search(r'class="code">([^<]+)<', given)[1]
    wrong = send(client, "/en/hide", {"code": "2222-2222-2222-2222"})
    assert client.get(f"/en/organisations/{slug}").status_code == 200
    right = send(client, "/en/hide", {"code": code})
    assert client.get(f"/en/organisations/{slug}").status_code == 404
    assert (wrong.status_code, wrong.data) == (right.status_code, right.data)
    assert browser.get(f"/en/our/{organisation}").status_code == 302  # signed out


def test_people_are_appointed_by_their_sign_in_name(ours, make_work, client_as, session):
    organisation, _slug, people = ours
    with make_work() as work:
        make_person(work, "Eve", sign_in_name="eve-of-lantern")
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/people"
    data = {"sign_in_name": "eve-of-lantern", "capacity": "delegate"}
    assert send(browser, path, data).status_code == 302
    assert "Eve" in browser.get(path).text
    data["sign_in_name"] = "nobody at all"
    answer = send(browser, path, data)
    assert answer.status_code == 422
    assert "Nobody can be appointed under this name." in answer.text
    row = next(r for r, name in queries.appointments(session, organisation) if name == "Eve")
    assert send(browser, f"{path}/{row.id}/end", {}, page=path).status_code == 302


def test_ties_are_proposed_and_answered_on_the_page(ours, make_work, client_as, session):
    organisation, _slug, people = ours
    with make_work() as work:
        other = make_listed(work, name="Faro")
        editor = make_person(work, "Eve")
        operations.appoint(work, other, editor.id, Capacity.EDITOR)
        other_id = other.id
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/affiliations"
    data = {"other": str(other_id), "tie": "member_of", "from_on": "2026-01-05"}
    assert send(browser, path, data).status_code == 302
    row = queries.affiliations_of(session, organisation)[0]
    theirs = client_as(editor)
    page = f"/en/our/{other_id}/affiliations"
    answer = send(theirs, f"{page}/{row.id}", {"answer": "accept"}, page=page)
    assert answer.status_code == 302
    assert "accepted by both" in browser.get(path).text


def test_own_pages_ask_at_most_five_statements_beside_who_it_is(ours, client_as, count_queries):
    organisation, _slug, people = ours
    browser = client_as(people[0])
    paths = ("", "/profile", "/seen/own", "/history", "/consent", "/people", "/affiliations")
    browser.get("/en/our")
    with count_queries() as known:
        browser.get("/en/our")  # a redirect: who it is, and nothing else
    with count_queries() as desk:
        browser.get("/en/work")  # what is due over all features stands on our home as well
    for path in paths:
        with count_queries() as seen:
            assert browser.get(f"/en/our/{organisation}{path}").status_code == 200
        before = known if path else desk
        assert len(seen) - len(before) <= 5, (path, seen)


def test_every_own_page_stands_in_five_languages(ours, client_as):
    organisation, _slug, people = ours
    browser = client_as(people[0])
    paths = ("", "/profile", "/seen/public", "/history", "/consent", "/people", "/affiliations")
    for code in ("en", "fr", "es", "ru", "zh"):
        for path in (*paths, "/hiding"):
            page = browser.get(f"/{code}/our/{organisation}{path}")
            assert page.status_code == 200
            assert "<title>" in page.text


def test_the_office_hides_a_country_and_assesses_its_risk(ours, make_work, client_as, client):
    with make_work() as work:
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    browser = client_as(staff)
    data = {"scope": "country", "organisation": "", "country": "KE", "region": "africa"}
    data["reason"] = "raids"
    assert send(browser, "/en/hiding", data).status_code == 302
    assert "Lantern House" not in client.get("/en/organisations").text
    data = {"country": "KE", "risk": "severe", "reason": "arrests"}
    assert send(browser, "/en/risks", data).status_code == 302
    assert "arrests" in browser.get("/en/risks").text


def test_somebody_of_several_organisations_chooses(make_work, client_as):
    with make_work() as work:
        person = make_person(work)
        for name in ("One House", "Two Houses"):
            made = make_member(work, name=name)
            fill(work, made, acronym=name[:3])
            operations.appoint(work, made, person.id, Capacity.EDITOR)
    page = client_as(person).get("/en/our").text
    assert "One House" in page
    assert "Two Houses" in page
