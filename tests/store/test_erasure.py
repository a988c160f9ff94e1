"""Retention is carried out; what is erased is gone and the journal stays green."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.store import erasure, journal, verifying
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted, vault
from nswp_gov.store.erasure import Erasure
from nswp_gov.store.journal import Revision
from nswp_gov.store.retention import delete_after, erase_after
from nswp_gov.store.work import Work

NOW = datetime.fromisoformat("2026-11-02T12:00:00+00:00")


class Visit(Governed, Base):
    """Goes whole after ten days."""

    __tablename__ = "visit_for_tests"
    __retention__ = delete_after(10, since="at", kind="test")
    __personal__ = ("name",)

    name: Mapped[str | None] = mapped_column(Encrypted("visit.name"))
    at: Mapped[datetime]


class Course(Governed, Base):
    """Keeps the fact, forgets the person after ten days."""

    __tablename__ = "course_for_tests"
    __retention__ = erase_after(10, since="at", kind="test")
    __personal__ = ("name",)

    name: Mapped[str | None] = mapped_column(Encrypted("course.name"))
    topic: Mapped[str]
    at: Mapped[datetime]


def arrange(work: Work) -> None:
    for days in (9, 11):
        at = NOW - timedelta(days=days)
        visit, course = Visit(name="canary", at=at), Course(name="canary", topic="law", at=at)
        work.session.add_all([visit, course])
        work.record("test.arranged", visit)
    journal.seal(work.session)


def remaining_words(work: Work) -> int:
    """How many stored revisions still hold the name."""
    work.session.expire_all()
    return sum("canary" in str(row.body) for row in work.session.scalars(select(Revision)))


def test_a_run_of_the_rules_deletes_and_erases_what_is_due_and_only_that(work: Work) -> None:
    arrange(work)
    assert remaining_words(work) == 4
    done = {one.table: one.rows for one in erasure.purge(work)}
    assert (done["visit_for_tests"], done["course_for_tests"]) == (1, 1)
    assert sorted(str(c.name) for c in work.session.scalars(select(Course))) == ["None", "canary"]
    assert len(work.session.scalars(select(Visit)).all()) == 1
    assert remaining_words(work) == 2
    journal.seal(work.session)
    report = verifying.verify(work.session, now=NOW, models=[Visit, Course])
    assert report.findings == ()
    assert report.erased == 3
    assert {one.rows for one in erasure.purge(work)} == {0}


def test_a_restored_backup_forgets_again(work: Work) -> None:
    arrange(work)
    course = work.session.scalars(select(Course)).first()
    assert course is not None
    erasure.erase_row(work, course)
    promises = [(row.entity, row.entity_id) for row in work.session.scalars(select(Erasure))]
    sealed = vault.ring.seal(b"canary", "course.name")
    work.session.execute(
        text("update course_for_tests set name = :n, version = version"), {"n": sealed}
    )
    work.session.expire_all()
    assert erasure.replay(work, promises) == 1
    assert course.name is None
    newest = journal.history(work.session, "course_for_tests", course.id)[0][0]
    assert "canary" not in str(newest.body)
