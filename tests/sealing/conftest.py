"""An invented election for each test: real keys, invented people, no network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings

from nswp_gov import sealing
from nswp_gov.sealing import BallotKind, Contest, Manifest, Option, Paper, Publication, Roll

settings.register_profile("unhurried", deadline=None)  # shared machines pause at any moment
settings.load_profile("unhurried")


@dataclass(frozen=True)
class Election:
    manifest: Manifest
    keys: list[sealing.TrusteeKey]
    signing_key: bytes


def contest(
    contest_id: str, kind: BallotKind, options: tuple[str, ...], seats: int = 1, **over: Any
) -> Contest:
    return Contest(
        id=contest_id,
        title={"en": f"Contest {contest_id}"},
        kind=kind,
        options=tuple(Option(option, {"en": f"Option {option}"}) for option in options),
        seats=seats,
        rule="plurality",
        **over,
    )


def two_papers() -> tuple[Paper, ...]:
    board = contest("president", BallotKind.RANKED, ("asha", "bo", "cleo", "reopen"))
    rules = contest("rules", BallotKind.YESNO, ("yes", "no", "abstain"), blank_allowed=False)
    seats = contest("seat-africa", BallotKind.APPROVAL, ("dia", "eno", "fay"), seats=2)
    vice = contest("vice", BallotKind.PLURALITY, ("gil", "hana", "ida"), seats=2)
    everyone = Roll(commitment="a" * 64, size=120)
    region = Roll(commitment="b" * 64)
    return (
        Paper("all", {"en": "All members"}, everyone, (board, rules), Publication.LIST),
        Paper("africa", {"en": "Africa"}, region, (seats, vice)),
    )


def make_election(
    *,
    suite: sealing.Suite = sealing.Suite.X25519,
    count: int = 3,
    needed: int = 2,
    papers: tuple[Paper, ...] | None = None,
    **over: Any,
) -> Election:
    keys = [sealing.TrusteeKey.generate(suite) for _ in range(count)]
    signing_key = sealing.new_signing_key()
    used = papers or two_papers()
    given: dict[str, Any] = {
        "id": "invented-2027",
        "kind": sealing.ElectionKind.REHEARSAL,
        "title": {"en": "An invented election", "fr": "Une élection inventée"},
        "papers": used,
        "opens_at": datetime(2027, 3, 1, 9, tzinfo=UTC),
        "closes_at": datetime(2027, 3, 15, 9, tzinfo=UTC),
        "trustees": tuple(
            key.trustee(f"Invented trustee {place}") for place, key in enumerate(keys, start=1)
        ),
        "needed": needed,
        "openers": (1, 2),
        "suite": suite,
        "padded_length": sealing.least_padding(used),
        "signing_key": sealing.public_of(signing_key),
        "program": sealing.Program("0.1.0", "c" * 64),
    }
    return Election(Manifest(**{**given, **over}), keys, signing_key)


@pytest.fixture(scope="session")
def make() -> Callable[..., Election]:
    return make_election


@pytest.fixture(scope="session")
def election() -> Election:
    return make_election()


@pytest.fixture(scope="session")
def choices() -> dict[str, list[str]]:
    return {"president": ["bo", "asha"], "rules": ["yes"]}


@pytest.fixture(scope="session")
def cast(election: Election) -> list[sealing.SealedBallot]:
    """Twelve ballots on two papers."""
    ranked = (["bo", "asha"], ["cleo"], [], ["reopen"])
    return [
        sealing.seal_ballot(election.manifest, {"president": order, "rules": [answer]})
        for order in ranked
        for answer in ("yes", "no")
    ] + [
        sealing.seal_ballot(election.manifest, {"seat-africa": marked, "vice": ["gil"]})
        for marked in (["dia"], ["eno", "fay"], [], ["dia", "eno"])
    ]


@pytest.fixture(scope="session")
def box(cast: list[sealing.SealedBallot]) -> sealing.Box:
    return sealing.close_box(sealed.envelope for sealed in cast)
