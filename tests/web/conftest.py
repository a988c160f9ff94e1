"""An application with the design system and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import Flask, g
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from nswp_gov.paths import resource
from nswp_gov.web import assets, formats, gallery

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TAGS = ("en", "fr", "es", "ru", "zh-Hans")
CODES = {tag.partition("-")[0]: tag for tag in TAGS} | {"ar": "ar"}
ENDPOINTS = {
    "home.index": "/",
    "home.safety": "/safety",
    "home.accessibility": "/accessibility",
    "desk.glossary": "/glossary",
    "mailings.subscribe": "/mailings/subscribe",
    "home.leave": "/leave",
    "home.work_page": "/work",
    "accounts.sign_in": "/sign-in",
    "accounts.sign_out": "/sign-out",
}


def build(**context) -> Flask:
    """An application with the design system and nothing else; `context` is what pages are given."""
    app = Flask("nswp_gov", template_folder=str(resource("templates")), static_folder=None)
    app.config.update(TESTING=True, SECRET_KEY="sample", WTF_CSRF_ENABLED=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    Babel(app, locale_selector=lambda: g.get("tag", "en").replace("-", "_"))
    assets.install(app)
    formats.install(app)
    for endpoint, path in ENDPOINTS.items():
        app.add_url_rule(f"/<lang>{path}", endpoint, lambda: "", methods=["GET", "POST"])
    gallery.install(app)

    @app.url_value_preprocessor
    def take(_endpoint, values):
        if values and "lang" in values:
            g.tag = CODES[values.pop("lang")]

    @app.url_defaults
    def give(endpoint, values):
        if app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values.setdefault("lang", g.get("tag", "en").partition("-")[0])

    @app.context_processor
    def given():
        g.setdefault("now", NOW)
        nav = [SimpleNamespace(label="Directory", href="/en/directory", current=True)]
        return {
            "languages": [SimpleNamespace(tag=tag) for tag in TAGS],
            "lang": SimpleNamespace(tag=g.get("tag", "en")),
            "lang_url": lambda code: f"/{code}/here",
            "viewer": None,
            "nav": nav,
            "now": NOW,
            "reader_zone": "UTC",
            "sample": False,
            "get_locale": get_locale,
            **context,
        }

    return app


@pytest.fixture
def small_app() -> Callable[..., Flask]:
    """Return the maker of such an application; keywords are what its pages are given."""
    return build


@pytest.fixture(name="plain_app")
def _app() -> Flask:
    return build()
