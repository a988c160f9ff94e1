"""Forms of the rules of a body: one for each rule, its shape in words that people use."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from nswp_gov.bodies.forms import MAJORITIES
from nswp_gov.bodies.states import Approval, Electorate, Precedent, RuleName
from nswp_gov.web.forms import NEEDED, AppForm, choices

DECIDED, DRAFT = "decision", "draft"
LONGEST = 300
MOST_DAYS = 730
PRECEDENTS: dict[str, Any] = {
    Precedent.NETWORK_SITE: _l("the network’s own public pages"),
    Precedent.MODEL_ARTICLES: _l("model articles of association for Scottish companies"),
    Precedent.ILGA_WORLD: _l("the practice of ILGA World"),
    Precedent.ILGA_EUROPE: _l("the practice of ILGA-Europe"),
    Precedent.ESWA: _l("the practice of ESWA"),
    Precedent.ICANN_ALAC: _l("the practice of ICANN’s At-Large committee"),
}
APPROVALS: dict[str, Any] = {
    Approval.LATER_MEETING: _l("approved by a later meeting"),
    Approval.CIRCULATION: _l("approved when nobody objects in time"),
}
ELECTORATES: dict[str, Any] = {
    Electorate.REGION: _l("Elected by the region"),
    Electorate.ALL: _l("Elected by the whole network"),
    Electorate.BOARD: _l("Filled by a decision of the board"),
}
SHARES = ("1/10", "1/5", "1/4", "1/3", "1/2", "3/5", "2/3", "3/4", "1/1")
MONTHS = tuple(f"{month:02}-01" for month in range(1, 13))


def _days(label: Any) -> IntegerField:
    return IntegerField(label, [NEEDED, NumberRange(0, MOST_DAYS)])


class BasisForm(AppForm):
    """What a rule rests on."""

    basis = RadioField(
        _l("What it rests on"),
        [NEEDED],
        choices=[
            SelectChoice(DECIDED, _l("A decision adopted it")),
            SelectChoice(DRAFT, _l("It is a draft default, until a decision adopts one")),
        ],
        default=DECIDED,
    )
    decision = StringField(
        _l("The decision"),
        [Optional(), Length(max=LONGEST)],
        description=_l("Its number, as 2026-B-03, or the address of its page."),
    )
    draft_from = SelectField(
        _l("Whose rule the draft follows"), choices=[SelectChoice("", "–"), *choices(PRECEDENTS)]
    )


class RuleForm(BasisForm):
    """A version of a rule; each kind adds its own fields."""

    from_on = DateField(
        _l("In force from"),
        [InputRequired(_l("Say from which day."))],
        description=_l("The version before it ends on that day."),
    )

    def value(self) -> dict[str, Any]:
        """Return what the fields state, in the shape that `bodies.queries` reads."""
        raise TypeError("each kind of rule has its own form")

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields of this kind hold for a rule that is there already."""
        return dict(value)


class QuorumForm(RuleForm):
    """How many have to be there."""

    share = SelectField(_l("Of those entitled"), choices=[SelectChoice(one, one) for one in SHARES])
    more_than = BooleanField(_l("More than this share, not just as many"))
    at_least = IntegerField(_l("People present at least"), [NEEDED, NumberRange(1, 1000)])
    groups = IntegerField(
        _l("Regions present at least"),
        [NEEDED, NumberRange(0, 5)],
        description=_l("0: regions don’t count."),
    )

    def value(self) -> dict[str, Any]:
        """Return the quorum as a share with its floors."""
        return self.values("share", "more_than", "at_least", "groups")

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return the quorum with its share as one of the choices."""
        share = Fraction(str(value["share"]))
        return dict(value) | {"share": f"{share.numerator}/{share.denominator}"}


class NoticeForm(RuleForm):
    """How many days before a meeting it is called."""

    days = _days(_l("Days before the meeting"))

    def value(self) -> dict[str, Any]:
        """Return the days."""
        return self.values("days")


class MajorityForm(RuleForm):
    """What carries a motion, where nothing else is said."""

    majority = SelectField(_l("What carries a motion"), choices=choices(MAJORITIES))

    def value(self) -> dict[str, Any]:
        """Return the name of the majority."""
        return {"name": self.majority.data}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return the majority; `name` would be the form's own word."""
        return {"majority": value["name"]}


class ProxiesForm(RuleForm):
    """How many votes of others one person may carry."""

    most = IntegerField(
        _l("Proxies that one person may carry"),
        [NEEDED, NumberRange(0, 20)],
        description=_l("0: nobody votes for another."),
    )

    def value(self) -> dict[str, Any]:
        """Return the most proxies."""
        return self.values("most")


