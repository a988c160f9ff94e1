"""Markdown to HTML that a page may hold as it is, and to plain words.

Raw HTML is text, pictures are off (a page contacts nobody), no style attribute comes out, and a
second, separate cleaner allows only a short list of tags. Every identifier in the result begins
with `c-` (a clause, stated on the line before its heading as `{#c-…}`), `s-` (a slug) or `fn`, so
that no text can take the place of a part of the page.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

CLAUSE_ID = re.compile(r"c-[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 60
_LONGEST_SLUG = 48
_LOWEST_LEVEL = 6
_CACHE_BYTES = 8 * 2**20
_ALIGN = re.compile(r"text-align:(left|right|center)")
_TAGS = frozenset(
    "a p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong s table thead tbody"  # noqa: SIM905 - a list of words reads best as words
    " tr th td hr br sup section".split()
)
_CLASSES = {
    "th": {"align-left", "align-right", "align-center"},
    "td": {"align-left", "align-right", "align-center"},
    "sup": {"footnote-ref"},
    "section": {"footnotes"},
    "ol": {"footnotes-list"},
    "li": {"footnote-item"},
    "a": {"footnote-backref"},
    "hr": {"footnotes-sep"},
}
_HEADINGS = {f"h{level}": {"id"} for level in range(1, _LOWEST_LEVEL + 1)}
_ATTRIBUTES = {"a": {"href", "id"}, "li": {"id"}, "ol": {"start"}, **_HEADINGS}


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its level on the page, its number within the text, its id, its words."""

    level: int
    number: str
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Clean HTML, and the headings in it as a table of contents."""

    html: str
    contents: tuple[Heading, ...]


class _Cache:
    """The latest results by the hash of what they were made from; bounded in bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._known: OrderedDict[bytes, Rendered] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: bytes) -> Rendered | None:
        """Return what is known under `key`, and count it as just used."""
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
            return found

    def put(self, key: bytes, value: Rendered) -> None:
        """Keep `value`; the longest unused go until there is room."""
        with self._lock:
            if key not in self._known:
                self._known[key] = value
                self._size += len(value.html)
            while self._size > self._limit and self._known:
                self._size -= len(self._known.popitem(last=False)[1].html)


_cache = _Cache(_CACHE_BYTES)


def render(
    source: str, *, doc_id: str = "", top_level: int = 2, is_numbered: bool = False
) -> Rendered:
    """Return `source` as clean HTML.

    `doc_id` keeps footnotes and slugs apart where several texts share a page; `top_level` is the
    level that `#` takes on the page; with `is_numbered` the headings' numbers are in the HTML too.

    Raises:
        ValueError: `doc_id` is more than letters, digits and hyphens.

    """
    if doc_id and not re.fullmatch(r"[A-Za-z0-9-]+", doc_id):
        raise ValueError("doc_id holds letters, digits and hyphens")
    options = f"{doc_id}\n{top_level}\n{is_numbered}\n"
    key = hashlib.sha256((options + source).encode()).digest()
    found = _cache.get(key)
    if found is None:
        found = _render(source, doc_id, top_level, is_numbered=is_numbered)
        _cache.put(key, found)
    return found


def plain_words(source: str) -> str:
    """Return the words of `source` without any mark, one block a line: for search and mail."""
    lines = []
    for token in _parser().parse(source, {}):
        if token.type == "inline":
            pieces = (
                "\n" if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or []
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
            lines.append("".join(pieces))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content)
    return "\n".join(lines).strip()


def clause_ids(source: str) -> tuple[str, ...]:
    """Return the explicit clause ids of `source` in order, one that is used twice, twice."""
    stated: list[str] = []
    _parser().parse(source, {"stated": stated})
    return tuple(stated)


def tokens(source: str) -> list[Token]:
    """Return `source` as it was read, for another walk than the one to HTML."""
    return _parser().parse(source, {})


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"]).disable("image")
    parser.use(footnote_plugin, inline=False).use(deflist_plugin)
    parser.use(attrs_block_plugin, allowed=["id"])
    parser.core.ruler.push("nswp_attributes", _settle_attributes)
    parser.core.ruler.push("nswp_headings", _settle_headings)
    return parser


def _render(source: str, doc_id: str, top_level: int, *, is_numbered: bool) -> Rendered:
    env: dict[str, object] = {
        "docId": doc_id or "0",
        "top_level": top_level,
        "is_numbered": is_numbered,
        "contents": [],
    }
    raw = _parser().render(source, env)
    clean = nh3.clean(
        raw,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    contents = env["contents"]
    return Rendered(clean, tuple(contents) if isinstance(contents, list) else ())


def _settle_attributes(state: StateCore) -> None:
    """Drop every id but a heading's, and turn the alignment of cells into classes."""
    for token in state.tokens:
        if token.type == "heading_open" or token.type.startswith("footnote"):
            continue
        style = token.attrs.pop("style", None)
        token.attrs.pop("id", None)
        if style and (match := _ALIGN.fullmatch(str(style))):
            token.attrSet("class", f"align-{match[1]}")


def _settle_headings(state: StateCore) -> None:
    """Give each heading its level on the page, its number and an id of its own."""
    top_level = int(state.env.get("top_level", 1))
    counted = [0] * (_LOWEST_LEVEL + 1)
    taken: set[str] = set()
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        depth = int(token.tag[1])
        counted[depth] += 1
        counted[depth + 1 :] = [0] * (_LOWEST_LEVEL - depth)
        number = ".".join(str(place) for place in counted[1 : depth + 1] if place)
        level = min(depth + top_level - 1, _LOWEST_LEVEL)
        token.tag = state.tokens[index + 2].tag = f"h{level}"
        inline = state.tokens[index + 1]
        words = "".join(
            child.content
            for child in inline.children or []
            if child.type in ("text", "code_inline")
        )
        if _is_clause_id(token.attrGet("id")):
            state.env.setdefault("stated", []).append(token.attrGet("id"))
        name = _free_id(token.attrGet("id"), words, str(state.env.get("docId", "0")), taken)
        token.attrSet("id", name)
        if state.env.get("is_numbered"):
            _prepend(inline, f"{number} ")
        state.env.setdefault("contents", []).append(Heading(level, number, name, words))


def _prepend(inline: Token, words: str) -> None:
    text = Token("text", "", 0)
    text.content = words
    inline.children = [text, *(inline.children or [])]


def _is_clause_id(name: object) -> bool:
    text = str(name or "")
    return len(text) <= _LONGEST_ID and CLAUSE_ID.fullmatch(text) is not None


def _free_id(stated: object, words: str, doc_id: str, taken: set[str]) -> str:
    if _is_clause_id(stated):
        wanted = str(stated)
    else:
        folded = unicodedata.normalize("NFKC", words).casefold()
        slug = re.sub(r"\W+", "-", folded).strip("-")[:_LONGEST_SLUG] or "part"
        wanted = f"s-{slug}" if doc_id == "0" else f"s-{doc_id}-{slug}"
    name, copy = wanted, 1
    while name in taken:
        copy += 1
        name = f"{wanted}-{copy}"
    taken.add(name)
    return name
