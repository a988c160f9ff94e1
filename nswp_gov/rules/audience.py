"""Who may see a thing: a step of the ladder, or one named circle.

The ladder is public < members < secretariat. A circle is apart from it: nobody is in a circle by
standing high on the ladder, so the secretariat does not see a case or a body it is not in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from nswp_gov.rules.verdict import Verdict, first_consent, no, yes


class Step(StrEnum):
    """A step of the ladder; whoever stands on one sees what is open to those below it."""

    PUBLIC = "public"
    MEMBERS = "members"
    SECRETARIAT = "secretariat"

    @property
    def height(self) -> int:
        """0 for the public, rising."""
        return list(Step).index(self)


class CircleKind(StrEnum):
    """What a circle is made of."""

    ORGANISATION = "organisation"  # those who act for one organisation
    REGION = "region"  # the representatives of one region
    BODY = "body"  # those who sit in one body
    CASE = "case"  # those admitted to one complaint
    ELECTION = "election"  # the returning officer of one election
    ASSIGNMENT = "assignment"  # the translator of one piece of text


@dataclass(frozen=True, slots=True, order=True)
class Circle:
    """One named circle: its kind, and the identifier of the thing it belongs to."""

    kind: CircleKind
    key: str

    def __post_init__(self) -> None:
        if not self.key or ":" in self.key:
            raise ValueError("the key of a circle is not empty and holds no colon")


@dataclass(frozen=True, slots=True)
class Audience:
    """Exactly one of: a step of the ladder, a circle."""

    step: Step | None = None
    circle: Circle | None = None

    def __post_init__(self) -> None:
        if (self.step is None) == (self.circle is None):
            raise ValueError("an audience is a step or a circle, one of them")

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The text in which an audience is kept: `members`, `body:<identifier>`."""
        if self.circle is not None:
            return f"{self.circle.kind}:{self.circle.key}"
        return str(self.step)

    @property
    def is_public(self) -> bool:
        """Whether everybody is in it."""
        return self.step is Step.PUBLIC

    @classmethod
    def of(cls, kind: CircleKind, key: UUID | str) -> Audience:
        """Return the audience that is the circle of `kind` around `key`."""
        return cls(circle=Circle(kind, str(key)))

    @classmethod
    def parse(cls, code: str) -> Audience:
        """Return the audience whose `code` this is.

        Raises:
            ValueError: no step and no kind of circle is called so.

        """
        kind, colon, key = code.partition(":")
        return cls.of(CircleKind(kind), key) if colon else cls(step=Step(code))


PUBLIC = Audience(step=Step.PUBLIC)
MEMBERS = Audience(step=Step.MEMBERS)
SECRETARIAT = Audience(step=Step.SECRETARIAT)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking.

    `organisations`: those the person acts for; `regions`: those the person represents;
    `bodies`: those the person sits in now; `circles`: every further circle (cases, elections,
    assignments).
    """

    step: Step = Step.PUBLIC
    organisations: frozenset[UUID] = frozenset()
    regions: frozenset[str] = frozenset()
    bodies: frozenset[UUID] = frozenset()
    circles: frozenset[Circle] = frozenset()

    @classmethod
    def public(cls) -> Viewer:
        """Return somebody of whom nothing is known."""
        return cls()

    def is_in(self, circle: Circle) -> bool:
        """Whether this viewer belongs to `circle`."""
        return circle in self.all_circles()

    def all_circles(self) -> frozenset[Circle]:
        """Every circle that this viewer belongs to, however it is stated."""
        return self.circles.union(
            (Circle(CircleKind.ORGANISATION, str(key)) for key in self.organisations),
            (Circle(CircleKind.REGION, str(key)) for key in self.regions),
            (Circle(CircleKind.BODY, str(key)) for key in self.bodies),
        )

    def audiences(self) -> frozenset[Audience]:
        """Every audience that this viewer is part of: what a search may look into."""
        steps = (Audience(step=step) for step in Step if step.height <= self.step.height)
        return frozenset(steps).union(Audience(circle=circle) for circle in self.all_circles())


def may_see(viewer: Viewer, audience: Audience) -> Verdict:
    """Whether `viewer` is part of `audience`.

    The reason is `public`, `members`, `secretariat`, or `circle_<kind>`; a refusal's reason
    begins with `only_`.
    """
    if audience.circle is not None:
        reason = f"circle_{audience.circle.kind}"
        return yes(reason) if viewer.is_in(audience.circle) else no(f"only_{reason}")
    step = audience.step or Step.SECRETARIAT
    return yes(str(step)) if viewer.step.height >= step.height else no(f"only_{step}")


def may_see_any(viewer: Viewer, audiences: Iterable[Audience]) -> Verdict:
    """Whether `viewer` is part of at least one of `audiences`; nobody is part of none.

    A field whose readers are "the organisation, its region's representatives, the secretariat"
    has three audiences.
    """
    verdicts = [may_see(viewer, audience) for audience in audiences]
    return first_consent(*verdicts) if verdicts else no("only_nobody")
