"""An applicant who is in the register already, as a former member: recognised by the office."""

from __future__ import annotations

from nswp_gov.applications import policy, queries
from nswp_gov.applications.models import Application
from nswp_gov.applications.operations.keeping import take_step
from nswp_gov.applications.states import PLACED, Act, By
from nswp_gov.directory.models import Organisation
from nswp_gov.membership.operations import AlreadyMember
from nswp_gov.membership.operations.merging import MergedAlready
from nswp_gov.membership.queries import merged_into, running
from nswp_gov.store.errors import WrongState, need
from nswp_gov.store.work import Work


def recognise(work: Work, application: Application, known: Organisation | None) -> None:
    """Say whose record the applicant's is: admission then goes on with it. None: it is new.

    Those who examine it read what is known of the record; its people examine nothing.

    Raises:
        Denied: not of the secretariat, or of the organisation itself.
        AlreadyMember: that organisation belongs now. MergedAlready: its record is another's part.
        WrongState: it is not examined now.

    """
    need(policy.may_check(work.actor, queries.case_of(work.session, application, work.now)))
    if application.state not in PLACED:
        raise WrongState(state=application.state.value, act="recognise")
    if known is not None:
        if running(work.session, known.id) is not None:
            raise AlreadyMember
        if merged_into(work.session, known.id) is not None:
            raise MergedAlready
    application.organisation_id = known.id if known is not None else None
    take_step(work, application, Act.RECOGNISED if known else Act.FOUND_NEW, By.SECRETARIAT)
    work.record("application.recognised", application)
