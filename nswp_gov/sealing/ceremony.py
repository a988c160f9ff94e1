"""The opening of the box.

Trustees hand over shares, openers put them together apart from each other, and the server takes
what at least two of them found alike.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .ballot import Ballot, BallotState, checked_choices, paper_of, read_ballot
from .box import Box
from .canonical import parse, sha256
from .envelope import LOTS_PAPER, open_envelope, seal_of
from .errors import BallotRefused, CeremonyRefused, NotCanonical, SealingError, Unreadable
from .keys import TrusteeKey
from .lots import read_seed
from .manifest import Level, Manifest
from .papers import SHA256_HEX
from .shares import read_shares, write_shares
from .signing import Purpose, read_statement, sign_statement, unchecked_statement
from .trackers import TRACKER, clean_word

LEAST_OPENERS = 2
REASON = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class Opening:
    """What one opener publishes: `ballots.jsonl`, and the signed statement about it."""

    ballots: bytes
    statement: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of `ballots.jsonl`, hexadecimal: what openers read to each other."""
        return sha256(self.ballots).hex()


@dataclass(frozen=True)
class Agreed:
    """What at least two openers found alike: ready for the count."""

    ballots: tuple[Ballot, ...]
    ballots_file: bytes
    sha256: str
    seeds: tuple[str, ...]
    openers: tuple[int, ...]

    def count(self, state: BallotState) -> int:
        """Return how many ballots have this state."""
        return sum(ballot.state is state for ballot in self.ballots)


@dataclass
class _Contents:
    """What an opener finds in the box."""

    ballots: list[Ballot] = field(default_factory=list)
    seeds: list[str] = field(default_factory=list)
    lost_seeds: int = 0

    def to_file(self) -> bytes:
        lines = sorted((ballot.tracker or "", ballot.to_line()) for ballot in self.ballots)
        return b"".join(line + b"\n" for _, line in lines)


def make_share_file(manifest: Manifest, box: Box, *, key: TrusteeKey) -> bytes:
    """Return this trustee's shares of all envelopes in the box, readable by the openers alone.

    Raises `BoxRefused` when the box holds what cannot be of this election, and `KeyRefused`
    when the key is no trustee's here.
    """
    box.check(manifest)
    readers = {
        str(place): (manifest.suite, manifest.trustees[place - 1].seal_key)
        for place in manifest.openers
    }
    return write_shares(
        manifest, box.envelopes, root=box.box_root, key=key, readers=readers, purpose=Purpose.SHARE
    )


def open_box(
    manifest: Manifest, box: Box, share_files: Iterable[bytes], *, key: TrusteeKey
) -> Opening:
    """Return the opened ballots, sorted by tracker, with this opener's signed statement.

    The result depends on the box and on which trustees' share files are given, never on their
    order. Ballots that no set of shares opens are listed as unreadable with their seal. Raises
    `CeremonyRefused` when the key is no opener's or the files are of too few trustees.
    """
    box.check(manifest)
    place = key.place_in(manifest)
    if place not in manifest.openers:
        raise CeremonyRefused("not_an_opener")
    shares = _all_shares(manifest, box, share_files, opener=place, key=key)
    contents = _open_all(manifest, box, list(shares.values()))
    ballots = contents.to_file()
    states = Counter(ballot.state for ballot in contents.ballots)
    says = {
        "manifest_hash": manifest.manifest_hash.hex(),
        "box_root": box.box_root,
        "opener": place,
        "trustees": sorted(shares),
        "ballots_sha256": sha256(ballots).hex(),
        "trackers_sha256": sha256(trackers_file(contents.ballots)).hex(),
        "ballots": len(contents.ballots),
        "spoilt": states[BallotState.SPOILT],
        "unreadable": states[BallotState.UNREADABLE],
        "seeds": sorted(contents.seeds),
        "lost_seeds": contents.lost_seeds,
    }
    return Opening(ballots, sign_statement(key.signing_key, Purpose.OPENING, says))


