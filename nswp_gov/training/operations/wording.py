"""Texts of this room: placed in the languages at hand, reworded in their source language."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from nswp_gov.rules.languages import Locale
from nswp_gov.store import search, texts
from nswp_gov.store.errors import Unfit
from nswp_gov.store.texts import Text, revisions_of, texts_of
from nswp_gov.store.work import Work
from nswp_gov.training.models import Event, Programme
from nswp_gov.training.queries import audience_of, found

Words = Mapping[Locale, str]
# The movement's own days, as the network names them.
DAYS: dict[tuple[int, int], Words] = {
    (3, 3): {
        Locale.EN: "International Sex Worker Rights Day",
        Locale.FR: "Journée internationale des droits des travailleurSEs du sexe",
        Locale.ES: "Día Internacional de los Derechos de las Personas que Ejercen Trabajo Sexual",
        Locale.RU: "Международный день прав секс-работников",
        Locale.ZH_HANS: "国际性工作者权利日",
    },
    (6, 2): {
        Locale.EN: "International Whores’ Day",
        Locale.FR: "Journée internationale des putes",
        Locale.ES: "Día Internacional de las Putas",
        Locale.RU: "Международный день секс-работников",
        Locale.ZH_HANS: "国际妓女日",
    },
    (9, 14): {
        Locale.EN: "Sex Worker Pride",
        Locale.FR: "Fierté des travailleurSEs du sexe",
        Locale.ES: "Orgullo de las Personas que Ejercen Trabajo Sexual",
        Locale.RU: "День гордости секс-работников",
        Locale.ZH_HANS: "性工作者骄傲日",
    },
    (12, 17): {
        Locale.EN: "International Day to End Violence Against Sex Workers",
        Locale.FR: "Journée internationale pour mettre fin aux violences faites aux "
        "travailleurSEs du sexe",
        Locale.ES: "Día Internacional para Poner Fin a la Violencia contra las "
        "Personas que Ejercen Trabajo Sexual",
        Locale.RU: "Международный день борьбы с насилием в отношении секс-работников",
        Locale.ZH_HANS: "终止对性工作者暴力国际日",
    },
}


def place(
    work: Work,
    kind: str,
    subject_id: uuid.UUID,
    field: str,
    words: Words,
    *,
    is_sealed: bool = False,
) -> Text:
    """Add a text in its first language and the translations that came with it.

    Raises:
        Unfit: the first language holds no words.

    """
    source, *others = words
    if not words[source].strip():
        raise Unfit("training_words_missing", field=field)
    made = texts.new_text(
        work, subject_type=kind, subject_id=subject_id, field=field, locale=source,
        words=words[source].strip(), is_sealed=is_sealed,
    )  # fmt: skip
    for one in others:
        texts.translate(work, made, locale=one, words=words[one], made_from=1, is_shipped=True)
    return made


def reword(work: Work, kind: str, subject_id: uuid.UUID, field: str, words: str) -> None:
    """Write a text anew in its source language, unless it says the same already."""
    text = texts_of(work.session, kind, subject_id)[field]
    past = [
        row
        for row in revisions_of(work.session, [text.id])[text.id]
        if row.locale is text.source_locale
    ]
    if past[-1].words != words.strip():
        texts.revise(work, text, words=words.strip(), seen=past[-1].number)


def index(work: Work, kind: str, row: Programme | Event) -> None:
    """Let those who may read a programme or an event find it, in each language that it has."""
    audience = audience_of(row)
    search.unindex(work.session, kind, row.id)
    known = texts_of(work.session, kind, row.id)
    shown = {name: known[name] for name in ("title", "summary") if name in known}
    for locale in Locale:
        said = texts.read(work.session, shown.values(), locale)
        own = {
            name: said[text.id].words
            for name, text in shown.items()
            if text.id in said and said[text.id].locale is locale
        }
        if "title" in own:
            search.index(
                work.session, kind, row.id, audience, locale,
                title=own["title"], body=own.get("summary", ""),
                dated_on=row.starts_at.date() if isinstance(row, Event) else None,
            )  # fmt: skip


def translated(work: Work, text: Text, _locale: Locale) -> None:
    """Index a programme or an event anew once a translation of it was released."""
    if text.subject_type == "training_programme":
        index(work, text.subject_type, found(work.session, Programme, text.subject_id))
    elif text.subject_type == "training_event":
        index(work, text.subject_type, found(work.session, Event, text.subject_id))
