"""The report: what members asked for, and what was done with it."""

from __future__ import annotations

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation, Recommendation
from nswp_gov.consultations.operations.finding import let_find
from nswp_gov.consultations.operations.letters import tell
from nswp_gov.consultations.operations.shelving import Papers, shelve
from nswp_gov.consultations.operations.wording import (
    OF_CONSULTATION,
    OF_RECOMMENDATION,
    write_words,
)
from nswp_gov.consultations.states import LONGEST_REPORT, PATH, Outcome, State
from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.files import FileStore
from nswp_gov.store.work import Work


def _reportable(work: Work, row: Consultation) -> None:
    need(policy.may_arrange(work.actor))
    if row.state not in (State.CLOSED, State.REPORTED):
        raise WrongState(state=row.state.value, act="report")


def write_report(work: Work, row: Consultation, words: str) -> None:
    """Write the report (Markdown), in the consultation's own language.

    Raises:
        Denied: not of the secretariat. WrongState: it has not closed.
        Unfit: there are no words, or too many.

    """
    _reportable(work, row)
    if not words.strip():
        raise Unfit("words_needed", field="words")
    if len(words) > LONGEST_REPORT:
        raise Unfit("answer_too_long", field="words", most=LONGEST_REPORT)
    write_words(work, (OF_CONSULTATION, row.id, "report"), row.locale, words.strip())
    work.record("consultations.report_written", row)


def add_recommendation(
    work: Work, row: Consultation, *, words: str, done: str, outcome: Outcome
) -> Recommendation:
    """Add what members asked for and what was done with it.

    Raises:
        Denied, WrongState: as `write_report`. Unfit: one of the two is missing.

    """
    _reportable(work, row)
    if not words.strip() or not done.strip():
        raise Unfit("words_needed", field="done" if words.strip() else "words")
    others = queries.recommendations(work.session, row.id)
    made = Recommendation(consultation_id=row.id, position=len(others) + 1, outcome=outcome)
    work.session.add(made)
    work.session.flush()
    write_words(work, (OF_RECOMMENDATION, made.id, "words"), row.locale, words.strip())
    write_words(work, (OF_RECOMMENDATION, made.id, "done"), row.locale, done.strip())
    work.record("consultations.recommendation_added", made)
    return made


def follow_up(
    work: Work, row: Consultation, recommendation: Recommendation, *, done: str, outcome: Outcome
) -> None:
    """Say anew what was done with a recommendation, also after the report; refusals as to add."""
    _reportable(work, row)
    if not done.strip():
        raise Unfit("words_needed", field="done")
    recommendation.outcome = outcome
    write_words(work, (OF_RECOMMENDATION, recommendation.id, "done"), row.locale, done.strip())
    work.record("consultations.recommendation_followed", recommendation)


def remove_recommendation(work: Work, row: Consultation, recommendation: Recommendation) -> None:
    """Take a recommendation out, before the report is published.

    Raises:
        Denied: not of the secretariat. WrongState: it is published, or has not closed.

    """
    need(policy.may_arrange(work.actor))
    if row.state is not State.CLOSED:
        raise WrongState(state=row.state.value, act="remove_recommendation")
    work.session.delete(recommendation)
    work.session.flush()
    for position, one in enumerate(queries.recommendations(work.session, row.id), start=1):
        one.position = position
    work.record("consultations.recommendation_removed", recommendation)


def publish_report(work: Work, row: Consultation, store: FileStore, papers: Papers) -> int:
    """Publish report and results, also in the library; tell all who were asked; return how many.

    `papers`: the report printed, by language; the library keeps them.

    Raises:
        Denied: not of the secretariat. WrongState: it is not closed, or is published.
        Unfit: there is no report, or no recommendation with what was done.

    """
    need(policy.may_arrange(work.actor))
    following(PATH, row.state, "report")
    words = queries.words_of(work.session, OF_CONSULTATION, [row.id], row.locale)[row.id]
    if "report" not in words:
        raise Unfit("words_needed", field="words")
    if not queries.recommendations(work.session, row.id):
        raise Unfit("no_recommendations")
    row.state, row.reported_at = State.REPORTED, work.now
    work.record("consultations.reported", row)
    let_find(work, row)
    shelve(work, row, store, papers)
    return tell(work, row, "report")
