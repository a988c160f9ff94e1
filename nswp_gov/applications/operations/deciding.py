"""How it is decided: by two reviewers, by silence, by the board, once more after an appeal."""

from __future__ import annotations

import uuid

from nswp_gov.applications import policy, queries
from nswp_gov.applications.models import Application
from nswp_gov.applications.operations.admission import admit
from nswp_gov.applications.operations.keeping import (
    end,
    move,
    office,
    take_step,
    tell,
    tell_applicant,
)
from nswp_gov.applications.states import PLACED, REVIEWERS, Act, Answer, By, State
from nswp_gov.membership.states import Category
from nswp_gov.rules.regions import Region
from nswp_gov.rules.verdict import Verdict
from nswp_gov.store.errors import DomainError, Unfit, WrongState, need, need_words
from nswp_gov.store.links import Relation, join, links_from
from nswp_gov.store.work import Work

APPLICATION = "application"
DECISION = "decision"


class RegionFirst(DomainError):
    """Nobody is admitted before the board has assigned a region."""

    code = "application_region_first"


def weigh(work: Work, application: Application) -> None:
    """Decide what the recommendations decide: two of a kind, or one of each."""
    rows = queries.recommendations(work.session, application.id)
    given = [row.answer for row in rows]
    if len(given) < REVIEWERS:
        return
    if len(set(given)) > 1:
        to_board(work, application, By.CLOCK, "split")
        work.record("application.split", application)
    elif given[0] is Answer.YES:
        agree(work, application, By.REVIEWER)
    else:
        refuse(work, application, By.REVIEWER, "\n\n".join(row.told or "" for row in rows))


def agree(work: Work, application: Application, by: By, why: str = "") -> None:
    """Admit what two reviewers, or one and the other's silence, agreed to; a region comes first."""
    if application.region is not None:
        admit(work, application, by, why=why)
        return
    move(application, "agree")
    application.waits_since = work.now
    take_step(work, application, Act.AGREED, by, why=why)
    tell(work, office(work))
    tell_applicant(work, application)
    work.record("application.agreed", application)


def to_board(work: Work, application: Application, by: By, why: str) -> None:
    """Have the board decide; the caller records it."""
    move(application, "split")
    application.waits_since = work.now
    take_step(work, application, Act.TO_BOARD, by, why=why)
    case = queries.case_of(work.session, application, work.now)
    president = {case.seats.president} - {None} - case.aside - case.theirs
    tell(work, {*office(work), *(one for one in president if one)})


def refuse(work: Work, application: Application, by: By, told: str) -> None:
    """Refuse an application with the reasons that its applicant reads, in the board's name."""
    words = need_words(told, "told")
    move(application, "refuse")
    application.told = words
    end(work, application)
    take_step(work, application, Act.REFUSED, by)
    tell_applicant(work, application)
    work.record("application.refused", application)


def assign_region(
    work: Work, application: Application, region: str, *, reason: str, decision_id: uuid.UUID
) -> None:
    """Enter the region that the board assigned by a decision; what was agreed to is admitted now.

    Raises:
        Denied: not of the secretariat, or of the organisation itself.
        Unfit: there is no such region, or no reason. WrongState: not while it stands so.

    """
    need(policy.may_place(work.actor, queries.case_of(work.session, application, work.now)))
    if application.state not in PLACED:
        raise WrongState(state=application.state.value, act="assign_region")
    if region not in set(Region):
        raise Unfit("region_unknown", field="region")
    application.region_reason = need_words(reason, "reason")
    application.region = region
    _link(work, application, decision_id)
    take_step(work, application, Act.REGION_ASSIGNED, By.BOARD, why=reason)
    work.record("application.region_assigned", application)
    if application.state is State.AGREED:
        admit(work, application, By.BOARD)


def _link(work: Work, application: Application, decision_id: uuid.UUID) -> None:
    known = links_from(work.session, APPLICATION, application.id)
    if decision_id not in {one.to_id for one in known}:
        join(
            work.session,
            (APPLICATION, application.id),
            Relation.ADOPTED_BY,
            (DECISION, decision_id),
            at=work.now,
        )


def decide(
    work: Work,
    application: Application,
    answer: Answer,
    *,
    decision_id: uuid.UUID,
    category: Category,
    told: str = "",
) -> None:
    """Enter what the board decided, linked to its decision.

    Raises:
        Denied: not of the secretariat, or of the organisation itself.
        RegionFirst: it has no region yet. Unfit: a no without reasons.
        WrongState: the board does not decide it now.

    """
    need(_may_enter(work, application, State.BOARD))
    _link(work, application, decision_id)
    if answer is Answer.NO:
        refuse(work, application, By.BOARD, told)
        return
    _admit(work, application, category, decision_id)


def _may_enter(work: Work, application: Application, state: State) -> Verdict:
    if application.state is not state:
        raise WrongState(state=application.state.value, act="decide")
    case = queries.case_of(work.session, application, work.now)
    return policy.may_enter_decision(work.actor, case)


def _admit(
    work: Work, application: Application, category: Category, decision_id: uuid.UUID
) -> None:
    if application.region is None:
        raise RegionFirst(field="answer")
    application.category = category.value
    admit(work, application, By.BOARD, decision_id=decision_id)


def decide_appeal(
    work: Work,
    application: Application,
    answer: Answer,
    *,
    decision_id: uuid.UUID,
    category: Category,
    told: str = "",
) -> None:
    """Enter what the board decided on an appeal, by a decision of its own; a no is final.

    Raises:
        Denied: not of the secretariat, of the organisation itself, or recommended before.
        Unfit: the decision is the one that is appealed against, or a no without reasons.
        RegionFirst: it has no region yet. WrongState: no appeal is being heard.

    """
    need(_may_enter(work, application, State.APPEALED))
    known = links_from(work.session, APPLICATION, application.id)
    if decision_id in {one.to_id for one in known}:
        raise Unfit("decision_before", field="decision")
    _link(work, application, decision_id)
    if answer is Answer.YES:
        _admit(work, application, category, decision_id)
        return
    application.told = need_words(told, "told")
    move(application, "uphold")
    end(work, application)
    take_step(work, application, Act.UPHELD, By.BOARD)
    tell_applicant(work, application)
    work.record("application.upheld", application)
