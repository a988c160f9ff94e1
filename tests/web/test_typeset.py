"""Printed documents: five scripts, tagged, reproducible, and text is never code."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest

from nswp_gov.rules.languages import Locale
from nswp_gov.store.blocks import blocks, heading, paragraph
from nswp_gov.web.typeset import FONTS, NotTypeset, spell_out, typeset, unseen_in

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
SENTENCES = {
    Locale.EN: "The board meets four times a year.",
    Locale.FR: "Le conseil siège quatre fois par an.",
    Locale.ES: "La junta se reúne cuatro veces al año.",
    Locale.RU: "Правление собирается четыре раза в год.",
    Locale.ZH_HANS: "理事会每年召开四次会议。",
}
EVERYTHING = """# One

A *word* in **bold**, ~~struck~~, `coded`, [linked](https://example.org)
and a note[^1].

| a | b |
|---|--:|
| 1 | 2 |

Quorum
: enough of us

> said

3. third

   - below

```
as it is
```

---

##### Deep

[^1]: at the foot
"""


def made(body: list[dict[str, Any]], lang: Locale = Locale.EN, **more: Any) -> bytes:
    return typeset("document.typ", {"blocks": body, **more}, lang=lang, title="A paper", at=AT)


def words_in(pdf: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not on this machine")
    done = subprocess.run([program, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("locale", list(Locale))
def test_the_text_comes_out_again_in_every_script(locale: Locale) -> None:
    pdf = made([paragraph(SENTENCES[locale])], locale)
    assert SENTENCES[locale] in words_in(pdf)


@pytest.mark.parametrize("locale", list(Locale))
def test_a_file_is_tagged_names_its_language_and_title_and_claims_both_standards(
    locale: Locale,
) -> None:
    with pikepdf.open(io.BytesIO(made(blocks(EVERYTHING), locale))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang).partition("-")[0] == locale.code
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as told:
            assert str(told["pdfuaid:part"]) == "1"
            assert (str(told["pdfaid:part"]), str(told["pdfaid:conformance"])) == ("2", "A")
            assert told["dc:title"] == "A paper"
        fonts = {
            str(font.BaseFont).partition("+")[2]
            for page in pdf.pages
            for font in page.resources.Font.values()
        }
        assert all(name.startswith("NotoSans") for name in fonts), fonts


def test_the_same_data_and_instant_give_the_same_bytes() -> None:
    assert made(blocks(EVERYTHING)) == made(blocks(EVERYTHING))
    assert made(blocks(EVERYTHING)) != made(blocks(EVERYTHING + "\nmore"))


def test_a_sign_that_no_font_has_is_printed_as_its_code() -> None:
    words = words_in(made([paragraph("Well 😀 done 👩\u200d💻, \u0007𠮷")]))
    assert "Well [U+1F600] done [U+1F469][U+1F4BB], [U+20BB7]" in words


def test_signs_are_read_out_of_a_refusal_and_spelled() -> None:
    parts = ('the text `"\\u{200d}"`', 'the text `"ß😀"`')
    told = " … ".join(f"{part} could not be displayed with font" for part in parts)
    assert unseen_in(told) == ["ß😀", "\u200d"]
    assert spell_out("aß😀\u200d", unseen_in(told)) == "a[U+00DF][U+1F600]"


def test_text_is_never_code() -> None:
    evil = '#read("/etc/passwd") $x$ = [b] *c* @d <e> \\ " #{panic()}'
    assert evil in words_in(made([paragraph(evil)], footer=evil, subtitle=evil))


def test_headings_never_skip_a_level_and_links_lead_only_to_what_is_there() -> None:
    body = [
        heading("Deep", 4, number="1", anchor="c-one"),
        {
            "type": "paragraph",
            "children": [
                {"type": "link", "href": "#c-one", "children": [{"type": "text", "text": "there"}]},
                {"type": "link", "href": "#gone", "children": [{"type": "text", "text": "gone"}]},
            ],
        },
        heading("Deeper", 9),
    ]
    with pikepdf.open(io.BytesIO(made(body, contents="Contents"))) as pdf:
        links = [a for page in pdf.pages for a in page.get("/Annots", [])]
        assert len(links) == 3  # two lines of the contents, one reference


def test_data_that_a_template_cannot_draw_is_refused_by_name() -> None:
    with pytest.raises(NotTypeset) as refused:
        made([{"type": "heading"}])
    assert refused.value.template == "document.typ"
    with pytest.raises(ValueError, match="named like"):
        typeset("../evil.typ", {}, lang=Locale.EN, title="x")


def test_fonts_come_with_their_licence_and_stay_small() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert sum(one.stat().st_size for one in FONTS.glob("*.ttf")) <= 8_000_000
