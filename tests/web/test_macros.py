"""Every macro in every state: renders under StrictUndefined, keeps its promises, stays small."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from wtforms import FieldList, RadioField, StringField
from wtforms.validators import InputRequired

from nswp_gov.paths import PACKAGE, resource
from nswp_gov.web import charts, gallery

TEMPLATES = resource("templates")
ERRORS = (400, 403, 404, 409, 413, 429, 500, 503)
CODES = {"en": "en", "fr": "fr", "es": "es", "ru": "ru", "zh": "zh-Hans", "ar": "ar"}


def rendered(plain_app: Flask, source: str, **values) -> str:
    with plain_app.test_request_context("/en/"):
        return render_template_string(source, **values)


def from_file(name: str, call: str) -> str:
    return f'{{% import "macros/{name}.html" as m %}}{call}'


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_gallery_shows_every_macro_in_every_language(plain_app, code, method):
    plain_app.config["WTF_CSRF_ENABLED"] = False
    answer = getattr(plain_app.test_client(), method)(f"/{code}/gallery")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'<html lang="{CODES[code]}" dir="{"rtl" if code == "ar" else "ltr"}">' in page
    assert ('id="errors"' in page) == (method == "post")


def test_gallery_calls_every_public_macro():
    source = (TEMPLATES / "gallery" / "index.html").read_text()
    frame = (TEMPLATES / "layout" / "frame.html").read_text()
    frame += (TEMPLATES / "layout" / "page.html").read_text()
    inner = "".join(path.read_text() for path in (TEMPLATES / "macros").glob("*.html"))
    missing = []
    for path in (TEMPLATES / "macros").glob("*.html"):
        for name in re.findall(r"{%-? *macro (\w+)\(", path.read_text()):
            calls = rf"\b{name}\("
            if name.startswith("_"):
                assert len(re.findall(calls, inner)) > 1, f"{name} is called by nobody"
            elif not re.search(rf"\.{calls}", source + frame):
                missing.append(name)
    assert missing == []


def test_page_has_no_inline_style_script_or_foreign_address(plain_app):
    page = plain_app.test_client().get("/en/gallery").get_data(as_text=True)
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! type=\"module\" src=)", page)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', page)


def test_page_ids_are_unique_and_every_reference_resolves(plain_app):
    plain_app.config["WTF_CSRF_ENABLED"] = False
    page = plain_app.test_client().post("/en/gallery").get_data(as_text=True)
    ids = re.findall(r'\sid="([^"]+)"', page)
    named = re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', page)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert [one for one in set(ids) if ids.count(one) > 1] == []
    assert {one for many in named for one in many.split()} | set(targets) <= set(ids) | {"c4", "c3"}


def test_page_puts_skip_first_and_leave_second(plain_app):
    page = plain_app.test_client().get("/en/gallery").get_data(as_text=True)
    first, second = re.findall(r"<(?:a|button|input|select)\b[^>]*>", page)[:2]
    assert 'class="skip" href="#text"' in first
    assert second == '<button type="submit">'
    assert '<form class="leave wrap" method="post" action="/en/leave"' in page


def test_leave_form_carries_no_token_so_an_expired_page_can_still_be_left(plain_app):
    page = plain_app.test_client().get("/en/gallery").get_data(as_text=True)
    leave = re.search(r'<form class="leave.*?</form>', page)[0]
    assert "csrf" not in leave


def test_workspace_shows_no_sign_of_the_network(small_app):
    plain_app = small_app(viewer=SimpleNamespace(name="Amina", doors=frozenset({"MEMBER"})))
    page = rendered(
        plain_app, '{% extends "layout/workspace.html" %}{% block main %}<h1>Due</h1>{% endblock %}'
    )
    assert "<title>Page</title>" in page
    assert "NSWP" not in page
    assert "Sex Work" not in page
    assert 'class="mark"' not in page
    assert 'action="/en/sign-out"' in page


def test_page_has_a_real_title_and_its_other_languages(plain_app):
    page = rendered(
        plain_app, '{% extends "layout/page.html" %}{% block title %}Africa{% endblock %}'
    )
    assert "<title>Africa – NSWP</title>" in page
    assert page.count('rel="alternate"') == 5
    assert 'hreflang="zh-Hans" href="/zh/here"' in page


@pytest.mark.parametrize("sample", [True, False])
def test_sample_network_says_so_on_every_page(small_app, sample):
    plain_app = small_app(sample=sample)
    for layout in ("page", "workspace", "print"):
        page = rendered(plain_app, f'{{% extends "layout/{layout}.html" %}}')
        assert ('class="sample"' in page) == sample


@pytest.mark.parametrize("aside", ["", "{% block aside %}<h2>Dates</h2>{% endblock %}"])
def test_page_has_two_columns_only_when_something_stands_beside(plain_app, aside):
    page = rendered(
        plain_app,
        '{% extends "layout/page.html" %}{% block main %}<h1>One</h1>{% endblock %}' + aside,
    )
    assert page.count("<h1>One</h1>") == 1
    assert ("<aside" in page) == bool(aside)


@pytest.mark.parametrize("status", ERRORS)
@pytest.mark.parametrize("viewer", [None, SimpleNamespace(name="Amina", doors=frozenset())])
def test_error_pages_say_what_and_how_to_go_on(small_app, status, viewer):
    page = rendered(
        small_app(viewer=viewer),
        f'{{% extends "errors/{status}.html" %}}',
        message="Because of <this>.",
    )
    assert page.count("<h1>") == 1
    assert 'class="btn' in page
    assert '<form class="leave wrap" method="post"' in page
    assert ("Because of &lt;this&gt;." in page) == (status != 500)
    if viewer:
        assert "NSWP" not in page


def test_error_pages_need_no_message(plain_app):
    for status in ERRORS:
        assert "None" not in rendered(
            plain_app, f'{{% extends "errors/{status}.html" %}}', message=None
        )


class Two(FlaskForm):
    name = StringField("Name", [InputRequired("Write a name.")], description="As you <like>.")
    lead = RadioField("Who leads", [InputRequired("Choose one.")], choices=[])
    links = FieldList(StringField("Link", [InputRequired("Write a link.")]), min_entries=1)


def refused(plain_app: Flask) -> FlaskForm:
    form = Two(formdata=None, meta={"csrf": False})
    form.lead.choices = [gallery.READERS[0]]
    form.validate()
    return form


def test_field_links_hint_and_error_to_its_control(plain_app):
    with plain_app.test_request_context("/en/"):
        html = render_template_string(
            from_file("form", "{{ m.field(form.name) }}"), form=refused(plain_app)
        )
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="hint" id="name-hint">As you &lt;like&gt;.</span>' in html
    assert '<p class="msg" id="name-error">Write a name.</p>' in html
    assert html.index("<label") < html.index("name-error") < html.index("<input")


def test_field_takes_no_autocomplete_unless_told(plain_app):
    source = "{{ m.field(form.name) }}{{ m.field(form.name, autocomplete='name') }}"
    with plain_app.test_request_context("/en/"):
        html = render_template_string(from_file("form", source), form=refused(plain_app))
    assert re.findall(r'autocomplete="(\w+)"', html) == ["off", "name"]


def test_error_summary_links_every_error_to_its_field(plain_app):
    with plain_app.test_request_context("/en/"):
        form = refused(plain_app)
        form.form_errors.append("The roll is frozen.")
        html = render_template_string(
            from_file("form", "{{ m.error_summary(form) }}{{ m.field(form.lead) }}"), form=form
        )
    assert '<a href="#name">Name</a>: Write a name.' in html
    assert '<a href="#lead-0">Who leads</a>: Choose one.' in html
    assert 'id="lead-0"' in html
    assert "Write a link." in html
    assert "<li>The roll is frozen.</li>" in html


def test_error_summary_of_a_good_form_is_nothing(plain_app):
    with plain_app.test_request_context("/en/"):
        form = Two(formdata=None, meta={"csrf": False})
        html = render_template_string(from_file("form", "{{ m.error_summary(form) }}"), form=form)
    assert html.strip() == ""


def test_rank_gives_enter_a_button_that_moves_nobody(plain_app):
    item = SimpleNamespace(key="k1", name="Эмиль <Саар>", rank=2)
    html = rendered(
        plain_app, from_file("form", "{{ m.rank([item]) }}{{ m.ranking([item]) }}"), item=item
    )
    first = re.search(r"<button[^>]*>", html)[0]
    assert 'name="preview"' in first
    assert 'name="up" value="k1"' in html
    assert 'name="rank-k1"' in html
    assert "2 Эмиль &lt;Саар&gt;" in html


def test_table_names_each_cell_for_phones_and_escapes(plain_app):
    html = rendered(
        plain_app,
        from_file("lists", "{{ m.table('Bodies', ['Body', 'Seats'], [['<b>', 3]], [1]) }}"),
    )
    assert '<th scope="row">&lt;b&gt;</th>' in html
    assert '<td class="num" data-l="Seats">3</td>' in html


def test_difference_says_in_words_what_colour_shows(plain_app):
    runs = [SimpleNamespace(kind=k, text=t) for k, t in (("deleted", "a<"), ("inserted", "b"))]
    html = rendered(plain_app, from_file("document", "{{ m.difference(runs) }}"), runs=runs)
    assert '<del><span class="vh">removed: </span>a&lt;</del>' in html
    assert '<ins><span class="vh">added: </span>b</ins>' in html


def test_quorum_names_the_figures_and_whether_it_is_met(plain_app):
    met = rendered(plain_app, from_file("figures", "{{ m.quorum('q', 9, 11, 6) }}"))
    short = rendered(plain_app, from_file("figures", "{{ m.quorum('q', 4, 11, 6) }}"))
    assert '<title id="q-t">9 of 11 present; 6 needed</title>' in met
    assert "Quorum is met." in met
    assert "Quorum is not met." in short
    assert (met.count("<circle"), met.count('class="f"')) == (11, 9)


def test_map_leaves_out_small_counts(plain_app):
    html = rendered(
        plain_app, from_file("figures", "{{ m.world_map('m', 'T', 'D', {'SN': 2, 'KE': 3}) }}")
    )
    assert html.count('class="dot"') == 1


def test_stage_chart_repeats_its_figures_as_a_table(plain_app):
    call = """{{ m.stage_chart('c', 'T', 'D', ['A', 'B'], [[5, 4], [3, none]], [4, 4],
                               [0, none], ['in', 'out']) }}"""
    html = rendered(plain_app, from_file("figures", call))
    cells = re.findall(r'<td class="num">([^<]*)</td>', html)
    assert cells == ["5.00", "4.00", "3.00", "–"]
    assert html.count('<rect class="f"') == 2


def test_receipt_reads_its_characters_one_by_one(plain_app):
    html = rendered(plain_app, from_file("boxes", "{% call m.receipt('7KQM4R9T') %}{% endcall %}"))
    assert ">7KQM 4R9T<" in html
    assert ">7 K Q M 4 R 9 T<" in html


def test_sheet_and_script_stay_small():
    static = PACKAGE / "static"
    assert len(gzip.compress((static / "site.css").read_bytes(), 9)) <= 4608
    assert len(gzip.compress((static / "site.js").read_bytes(), 9)) < 2048


def test_sheet_has_no_layer_and_a_plain_value_before_each_main_colour():
    sheet = (PACKAGE / "static" / "site.css").read_text()
    assert "@layer" not in sheet
    assert "@import" not in sheet
    assert not re.search(r"url\((?!data:)", sheet)
    assert "background:#fff;background:var(--bg);color:#231d1f;color:var(--ink)" in sheet


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_keep_seven_to_one_for_text_and_three_to_one_for_edges(scheme):
    sheet = (PACKAGE / "static" / "site.css").read_text()
    tokens = dict(re.findall(r"--(\w+):(#\w+)", sheet.split("*,::before")[0].split("@media")[0]))
    if scheme:
        dark = sheet.split("prefers-color-scheme:dark")[1].split("}}")[0]
        tokens |= dict(re.findall(r"--(\w+):(#\w+)", dark))
    for ink in ("ink", "soft", "red", "link", "seen", "ok", "warn"):
        for paper in ("bg", "panel"):
            assert contrast(tokens[ink], tokens[paper]) >= 7, (ink, paper)
    for ink, paper in (("red", "tint"), ("ink", "add"), ("ink", "cut"), ("on", "deep")):
        assert contrast(tokens[ink], tokens[paper]) >= 7, (ink, paper)
    for paper in ("bg", "panel"):
        assert contrast(tokens["line"], tokens[paper]) >= 3


@pytest.mark.parametrize("code", ["en", "ru", "zh"])
def test_home_with_its_map_fits_the_first_load(plain_app, code):
    counts = dict.fromkeys(list(charts.points())[:41], 5)
    source = """{% extends "layout/page.html" %}{% import "macros/figures.html" as figures %}
    {% block main %}<h1>H</h1>{{ figures.world_map('m', 'T', 'D', counts) }}
    {{ figures.bars([('Africa', '#', 61, 'n')] * 5) }}{% endblock %}"""
    with plain_app.test_request_context(f"/{code}/"):
        page = render_template_string(source, counts=counts)
    static = PACKAGE / "static"
    total = sum(
        len(gzip.compress(part, 9))
        for part in (
            page.encode(),
            (static / "site.css").read_bytes(),
            (static / "site.js").read_bytes(),
        )
    )
    assert total <= 14_336 - 2_500  # what is left for words


def test_templates_stay_short_and_say_what_they_are_for():
    paths = list(Path(TEMPLATES).glob("macros/*.html"))
    assert paths
    for path in paths:
        text = path.read_text()
        assert len(text.splitlines()) <= 400
        assert text.startswith("{#-"), path.name
