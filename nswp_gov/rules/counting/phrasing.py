"""Events, refusals and figures in words of one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nswp_gov.rules.counting import phrases
from nswp_gov.rules.counting.choices import Rules
from nswp_gov.rules.counting.phrases_refusals import PLACE, REFUSALS
from nswp_gov.rules.counting.records import figure
from nswp_gov.rules.counting.refusals import CountRefused
from nswp_gov.rules.counting.results import Fate, Outcome
from nswp_gov.rules.counting.story_parts import Event, EventValue

_PLACES = 2
_FIGURES = frozenset({"votes", "surplus", "value", "quota"})


def _same(message: str) -> str:
    return message


@dataclass(frozen=True, slots=True)
class Phrasing:
    """`translate` gives a message of the catalogue in a language; `mark` is its decimal sign."""

    translate: Callable[[str], str] = _same
    mark: str = "."

    def say(self, message: str, /, **values: object) -> str:
        """`message` in this language, filled in."""
        text = self.translate(message)
        return text % values if values else text

    def label(self, code: str, /, **values: object) -> str:
        """A word of the sheet or the page."""
        return self.say(phrases.LABELS[code], **values)

    def decimal(self, text: str) -> str:
        """A decimal number without the zeros that say nothing, with this language's sign."""
        if "." in text:
            text = text.rstrip("0").removesuffix(".")
        return text.replace(".", self.mark)

    def rounded(self, units: int, decimals: int) -> str:
        """`units` with at most two decimals, half rounded up, with a point."""
        if decimals <= _PLACES:
            return figure(units, decimals)
        step = 10 ** (decimals - _PLACES)
        return figure((2 * units + step) // (2 * step), _PLACES)

    def names(self, numbers: Sequence[int], candidates: Sequence[str]) -> str:
        """The names of these candidates in a row."""
        return self.label("list_separator").join(candidates[number - 1] for number in numbers)

    def event(self, event: Event, candidates: Sequence[str]) -> str:
        """The sentence of one event of a story."""
        return self.say(phrases.EVENTS[event.code], **self._values(event.values, candidates))

    def _values(
        self, values: Mapping[str, EventValue], candidates: Sequence[str]
    ) -> dict[str, object]:
        filled: dict[str, object] = {}
        for key, value in values.items():
            if isinstance(value, tuple):
                word = "names" if key == "candidates" else f"{key}_names"
                filled[word] = self.names(value, candidates)
            elif key == "candidate" and isinstance(value, int):
                filled["name"] = candidates[value - 1]
            elif key in _FIGURES:
                filled[key] = self.decimal(str(value))
            else:
                filled[key] = value
        return filled

    def step(self, rules: Rules, number: int) -> str:
        """What step `number` is called: a stage, or a round by Meek."""
        return self.label("round_n" if rules is Rules.MEEK else "stage_n", stage=number)

    def outcome(self, outcome: Outcome, rules: Rules, *, reopens: bool) -> str:
        """What became of a candidate, in two or three words."""
        code = "reopened" if reopens and outcome.fate is Fate.ELECTED else outcome.fate.value
        if not outcome.stage:
            return self.say(phrases.FATES[code])
        kind = "round" if rules is Rules.MEEK else "stage"
        return self.say(phrases.FATES[f"{code}_{kind}"], stage=outcome.stage)

    def action(self, code: str, candidate: int | None, candidates: Sequence[str]) -> str:
        """What a stage or round did."""
        name = candidates[candidate - 1] if candidate else ""
        return self.say(phrases.ACTIONS[code], name=name)

    def refusal(self, refused: CountRefused) -> str:
        """Why something was not counted: where, what was found, what was expected."""
        message = self.say(REFUSALS[refused.code], **refused.values)
        if not refused.place.line:
            return message
        place = refused.place
        return self.say(PLACE, line=place.line, column=place.column, message=message)


ENGLISH = Phrasing()
