"""How many complaints ended how in each year that is over, for the board; small numbers hidden."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from nswp_gov.complaints import queries
from nswp_gov.complaints.states import Outcome
from nswp_gov.complaints.views import bp
from nswp_gov.rules.cells import THRESHOLD, suppressed
from nswp_gov.store.clock import civil_day
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import now, session, settings


@bp.get("/cases/numbers")
@door(Door.BOARD)
def numbers() -> ResponseReturnValue:
    """Show the years that are over: the running one would tell of each complaint as it ends."""
    this_year = civil_day(now(), settings().zone).year
    rows = [
        (one.year, suppressed({how: int(one.ended.get(how.value, 0)) for how in Outcome}))
        for one in queries.years(session())
        if one.year < this_year
    ]
    return render_template(
        "complaints/numbers.html", rows=rows, outcomes=list(Outcome), least=THRESHOLD
    )
