"""Check the record of an election offline, and count it again.

    python3 verify.py [FOLDER | RECORD.zip] [--manifest HASH] [--root ROOT] [--seal S] [--tracker T]

Needs Python 3.11 or newer, no network; checks signatures where the package `cryptography` is. Give
what was announced, hash of the manifest and root of the box, and your own seal and tracker. Ends
with VERIFIED AND RECOUNTED (0), VERIFIED, RECOUNT NEEDS THE OBSERVERS' RECORD (3), or FAILED (1).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]

RECOUNTED, VERIFIED = "VERIFIED AND RECOUNTED", "VERIFIED, RECOUNT NEEDS THE OBSERVERS' RECORD"
TRACKER = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")
RULES = {"ranked": "scottish-stv", "yesno": "majority"}  # the others count as they are called
INSIDE = {"box.bin", "ballots.jsonl", "counts.json", "participation.json"}
SIGN = {"recounted": "trustee", "destroyed": "trustee", "lot": "witness", "observed": "witness"}
CAP, SEED, VOTE = "most-of-group", 255, 100_000
Papers = Counter[tuple[str, ...]]


def canonical(value: object) -> bytes:
    """Return the one spelling of a value: sorted names, no blanks, UTF-8 (RFC 8785)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(data: bytes) -> Any:
    """Return what `data` says; `ValueError` unless it is in the one spelling."""
    value = json.loads(data)
    if canonical(value) != data:
        raise ValueError("not in canonical form")
    return value


def sha(*parts: bytes) -> str:
    """Return the SHA-256 of the parts joined, hexadecimal."""
    return hashlib.sha256(b"".join(parts)).hexdigest()


