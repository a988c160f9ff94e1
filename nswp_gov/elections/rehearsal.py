"""The trustees' part of a rehearsal, with keys that are thrown away.

The keys lie as the trustees' tool writes them, so that everybody can also take that tool to them.
Only in the sample network, and only for elections of the kind rehearsal.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.opening import box_of
from nswp_gov.elections.states import Kind
from nswp_gov.sealing import (
    Box,
    KeyRefused,
    Manifest,
    Opening,
    Suite,
    TrusteeKey,
    lock,
    make_share_file,
    open_box,
    unlock,
)
from nswp_gov.store import settings as stored
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import Work

FOLDER = "rehearsal"
PASSPHRASE = "thrown away after the rehearsal"  # noqa: S105 - protects nothing, by intention
PANEL = 3


@dataclass(frozen=True)
class Ceremony:
    """What the trustees of a rehearsal hand in, by their places: share files, openings."""

    shares: dict[int, bytes]
    openings: dict[int, Opening]


def panel(folder: Path, count: int = PANEL) -> list[TrusteeKey]:
    """Return the throw-away keys of this instance; those that are not there yet are made.

    Each lies in `trustee-N/` as `secret.key` and `public.json`; the passphrase lies beside them.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / "passphrase.txt", PASSPHRASE.encode())
    return [_key(folder / f"trustee-{number}", number) for number in range(1, count + 1)]


def public_files(folder: Path, count: int = PANEL) -> list[bytes]:
    """Return the public key files of the panel, for `operations.add_trustee`."""
    panel(folder, count)
    return [
        (folder / f"trustee-{number}" / "public.json").read_bytes()
        for number in range(1, count + 1)
    ]


def _key(folder: Path, number: int) -> TrusteeKey:
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / "secret.key"
    if file.is_file():
        return unlock(file.read_bytes(), PASSPHRASE)
    made = TrusteeKey.generate(Suite.XWING)
    _write(folder / "public.json", made.public_file(f"Rehearsal trustee {number}"))
    _write(file, lock(made, PASSPHRASE))
    return made


def _write(path: Path, data: bytes) -> None:
    if path.is_file():
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def hold(manifest: Manifest, box: Box, keys: list[TrusteeKey]) -> Ceremony:
    """Return what the trustees would hand in: shares of as few as are needed, all openings."""
    places = {place: key for key in keys if (place := _place(manifest, key))}
    chosen = sorted(places, reverse=True)[: manifest.needed]  # the first is absent, and it works
    shares = {place: make_share_file(manifest, box, key=places[place]) for place in sorted(chosen)}
    openings = {
        place: open_box(manifest, box, shares.values(), key=places[place])
        for place in manifest.openers
        if place in places
    }
    return Ceremony(shares, openings)


def _place(manifest: Manifest, key: TrusteeKey) -> int:
    try:
        return key.place_in(manifest)
    except KeyRefused:
        return 0


def rehearse(work: Work, election: Election, keys: list[TrusteeKey]) -> Ceremony:
    """Hand in the trustees' part of a closed rehearsal; the ballots can be counted after it.

    Raises:
        Unfit: this is no rehearsal of the sample network.
        WrongState: the box is not closed.

    """
    is_sample = stored.get(work.session, stored.SAMPLE) is not None
    if election.kind is not Kind.REHEARSAL or not is_sample:
        raise Unfit("rehearsals_only")
    made = hold(queries.manifest_of(election), box_of(work, election), keys)
    for place, share_file in made.shares.items():
        operations.bring_shares(work, election, share_file, place=place)
    for place, opening in made.openings.items():
        operations.bring_opening(work, election, opening, place=place)
    return made
