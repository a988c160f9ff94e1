"""Who a letter is meant for: a value that says it, never a list of people.

It is worked out from the register when it is asked, so that it means whoever fits at that moment.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """People who act for member organisations, narrowed; and others, added to them.

    `members`: whoever acts for an organisation in active or grace standing. `regions`,
    `countries` (ISO 3166-1), `categories`, `capacities` narrow that; an empty one does not.
    Added whether or not they fit: `roles` (states.Role), `lists` (slugs of named lists),
    `organisations` (whoever acts for one of these, in any capacity), `people`, `subscribers`
    (people from outside who asked for this kind; those who chose regions only if it concerns one
    of them: `regions`, or `about` where members are not narrowed). `languages` (stored codes)
    narrows all of it.
    """

    members: bool = False
    regions: frozenset[str] = NONE
    countries: frozenset[str] = NONE
    categories: frozenset[str] = NONE
    capacities: frozenset[str] = NONE
    roles: frozenset[str] = NONE
    lists: frozenset[str] = NONE
    organisations: frozenset[uuid.UUID] = field(default=frozenset())
    people: frozenset[uuid.UUID] = field(default=frozenset())
    subscribers: bool = False
    about: frozenset[str] = NONE
    languages: frozenset[str] = NONE

    @property
    def is_nobody(self) -> bool:
        """Whether nobody can be meant."""
        added = (self.roles, self.lists, self.organisations, self.people)
        return not (self.members or self.subscribers or any(added))

    @property
    def concerns(self) -> frozenset[str]:
        """Return the regions that it is about; none: the whole network."""
        return self.regions or self.about

    @property
    def narrows_by_category(self) -> bool:
        """Whether who is in it would tell a category."""
        return bool(self.categories)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data; what is empty is left out."""
        found: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value:
                found[one.name] = value if isinstance(value, bool) else sorted(map(str, value))
        return found

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Audience:
        """Return the audience that `to_json` said.

        Raises:
            TypeError: it names something that an audience does not have.

        """
        given: dict[str, Any] = {}
        for name, value in said.items():
            if isinstance(value, bool):
                given[name] = value
            elif name in {"organisations", "people"}:
                given[name] = frozenset(uuid.UUID(one) for one in value)
            else:
                given[name] = frozenset(value)
        return cls(**given)

    @classmethod
    def of_people(cls, people: Iterable[uuid.UUID]) -> Audience:
        """Return the audience of exactly these people."""
        return cls(people=frozenset(people))


EVERY_MEMBER = Audience(members=True)
