"""Facets and counts: sets of positions as strings of bits, combined by `and` and `or`.

The sets are read once after each change and kept by the process under the library's mark, so a
list with any filters costs no statement but the marks and its own rows.
"""

from __future__ import annotations

import threading
import uuid
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.queries import mark as directory_mark
from nswp_gov.library.models import (
    LibraryMark,
    ListedBits,
    ListedResource,
    ListedTitle,
    Partner,
    Series,
)
from nswp_gov.library.states import Facet
from nswp_gov.rules.audience import PUBLIC, Audience, Viewer
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale, fallback_order
from nswp_gov.store.crypto import vault
from nswp_gov.store.texts import Text, revisions_of

AUDIENCE = "audience"
MOST_KEPT = 3  # marks: one for each instance that this process serves, and a little more
MOST_REMEMBERED = 64  # questions of each sort: what is asked again while people turn pages
STRETCH = 512  # bytes of a set that are passed over at once
Chosen = Mapping[Facet, frozenset[str]]
Counts = dict[Facet, dict[str, int]]
Answer = TypeVar("Answer")


def positions(bits: int, skip: int = 0) -> Iterator[int]:
    """Return the positions in a set without the first `skip`, highest first: the newest first."""
    body = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for end in range(len(body), 0, -STRETCH):
        start = max(end - STRETCH, 0)
        held = int.from_bytes(body[start:end], "little").bit_count()
        if held <= skip:
            skip -= held
            continue
        yield from islice(_within(body, start, end), skip, None)
        skip = 0


def _within(body: bytes, start: int, end: int) -> Iterator[int]:
    for at in range(end - 1, start - 1, -1):
        if byte := body[at]:
            for one in range(7, -1, -1):
                if byte >> one & 1:
                    yield at * 8 + one


