"""The interface's words: gathered from code and templates, kept in one catalogue a language.

`python -m nswp_gov.operate.catalogues` brings the catalogues up to date: new messages come in
empty, those no longer said go, nothing is guessed. A test fails while one is empty.
"""

from __future__ import annotations

import argparse
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from nswp_gov.paths import PACKAGE, resource
from nswp_gov.rules.languages import Locale

FOLDER = PACKAGE / "translations"
TRANSLATED = tuple(locale for locale in Locale if locale is not Locale.EN)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "_ln": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "_lp": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "N_N": (1, 2),
}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"silent": "false", "trimmed": "true"}, "**.txt": {"silent": "false"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|\{(\w+)[^}]*\}")
WIDTH = 100


@dataclass(frozen=True)
class Fault:
    """One message that a reader would stumble over."""

    locale: Locale
    code: str
    message: str


def gather(templates: Collection[str] | None = None) -> Catalog:
    """Return every message that code and templates say, in order of first place.

    `templates` are the only files looked at, by their place in the templates' folder: to read
    everything takes seconds.
    """
    catalogue = Catalog(project="nswp_gov", charset="utf-8")
    methods = METHODS if templates is None else [(name, "jinja2") for name in templates]
    for root in (PACKAGE, resource("templates")) if templates is None else (resource("templates"),):
        found = extract_from_dir(
            str(root),
            methods,
            OPTIONS if templates is None else dict.fromkeys(templates, OPTIONS["**.html"]),
            keywords=KEYWORDS,
            comment_tags=("TRANSLATORS:",),
            strip_comment_tags=True,
        )
        for name, _line, message, comments, context in found:
            catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def path_of(locale: Locale) -> Path:
    """Return where the catalogue of a language lies."""
    return FOLDER / locale.value / "LC_MESSAGES" / "messages.po"


def read(locale: Locale) -> Catalog:
    """Return the catalogue of a language; an empty one where there is none yet."""
    path = path_of(locale)
    if not path.is_file():
        return Catalog(locale=locale.value, project="nswp_gov", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale.value, abort_invalid=True)


def write(locale: Locale, catalogue: Catalog) -> None:
    """Keep a catalogue: sorted, without line numbers, so that changes are small to read."""
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    held = io.BytesIO()
    write_po(held, catalogue, width=WIDTH, no_location=True, sort_output=True, omit_header=False)
    path.write_bytes(held.getvalue())


def update(locale: Locale, gathered: Catalog) -> Catalog:
    """Bring one catalogue up to date with what is said now."""
    known = read(locale)
    fresh = Catalog(locale=locale.value, project="nswp_gov", charset="utf-8")
    for message in gathered:
        if not message.id:
            continue
        before = known.get(_key(message), message.context)
        words = before.string if before is not None and _same_kind(before, message) else None
        fresh.add(
            message.id, words or None, auto_comments=message.auto_comments, context=message.context
        )
    write(locale, fresh)
    return fresh


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _same_kind(one: Message, other: Message) -> bool:
    return isinstance(one.id, str) == isinstance(other.id, str)


def compile_all(locales: Iterable[Locale] = TRANSLATED) -> None:
    """Write the compiled catalogue beside each one."""
    for locale in locales:
        with path_of(locale).with_suffix(".mo").open("wb") as target:
            write_mo(target, read(locale), use_fuzzy=False)


def faults(gathered: Catalog) -> Iterator[Fault]:
    """Give every message that is missing, fuzzy, empty in a plural form, or broken."""
    for locale in TRANSLATED:
        known = read(locale)
        for message in gathered:
            if message.id:
                yield from _faults_of(locale, known, message)


def _faults_of(locale: Locale, known: Catalog, wanted: Message) -> Iterator[Fault]:
    found = known.get(_key(wanted), wanted.context)
    if found is None or not found.string or found.fuzzy:
        yield Fault(locale, "untranslated", _key(wanted))
        return
    forms = [found.string] if isinstance(found.string, str) else list(found.string)
    if isinstance(wanted.id, str) != isinstance(found.string, str):
        yield Fault(locale, "plural_forms", _key(wanted))
        return
    if not isinstance(found.string, str) and len(forms) != known.num_plurals:
        yield Fault(locale, "plural_forms", _key(wanted))
    needed = _places(wanted.id if isinstance(wanted.id, str) else wanted.id[-1])
    for words in forms:
        if not words.strip():
            yield Fault(locale, "untranslated", _key(wanted))
        elif _places(words) - needed or (needed - {"num"}) - _places(words):
            yield Fault(locale, "placeholders", _key(wanted))


def _places(words: str) -> set[str]:
    return {one.group(1) or one.group(2) or "%" for one in PLACEHOLDER.finditer(words)}


def main() -> None:
    """Update and compile the catalogues named (or all); say what is left to translate."""
    asked = argparse.ArgumentParser(
        prog="python -m nswp_gov.operate.catalogues", description=__doc__
    )
    codes = [locale.value for locale in TRANSLATED]
    asked.add_argument("language", nargs="*", help=f"any of {', '.join(codes)}; none: all")
    named = asked.parse_args().language
    if unknown := sorted(set(named) - set(codes)):
        asked.error(f"no such language: {', '.join(unknown)}")
    chosen = [locale for locale in TRANSLATED if not named or locale.value in named]
    gathered = gather()
    for locale in chosen:
        update(locale, gathered)
    compile_all(chosen)
    left = [fault for fault in faults(gathered) if fault.locale in chosen]
    print(f"{len(gathered)} messages, {len(left)} faults")  # noqa: T201 - the command's answer
    for fault in left[:20]:
        print(f"{fault.locale}  {fault.code}  {fault.message[:70]}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
