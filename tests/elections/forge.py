"""Records made of whole cloth, by somebody who holds every key and lies in one place.

A record is made in the order in which an election makes it; a lie is told at one step, and every
later step follows from it honestly. So what notices the lie is the check that is meant for it.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nswp_gov.elections import verifier
from nswp_gov.elections.contests import count_contest
from nswp_gov.elections.models import CountResult
from nswp_gov.elections.operations.recording import figures_of
from nswp_gov.rules.counting import lot_typed
from nswp_gov.sealing import Contest, new_signing_key, public_of, seal_of
from nswp_gov.sealing.box import MAGIC, root_of
from nswp_gov.sealing.canonical import b64, canonical
from nswp_gov.sealing.lots import drawn_from
from nswp_gov.sealing.papers import paper_from_plain
from nswp_gov.sealing.signing import Purpose, sign_statement
from nswp_gov.sealing.trackers import grouped

Lie = Callable[[Any], Any]
Plain = dict[str, Any]
SEED = 255


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def options(*ids: str, group: str | None = None, reopen: bool = False) -> list[Plain]:
    made = [{"id": one, "title": {"en": one}, "group": group, "reopens": False} for one in ids]
    last = {"id": "reopen", "title": {"en": "Re-open"}, "group": None, "reopens": True}
    return [*made, last] if reopen else made


def contest(name: str, kind: str, rule: str, among: list[Plain], **over: Any) -> Plain:
    base = {"id": name, "title": {"en": name}, "kind": kind, "rule": rule, "options": among,
            "seats": 1, "blank_allowed": True, "parameters": {}}  # fmt: skip
    return {**base, **over}


def paper(one: Plain, size: int | None) -> Plain:
    roll = {"commitment": "a" * 64, "size": size}
    publication = "totals" if size is None else "list"
    return {"id": one["id"], "title": one["title"], "roll": roll, "contests": [one],
            "publication": publication}  # fmt: skip


def papers(size: int | None) -> list[Plain]:
    home = options("asha", "bo", group="KE")
    asked = {"candidate": "c01", "name": "Invented", "majority": "simple"}
    return [
        paper(
            contest(
                "p01", "ranked", "scottish-stv", [*home, *options("cleo", "dia", reopen=True)],
                seats=2, parameters={"most-of-group": 1},
            ),
            size,
        ),
        paper(contest("p02", "approval", "approval", options("eno", "fay", reopen=True)), size),
        paper(
            contest("p03", "yesno", "majority", options("yes", "no", "abstain"), parameters=asked,
                    blank_allowed=False),
            size,
        ),
        paper(
            contest("p04", "plurality", "plurality", options("gil", "hana", "ida", reopen=True),
                    seats=2),
            size,
        ),
    ]  # fmt: skip


CAST: Mapping[str, list[list[str]]] = {
    "p01": [["asha", "bo"], ["asha"], ["bo", "cleo"], ["cleo", "dia"], ["dia", "cleo"], [],
            ["bo", "asha", "dia"], ["asha", "cleo"]],
    "p02": [["eno"], ["fay"], ["eno", "fay"], []],
    "p03": [["yes"], ["no"], ["yes"], ["abstain"]],
    "p04": [["gil"], ["hana", "ida"], ["gil", "hana"]],
}  # fmt: skip


@dataclass
class Forge:
    """One record: for whom, of lists or of small rolls, with which lies, by step."""

    edition: str = "observers"
    is_list: bool = False
    lies: Mapping[str, Lie] = field(default_factory=dict)
    is_drawn: bool = False  # the returning officer and an agent drew the lot and signed

    def __post_init__(self) -> None:
        self.dice = random.Random(7)
        self.server, *self.trustees = (new_signing_key() for _ in range(4))
        self.witnesses = [new_signing_key() for _ in range(2 * self.is_drawn)]

    def say(self, step: str, true: Any) -> Any:
        """What is said at a step: the truth, or the lie."""
        return self.lies.get(step, lambda value: value)(json.loads(json.dumps(true)))

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        files = self.files()
        files = self.lies.get("files", lambda found: found)(files)
        listed = {name: sha(body) for name, body in files.items()}
        index = {"format": "nswp-record-1", "record": self.edition, "election": "invented"}
        files["record.json"] = canonical(self.say("index", {**index, "files": listed}))
        for name, body in self.lies.get("last", lambda found: found)(files).items():
            (folder / name).write_bytes(body)
        return folder

    def files(self) -> dict[str, bytes]:
        """Everything, in the order in which an election makes it."""
        self.manifest = self.say("manifest", self._manifest())
        made = {"manifest.json": canonical(self.manifest), "verify.py": verifier.source()}
        self.about = sha(made["manifest.json"])
        envelopes = [bytes.fromhex(one) for one in self.say("envelopes", self._envelopes())]
        envelopes.sort(key=seal_of)
        seals = self.say("seals", [seal_of(one) for one in envelopes])
        root = root_of(seals)
        ballots = self.say("ballots", self._ballots(envelopes))
        lines = sorted((one.get("tracker", ""), canonical(one)) for one in ballots)
        told = b"".join(line + b"\n" for _, line in lines)
        told = self.lies.get("lines", lambda data: data)(told)
        trackers = self.say(
            "trackers", sorted(one["tracker"] for one in ballots if "tracker" in one)
        )
        seeds = [f"{number:064x}" for number in range(2)]
        made["seals.txt"] = "".join(f"{one}\n" for one in seals).encode()
        made["trackers.txt"] = "".join(f"{one}\n" for one in trackers).encode()
        says = {"manifest_hash": self.about, "box_root": root, "envelopes": len(envelopes),
                "ballots": len(ballots)}  # fmt: skip
        made["box.json"] = self.sign("box_says", self.server, Purpose.BOX, says)
        states = [one["state"] for one in ballots]
        says = {"manifest_hash": self.about, "box_root": root, "trustees": [1, 3],
                "ballots_sha256": sha(told), "trackers_sha256": sha(made["trackers.txt"]),
                "ballots": len(ballots), "spoilt": states.count("spoilt"),
                "unreadable": states.count("unreadable"), "seeds": seeds,
                "lost_seeds": 0}  # fmt: skip
        for place in (1, 2):
            mine = {**self.say("openings", says), "opener": place}
            made[f"opening-{place}.json"] = self.sign(
                f"opening-{place}", self.trustees[place - 1], Purpose.OPENING, mine
            )
        made.update(self._results(ballots, seeds, root, told))
        if self.is_list or self.edition == "observers":
            head = MAGIC + len(envelopes).to_bytes(4) + len(envelopes[0]).to_bytes(4)
            made["box.bin"] = self.lies.get("box", lambda data: data)(head + b"".join(envelopes))
            made["ballots.jsonl"] = told
            cast = [one["paper"] for one in ballots]
            turnout = {name: {"roll": 40, "cast": cast.count(name)} for name in CAST}
            made["participation.json"] = canonical(self.say("participation", turnout))
        else:
            del made["counts.json"]
        return made

    def sign(self, step: str, key: bytes, purpose: Purpose, says: Plain) -> bytes:
        return sign_statement(
            self.lies.get(f"{step.removesuffix('_says')}-key", lambda k: k)(key),
            purpose,
            self.say(step, says),
        )

    def _manifest(self) -> Plain:
        keys = [
            {"name": f"Trustee {n}", "seal_key": b64(bytes([n] * 32)),
             "sign_key": b64(public_of(key))}
            for n, key in enumerate(self.trustees, 1)
        ]  # fmt: skip
        return {"format": "nswp-manifest-1", "id": "invented", "title": {"en": "Invented"},
                "papers": papers(40 if self.is_list else None), "trustees": keys, "needed": 2,
                "openers": [1, 2], "signing_key": b64(public_of(self.server)), "ties": "drawn",
                "opens_at": "2027-03-01T09:00:00Z", "closes_at": "2027-03-15T09:00:00Z",
                "extension_days": 7, **self._named()}  # fmt: skip

    def _named(self) -> Plain:
        roles = (("officer", None), ("agent", "p01/asha"))
        made = [
            {"role": role, "candidate": candidate, "sign_key": b64(public_of(key))}
            for (role, candidate), key in zip(roles, self.witnesses, strict=False)
        ]
        return {"witnesses": made} if made else {}

    def _envelopes(self) -> list[str]:
        places = [place for place, cast in enumerate(CAST.values()) for _ in cast]
        places += [1, 1, SEED, SEED]  # a spoilt and an unreadable one, two seeds
        return [(bytes([1, place]) + self.dice.randbytes(40)).hex() for place in places]

    def tracker(self) -> str:
        return grouped(self.dice.randbytes(10))

    def _ballots(self, envelopes: list[bytes]) -> list[Plain]:
        made: list[Plain] = [
            {"paper": name, "state": "valid", "tracker": self.tracker(), "level": "1",
             "choices": {name: marks}}
            for name, cast in CAST.items() for marks in cast
        ]  # fmt: skip
        made[0]["word"] = "мир"
        made.append({"paper": "p02", "state": "spoilt", "tracker": self.tracker(),
                     "reason": "not_a_ballot"})  # fmt: skip
        lost = next((seal_of(one) for one in envelopes if one[1] == 1), "0" * 64)
        return [*made, {"paper": "p02", "state": "unreadable", "seal": lost}]

    def _results(
        self, ballots: list[Plain], seeds: list[str], root: str, told: bytes
    ) -> dict[str, bytes]:
        contests = [
            one for each in self.manifest["papers"] for one in paper_from_plain(each).contests
        ]
        bound: Any = SimpleNamespace(manifest_hash=bytes.fromhex(self.about))
        order = {one.id: list(drawn_from(bound, seeds, one)) for one in contests}
        if self.is_drawn:
            order = {name: sorted(ids, reverse=True) for name, ids in order.items()}
        source = "drawn" if self.is_drawn else "sealed-seeds"
        lots = self.say("lots", {"source": source, "order": order})
        counted = {one.id: self._count(one, ballots, lots["order"][one.id]) for one in contests}
        result = {
            "format": "nswp-result-1", "manifest_sha256": self.about, "box_root": root,
            "ballots_sha256": sha(told),
            "contests": {one.id: {"rule": one.rule, "elected": counted[one.id].elected}
                         for one in contests},
        }  # fmt: skip
        figures = {one.id: figures_of(one, counted[one.id]) for one in contests}
        made = {"lots.json": canonical(lots), "result.json": canonical(self.say("result", result)),
                "counts.json": canonical(self.say("counts", figures))}  # fmt: skip
        says = {
            "manifest_hash": self.about,
            "trustee": 1,
            "result_sha256": sha(made["result.json"]),
        }
        made["recounted-1.json"] = self.sign("recounted", self.trustees[0], Purpose.RECOUNTED, says)
        says = {"manifest_hash": self.about, "trustee": 2, "day": "2027-05-01"}
        made["destroyed-2.json"] = self.sign("destroyed", self.trustees[1], Purpose.DESTROYED, says)
        for place, key in enumerate(self.witnesses, start=1):
            says = {"manifest_hash": self.about, "witness": place, "order": lots["order"]}
            made[f"lot-{place}.json"] = self.sign(f"lot-{place}", key, Purpose.LOT, says)
        if self.witnesses:
            says = {"manifest_hash": self.about, "witness": 2,
                    "result_sha256": sha(made["result.json"])}  # fmt: skip
            made["observed-2.json"] = self.sign(
                "observed", self.witnesses[1], Purpose.OBSERVED, says
            )
        says = {"manifest_hash": self.about, "closes_at": "2027-03-20T09:00:00Z"}
        made["extension.json"] = self.sign("extension", self.server, Purpose.EXTENSION, says)
        return made

    def _count(self, one: Contest, ballots: list[Plain], lot: list[str]) -> CountResult:
        valid = [each["choices"].get(one.id, []) for each in ballots
                 if each["paper"] == one.id and each["state"] == "valid"]  # fmt: skip
        number = {option: place for place, option in enumerate(one.option_ids, start=1)}
        known = [[mark for mark in dict.fromkeys(marks) if mark in number] for marks in valid]
        typed = lot_typed([number[each] for each in lot], list(number.values()))
        counted = count_contest(one, known, typed)
        return CountResult(rules=counted.rules, record=counted.record, elected=counted.elected,
                           ballots=len(valid))  # fmt: skip
