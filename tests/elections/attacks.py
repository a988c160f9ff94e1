"""What an insider would try with a record: one lie each, told by somebody who can sign it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nswp_gov.sealing import new_signing_key
from nswp_gov.sealing.canonical import canonical
from tests.elections.forge import Forge, Lie

Plain = dict[str, Any]


def at(*path: Any, to: Any) -> Lie:
    """Put `to` (a value, or a function of what was there) at this place of what is said."""

    def lie(said: Any) -> Any:
        here = said
        for name in path[:-1]:
            here = here[name]
        here[path[-1]] = to(here[path[-1]]) if callable(to) else to
        return said

    return lie


def first(paper: str, change: Callable[[Plain], Any], state: str = "valid") -> Lie:
    """Change the first ballot of a paper."""

    def lie(ballots: list[Plain]) -> list[Plain]:
        change(next(one for one in ballots if (one["paper"], one["state"]) == (paper, state)))
        return ballots

    return lie


def marks(paper: str, *ids: str, place: int = 0) -> Lie:
    def lie(ballots: list[Plain]) -> list[Plain]:
        valid = [one for one in ballots if one["paper"] == paper and one["state"] == "valid"]
        valid[place]["choices"][paper] = list(ids)
        return ballots

    return lie


def same_tracker(ballots: list[Plain]) -> list[Plain]:
    ballots[1]["tracker"] = ballots[0]["tracker"]
    return ballots


def other_line(files: dict[str, bytes], name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in files[name]
    return {**files, name: files[name].replace(old, new, 1)}


def foreign(_key: bytes) -> bytes:
    return new_signing_key()


def without(name: str) -> Lie:
    return lambda files: {one: body for one, body in files.items() if one != name}


def cut_last_ballot(files: dict[str, bytes]) -> dict[str, bytes]:
    lines = files["ballots.jsonl"].splitlines(keepends=True)
    return {**files, "ballots.jsonl": b"".join(lines[:-1])}


def doubled_ballot(files: dict[str, bytes]) -> dict[str, bytes]:
    lines = files["ballots.jsonl"].splitlines(keepends=True)
    return {**files, "ballots.jsonl": b"".join([*lines, lines[-1]])}


def unsorted(data: bytes) -> bytes:
    """Put the ballot without a tracker, which is first, last."""
    lines = data.splitlines(keepends=True)
    return b"".join([*lines[1:], lines[0]])


def bit(data: bytes) -> bytes:
    """Turn the last bit."""
    return data[:-1] + bytes([data[-1] ^ 1])


@dataclass(frozen=True)
class Attack:
    """What is altered, in which record, and what a reader was told who checks it."""

    name: str
    lies: dict[str, Lie]
    edition: str = "observers"
    is_list: bool = False
    asked: tuple[str, ...] = ()
    is_drawn: bool = False

    def forge(self) -> Forge:
        return Forge(self.edition, self.is_list, self.lies, self.is_drawn)


def lost(ballots: list[Plain]) -> list[Plain]:
    return [{**one, "seal": "0" * 64} if one["state"] == "unreadable" else one for one in ballots]


def other_contest(ballot: Plain) -> None:
    ballot["choices"]["p02"] = ["eno"]


def one_more(number: int) -> int:
    return number + 1


ATTACKS = [
    # the folder
    Attack(
        "a file altered after it was listed",
        {"last": lambda f: other_line(f, "lots.json", b"seeds", b"seedz")},
    ),
    Attack("a reading file altered", {"last": lambda f: {**f, "verify.py": f["verify.py"] + b"#"}}),
    Attack("a file added", {"last": lambda f: {**f, "more.txt": b"x"}}),
    # the manifest
    Attack("one trustee opens alone", {"manifest": at("needed", to=1)}),
    Attack("one opener twice", {"manifest": at("openers", to=[1, 1])}),
    Attack(
        "one key for two trustees",
        {"manifest": lambda m: at("trustees", 2, "sign_key", to=m["trustees"][0]["sign_key"])(m)},
    ),
    Attack(
        "a rule that nobody counts by",
        {"manifest": at("papers", 3, "contests", 0, "rule", to="approval")},
    ),
    Attack("another manifest than announced", {}, asked=("--manifest", "0" * 64)),
    Attack(
        "manifest swapped under the statements",
        {"last": lambda f: other_line(f, "manifest.json", b"Invented", b"Inverted")},
    ),
    Attack(
        "manifest swapped and listed",
        {"files": lambda f: other_line(f, "manifest.json", b"Trustee 1", b"Trustee 9")},
    ),
    Attack(
        "candidates renamed",
        {"files": lambda f: other_line(f, "manifest.json", b'"en":"asha"', b'"en":"bo"')},
    ),
    # the box
    Attack("an envelope copied", {"envelopes": lambda e: [e[1], *e[1:]]}),
    Attack("seals out of order", {"seals": lambda s: [s[1], s[0], *s[2:]]}, edition="public"),
    Attack("box signed by somebody else", {"box-key": foreign}),
    Attack("box statement of another election", {"box_says": at("manifest_hash", to="0" * 64)}),
    Attack("another root signed", {"box_says": at("box_root", to="0" * 64)}),
    Attack(
        "fewer envelopes signed",
        {
            "box_says": lambda s: {
                **s,
                "envelopes": s["envelopes"] + 1,
                "ballots": s["ballots"] + 1,
            },
            "openings": at("ballots", to=one_more),
        },
        edition="public",
    ),
    Attack("another root than announced", {}, asked=("--root", "0" * 64)),
    Attack("a voter's seal is not there", {}, asked=("--seal", "AAAA-AAAA")),
    Attack("extension by somebody else", {"extension-key": foreign}),
    Attack("extension of another election", {"extension": at("manifest_hash", to="0" * 64)}),
    Attack("extended too far", {"extension": at("closes_at", to="2027-03-23T09:00:00Z")}),
    Attack("extended backwards", {"extension": at("closes_at", to="2027-03-14T09:00:00Z")}),
    # the opening
    Attack("opening signed by somebody else", {"opening-1-key": foreign}),
    Attack("opening of another election", {"opening-2": at("manifest_hash", to="0" * 64)}),
    Attack("an opener signs for the other", {"opening-2": at("opener", to=1)}),
    Attack("opened by too few shares", {"opening-1": at("trustees", to=[1, 1])}),
    Attack("one opener alone", {"files": without("opening-2.json")}),
    Attack("openers differ", {"opening-2": at("ballots_sha256", to="0" * 64)}),
    Attack("another box opened", {"openings": at("box_root", to="0" * 64)}),
    Attack("a part of the box opened", {"openings": at("lost_seeds", to=1)}),
    Attack("ballots hidden from the statement", {"box_says": at("ballots", to=lambda n: n - 1)}),
    Attack("trackers that nobody signed", {"openings": at("trackers_sha256", to="0" * 64)}),
    Attack("a tracker used twice", {"ballots": same_tracker}),
    Attack("a voter's tracker is not there", {}, asked=("--tracker", "AAAA-AAAA-AAAA-AAAA")),
    # which record
    Attack(
        "more than a public record shows",
        {"files": lambda f: {**f, "counts.json": b"{}"}},
        edition="public",
    ),
    Attack("a list hidden", {"files": without("ballots.jsonl")}, edition="public", is_list=True),
    Attack("an observers' record without its box", {"files": without("box.bin")}),
    # the contents
    Attack("an envelope altered", {"box": bit}),
    Attack("an envelope dropped", {"box": lambda d: d[:-42]}),
    Attack(
        "an envelope of no paper",
        {"envelopes": lambda e: [*e, "0107" + "22" * 40], "openings": at("lost_seeds", to=1)},
    ),
    Attack("more votes than voters", {"participation": at("p01", "roll", to=7)}),
    Attack("a vote for somebody who stayed away", {"participation": at("p02", "cast", to=5)}),
    Attack(
        "another roll than the manifest's",
        {"participation": at("p01", "roll", to=41)},
        is_list=True,
    ),
    Attack("a ballot dropped", {"files": cut_last_ballot}),
    Attack("a ballot doubled", {"files": doubled_ballot}),
    Attack(
        "ballots that nobody signed",
        {
            "openings": at("ballots_sha256", to="0" * 64),
            "result": at("ballots_sha256", to="0" * 64),
        },
    ),
    Attack(
        "a ballot altered",
        {"files": lambda f: other_line(f, "ballots.jsonl", b'"cleo"', b'"asha"')},
    ),
    Attack("ballots out of order", {"lines": unsorted}),
    Attack("trackers of other ballots", {"trackers": lambda t: ["AAAA-AAAA-AAAA-AAAA", *t[1:]]}),
    Attack("a preference for nobody", {"ballots": marks("p01", "nobody", place=5)}),
    Attack("a preference twice", {"ballots": marks("p01", "asha", "asha", place=1)}),
    Attack("too many marks", {"ballots": marks("p04", "gil", "hana", "ida", place=1)}),
    Attack("marks out of the paper's order", {"ballots": marks("p02", "fay", "eno", place=2)}),
    Attack("a blank where none is allowed", {"ballots": marks("p03", place=3)}),
    Attack("a contest of another paper", {"ballots": first("p01", other_contest)}),
    Attack("a ballot with more in it", {"ballots": first("p02", lambda b: b.update(note="x"))}),
    Attack("a tracker that is none", {"ballots": first("p02", lambda b: b.update(tracker="A"))}),
    Attack("an unreadable ballot from elsewhere", {"ballots": lost}),
    Attack(
        "a spoilt ballot with a seal",
        {"ballots": first("p02", lambda b: b.update(seal="x"), "spoilt")},
    ),
    Attack("spoilt ballots not signed", {"openings": at("spoilt", to=0)}),
    Attack("unreadable ballots not signed", {"openings": at("unreadable", to=0)}),
    Attack(
        "a ballot moved to another paper",
        {
            "envelopes": lambda e: [e[0][:2] + "01" + e[0][4:], *e[1:]],
            "participation": lambda p: at("p02", "cast", to=one_more)(
                at("p01", "cast", to=lambda n: n - 1)(p)
            ),
        },
    ),
    # the lot
    Attack(
        "a lot to one's liking",
        {"lots": at("order", "p02", to=lambda order: order[::-1])},
        edition="public",
    ),
    Attack(
        "a lot by no seed",
        {"openings": lambda s: {**s, "lost_seeds": 2, "seeds": []}},
        edition="public",
    ),
    Attack(
        "a drawn lot where seeds decide",
        {
            "manifest": at("ties", to="sealed-seeds"),
            "lots": lambda lots: at("order", "p04", to=lambda o: o[::-1])(
                {**lots, "source": "drawn"}
            ),
        },
        edition="public",
    ),
    Attack(
        "a drawn lot that names one twice",
        {
            "files": lambda f: {
                **f,
                "lots.json": f["lots.json"]
                .replace(b"sealed-seeds", b"drawn")
                .replace(b'"hana"', b'"gil"'),
            }
        },
        edition="public",
    ),
    Attack(
        "a drawn lot that the returning officer never signed",
        {"files": without("lot-1.json")},
        edition="public",
        is_drawn=True,
    ),
    Attack(
        "seeds taken although a lot was drawn and signed",
        {"lots": lambda lots: {**lots, "source": "sealed-seeds"}},
        edition="public",
        is_drawn=True,
    ),
    Attack(
        "another lot than was signed",
        {
            "files": lambda f: other_line(
                f, "lots.json", b'"p02":["reopen","fay","eno"]', b'"p02":["fay","eno","reopen"]'
            )
        },
        edition="public",
        is_drawn=True,
    ),
    Attack("a lot signed by somebody else", {"lot-1-key": foreign}, is_drawn=True),
    Attack(
        "a lot of another election signed",
        {"lot-2": at("manifest_hash", to="0" * 64)},
        is_drawn=True,
    ),
    Attack("the agent signs in the officer's place", {"lot-2": at("witness", to=1)}, is_drawn=True),
    Attack(
        "what an agent saw was another result",
        {"observed": at("result_sha256", to="0" * 64)},
        edition="public",
        is_drawn=True,
    ),
    Attack("an agent who never signed", {"observed-key": foreign}, is_drawn=True),
    # the result
    Attack("a result of another election", {"result": at("manifest_sha256", to="0" * 64)}),
    Attack("a result of another box", {"result": at("box_root", to="0" * 64)}),
    Attack("a result of other ballots", {"result": at("ballots_sha256", to="0" * 64)}),
    Attack(
        "somebody elected who did not stand",
        {"result": at("contests", "p02", "elected", to=["nobody"])},
        edition="public",
    ),
    Attack(
        "re-opening seated",
        {"result": at("contests", "p01", "elected", to=["reopen"])},
        edition="public",
    ),
    Attack(
        "more elected than seats",
        {"result": at("contests", "p01", "elected", to=["asha", "cleo", "dia"])},
        edition="public",
    ),
    Attack(
        "one elected twice",
        {"result": at("contests", "p01", "elected", to=["asha", "asha"])},
        edition="public",
    ),
    Attack("a loser elected", {"result": at("contests", "p04", "elected", to=["ida", "gil"])}),
    Attack("the winner of yes and no turned", {"result": at("contests", "p03", "elected", to=[])}),
    Attack(
        "seats edited",
        {"files": lambda f: other_line(f, "manifest.json", b'"seats":2', b'"seats":1')},
    ),
    Attack("figures edited", {"counts": at("p01", "quota", to=one_more)}),
    Attack("a stage edited", {"counts": at("p01", "stages", 0, "votes", 0, to="9.00000")}),
    Attack(
        "result edited after the recount was signed",
        {"recounted": at("result_sha256", to="0" * 64)},
        edition="public",
    ),
    Attack("recount signed by somebody else", {"recounted-key": foreign}),
    Attack("recount signed for another trustee", {"recounted": at("trustee", to=2)}),
    Attack("destruction signed for another trustee", {"destroyed": at("trustee", to=3)}),
    Attack(
        "destruction of another election's key", {"destroyed": at("manifest_hash", to="0" * 64)}
    ),
    Attack("a file that is no JSON", {"files": lambda f: {**f, "result.json": b"{"}}),
    Attack(
        "the same said in another spelling",
        {"files": lambda f: {**f, "result.json": f["result.json"] + b"\n"}},
    ),
    Attack(
        "a name said twice",
        {
            "files": lambda f: {
                **f,
                "lots.json": canonical({"a": 1}).replace(b'"a":1', b'"a":1,"a":2'),
            }
        },
    ),
]
