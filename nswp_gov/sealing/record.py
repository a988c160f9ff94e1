"""The published folder of an election, and the checks that anybody can run on it offline.

    manifest.json      the manifest, in canonical form
    box.json           the server's signed statement: box root and how many envelopes
    seals.txt          the sorted seals, one a line
    box.bin            the box itself (observers' record)
    ballots.jsonl      the opened ballots (lists, and observers' record)
    trackers.txt       the sorted trackers alone (public record of small electorates)
    opening-N.json     the signed statement of the opener at place N; at least two
    destroyed-N.json   the signed statement that trustee N destroyed the key
    recounted-N.json   the signed statement that trustee N came to this result from the ballots

Recounting is the business of the counting program; these checks end before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from .ballot import Ballot, BallotState
from .box import Box, root_of
from .canonical import parse, sha256
from .ceremony import LEAST_OPENERS, read_ballots
from .errors import CeremonyRefused, NotCanonical, SealingError
from .manifest import Manifest
from .papers import SHA256_HEX
from .signing import Purpose, read_statement, sign_statement
from .trackers import TRACKER
from .witnesses import read_witnessed

MANIFEST, BOX_STATEMENT, SEALS = "manifest.json", "box.json", "seals.txt"
BOX, BALLOTS, TRACKERS = "box.bin", "ballots.jsonl", "trackers.txt"
RESULT = "result.json"


@dataclass(frozen=True)
class Check:
    """One check: its code for the catalogue, whether it held, and the refusal if it did not."""

    code: str
    held: bool
    refusal: str = ""


@dataclass
class Verification:
    """All checks made on a folder, and what the folder does not contain."""

    checks: list[Check] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Whether every check held."""
        return bool(self.checks) and all(check.held for check in self.checks)

    def run(self, code: str, act: Callable[[], object]) -> Any:
        """Return what `act` gives and note that it held; note a refusal and return None."""
        try:
            found = act()
        except (SealingError, OSError, ValueError) as refusal:
            self.checks.append(Check(code, held=False, refusal=str(refusal)))
            return None
        self.checks.append(Check(code, held=True))
        return found

    def hold(self, code: str, *, held: bool) -> None:
        """Note whether a comparison held."""
        self.checks.append(Check(code, held))


def verify_folder(
    folder: Path, *, manifest_hash: str | None = None, seal: str | None = None
) -> Verification:
    """Return the checks of a published folder: hashes, signatures, counts, form of the ballots.

    `manifest_hash` is the hash as announced before the vote; `seal` is a voter's own, looked
    for in the list (a beginning is enough).
    """
    made = Verification()
    manifest = made.run("manifest", lambda: Manifest.from_bytes((folder / MANIFEST).read_bytes()))
    if manifest is None:
        return made
    if manifest_hash is not None:
        made.hold("manifest_announced", held=manifest.manifest_hash.hex() == manifest_hash.lower())
    seals = made.run("seals", lambda: read_seals((folder / SEALS).read_text("ascii")))
    says = made.run(
        "box_signed",
        lambda: read_statement(
            manifest.signing_key, Purpose.BOX, (folder / BOX_STATEMENT).read_bytes()
        ),
    )
    if seals is None or says is None:
        return made
    _verify_box(made, manifest, seals, says)
    if seal is not None:
        wanted = seal.lower()
        made.hold("my_seal", held=bool(wanted) and any(one.startswith(wanted) for one in seals))
    ballots = _verify_contents(made, folder, manifest, seals)
    _verify_openings(made, folder, manifest, root=root_of(seals), expected=says, ballots=ballots)
    _verify_destroyed(made, folder, manifest)
    return made


def read_seals(text: str) -> list[str]:
    """Return the seals of a seal list; `CeremonyRefused` unless sorted, well formed and unique."""
    seals = text.splitlines()
    if not all(SHA256_HEX.fullmatch(seal) for seal in seals):
        raise CeremonyRefused("seals_form")
    if seals != sorted(set(seals)):
        raise CeremonyRefused("seals_order")
    return seals


def _verify_box(
    made: Verification, manifest: Manifest, seals: list[str], says: Mapping[str, Any]
) -> None:
    made.hold("box_election", held=says.get("manifest_hash") == manifest.manifest_hash.hex())
    made.hold("box_root", held=says.get("box_root") == root_of(seals))
    made.hold("box_count", held=says.get("envelopes") == len(seals))


def _verify_contents(
    made: Verification, folder: Path, manifest: Manifest, seals: list[str]
) -> tuple[Ballot, ...] | None:
    box = ballots = None
    if (folder / BOX).exists():
        box = made.run("box_file", lambda: _box_of(folder, manifest, seals))
    else:
        made.absent.append(BOX)
    if (folder / BALLOTS).exists():
        ballots = made.run(
            "ballots", lambda: read_ballots(manifest, (folder / BALLOTS).read_bytes())
        )
    else:
        made.absent.append(BALLOTS)
    if (folder / TRACKERS).exists():
        found = made.run("trackers", lambda: _trackers((folder / TRACKERS).read_text("ascii")))
        if found is not None and ballots is not None:
            inside = sorted(ballot.tracker for ballot in ballots if ballot.tracker)
            made.hold("trackers_of_ballots", held=found == inside)
    if ballots is not None:
        unreadable = {one.seal for one in ballots if one.state is BallotState.UNREADABLE}
        made.hold("unreadable_in_box", held=unreadable <= set(seals))
    if box is not None and ballots is not None:
        for place, paper in enumerate(manifest.papers):
            opened = sum(ballot.paper == paper.id for ballot in ballots)
            made.hold("paper_count", held=opened == box.count(place))
    return ballots if isinstance(ballots, tuple) else None