def set_of(members: Collection[int]) -> int:
    """Return the set that holds these positions."""
    if not members:
        return 0
    body = bytearray(max(members) // 8 + 1)
    for one in members:
        body[one >> 3] |= 1 << (one & 7)
    return int.from_bytes(body, "little")


@dataclass(frozen=True)
class Hits:
    """What words found: the rank of each position, and in which language its record was found."""

    place: Mapping[int, int]
    spoken: Mapping[uuid.UUID, Locale]


@dataclass
class Index:
    """Everything that lists need, as it was under one mark.

    `sets`: facet → value → set; `hidden`: what belongs to organisations that are hidden now.
    What was asked of it is remembered as long as it holds: `found`, `counted`, and the places of
    titles and of facets' values in the order of each language.
    """

    sets: Mapping[str, Mapping[str, int]]
    hidden: int
    partners: Mapping[str, str]
    series: Mapping[str, Mapping[str, str]]
    orders: dict[Locale, tuple[list[bytes], array[int]]] = field(default_factory=dict)
    labels: dict[tuple[Facet, Locale], dict[str, str]] = field(default_factory=dict)
    found: dict[Hashable, Hits] = field(default_factory=dict)
    counted: dict[Hashable, Counts] = field(default_factory=dict)

    def seen_by(self, viewer: Viewer) -> int:
        """Return what this viewer may have; while the key is not supplied, what everybody may."""
        known = self.sets.get(AUDIENCE, {})
        may = reduce(or_, (known.get(one.code, 0) for one in open_to(viewer)), 0)
        return may & ~self.hidden

    def public(self) -> int:
        """Return what everybody may have."""
        return self.seen_by(Viewer.public())

    def any_of(self, facet: Facet, values: Collection[str]) -> int:
        """Return what has at least one of the values."""
        known = self.sets.get(facet.value, {})
        return reduce(or_, (known.get(one, 0) for one in values), 0)

    def matching(self, seen: int, chosen: Chosen, but: Facet | None = None) -> int:
        """Return what fits: any value of a facet, and every facet (`but` one is left aside)."""
        asked = (
            self.any_of(facet, values)
            for facet, values in chosen.items()
            if values and facet is not but
        )
        return reduce(and_, asked, seen)

    def counts(self, seen: int, chosen: Chosen) -> Counts:
        """Return, per facet, how many resources each value would leave; none that leaves none.

        The values of one facet add to each other, so its own choice does not narrow its counts.
        """
        asked = (seen, tuple(sorted(chosen.items())))
        return remembered(self.counted, asked, lambda: self._count(seen, chosen))

    def _count(self, seen: int, chosen: Chosen) -> Counts:
        found: Counts = {}
        for facet in Facet:
            base = self.matching(seen, chosen, but=facet)
            numbers = (
                (value, (base & members).bit_count())
                for value, members in self.sets.get(facet.value, {}).items()
            )
            found[facet] = {value: number for value, number in numbers if number}
        return found

    def is_there(self, seen: int, position: int) -> bool:
        """Tell whether a position is in a set."""
        return bool(seen >> position & 1)


def open_to(viewer: Viewer) -> frozenset[Audience]:
    """Return the audiences of a viewer; while the key is not supplied, the public alone."""
    return frozenset(viewer.audiences() if vault.is_open else {PUBLIC})


def remembered(held: dict[Hashable, Answer], asked: Hashable, make: Callable[[], Answer]) -> Answer:
    """Return the answer to what was asked, made now if it is not remembered."""
    known = held.get(asked)
    if known is None:
        known = make()
        if len(held) >= MOST_REMEMBERED:
            held.clear()  # another thread's too: it has its answer in hand
        held[asked] = known
    return known


_kept: OrderedDict[tuple[str, str], Index] = OrderedDict()
_lock = threading.Lock()


def marks(session: Session) -> tuple[str, str]:
    """Return the marks of the library and of the directory as they are now."""
    table: Any = LibraryMark.__table__
    own = session.connection().execute(select(table.c.mark)).scalar()
    return own or "", directory_mark(session) or ""


def index(session: Session) -> Index:
    """Return the index as the library is now; statements for more than marks after changes only."""
    now = marks(session)
    with _lock:
        if now in _kept:
            _kept.move_to_end(now)
            return _kept[now]
    made = _read(session)
    with _lock:
        _kept[now] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _read(session: Session) -> Index:
    sets: dict[str, dict[str, int]] = {}
    for row in session.execute(select(ListedBits.facet, ListedBits.value, ListedBits.bits)):
        sets.setdefault(row.facet, {})[row.value] = int.from_bytes(row.bits, "little")
    tied = select(ListedResource.position).where(
        ListedResource.tied_to > uuid.UUID(int=0),  # by the index; "is not null" reads every row
        ListedResource.tied_to.not_in(select(PublicOrganisation.id)),
    )
    return Index(
        sets=sets,
        hidden=set_of(list(session.scalars(tied))),
        partners=dict(session.execute(select(Partner.slug, Partner.name)).all()),
        series=series_titles(session),
    )


def series_titles(session: Session) -> dict[str, dict[str, str]]:
    """Return the titles of every series by its slug and the stored code of the language."""
    slugs: dict[uuid.UUID, str] = dict(session.execute(select(Series.id, Series.slug)).all())
    texts = session.scalars(select(Text).where(Text.subject_type == "library_series")).all()
    revisions = revisions_of(session, [text.id for text in texts])
    return {
        slugs[text.subject_id]: {
            row.locale.value: row.words for row in revisions[text.id] if row.is_shown
        }
        for text in texts
        if text.subject_id in slugs
    }


def title_order(session: Session, known: Index, locale: Locale, asked: int) -> Iterator[int]:
    """Yield the positions of a set in the order of their titles in one language."""
    if locale not in known.orders:
        rows = session.execute(
            select(ListedTitle.key, ListedTitle.position)
            .where(ListedTitle.locale == locale)
            .order_by(ListedTitle.key, ListedTitle.position)
        ).all()
        known.orders[locale] = ([row.key for row in rows], array("q", [r.position for r in rows]))
    keys, order = known.orders[locale]
    body = asked.to_bytes(asked.bit_length() // 8 + 1, "little")
    most = len(body) * 8
    is_asked = ((rank, one) for rank, one in enumerate(order) if one < most)
    shown = ((rank, one) for rank, one in is_asked if body[one >> 3] >> (one & 7) & 1)
    closed = asked & ~known.sets.get(AUDIENCE, {}).get(PUBLIC.code, 0)
    if not closed:
        yield from (one for _rank, one in shown)
        return
    # Their titles lie encrypted: placed among the others for this reader alone.
    ranked = [(rank, True, b"", one) for rank, one in shown]
    for position, key in _closed_keys(session, locale, list(positions(closed))):
        ranked.append((bisect_left(keys, key), False, key, position))
    yield from (one for *_place, one in sorted(ranked))


def _closed_keys(
    session: Session, locale: Locale, wanted: list[int]
) -> Iterator[tuple[int, bytes]]:
    rows = session.scalars(select(ListedResource).where(ListedResource.position.in_(wanted)))
    for row in rows:
        titles = row.said["title"]
        said = (titles.get(one.value) for one in fallback_order(locale, row.locale))
        yield row.position, sort_key(next((one for one in said if one), ""), locale)
