"""Where the words of a search stand: a few words around the first place, in text or file."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from nswp_gov.library.models import FileWords
from nswp_gov.library.queries.listing import Item
from nswp_gov.rules.languages import Locale
from nswp_gov.store import analyser
from nswp_gov.store.analyser import Wanted

AROUND = 90  # letters on either side
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"\w+")
_LONGEST = 400_000  # letters of one file that are looked through


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words before, the word that was found, words after; the file and page where it stands."""

    before: str
    hit: str
    after: str
    locale: Locale | None = None
    language: str = ""
    page: int | None = None


def snippet(
    session: Session, item: Item, words: str, here: Locale, matched: Locale | None
) -> Snippet | None:
    """Return where the words stand in a resource that this viewer may have; None if only in names.

    The summary comes first, then the files in the language of the entry that matched.
    """
    wanted = analyser.wanted(words)
    for locale in dict.fromkeys(one for one in (here, matched, item.locale) if one):
        said = (item.said.get("summary") or {}).get(locale.value, "")
        if place := find(said, wanted, locale):
            return replace(_cut(said, *place), locale=locale, language=locale.tag)
    for language, file_id in _files(item, matched or here):
        kept = session.get(FileWords, file_id)
        if kept and (made := _in_file(kept.words[:_LONGEST], wanted, language)):
            return made
    return None


def _files(item: Item, first: Locale) -> Iterator[tuple[str, uuid.UUID]]:
    rows = [(one["language"], uuid.UUID(one["id"])) for one in item.said.get("files", ())]
    return iter(sorted(rows, key=lambda one: Locale.from_tag(one[0]) is not first))


def _in_file(words: str, wanted: Sequence[Wanted], language: str) -> Snippet | None:
    locale = Locale.from_tag(language)
    for number, text in enumerate(words.split("\f"), start=1):
        if place := find(text, wanted, locale or Locale.EN):
            return replace(_cut(text, *place), locale=locale, language=language, page=number)
    return None


def find(text: str, wanted: Sequence[Wanted], locale: Locale) -> tuple[int, int] | None:
    """Return from where to where the first wanted word stands in a text, or None."""
    pieces = {one for want in wanted for one in want.exact if _HAN.match(one)}
    places = [(at, at + len(one)) for one in pieces if (at := text.find(one)) >= 0]
    spelled = [want for want in wanted if want.prefix]
    firsts = {want.prefix[0] for want in spelled if want.prefix}
    for match in _WORD.finditer(text):
        if places and match.start() > min(places)[0]:
            break
        if _first(match[0]) in firsts and _is_wanted(match[0], spelled, locale):
            places.append(match.span())
            break
    return min(places) if places else None


def _first(word: str) -> str:
    return unicodedata.normalize("NFKD", word[0])[0].casefold()[0]


def _is_wanted(word: str, wanted: Sequence[Wanted], locale: Locale) -> bool:
    terms = set(analyser.terms(word, locale))
    folded = analyser.fold(word)
    return any(
        terms & want.exact or (want.prefix and folded.startswith(want.prefix)) for want in wanted
    )


def _cut(text: str, start: int, end: int) -> Snippet:
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2] if " " in before.strip() else "…" + before
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …" if " " in after.strip() else after + "…"
    return Snippet(re.sub(r"\s+", " ", before), text[start:end], re.sub(r"\s+", " ", after))
