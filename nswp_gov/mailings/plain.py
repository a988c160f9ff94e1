"""Markdown as the plain words of a letter: paragraphs apart, lists marked, links written out."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from nswp_gov.store.markdown import tokens


def plain(source: str) -> str:
    """Return what a letter in plain text says for `source`; links are never wrapped or counted."""
    blocks: list[str] = []
    counts: list[int | None] = []  # of each open list: its number, or None for marks
    mark = ""
    is_tight = False
    for token in tokens(source):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            start = token.attrGet("start")
            counts.append(None if token.type.startswith("bullet") else int(start or 1))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            counts.pop()
            is_tight = False
        elif token.type == "list_item_open":
            mark, counts[-1] = _mark(counts[-1])
        elif token.type == "inline":
            words = "  " * max(len(counts) - 1, 0) + mark + _words(token.children or ())
            _add(blocks, words, is_tight=is_tight and bool(mark))
            is_tight, mark = bool(counts), ""
        elif token.type in {"fence", "code_block"}:
            _add(blocks, token.content.rstrip(), is_tight=False)
    return "\n\n".join(blocks)


def _mark(count: int | None) -> tuple[str, int | None]:
    return ("- ", None) if count is None else (f"{count}. ", count + 1)


def _add(blocks: list[str], words: str, *, is_tight: bool) -> None:
    if is_tight:
        blocks[-1] += f"\n{words}"
    else:
        blocks.append(words)


def _words(children: Sequence[Token]) -> str:
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    for one in children:
        if one.type in {"softbreak", "hardbreak"}:
            pieces.append("\n" if one.type == "hardbreak" else " ")
        elif one.type in {"text", "code_inline"}:
            pieces.append(one.content)
        elif one.type == "link_open":
            opened.append((str(one.attrGet("href") or ""), len(pieces)))
        elif one.type == "link_close" and opened:
            href, since = opened.pop()
            said = "".join(pieces[since:])
            if href.removeprefix("mailto:") != said:
                pieces.append(f" ({href})")
    return "".join(pieces)