def _box_of(folder: Path, manifest: Manifest, seals: list[str]) -> Box:
    box = Box.from_bytes((folder / BOX).read_bytes())
    box.check(manifest)
    if list(box.seals) != seals:
        raise CeremonyRefused("seals_differ")
    return box


def _trackers(text: str) -> list[str]:
    trackers = text.splitlines()
    well_formed = all(TRACKER.fullmatch(tracker) for tracker in trackers)
    if not well_formed or trackers != sorted(set(trackers)):
        raise CeremonyRefused("trackers_form")
    return trackers


def _verify_openings(
    made: Verification,
    folder: Path,
    manifest: Manifest,
    *,
    root: str,
    expected: Mapping[str, Any],
    ballots: tuple[Ballot, ...] | None,
) -> None:
    found = []
    for place in manifest.openers:
        path = folder / f"opening-{place}.json"
        if path.exists():
            says = made.run(
                "opening_signed", partial(_said, manifest, place, Purpose.OPENING, path)
            )
            found.append(says or {})
    made.hold("two_openers", held=len(found) >= LEAST_OPENERS)
    # Who opened, and with whose shares, may differ; what they found may not.
    alike = [{**says, "opener": 0, "trustees": 0} for says in found]
    if (folder / TRACKERS).exists():
        listed = sha256((folder / TRACKERS).read_bytes()).hex()
        same = all(says.get("trackers_sha256") == listed for says in found)
        made.hold("openings_of_trackers", held=same)
    made.hold("openers_agree", held=bool(alike) and all(one == alike[0] for one in alike))
    made.hold(
        "openings_of_box",
        held=all(
            says.get("box_root") == root and says.get("ballots") == expected.get("ballots")
            for says in found
        ),
    )
    if ballots is not None:
        digest = sha256((folder / BALLOTS).read_bytes()).hex()
        same = all(says.get("ballots_sha256") == digest for says in found)
        made.hold("openings_of_ballots", held=same)
        made.hold("ballots_count", held=len(ballots) == expected.get("ballots"))


def _verify_destroyed(made: Verification, folder: Path, manifest: Manifest) -> None:
    for place in range(1, len(manifest.trustees) + 1):
        path = folder / f"destroyed-{place}.json"
        if path.exists():
            made.run("destroyed_signed", partial(_said, manifest, place, Purpose.DESTROYED, path))
        path = folder / f"recounted-{place}.json"
        if path.exists():
            made.run("recounted_signed", partial(_recounted, manifest, place, path))
    for place in range(1, len(manifest.witnesses) + 1):
        for purpose in (Purpose.LOT, Purpose.OBSERVED):
            path = folder / f"{purpose}-{place}.json"
            if path.exists():
                made.run("witness_signed", partial(_witnessed, manifest, place, purpose, path))


def _recounted(manifest: Manifest, place: int, path: Path) -> None:
    says = _said(manifest, place, Purpose.RECOUNTED, path)
    if says.get("result_sha256") != sha256((path.parent / RESULT).read_bytes()).hex():
        raise CeremonyRefused("another_result")


def _witnessed(manifest: Manifest, place: int, purpose: Purpose, path: Path) -> None:
    found, says = read_witnessed(manifest, purpose, path.read_bytes())
    result = sha256((path.parent / RESULT).read_bytes()).hex()
    if found != place or says.get("result_sha256", result) != result:
        raise CeremonyRefused("another_result")


def _said(manifest: Manifest, place: int, purpose: Purpose, path: Path) -> Mapping[str, Any]:
    says = read_statement(manifest.trustees[place - 1].sign_key, purpose, path.read_bytes())
    if says.get("manifest_hash") != manifest.manifest_hash.hex():
        raise CeremonyRefused("another_election")
    return says


def sign_destroyed(signing_key: bytes, manifest: Manifest, *, trustee: int, day: str) -> bytes:
    """Return the trustee's statement that the key and its paper backup were destroyed on `day`."""
    says = {"manifest_hash": manifest.manifest_hash.hex(), "trustee": trustee, "day": day}
    return sign_statement(signing_key, Purpose.DESTROYED, says)


def sign_recounted(signing_key: bytes, manifest: Manifest, *, trustee: int, result: bytes) -> bytes:
    """Return the trustee's statement that the ballots give this result (`result.json`).

    Raises `CeremonyRefused` when the result is of another election.
    """
    try:
        about = parse(result)["manifest_sha256"]
    except (NotCanonical, KeyError, TypeError):
        raise CeremonyRefused("not_a_result") from None
    if about != manifest.manifest_hash.hex():
        raise CeremonyRefused("another_election")
    says = {
        "manifest_hash": manifest.manifest_hash.hex(),
        "trustee": trustee,
        "result_sha256": sha256(result).hex(),
    }
    return sign_statement(signing_key, Purpose.RECOUNTED, says)
