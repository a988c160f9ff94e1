"""A letter to somebody with an account: one place decides who can be written to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nswp_gov.accounts.models import Person
from nswp_gov.store.work import Work


def can_be_written_to(person: Person | None) -> bool:
    """Tell whether somebody gets letters: the account is open and has an address."""
    return person is not None and bool(person.email) and not person.is_closed


def write_to(
    work: Work,
    person: Person | None,
    letter: str,
    *,
    values: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> bool:
    """Queue a letter to a person in their own language; tell whether they can be written to.

    Whoever has no address, or a closed account, gets nothing: the office telephones. Two letters
    with one `key` are one.
    """
    if person is None or person.email is None or not can_be_written_to(person):
        return False
    work.post(
        to=person.email,
        letter=letter,
        locale=person.locale.value,
        values=values or {},
        key=key,
        person_id=person.id,
    )
    return True
