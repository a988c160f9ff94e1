"""Killed at every step of a cast, and any order of acts: what was acknowledged is in the box."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, event

from nswp_gov.elections.operations.voting import VotingClosed
from nswp_gov.sealing.box import Box
from nswp_gov.store.errors import Unfit
from tests.elections.open_polls import VOTERS, Polls, taken_back
from tests.sizes import size

EVENTS = ("before_cursor_execute", "after_cursor_execute", "begin", "commit")


def test_a_kill_at_any_step_of_a_cast_leaves_the_old_vote_or_the_new_one(polls: Polls) -> None:
    old = polls.cast(0)
    outcomes, was_killed = [], True
    for step in range(100):
        polls.engine.dispose()
        said, was_killed = _life(polls, step)
        lies = polls.box()[0]
        assert len(polls.box()) == len(set(polls.box()))
        if said:  # acknowledged: it is the one in the slot
            assert lies == said
        outcomes.append("new" if lies != old else "old")
        old = lies
        if not was_killed:
            break
    assert not was_killed, "the last life was to cast undisturbed"
    assert len(outcomes) > len(EVENTS)
    assert set(outcomes[:-1]) == {"old", "new"}  # before the commit, and after it
    assert outcomes[:-1] == sorted(outcomes[:-1], reverse=True)


def _life(polls: Polls, step: int) -> tuple[str, bool]:
    """Cast in a process that kills itself at this step; what it said, and whether it died."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with polls.worker() as engine:
                _kill_at(engine, step)
                os.write(write, polls.cast(0, by=engine).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    _pid, status = os.waitpid(child, 0)
    return said, os.WIFSIGNALED(status)


def _kill_at(engine: Engine, step: int) -> None:
    """Have this process killed when it meets the step of this number."""
    met = iter(range(1000))

    def meet(*_: object, **__: object) -> None:
        if next(met) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in EVENTS:
        event.listen(engine, name, meet)
    commit = engine.dialect.do_commit

    def around(connection: Any) -> None:
        commit(connection)
        meet()

    engine.dialect.do_commit = around  # type: ignore[method-assign, assignment]


class Election(RuleBasedStateMachine):
    """Casts, votes again, restarts, a backup and its return, the close, late casts: any order."""

    polls: Polls
    backup: Callable[[], Any]  # keeps a copy, and gives what puts it back

    def __init__(self) -> None:
        super().__init__()
        self.cast_last: dict[int, str] = {}
        self.kept: tuple[Callable[[], None], dict[int, str]] | None = None
        self.box: Box | None = None

    @rule(voter=st.integers(0, VOTERS - 1))
    def cast(self, voter: int) -> None:
        if self.box is None:
            self.cast_last[voter] = self.polls.cast(voter)
            return
        with pytest.raises(VotingClosed):
            self.polls.cast(voter)

    @rule(voter=st.integers(0, VOTERS - 1))
    def cast_late(self, voter: int) -> None:
        with pytest.raises(VotingClosed):
            self.polls.cast(voter, at=self.polls.chain.election.closes_at)

    @rule()
    def restart(self) -> None:
        self.polls.engine.dispose()

    @precondition(lambda self: self.box is None and self.kept is None)
    @rule()
    def back_up(self) -> None:
        self.kept = self.backup(), dict(self.cast_last)

    @precondition(lambda self: self.kept is not None)
    @rule()
    def restore(self) -> None:
        assert self.kept is not None
        put_back, self.cast_last = self.kept[0], dict(self.kept[1])
        put_back()
        self.box = None

    @precondition(lambda self: self.box is None)
    @rule()
    def close(self) -> None:
        closes = self.polls.chain.election.closes_at
        with pytest.raises(Unfit):
            self.polls.close(closes - timedelta(seconds=1))
        self.box = self.polls.close(closes)

    @invariant()
    def what_was_acknowledged_is_in_the_box(self) -> None:
        if self.box is None:
            assert self.polls.box() == self.cast_last
        else:
            assert set(self.cast_last.values()) < set(self.box.seals)
            assert len(self.box.seals) == len(self.cast_last) + 1  # the server's sealed seed


@pytest.fixture
def copies(polls: Polls, tmp_path: Path) -> Iterator[tuple[Callable[[], None], Callable[[], Any]]]:
    """What puts the first state back, and what keeps another copy until the test ends."""
    from contextlib import ExitStack

    with ExitStack() as kept:

        def keep() -> Any:
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            return kept.enter_context(taken_back(polls, folder))

        polls.empty()
        first = keep()
        yield first, keep
        first()


def test_any_order_of_acts_keeps_every_acknowledged_vote(
    polls: Polls, copies: tuple[Callable[[], None], Callable[[], Any]]
) -> None:
    first, keep = copies

    class Here(Election):
        def __init__(self) -> None:
            super().__init__()
            first()

    Here.polls, Here.backup = polls, staticmethod(keep)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=size(5, 100),
            stateful_step_count=size(12, 30),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