def trackers_file(ballots: Iterable[Ballot]) -> bytes:
    """Return the sorted trackers, one a line: what a small electorate publishes of its ballots."""
    trackers = sorted(ballot.tracker for ballot in ballots if ballot.tracker is not None)
    return "".join(f"{tracker}\n" for tracker in trackers).encode("ascii")


def _all_shares(
    manifest: Manifest, box: Box, share_files: Iterable[bytes], *, opener: int, key: TrusteeKey
) -> dict[int, list[bytes | None]]:
    shares: dict[int, list[bytes | None]] = {}
    for share_file in share_files:
        place, found = read_shares(
            manifest,
            share_file,
            root=box.box_root,
            label=str(opener),
            reader=key.seal_key,
            purpose=Purpose.SHARE,
        )
        if place in shares:
            raise CeremonyRefused("share_file_repeated", trustee=place)
        if len(found) != len(box.envelopes):
            raise CeremonyRefused("share_count")
        shares[place] = found
    if len(shares) < manifest.needed:
        raise CeremonyRefused("too_few_shares", needed=manifest.needed, found=len(shares))
    return shares


def _open_all(manifest: Manifest, box: Box, columns: Sequence[Sequence[bytes | None]]) -> _Contents:
    contents = _Contents()
    for envelope, row in zip(box.envelopes, zip(*columns, strict=True), strict=True):
        shares = [share for share in row if share is not None]
        if envelope[1] == LOTS_PAPER:
            try:
                contents.seeds.append(read_seed(open_envelope(manifest, envelope, shares)))
            except SealingError:
                contents.lost_seeds += 1
            continue
        paper = manifest.papers[envelope[1]]
        try:
            ballot = read_ballot(paper, open_envelope(manifest, envelope, shares))
        except Unreadable:
            ballot = Ballot(paper.id, BallotState.UNREADABLE, seal=seal_of(envelope))
        contents.ballots.append(ballot)
    contents.ballots = _without_clashes(contents.ballots)
    return contents


def _without_clashes(ballots: Sequence[Ballot]) -> list[Ballot]:
    """Return the ballots, spoilt where several have one tracker.

    A device that seals chooses its tracker; so nobody can make a whole opening fail with it.
    """
    times = Counter(ballot.tracker for ballot in ballots if ballot.tracker is not None)
    return [
        Ballot(ballot.paper, BallotState.SPOILT, reason="tracker_repeated")
        if ballot.tracker is not None and times[ballot.tracker] > 1
        else ballot
        for ballot in ballots
    ]


def agree(results: Sequence[Opening], *, manifest: Manifest, box: Box) -> Agreed:
    """Return the ballots that at least two openers found alike, after every check of the import.

    Checked: each statement is signed by a different opener of this election for this box; all
    give one SHA-256 and the same seeds; the ballots are as many, paper by paper, as the box
    holds; trackers are unique; every ballot is valid for its paper or flagged. Raises
    `CeremonyRefused`, `SignatureRefused` or `BoxRefused` for the first that fails.
    """
    box.check(manifest)
    if box.duplicates:
        raise CeremonyRefused("envelope_repeated", times=len(box.duplicates))
    openers: dict[int, list[str]] = {}
    for result in results:
        place, seeds = read_opening(result, manifest=manifest, box_root=box.box_root)
        openers[place] = seeds
    if len(openers) < LEAST_OPENERS:
        raise CeremonyRefused("too_few_openers", needed=LEAST_OPENERS, found=len(openers))
    first = results[0]
    if any(result.sha256 != first.sha256 for result in results):
        raise CeremonyRefused("openers_differ")
    found = list(openers.values())
    if any(seeds != found[0] for seeds in found):
        raise CeremonyRefused("openers_differ")
    ballots = read_ballots(manifest, first.ballots)
    _check_counts(manifest, box, ballots)
    return Agreed(ballots, first.ballots, first.sha256, tuple(found[0]), tuple(sorted(openers)))


