"""The manifest: everything that is fixed about an election before the first vote.

It is frozen when voting opens; its hash stands in every envelope and every signed statement,
so a ballot sealed under one manifest can be opened under no other. It names candidates and
trustees, and never an organisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from .canonical import b64, canonical, parse, sha256, un_b64
from .errors import BallotRefused, KeyRefused, ManifestRefused, NotCanonical
from .hpke import Suite, read_public
from .papers import (
    IDENTIFIER,
    SHA256_HEX,
    Paper,
    check,
    check_title,
    exactly,
    paper_from_plain,
    paper_to_plain,
)

FORMAT = "nswp-manifest-1"
INSTANT = "%Y-%m-%dT%H:%M:%SZ"
MOST_TRUSTEES = 9
MOST_PAPERS = 200
LONGEST_EXTENSION_DAYS = 7
SIGN_KEY_LENGTH = 32
MOST_PADDING = 16_384
NAMES = (
    "format kind id title papers opens_at closes_at extension_days level script_sha256 trustees"
    " needed openers suite padded_length receipt ties signing_key program"
)


class ElectionKind(StrEnum):
    """Whether the votes count."""

    REHEARSAL = "rehearsal"
    REAL = "real"


class Level(StrEnum):
    """Who seals a ballot: our server in its memory, or a script on the voter's device."""

    SERVER = "1"
    BROWSER = "1b"


class ReceiptMode(StrEnum):
    """What the voter is given: the code of the sealed envelope alone, or the tracker as well."""

    SEAL = "seal"
    TRACKER = "tracker"


class Ties(StrEnum):
    """How lots are drawn: by hand before the opening, or from seeds sealed into the box."""

    DRAWN = "drawn"
    SEEDS = "sealed-seeds"


@dataclass(frozen=True)
class Trustee:
    """A keeper of a key: the name to show, the key to seal to, the key that checks signatures."""

    name: str
    seal_key: bytes
    sign_key: bytes


class WitnessRole(StrEnum):
    """In what capacity somebody signs lots and record: they hold no share of any key."""

    OFFICER = "officer"
    AGENT = "agent"


@dataclass(frozen=True)
class Witness:
    """Who signs what they saw. `candidate`: whose agent, as `paper/option`; an agent has no name.

    So nobody is named who does not stand, and nobody signs in another's place.
    """

    role: WitnessRole
    sign_key: bytes
    candidate: str | None = None


@dataclass(frozen=True)
class Program:
    """Which program runs the election: its version and the SHA-256 of its source."""

    version: str
    source_sha256: str


