"""The gallery in Chromium: accessible in every scheme, width, direction; the script's promises."""

import io
import logging
import threading
import time
from pathlib import Path

import pytest
from flask import redirect
from PIL import Image
from werkzeug.serving import make_server

from nswp_gov.web.security import CSP
from tests.browsing import needed

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RUN = """axe.run(document, {resultTypes: ['violations'], rules:
    {'target-size': {enabled: true}, 'color-contrast-enhanced': {enabled: true}}})
    .then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 150))]))"""
SMALL = """[...document.querySelectorAll('button,input,select,textarea,nav a,summary,.btn,.pick')]
    .filter(e => e.offsetParent && !e.matches('.vh,[type=checkbox],[type=radio]'))
    .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
DELAY = 60  # seconds
pytestmark = pytest.mark.browser


@pytest.fixture
def site(small_app, monkeypatch):
    """Serve the gallery under the real content security policy; leaving answers late."""
    app = small_app()
    app.config["WTF_CSRF_ENABLED"] = False
    asked = []

    def leave():
        from flask import request

        asked.append(request.method)
        if request.method == "POST":
            time.sleep(DELAY)
            return redirect("/en/leave", 303)
        return "<!DOCTYPE html><html lang=en><title>Page</title><link rel=icon href=data:,>"

    app.view_functions["home.leave"] = leave

    @app.after_request
    def policy(answer):
        answer.headers["Content-Security-Policy"] = CSP.format(form_action="")
        return answer

    monkeypatch.setattr(logging.getLogger("werkzeug"), "disabled", True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@pytest.fixture
def opened(chromium, site):
    """Give a function that opens the gallery; what the browser complains of fails the test."""
    complaints = []
    contexts = []

    def visit(code="en", *, width=360, scheme="light", script=True, path="gallery"):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site[0]}/{code}/{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def refuse(page):
    page.click("form[data-guard] button:not([name])")
    page.wait_for_selector("#errors")
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("code", ["en", "ar"])
def test_gallery_has_no_violation_no_sideways_scroll_and_no_small_target(
    opened, scheme, width, code
):
    needed(AXE.exists(), "axe-core")
    page = opened(code, width=width, scheme=scheme)
    for state in ("fresh", "refused"):
        if state == "refused":
            refuse(page)
        page.evaluate(AXE.read_text())
        assert page.evaluate(AXE_RUN) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(SMALL) == []


def ink(page):
    """Count the dark points of what is on the screen now."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
    return sum(shot.histogram()[:128])


@pytest.mark.parametrize("script", [True, False])
def test_leave_covers_the_screen_while_it_is_pressed_and_while_the_answer_is_late(opened, script):
    page = opened(script=script)
    assert ink(page) > 5000
    box = page.locator(".leave button").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    assert ink(page) == 0
    page.mouse.up()
    assert ink(page) == 0


def test_leave_by_keyboard_is_the_second_stop_and_goes_on_without_waiting(opened, site):
    page = opened()
    began = time.monotonic()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert ink(page) == 0
    page.wait_for_url("**/leave", timeout=DELAY * 500)
    assert time.monotonic() - began < DELAY / 2
    assert site[1] == ["POST", "GET"]


def numbers(page):
    return page.eval_on_selector_all(
        "[data-rank] li", "rows => rows.map(r => [r.dataset.name, r.querySelector('input').value])"
    )


def test_rank_buttons_change_the_numbers_and_rows_follow(opened):
    page = opened()
    third = page.locator("[data-rank] li", has_text="陈伟").locator("[name=up]")
    third.click()
    assert numbers(page)[:2] == [["陈伟", "1"], ["Василиса Ключ", "2"]]
    assert page.inner_text("[data-order]") == "1 陈伟, 2 Василиса Ключ, 3 Эмиль Саар"
    assert page.evaluate("document.activeElement.value") == "c"
    page.locator("[data-rank] li", has_text="Эмиль").locator("[name=down]").click()
    assert numbers(page)[2:] == [["Эмиль Саар", ""], ["Re-open nominations", ""]]


def test_rank_can_be_dragged(opened):
    page = opened(width=1280)
    grip = page.locator("[data-rank] li", has_text="Re-open").locator(".move")
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    goal = page.locator("[data-rank] li", has_text="Василиса").bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(goal["x"] + 200, goal["y"] + 20, steps=4)
    page.mouse.up()
    assert numbers(page)[0] == ["Re-open nominations", "1"]
    assert [value for _, value in numbers(page)] == ["1", "2", "3", "4"]


def test_list_follows_its_filters_under_trusted_types(opened):
    page = opened(width=1280)
    with page.expect_response("**/gallery?**") as answer:
        page.fill("#facet-q", "law")
    assert "q=law" in answer.value.url
    page.wait_for_url("**/gallery?*q=law*")
    assert page.inner_text("#status") == "23 organisations"
    assert page.locator("#results table").count() == 1


def test_unsaved_text_asks_before_it_is_lost(opened):
    page = opened()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("form[data-guard] textarea").press_sequentially("words")
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_copy_button_shows_only_with_script(opened):
    assert opened(script=False).locator("[data-copy]").is_hidden()
    page = opened()
    page.click("[data-copy]")
    assert page.inner_text("[data-copy]") == "Copied"


def test_refused_form_puts_the_focus_on_what_is_wrong(opened):
    page = opened()
    refuse(page)
    assert page.evaluate("document.activeElement.id") == "errors"
    page.click("#errors a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "lead-0"


def test_printed_page_has_no_controls(opened):
    page = opened(width=1280)
    page.emulate_media(media="print")
    assert (
        page.evaluate(
            "[...document.querySelectorAll('button,nav,form')].filter(e => e.offsetParent).length"
        )
        == 0
    )
