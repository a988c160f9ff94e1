"""Figures for donors: one table a year, published once, never changed."""

from __future__ import annotations

from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import YearFigures
from nswp_gov.training.queries import attended, published_table, years_to_publish


def publish_figures(work: Work, year: int) -> YearFigures:
    """Publish the figures of a past year, all of whose events are concluded.

    Only what may be shown is kept. There is one table for each participation and it never
    changes, so that no difference between two tables tells of one person.

    Raises:
        Denied: only the secretariat.
        Unfit: the year is not over, has no events, one is not concluded, or it is published.

    """
    need(policy.may_keep(work.actor))
    waiting = years_to_publish(work.session, work.today, work.zone)
    if year not in waiting:
        raise Unfit("training_no_figures")
    if not waiting[year]:
        raise Unfit("training_not_concluded")
    table = published_table(attended(work.session, year, work.zone))
    made = YearFigures(
        year=year,
        published_at=work.now,
        table={
            "rows": [
                [region, programme, cell.shown.value, cell.count]
                for (region, programme), cell in table.cells.items()
            ],
            "total": [table.total.shown.value, table.total.count],
        },
    )
    work.session.add(made)
    work.record("training.figures_published", made)
    return made
