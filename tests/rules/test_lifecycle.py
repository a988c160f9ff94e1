from enum import StrEnum

import pytest

from nswp_gov.rules.lifecycle import Lifecycle, WrongState, transition
from nswp_gov.rules.verdict import no, yes


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"
    LOST = "lost"


TABLE = Lifecycle(
    (
        transition("open", State.DRAFT, to=State.OPEN),
        transition("close", State.OPEN, to=State.CLOSED),
        transition("annul", State.DRAFT, State.OPEN, State.CLOSED, to=State.VOID),
        transition("reopen", State.CLOSED, to=State.OPEN),
    )
)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (State.DRAFT, ("open", "annul")),
        (State.OPEN, ("close", "annul")),
        (State.CLOSED, ("annul", "reopen")),
        (State.VOID, ()),
    ],
)
def test_verbs_in_a_state_are_those_of_the_table(state, verbs):
    assert TABLE.verbs_in(state) == verbs
    assert TABLE.is_final(state) == (not verbs)


def test_allowed_gives_the_reason():
    assert TABLE.allowed(State.DRAFT, "open") == yes("state_allows")
    assert TABLE.allowed(State.VOID, "open") == no("wrong_state")
    assert TABLE.allowed(State.DRAFT, "sing") == no("wrong_state")


def test_after_leads_to_the_target_or_refuses_with_what_was_tried():
    assert TABLE.after(State.CLOSED, "reopen") is State.OPEN
    with pytest.raises(WrongState) as caught:
        TABLE.after(State.VOID, "close")
    assert (caught.value.state, caught.value.verb) == (State.VOID, "close")


def test_reachable_follows_every_path_and_no_other():
    assert TABLE.reachable(State.DRAFT) == {State.DRAFT, State.OPEN, State.CLOSED, State.VOID}
    assert TABLE.reachable(State.VOID) == {State.VOID}


def test_two_targets_for_one_verb_in_one_state_are_refused():
    with pytest.raises(ValueError, match="two targets"):
        Lifecycle(
            (
                transition("open", State.DRAFT, to=State.OPEN),
                transition("open", State.DRAFT, State.CLOSED, to=State.CLOSED),
            )
        )
