"""What a reader asks of the public directory, and the conditions that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from nswp_gov.directory.models import PublicFacet, PublicOrganisation
from nswp_gov.directory.states import Facet


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks of the list: words, chosen values by facet, and where the page begins.

    `after`, `before`: cursors that an earlier page gave; for words, `after` is how many to pass.
    """

    words: str = ""
    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    after: str = ""
    before: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether the whole directory is asked for."""
        return not self.words and not any(self.chosen.values())

    @property
    def only_place(self) -> tuple[Facet, str] | None:
        """One region or one country, if nothing else is asked for."""
        given = [(facet, values) for facet, values in self.chosen.items() if values]
        if self.words or len(given) != 1:
            return None
        facet, values = given[0]
        is_place = facet in {Facet.REGION, Facet.COUNTRY} and len(values) == 1
        return (facet, next(iter(values))) if is_place else None


def narrowed(chosen: Mapping[Facet, frozenset[str]]) -> list[ColumnElement[bool]]:
    """Return the conditions of what was chosen: any value of a facet, and every facet."""
    return [_one_of(facet, values) for facet, values in chosen.items() if values]


def _one_of(facet: Facet, values: frozenset[str]) -> ColumnElement[bool]:
    if facet is Facet.REGION:
        return PublicOrganisation.region.in_(sorted(values))
    if facet is Facet.COUNTRY:
        return PublicOrganisation.country.in_(sorted(values))
    said = aliased(PublicFacet)  # apart from the facet that is being counted
    return exists().where(
        said.organisation_id == PublicOrganisation.id,
        said.facet == facet,
        said.value.in_(sorted(values)),
    )