def read_opening(result: Opening, *, manifest: Manifest, box_root: str) -> tuple[int, list[str]]:
    """Return the opener's place and the seeds, after checking that the statement fits the file."""
    place = unchecked_statement(Purpose.OPENING, result.statement).get("opener")
    if not isinstance(place, int) or place not in manifest.openers:
        raise CeremonyRefused("not_an_opener")
    sign_key = manifest.trustees[place - 1].sign_key
    says = read_statement(sign_key, Purpose.OPENING, result.statement)
    if says.get("manifest_hash") != manifest.manifest_hash.hex():
        raise CeremonyRefused("another_election")
    if says.get("box_root") != box_root:
        raise CeremonyRefused("another_box")
    if says.get("ballots_sha256") != result.sha256:
        raise CeremonyRefused("statement_of_another_file", opener=place)
    seeds = says.get("seeds")
    if not isinstance(seeds, list) or not all(
        isinstance(seed, str) and SHA256_HEX.fullmatch(seed) for seed in seeds
    ):
        raise CeremonyRefused("seeds_form", opener=place)
    return place, seeds


def read_ballots(manifest: Manifest, ballots_file: bytes) -> tuple[Ballot, ...]:
    """Return the ballots of a `ballots.jsonl`, each checked against its paper.

    Raises `CeremonyRefused` for a line that no opener would write, for lines out of order and
    for a tracker that occurs twice.
    """
    lines = ballots_file.split(b"\n")
    if lines.pop() != b"":
        raise CeremonyRefused("ballots_file_cut")
    ballots = tuple(_read_line(manifest, line) for line in lines)
    keys = [(ballot.tracker or "", line) for ballot, line in zip(ballots, lines, strict=True)]
    if keys != sorted(keys):
        raise CeremonyRefused("ballots_out_of_order")
    trackers = [ballot.tracker for ballot in ballots if ballot.tracker is not None]
    if len(set(trackers)) != len(trackers):
        raise CeremonyRefused("tracker_repeated")
    return ballots


def _read_line(manifest: Manifest, line: bytes) -> Ballot:
    try:
        plain = parse(line)
        paper = paper_of(manifest, plain["paper"])
        ballot = Ballot(**{**plain, "state": BallotState(plain["state"])})
        if paper is None or ballot.to_line() != line:
            raise CeremonyRefused("ballot_line")
        if ballot.state is BallotState.VALID:
            _check_valid(ballot, checked=checked_choices(paper, ballot.choices or {}))
        elif not _is_flagged(ballot):
            raise CeremonyRefused("ballot_line")
    except (NotCanonical, BallotRefused, KeyError, TypeError, ValueError):
        raise CeremonyRefused("ballot_line") from None
    return ballot


def _check_valid(ballot: Ballot, *, checked: dict[str, tuple[str, ...]]) -> None:
    same = json.dumps(ballot.choices, sort_keys=True) == json.dumps(checked, sort_keys=True)
    known = TRACKER.fullmatch(ballot.tracker or "") and ballot.level in set(Level)
    if not (same and known and clean_word(ballot.word) == ballot.word):
        raise CeremonyRefused("ballot_line")
    if ballot.reason is not None or ballot.seal is not None:
        raise CeremonyRefused("ballot_line")


def _is_flagged(ballot: Ballot) -> bool:
    if ballot.choices is not None or ballot.word is not None or ballot.level is not None:
        return False
    if ballot.state is BallotState.UNREADABLE:
        alone = ballot.tracker is None and ballot.reason is None
        return alone and bool(SHA256_HEX.fullmatch(ballot.seal or ""))
    traced = ballot.tracker is None or bool(TRACKER.fullmatch(ballot.tracker))
    return traced and ballot.seal is None and bool(REASON.fullmatch(ballot.reason or ""))


def _check_counts(manifest: Manifest, box: Box, ballots: Sequence[Ballot]) -> None:
    opened = Counter(ballot.paper for ballot in ballots)
    for place, paper in enumerate(manifest.papers):
        if opened[paper.id] != box.count(place):
            raise CeremonyRefused("count_differs", paper=paper.id)
    unreadable = {ballot.seal for ballot in ballots if ballot.state is BallotState.UNREADABLE}
    if not unreadable <= set(box.seals):
        raise CeremonyRefused("seal_unknown")
