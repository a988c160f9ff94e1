"""Who acts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person or process behind one unit of work, with all that a policy may ask.

    `roles`: the network-wide roles held at this instant ('secretariat', 'administrator', …).
    `delegate_of`, `editor_of`: organisations; `board_of`: regions ('' for the President's seat);
    `bodies`: bodies in which a seat is held; `officer_of`, `trustee_of`, `agent_of`: elections;
    `translates`: locales. `is_fresh`: signed in or stepped up in the last ten minutes.
    """

    name: str
    person_id: uuid.UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    member_of: frozenset[uuid.UUID] = field(default_factory=frozenset)
    editor_of: frozenset[uuid.UUID] = field(default_factory=frozenset)
    delegate_of: frozenset[uuid.UUID] = field(default_factory=frozenset)
    board_of: frozenset[str] = field(default_factory=frozenset)
    bodies: frozenset[uuid.UUID] = field(default_factory=frozenset)
    officer_of: frozenset[uuid.UUID] = field(default_factory=frozenset)
    trustee_of: frozenset[uuid.UUID] = field(default_factory=frozenset)
    agent_of: frozenset[uuid.UUID] = field(default_factory=frozenset)
    translates: frozenset[str] = field(default_factory=frozenset)
    is_fresh: bool = False

    def has(self, role: str) -> bool:
        """Tell whether the actor holds a network-wide role now."""
        return role in self.roles


VISITOR = Actor(name="visitor")
SYSTEM = Actor(name="system", roles=frozenset({"system"}))
