"""Public pages: the register, an institution, a topic, a document, one position."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from nswp_gov.policies import queries
from nswp_gov.policies.queries import Row
from nswp_gov.policies.states import Topic
from nswp_gov.policies.views import asking, bp, pictures
from nswp_gov.policies.views.words import TOPICS
from nswp_gov.store.projection import Projection
from nswp_gov.store.texts import Reading
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session

Said = dict[uuid.UUID, Reading]
GONE = 410


def said_of(rows: Iterable[Row], *more: Projection) -> Said:
    """Return names, titles and paraphrases of rows, and names of other records."""
    ids = [one for row in rows for one in row.ids] + [one["id"] for one in more]
    return queries.said(session(), ids, locale())


def short(institution: Projection, said: Said) -> str:
    """Return what an institution is called where there is little room."""
    return institution["acronym"] or said[institution["id"]].words


@bp.get("/policies")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """Show the register of positions, narrowed as the address says."""
    question, day = asking.asked(), asking.today()
    page = queries.register(session(), question, locale(), day)
    known = queries.institutions(session())
    said = said_of(page.rows, *known)
    names = {one["slug"]: said[one["id"]] for one in known}
    return render_template(
        "policies/index.html",
        page=page,
        said=said,
        asked=question,
        today=day,
        groups=asking.groups(page.counts, question, names),
        chips=asking.chips(question, page.counts, names),
        newer=page.newer is not None and asking.address(question, after=page.newer or None),
        older=page.older is not None and asking.address(question, after=page.older),
        file=lambda form: asking.address(question, "policies.index_file", form=form),
    )


@bp.get("/policies/institutions")
@door(Door.PUBLIC)
def institutions() -> ResponseReturnValue:
    """List the institutions with what they hold today."""
    known = queries.institutions(session())
    rows = queries.public_rows(session())
    return render_template(
        "policies/institutions.html",
        known=known,
        said=said_of((), *known),
        number={
            one["id"]: sum(row.institution["id"] == one["id"] for row in rows) for one in known
        },
    )


@bp.get("/policies/institutions/<slug>")
@door(Door.PUBLIC)
def institution(slug: str) -> ResponseReturnValue:
    """Show an institution: its positions by topic, over time, and the documents they stand in."""
    shown = queries.institution_by_slug(session(), slug)
    if shown is None:
        abort(404)
    rows = queries.rows_of_institution(session(), shown["id"])
    day = asking.today()
    return render_template(
        "policies/institution.html",
        institution=shown,
        rows=rows,
        said=said_of(rows, shown),
        today=day,
        picture=pictures.over_time(rows, day, lambda row: str(TOPICS[row.position["topic"]])),
    )


@bp.get("/policies/topics/<any({}):topic>".format(", ".join(f'"{one.value}"' for one in Topic)))
@door(Door.PUBLIC)
def topic(topic: str) -> ResponseReturnValue:
    """Show who holds what on a topic, today and over time."""
    rows = queries.rows_of_topic(session(), Topic(topic))
    day, said = asking.today(), said_of(rows)
    return render_template(
        "policies/topic.html",
        topic=Topic(topic),
        rows=rows,
        said=said,
        today=day,
        picture=pictures.over_time(rows, day, lambda row: short(row.institution, said)),
    )


@bp.get("/policies/documents/<slug>")
@door(Door.PUBLIC)
def document(slug: str) -> ResponseReturnValue:
    """Show a document: its facts, where it applies, and the positions taken in it."""
    rows = queries.rows_of_document(session(), slug)
    if not rows:
        abort(404)
    newer = queries.neighbours(session(), rows)
    return render_template(
        "policies/document.html",
        row=rows[0],
        rows=rows,
        newer=newer,
        checked=queries.checks(session(), [one.id for one in rows]),
        said=said_of([*rows, *newer.values()]),
        today=asking.today(),
    )


@bp.get("/policies/positions/<uuid:position_id>")
@door(Door.PUBLIC)
def position(position_id: uuid.UUID) -> ResponseReturnValue:
    """Show one position; one that was withdrawn says when and why, and nothing else."""
    row = queries.public_row(session(), position_id)
    if row is None:
        return _withdrawn(position_id)
    newer = queries.neighbours(session(), [row]).get(row.id)
    superseded = row.position["supersedes_id"]
    older = queries.public_row(session(), superseded) if superseded else None
    shown = [one for one in (row, older, newer) if one is not None]
    return render_template(
        "policies/position.html",
        row=row,
        older=older,
        newer=newer,
        checked=queries.checks(session(), [row.id]),
        said=said_of(shown),
        today=asking.today(),
    )


def _withdrawn(position_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.withdrawal(session(), position_id)
    if found is None:
        abort(404)
    reasons = queries.said(session(), [found.id], locale(), ["withdrawal"])
    return render_template(
        "policies/withdrawn.html",
        found=found,
        said=said_of((), found.institution),
        reason=reasons[found.id],
    ), GONE
