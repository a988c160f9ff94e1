"""The front page is kept for visitors, and made anew as soon as anything it shows has changed."""

from __future__ import annotations

from nswp_gov.directory import operations
from nswp_gov.home import queries
from tests.factories.accounts import make_person
from tests.factories.announcements import published
from tests.factories.membership import make_listed


def test_it_is_made_once_until_something_is_recorded(make_work, client, client_as, monkeypatch):
    with make_work() as work:
        gone = make_listed(work, name="Lantern House", country="KE")
        make_listed(work, name="Harbour Circle", country="KE")
        person = make_person(work, "Amina")
    member = client_as(person)
    made, real = [], queries.front

    def front(*given):
        made.append(given)
        return real(*given)

    monkeypatch.setattr(queries, "front", front)
    first = client.get("/en/")
    again = client.get("/en/")
    assert again.text == first.text
    assert "2 listed organisations" in first.text
    assert len(made) == 1
    assert client.get("/en/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "Amina" not in first.text
    assert "lang=en" in client.get("/en/?keep=1").headers["Set-Cookie"]
    assert "lang=en" in client.get("/en/?keep=1").headers["Set-Cookie"]
    inside = member.get("/en/")
    assert inside.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in inside.headers
    with make_work() as work:
        news = str(published(work).id)
    assert news not in first.text
    assert news in client.get("/en/").text
    with make_work() as work:
        operations.withdraw_consent(work, work.session.merge(gone))
    assert "One listed organisation" in client.get("/en/").text
