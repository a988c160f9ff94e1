"""Every page of the sample network: small enough, in five languages, sound for machines."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext

from tests.site.conftest import ROOT, Site

LANGUAGES = {"en": "en", "fr": "fr", "es": "es", "ru": "ru", "zh": "zh-Hans"}
SMALL = ["", "organisations", "regions/africa", "countries", "manual", "elections", "bodies"]
OTHER = ["regions", "meetings", "decisions", "safety", "accessibility", "search?q=lantern"]
BUDGET = 14_336
WORK = {
    "secretariat": ["work", "register", "meetings/desk", "bodies/vacancies", "manual/drafts"],
    "editor": ["work", "our", "account"],
    "delegate": ["work", "elections"],
    "administrator": ["account/people", "account/invitations"],
}


def visitor(site: Site) -> FlaskClient:
    return site.app.test_client()


def get(client: FlaskClient, site: Site, path: str) -> Any:
    return client.get(path, base_url=site.url)


def weight(client: FlaskClient, site: Site, path: str) -> int:
    """The page with its style sheet and script, each gzipped."""
    page = get(client, site, path)
    assert page.status_code == 200, path
    total = len(gzip.compress(page.data, 9))
    for address in re.findall(
        r'(?:<link rel="stylesheet" href|<script[^>]* src)="([^"]+)"', page.text
    ):
        total += len(gzip.compress(get(client, site, address).data, 9))
    return total


@pytest.mark.parametrize("lang", LANGUAGES)
def test_public_pages_fit_the_budget(site: Site, lang: str) -> None:
    client = visitor(site)
    heavy = {
        path: size for path in SMALL if (size := weight(client, site, f"/{lang}/{path}")) > BUDGET
    }
    assert heavy == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_public_page_is_in_its_language(site: Site, lang: str) -> None:
    client = visitor(site)
    for path in SMALL + OTHER:
        page = get(client, site, f"/{lang}/{path}")
        assert page.status_code == 200, path
        assert f'<html lang="{LANGUAGES[lang]}"' in page.text, path
        for other in LANGUAGES.values():
            assert f'hreflang="{other}"' in page.text, path


def test_no_page_names_another_host(site: Site) -> None:
    client = visitor(site)
    for path in SMALL + OTHER:
        page = get(client, site, f"/en/{path}")
        loads = re.findall(
            r'<(?:link|script|img|iframe|source)[^>]+(?:href|src)="([^"]+)"', page.text
        )
        outside = [one for one in loads if "//" in one and not one.startswith(site.url)]
        assert outside == [], path


def addresses(context: BrowserContext, site: Site, role: str, lang: str) -> list[str]:
    paths = SMALL + OTHER if role == "visitor" else WORK[role]
    return [f"{site.url}/{lang}/{path}" for path in paths]


def axe_source() -> str:
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        if os.environ.get("NSWP_GOV_REQUIRE_BROWSER") == "1":
            pytest.fail("axe-core is required: npm ci")
        pytest.skip("axe-core is not here: npm ci")
    return path.read_text()


RUN_AXE = """async () => (await axe.run(document, {
  runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
  rules: {"target-size": {enabled: true}}
})).violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", "))"""


@pytest.mark.browser
@pytest.mark.parametrize("role", ["visitor", *WORK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    site: Site, person_at: Callable[..., BrowserContext], role: str, scheme: str
) -> None:
    source = axe_source()
    context = person_at(role, color_scheme=scheme)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if "Content Security" in m.text else None)
    found: dict[str, Any] = {}
    for width, lang in ((320, "ru"), (1280, "en")):
        page.set_viewport_size({"width": width, "height": 800})
        for address in addresses(context, site, role, lang):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            page.evaluate(source)
            violations = page.evaluate(RUN_AXE)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
            if violations or wide:
                found[f"{address} at {width}"] = violations or "scrolls sideways"
    assert found == {}
    assert errors == []


@pytest.mark.browser
def test_public_pages_work_with_scripts_off(site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/fr/organisations?region=africa")
    assert page.locator("main").inner_text()
    page.fill("[name=q]", "lantern")
    page.keyboard.press("Enter")
    assert "q=lantern" in page.url
    page.click(".leave button")
    assert page.url.endswith("/leave")
    context.close()


def test_html_is_sound(site: Site, tmp_path: Path) -> None:
    program = ROOT / "node_modules" / ".bin" / "html-validate"
    if not program.exists() or not shutil.which("node"):
        if os.environ.get("NSWP_GOV_REQUIRE_BROWSER") == "1":
            pytest.fail("html-validate is required: npm ci")
        pytest.skip("html-validate is not here: npm ci")
    client = visitor(site)
    for number, path in enumerate(SMALL + OTHER):
        (tmp_path / f"{number}.html").write_text(get(client, site, f"/fr/{path}").text)
    shared = {"shared": ["radio", "submit", "checkbox", "button"]}
    rules = {"require-sri": "off", "long-title": "off", "form-dup-name": ["error", shared]}
    config = {"root": True, "extends": ["html-validate:recommended", "html-validate:document"],
              "rules": rules}  # fmt: skip
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(config))
    files = [str(one) for one in sorted(tmp_path.glob("*.html"))]
    done = subprocess.run(
        [str(program), *files], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
