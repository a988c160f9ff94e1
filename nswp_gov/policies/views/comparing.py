"""Institutions side by side on a day; and what changed since a day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from nswp_gov.policies import queries
from nswp_gov.policies.views import asking, bp, words
from nswp_gov.policies.views.public import Said, said_of
from nswp_gov.store.projection import Projection
from nswp_gov.web.access import Door, door
from nswp_gov.web.facets import Group, Option
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, settings

A_YEAR = timedelta(days=365)


@bp.get("/policies/compare")
@door(Door.PUBLIC)
def compare() -> ResponseReturnValue:
    """Compare institutions by topic on a day: the position in force then."""
    day = asking.asked_day("on")
    chosen = request.args.getlist("institution")
    known = queries.institutions(session())
    table = queries.matrix(queries.public_rows(session()), day, set(chosen))
    said = said_of((), *known)
    return render_template(
        "policies/compare.html",
        table=table,
        said=said,
        today=asking.today(),
        groups=[_choice(known, set(chosen), said)],
        chosen=chosen,
    )


def _choice(known: list[Projection], chosen: set[str], said: Said) -> Group:
    options = tuple(
        Option(one["slug"], said[one["id"]].words, None, one["slug"] in chosen) for one in known
    )
    return Group("institution", str(words.FACETS["institution"]), bool(chosen), options)


@bp.get("/policies/changes")
@door(Door.PUBLIC)
def changes() -> ResponseReturnValue:
    """Show what changed since a day: taken, no longer in force, added, withdrawn."""
    since = asking.asked_day("since", A_YEAR)
    since_at = datetime.combine(since, time(), tzinfo=ZoneInfo(settings().zone))
    found = queries.changes(session(), since, since_at, asking.today())
    rows = [*found.taken, *found.entered]
    for old, new in found.ended:
        rows += [old, *([new] if new is not None else [])]
    others = [one.institution for one in found.withdrawn]
    others += [one.institution for one in found.turns]
    withdrawn = [one.id for one in found.withdrawn]
    return render_template(
        "policies/changes.html",
        since=since,
        found=found,
        said=said_of(rows, *others),
        reasons=queries.said(session(), withdrawn, locale(), ["withdrawal"]),
        today=asking.today(),
    )
