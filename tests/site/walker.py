"""Somebody at a phone: opens pages, follows links, fills forms in. Every page is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from tests.browsing import fits, phone, turn
from tests.site.stage import Clock, Site

REFUSED = 400
PATIENCE = 30_000  # milliseconds
AGENT = "Canary/7.21 (a browser that nobody else has)"
ADDRESS = "203.0.113.77"


@dataclass
class Walker:
    """A person with a phone, reading in one language, without script unless said otherwise."""

    site: Site
    page: Page
    lang: str
    visited: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._last: Response | None = None
        self.page.set_default_timeout(PATIENCE)
        self.page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self._last = response

    def _look(self, status: int | None = None) -> Walker:
        """Check what every page has to be: there, in the language, no wider than the phone."""
        assert self._last is not None
        path = urlsplit(self.page.url).path
        self.visited.append(path)
        if status is None:
            assert self._last.status < REFUSED, f"{self._last.status} {path}\n{self.text()}"
        else:
            assert self._last.status == status, f"{self._last.status} {path}\n{self.text()}"
        fits(self.page, self.lang)
        return self

    def open(self, path: str, status: int | None = None) -> Walker:
        """Open an address: of this language where it begins without a stroke."""
        full = path if path.startswith(("/", "http")) else f"/{self.lang}/{path}"
        self.page.goto(full if full.startswith("http") else self.site.url + full)
        return self._look(status)

    def go(self, found: Locator, status: int | None = None) -> Walker:
        """Turn to another page, and check it."""
        turn(found)
        return self._look(status)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def text(self) -> str:
        """What the page says, without what stands around it."""
        return self.page.locator("main").inner_text()

    def follow(self, selector: str) -> Walker:
        """Follow a link by (a part of) where it leads, or by a selector of its own."""
        is_whole = re.match(r"(a|main|nav|footer)[ .#:\[]", selector)
        chosen = selector if is_whole else f'main a[href*="{selector}"]'
        return self.go(self.page.locator(chosen).first)

    def unfold(self, selector: str) -> Locator:
        """Open every fold around a field, as somebody looking for it does."""
        found = self.page.locator(selector).first
        shut = found.locator("xpath=ancestor::details[not(@open)]")
        while shut.count():
            shut.first.locator("> summary").click()
        return found

    def fill(self, **fields: Any) -> Walker:
        """Fill fields in by their names: text, a choice, a box to tick, a file to give."""
        for name, value in fields.items():
            given = "value" if isinstance(value, str) else type(value).__name__
            found = self.unfold(f'main [name="{name.replace("__", "-")}"]')
            kind = found.get_attribute("type") or found.evaluate("e => e.tagName.toLowerCase()")
            if kind == "select":
                found.select_option(value)
            elif kind == "file":
                assert isinstance(value, Path), given
                found.set_input_files(value)
            elif kind == "radio":
                self.page.check(f'main [name="{name}"][value="{value}"]')
            elif kind == "checkbox" and isinstance(value, bool):
                found.set_checked(value)
            else:
                found.fill(value)
        return self

    def tick(self, name: str, value: str, *, on: bool = True) -> Walker:
        """Tick one of several boxes of one name."""
        self.unfold(f'main [name="{name}"][value="{value}"]').set_checked(on)
        return self

    def send(self, holding: str = "", button: str = "", status: int | None = None) -> Walker:
        """Send the form that holds a field (or any), by a button of a name (or its first)."""
        form = f'main form:has([name="{holding}"])' if holding else "main form"
        chosen = f'button[name="{button}"]:not(.vh)' if button else "button:not([name])"
        return self.go(self.unfold(f"{form} {chosen}"), status)

    def act(self, action: str, button: str = "") -> Walker:
        """Press the button of the form that leads to an address ending so."""
        chosen = f'button[name="{button}"]' if button else "button"
        return self.go(self.unfold(f'main form[action$="{action}"] {chosen}'))

    def press(self, selector: str) -> Walker:
        """Press a button."""
        return self.go(self.unfold(selector))

    def write(self, form: str, words: str) -> Walker:
        """Write a text into a form and save it."""
        self.unfold(f"{form} textarea").fill(words)
        return self.press(f"{form} button")

    def fetch(self, path: str, into: Path) -> Path:
        """Keep a file that the page offers."""
        answer = self.page.context.request.get(self.site.url + path)
        assert answer.ok, f"{answer.status} {path}"
        into.mkdir(parents=True, exist_ok=True)
        kept = into / path.rsplit("/", 1)[-1]
        kept.write_bytes(answer.body())
        return kept


@dataclass
class Crowd:
    """Lets people come to the site, one phone each; the time goes on between them."""

    site: Site
    browser: Browser
    clock: Clock
    visited: list[str] = field(default_factory=list)
    came: set[tuple[str, str]] = field(default_factory=set)  # who, and in which language

    @contextmanager
    def visitor(self, lang: str, who: str = "visitor", **options: Any) -> Iterator[Walker]:
        """Somebody who is not signed in."""
        self.came.add((who, lang))
        context = self._phone(**options)
        walker = Walker(self.site, context.new_page(), lang, self.visited)
        yield walker
        context.close()

    def _phone(self, **options: Any) -> BrowserContext:
        asked: dict[str, Any] = {"java_script_enabled": False, **options}
        return phone(
            self.browser,
            self.site.url,
            user_agent=AGENT,
            extra_http_headers={"X-Forwarded-For": ADDRESS},
            **asked,
        )

    @contextmanager
    def role(self, role: str, lang: str, **options: Any) -> Iterator[Walker]:
        """Somebody of the sample who signs in by name, passphrase and, if asked, a code."""
        self.clock.pass_(minutes=2)
        card = self.site.card(role)
        with self.visitor(lang, role, **options) as walker:
            walker.open("account/sign-in")
            walker.fill(sign_in_name=card.sign_in_name, passphrase=card.passphrase)
            turn(walker.find("main form button:not([name])").first)
            if card.needs_code:
                walker.fill(code=self.site.code(role))
                turn(walker.find("main form button:not([name])").first)
            assert walker.page.url.endswith("/work"), walker.text()
            yield walker.open("work")

    @contextmanager
    def person(self, person_id: Any, lang: str, **options: Any) -> Iterator[Walker]:
        """Somebody else of the sample, signed in."""
        self.clock.pass_(minutes=2)
        with self.visitor(lang, str(person_id), **options) as walker:
            walker.page.context.add_cookies([self.site.cookie_of(person_id)])  # type: ignore[list-item]
            yield walker.open("work")
