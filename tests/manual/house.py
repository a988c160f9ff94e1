"""A small network with a manual and a board about to meet, on the disk, for a real browser."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from nswp_gov import create_app
from nswp_gov.accounts.states import Role
from nswp_gov.bodies import queries as bodies
from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Draft
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.states import DocumentKind
from nswp_gov.meetings import operations as meetings
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.meetings.states import Capacity
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import Work, begin
from nswp_gov.web.extensions import db
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.directory import make_editor
from tests.factories.manual import adopt
from tests.factories.meetings import hold, make_meeting
from tests.factories.membership import make_member
from tests.site.stage import KEYS, Site, settings_for
from tests.tables import make_tables

TITLES = {
    Locale.EN: "Organisational manual",
    Locale.FR: "Manuel de l’organisation",
    Locale.ES: "Manual de la organización",
    Locale.RU: "Руководство организации",
    Locale.ZH_HANS: "组织手册",
}
QUORUM = {
    Locale.EN: "The board can decide when at least six members are present.",
    Locale.FR: "Le conseil peut décider lorsqu’au moins six membres sont présents.",
    Locale.ES: "La junta puede decidir cuando están presentes al menos seis miembros.",
    Locale.RU: "Правление может принимать решения, если присутствуют не менее шести членов.",
    Locale.ZH_HANS: "至少六名成员出席时，理事会可以作出决定。",
}
NOTICE = timedelta(days=15)


@dataclass(frozen=True)
class House:
    """Who and what is in the network, by id."""

    staff: uuid.UUID
    editor: uuid.UUID
    meeting: uuid.UUID


def build(folder: Path) -> House:
    """Make the network in `folder`: edition 1 in force, the board called for about now."""
    settings = settings_for(folder, 80)
    vault.unlock(Keyring(KEYS))
    app = create_app(settings)
    engine = open_engine(settings.database_url)
    make_tables(engine)
    with (
        writing(),
        Session(engine) as session,
        begin(session, SYSTEM, clock.now() - NOTICE - timedelta(hours=1)) as work,
    ):
        made = fill(work)
    engine.dispose()
    with app.app_context():
        for one in db.engines.values():
            one.dispose()
    return made


def fill(work: Work) -> House:
    """Make the network: edition 1 in force, a board meeting called, an officer, a member."""
    earlier = replace(work, now=work.now - timedelta(days=60))
    board = make_board(earlier)
    held = hold(earlier, board.body, board.filled()[:9], titles=["Manual"])
    motion = meetings.move(held.work, held.meeting, held.items[-1], words="To adopt the manual.")
    vote = meetings.take_vote(held.work, held.meeting, motion, count=meetings.Count(7, 1, 1))
    decision = meetings.decide(held.work, held.meeting, vote)
    _write(work)
    document = queries.document_by_slug(work.session, "manual")
    draft = queries.draft_under_way(work.session, document.id)
    assert draft is not None
    adopt(work, draft, decision, decision.decided_on)
    meeting = make_meeting(work, board.body, titles=["Budget"])
    meetings.call_meeting(work, meeting)
    house = make_member(earlier)
    return House(
        staff=make_person(work, "Carla", roles=[Role.SECRETARIAT]).id,
        editor=make_editor(work, house).person_id or uuid.uuid4(),
        meeting=meeting.id,
    )


def _write(work: Work) -> None:
    document = operations.open_document(
        work, kind=DocumentKind.MANUAL, slug="manual", title=TITLES[Locale.EN]
    )
    draft = operations.start_draft(work, document)
    operations.add_clause(work, draft, "board", heading="Board", body="")
    operations.add_clause(
        work, draft, "quorum-board", heading="Quorum", body=QUORUM[Locale.EN], parent_key="board"
    )
    operations.add_clause(
        work, draft, "minutes", heading="Minutes", body="See [[quorum-board]].", parent_key="board"
    )
    clause = queries.clause_by_key(work.session, document.id, "quorum-board")
    for locale in Locale:
        if locale is not Locale.EN:
            operations.translate_title(work, document, locale, TITLES[locale])
            operations.translate_clause(
                work,
                clause,
                locale,
                heading="Quorum" if locale.code != "zh" else "法定人数",
                body=QUORUM[locale],
                made_from=Seen(1, 1),
                seen=Seen(0, 0),
            )


def decide(site: Site, house: House) -> None:
    """Let the board meet now and carry the motion on the draft that lies before it."""
    engine = open_engine(site.settings.database_url)
    with writing(), Session(engine) as session:
        meeting = session.get_one(Meeting, house.meeting)
        with begin(session, SYSTEM, meeting.starts_at) as work:
            _hold(work, session.get_one(Meeting, house.meeting))
    engine.dispose()


def _hold(work: Work, meeting: Meeting) -> None:
    draft = work.session.query(Draft).filter(Draft.item_id.is_not(None)).one()
    item = work.session.get_one(AgendaItem, draft.item_id)
    meetings.open_meeting(work, meeting)
    for one in bodies.holders(work.session, meeting.body_id, work.today)[:9]:
        meetings.check_in(work, meeting, one.person_id, Capacity.HOLDER)
    motion = meetings.move(work, meeting, item, words="To adopt edition 2.")
    vote = meetings.take_vote(work, meeting, motion, count=meetings.Count(8, 1, 0))
    meetings.decide(work, meeting, vote)
