"""Headers are on every answer, also on errors; nothing about the visitor is kept."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from nswp_gov.web.security import HEADERS


@pytest.mark.parametrize("path", ["/en/", "/en/nowhere", "/zz/", "/healthz", "/en/safety"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, (path, name)


def test_an_unknown_host_is_refused_with_headers(client: FlaskClient) -> None:
    answer = client.get("/en/", base_url="http://evil.example")
    assert answer.status_code == 400
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_post_from_another_site_is_refused(client: FlaskClient) -> None:
    answer = client.post("/en/leave", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_leaving_clears_the_browser_and_goes_to_an_empty_page(client: FlaskClient) -> None:
    answer = client.post("/fr/leave")
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/fr/organisations/nowhere.json", "*/*"), ("/fr/nowhere", "application/json")],
)
def test_a_program_gets_problem_details(client: FlaskClient, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json(force=True)["status"] == 404
    page = client.get("/fr/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.mimetype == "text/html"
