"""Static files: addresses that change with content, packed once, kept for ever."""

import gzip

import pytest

from nswp_gov.web import assets


def test_asset_address_changes_with_content_and_is_kept_for_ever(plain_app, tmp_path):
    client = plain_app.test_client()
    with plain_app.test_request_context("/en/"):
        address = plain_app.jinja_env.globals["asset"]("site.css")
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    plain = client.get(address)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(answer.data) == plain.data
    assert client.get(address, headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304
    (tmp_path / "a.css").write_text("a{}")
    before = assets.read(tmp_path / "a.css", tmp_path).path
    (tmp_path / "a.css").write_text("b{}")
    assert assets.read(tmp_path / "a.css", tmp_path).path != before


def test_asset_of_an_older_mark_answers_but_is_not_kept(plain_app):
    answer = plain_app.test_client().get("/static/site.0123456789.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "map/README.md", "../web/assets.py", "x"])
def test_asset_that_is_none_is_not_found(plain_app, name):
    assert plain_app.test_client().get(f"/static/{name}").status_code == 404
