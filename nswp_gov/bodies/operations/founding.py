"""Setting up bodies: the board, its committee and the assembly, with draft rules."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from nswp_gov.bodies import policy
from nswp_gov.bodies.models import Body, Seat
from nswp_gov.bodies.operations.rules import Basis, place_rule
from nswp_gov.bodies.operations.wording import (
    ASSEMBLY,
    BOARD,
    CHAIR,
    COMMITTEE,
    MEMBER,
    PRESIDENT,
    REGIONS,
)
from nswp_gov.bodies.states import Approval, BodyKind, Electorate, Precedent, RuleName
from nswp_gov.rules.audience import Step
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import DomainError, need
from nswp_gov.store.work import Work

COMMITTEE_SEATS = 4
Defaults = Mapping[RuleName, tuple[Mapping[str, Any], Precedent]]

HALF_OF_SEATS = {"share": "1/2", "more_than": True, "at_least": 2, "groups": 0}
MINUTES = {
    "corrections_days": 14,
    "approval": Approval.LATER_MEETING.value,
    "circulation_days": 14,
}
COMPLAINTS = {
    "receivers": "",
    "readers": 2,
    "acknowledge_days": 7,
    "outcome_days": 60,
    "appeal_days": 30,
}
TWO_YEARS = {"years": 2, "begins": "01-01"}

# The network's own texts could not be had for these: each is a draft default that names whose
# shape it follows, until the board adopts one (docs/decisions).
BOARD_RULES: Defaults = {
    RuleName.QUORUM: ({**HALF_OF_SEATS, "groups": 3}, Precedent.MODEL_ARTICLES),
    RuleName.NOTICE: ({"days": 14}, Precedent.MODEL_ARTICLES),
    RuleName.MAJORITY: ({"name": "simple"}, Precedent.MODEL_ARTICLES),
    RuleName.PROXIES: ({"most": 0}, Precedent.MODEL_ARTICLES),
    RuleName.MINUTES: (MINUTES, Precedent.MODEL_ARTICLES),
    RuleName.TERM: (TWO_YEARS, Precedent.NETWORK_SITE),
    RuleName.COOPTION: ({"is_allowed": True}, Precedent.MODEL_ARTICLES),
    RuleName.COMPLAINTS: (COMPLAINTS, Precedent.ESWA),
}
COMMITTEE_RULES: Defaults = {
    RuleName.QUORUM: (HALF_OF_SEATS, Precedent.MODEL_ARTICLES),
    RuleName.NOTICE: ({"days": 7}, Precedent.MODEL_ARTICLES),
    RuleName.MAJORITY: ({"name": "simple"}, Precedent.MODEL_ARTICLES),
    RuleName.PROXIES: ({"most": 0}, Precedent.MODEL_ARTICLES),
    RuleName.MINUTES: (MINUTES, Precedent.MODEL_ARTICLES),
    RuleName.TERM: (TWO_YEARS, Precedent.MODEL_ARTICLES),
    RuleName.COOPTION: ({"is_allowed": True}, Precedent.MODEL_ARTICLES),
}
ASSEMBLY_RULES: Defaults = {
    RuleName.QUORUM: (
        {"share": "1/4", "more_than": False, "at_least": 5, "groups": 3},
        Precedent.ILGA_WORLD,
    ),
    RuleName.NOTICE: ({"days": 42}, Precedent.ILGA_WORLD),
    RuleName.MAJORITY: ({"name": "simple"}, Precedent.MODEL_ARTICLES),
    RuleName.PROXIES: ({"most": 1}, Precedent.ILGA_WORLD),
    RuleName.MINUTES: ({**MINUTES, "corrections_days": 28}, Precedent.ILGA_EUROPE),
}


@dataclass(frozen=True, kw_only=True)
class NewSeat:
    """A seat as it is to be; `label` in at least one language, the first its source."""

    label: Mapping[Locale, str]
    electorate: Electorate
    opened_on: date
    region: str | None = None
    is_chair: bool = False
    phase: int = 0


class BoardExists(DomainError):
    """The network has its board already."""

    code = "board_exists"


def found_board(work: Work, *, from_on: date | None = None) -> Body:
    """Set up the board (President and two seats a region), its committee and the assembly.

    Every rule is a draft default that names whose it follows; `from_on`: since when they exist
    (default: today).

    Raises:
        Denied: only the secretariat or the administrator.
        BoardExists: there is a board.

    """
    need(policy.may_found(work.actor))
    if work.session.scalar(select(Body.id).where(Body.kind == BodyKind.BOARD)):
        raise BoardExists
    day = from_on or work.today
    board = _place_body(work, BodyKind.BOARD, "board", "B", name=BOARD)
    for new in _board_seats(day):
        _place_seat(work, board, new)
    committee = _place_body(work, BodyKind.COMMITTEE, "management-committee", "C", name=COMMITTEE)
    for new in _committee_seats(day):
        _place_seat(work, committee, new)
    assembly = _place_body(work, BodyKind.ASSEMBLY, "general-assembly", "A", name=ASSEMBLY)
    _place_rules(work, board, BOARD_RULES, day)
    _place_rules(work, committee, COMMITTEE_RULES, day)
    _place_rules(work, assembly, ASSEMBLY_RULES, day)
    work.record("bodies.board_founded", board)
    return board


def _board_seats(day: date) -> Iterator[NewSeat]:
    """Give the President's seat and two for each region, staggered."""
    yield NewSeat(label=PRESIDENT, electorate=Electorate.ALL, opened_on=day, is_chair=True)
    for region, wording in REGIONS.items():
        for phase in (0, 1):
            yield NewSeat(
                label=_numbered(wording, phase + 1),
                electorate=Electorate.REGION,
                opened_on=day,
                region=region,
                phase=phase,
            )


