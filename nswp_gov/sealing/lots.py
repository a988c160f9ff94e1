"""Lots for ties: typed in after drawing them by hand, or computed from seeds sealed in the box.

A lot is one order of all options of a contest. Among tied options, the one earliest in the
order is transferred first, or excluded first.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from .canonical import canonical, parse, sha256
from .envelope import LOTS_PAPER, seal_plaintext
from .errors import BallotRefused, NotCanonical
from .manifest import Manifest
from .papers import Contest

SEED_LENGTH = 32


def seal_seed(manifest: Manifest) -> bytes:
    """Return an envelope with a new random seed, to lie in the box among the ballots.

    It is opened with the ballots and by the same shares, so whoever gave it can neither hold
    it back nor choose it later. One honest seed is enough to make the lots unforeseeable.
    """
    seed = {"seed": secrets.token_hex(SEED_LENGTH)}
    return seal_plaintext(manifest, LOTS_PAPER, canonical(seed))


def read_seed(plaintext: bytes) -> str:
    """Return the seed (hexadecimal) inside an opened envelope; `NotCanonical` if it is none."""
    plain = parse(plaintext.rstrip(b" "))
    seed = plain.get("seed") if isinstance(plain, dict) and set(plain) == {"seed"} else None
    if not isinstance(seed, str) or len(seed) != 2 * SEED_LENGTH:
        raise NotCanonical("not_a_seed")
    if set(seed) - set("0123456789abcdef"):
        raise NotCanonical("not_a_seed")
    return seed


def drawn_from(manifest: Manifest, seeds: Iterable[str], contest: Contest) -> tuple[str, ...]:
    """Return the lot of a contest: every option id once, in an order that all seeds decide.

    The order of the seeds does not matter. Raises `BallotRefused` when there is no seed.
    """
    ordered = sorted(seeds)
    if not ordered:
        raise BallotRefused("no_seed")
    joined = sha256(
        b"nswp-lots-1|", manifest.manifest_hash, *(bytes.fromhex(seed) for seed in ordered)
    )
    return tuple(
        sorted(
            contest.option_ids,
            key=lambda option: sha256(joined, canonical([contest.id, option])),
        )
    )


def typed_lot(contest: Contest, order: Sequence[str]) -> tuple[str, ...]:
    """Return a lot as it was drawn and typed in; refused unless it has each option once."""
    if len(order) != len(contest.options) or set(order) != set(contest.option_ids):
        raise BallotRefused("not_a_permutation", contest=contest.id)
    return tuple(order)