class Count:
    """One contest counted: STV (SSI 2011/399, rules 46 to 53), approval, plurality, yes and no."""

    def __init__(self, contest: dict[str, Any], papers: Papers, lot: Sequence[str]) -> None:
        self.ids = [option["id"] for option in contest["options"]]
        self.seats, self.rule, self.asks = contest["seats"], contest["rule"], contest["parameters"]
        groups, self.most = [one["group"] for one in contest["options"]], self.asks.get(CAP, 0)
        self.groups = [one if groups.count(one) > self.most > 0 else None for one in groups]
        self.reopen = next((n for n, one in enumerate(contest["options"]) if one["reopens"]), None)
        self.lot, self.blank = [self.ids.index(one) for one in lot], papers[()]
        self.papers = {tuple(map(self.ids.index, one)): n for one, n in papers.items() if one}
        self.order: list[int] = []
        self.history: list[list[int]] = []
        self.stages: list[dict[str, Any]] = []
        self.votes, self.left = [0] * len(self.ids), list(range(len(self.ids)))
        self.held: list[list[tuple[tuple[int, ...], int, int]]] = [[] for _ in self.ids]
        self.valid = sum(self.papers.values())
        self.quota = self.valid // (self.seats + 1) + 1
        self._stv() if self.rule == "scottish-stv" else self._tally()

    def told(self) -> dict[str, Any]:
        """Return who is elected, in order, and the figures; there candidates begin with 1."""
        told = {"rule": self.rule, "papers": self.valid + self.blank, "blank": self.blank}
        told["elected"] = [self.ids[number] for number in self.order if number != self.reopen]
        if self.rule == "majority":
            told |= zip(self.ids, self.votes, strict=True)
            return {**told, "elected": [self.asks["candidate"]] * (told["yes"] > told["no"])}
        more = {"quota": self.quota, "stages": self.stages} if self.stages else {}
        return {**told, **(more or {"totals": self.votes})}

    def _is_capped(self, number: int) -> bool:
        group = self.groups[number]
        return bool(group) and sum(self.groups[one] == group for one in self.order) >= self.most

    def _order_matters(self, equal: Sequence[int]) -> bool:
        groups = [self.groups[one] for one in equal if self.groups[one]]
        return (len(equal) > 1 and self.reopen in equal) or len(set(groups)) < len(groups)

    def _choose(self, equal: list[int], extreme: Any = max) -> int:
        left = sorted(equal)
        for votes in self.history[-2::-1]:  # the latest earlier stage with a difference
            best = extreme(votes[one] for one in left)
            left = [one for one in left if votes[one] == best]
        return min(left, key=self.lot.index)

    def _equal(self, among: Sequence[int], extreme: Any = max) -> list[int]:
        best = extreme(self.votes[one] for one in among)
        return [one for one in among if self.votes[one] == best]

    def _tally(self) -> None:
        for ranking, weight in self.papers.items():
            for number in ranking[:1] if self.rule == "plurality" else ranking:
                self.votes[number] += weight
        while self.rule != "majority" and self.left and not self._is_over():
            equal = self._equal(self.left)
            matters = len(equal) > self.seats - len(self.order) or self._order_matters(equal)
            number = self._choose(equal) if matters else equal[0]
            self.left.remove(number)
            self.order += [] if self._is_capped(number) else [number]

    def _is_over(self) -> bool:
        return len(self.order) >= self.seats or self.reopen in self.order

    def _stv(self) -> None:
        for ranking, weight in self.papers.items():
            self._give(ranking[0], ranking, weight, VOTE)
        self._end_stage("first_preferences", None)
        while True:
            self._elect([one for one in self.left if self.votes[one] >= self.quota * VOTE])
            if self._is_over() or not self.left:
                return
            waiting = [one for one in self.order if self.votes[one] > self.quota * VOTE]
            if capped := [one for one in self.left if self._is_capped(one)]:
                self._exclude(capped, "cap")
            elif len(self.left) <= self.seats - len(self.order):
                self._elect(self.left.copy(), stop=True)
            elif waiting:
                holder = self._choose(self._equal(waiting))
                total, self.votes[holder] = self.votes[holder], self.quota * VOTE
                self._move(holder, total - self.quota * VOTE, total, "surplus")
            else:
                self._exclude(self.left, "exclusion")

    def _give(self, to: int, ranking: tuple[int, ...], weight: int, value: int) -> None:
        self.held[to].append((ranking, weight, value))
        self.votes[to] += weight * value

    def _move(self, holder: int, part: int, whole: int, action: str) -> None:
        papers, self.held[holder], continuing = self.held[holder], [], set(self.left)
        for ranking, weight, value in papers:
            to = next((one for one in ranking if one in continuing), None)
            if to is not None:
                self._give(to, ranking, weight, value * part // whole)
        self._end_stage(action, holder)

    def _exclude(self, among: Sequence[int], action: str) -> None:
        holder = self._choose(self._equal(among, min), min)
        self.left.remove(holder)
        self.votes[holder] = 0
        self._move(holder, 1, 1, action)

    def _elect(self, having: list[int], *, stop: bool = False) -> None:
        order: list[int] = []
        while having:
            equal = self._equal(having)
            order.append(self._choose(equal) if self._order_matters(equal) else equal[0])
            having.remove(order[-1])
        for number in order:
            if not self._is_capped(number):
                self.left.remove(number)
                self.order.append(number)
                self.stages[-1]["elected"].append(number + 1)
            if stop and number == self.reopen:
                return

    def _end_stage(self, action: str, holder: int | None) -> None:
        self.history.append(self.votes.copy())
        units = [*self.votes, self.valid * VOTE - sum(self.votes)]
        *votes, gone = [f"{one // VOTE}.{one % VOTE:05d}" for one in units]
        moved = None if holder is None else holder + 1
        stage = {"n": len(self.history), "action": action, "candidate": moved, "votes": votes}
        self.stages.append({**stage, "nontransferable": gone, "elected": []})


class Record:
    """The folder under examination: what failed, and whether it was counted again."""

    def __init__(self, folder: Path | zipfile.Path, asked: argparse.Namespace) -> None:
        self.folder, self.asked, self.failed = folder, asked, 0
        self.names = {one.name for one in folder.iterdir()}
        self.sealed: list[int] = []
        self.ballots: dict[str, Papers] = {}

    def hold(self, says: str, *conditions: object) -> None:
        """Print a check and note if a condition does not hold; without one, compare yourself."""
        held = "ok    " if all(conditions) else "FAILED"
        sys.stdout.write(f"{held if conditions else '?     '}  {says}\n")
        self.failed += not all(conditions)

    def file(self, name: str) -> bytes:
        """Return a file of the record."""
        return (self.folder / name).read_bytes()

    def said(self, name: str, purpose: str, key: str) -> dict[str, Any]:
        """Return what a signed statement says, and check it."""
        plain, signed = parse(self.file(name)), True
        says, message = plain["says"], f"nswp-sign-1|{purpose}|".encode() + canonical(plain["says"])
        try:
            if Ed25519PublicKey is not None:
                public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
                public.verify(base64.b64decode(plain["signature"]), message)
        except InvalidSignature:
            signed = False
        self.hold(f"{name} is signed by its author", signed, says["manifest_hash"] == self.hash)
        return dict(says)

    def run(self) -> str:
        """Make every check; return the verdict."""
        steps = (self._files, self._manifest, self._box, self._openings, self._envelopes,
                 self._opened, self._lots, self._result, self._statements)  # fmt: skip
        for step in steps:
            try:
                step()
            except (ValueError, LookupError, TypeError, AttributeError, OSError) as fault:
                self.hold(f"{step.__name__[1:]}: {fault!r}", None)
                break
        return "FAILED" if self.failed else RECOUNTED if self.ballots else VERIFIED

    def _files(self) -> None:
        self.index, found = parse(self.file("record.json")), {}
        for name in self.names - {"record.json"}:
            with (self.folder / name).open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        self.hold("record.json lists every file with its SHA-256", found == self.index["files"])

    def _manifest(self) -> None:
        fixed, self.hash = parse(self.file("manifest.json")), sha(self.file("manifest.json"))
        self.fixed, self.papers = fixed, fixed["papers"]
        self.signers = {"trustee": fixed["trustees"], "witness": fixed.get("witnesses", [])}
        self.contests = {c["id"]: (p["id"], c) for p in self.papers for c in p["contests"]}
        keys = [one["sign_key"] for people in self.signers.values() for one in people]
        several = min(fixed["needed"], len(set(fixed["openers"]))) > 1
        self.hold("nobody opens or signs alone", several, len(set(keys)) == len(keys))
        known = [RULES.get(c["kind"], c["kind"]) == c["rule"] for _, c in self.contests.values()]
        self.hold("every contest has a rule that is counted here", *known)
        told = [self.asked.manifest.lower() == self.hash] * bool(self.asked.manifest)
        self.hold(f"the manifest is the one announced: {self.hash}", *told)

    def _box(self) -> None:
        self.seals, key = self.file("seals.txt").decode("ascii").split(), self.fixed["signing_key"]
        self.hold("the seals are sorted, none twice", self.seals == sorted(set(self.seals)))
        self.root = sha(b"nswp-box-1|", *map(bytes.fromhex, self.seals))
        self.closed = says = self.said("box.json", "box", key)
        self.hold("the seals give the root of the box", says["box_root"] == self.root)
        self.hold("there are as many seals as envelopes", says["envelopes"] == len(self.seals))
        told = [self.asked.root.lower() == self.root] * bool(self.asked.root)
        self.hold(f"the box is the one announced: {self.root}", *told)
        codes = {base64.b32encode(bytes.fromhex(one)[:5]).decode() for one in self.seals}
        mine = {self.asked.seal.lower(), self.asked.seal.upper().replace("-", "")}
        self.hold("your seal is in the list", *[mine & {*codes, *self.seals}] * (mine != {""}))
        if "extension.json" in self.names:
            says = self.said("extension.json", "extension", key)
            old, new = (datetime.fromisoformat(one["closes_at"]) for one in (self.fixed, says))
            days = timedelta(days=self.fixed["extension_days"])
            self.hold("the close was moved once, as far as allowed", old < new <= old + days)

    def _openings(self) -> None:
        found, fixed = [], self.fixed
        for place in fixed["openers"]:
            if (name := f"opening-{place}.json") in self.names:
                says = self.said(name, "opening", fixed["trustees"][place - 1]["sign_key"])
                enough = len(set(says["trustees"])) >= fixed["needed"]
                self.hold(f"opener {place} had enough shares", says["opener"] == place, enough)
                found.append({**says, "opener": 0, "trustees": 0})
        self.opening = says = found[0]
        self.hold("two openers found the same", len(found) > 1, all(one == says for one in found))
        self.hold("they opened this box", says["box_root"] == self.root)
        seeds = len(says["seeds"]) + says["lost_seeds"]
        whole = self.closed["ballots"] == self.closed["envelopes"] - seeds == says["ballots"]
        self.hold("they opened all of it: ballots, and seeds for lots", whole)
        data, mine = self.file("trackers.txt"), self.asked.tracker.upper()
        self.tracked = data.decode("ascii").split()
        self.hold("they signed the trackers", sha(data) == says["trackers_sha256"])
        self.hold("no tracker occurs twice", len(set(self.tracked)) == len(self.tracked))
        self.hold("your tracker is in the list", *[mine in self.tracked] * bool(mine))

    def _envelopes(self) -> None:
        is_list = all(paper["publication"] == "list" for paper in self.papers)
        is_whole = is_list or self.index["record"] == "observers"
        fits = self.names >= INSIDE if is_whole else not self.names & INSIDE
        self.hold("what this record has to hold is here, and nothing more", fits)
        if not is_whole:
            return
        with (self.folder / "box.bin").open("rb") as file:
            head, seals = file.read(16), []
            while data := file.read(int.from_bytes(head[12:])):
                seals.append(sha(data))
                self.sealed.append(data[1])
        self.hold("the box holds the envelopes of the list", seals == self.seals)
        known = set(self.sealed) <= {SEED, *range(len(self.papers))}
        self.hold("every envelope is of a paper of this election, or a seed", known)
        noted = parse(self.file("participation.json"))
        for place, paper in enumerate(self.papers):
            cast, size = noted[paper["id"]]["cast"], noted[paper["id"]]["roll"]
            same = [self.sealed.count(place) == cast <= size, paper["roll"]["size"] in {None, size}]
            self.hold(f"{paper['id']}: {cast} of {size} took part, as many as voted", *same)

    def _opened(self) -> None:
        if not self.sealed:
            return
        data, keys, flagged, fits = self.file("ballots.jsonl"), [], Counter[str](), True
        self.hold("the openers signed the ballots", sha(data) == self.opening["ballots_sha256"])
        self.ballots = {contest: Counter() for contest in self.contests}
        for line in data.splitlines():
            one = parse(line)
            keys.append((one.get("tracker", ""), line))
            flagged.update((one["state"], "=" + one["paper"]))
            fits = self._take(one) and fits
        self.hold("the ballots are sorted by tracker", keys == sorted(keys))
        self.hold("the trackers are of the ballots", self.tracked == [t for t, _ in keys if t])
        self.hold("every ballot fits its paper, or is flagged", fits)
        same = all(flagged[one] == self.opening[one] for one in ("spoilt", "unreadable"))
        self.hold("as many are flagged as the openers signed", same)
        whole = [flagged["=" + one["id"]] for one in self.papers]
        same = whole == [self.sealed.count(place) for place in range(len(whole))]
        self.hold("each paper has as many ballots as envelopes", same)

    def _take(self, one: dict[str, Any]) -> bool:
        mine = {name: c for name, (paper, c) in self.contests.items() if paper == one["paper"]}
        names = set(one) - {"paper", "state", "tracker", "word"}
        if one["state"] != "valid":
            return names == {"reason"} or (names == {"seal"} and one["seal"] in self.seals)
        fits = names == {"choices", "level"} and set(one["choices"]) == set(mine)
        for name, marks in one["choices"].items():
            kind, ids = mine[name]["kind"], [option["id"] for option in mine[name]["options"]]
            most = {"plurality": mine[name]["seats"], "yesno": 1}.get(kind, len(ids))
            order = marks if kind == "ranked" else sorted(marks, key=ids.index)
            fits &= set(marks) <= set(ids) and len(set(marks)) == len(marks) <= most
            fits &= marks == order and bool(marks or mine[name]["blank_allowed"])
            self.ballots[name][tuple(marks)] += 1
        return fits and bool(TRACKER.fullmatch(one["tracker"]))

    def _lots(self) -> None:
        told, seeds = parse(self.file("lots.json")), sorted(self.opening["seeds"])
        joined = sha(b"nswp-lots-1|", bytes.fromhex(self.hash), *map(bytes.fromhex, seeds))
        self.lot, is_drawn = told["order"], told["source"] == "drawn"
        officer = [one for one in self.signers["witness"][:1] if one["role"] == "officer"]
        fits = [is_drawn == ("lot-1.json" in self.names)] * len(officer) or [True]
        self.hold("a lot was drawn if the returning officer signed it, and only then", *fits)
        for name, (_, contest) in self.contests.items():
            ids = [one["id"] for one in contest["options"]]
            rank = {one: sha(bytes.fromhex(joined), canonical([name, one])) for one in ids}
            fair = seeds and self.lot[name] == sorted(ids, key=rank.__getitem__)
            if is_drawn and self.fixed["ties"] == "drawn":
                fair = sorted(self.lot[name]) == sorted(ids)
            self.hold(f"{name}: the lot was drawn, or follows from the sealed seeds", fair)

    def _result(self) -> None:
        told = parse(self.file("result.json"))
        about = (told["manifest_sha256"], told["box_root"], told["ballots_sha256"])
        same = about == (self.hash, self.root, self.opening["ballots_sha256"])
        self.hold("the result is of this manifest, this box and these ballots", same)
        again = {}
        for name, (_, contest) in self.contests.items():
            won, kind = told["contests"][name]["elected"], contest["kind"]
            stood = {one["id"] for one in contest["options"] if not one["reopens"]}
            stood = {contest["parameters"]["candidate"]} if kind == "yesno" else stood
            fits = set(won) <= stood and len(set(won)) == len(won) <= contest["seats"]
            self.hold(f"{name}: who was elected stood, and there are seats", fits)
            if self.ballots:
                again[name] = Count(contest, self.ballots[name], self.lot[name]).told()
                self.hold(f"{name}: counted again, the same won", again[name]["elected"] == won)
        if self.ballots:
            self.hold("counted again: the same figures", again == parse(self.file("counts.json")))

    def _statements(self) -> None:
        digest = sha(self.file("result.json"))
        for purpose, role in SIGN.items():
            for place, one in enumerate(self.signers[role], start=1):
                if (name := f"{purpose}-{place}.json") in self.names:
                    says = self.said(name, purpose, one["sign_key"])
                    about = says.get("result_sha256", digest), says.get("order", self.lot)
                    same = about == (digest, self.lot)
                    self.hold(f"{name} is of {role} {place}", same, says[role] == place)


def main(given: Sequence[str]) -> int:
    """Check what the command line names; return the exit status."""
    asks = argparse.ArgumentParser(description="Check the record of an election; count it again.")
    asks.add_argument("record", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    for name in ("manifest", "root", "seal", "tracker"):
        asks.add_argument(f"--{name}", default="")
    asked = asks.parse_args(given)
    record = Record(zipfile.Path(asked.record) if asked.record.is_file() else asked.record, asked)
    verdict = record.run()
    if Ed25519PublicKey is None:
        sys.stdout.write("Signatures were NOT checked: the package cryptography is not here.\n")
    sys.stdout.write(f"{verdict}\n")
    return {RECOUNTED: 0, VERIFIED: 3}.get(verdict, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
