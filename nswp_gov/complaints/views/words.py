"""What the states, steps, refusals and rows of complaints are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.complaints.forms import OUTCOMES
from nswp_gov.complaints.states import Act, By, Left, Outcome, State

STATES: dict[str, Any] = {
    State.DRAFT: _lp("case", "Being written"),
    State.RECEIVED: _lp("case", "Arrived; nobody has answered yet"),
    State.ACKNOWLEDGED: _lp("case", "Arrived and read"),
    State.EXAMINED: _lp("case", "Being looked into"),
    State.DECIDED: _lp("case", "Decided; an appeal is possible"),
    State.APPEALED: _lp("case", "Appealed: others hear it again"),
    State.CLOSED: _lp("case", "Closed"),
}
ACTS: dict[str, Any] = {
    Act.HANDED_IN: _lp("case", "Handed in"),
    Act.READERS_NAMED: _lp("case", "Those who read it were named by the rule"),
    Act.ADDED: _lp("case", "Somebody was added to those who read it"),
    Act.STEPPED_ASIDE: _lp("case", "Somebody stepped aside"),
    Act.KEPT_OUT: _lp("case", "Somebody was kept out"),
    Act.ACKNOWLEDGED: _lp("case", "It was answered that it arrived"),
    Act.EXAMINED: _lp("case", "They began to look into it"),
    Act.DECIDED: _lp("case", "Decided"),
    Act.APPEALED: _lp("case", "Appealed"),
    Act.HEARD: _lp("case", "The appeal was decided"),
    Act.CLOSED: _lp("case", "Closed: the time for an appeal is over"),
    Act.WITHDRAWN: _lp("case", "Taken back"),
    Act.ANSWERED: _lp("case", "The circle wrote"),
    Act.WROTE: _lp("case", "Whoever raised it wrote or added a file"),
    Act.MEASURE_SET: _lp("case", "A measure was arranged"),
    Act.MEASURE_DONE: _lp("case", "A measure was carried out"),
    Act.REMINDED: _lp("case", "A reminder was sent"),
}
BYS: dict[str, Any] = {
    By.COMPLAINANT: _l("whoever raised it"),
    By.CIRCLE: _l("the circle"),
    By.CLOCK: _l("the program, by the rules"),
}
LEFT: dict[str, Any] = {
    Left.STEPPED_ASIDE: _l("stepped aside"),
    Left.CONCERNED: _l("is concerned"),
    Left.DECIDED: _l("decided first; others hear the appeal"),
}
TITLES: dict[str, Any] = {
    "acknowledgement": _l("Answer that it arrived"),
    "examination": _l("Look into it"),
    "message": _l("Write to whoever raised it"),
    "outcome": _l("Decide"),
    "measure": _l("Arrange a measure"),
    "circle": _l("Add somebody to the circle"),
    "exclusion": _l("Keep somebody out"),
    "recusal": _l("Step aside"),
}
LABELS: dict[str, Any] = {
    "due.case_received": _l("A case: answer that it arrived"),
    "due.case_open": _l("A case to decide"),
    "due.case_decided": _l("A case: the time for an appeal ends"),
    "due.case_appealed": _l("A case that is heard again"),
    "due.case_measure": _l("A case: a measure to carry out"),
}
REFUSALS: dict[str, Any] = {
    "complaint_appeal_late": _l("The time for an appeal is over."),
    "complaint_reasons_language": _l("Give the reasons in the language of whoever raised it."),
    "complaint_measure_past": _l("This day is past."),
}
REASONS: dict[str, Any] = {
    "complaint_names_them": _l("The complaint concerns this person: they never read it."),
    "complaint_names_their_organisation": _l(
        "This person belongs to an organisation that the complaint concerns: they never read it."
    ),
    "complaint_they_stepped_aside": _l("This person stepped aside."),
    "complaint_they_decided": _l("This person decided on it before: others hear the appeal."),
    "complaint_they_read_it": _l("This person reads it already."),
    "complaint_is_over": _l("This case is closed."),
    "complaint_is_decided": _l("It is decided, or was not handed in."),
    "complaint_not_theirs_to_withdraw": _l("Only whoever raised it can take it back."),
    "only_circle_case": _l("This is not open to you."),
    "only_board": _l("The board reads this."),
}
YEARLY: dict[str, Any] = {one: OUTCOMES[one] for one in Outcome}
