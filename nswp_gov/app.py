"""The application, put together. The one list of features is here."""

from __future__ import annotations

import gc
import importlib
from types import ModuleType

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from nswp_gov import config
from nswp_gov.announcements.operations import announce_result
from nswp_gov.elections.operations.counting import ON_DECLARED
from nswp_gov.paths import PACKAGE, resource
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import OPTIONS, normal_url, prepare, writing
from nswp_gov.store.links import Registry
from nswp_gov.web import access, errors, gallery, locale, security, templating, unit
from nswp_gov.web.addresses import Site
from nswp_gov.web.extensions import csrf, db, login

STORE_TABLES = (
    "store.erasure",
    "store.files",
    "store.holds",
    "store.journal",
    "store.links",
    "store.outbox",
    "store.search",
    "store.settings",
    "store.texts",
)
FEATURES = (
    "accounts",
    "directory",
    "membership",
    "imports",
    "bodies",
    "complaints",
    "mailings",
    "applications",
    "elections",
    "meetings",
    "manual",
    "library",
    "policies",
    "consultations",
    "training",
    "announcements",
    "desk",
    "home",
)

SOUGHT = (  # by visitors, first what most of them come for
    "directory",
    "announcements",
    "library",
    "elections",
    "meetings",
    "manual",
    "bodies",
    "policies",
    "consultations",
    "training",
    "applications",
    "complaints",
)


def register_models() -> None:
    """Have every table known, whether or not pages are served (migrations, commands)."""
    for name in (
        *(f"{feature}.models" for feature in FEATURES if feature != "home"),
        *STORE_TABLES,
    ):
        importlib.import_module(f"nswp_gov.{name}")


def register_listeners() -> None:
    """Have rooms above told of what is done below, on pages and in commands alike."""
    if announce_result not in ON_DECLARED:
        ON_DECLARED.append(announce_result)


register_models()
register_listeners()


def build_app(settings: config.Settings | None = None) -> Flask:
    """Return the application; it serves public pages only until the vault is open."""
    settings = settings or config.load()
    app = Site(
        "nswp_gov",
        instance_path=str(settings.instance),
        template_folder=str(resource("templates")),
        static_folder=str(PACKAGE / "static"),
    )
    app.extensions["nswp_gov.settings"] = settings
    app.extensions["nswp_gov.links"] = Registry()
    app.testing = settings.is_testing
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    _open_store(app, settings)
    _await_key(app, settings)
    app.extensions["nswp_gov.sample"] = _is_sample(app)
    security.configure(app, settings)
    csrf.init_app(app)
    login.init_app(app, add_context_processor=False)
    locale.install(app)
    templating.install(app)
    unit.install(app)
    security.install(app, settings)
    errors.install(app)
    templating.PUBLIC_NAV.clear()
    templating.WORK_NAV.clear()
    for name in FEATURES:
        _mount(app, name)
    templating.PUBLIC_NAV.sort(key=lambda item: SOUGHT.index(item.endpoint.partition(".")[0]))
    if app.extensions["nswp_gov.sample"]:
        gallery.install(app)
    access.guard(app)
    if not settings.is_testing:
        gc.freeze()  # the program itself stays: no collection has to look through it again
    return app


def _open_store(app: Flask, settings: config.Settings) -> None:
    if settings.field_keys:
        vault.unlock(Keyring(settings.field_keys))
    app.config["SQLALCHEMY_DATABASE_URI"] = normal_url(settings.database_url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = dict(OPTIONS)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _is_sample(app: Flask) -> bool:
    """Tell whether the database carries the sample mark; every page of a sample says so."""
    with writing(on=False), app.app_context():
        try:
            return stored.get(db.session(), stored.SAMPLE) is not None
        except SQLAlchemyError:
            return False  # no tables yet
        finally:
            db.session.remove()


def look_for_key(settings: config.Settings) -> bool:
    """Open the vault of this process if the key has been supplied by now; tell whether it is."""
    if not vault.is_open and (found := config.read_key_file(settings.key_file)):
        vault.unlock(Keyring(found))
    return vault.is_open


def _await_key(app: Flask, settings: config.Settings) -> None:
    """While the instance is locked, look before each request whether the key has been supplied."""

    @app.before_request
    def look() -> None:
        look_for_key(settings)


def _mount(app: Flask, name: str) -> None:
    """Register what a feature brings: pages, navigation, policies, cards of its records."""
    views: ModuleType = importlib.import_module(f"nswp_gov.{name}.views")
    if hasattr(views, "install"):
        views.install(app)
    app.register_blueprint(views.bp, url_prefix=f"/<lang>{views.bp.url_prefix or ''}")
    templating.PUBLIC_NAV.extend(getattr(views, "PUBLIC_NAV", ()))
    templating.WORK_NAV.extend(getattr(views, "WORK_NAV", ()))
