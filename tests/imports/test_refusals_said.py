"""Every refusal of imports and of the register is said, in five languages; letters say nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import nswp_gov
from nswp_gov.imports.forms import TARGETS
from nswp_gov.imports.states import Fate, Outcome, Stage, Target
from nswp_gov.imports.views.showing import FATES, OUTCOME, OUTCOMES, STAGES, refusal_of, shown
from nswp_gov.membership.operations.letters import LETTER
from nswp_gov.rules.languages import Locale
from nswp_gov.store.outbox import MailState, OutboxMessage
from nswp_gov.web import mailer
from nswp_gov.web.phrases import PHRASES
from tests.conftest import NOW

pytestmark = pytest.mark.database_free
ROOT = Path(nswp_gov.__file__).parent
CODE = re.compile(
    r'(?:Unfit|_Refused|TableRefused|Unknown)\(\s*"(\w+)"|^    code = "(\w+)"', re.MULTILINE
)


def codes() -> set[str]:
    files = [one for room in ("imports", "membership") for one in (ROOT / room).rglob("*.py")]
    found = {one for file in files for pair in CODE.findall(file.read_text()) for one in pair}
    by_word = (Target.LEVEL, Target.CATEGORY, Target.STANDING, Target.REGION, Target.AREAS)
    return (found - {""}) | {f"import_unknown_{target.value}" for target in by_word}


def test_every_code_has_its_sentence(whole_app: Flask) -> None:
    assert len(codes()) > 40
    assert codes() - PHRASES.keys() == set()


def test_every_word_of_imports_has_a_label() -> None:
    assert TARGETS.keys() == set(Target)
    assert STAGES.keys() == set(Stage)
    assert OUTCOMES.keys() == OUTCOME.keys() == set(Outcome)
    assert FATES.keys() == set(Fate)


@pytest.mark.parametrize("locale", list(Locale))
def test_values_and_refusals_are_shown_in_words(whole_app: Flask, locale: Locale) -> None:
    with whole_app.test_request_context(), force_locale(locale.value):
        said = refusal_of(["import_formula", {"column": "email"}])
        assert "email" not in said.split()
        assert "%(" not in said
        for target, value in (("country", "KE"), ("level", "local"), ("areas", ["health"]),
                              ("languages", ["fr"]), ("admitted_on", "2026-04-03")):  # fmt: skip
            label, words = shown(target, value)
            assert label
            assert words not in {"", "–", str(value)}
        assert shown("email", None)[1] == "–"


@pytest.mark.parametrize("locale", list(Locale))
def test_the_letter_names_neither_network_nor_vote(whole_app: Flask, locale: Locale) -> None:
    message = OutboxMessage(
        recipient="a@example.org", letter=LETTER, locale=locale.value, values={},
        message_id="x", state=MailState.WAITING, queued_at=NOW, due_at=NOW,
    )  # fmt: skip
    settings = whole_app.extensions["nswp_gov.settings"]
    with whole_app.test_request_context():
        letter = mailer.compose(settings, message, now=NOW)
    words = f"{letter['Subject']}\n{letter.get_content()}".casefold()
    told = r"nswp|member|membre|miembro|член|成员|\bvot(?:e|o|es|os|er|ar)\b|голос|投票"
    assert re.findall(told, words) == []
    assert f"/{locale.code}/work" in words
