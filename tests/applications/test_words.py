"""Every refusal of this room has a sentence, every state, step and role a word."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import nswp_gov.applications
from nswp_gov.applications import states
from nswp_gov.applications.views import words
from nswp_gov.web.phrases import PHRASES, REASONS

pytestmark = pytest.mark.database_free

ROOT = Path(nswp_gov.applications.__file__).parent


def said(function):
    """The first words that a function of this name is called with, anywhere in the room."""
    return {
        node.args[0].value
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == function
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def codes():
    return {
        node.value.value
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "code"
        and isinstance(node.value, ast.Constant)
    }


def test_every_refusal_has_a_sentence(whole_app):
    refusals = said("Unfit") | codes()
    assert {"answered_before", "appeal_too_late"} <= refusals
    assert refusals - set(PHRASES) == set()
    reasons = said("no")
    assert "not_a_reviewer" in reasons
    assert reasons - set(REASONS) == set()


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        (states.State, words.STATES),
        (states.Act, words.ACTS),
        (states.By, words.BYS),
        (states.Part, words.PARTS),
        (states.Part, words.HELP),
        (states.Capacity, words.CAPACITIES),
        (states.StandsIn, words.STANDS_IN),
        (states.VerifierState, words.VERIFIERS),
    ],
)
def test_every_word_of_the_room_is_named(kind, named):
    assert set(kind) == set(named)
