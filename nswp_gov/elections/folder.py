"""The record of an election as a folder: the public one, and the observers' one.

The same record gives the same bytes. What is only for reading lies beside what is checked.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from enum import StrEnum

from sqlalchemy.orm import Session

from nswp_gov.elections import queries, verifier
from nswp_gov.elections.contests import one_title, read_counted
from nswp_gov.elections.models import CountResult, Election
from nswp_gov.elections.record import BALLOTS, CEREMONY, INDEX, OPENINGS, README, VERIFIER
from nswp_gov.rules.counting import election_of, write_blt
from nswp_gov.rules.counting.figures_csv import write_csv
from nswp_gov.rules.counting.motion import MotionResult
from nswp_gov.sealing import Contest
from nswp_gov.sealing.canonical import canonical, parse

FORMAT = "nswp-record-1"


class Edition(StrEnum):
    """Whom a record is for."""

    PUBLIC = "public"
    OBSERVERS = "observers"


def files_of(session: Session, election: Election, edition: Edition) -> dict[str, bytes]:
    """Return the files of a record by name, its index and what a page prints aside."""
    made = {VERIFIER: verifier.source(), README: verifier.readme()}
    for one in queries.files(session, election.id):
        if one.is_public or (edition is Edition.OBSERVERS and _is_of_record(one.name)):
            made[one.name] = one.body
    if BALLOTS in made:
        made.update(_for_other_programs(session, election, made[BALLOTS]))
    return made


def _is_of_record(name: str) -> bool:
    is_copy = name.startswith(OPENINGS) and name.endswith(".jsonl")
    return not is_copy and not name.startswith(CEREMONY)


def packed(election: Election, edition: Edition, files: Mapping[str, bytes]) -> bytes:
    """Return the record as one zip file, with the index of its files."""
    listed = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    index = {
        "format": FORMAT,
        "record": edition,
        "election": election.slug,
        "files": listed,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted({**files, INDEX: canonical(index)}.items()):
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _for_other_programs(
    session: Session, election: Election, ballots: bytes
) -> Iterator[tuple[str, bytes]]:
    """Give each count as JSON and CSV, and its papers as BLT where they are rankings."""
    papers = {paper.id: paper for paper in queries.manifest_of(election).papers}
    marks: dict[str, list[tuple[str, ...]]] = {paper: [] for paper in papers}
    for line in ballots.splitlines():
        one = parse(line)
        if one["state"] == "valid":
            marks[one["paper"]].append(tuple(one["choices"][papers[one["paper"]].contests[0].id]))
    for post in queries.posts(session, election.id):
        found = queries.result(session, post.id)
        if found is not None:
            (contest,) = papers[post.paper].contests
            yield f"count-{post.paper}.json", found.record.encode()
            yield f"{post.paper}.csv", _csv(found, post.paper)
            if contest.kind != "yesno":
                yield f"{post.paper}.blt", _blt(contest, marks[post.paper])


def _csv(found: CountResult, name: str) -> bytes:
    counted = read_counted(found.record)
    if isinstance(counted, MotionResult):
        rows = (("yes", counted.yes), ("no", counted.no), ("abstain", counted.abstained))
        return "".join(f"{row[0]},{row[1]}\n" for row in (("answer", "votes"), *rows)).encode()
    return write_csv(counted, name).encode()


def _blt(contest: Contest, marks: list[tuple[str, ...]]) -> bytes:
    number = {option: place for place, option in enumerate(contest.option_ids, start=1)}
    return write_blt(
        election_of(
            [tuple(number[option] for option in paper) for paper in marks],
            candidates=[one_title(option.title) for option in contest.options],
            seats=contest.seats,
            title=one_title(contest.title),
        )
    )
