"""The names of the files in an election's record, as the tool and the verifier know them.

What each of them holds stands in docs/sealing.md.
"""

from __future__ import annotations

import hashlib
import hmac

MANIFEST, BOX_STATEMENT, SEALS = "manifest.json", "box.json", "seals.txt"
BOX, BALLOTS, TRACKERS, RESULT = "box.bin", "ballots.jsonl", "trackers.txt", "result.json"
ESCROW, EXTENSION = "escrow.bin", "extension.json"
COUNTS, LOTS, PARTICIPATION = "counts.json", "lots.json", "participation.json"
INDEX, README, VERIFIER = "record.json", "README.txt", "verify.py"
SHARES, OPENINGS, SEEDS = "shares-", "opening-", "seed-"
RECOUNTED, DESTROYED = "recounted-", "destroyed-"
LOT_SIGNED, OBSERVED, DRAWN_LOT = "lot-", "observed-", "drawn-lot.json"
CEREMONY = (ESCROW, SHARES, SEEDS, DRAWN_LOT)  # what is never part of a record
REWRITE_DUE = "elections.rewrite_due"  # a setting: the ballot table has free pages to rewrite


def opening_names(place: int) -> tuple[str, str]:
    """Return the names of an opener's statement and of the ballots it speaks of."""
    return f"{OPENINGS}{place}.json", f"{OPENINGS}{place}.jsonl"


def signing_key_of(slot_key: bytes) -> bytes:
    """Return the server's Ed25519 key of an election: it follows from the slot key.

    So the escrow of the slot key brings both back, and destroying the one destroys both.
    """
    return hmac.digest(slot_key, b"nswp-election-signing-1", hashlib.sha256)
