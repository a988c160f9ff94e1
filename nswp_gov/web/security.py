"""Headers, cookies, hosts: on every answer, errors included."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request, session

from nswp_gov.config import Settings

CSP = (  # `form_action`: where forms may lead, our own pages and the page of the way out
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'{form_action}; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; require-trusted-types-for 'script'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def content_policy(settings: Settings) -> str:
    """Return the content security policy; the page of the way out may be on another host."""
    way_out = urlsplit(settings.exit_url)
    return CSP.format(form_action=f" {way_out.scheme}://{way_out.netloc}" if way_out.netloc else "")


def configure(app: Flask, settings: Settings) -> None:
    """Set cookies, sizes and trusted hosts from the settings."""
    host = urlsplit(settings.public_url).hostname or "localhost"
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-s" if settings.is_https else "s",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=[host, *([settings.onion] if settings.onion else [])],
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a slow line must not lose a form
    )


def install(app: Flask, settings: Settings) -> None:
    """Refuse posts from other sites; put the headers on every answer."""

    @app.before_request
    def same_site() -> None:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            abort(403)

    csp = content_policy(settings)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", csp)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.is_https and not request.environ.get("HTTP_HOST", "").endswith(".onion"):
            response.headers.setdefault(
                "Strict-Transport-Security", "max-age=63072000; includeSubDomains"
            )
        is_own = g.get("actor") is not None or (session.accessed and bool(session))
        if is_own or response.headers.get("Set-Cookie"):  # the session's own cookie comes later
            response.headers["Cache-Control"] = "private, no-store"
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response
