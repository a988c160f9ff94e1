"""What the settings make of cookies and headers: over https, as an onion, on the loopback."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask, session
from werkzeug.test import TestResponse

from nswp_gov.config import Settings
from nswp_gov.web import mailer, security

pytestmark = pytest.mark.database_free

ONION = "member2example.onion"


def answer(public_url: str, *, at: str = "", exit_url: str = "") -> TestResponse:
    """What a page that keeps something in the session answers."""
    settings = Settings(
        instance=Path("nowhere"),
        database_url="sqlite://",
        secret_key="for tests only",
        public_url=public_url,
        onion=ONION,
        exit_url=exit_url,
    )
    app = Flask(__name__)
    security.configure(app, settings)
    security.install(app, settings)

    @app.get("/")
    def page() -> str:
        session["sid"] = "kept"
        return "page"

    return app.test_client().get("/", base_url=at or public_url)


def cookie(response: TestResponse) -> tuple[str, set[str]]:
    """Name and attributes of the one cookie."""
    (said,) = response.headers.getlist("Set-Cookie")
    name, *attributes = said.split("; ")
    return name.partition("=")[0], set(attributes)


def test_over_https_the_cookie_is_of_this_host_alone_and_hidden_from_scripts():
    name, attributes = cookie(answer("https://members.example"))
    assert name == "__Host-s"
    assert attributes == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_on_the_loopback_the_sample_has_a_cookie_that_works_there():
    name, attributes = cookie(answer("http://localhost"))
    assert name == "s"
    assert attributes == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_https_is_asked_for_two_years_and_on_every_name_below():
    asked = answer("https://members.example").headers["Strict-Transport-Security"]
    assert asked == "max-age=63072000; includeSubDomains"
    over_onion = answer("https://members.example", at=f"http://{ONION}")
    assert "Strict-Transport-Security" not in over_onion.headers
    assert "Strict-Transport-Security" not in answer("http://localhost").headers


def test_nothing_runs_or_is_framed_that_is_not_ours():
    policy = answer("https://members.example").headers["Content-Security-Policy"]
    rules = dict(one.strip().partition(" ")[::2] for one in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in policy
    assert "object-src" not in rules  # it falls back to default-src


def test_forms_may_also_lead_to_the_way_out():
    policy = answer("https://members.example", exit_url="https://weather.example/today")
    assert (
        "form-action 'self' https://weather.example;" in policy.headers["Content-Security-Policy"]
    )


def test_another_host_is_refused_with_every_header():
    response = answer("https://members.example", at="https://evil.example")
    assert response.status_code == 400
    for name, value in security.HEADERS.items():
        assert response.headers[name] == value


def test_an_answer_with_a_session_is_never_stored():
    response = answer("https://members.example")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_mail_server_has_to_prove_who_it_is(tmp_path: Path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    own = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = tmp_path / "own.pem"
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(kept + own.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            connection, _ = listening.accept()
            with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True):
                pass

        server = threading.Thread(target=greet)
        server.start()
        with pytest.raises(ssl.SSLCertVerificationError):
            mailer.connect(f"smtps://localhost:{listening.getsockname()[1]}")
        server.join()
