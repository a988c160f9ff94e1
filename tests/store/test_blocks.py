"""Markdown as a tree: every kind of block, footnotes where they are met, nothing lost."""

from __future__ import annotations

import json
from typing import Any

from nswp_gov.store.blocks import blocks, heading, paragraph
from nswp_gov.store.markdown import plain_words


def said(node: Any) -> str:
    """Return every word of a tree in order."""
    if isinstance(node, list):
        return "".join(said(one) for one in node)
    if not isinstance(node, dict):
        return ""
    return node.get("text", "") + "".join(said(value) for value in node.values())


def test_every_kind_of_block_comes_out() -> None:
    source = (
        "## H\n\nA *b* **c** ~~d~~ `e` [f](https://example.org)[^1]  \ng\n\n- h\n\n2. i\n\n> j\n\n"
        "```\nk\n```\n\n---\n\n|l|m|\n|-|-:|\n|n|o|\n\nP\n: q\n\n[^1]: r\n"
    )
    made = blocks(source, top_level=3)
    assert [one["type"] for one in made] == [
        "heading", "paragraph", "list", "list", "quote", "code", "rule", "table", "terms",
    ]  # fmt: skip
    assert made[0]["level"] == 4
    kinds = [piece["type"] for piece in made[1]["children"] if piece["type"] != "text"]
    assert kinds == ["em", "strong", "strike", "code", "link", "note", "break"]
    assert (made[2]["ordered"], made[3]["ordered"], made[3]["start"]) == (False, True, 2)
    assert made[7]["align"] == ["", "right"]
    assert "".join(sorted(said(made).replace(" ", ""))) == "AHPbcdefghijklmnoqr"
    assert json.loads(json.dumps(made)) == made


def test_raw_html_pictures_and_bad_addresses_are_text() -> None:
    source = "<script>x</script> ![y](https://example.org/z) [w](javascript:alert(1))"
    made = blocks(source)
    assert "link" not in {
        piece["type"]
        for one in made
        for piece in one["children"]
        if not piece.get("href", "").startswith("https")
    }
    assert "<script>" in said(made)


def test_a_line_end_is_a_space_but_not_within_chinese() -> None:
    assert said(blocks("one\ntwo")) == "one two"
    assert said(blocks("理事会\n会议")) == "理事会会议"


def test_the_tree_says_what_the_plain_words_say() -> None:
    source = "# A\n\nB *c*\n\n- d\n- e\n"
    assert said(blocks(source)) == plain_words(source).replace("\n", "")


def test_single_blocks_carry_number_anchor_and_language() -> None:
    assert heading("X", 2, number="1.2", anchor="c-x", lang="fr") == {
        "type": "heading", "level": 2, "number": "1.2", "id": "c-x", "lang": "fr",
        "children": [{"type": "text", "text": "X"}],
    }  # fmt: skip
    assert paragraph("y") == {"type": "paragraph", "children": [{"type": "text", "text": "y"}]}
    assert blocks("z", lang="ru")[0]["lang"] == "ru"
