"""What rooms above offer for a digest: they put a function into `SOURCES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from nswp_gov.mailings.states import Kind
from nswp_gov.rules.languages import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One public thing that happened: `words` by language are title and summary.

    `key` tells it apart from every other; `endpoint` and `values` are its page; `regions` those
    that it concerns, none: the whole network.
    """

    key: str
    kind: Kind
    at: datetime
    source: Locale
    words: Mapping[Locale, tuple[str, str]]
    endpoint: str
    values: Mapping[str, str]
    regions: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "source": self.source.value,
            "words": {locale.value: list(pair) for locale, pair in self.words.items()},
            "endpoint": self.endpoint,
            "values": dict(self.values),
            "regions": sorted(self.regions),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Item:
        """Return the item that `to_json` said."""
        return cls(
            key=said["key"],
            kind=Kind(said["kind"]),
            at=datetime.fromisoformat(said["at"]),
            source=Locale(said["source"]),
            words={Locale(code): (pair[0], pair[1]) for code, pair in said["words"].items()},
            endpoint=said["endpoint"],
            values=said["values"],
            regions=frozenset(said.get("regions", ())),
        )


@dataclass(frozen=True, slots=True)
class Only:
    """What somebody wants of a digest: kinds and regions; where none is named, all."""

    kinds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    def takes(self, item: Item) -> bool:
        """Tell whether an item is among it; what concerns the whole network always is."""
        is_kind = not self.kinds or item.kind in self.kinds
        return is_kind and not (
            self.regions and item.regions and self.regions.isdisjoint(item.regions)
        )

    def to_json(self) -> dict[str, list[str]]:
        """Return it as plain data."""
        return {"kinds": sorted(self.kinds), "regions": sorted(self.regions)}

    @classmethod
    def from_json(cls, said: Mapping[str, Sequence[str]]) -> Only:
        """Return what `to_json` said."""
        return cls(frozenset(said.get("kinds", ())), frozenset(said.get("regions", ())))


EVERYTHING = Only()

Source = Callable[[Session, datetime, datetime], Sequence[Item]]
SOURCES: list[Source] = []


def offered(session: Session, since: datetime, until: datetime) -> list[Item]:
    """Return what all rooms offer of a span of time, newest first; no key twice."""
    found = {one.key: one for source in SOURCES for one in source(session, since, until)}
    return sorted(found.values(), key=lambda one: (one.at, one.key), reverse=True)
