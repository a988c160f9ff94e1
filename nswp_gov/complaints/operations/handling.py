"""What the circle does: acknowledge, look into, answer, decide, hear an appeal, measures, close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from nswp_gov.complaints import policy, queries
from nswp_gov.complaints.models import Complaint, Measure, Message
from nswp_gov.complaints.operations.keeping import (
    add_message,
    end,
    move,
    need_reasons,
    say_reasons,
    take_step,
    tell_complainant,
)
from nswp_gov.complaints.states import Act, By, Outcome, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit, WrongState, need, need_words
from nswp_gov.store.work import Work

REASONS, HEARD = "reasons", "heard"  # the fields of the texts


def _case(work: Work, row: Complaint) -> policy.Case:
    return queries.case_of(work.session, row, work.now)


def acknowledge(work: Work, row: Complaint, words: str = "") -> None:
    """Tell whoever raised it that it arrived and is read; words of the circle's own go along.

    Raises:
        Denied: the actor is not in the circle. WrongState: it was acknowledged before.

    """
    need(policy.may_act(work.actor, _case(work, row)))
    move(row, "acknowledge")
    row.due_at = row.outcome_due_at
    take_step(work, row, Act.ACKNOWLEDGED, By.CIRCLE)
    if words.strip():
        add_message(work, row, words, By.CIRCLE)
    tell_complainant(work, row)
    work.record("complaint.acknowledged", row)


def examine(work: Work, row: Complaint) -> None:
    """Say that it is being looked into.

    Raises:
        Denied: the actor is not in the circle. WrongState: it is not acknowledged, or further.

    """
    need(policy.may_act(work.actor, _case(work, row)))
    move(row, "examine")
    take_step(work, row, Act.EXAMINED, By.CIRCLE)
    tell_complainant(work, row)
    work.record("complaint.examined", row)


def answer(work: Work, row: Complaint, words: str) -> Message:
    """Write to whoever raised it.

    Raises:
        Denied: the actor is not in the circle. Unfit: no words.

    """
    need(policy.may_answer(work.actor, _case(work, row)))
    made = add_message(work, row, words, By.CIRCLE)
    tell_complainant(work, row)
    work.record("complaint.answered", row)
    return made


def decide(work: Work, row: Complaint, outcome: Outcome, words: Mapping[Locale, str]) -> None:
    """Say how it ends and why, in the language of whoever raised it; an appeal is possible then.

    An appeal is heard by the circle that was named for it, and what it says is the end.

    Raises:
        Denied: the actor is not in the circle. Unfit: no reasons in that language.
        WrongState: it is not being looked into, nor appealed.

    """
    need(policy.may_decide(work.actor, _case(work, row), outcome))
    said = need_reasons(row, words)
    if row.state is State.APPEALED:
        move(row, "hear")
        row.first_outcome, row.outcome = row.outcome, outcome.value
        say_reasons(work, row, HEARD, said)
        take_step(work, row, Act.HEARD, By.CIRCLE)
        end(work, row)
    else:
        move(row, "decide")
        rule = queries.rule_on(work.session, work.today)
        row.outcome, row.decided_at = outcome.value, work.now
        row.due_at = work.now + timedelta(days=rule.appeal_days)
        say_reasons(work, row, REASONS, said)
        take_step(work, row, Act.DECIDED, By.CIRCLE)
    tell_complainant(work, row)
    work.record("complaint.decided", row)


def set_measure(work: Work, row: Complaint, words: str, due_on: date) -> Measure:
    """Note what is to be done and until when; it stays on the circle's desk until it is.

    Raises:
        Denied: the actor is not in the circle. Unfit: no words, or a day that is past.

    """
    need(policy.may_read(work.actor, _case(work, row)))
    if due_on < work.today:
        raise Unfit("complaint_measure_past", field="due_on")
    made = Measure(
        complaint_id=row.id,
        words=need_words(words, "words"),
        due_on=due_on,
        forget_from=row.forget_from,
    )
    work.session.add(made)
    take_step(work, row, Act.MEASURE_SET, By.CIRCLE)
    work.record("complaint.measure_set", row)
    return made


def finish_measure(work: Work, row: Complaint, measure: Measure) -> None:
    """Note that a measure was carried out.

    Raises:
        Denied: the actor is not in the circle. WrongState: it was noted before.

    """
    need(policy.may_read(work.actor, _case(work, row)))
    if measure.done_at is not None:
        raise WrongState(state="done", act="finish")
    measure.done_at = work.now
    take_step(work, row, Act.MEASURE_DONE, By.CIRCLE)
    work.record("complaint.measure_done", row)
