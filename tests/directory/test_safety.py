"""Paper codes; what a disk without its key says."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, text

from nswp_gov.accounts.models import AuthSession
from nswp_gov.accounts.operations import open_session
from nswp_gov.directory import operations
from nswp_gov.directory.models import HideCode, PublicOrganisation, Unlisting
from nswp_gov.directory.states import Capacity, Readers, Scope
from nswp_gov.membership.states import Category
from nswp_gov.store.actor import VISITOR
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.directory import fill, make_editor, make_organisation
from tests.factories.membership import make_listed, make_member


def as_visitor(work):
    return Work(work.session, VISITOR, work.now)


def test_a_paper_code_hides_and_signs_out(work):
    made, other = make_listed(work), make_listed(work)
    person = make_person(work, passphrase=None, totp=False)
    operations.appoint(work, made, person.id, Capacity.EDITOR)
    open_session(work, person, label="")
    code = operations.issue_code(work, made)
    assert len(code) == len("abcd-efgh-ijkl-mnop")
    operations.hide_by_code(as_visitor(work), code.upper().replace("-", " "))
    left = set(work.session.scalars(select(PublicOrganisation.id)))
    assert left == {other.id}
    assert work.session.scalars(select(AuthSession)).all() == []


def test_a_wrong_code_changes_nothing_and_says_nothing(work):
    made = make_listed(work)
    operations.issue_code(work, made)
    assert operations.hide_by_code(as_visitor(work), "2222-2222-2222-2222") is None
    assert operations.hide_by_code(as_visitor(work), "") is None
    assert work.session.get(PublicOrganisation, made.id) is not None
    assert work.session.scalars(select(Unlisting)).all() == []


def test_a_new_code_ends_the_one_before_and_only_hashes_are_kept(work):
    made = make_listed(work)
    first, second = operations.issue_code(work, made), operations.issue_code(work, made)
    operations.hide_by_code(as_visitor(work), first)
    assert work.session.get(PublicOrganisation, made.id) is not None
    kept = {row.code_hash for row in work.session.scalars(select(HideCode))}
    assert not kept & {first, second, first.replace("-", ""), second.replace("-", "")}
    operations.hide_by_code(as_visitor(work), second)
    assert work.session.get(PublicOrganisation, made.id) is None


@pytest.mark.parametrize(
    ("scope", "key", "code"),
    [
        (Scope.ORGANISATION, "nothing", "organisation_unknown"),
        (Scope.COUNTRY, "QQ", "country_unknown"),
        (Scope.REGION, "atlantis", "region_unknown"),
        (Scope.COUNTRY, "KE", "reason_missing"),
    ],
)
def test_an_emergency_names_something_that_exists_and_says_why(work, scope, key, code):
    with pytest.raises(Unfit) as refusal:
        operations.unlist(work, scope, key, "" if code == "reason_missing" else "raids")
    assert refusal.value.code == code


def test_a_stranger_hides_nobody(work):
    made, other = make_listed(work), make_organisation(work)
    stranger = Work(work.session, make_editor(work, other), work.now)
    with pytest.raises(Denied):
        operations.unlist(stranger, Scope.ORGANISATION, str(made.id), "spite")


def everything_on_disk(session):
    """Return every cell of every table as it is stored, search terms included."""
    connection = session.connection()
    tables = inspect(connection).get_table_names()
    for table in tables:
        for row in connection.execute(text(f'SELECT * FROM "{table}"')):
            for cell in row:
                yield table, cell


def test_a_disk_without_its_key_names_no_unlisted_organisation(work):
    made = make_member(work, Category.ASSOCIATE, name="Zzcanary Lane", country="NP")
    hidden = {
        "acronym": "ZZACRO",
        "description": "Zzwords of the canary",
        "phone": "+977 1 5550000",
        "contact_person": "Zzperson",
        "city": "Zzcity",
    }
    fill(work, made, Readers.MEMBERS, **hidden)
    operations.unlist(work, Scope.ORGANISATION, str(made.id), "zzreason")
    work.session.flush()
    canaries = ["zzcanary", "zzacro", "zzwords", "5550000", "zzperson", "zzcity", "zzreason"]
    canaries += ["associate", "known to both representatives"]
    leaks = set()
    for table, cell in everything_on_disk(work.session):
        raw = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
        leaks |= {(table, one) for one in canaries if one.encode() in raw.lower()}
    assert leaks == set()


def test_the_search_for_canaries_on_the_disk_finds_one_that_is_there(work):
    make_listed(work, name="Zzlisted Lane")
    work.session.flush()
    cells = (str(cell).lower() for _table, cell in everything_on_disk(work.session))
    assert any("zzlisted" in cell for cell in cells)
