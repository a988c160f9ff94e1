"""A network in which everything belongs to somebody else, and people of every role beside it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from nswp_gov.accounts.models import Person, RoleGrant
from nswp_gov.accounts.operations import ask_recovery
from nswp_gov.accounts.states import Role
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Term
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.elections import operations as elections
from nswp_gov.manual.states import Readership
from nswp_gov.meetings import operations as meetings
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.applications import begin_application, fill_in, make_reviewed
from tests.factories.bodies import BEGAN, make_term
from tests.factories.directory import actor_of
from tests.factories.elections import STAFF, make_election
from tests.factories.imports import bring_in, importing, make_importer, row
from tests.factories.manual import BEGUN, make_document, make_draft, reword
from tests.factories.meetings import hold
from tests.factories.membership import make_member

REGION = "africa"  # of the foreign organisation; KE lies there


@dataclass(frozen=True)
class Foreign:
    """`values`: what stands for each name in an address; `people`: by role.

    `by_room`: where a name means another thing in each room, or on one page of it.
    """

    values: Mapping[str, object]
    by_room: Mapping[tuple[str, str], object]
    people: Mapping[str, Person]


def build(work: Work, keys: KeyFolder) -> Foreign:
    """Make what nobody below may see (its words begin with Zq), and those who look for it."""
    chain = make_election(work, keys)
    house = make_member(work, name="Zqhouse", country="KE")
    owner = make_person(work, "Zqowner")
    for capacity in (Capacity.EDITOR, Capacity.DELEGATE):
        directory.appoint(work, house, owner.id, capacity)
    nomination, _token = elections.nominate(
        replace(work, actor=actor_of(owner.id, house)),
        chain.post,
        organisation_id=house.id,
        nominee_name="Zqnominee",
        nominee_address=None,
        locale=Locale.EN,
    )
    claim = elections.object_to_roll(
        replace(work, actor=actor_of(owner.id, house)), chain.post, house.id,
        wants_vote=False, words="Zqobjection",
    )  # fmt: skip
    document = make_document(work, slug="zq-rules", title="Zqrules", audience=Readership.MEMBERS)
    draft = make_draft(work, document)
    reword(work, draft, "c1", "Zqdraft words.")
    recovery, _words = ask_recovery(replace(work, actor=STAFF), owner, region=REGION)
    meeting, holder = _closed_meeting(work)
    draft_token = _draft_application(work)
    people = _people(work) | {"board": holder}
    term = work.session.scalars(select(Term).where(Term.person_id == holder.id)).one()
    grant = work.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == people["translator"].id)
    ).one()
    values = {
        **meeting,
        **_of_register(work, house),
        "application_id": make_reviewed(work).id,
        "organisation_id": house.id,
        "person_id": owner.id,
        "post_id": chain.post.id,
        "nomination_id": nomination.id,
        "claim_id": claim.id,
        "draft_id": draft.id,
        "recovery_id": recovery.id,
        "grant_id": grant.id,
        "term_id": term.id,
        "seat_id": term.seat_id,
        "key": "c1",
        "paper": chain.post.paper,
    }
    by_room = {
        ("applications", "token"): draft_token,
        ("elections", "slug"): chain.election.slug,
        ("directory", "slug"): house.slug,
        ("directory", "code"): "KE",
        ("directory.in_region", "code"): REGION,
        ("directory.in_region_file", "code"): REGION,
        ("bodies", "slug"): "board",
        ("manual", "slug"): document.slug,
        ("manual", "code"): "fr",
    }
    return Foreign(values, by_room, people)


def _draft_application(work: Work) -> str:
    """Write an application that only its link and its phrase open; return the link's token."""
    row, token = begin_application(work)
    fill_in(work, row)
    return token


def _of_register(work: Work, house: Organisation) -> dict[str, uuid.UUID]:
    """Bring a list in, and let two records look alike; return what their addresses name."""
    import_batch = bring_in(importing(work, make_importer(work)), [row(1, name="Zqimport")])
    twin = make_member(work, name="Zqtwin")
    membership.begin_statutory(work, reason="Zqcounsel")
    asked = membership.receive_inspection(
        work, who="Zqasker", address="Zqlane", purpose="x", onward="", received_on=work.today
    )
    return {
        "batch_id": import_batch.id,
        "request_id": asked.id,
        "kept_id": house.id,
        "gone_id": twin.id,
    }


def _closed_meeting(work: Work) -> tuple[dict[str, uuid.UUID], Person]:
    """Hold a meeting of the board behind closed doors; return it, and one who was there."""
    begun = replace(work, now=BEGUN)
    board = bodies.body_by_slug(work.session, "board")
    assert board is not None
    seats = bodies.seats_of(work.session, board.id, BEGAN)
    people = [make_person(work, f"Zqseat{number}") for number in range(len(seats))]
    for seat, person in zip(seats, people, strict=True):
        make_term(work, seat, person)
    held = hold(begun, board, people[:9], closed=["Zqdismissal"])
    item = held.items[-1]
    meetings.write_note(held.work, held.meeting, item, words="Zqnote.", seen=0)
    motion = meetings.move(held.work, held.meeting, item, words="Zqmotion.")
    vote = meetings.take_vote(held.work, held.meeting, motion, count=meetings.Count(7, 1, 1))
    decision = meetings.decide(held.work, held.meeting, vote)
    named: dict[str, Any] = {
        "meeting": held.meeting,
        "item": item,
        "motion": motion,
        "decision": decision,
    }
    holder = next(
        person
        for seat, person in zip(seats, people, strict=True)
        if seat.region not in {None, REGION}
    )
    return {f"{name}_id": row.id for name, row in named.items()}, holder


def _people(work: Work) -> dict[str, Person]:
    def of_house(category: Category, *capacities: Capacity) -> Person:
        own: Organisation = make_member(work, category, country="FR")
        person = make_person(work, "Amina")
        for capacity in capacities:
            directory.appoint(work, own, person.id, capacity)
        return person

    return {
        "editor": of_house(Category.FULL, Capacity.EDITOR),
        "delegate": of_house(Category.FULL, Capacity.DELEGATE),
        "associate": of_house(Category.ASSOCIATE, Capacity.EDITOR),
        "translator": make_person(work, "Bela", roles=[Role.TRANSLATOR_FR]),
        "officer": make_person(work, "Chidi", roles=[Role.RETURNING_OFFICER]),
        "administrator": make_person(work, "Dana", roles=[Role.ADMINISTRATOR]),
        "secretariat": make_person(work, "Elif", roles=[Role.SECRETARIAT]),
    }
