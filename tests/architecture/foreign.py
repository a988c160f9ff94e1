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
from nswp_gov.announcements import operations as announcements
from nswp_gov.announcements.states import Kind as News
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Term
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import JointAppointment, Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.elections import operations as elections
from nswp_gov.mailings import operations as mailings
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.links import Stop
from nswp_gov.mailings.operations import Words
from nswp_gov.manual.states import Readership
from nswp_gov.meetings import operations as meetings
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.texts import texts_of
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.applications import begin_application, fill_in, make_reviewed
from tests.factories.bodies import BEGAN, make_term, staff_actor
from tests.factories.complaints import make_raised
from tests.factories.consultations import make_open
from tests.factories.consultations import write as write_reply
from tests.factories.directory import actor_of
from tests.factories.elections import STAFF, make_election
from tests.factories.imports import bring_in, importing, make_importer, row
from tests.factories.library import at, foreign_library
from tests.factories.mailings import OFFICE, make_mailing
from tests.factories.manual import BEGUN, make_document, make_draft, reword
from tests.factories.meetings import hold
from tests.factories.membership import make_member
from tests.factories.policies import foreign_policies
from tests.factories.training import foreign_training

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
    asked = _consultation(work, keys, house)
    people = _people(work) | {"board": holder}
    term = work.session.scalars(select(Term).where(Term.person_id == holder.id)).one()
    grant = work.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == people["translator"].id)
    ).one()
    values = {
        **meeting,
        **_of_register(work, house),
        "mailing_id": _mailing(work, owner),
        "application_id": make_reviewed(work).id,
        "complaint_id": make_raised(work, words="Zqcomplaint.").id,
        "organisation_id": house.id,
        "person_id": owner.id,
        "post_id": chain.post.id,
        "nomination_id": nomination.id,
        "claim_id": claim.id,
        "draft_id": draft.id,
        "recovery_id": recovery.id,
        "joint_id": _joint(work, house).id,
        "grant_id": grant.id,
        "term_id": term.id,
        "seat_id": term.seat_id,
        "announcement_id": _foreign_draft(work, house, owner.id),
        "key": "c1",
        "paper": chain.post.paper,
        "text_id": _note(work, meeting["item_id"]),
    }
    by_room = {
        ("applications", "token"): draft_token,
        ("elections", "slug"): chain.election.slug,
        ("directory", "slug"): house.slug,
        ("directory", "code"): "KE",
        ("directory.in_region", "code"): REGION,
        ("directory.in_region_file", "code"): REGION,
        ("bodies", "slug"): "board",
        ("consultations", "slug"): asked,
        ("manual", "slug"): document.slug,
        ("manual", "code"): "fr",
        ("desk", "code"): "fr",
        ("mailings", "slug"): _named_list(work, house),
        ("mailings", "code"): "fr",
        ("mailings", "token"): _stop_token(),
        ("announcements", "code"): "fr",
        **foreign_policies(work, ("Zqcouncil", "Zqguidance", "Zqposition")),
        **foreign_training(work, house, owner.id),
        **foreign_library(
            replace(work, actor=actor_of(owner.id, house)),
            work,
            house.id,
            at(keys.folder / "files"),
            titles=("Zqoffer", "Zqrisks"),
        ),
    }
    return Foreign(values, by_room, people)


def _joint(work: Work, house: Organisation) -> JointAppointment:
    """Have the office ask for the appointment of somebody who is not named elsewhere."""
    office = replace(work, actor=staff_actor(make_person(work, "Zqoffice").id))
    person = make_person(work, "Zqappointed", passphrase=None, totp=False)
    return directory.ask_jointly(office, house, person.id, Capacity.EDITOR, reason="Zqsilence.")


def _foreign_draft(work: Work, house: Organisation, owner_id: uuid.UUID) -> uuid.UUID:
    """Send a draft of news that only its sender and the secretariat may see."""
    own = replace(work, actor=actor_of(owner_id, house))
    words = announcements.Words("Zqalert", body="Zqraid.")
    about = announcements.About(kind=News.ALERT)
    return announcements.send_draft(own, house.id, locale=Locale.EN, words=words, about=about).id


def _mailing(work: Work, owner: Person) -> uuid.UUID:
    """Send a letter that is for one person alone; return it."""
    words = {Locale.EN: Words("Zqsubject", "Zqbody words.")}
    made = make_mailing(work, audience=Audience.of_people([owner.id]), words=words)
    mailings.send(replace(work, actor=OFFICE), made)
    return made.id


def _stop_token() -> str:
    """Return the token of a link that stops somebody's letters."""
    return Stop(address_index="0" * 64, person_id=None).seal()


def _named_list(work: Work, house: Organisation) -> str:
    """Put the organisation on a list of the office; return its slug."""
    named = mailings.begin_list(replace(work, actor=OFFICE), "Zqlist")
    mailings.put_on(replace(work, actor=OFFICE), named, organisation_id=house.id)
    return named.slug


def _note(work: Work, item_id: uuid.UUID) -> uuid.UUID:
    """Return the text of what was minuted behind closed doors."""
    return next(iter(texts_of(work.session, "agenda_item", item_id).values())).id


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


def _consultation(work: Work, keys: KeyFolder, house: Organisation) -> str:
    """Have the organisation write in its reply to an open consultation; return its slug."""
    asked = make_open(work, keys)
    write_reply(work, asked, house, {"words": "Zqreply"})
    return asked.row.slug
