"""States and the verbs that lead from one to another, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from nswp_gov.rules.verdict import Verdict, no, yes

S = TypeVar("S", bound=StrEnum)


class WrongState(Exception):
    """A verb was tried in a state in which the table does not have it."""

    def __init__(self, state: StrEnum, verb: str) -> None:
        super().__init__(f"{verb} is not possible in state {state}")
        self.state = state
        self.verb = verb


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """`verb` leads from any of `sources` to `target`."""

    verb: str
    sources: frozenset[S]
    target: S


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S]):
    """The whole table; in one state a verb has one target."""

    transitions: tuple[Transition[S], ...]

    def __post_init__(self) -> None:
        seen: set[tuple[S, str]] = set()
        for one in self.transitions:
            for state in one.sources:
                if (state, one.verb) in seen:
                    raise ValueError(f"{one.verb} has two targets from {state}")
                seen.add((state, one.verb))

    def allowed(self, state: S, verb: str) -> Verdict:
        """Whether `verb` may be done in `state`; reason `state_allows` or `wrong_state`."""
        return no("wrong_state") if self._find(state, verb) is None else yes("state_allows")

    def after(self, state: S, verb: str) -> S:
        """Return the state that follows when `verb` is done in `state`.

        Raises:
            WrongState: the table does not have that verb in that state.

        """
        found = self._find(state, verb)
        if found is None:
            raise WrongState(state, verb)
        return found.target

    def verbs_in(self, state: S) -> tuple[str, ...]:
        """Return what may be done in `state`, in the order of the table."""
        return tuple(one.verb for one in self.transitions if state in one.sources)

    def is_final(self, state: S) -> bool:
        """Whether nothing leads out of `state`."""
        return not self.verbs_in(state)

    def reachable(self, start: S) -> frozenset[S]:
        """`start` and every state that some row of verbs leads to from it."""
        found = {start}
        waiting = [start]
        while waiting:
            for target in self._targets(waiting.pop()):
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return frozenset(found)

    def _find(self, state: S, verb: str) -> Transition[S] | None:
        rows = (one for one in self.transitions if one.verb == verb and state in one.sources)
        return next(rows, None)

    def _targets(self, state: S) -> Iterator[S]:
        return (one.target for one in self.transitions if state in one.sources)


def transition(verb: str, *sources: S, to: S) -> Transition[S]:
    """One row of a table: `transition("open", State.DRAFT, to=State.OPEN)`."""
    return Transition(verb, frozenset(sources), to)
