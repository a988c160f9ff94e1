"""Every page of the sample network: small enough, in five languages, sound for machines."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import TAGS, needed, turn
from tests.site.places import OFFICE, OWN, PUBLIC, SMALL, places_of
from tests.site.stage import ROOT, Site

pytestmark = pytest.mark.database_free

BUDGET = 14_336
WIDTHS = (320, 1280)  # CSS pixels
LOADED = re.compile(r'(?:<link rel="stylesheet" href|<script[^>]* src)="([^"]+)"')
LOADS = re.compile(r'<(?:link|script|img|image|iframe|source)\b[^>]*?\s(?:href|src)="([^"]+)"')


def get(client: FlaskClient, site: Site, path: str) -> Any:
    answer = client.get(path, base_url=site.url)
    assert answer.status_code == 200, f"{answer.status_code} {path}"
    return answer


def weight(client: FlaskClient, site: Site, path: str) -> int:
    """The page with its style sheet and script, each gzipped."""
    page = get(client, site, path)
    loaded = LOADED.findall(page.text)
    assert len(loaded) == 2, loaded
    rest = (get(client, site, address).data for address in loaded)
    return sum(len(gzip.compress(body, 9)) for body in (page.data, *rest))


@pytest.mark.parametrize("lang", TAGS)
def test_public_pages_fit_the_budget(site: Site, lang: str) -> None:
    client = site.app.test_client()
    heavy = {
        path: size
        for path in places_of(site, SMALL)
        if (size := weight(client, site, f"/{lang}/{path}")) > BUDGET
    }
    assert heavy == {}


@pytest.mark.parametrize("lang", TAGS)
def test_every_public_page_is_in_its_language(site: Site, lang: str) -> None:
    client = site.app.test_client()
    for path in places_of(site, PUBLIC):
        page = get(client, site, f"/{lang}/{path}")
        assert f'<html lang="{TAGS[lang]}"' in page.text, path
        if 'name="robots" content="noindex"' not in page.text:
            for other in TAGS.values():
                assert f'rel="alternate" hreflang="{other}"' in page.text, path


def test_a_decision_leads_to_what_it_changed(site: Site) -> None:
    client = site.app.test_client()
    decisions = re.findall(
        r'href="(/fr/meetings/decisions/[^"?]+)"',
        client.get("/fr/meetings/decisions", base_url=site.url).text,
    )
    changes = re.findall(
        r'href="(/fr/manual/changes/[^"]+)"',
        "".join(get(client, site, one).text for one in decisions),
    )
    assert changes
    for one in changes:
        assert "/fr/manual/compare/" in client.get(one, base_url=site.url).location


def test_no_page_names_another_host(site: Site) -> None:
    client = site.app.test_client()
    for path in places_of(site, PUBLIC):
        page = get(client, site, f"/en/{path}")
        outside = [
            one
            for one in LOADS.findall(page.text)
            if urlsplit(one).netloc and not one.startswith(site.url)
        ]
        assert outside == [], path
        rule = page.headers["Content-Security-Policy"]
        assert not re.search(r"https?:|\*", rule), rule


def axe_source() -> str:
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    needed(path.is_file(), "axe-core (npm ci)")
    return path.read_text()


RUN_AXE = """async (only) => (await axe.run(document, {
  runOnly: only ? {type: "rule", values: [only]} : {type: "tag",
    values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
  resultTypes: ["violations"],
  rules: only ? {} : {"target-size": {enabled: true}}
})).violations.map(
  v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", "))"""


def faults_of(page: Page, source: str) -> list[str]:
    """What a page has that shuts somebody out: axe's findings, scrolling sideways.

    The colours are looked at in the light and in the dark; nothing else differs between them.
    """
    page.emulate_media(color_scheme="light")
    if not page.evaluate("'axe' in window"):
        page.evaluate(source)
    found: list[str] = page.evaluate(RUN_AXE, "")
    page.emulate_media(color_scheme="dark")
    found += [f"dark {one}" for one in page.evaluate(RUN_AXE, "color-contrast")]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    return [*found, *(["scrolls sideways"] if wide else [])]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", *OFFICE, *OWN])
def test_axe_finds_nothing(site: Site, person_at: Callable[..., BrowserContext], role: str) -> None:
    source = axe_source()
    page = person_at(role).new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    paths = places_of(site, PUBLIC if role == "visitor" else (OFFICE | OWN)[role])
    found: dict[str, Any] = {}
    for path, lang in zip(paths, cycle(TAGS), strict=False):
        answer = page.goto(f"{site.url}/{lang}/{path}")
        assert answer is not None
        assert answer.status == 200, f"{answer.status} {path}"
        assert urlsplit(page.url).path.endswith(urlsplit(path).path), page.url
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if faults := faults_of(page, source):
                found[f"{lang}/{path} at {width}"] = faults
    assert found == {}
    assert refused == []


@pytest.mark.browser
def test_public_pages_work_with_scripts_off(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    for path in places_of(site, PUBLIC):
        answer = page.goto(f"/fr/{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.locator("main h1").inner_text(), path
    page.goto("/fr/")
    page.fill("main [name=q]", "lantern")
    with page.expect_navigation(url="**/search?q=lantern"):
        page.press("main [name=q]", "Enter")
    turn(page.locator(".leave button"))
    assert page.url.endswith("/leave")
    context.close()


HTML_RULES = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {
        "require-sri": "off",  # what is loaded is our own, under a name with its hash
        "long-title": "off",
        "form-dup-name": ["error", {"shared": ["radio", "submit", "checkbox", "button"]}],
    },
}


def test_html_is_sound(site: Site, tmp_path: Path) -> None:
    program = ROOT / "node_modules" / ".bin" / "html-validate"
    needed(program.exists() and shutil.which("node"), "html-validate (npm ci)")
    client = site.app.test_client()
    for number, path in enumerate(places_of(site, PUBLIC)):
        (tmp_path / f"{number}.html").write_text(get(client, site, f"/fr/{path}").text)
    for role, paths in (OFFICE | OWN).items():
        client = site.client_of(role)
        for number, path in enumerate(places_of(site, paths)):
            page = client.get(f"/fr/{path}", base_url=site.url, follow_redirects=True)
            (tmp_path / f"{role}-{number}.html").write_text(page.text)
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(HTML_RULES))
    files = [str(one) for one in sorted(tmp_path.glob("*.html"))]
    done = subprocess.run(
        [str(program), *files], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
