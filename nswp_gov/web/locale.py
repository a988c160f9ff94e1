"""Which language a page is in: its address says so.

Every page lives under `/<lang>/…`. A blueprint registered through `app.py` gets the prefix, and
`url_for` keeps the reader's language. `/` goes to the language of the cookie, or to the best match
of what the browser asks for.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from babel import Locale as BabelLocale
from flask import Flask, abort, g, request, url_for

from nswp_gov.rules.languages import Locale
from nswp_gov.web import catalogues
from nswp_gov.web.extensions import babel

COOKIE = "lang"
MARK = "-lang-"  # stands for a code in addresses that are made for all languages at once
BY_CODE = {locale.code: locale for locale in Locale}
BABEL = {locale: BabelLocale.parse(locale.value) for locale in Locale}


def locale() -> Locale:
    """Return the reader's language."""
    known: Locale = g.get("locale", Locale.EN)
    return known


def preferred() -> Locale:
    """Return the language to start in: the cookie's, else the best match of Accept-Language."""
    chosen = BY_CODE.get(request.cookies.get(COOKIE, ""))
    if chosen:
        return chosen
    for wanted, _quality in request.accept_languages:
        if found := BY_CODE.get(wanted.split("-")[0].lower()):
            return found
    return Locale.EN


def lang_url(code: str) -> str:
    """Return the address of this same page in another language."""
    if request.endpoint is None or request.view_args is None:
        return url_for("home.index", lang=code)
    if "own_address" not in g:
        g.own_address = _own_address()
    before, after = g.own_address
    return f"{before}{code}{after}"


def _own_address() -> tuple[str, str]:
    """Return this page's address in two parts: the code of a language stands between them."""
    made = url_for(str(request.endpoint), **{**(request.view_args or {}), "lang": MARK})
    before, _mark, after = made.partition(MARK)
    asked = urlencode(list(request.args.items(multi=True)), safe="!$'()*,/:;?@")
    if not asked:
        return before, after
    return before, f"{after}{'&' if '?' in made else '?'}{asked}"


def install(app: Flask) -> None:
    """Take the language out of every address and put it back into every link."""
    babel.init_app(app, locale_selector=lambda: BABEL[locale()])
    catalogues.install(app, babel)

    @app.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is None:  # no page is there, but the address may still say in which language
            g.locale = BY_CODE.get(request.path.lstrip("/").partition("/")[0]) or preferred()
            return
        if "lang" not in values:
            g.locale = preferred()
            return
        code = values.pop("lang")
        if code not in BY_CODE:
            g.locale = preferred()
            abort(404)
        g.locale = BY_CODE[code]

    @app.url_defaults
    def give(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" in values or endpoint not in app.view_functions:
            return
        if app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = locale().code