class MotionsForm(RuleForm):
    """Until when motions and amendments are put in."""

    motions_days = _days(_l("Motions: days before the meeting"))
    amendments_days = _days(_l("Amendments: days before the meeting"))

    def value(self) -> dict[str, Any]:
        """Return both numbers of days."""
        return self.values("motions_days", "amendments_days")


class MinutesForm(RuleForm):
    """How minutes are corrected and approved."""

    corrections_days = _days(_l("Days for corrections"))
    approval = SelectField(_l("How they are approved"), choices=choices(APPROVALS))
    circulation_days = _days(_l("Days in which somebody can object, when they are circulated"))

    def value(self) -> dict[str, Any]:
        """Return the days and the way of approval."""
        return self.values("corrections_days", "approval", "circulation_days")


class TermForm(RuleForm):
    """How long terms last, and how many one person may serve."""

    years = IntegerField(_l("Years that a term lasts"), [NEEDED, NumberRange(1, 10)])
    begins = SelectField(_l("Terms begin on"), choices=[SelectChoice(one, one) for one in MONTHS])
    most_in_a_row = IntegerField(
        _l("Terms in a row at most"),
        [Optional(), NumberRange(1, 50)],
        description=_l("Empty: no limit."),
    )
    most_in_all = IntegerField(
        _l("Terms in all at most"),
        [Optional(), NumberRange(1, 50)],
        description=_l("Empty: no limit."),
    )

    def value(self) -> dict[str, Any]:
        """Return the length, the first day, and the limits that there are."""
        limits = self.values("most_in_a_row", "most_in_all")
        return self.values("years", "begins") | {
            name: most for name, most in limits.items() if most is not None
        }


class CooptionForm(RuleForm):
    """Whether the body fills a vacant seat itself."""

    is_allowed = BooleanField(_l("The body may fill a vacant seat until the next election"))

    def value(self) -> dict[str, Any]:
        """Return whether it may."""
        return self.values("is_allowed")


class ElectorateForm(RuleForm):
    """Who fills the seats."""

    regional = SelectField(_l("The seats of the regions"), choices=choices(ELECTORATES))
    general = SelectField(
        _l("The other seats"),
        choices=[one for one in choices(ELECTORATES) if one.value != Electorate.REGION],
    )

    def value(self) -> dict[str, Any]:
        """Return who fills which seats."""
        return self.values("regional", "general")


class CapForm(RuleForm):
    """How many seats people from one country may hold."""

    most = IntegerField(
        _l("Seats that people from one country may hold at a time"), [NEEDED, NumberRange(1, 50)]
    )

    def value(self) -> dict[str, Any]:
        """Return the most seats."""
        return self.values("most")


class ComplaintsForm(RuleForm):
    """Who receives complaints, and within which times."""

    receivers = StringField(
        _l("The body whose people receive complaints"),
        [Optional(), Length(max=LONGEST)],
        description=_l("Its name in the address of its page. Empty: the board, by its seats."),
    )
    readers = IntegerField(
        _l("How many of them read one complaint"), [NEEDED, NumberRange(2, 10)], default=2
    )
    acknowledge_days = _days(_l("Days until it is answered that the complaint has arrived"))
    outcome_days = _days(_l("Days until it is decided"))
    appeal_days = _days(_l("Days in which it can be appealed against"))

    def value(self) -> dict[str, Any]:
        """Return the receivers and the days."""
        days = self.values("readers", "acknowledge_days", "outcome_days", "appeal_days")
        return days | {"receivers": self.receivers.data or ""}


class EndRuleForm(AppForm):
    """End a rule without another one in its place."""

    on = DateField(_l("The first day without it"), [InputRequired(_l("Say from which day."))])
    decision = StringField(
        _l("The decision that ended it"),
        [Optional(), Length(max=LONGEST)],
        description=_l(
            "Its number, as 2026-B-03, or the address of its page. A draft default needs none."
        ),
    )


FORMS: Mapping[RuleName, type[RuleForm]] = {
    RuleName.QUORUM: QuorumForm,
    RuleName.NOTICE: NoticeForm,
    RuleName.MAJORITY: MajorityForm,
    RuleName.PROXIES: ProxiesForm,
    RuleName.MOTIONS: MotionsForm,
    RuleName.MINUTES: MinutesForm,
    RuleName.TERM: TermForm,
    RuleName.COOPTION: CooptionForm,
    RuleName.ELECTORATE: ElectorateForm,
    RuleName.CAP: CapForm,
    RuleName.COMPLAINTS: ComplaintsForm,
}
