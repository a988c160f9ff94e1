"""What the register refuses, and its words, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.membership.states import Asked, Likeness, Moved
from nswp_gov.web.phrases import say, say_reasons

MOVED: Mapping[str, Any] = {
    Moved.ADMITTED: _lp("register", "admitted"),
    Moved.LEFT: _lp("register", "left"),
    Moved.CATEGORY: _lp("register", "category changed"),
    Moved.STANDING: _lp("register", "standing changed"),
    Moved.REGION: _lp("register", "region changed"),
}
LIKENESS: Mapping[str, Any] = {
    Likeness.NAME: _l("alike names"),
    Likeness.ALIAS: _l("a name that one of them had before"),
    Likeness.ACRONYM: _l("one is the short form of the other"),
    Likeness.WEBSITE: _l("the same web address"),
    Likeness.EMAIL: _l("the same e-mail address"),
    Likeness.PHONE: _l("the same telephone number"),
}
ASKED: Mapping[str, Any] = {
    Asked.OPEN: _lp("inspection", "waits for an answer"),
    Asked.SHOWN: _lp("inspection", "the register was shown"),
    Asked.COURT: _lp("inspection", "the court was asked"),
    Asked.WITHDRAWN: _lp("inspection", "withdrawn by whoever asked"),
}


def tell() -> None:
    """Say what each refusal means."""
    say(
        {
            "already_member": _l("This organisation belongs to the network already."),
            "not_a_member": _l("On that day this organisation did not belong to the network."),
            "no_region_for_admission": _l(
                "The region of this organisation is undecided: the board assigns one first."
            ),
            "same_as_before": _l("That is how it stands already."),
            "day_ahead": _l("This day lies ahead. Come back when it has come."),
            "standing_ends_nothing": _l("Choose how the membership ends."),
            "decision_unknown": _l("This is not the identifier of a decision."),
            "decision_missing": _l(
                "Nobody is suspended or expelled without a decision: name the one that says so."
            ),
            "renewal_short": _l("A new term begins on %(day)s: choose a later day."),
            "merge_itself": _l("Choose two different records."),
            "merged_already": _l("One of the two is part of another record by now."),
            "merge_on_open_roll": _l(
                "One of the two is on the roll of an election that is not over. Wait for its end."
            ),
            "merge_keeps_no_member": _l(
                "The record that would go is the member: keep that one, and let the other go."
            ),
            "not_statutory": _l("The network keeps no statutory register now."),
            "address_missing": _l("Write the address."),
            "inspection_missing": _l("The law asks for this: fill it in."),
        }
    )
    say_reasons(
        {"category_withheld": _l("Categories and voting rights are not shown to other members.")}
    )
