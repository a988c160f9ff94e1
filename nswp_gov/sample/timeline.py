"""The life of the sample network in the order of time, told by the operations themselves."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.models import Body, Seat
from nswp_gov.config import Settings
from nswp_gov.directory.models import Organisation
from nswp_gov.sample.plan import Plan
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work

Step = Callable[[Work], None]


class Timeline:
    """Acts and the instants at which they happen."""

    def __init__(self) -> None:
        self._steps: list[tuple[datetime, int, Step]] = []
        self._added = 0

    def at(self, instant: datetime, step: Step) -> None:
        """Let `step` happen at an instant; those of one instant happen as they were added."""
        self._added += 1
        heapq.heappush(self._steps, (instant, self._added, step))

    def run(self, work: Work) -> None:
        """Do all of it in the order of time, in the transaction of `work`."""
        while self._steps:  # an act may add later ones
            instant, _number, step = heapq.heappop(self._steps)
            step(replace(work, now=instant))


@dataclass
class Scene:
    """What the acts need of each other: who and what there is by now."""

    settings: Settings
    plan: Plan
    timeline: Timeline = field(default_factory=Timeline)
    people: dict[str, Person] = field(default_factory=dict)  # accounts by role, others by name
    organisations: dict[int, Organisation] = field(default_factory=dict)
    editors: dict[int, Person] = field(default_factory=dict)
    delegates: dict[int, Person] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)  # by slug
    seats: dict[tuple[str, int], Seat] = field(default_factory=dict)  # by region and phase

    def as_staff(self, work: Work) -> Work:
        """Return the work as somebody of the secretariat does it."""
        carla = self.people["secretariat"]
        roles = frozenset({"secretariat"})
        return replace(work, actor=Actor(name=carla.name, person_id=carla.id, roles=roles))

    def as_editor(self, work: Work, key: int) -> Work:
        """Return the work as the editor of an organisation does it."""
        own = frozenset({self.organisations[key].id})
        editor = self.editors[key]
        actor = Actor(name=editor.name, person_id=editor.id, member_of=own, editor_of=own)
        return replace(work, actor=actor)

    def as_delegate(self, work: Work, key: int) -> Work:
        """Return the work as the delegate of an organisation does it."""
        own = frozenset({self.organisations[key].id})
        person = self.delegates[key]
        actor = Actor(name=person.name, person_id=person.id, member_of=own, delegate_of=own)
        return replace(work, actor=actor)
