"""Editions of minutes as they are published: what is in them, and what never is.

The public edition holds the words that were written for everybody. The members' edition names its
texts by revision and by the journal's salted commitment to it, so that the record can be checked
and the words stay encrypted where they are kept.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.models import Body
from nswp_gov.directory.models import Organisation
from nswp_gov.meetings.models import AgendaItem, Decision, Erratum, Meeting, Minutes, Vote
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.facts import Facts, facts
from nswp_gov.meetings.queries.sitting import Sitting, sitting
from nswp_gov.meetings.states import DecisionAudience, EditionKind, Method
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal, texts
from nswp_gov.store.texts import Text, TextRevision

THRESHOLD = 3  # counts below it are not told in public
FORMAT = 2


@dataclass(frozen=True)
class Masked:
    """The numbers of a vote as the public may read them; None: not shown."""

    in_favour: int | None
    against: int | None
    abstained: int | None


def mask(in_favour: int, against: int, abstained: int, present: int) -> Masked:
    """Return the numbers of a vote from which nobody can work out how few voted how.

    A number below the threshold is hidden, and further ones, smallest first, until those hidden
    (they who did not vote among them) are together at least the threshold: the sum would tell.
    """
    cells = {"in_favour": in_favour, "against": against, "abstained": abstained}
    hidden = {name for name, value in cells.items() if value < THRESHOLD}
    silent = present - sum(cells.values())
    for name in sorted(cells, key=lambda one: cells[one]):
        if silent + sum(cells[one] for one in hidden) >= THRESHOLD:
            break
        hidden.add(name)
    return Masked(**{name: None if name in hidden else value for name, value in cells.items()})


def compose(
    session: Session, meeting: Meeting, minutes: Minutes, kind: EditionKind
) -> dict[str, Any]:
    """Return the body of an edition: plain values, in canonical order when it is hashed."""
    whole = sitting(session, meeting, meeting.locale)
    words = _Words(session, whole)
    happened = facts(whole)
    item = _public_item if kind is EditionKind.PUBLIC else _members_item
    return {
        "format": FORMAT,
        "record": "minutes",
        "edition": kind.value,
        "body": whole.body.slug,
        "body_name": _name(session, whole.body),
        "starts_at": meeting.starts_at,
        "zone": meeting.zone,
        "language": meeting.locale.tag,
        "approved_at": minutes.approved_at,
        "approved_by": minutes.approved_by,
        "published_at": minutes.published_at,
        "present": _present(whole, kind),
        "quorum_at_opening": _quorum(whole, kind),
        "events": _events(whole, happened, None, kind),
        "items": [
            {"number": row.position, "closed": True}
            if row.is_closed
            else {
                "number": row.position,
                "closed": False,
                "events": _events(whole, happened, row.id, kind),
                "recusals": _recusals(whole, row, kind),
                **item(whole, words, row),
            }
            for row in whole.items
        ],
    }


class _Words:
    """The texts of a meeting, by record and field, with every revision."""

    def __init__(self, session: Session, whole: Sitting) -> None:
        decisions = [row.id for rows in whole.decisions.values() for row in rows]
        rows = records.texts_for(
            session,
            {
                "agenda_item": [row.id for row in whole.items if not row.is_closed],
                "motion": [row.id for rows in whole.motions.values() for row in rows],
                "decision": decisions,
                "action": [row.id for rows in whole.actions.values() for row in rows],
            },
        )
        self._rows = {(row.subject_id, row.field): row for row in rows}
        self._revisions = texts.revisions_of(session, [row.id for row in rows])
        self._commitments = _commitments(session, self._revisions.values())

    def spoken(self, record_id: uuid.UUID, field: str) -> dict[str, str]:
        """Return the words in each language that has them, by language tag."""
        row = self._rows.get((record_id, field))
        if row is None:
            return {}
        newest = texts.shown_in(self._revisions[row.id])
        return {locale.tag: one.words for locale, one in newest.items() if one.words}

    def pinned(self, record_id: uuid.UUID, field: str) -> dict[str, Any] | None:
        """Return which revision of the source stands, and the commitment to its words."""
        row = self._rows.get((record_id, field))
        last = row and _last_source(row, self._revisions[row.id])
        if row is None or not last:
            return None
        return {
            "text": row.id,
            "revision": last.number,
            "commitment": self._commitments[last.id],
        }


def _last_source(text: Text, revisions: Iterable[TextRevision]) -> TextRevision | None:
    rows = [row for row in revisions if row.locale is text.source_locale]
    return rows[-1] if rows else None


def _commitments(
    session: Session, revisions: Iterable[Sequence[TextRevision]]
) -> dict[uuid.UUID, str]:
    ids = [row.id for rows in revisions for row in rows]
    rows = session.execute(
        select(journal.Revision.entity_id, journal.Revision.commitment)
        .where(journal.Revision.entity == "text_revision", journal.Revision.entity_id.in_(ids))
        .order_by(journal.Revision.number)
    )
    return {row.entity_id: row.commitment for row in rows}


def _name(session: Session, body: Body) -> dict[str, str]:
    row = texts.texts_of(session, "body", body.id)["name"]
    found = texts.revisions_of(session, [row.id])[row.id]
    return {locale.tag: one.words for locale, one in texts.shown_in(found).items()}


def _events(
    whole: Sitting, happened: Facts, item_id: uuid.UUID | None, kind: EditionKind
) -> list[dict[str, Any]]:
    """Tell when the quorum was reached and lost; who came and went, to the members of a body."""
    names_people = kind is EditionKind.MEMBERS and not whole.is_assembly
    told = []
    for fact in happened.get(item_id, ()):
        if fact.attendance is None:
            told.append({"at": fact.at, "kind": fact.kind})
        elif names_people:
            told.append({"at": fact.at, "kind": fact.kind, "person": fact.attendance.person_id})
    return told


def _recusals(whole: Sitting, item: AgendaItem, kind: EditionKind) -> dict[str, Any]:
    """Tell who took no part: by name to the members of a body, else those who agreed to it."""
    out = {row.person_id for row in whole.recusals.get(item.id, ())}
    if kind is EditionKind.PUBLIC or whole.is_assembly:
        out_named = {
            row.person_id for row in whole.came() if row.is_named and _is_public(whole, row)
        }
        return {"people": sorted(out & out_named), "others": bool(out - out_named)}
    return {"people": sorted(out), "others": False}


def _present(whole: Sitting, kind: EditionKind) -> dict[str, Any]:
    came = whole.came()
    people = {row.person_id for row in came}
    if kind is EditionKind.MEMBERS and not whole.is_assembly:
        return {
            "count": len(people),
            "people": [
                {"person": row.person_id, "seat": row.seat_id, "capacity": row.capacity}
                for row in came
            ],
            "apologies": [row.person_id for row in whole.apologies()],
        }
    named = sorted({row.person_id for row in came if row.is_named and _is_public(whole, row)})
    is_told = kind is EditionKind.MEMBERS or len(people) >= THRESHOLD
    return {"count": len(people) if is_told else None, "people": named}


def _is_public(whole: Sitting, row: Any) -> bool:
    person = whole.people.get(row.person_id)
    return person is not None and person.public_name is not None


def _quorum(whole: Sitting, kind: EditionKind) -> dict[str, Any]:
    """Tell that there was a quorum; how many votes there are is told for seats to members only."""
    instants = [row.arrived_at for row in whole.attendances if row.arrived_at is not None]
    if not instants:
        return {"is_reached": False}
    best = max((whole.quorum(one) for one in instants), key=lambda one: one.present)
    if kind is EditionKind.PUBLIC or whole.is_assembly:
        return {"is_reached": best.is_reached}
    return {
        "is_reached": best.is_reached,
        "present": best.present,
        "needed": best.needed,
        "entitled": best.entitled,
    }


def _public_item(whole: Sitting, words: _Words, item: AgendaItem) -> dict[str, Any]:
    return {
        "title": words.spoken(item.id, "title"),
        "text": words.spoken(item.id, "public"),
        "decisions": [
            {
                "id": row.id,
                "number": row.number,
                "decided_on": row.decided_on,
                "text": words.spoken(row.id, "text"),
                "vote": _public_vote(whole.vote_on(row), whole),
            }
            for row in whole.decisions.get(item.id, ())
            if row.audience is DecisionAudience.PUBLIC
        ],
    }


def _public_vote(vote: Vote, whole: Sitting) -> dict[str, Any]:
    told = {"method": vote.method, "majority": vote.majority, "is_carried": vote.is_carried}
    if vote.method is Method.CONSENSUS:
        return told
    told |= _by_election(vote, whole)
    masked = mask(vote.in_favour, vote.against, vote.abstained, vote.present)
    if not vote.tells_numbers:
        masked = Masked(None, None, None)
    return told | {
        "in_favour": masked.in_favour,
        "against": masked.against,
        "abstained": masked.abstained,
    }


def _by_election(vote: Vote, whole: Sitting) -> dict[str, str]:
    """Name the election that made a vote by its public address."""
    slug = whole.slug_of(vote)
    return {"election": slug} if slug else {}


def _members_item(whole: Sitting, words: _Words, item: AgendaItem) -> dict[str, Any]:
    return {
        "title": words.pinned(item.id, "title"),
        "text": words.pinned(item.id, "minutes"),
        "motions": [
            {
                "number": f"{item.position}.{motion.ordinal}",
                "text": words.pinned(motion.id, "text"),
                "state": motion.state,
                "votes": [_members_vote(vote, whole) for vote in whole.votes.get(motion.id, ())],
            }
            for motion in whole.motions.get(item.id, ())
        ],
        "decisions": [
            _members_decision(row, words)
            for row in whole.decisions.get(item.id, ())
            if row.audience is not DecisionAudience.BODY
        ],
        "actions": [
            {
                "number": row.number,
                "text": words.pinned(row.id, "text"),
                "owner": row.owner_id,
                "is_of_organisation": row.organisation_id is not None,
                "due_on": row.due_on,
            }
            for row in whole.actions.get(item.id, ())
        ],
    }


def _members_decision(row: Decision, words: _Words) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "decided_on": row.decided_on,
        "review_on": row.review_on,
        "text": words.pinned(row.id, "text"),
    }


def _members_vote(vote: Vote, whole: Sitting) -> dict[str, Any]:
    told = {
        "method": vote.method,
        "majority": vote.majority,
        "in_favour": vote.in_favour if vote.tells_numbers else None,
        "against": vote.against if vote.tells_numbers else None,
        "abstained": vote.abstained if vote.tells_numbers else None,
        "is_quorate": vote.is_quorate,
        "is_carried": vote.is_carried,
        **_by_election(vote, whole),
    }
    if whole.is_assembly:
        return told
    return told | {"present": vote.present, "entitled": vote.entitled, "needed": vote.needed}


def compose_erratum(
    row: Erratum, item: AgendaItem | None, words: Mapping[Locale, str]
) -> dict[str, Any]:
    """Return the body of a public erratum."""
    return {
        "format": FORMAT,
        "record": "erratum",
        "ordinal": row.ordinal,
        "item": item.position if item else None,
        "added_at": row.added_at,
        "text": {locale.tag: said for locale, said in words.items()},
    }


def published(
    session: Session, meeting_id: uuid.UUID, kind: EditionKind
) -> journal.PublishedRecord | None:
    """Return an edition of a meeting's minutes as it was published, or None."""
    return session.scalar(
        select(journal.PublishedRecord).where(
            journal.PublishedRecord.kind == "minutes",
            journal.PublishedRecord.subject_id == meeting_id,
            journal.PublishedRecord.name == kind.value,
        )
    )


