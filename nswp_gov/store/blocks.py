"""Markdown as a tree of plain values, for documents that are not HTML.

A block is a mapping with a `type`: `heading` (level, id, children), `paragraph`, `list` (ordered,
start, items), `table` (align, head, rows), `terms` (term, details), `quote`, `code`, `rule`. Pieces
inside a line are `text`, `strong`, `em`, `strike`, `code`, `break`, `link` (href) and `note`, which
holds the blocks of a footnote where the reader meets it. All of it can be written as JSON.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from nswp_gov.store.markdown import tokens

Block = dict[str, Any]
Notes = Mapping[int, list[Block]]

_DEEPEST = 6


def blocks(source: str, *, top_level: int = 1, lang: str | None = None) -> list[Block]:
    """Return `source` as blocks; `#` takes `top_level`, `lang` (a tag) is said of each block."""
    root = SyntaxTreeNode(tokens(source))
    notes: dict[int, list[Block]] = {}
    for part in root.children:
        if part.type == "footnote_block":
            for note in part.children:
                notes[int(note.meta["id"])] = _blocks(note.children, {}, top_level)
    made = _blocks((one for one in root.children if one.type != "footnote_block"), notes, top_level)
    return [{**block, "lang": lang} for block in made] if lang else made


def words(text: str) -> list[Block]:
    """Return plain text as what stands inside a line."""
    return [{"type": "text", "text": text}]


def paragraph(text: str, lang: str | None = None) -> Block:
    """Return plain text as one paragraph."""
    return {"type": "paragraph", "children": words(text), **({"lang": lang} if lang else {})}


def heading(
    text: str, level: int, *, number: str = "", anchor: str = "", lang: str | None = None
) -> Block:
    """Return a heading; `anchor` is what links inside the document name."""
    made: Block = {"type": "heading", "level": level, "number": number, "children": words(text)}
    return made | ({"id": anchor} if anchor else {}) | ({"lang": lang} if lang else {})


def _blocks(nodes: Iterable[SyntaxTreeNode], notes: Notes, top: int) -> list[Block]:
    return [block for node in nodes if (block := _block(node, notes, top)) is not None]


def _block(node: SyntaxTreeNode, notes: Notes, top: int) -> Block | None:
    draw = _BLOCKS.get(node.type)
    return draw(node, notes, top) if draw else None


def _heading(node: SyntaxTreeNode, notes: Notes, top: int) -> Block:
    level = min(int(node.tag[1]) + top - 1, _DEEPEST)
    return {"type": "heading", "level": level, "children": _line(node, notes)}


def _paragraph(node: SyntaxTreeNode, notes: Notes, _top: int) -> Block:
    return {"type": "paragraph", "children": _line(node, notes)}


def _quote(node: SyntaxTreeNode, notes: Notes, top: int) -> Block:
    return {"type": "quote", "children": _blocks(node.children, notes, top)}


def _code(node: SyntaxTreeNode, _notes: Notes, _top: int) -> Block:
    return {"type": "code", "text": node.content.rstrip("\n")}


def _rule(_node: SyntaxTreeNode, _notes: Notes, _top: int) -> Block:
    return {"type": "rule"}


def _list(node: SyntaxTreeNode, notes: Notes, top: int) -> Block:
    return {
        "type": "list",
        "ordered": node.type == "ordered_list",
        "start": int(node.attrs.get("start", 1)),
        "items": [_blocks(item.children, notes, top) for item in node.children],
    }


def _table(node: SyntaxTreeNode, notes: Notes, _top: int) -> Block:
    rows = [row for part in node.children for row in part.children]
    cells = [[_line(cell, notes) for cell in row.children] for row in rows]
    align = [str(cell.attrs.get("class", "")).removeprefix("align-") for cell in rows[0].children]
    return {"type": "table", "align": align, "head": cells[0], "rows": cells[1:]}


def _terms(node: SyntaxTreeNode, notes: Notes, top: int) -> Block:
    items: list[Block] = []
    for part in node.children:
        if part.type == "dt":
            items.append({"term": _line(part, notes), "details": []})
        else:
            items[-1]["details"] += _blocks(part.children, notes, top)
    return {"type": "terms", "items": items}


def _line(node: SyntaxTreeNode, notes: Notes) -> list[Block]:
    """Return what stands in the line or lines of a paragraph, heading or cell."""
    inline = [one for one in node.children if one.type == "inline"]
    return [piece for one in inline for piece in _pieces(one.children, notes)]


def _pieces(nodes: Iterable[SyntaxTreeNode], notes: Notes) -> list[Block]:
    return [piece for node in nodes if (piece := _piece(node, notes)) is not None]


def _piece(node: SyntaxTreeNode, notes: Notes) -> Block | None:
    if node.type == "softbreak":
        return None if _is_between_wide(node) else {"type": "text", "text": " "}
    draw = _PIECES.get(node.type)
    return draw(node, notes) if draw else None


def _wrapped(kind: str) -> Callable[[SyntaxTreeNode, Notes], Block]:
    return lambda node, notes: {"type": kind, "children": _pieces(node.children, notes)}


def _link(node: SyntaxTreeNode, notes: Notes) -> Block:
    href = str(node.attrs.get("href", ""))
    return {"type": "link", "href": href, "children": _pieces(node.children, notes)}


def _note(node: SyntaxTreeNode, notes: Notes) -> Block:
    return {"type": "note", "children": notes.get(int(node.meta["id"]), [])}


def _is_between_wide(node: SyntaxTreeNode) -> bool:
    """Tell whether Chinese stands on both sides of a line's end, where no space belongs."""
    before, after = node.previous_sibling, node.next_sibling
    sides = (before.content[-1:] if before else "", after.content[:1] if after else "")
    return all(one and unicodedata.east_asian_width(one) in "WF" for one in sides)


_BLOCKS: dict[str, Callable[[SyntaxTreeNode, Notes, int], Block]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quote,
    "fence": _code,
    "code_block": _code,
    "hr": _rule,
    "table": _table,
    "dl": _terms,
}
_PIECES: dict[str, Callable[[SyntaxTreeNode, Notes], Block]] = {
    "text": lambda node, _notes: {"type": "text", "text": node.content},
    "hardbreak": lambda _node, _notes: {"type": "break"},
    "code_inline": lambda node, _notes: {"type": "code", "text": node.content},
    "strong": _wrapped("strong"),
    "em": _wrapped("em"),
    "s": _wrapped("strike"),
    "link": _link,
    "footnote_ref": _note,
}
