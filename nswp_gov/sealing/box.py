"""The box: all envelopes of an election after the close, without slots, in an order of no meaning.

    "nswpbox1" | count 4 | length of an envelope 4 | envelopes, ordered by their seals

Two equal envelopes in one box are an alarm: nobody seals the same bytes twice by chance. Both
stay in the box, so that the alarm cannot be overlooked by merging them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from .canonical import sha256
from .envelope import ESCROW_PAPER, LOTS_PAPER, paper_in, seal_of
from .errors import BoxRefused, SealingError
from .manifest import INSTANT, Manifest, read_instant
from .signing import Purpose, read_statement, sign_statement

MAGIC = b"nswpbox1"
HEAD_LENGTH = len(MAGIC) + 8


@dataclass(frozen=True)
class Box:
    """Closed: envelopes in the order of their seals. Make one with `close_box` or `from_bytes`."""

    envelopes: tuple[bytes, ...]

    @cached_property
    def seals(self) -> tuple[str, ...]:
        """The SHA-256 of each envelope, hexadecimal, sorted."""
        return tuple(seal_of(envelope) for envelope in self.envelopes)

    @cached_property
    def box_root(self) -> str:
        """The hash that fixes the whole box: over the sorted seals; 64 hexadecimal digits."""
        return root_of(self.seals)

    @cached_property
    def duplicates(self) -> tuple[str, ...]:
        """The seals that occur more than once; not empty means alarm."""
        return tuple(seal for seal, times in Counter(self.seals).items() if times > 1)

    def count(self, paper: int | None = None) -> int:
        """Return how many ballots lie in the box (for one paper's place); seeds for lots aside."""
        places = [envelope[1] for envelope in self.envelopes]
        if paper is None:
            return len(places) - places.count(LOTS_PAPER)
        return places.count(paper)

    def to_bytes(self) -> bytes:
        """Return the box file."""
        length = len(self.envelopes[0]) if self.envelopes else 0
        sizes = len(self.envelopes).to_bytes(4) + length.to_bytes(4)
        return b"".join((MAGIC, sizes, *self.envelopes))

    @classmethod
    def from_bytes(cls, data: bytes) -> Box:
        """Return the box of a box file; `BoxRefused` when it is cut, longer or out of order."""
        count, length = (int.from_bytes(data[at : at + 4]) for at in (len(MAGIC), len(MAGIC) + 4))
        if not data.startswith(MAGIC) or len(data) != HEAD_LENGTH + count * length:
            raise BoxRefused("not_a_box")
        if (count == 0) is not (length == 0):
            raise BoxRefused("not_a_box")
        starts = range(HEAD_LENGTH, len(data), length or 1)
        box = cls(tuple(data[start : start + length] for start in starts))
        if list(box.seals) != sorted(box.seals):
            raise BoxRefused("box_out_of_order")
        return box

    def check(self, manifest: Manifest) -> None:
        """Return when every envelope can belong to this election; else `BoxRefused`."""
        for envelope in self.envelopes:
            try:
                paper = paper_in(manifest, envelope)
            except SealingError as refusal:
                raise BoxRefused(refusal.code) from None
            if paper == ESCROW_PAPER:
                raise BoxRefused("envelope_paper")


def close_box(envelopes: Iterable[bytes]) -> Box:
    """Return the box of these envelopes; whatever order they come in, it is the same box.

    Raises `BoxRefused` when they differ in length: then they are not of one election.
    """
    ordered = tuple(sorted(envelopes, key=seal_of))
    if len({len(envelope) for envelope in ordered}) > 1:
        raise BoxRefused("lengths_differ")
    return Box(ordered)


def root_of(seals: Iterable[str]) -> str:
    """Return the box root of sorted seals, as anybody can from the published list."""
    return sha256(b"nswp-box-1|", *(bytes.fromhex(seal) for seal in seals)).hex()


def sign_box(signing_key: bytes, manifest: Manifest, box: Box) -> bytes:
    """Return the server's statement of what it closed: manifest, root, how many envelopes."""
    says = {
        "manifest_hash": manifest.manifest_hash.hex(),
        "box_root": box.box_root,
        "envelopes": len(box.envelopes),
        "ballots": box.count(),
    }
    return sign_statement(signing_key, Purpose.BOX, says)


def sign_extension(signing_key: bytes, manifest: Manifest, closes_at: datetime) -> bytes:
    """Return the announcement of the one extension that the manifest allows.

    Raises `BoxRefused` when the new close is not after the old one or more days later than the
    manifest allows. The caller makes sure that voting is still open.
    """
    _check_extension(manifest, closes_at)
    says = {
        "manifest_hash": manifest.manifest_hash.hex(),
        "closes_at": closes_at.strftime(INSTANT),
    }
    return sign_statement(signing_key, Purpose.EXTENSION, says)


def extended_close(manifest: Manifest, statement: bytes) -> datetime:
    """Return the close that a signed extension of this election announces."""
    says = read_statement(manifest.signing_key, Purpose.EXTENSION, statement)
    if says.get("manifest_hash") != manifest.manifest_hash.hex():
        raise BoxRefused("another_election")
    closes_at = read_instant(str(says.get("closes_at")))
    _check_extension(manifest, closes_at)
    return closes_at


def _check_extension(manifest: Manifest, closes_at: datetime) -> None:
    if closes_at.utcoffset() != timedelta(0) or closes_at.microsecond:
        raise BoxRefused("instant")
    if not manifest.closes_at < closes_at <= manifest.latest_close():
        raise BoxRefused("extension_too_long", days=manifest.extension_days)
