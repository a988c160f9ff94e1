"""What these pages share: finding a consultation for its readers, and doing one act of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.queries import Questionnaire
from nswp_gov.consultations.vessel import folder_of
from nswp_gov.rules.audience import may_see
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, settings, viewer, work

UNPROCESSABLE = 422
TEXT_EDITOR = 1024 * 1024


def keys() -> KeyFolder:
    """Return where the keys of running consultations lie."""
    return folder_of(settings())


def known(slug: str) -> Consultation:
    """Return a consultation that this reader may know of.

    Raises:
        NotFound: there is none, or it is hidden.

    """
    row = queries.consultation(session(), slug)
    if not may_see(viewer(), policy.readers_of(row.state, row.readers)).allowed:
        raise NotFound
    return row


def whole(slug: str) -> Questionnaire:
    """Return a consultation with all that is asked, in the reader's language."""
    return queries.questionnaire(session(), known(slug), locale())


def attempt(slug: str, form: AppForm, deed: Callable[[Work, Consultation], object]) -> int | None:
    """Do what a complete form asks for; return None when done, else the status to answer with."""
    if not form.validate_on_submit():
        return UNPROCESSABLE if form.is_submitted() else 200
    try:
        with work() as w:
            deed(w, queries.consultation(w.session, slug))
    except DomainError as refusal:
        session().rollback()
        refuse(form, refusal)
        return refusal.status
    return None


def refuse(form: AppForm, refusal: DomainError) -> None:
    """Put a refusal beside its field; one of a question with several fields beside the first."""
    field = refusal.field
    if field and field not in form:
        refusal.field = next((one.name for one in form if one.name.startswith(field)), None)
    form.refuse(refusal)


def instant(wall: datetime) -> datetime:
    """Return the instant at which the network's clocks show `wall`."""
    return wall.replace(tzinfo=ZoneInfo(settings().zone)).astimezone(UTC)


Answer = ResponseReturnValue
