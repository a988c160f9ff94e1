"""What kinds, rules and refusals of this room are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from nswp_gov.bodies import queries, rule_forms
from nswp_gov.bodies.forms import ENDINGS, HOW, MAJORITIES
from nswp_gov.bodies.models import BodyRule
from nswp_gov.bodies.states import BodyKind, Ending, How, RuleName

KINDS: Mapping[str, Any] = {
    BodyKind.BOARD: _l("Board"),
    BodyKind.COMMITTEE: _l("Committee"),
    BodyKind.ASSEMBLY: _l("Assembly of the member organisations"),
    BodyKind.WORKING_GROUP: _l("Working group"),
}
APPROVALS = rule_forms.APPROVALS
ELECTORATES = rule_forms.ELECTORATES
PRECEDENTS = rule_forms.PRECEDENTS
RULES: Mapping[str, Any] = {
    RuleName.QUORUM: _l("Quorum"),
    RuleName.NOTICE: _l("Notice of meetings"),
    RuleName.MAJORITY: _l("Majority"),
    RuleName.PROXIES: _l("Proxies"),
    RuleName.MOTIONS: _l("Motions and amendments"),
    RuleName.MINUTES: _l("Minutes"),
    RuleName.TERM: _l("Terms of office"),
    RuleName.COOPTION: _l("Co-option"),
    RuleName.ELECTORATE: _l("Who fills the seats"),
    RuleName.CAP: _l("Seats of one country"),
    RuleName.COMPLAINTS: _l("Complaints"),
}
HOWS: Mapping[How, Any] = HOW
WHYS: Mapping[Ending, Any] = ENDINGS
LABELS: dict[str, Any] = {
    "due.seat_vacant": _l("Vacant: %(seat)s"),
    "due.interests": _l("Declare your interests"),
    "due.term_ends": _l("The term ends: %(seat)s"),
}
REFUSALS: dict[str, Any] = {
    "board_exists": _l("The network has its board already."),
    "bad_rule": _l("That is no complete rule, or it doesn’t say on what it rests."),
    "rule_void": _l("This version was entered by mistake and was replaced already."),
    "rule_end_needs_decision": _l(
        "A decision adopted this rule, so only a decision ends it: say which."
    ),
    "decision_not_found": _l("No decision has this number or address. Look it up and try again."),
    "seat_taken": _l("Somebody else holds this seat on some of these days."),
    "already_seated": _l("This person holds another seat of the same body on some of these days."),
    "term_over": _l("The term has not begun by that day, or has ended before it."),
    "term_too_long": _l("The terms of this seat end on %(until_on)s at the latest."),
    "until_before_from": _l("The last day lies before the first."),
    "cooption_not_allowed": _l("The rules of this body don’t provide for co-option."),
    "cooption_without_decision": _l("Begin a co-option at the decision that it follows from."),
}
REASONS: dict[str, Any] = {
    "only_secretariat": _l("Only the secretariat does this."),
    "only_holder_or_secretariat": _l("Only the holder of the seat does this, or the secretariat."),
    "only_holders_declare": _l("Only whoever sits in a body declares interests."),
    "only_body_or_secretariat": _l("Only the body itself and the secretariat read this."),
    "own_seat": _l("Nobody can seat themselves."),
}


def rule_said(rule: BodyRule) -> str:
    """Return a rule in words."""
    return _SAY[rule.name](rule.value)


def _quorum(value: Mapping[str, Any]) -> str:
    rule = queries.quorum_rule(value)
    share = (
        _("More than %(share)s of those entitled", share=rule.share)
        if rule.more_than
        else _("At least %(share)s of those entitled", share=rule.share)
    )
    least = ngettext("at least one present", "at least %(num)d present", rule.at_least)
    if not rule.groups:
        return f"{share}; {least}"
    groups = ngettext("from at least one region", "from at least %(num)d regions", rule.groups)
    return f"{share}; {least}; {groups}"


def _notice(value: Mapping[str, Any]) -> str:
    return str(ngettext("One day before", "%(num)d days before", queries.days_rule(value)))


def _majority(value: Mapping[str, Any]) -> str:
    return str(MAJORITIES[queries.majority_rule(value)])


def _proxies(value: Mapping[str, Any]) -> str:
    most = queries.proxies_rule(value)
    if not most:
        return str(_("Nobody votes for another"))
    said = ngettext("One person may carry one proxy", "One person may carry %(num)d proxies", most)
    return str(said)


def _motions(value: Mapping[str, Any]) -> str:
    rule = queries.motions_rule(value)
    motions = ngettext(
        "Motions until one day before", "Motions until %(num)d days before", rule.motions
    )
    amendments = ngettext(
        "amendments until one day before", "amendments until %(num)d days before", rule.amendments
    )
    return f"{motions}; {amendments}"


def _minutes(value: Mapping[str, Any]) -> str:
    rule = queries.minutes_rule(value)
    window = ngettext(
        "One day for corrections", "%(num)d days for corrections", rule.corrections_days
    )
    return f"{window}; {APPROVALS[rule.approval]}"


def _term(value: Mapping[str, Any]) -> str:
    rule = queries.term_rule(value)
    said = [ngettext("Terms of one year", "Terms of %(num)d years", rule.years)]
    if rule.most_in_a_row:
        in_a_row = rule.most_in_a_row
        said.append(ngettext("at most one in a row", "at most %(num)d in a row", in_a_row))
    if rule.most_in_all:
        said.append(ngettext("at most one in all", "at most %(num)d in all", rule.most_in_all))
    return "; ".join(said)


def _electorate(value: Mapping[str, Any]) -> str:
    rule = queries.electorate_rule(value)
    regional = _("Seats of the regions: %(who)s", who=ELECTORATES[rule.regional])
    general = _("other seats: %(who)s", who=ELECTORATES[rule.general])
    return f"{regional}; {general}"


def _cap(value: Mapping[str, Any]) -> str:
    most = queries.cap_rule(value)
    return str(
        ngettext(
            "At most one seat for people from one country",
            "At most %(num)d seats for people from one country",
            most,
        )
    )


def _cooption(value: Mapping[str, Any]) -> str:
    if queries.cooption_rule(value):
        return str(_("The body may fill a vacant seat until the next election"))
    return str(_("A vacant seat waits for an election"))


def _complaints(value: Mapping[str, Any]) -> str:
    rule = queries.complaints_rule(value)
    who = _("received by the people of: %(body)s", body=rule.receivers or KINDS[BodyKind.BOARD])
    read = ngettext("read by one of them", "read by %(num)d of them", rule.readers)
    times = _(
        "answered within %(first)s days, decided within %(second)s, appeal within %(third)s",
        first=rule.acknowledge_days,
        second=rule.outcome_days,
        third=rule.appeal_days,
    )
    return f"{who}; {read}; {times}"


_SAY = {
    RuleName.QUORUM: _quorum,
    RuleName.NOTICE: _notice,
    RuleName.MAJORITY: _majority,
    RuleName.PROXIES: _proxies,
    RuleName.MOTIONS: _motions,
    RuleName.MINUTES: _minutes,
    RuleName.TERM: _term,
    RuleName.COOPTION: _cooption,
    RuleName.ELECTORATE: _electorate,
    RuleName.CAP: _cap,
    RuleName.COMPLAINTS: _complaints,
}
