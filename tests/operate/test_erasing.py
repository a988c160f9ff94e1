"""Whoever is forgotten is forgotten in every room, as the models declare it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from nswp_gov.bodies.queries import holders
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.queries import acting_people
from nswp_gov.directory.states import Capacity
from nswp_gov.operate import erasing
from nswp_gov.operate.refusals import sentence
from nswp_gov.store.actor import Actor
from nswp_gov.store.erasure import tables
from nswp_gov.store.journal import Revision
from nswp_gov.store.legal_holds import Holdable, lift_hold, place_hold
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, make_term
from tests.factories.directory import make_organisation
from tests.factories.planted import plant as plant_row
from tests.factories.planted import without_foreign_keys

CANARY = "zqcanary"
NAMING = ("_by", "person_id", "owner_id", "chair_id")


def names_people(model):
    """Whether a table keeps personal words and names people who have accounts."""
    columns = model.__table__.columns
    points = any(key.column.table.name == "person" for one in columns for key in one.foreign_keys)
    named = any(str(one.type) == "CHAR(32)" and one.name.endswith(NAMING) for one in columns)
    return bool(model.__personal__) and (points or named) and model.__tablename__ != "person"


def test_every_table_that_names_people_says_what_becomes_of_it(whole_app):
    found = {
        model.__tablename__: model
        for model in tables()
        if getattr(model, "__personal__", ()) and names_people(model)
        if not model.__tablename__.endswith("_for_tests")
    }
    assert set(found) == set(erasing.RULES)
    for name, rule in erasing.RULES.items():
        columns = found[name].__table__.columns
        assert rule.by in columns
        assert set(rule.columns or ()) <= set(found[name].__personal__)
        # emptied, gone, or kept for a reason; and all of it that is not a pointer
        assert rule.columns is None or bool(rule.columns) != bool(rule.why), name
        if rule.columns:
            words = {one for one in found[name].__personal__ if not columns[one].foreign_keys}
            assert set(rule.columns) == words - {"person_id"}, name


def plant(work, model, rule, person_id):
    """Keep one row of a table that is about the person; return its identifier."""
    given = {rule.by: person_id}
    return plant_row(work, model, given, words=CANARY, said=model.__personal__).id


def test_nothing_personal_of_an_erased_person_survives(whole_app, work):
    person, other = (make_person(work, name, totp=False) for name in ("Amina", "Bela"))
    without_foreign_keys(work.session)
    models = {model.__tablename__: model for model in tables()}
    rules = {
        name: rule
        for name, rule in erasing.RULES.items()
        if not rule.why and name != "credential"  # each has one already
    }
    planted = [
        (models[name], rule, plant(work, models[name], rule, person.id))
        for name, rule in rules.items()
    ]
    kept = [
        (models[name], plant(work, models[name], rule, other.id)) for name, rule in rules.items()
    ]
    # every row that was planted, the credential that came with the account, and the account
    assert erasing.erase_person(work, person.id) == len(planted) + 2
    work.session.flush()
    for model, rule, key in planted:
        row = work.session.get(model, key)
        if rule.columns is None:
            assert row is None, model.__name__
        else:
            assert not any(getattr(row, name) for name in rule.columns), model.__name__
        bodies = work.session.scalars(
            select(Revision.body).where(
                Revision.entity == model.__tablename__, Revision.entity_id == key
            )
        )
        assert CANARY not in str(list(bodies)), model.__name__
    for model, key in kept:  # of whoever else was asked nothing
        assert work.session.get(model, key) is not None, model.__name__


def test_a_hold_postpones_it_and_says_so(whole_app, work):
    person = make_person(work, "Amina", totp=False)
    clerk = make_person(work, "Dana", totp=False)
    administrator = replace(
        work, actor=Actor(name="Dana", person_id=clerk.id, roles=frozenset({"administrator"}))
    )
    until = work.today + timedelta(days=30)
    hold = place_hold(
        administrator, Holdable.ACCOUNT, why="a complaint", until_on=until, record_id=person.id
    )
    with pytest.raises(erasing.Held) as refusal:
        erasing.erase_person(work, person.id)
    assert "until 2026-12-02" in sentence(refusal.value)
    assert "Tell the person so" in sentence(refusal.value)
    assert (person.name, person.is_closed) == ("Amina", False)
    assert erasing.erase_person(work, clerk.id) == 2  # the hold is about one account
    lift_hold(administrator, hold)
    assert erasing.erase_person(work, person.id) == 2
    assert person.name == ""


def test_a_restored_backup_forgets_again_in_every_room(whole_app, work):
    person = make_person(work, "Amina", totp=False)
    without_foreign_keys(work.session)
    models = {model.__tablename__: model for model in tables()}
    key = plant(work, models["interest"], erasing.RULES["interest"], person.id)
    erasing.forget_again(work, [("person", person.id), ("organisation", uuid.uuid4())])
    assert work.session.get(models["interest"], key).words is None


def test_what_a_forgotten_person_held_ends_with_them_and_is_dated(whole_app, work):
    organisation, board = make_organisation(work), make_board(work, vacant=1)
    person, other = board.filled()[1], make_person(work, "Bela", totp=False)
    next_year = date(work.today.year + 1, 1, 1)
    coming = make_term(work, board.seats[-1], other, from_on=next_year)
    for one, capacity in (
        (person, Capacity.CONTACT), (other, Capacity.EDITOR), (person, Capacity.EDITOR),
        (other, Capacity.DELEGATE), (person, Capacity.ALTERNATE),
    ):  # fmt: skip
        appoint(work, organisation, one.id, capacity)
    later = replace(work, now=work.now + timedelta(days=30))

    def running(at):
        acting = acting_people(work.session, organisation.id, at)
        return {(one, capacity) for capacity, people in acting.items() for one in people}

    before = running(later.now)
    assert {one for one, _capacity in before} == {person.id, other.id}
    erasing.erase_person(later, person.id)
    assert running(later.now) == {one for one in before if one[0] == other.id}
    assert running(later.now - timedelta(days=1)) == before  # what was, stays readable
    seated = [
        {one.person_id for one in holders(work.session, board.body.id, day)}
        for day in (work.today, later.today)
    ]
    assert seated[0] - seated[1] == {person.id}
    assert coming.void_at is None
    erasing.forget_again(later, [("person", other.id)])
    assert running(later.now) == set()
    assert coming.void_at == later.now  # it had not begun
