"""How every room's texts are named: what the translation desk must know of what they belong to.

The desk lies above all rooms that hold texts and shows them together. Each room says here, once for
each `Text.subject_type`, what such a record is called, where it stands, who may read it, how much
its translation matters and until when. A kind or a field that nobody named is not shown there.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Card
from nswp_gov.store.texts import Text
from nswp_gov.store.work import Work


class Importance(StrEnum):
    """How much it matters that a text is translated; the first comes first."""

    URGENT = "urgent"  # safety, alerts, ballots: somebody acts on it now
    HIGH = "high"  # rights and duties: rules, elections, decisions
    USUAL = "usual"
    LOW = "low"  # nobody waits for it

    @property
    def rank(self) -> int:
        """0 for the most urgent, rising."""
        return list(Importance).index(self)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a text belongs to, as of now.

    `title`: in the language of the reader if it is translated, else as it is (`title_locale`).
    `audience`: who may read the source words; a translator reads on by it, or by assignment.
    `endpoint` and `values`: where its readers find it, "" for nowhere.
    `due_at`: by when translations are wanted; None: there is no hurry.
    `is_open`: whether it can be translated now (False: it is closed, its record is fixed).
    `fields`: the audience of a field that has other readers than the rest.
    `chains`: for a field whose newest source revision is not the one that counts, the numbers that
    were ever published, rising; the last is the source that is translated.
    `given`: persons to whom the room itself gave it for translation, and their language.
    """

    title: str
    audience: Audience
    endpoint: str = ""
    values: tuple[tuple[str, str], ...] = ()
    title_locale: Locale = Locale.EN
    importance: Importance = Importance.USUAL
    due_at: datetime | None = None
    is_open: bool = True
    fields: Mapping[str, Audience] = field(default_factory=dict)
    chains: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    given: frozenset[tuple[uuid.UUID, Locale]] = frozenset()

    @classmethod
    def of(
        cls,
        card: Card,
        *,
        importance: Importance = Importance.USUAL,
        due_at: datetime | None = None,
        is_open: bool = True,
    ) -> Subject:
        """Return a subject that is named and placed as its link card says."""
        return cls(
            title=card.title,
            audience=card.audience,
            endpoint=card.endpoint,
            values=card.values,
            importance=importance,
            due_at=due_at,
            is_open=is_open,
        )

    def readers(self, name: str) -> Audience:
        """Return who may read the source words of one field."""
        return self.fields.get(name, self.audience)


# Session, identifiers, the reader's language → the subjects that exist; a few queries for all.
Subjects = Callable[[Session, Collection[uuid.UUID], Locale], Mapping[uuid.UUID, Subject]]


@dataclass(frozen=True, kw_only=True)
class TextKind:
    """One type of record that holds texts.

    `name`: what such a record is called; `fields`: the label of each field that is translated (the
    key of numbered fields ends in `*`: `answer_*`). Both are phrases in the reader's language.
    `after`: called in the unit of work that released a translation, before it is recorded (to
    index it, to make a stored page anew).
    """

    name: str
    fields: Mapping[str, str]
    subjects: Subjects
    after: Callable[[Work, Text, Locale], None] | None = None

    def label(self, name: str) -> str | None:
        """Return how a field is called; None: it is not translated at the desk."""
        if name in self.fields:
            return self.fields[name]
        return next(
            (
                label
                for key, label in self.fields.items()
                if key.endswith("*") and name.startswith(key[:-1])
            ),
            None,
        )


KINDS: dict[str, TextKind] = {}


def register(subject_type: str, kind: TextKind) -> None:
    """Say how texts of `subject_type` are named; called by a room when it is put in place."""
    KINDS[subject_type] = kind


def by_cards(
    card: Callable[[Session, uuid.UUID, str], Card | None],
    *,
    importance: Importance = Importance.USUAL,
) -> Subjects:
    """Return subjects that are named by a link card, one after the other: for kinds with few."""

    def found(
        session: Session, ids: Collection[uuid.UUID], locale: Locale
    ) -> dict[uuid.UUID, Subject]:
        cards = ((one, card(session, one, locale.value)) for one in ids)
        return {one: Subject.of(made, importance=importance) for one, made in cards if made}

    return found
