"""Letters about places: neutral, in the language of each person who speaks for an organisation."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import can_be_written_to, write_to
from nswp_gov.directory.queries import acting_people
from nswp_gov.directory.states import Capacity
from nswp_gov.store.clock import civil_day
from nswp_gov.store.work import Work
from nswp_gov.training.models import Call, Event, PlaceApplication
from nswp_gov.training.states import OVER

SPEAKING = (Capacity.EDITOR, Capacity.DELEGATE, Capacity.ALTERNATE)


def speakers(work: Work, row: PlaceApplication) -> Iterator[Person]:
    """Give those who speak for the applicant now and can be written to."""
    acting = acting_people(work.session, row.organisation_id, work.now)
    wanted = {one for capacity in SPEAKING for one in acting[capacity]}
    people = work.session.scalars(select(Person).where(Person.id.in_(wanted)).order_by(Person.id))
    yield from (one for one in people if can_be_written_to(one))


def tell(work: Work, row: PlaceApplication, letter: str) -> int:
    """Queue a letter to each of those who speak for the applicant; return how many."""
    people = list(speakers(work, row))
    for person in people:
        until = civil_day(row.answer_by, person.zone).isoformat() if row.answer_by else ""
        write_to(
            work,
            person,
            f"training/{letter}",
            values={"application": str(row.id), "until": until},
            key=f"training/{row.id}/{letter}/{work.now.isoformat()}/{person.id}",
        )
    return len(people)


def tell_all(work: Work, event: Event) -> None:
    """Tell every organisation that holds places at an event, waits or applied: it has changed."""
    rows = work.session.scalars(
        select(PlaceApplication)
        .join(Call, Call.id == PlaceApplication.call_id)
        .where(Call.event_id == event.id, PlaceApplication.state.not_in(OVER))
    ).all()
    for row in rows:
        tell(work, row, "changed")