def preview(session: Session, meeting: Meeting, minutes: Minutes) -> dict[str, Any]:
    """Return the public edition as it would be published now, with plain values."""
    body = compose(session, meeting, minutes, EditionKind.PUBLIC)
    found: dict[str, Any] = json.loads(journal.canonical_json(body))
    return found


def names_said(session: Session, meeting: Meeting, edition: Mapping[str, Any]) -> list[str]:
    """Return names in the public words of people and organisations that did not agree to it.

    Those who were there without consenting, and the organisations that were represented, as whole
    words in any case. Whoever publishes reads them first: a name may also be an ordinary word.
    """
    rows = records.attendances(session, meeting.id)
    silent = {row.person_id for row in rows} - {row.person_id for row in rows if row.is_named}
    people = select(Person.name).where(Person.id.in_(silent))
    present = {row.organisation_id for row in rows if row.organisation_id is not None}
    organisations = select(Organisation.name).where(Organisation.id.in_(present))
    said = json.dumps(edition["items"], ensure_ascii=False).casefold()
    known = {*session.scalars(people), *session.scalars(organisations)}
    return sorted(name for name in known if _is_said(name, said))


def _is_said(name: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", said) is not None


def public_names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return the public names of people by id, of those who still have one; one query."""
    wanted = [uuid.UUID(one) for one in ids]
    rows = session.execute(select(Person.id, Person.public_name).where(Person.id.in_(wanted)))
    return {str(row.id): row.public_name for row in rows if row.public_name}


def public_errata(session: Session, meeting_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return the public errata of a meeting's minutes, as they were published."""
    rows = session.scalars(
        select(journal.PublishedRecord)
        .where(
            journal.PublishedRecord.kind == "erratum",
            journal.PublishedRecord.subject_id == meeting_id,
        )
        .order_by(journal.PublishedRecord.event_id)
    )
    return [json.loads(row.body) for row in rows]