@dataclass(frozen=True)
class Manifest:
    """The frozen description of one election; see `to_bytes` for the form that is hashed.

    `needed` of the `trustees` open the box; `openers` are the places (from 1) of the trustees
    who put the shares together. `padded_length` is the length of every paper before sealing.
    """

    id: str
    kind: ElectionKind
    title: Mapping[str, str]
    papers: tuple[Paper, ...]
    opens_at: datetime
    closes_at: datetime
    trustees: tuple[Trustee, ...]
    needed: int
    openers: tuple[int, ...]
    suite: Suite
    padded_length: int
    signing_key: bytes
    program: Program
    extension_days: int = LONGEST_EXTENSION_DAYS
    level: Level = Level.SERVER
    script_sha256: str | None = None
    receipt: ReceiptMode = ReceiptMode.SEAL
    ties: Ties = Ties.DRAWN
    witnesses: tuple[Witness, ...] = ()

    def __post_init__(self) -> None:
        check(bool(IDENTIFIER.fullmatch(self.id)), "election_id")
        check_title(self.title)
        self._check_papers()
        self._check_times()
        self._check_trustees()
        self._check_witnesses()
        check(0 < self.padded_length <= MOST_PADDING, "padded_length")
        check(len(self.signing_key) == SIGN_KEY_LENGTH, "signing_key")
        check(bool(SHA256_HEX.fullmatch(self.program.source_sha256)), "program_source")
        check(isinstance(self.program.version, str), "program_version")
        sealed_here = self.level is Level.SERVER
        check((self.script_sha256 is None) is sealed_here, "script_hash")
        check(sealed_here or bool(SHA256_HEX.fullmatch(self.script_sha256 or "")), "script_hash")

    def _check_papers(self) -> None:
        check(1 <= len(self.papers) <= MOST_PAPERS, "no_papers")
        papers = [paper.id for paper in self.papers]
        contests = [contest.id for paper in self.papers for contest in paper.contests]
        check(len(set(papers)) == len(papers), "paper_repeated")
        check(len(set(contests)) == len(contests), "contest_repeated")

    def _check_times(self) -> None:
        for instant in (self.opens_at, self.closes_at):
            check(instant.utcoffset() == timedelta(0) and not instant.microsecond, "instant")
        check(self.opens_at < self.closes_at, "closes_before_it_opens")
        check(0 <= self.extension_days <= LONGEST_EXTENSION_DAYS, "extension_too_long")

    def _check_trustees(self) -> None:
        count = len(self.trustees)
        check(2 <= self.needed <= count <= MOST_TRUSTEES, "needed_of_trustees")  # noqa: PLR2004 - one trustee alone never opens
        check(len(set(self.openers)) == len(self.openers) >= 2, "two_openers")  # noqa: PLR2004
        check(all(1 <= place <= count for place in self.openers), "opener_unknown")
        check(list(self.openers) == sorted(self.openers), "openers_in_order")
        check(len({trustee.seal_key for trustee in self.trustees}) == count, "key_repeated")
        check(len({trustee.sign_key for trustee in self.trustees}) == count, "key_repeated")
        for trustee in self.trustees:
            check(bool(trustee.name.strip()), "trustee_name")
            check(len(trustee.sign_key) == SIGN_KEY_LENGTH, "trustee_key")
            try:
                read_public(self.suite, trustee.seal_key)
            except KeyRefused:
                raise ManifestRefused("trustee_key") from None

    def _check_witnesses(self) -> None:
        candidates = {
            f"{paper.id}/{option.id}"
            for paper in self.papers
            for contest in paper.contests
            for option in contest.options
        } | {f"{paper.id}/{one}" for paper in self.papers for one in _named(paper)}
        keys = [one.sign_key for one in self.trustees]
        keys += [one.sign_key for one in self.witnesses]
        check(len(set(keys)) == len(keys), "key_repeated")
        roles = [one.role for one in self.witnesses]
        check(WitnessRole.OFFICER not in roles[1:], "officer_first")
        for one in self.witnesses:
            check(len(one.sign_key) == SIGN_KEY_LENGTH, "witness_key")
            is_agent = one.role is WitnessRole.AGENT
            check(is_agent is (one.candidate is not None), "witness_candidate")
            check(not is_agent or one.candidate in candidates, "witness_candidate")

    @cached_property
    def manifest_hash(self) -> bytes:
        """The SHA-256 of the canonical form, 32 bytes."""
        return sha256(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Return the canonical JSON that is hashed, published and sent to all members."""
        return canonical(
            {
                "format": FORMAT,
                "kind": self.kind,
                "id": self.id,
                "title": dict(self.title),
                "papers": [paper_to_plain(paper) for paper in self.papers],
                "opens_at": self.opens_at.strftime(INSTANT),
                "closes_at": self.closes_at.strftime(INSTANT),
                "extension_days": self.extension_days,
                "level": self.level,
                "script_sha256": self.script_sha256,
                "trustees": [_trustee_to_plain(trustee) for trustee in self.trustees],
                "needed": self.needed,
                "openers": list(self.openers),
                "suite": self.suite,
                "padded_length": self.padded_length,
                "receipt": self.receipt,
                "ties": self.ties,
                "signing_key": b64(self.signing_key),
                "program": {
                    "version": self.program.version,
                    "source_sha256": self.program.source_sha256,
                },
                **(
                    {"witnesses": list(map(_witness_to_plain, self.witnesses))}
                    if self.witnesses
                    else {}
                ),
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Return the manifest whose canonical form `data` is.

        Raises `ManifestRefused` for anything else: another format, surplus or missing names,
        values out of bounds, bytes that are not the canonical form.
        """
        try:
            manifest = _from_plain(cls, parse(data))
        except NotCanonical as refusal:
            raise ManifestRefused(refusal.code) from None
        except (ValueError, TypeError, AttributeError, KeyError):
            raise ManifestRefused("malformed") from None
        check(manifest.to_bytes() == data, "malformed")
        return manifest

    def paper_place(self, contests: Mapping[str, object]) -> int:
        """Return the place (from 0) of the paper that has exactly these contests."""
        for place, paper in enumerate(self.papers):
            if {contest.id for contest in paper.contests} == set(contests):
                return place
        raise BallotRefused("no_such_paper")

    def latest_close(self) -> datetime:
        """Return the last instant to which the one extension could move the close."""
        return self.closes_at + timedelta(days=self.extension_days)


def manifest_hash(manifest: Manifest) -> str:
    """Return the manifest's hash as 64 hexadecimal digits, as shown on every page."""
    return manifest.manifest_hash.hex()


def _trustee_to_plain(trustee: Trustee) -> dict[str, str]:
    return {
        "name": trustee.name,
        "seal_key": b64(trustee.seal_key),
        "sign_key": b64(trustee.sign_key),
    }


def _trustee_from_plain(plain: Mapping[str, Any]) -> Trustee:
    exactly(plain, "name seal_key sign_key")
    return Trustee(plain["name"], un_b64(plain["seal_key"]), un_b64(plain["sign_key"]))


def _named(paper: Paper) -> list[str]:
    """Return whom a yes/no question is about: nobody of them is an option."""
    return [
        str(one.parameters["candidate"]) for one in paper.contests if "candidate" in one.parameters
    ]


def _witness_to_plain(one: Witness) -> dict[str, str | None]:
    return {"role": one.role, "sign_key": b64(one.sign_key), "candidate": one.candidate}


def _witness_from_plain(plain: Mapping[str, Any]) -> Witness:
    exactly(plain, "role sign_key candidate")
    return Witness(WitnessRole(plain["role"]), un_b64(plain["sign_key"]), plain["candidate"])


def read_instant(text: str) -> datetime:
    """Return the instant (UTC) that the manifest's spelling means; `ValueError` for another."""
    return datetime.strptime(text, INSTANT).replace(tzinfo=UTC)


def _from_plain(cls: type[Manifest], plain: Mapping[str, Any]) -> Manifest:
    exactly(plain, f"{NAMES} witnesses" if "witnesses" in plain else NAMES)
    exactly(plain["program"], "version source_sha256")
    check(plain["format"] == FORMAT, "format_unknown")
    return cls(
        id=plain["id"],
        kind=ElectionKind(plain["kind"]),
        title=plain["title"],
        papers=tuple(paper_from_plain(paper) for paper in plain["papers"]),
        opens_at=read_instant(plain["opens_at"]),
        closes_at=read_instant(plain["closes_at"]),
        extension_days=plain["extension_days"],
        level=Level(plain["level"]),
        script_sha256=plain["script_sha256"],
        trustees=tuple(_trustee_from_plain(trustee) for trustee in plain["trustees"]),
        needed=plain["needed"],
        openers=tuple(plain["openers"]),
        suite=Suite(plain["suite"]),
        padded_length=plain["padded_length"],
        receipt=ReceiptMode(plain["receipt"]),
        ties=Ties(plain["ties"]),
        signing_key=un_b64(plain["signing_key"]),
        program=Program(**plain["program"]),
        witnesses=tuple(_witness_from_plain(one) for one in plain.get("witnesses", [])),
    )