def _committee_seats(day: date) -> Iterator[NewSeat]:
    yield NewSeat(label=CHAIR, electorate=Electorate.BOARD, opened_on=day, is_chair=True)
    for number in range(COMMITTEE_SEATS):
        label = _numbered(MEMBER, number + 1)
        yield NewSeat(label=label, electorate=Electorate.BOARD, opened_on=day, phase=number % 2)


def _numbered(wording: Mapping[Locale, str], number: int) -> Mapping[Locale, str]:
    return {locale: f"{words} ({number})" for locale, words in wording.items()}


def add_body(
    work: Work,
    *,
    kind: BodyKind,
    slug: str,
    mark: str,
    name: Mapping[Locale, str],
    audience: Step = Step.MEMBERS,
) -> Body:
    """Add a committee or working group; `name` in at least one language, the first its source.

    Raises:
        Denied: only the secretariat or the administrator.

    """
    need(policy.may_found(work.actor))
    body = _place_body(work, kind, slug, mark, name=name, audience=audience)
    work.record("bodies.body_added", body)
    return body


def add_seat(work: Work, body: Body, new: NewSeat) -> Seat:
    """Add a seat to a body, after the others.

    Raises:
        Denied: only the secretariat or the administrator.

    """
    need(policy.may_found(work.actor))
    seat = _place_seat(work, body, new)
    work.record("bodies.seat_added", seat)
    return seat


def _place_body(
    work: Work,
    kind: BodyKind,
    slug: str,
    mark: str,
    *,
    name: Mapping[Locale, str],
    audience: Step = Step.PUBLIC,
) -> Body:
    last = work.session.scalar(select(func.max(Body.position))) or 0
    body = Body(kind=kind, slug=slug, mark=mark, audience=audience, position=last + 1)
    work.session.add(body)
    work.session.flush()
    _place_text(work, ("body", body.id), "name", name, is_sealed=audience is not Step.PUBLIC)
    return body


def _place_seat(work: Work, body: Body, new: NewSeat) -> Seat:
    last = work.session.scalar(select(func.max(Seat.position)).where(Seat.body_id == body.id)) or 0
    seat = Seat(
        body_id=body.id,
        position=last + 1,
        region=new.region,
        electorate=new.electorate,
        is_chair=new.is_chair,
        phase=new.phase,
        opened_on=new.opened_on,
    )
    work.session.add(seat)
    work.session.flush()
    sealed = body.audience is not Step.PUBLIC
    _place_text(work, ("seat", seat.id), "label", new.label, is_sealed=sealed)
    return seat


def _place_rules(work: Work, body: Body, defaults: Defaults, day: date) -> None:
    for name, (value, precedent) in defaults.items():
        basis = Basis(draft_from=precedent.value)
        place_rule(work, body, name, value, from_on=day, basis=basis)


def _place_text(
    work: Work,
    subject: tuple[str, uuid.UUID],
    field: str,
    words: Mapping[Locale, str],
    *,
    is_sealed: bool,
) -> None:
    """Add a text in its first language and the translations that came with it."""
    texts.new_text_in(
        work,
        subject_type=subject[0],
        subject_id=subject[1],
        field=field,
        words=words,
        is_sealed=is_sealed,
        is_shipped=True,
    )
