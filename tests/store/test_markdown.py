import re
import time

import pytest

from nswp_gov.store.markdown import Heading, clause_ids, plain_words, render

MANUAL = """# Manual

{#c-members}
## Membership

A member[^1] is *any* organisation that **joins**.

### Who may join

### 会员资格

{#c-members}
## Twice

[^1]: Whatever its size.
"""


def test_headings_take_their_place_on_the_page_and_their_clause_ids():
    assert render(MANUAL).contents == (
        Heading(2, "1", "s-manual", "Manual"),
        Heading(3, "1.1", "c-members", "Membership"),
        Heading(4, "1.1.1", "s-who-may-join", "Who may join"),
        Heading(4, "1.1.2", "s-会员资格", "会员资格"),
        Heading(3, "1.2", "c-members-2", "Twice"),
    )
    assert '<h3 id="c-members">Membership</h3>' in render(MANUAL).html


def test_clause_ids_are_given_as_stated_so_that_a_copy_shows():
    assert clause_ids(MANUAL) == ("c-members", "c-members")
    assert clause_ids("{#other}\n## One\n\n{#c-Bad}\n## Two\n\n{#c-a--b}\n## Three") == ()


def test_numbers_stand_in_the_headings_where_they_are_wanted():
    assert '<h2 id="s-manual">1 Manual</h2>' in render(MANUAL, is_numbered=True).html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/pixel.png)",
        "<https://a.example/?q=<script>>",
        '[x](https://a.example "onmouseover=alert(1)")',
        "{#main onclick=alert(1) .button style=color:red}\nText",
        "{#main}\n> quote",
        "```html onload=x\n<b>\n```",
        "<svg/onload=alert(1)>",
        "[^<script>]: x\n\n[^<script>]",
    ],
)
def test_hostile_text_stays_text(source):
    html = render(source).html
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.match(r"<(script|img|svg|style|iframe|object)", tag)]
    assert not [tag for tag in tags if re.search(r"\s(on\w+|style|src|data-\w+)\s*=", tag)]
    assert not re.search(r'href="(?!https?:|mailto:|#)', html)
    assert 'id="main"' not in html


def test_every_id_is_of_a_clause_a_slug_or_a_footnote():
    html = render(MANUAL + "\n{#header}\n## header\n\n{#c-ok}\npara", doc_id="a1").html
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids)) == 8
    assert all(name.startswith(("c-", "s-a1-", "fn")) for name in ids)


def test_two_texts_on_one_page_share_no_footnote_and_no_slug():
    found = [set(re.findall(r'\sid="([^"]*)"', render(MANUAL, doc_id=n).html)) for n in ("a", "b")]
    assert found[0] & found[1] == {"c-members", "c-members-2"}


def test_table_has_classes_for_alignment_and_no_style():
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |").html
    assert '<th class="align-left">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert "style" not in html


def test_links_say_nothing_of_where_they_are_followed_from():
    html = render("[a](https://a.example) and <b@c.example>").html
    assert '<a href="https://a.example" rel="noopener noreferrer nofollow">a</a>' in html
    assert 'href="mailto:b@c.example"' in html


def test_definition_list_strike_and_code_are_kept():
    html = render("Term\n: Meaning\n\n~~gone~~ `code`").html
    for piece in ("<dt>Term</dt>", "Meaning</dd>", "<s>gone</s>", "<code>code</code>"):
        assert piece in html


def test_plain_words_hold_every_word_and_no_mark():
    words = plain_words(MANUAL + "\n| a | b |\n|--|--|\n| 1 | `x` |\n\n    code\n")
    for word in ("Manual", "joins", "会员资格", "Whatever its size.", "x", "code"):
        assert word in words
    assert not set("*#{}|`") & set(words)


def test_same_text_is_rendered_once():
    big = MANUAL * 300
    first = render(big)
    start = time.process_time()
    again = render(big)
    assert again is first
    assert time.process_time() - start < 0.05


def test_options_are_part_of_what_is_remembered():
    shown = {render("# One", top_level=level).html for level in (1, 2, 6)}
    assert shown == {f'<h{level} id="s-one">One</h{level}>\n' for level in (1, 2, 6)}


def test_doc_id_with_anything_but_letters_is_refused():
    with pytest.raises(ValueError, match="doc_id"):
        render("x", doc_id='"><script>')
