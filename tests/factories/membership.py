"""Members for tests, made by the real operations."""

from __future__ import annotations

from datetime import date
from typing import Any

from nswp_gov.directory.models import Organisation
from nswp_gov.membership import operations
from nswp_gov.membership.states import Category
from nswp_gov.store.work import Work
from tests.factories.directory import list_publicly, make_organisation

ADMITTED = date(2025, 1, 15)


def make_member(
    work: Work, category: Category = Category.FULL, on: date = ADMITTED, **over: Any
) -> Organisation:
    """Return an unlisted member."""
    made = make_organisation(work, **over)
    operations.admit(work, made, category, on, reason="known to both representatives")
    return made


def make_listed(
    work: Work,
    category: Category = Category.FULL,
    values: dict[str, Any] | None = None,
    **over: Any,
) -> Organisation:
    """Return a member that everybody can find."""
    made = make_member(work, category, **over)
    list_publicly(work, made, **(values or {}))
    return made
