"""What waits for a translator, as the desk of all features shows it."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from nswp_gov.desk import queries
from nswp_gov.directory.views.due import DueRow
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.web.locale import locale


def rows(session: Session, actor: Actor, now: datetime) -> list[DueRow]:
    """Return one row a language: how much waits, and until when at the earliest."""
    if not actor.translates:
        return []
    reach = queries.reach_of(session, actor, now, locale())
    found = queries.rows(session, reach)
    made = []
    for into in Locale:
        if into.value not in actor.translates:
            continue
        tasks = queries.queue(reach, found, into)
        dated = [task.row.subject.due_at for task in tasks if task.row.subject.due_at]
        reviews = len(queries.reviews_waiting(reach, found, into))
        if tasks or reviews:
            made.append(
                DueRow(
                    title=_("Translate into your language: %(language)s", language=into.own_name),
                    due_at=min((one for one in dated if one >= now), default=now),
                    href=url_for("desk.queue", language=into.code),
                    act=_("See them"),
                    feature=_("Translation"),
                    note=ngettext("One text waits.", "%(num)d texts wait.", len(tasks) + reviews),
                )
            )
    return made
