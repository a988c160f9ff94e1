"""What is written in bulk is what the operations would have left."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation, PublicOrganisation
from nswp_gov.directory.operations import Change
from nswp_gov.directory.states import ProfileField, Readers
from nswp_gov.membership import operations as membership
from nswp_gov.rules.audience import PUBLIC, SECRETARIAT
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.bulk import writing
from nswp_gov.sample.bulk.organisations import REASON, slim
from nswp_gov.sample.plan import Showing, plan_network
from nswp_gov.store import erasure, journal, search, verifying
from nswp_gov.store.base import Base
from nswp_gov.store.work import Work
from tests.factories.bulk import write_in_bulk
from tests.sample.conftest import NOW

DAY = timedelta(days=1)
ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
OF_CHANCE = frozenset(
    {"salt", "commitment", "hash", "seq", "id", "event_id", "slug", "name_index"}
)  # what differs between two organisations of one plan


def _by_operations(work: Work, one) -> None:
    """Do step by step what the bulk path says was done."""
    then = replace(work, now=one.entered_at)
    made = directory.add_organisation(
        then, name=one.name, locale=one.locale, country=one.country, level=one.level
    )
    membership.admit(then, made, one.category, one.admitted_on, reason=REASON)
    values = {**one.values, ProfileField.LEVEL: one.level.value}
    changes = {
        field: Change(value=value, readers=one.readers[field]) for field, value in values.items()
    }
    directory.edit_profile(replace(then, now=then.now + DAY), made, changes, locale=one.locale)
    if one.showing is not Showing.UNLISTED:
        directory.give_consent(
            replace(then, now=then.now + 2 * DAY),
            made,
            to_public=one.fields(Readers.PUBLIC),
            to_members=one.fields(Readers.MEMBERS),
            shown_in=one.locale,
        )
    if one.showing is Showing.LISTED:
        directory.confirm_consent(replace(then, now=then.now + 3 * DAY), made)
    if one.confirmed_at is not None:
        directory.confirm_profile(replace(then, now=one.confirmed_at), made)


def _picture(session, name: str) -> dict[str, list[str]]:
    """Every row of every table that is about one organisation, without what chance made."""
    made = session.scalars(select(Organisation)).all()
    own = next(one.id for one in made if one.name == name)
    rows: dict[str, list[dict]] = {}
    known = {own}
    for _round in range(3):  # texts point to it, revisions of texts to these
        for table in Base.metadata.sorted_tables:
            found = session.execute(select(table)).mappings().all()
            rows[table.name] = [
                row
                for row in found
                if any(isinstance(one, uuid.UUID) and one in known for one in row.values())
            ]
            known |= {row["id"] for row in rows[table.name] if isinstance(row.get("id"), uuid.UUID)}
    return {
        name: sorted(repr(_plain(row)) for row in found) for name, found in rows.items() if found
    }


def _plain(row) -> dict[str, object]:
    return {key: _same(value) for key, value in sorted(row.items()) if key not in OF_CHANCE}


def _same(value):
    if isinstance(value, dict):
        own = {key: _same(one) for key, one in value.items() if key not in OF_CHANCE}
        return sorted(own.items())
    if isinstance(value, uuid.UUID) or ID.fullmatch(str(value)):
        return "an id"
    return value


@pytest.mark.parametrize(
    "showing", [Showing.LISTED, Showing.MEMBERS, Showing.UNLISTED, Showing.WAITING]
)
def test_a_bulk_made_organisation_has_the_rows_of_one_made_by_operations(work, showing):
    plan = plan_network(400, 3, NOW)
    one = slim(next(
        o for o in plan.organisations if o.showing is showing and o.confirmed_at and o.country
        and o.country not in plan.risks
    ))  # fmt: skip
    twin = replace(one, name="The twin")
    session = work.session
    _by_operations(work, one)
    write_in_bulk(session, [twin], {})
    session.expire_all()
    first, second = _picture(session, one.name), _picture(session, "The twin")
    assert set(first) == set(second)
    told = {
        table: [row.replace(one.name, "The twin") for row in rows] for table, rows in first.items()
    }
    for table in set(first) - {"sort_key", "search_entry"}:
        assert sorted(told[table]) == second[table], table
    for table in ("sort_key", "search_entry"):
        assert len(first.get(table, [])) == len(second.get(table, []))


@pytest.mark.slow
def test_a_thousand_in_bulk_leave_a_whole_journal_and_pages_that_work(work, client):
    plan = plan_network(1000, 3, NOW)
    session = work.session
    assert write_in_bulk(session, plan.organisations, plan.risks) == 1000
    report = verifying.verify(session, now=NOW, models=erasure.governed())
    assert report.findings == ()
    assert session.scalar(select(func.count()).select_from(Organisation)) == 1000
    listed = session.scalars(select(PublicOrganisation)).all()
    whole = session.execute(text("SELECT number FROM listed_count WHERE kind = 'all'")).scalar()
    assert whole == len(listed) > 400
    lantern = next(one for one in listed if one.name == "Lantern Street Collective")
    hits = search.find(session, [PUBLIC], Locale.EN, "lantern street collective")
    assert lantern.id in {one.subject_id for one in hits}
    hidden = next(
        one
        for one in session.scalars(select(Organisation))
        if one.id not in {row.id for row in listed}
    )
    found = search.find(session, [PUBLIC], hidden.locale, hidden.name, limit=1000)
    assert hidden.id not in {one.subject_id for one in found}
    found = search.find(session, [SECRETARIAT], hidden.locale, hidden.name, limit=1000)
    assert hidden.id in {one.subject_id for one in found}


def test_packets_of_other_processes_come_in_their_order_and_whole(work, monkeypatch):
    for name, number in {"SMALL": 0, "CHUNK": 7, "AHEAD": 2}.items():
        monkeypatch.setattr(writing, name, number)
    plan = plan_network(40, 3, NOW)
    assert write_in_bulk(work.session, plan.organisations, plan.risks) == 40
    names = work.session.scalars(select(Organisation.name)).all()
    assert sorted(names) == sorted(one.name for one in plan.organisations)
    entered = select(journal.JournalEvent.at).where(
        journal.JournalEvent.kind == "organisation.added"
    )
    told = work.session.scalars(entered.order_by(journal.JournalEvent.seq)).all()
    assert list(told) == [one.entered_at for one in plan.organisations]
    assert verifying.verify(work.session, now=NOW, models=erasure.governed()).findings == ()


def test_the_journal_goes_on_after_the_bulk(work):
    plan = plan_network(100, 3, NOW)
    session = work.session
    write_in_bulk(session, plan.organisations[:20], plan.risks)
    before = session.scalar(select(func.max(journal.JournalEvent.seq)))
    directory.add_organisation(
        work, name="One more", locale=Locale.EN, country="KE", level=plan.organisations[0].level
    )
    journal.seal(session)
    assert session.scalar(select(func.max(journal.JournalEvent.seq))) == before + 1
    assert verifying.verify(session, now=NOW, models=erasure.governed()).findings == ()
