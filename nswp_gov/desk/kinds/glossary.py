"""The glossary is content like all other: its terms are translated at the desk too."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.desk.kinds.bodies import titles
from nswp_gov.desk.models import GlossaryTerm
from nswp_gov.desk.states import GLOSSARY, MEANING, NAME
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.text_kinds import Importance, Subject, TextKind


def register() -> None:
    """Name terms."""
    text_kinds.register(
        GLOSSARY,
        TextKind(
            name=_l("Glossary"),
            fields={NAME: _lp("glossary", "Term"), MEANING: _l("Meaning")},
            subjects=_terms,
        ),
    )


def _terms(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    named = titles(session, GLOSSARY, NAME, ids, locale)
    rows = session.scalars(select(GlossaryTerm).where(GlossaryTerm.id.in_(ids)))
    return {
        row.id: Subject(
            title=named[row.id][0],
            title_locale=named[row.id][1],
            audience=PUBLIC,
            endpoint="desk.term",
            values=(("key", row.key),),
            importance=Importance.LOW,
            is_open=not row.is_retired,
        )
        for row in rows
        if row.id in named
    }
