"""What the clock does with one complaint: the circle that is lacking, reminders, the closing."""

from __future__ import annotations

from nswp_gov.complaints import queries
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.operations.circle import leave_the_concerned, name_readers
from nswp_gov.complaints.operations.keeping import end, move, take_step, tell_circle
from nswp_gov.complaints.states import OPEN, WARNED, Act, By, State
from nswp_gov.store.work import Work


def pass_time(work: Work, row: Complaint) -> str:
    """Do what the clock has to do with a complaint now; return what it was, or ''."""
    if row.state is State.DECIDED:
        return _close(work, row)
    if row.state not in OPEN:
        return ""
    gone = leave_the_concerned(work, row)
    if name_readers(work, row) or gone:
        work.record("complaint.circle_named", row)
        return "named"
    return _remind(work, row)


def _close(work: Work, row: Complaint) -> str:
    """End it once nobody can appeal any more."""
    if row.due_at is None or work.now <= row.due_at:
        return ""
    move(row, "close")
    take_step(work, row, Act.CLOSED, By.CLOCK)
    end(work, row)
    work.record("complaint.closed", row)
    return "closed"


def _remind(work: Work, row: Complaint) -> str:
    """Write to the circle shortly before a time is over, and once when it is."""
    if row.due_at is None:
        return ""
    due = (work.now >= row.due_at - WARNED) + (work.now >= row.due_at)
    sent = [
        one
        for one in queries.steps(work.session, row.id)
        if one.act is Act.REMINDED and one.at >= row.due_at - WARNED
    ]
    if due <= len(sent):
        return ""
    for _missed in range(due - len(sent)):
        take_step(work, row, Act.REMINDED, By.CLOCK)
    tell_circle(work, row)
    work.record("complaint.reminded", row)
    return "reminded"
