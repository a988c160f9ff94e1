"""Terms of the glossary: planted once from what ships, then kept by the secretariat."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from nswp_gov.desk import policy
from nswp_gov.desk.models import GlossaryTerm
from nswp_gov.desk.states import GLOSSARY, MEANING, NAME
from nswp_gov.paths import PACKAGE
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.texts import Text, new_text, new_text_in, revise, revisions_of, texts_of
from nswp_gov.store.work import Work

SHIPPED = PACKAGE / "translations" / "glossary.csv"
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
Avoid = Mapping[Locale, Sequence[str]]


def plant(work: Work) -> int:
    """Take over the terms that ship with the program, as far as they are not there yet.

    They were made with a machine's help and stay marked so until a person has read them. Returns
    how many came.

    Raises:
        Denied: the actor is not of the secretariat.

    """
    need(policy.may_edit_glossary(work.actor))
    known = set(work.session.scalars(select(GlossaryTerm.key)))
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        made = [_planted(work, row) for row in csv.DictReader(file) if row["key"] not in known]
    if made:
        work.record("desk.glossary_planted", made[0])
    return len(made)


def _planted(work: Work, row: Mapping[str, str]) -> GlossaryTerm:
    names = {locale: row[locale.value] for locale in Locale if row[locale.value]}
    term = GlossaryTerm(key=row["key"], note=row["note"], avoid=_avoid(row["avoid"]))
    _place(work, term, names, row["definition_en"], is_shipped=True)
    return term


def _avoid(said: str) -> dict[str, list[str]]:
    """Read `fr: one, two | es: three`."""
    found = {}
    for part in said.split("|"):
        code, colon, words = part.partition(":")
        if colon:
            found[code.strip()] = [word.strip() for word in words.split(",") if word.strip()]
    return found


def _place(
    work: Work,
    term: GlossaryTerm,
    names: Mapping[Locale, str],
    meaning: str,
    *,
    is_shipped: bool = False,
) -> None:
    work.session.add(term)
    known = {MEANING: {Locale.EN: meaning.strip()}} if meaning.strip() else {}
    for field, words in {NAME: names, **known}.items():
        new_text_in(
            work,
            subject_type=GLOSSARY,
            subject_id=term.id,
            field=field,
            words=words,
            is_shipped=is_shipped,
        )


def add_term(
    work: Work, key: str, *, name: str, meaning: str, note: str = "", avoid: Avoid | None = None
) -> GlossaryTerm:
    """Add a term in English; its renderings are translated like every text.

    Raises:
        Denied: the actor is not of the secretariat.
        Unfit: the key has other signs or is taken, or there is no name.

    """
    need(policy.may_edit_glossary(work.actor))
    if not _KEY.fullmatch(key):
        raise Unfit("term_key_form", field="key")
    if work.session.scalar(select(GlossaryTerm.id).where(GlossaryTerm.key == key)):
        raise Unfit("term_key_taken", field="key")
    if not name.strip():
        raise Unfit("term_without_name", field="name")
    term = GlossaryTerm(key=key, note=note.strip(), avoid=_kept(avoid))
    _place(work, term, {Locale.EN: name.strip()}, meaning)
    work.record("desk.term_added", term)
    return term


def change_term(
    work: Work,
    term: GlossaryTerm,
    *,
    name: str,
    meaning: str,
    note: str,
    avoid: Avoid,
    is_retired: bool,
    is_substantive: bool,
) -> GlossaryTerm:
    """Change what a term is called in English, what it means, what to avoid.

    Its renderings then count as behind, or, after a mere polish (`is_substantive` false), as
    editorially behind.

    Raises:
        Denied: the actor is not of the secretariat.
        Unfit: there is no name.

    """
    need(policy.may_edit_glossary(work.actor))
    if not name.strip():
        raise Unfit("term_without_name", field="name")
    held = texts_of(work.session, GLOSSARY, term.id)
    for field, words in ((NAME, name.strip()), (MEANING, meaning.strip())):
        if field in held:
            _revise(work, held[field], words, is_substantive=is_substantive)
        elif words:
            new_text(
                work,
                subject_type=GLOSSARY,
                subject_id=term.id,
                field=field,
                locale=Locale.EN,
                words=words,
            )
    term.note, term.avoid, term.is_retired = note.strip(), _kept(avoid), is_retired
    work.record("desk.term_changed", term)
    return term


def _kept(avoid: Avoid | None) -> dict[str, list[str]]:
    return {locale.value: list(words) for locale, words in (avoid or {}).items() if words}


def _revise(work: Work, text: Text, words: str, *, is_substantive: bool) -> None:
    rows = revisions_of(work.session, [text.id])[text.id]
    last = max((row for row in rows if row.locale is text.source_locale), key=lambda r: r.number)
    if last.words != words:
        revise(work, text, words=words, seen=last.number, is_substantive=is_substantive)
