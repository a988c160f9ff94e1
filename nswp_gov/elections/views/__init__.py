"""Pages of elections: for everybody, for voters, for those who run them."""

from __future__ import annotations

import uuid

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from nswp_gov.accounts import session as accounts_session
from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election
from nswp_gov.elections.states import State
from nswp_gov.rules.audience import SECRETARIAT, Audience, Step
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Card, Registry
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import LABELS, POLICIES, NavItem

bp = Blueprint("elections", __name__, url_prefix="/elections")

PUBLIC_NAV = [NavItem("elections.index", _l("Elections"))]
WORK_NAV = [NavItem("elections.index", _l("Elections"), Door.SIGNED_IN)]


def install(app: Flask) -> None:
    """Tell accounts who runs what; give refusals, reasons and rows their words."""
    if queries.sources_of not in accounts_session.SOURCES:
        accounts_session.SOURCES.append(queries.sources_of)
    POLICIES.update(
        {
            "election.set_up": policy.may_set_up,
            "election.run": policy.may_run,
            "election.inside": policy.may_see_inside,
            "election.bring": policy.may_bring_shares,
        }
    )
    phrases.say({**words.REFUSALS, **ending_words.REFUSALS, **agent_words.REFUSALS})
    phrases.say_reasons({**words.REASONS, **ending_words.REASONS, **agent_words.REASONS})
    LABELS.update({**words.LABELS, **agent_words.LABELS})
    app.jinja_env.globals["agent_words"] = agent_words
    app.jinja_env.globals["election_words"] = words
    app.jinja_env.globals["election_ending"] = ending_words
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register("election", election_card)


def election_card(session: Session, election_id: uuid.UUID, locale: str) -> Card | None:
    """Return how an election is named and where it stands, or None."""
    found = session.get(Election, election_id)
    if found is None:
        return None
    return Card(
        title=queries.title_of(session, found, Locale.from_tag(locale) or Locale.EN).words,
        endpoint="elections.election",
        values=(("slug", found.slug),),
        audience=SECRETARIAT if found.state is State.DRAFT else Audience(step=Step.PUBLIC),
    )


from nswp_gov.elections.views import (  # noqa: E402 - they hang on `bp`
    acts,
    agent_words,
    agents,
    ballot,
    candidates,
    ending,
    ending_words,
    nominating,
    office,
    opening,
    public,
    record,
    rolls,
    setting_up,
    supporting,
    tool,
    words,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "acts",
    "agent_words",
    "agents",
    "ballot",
    "bp",
    "candidates",
    "election_card",
    "ending",
    "ending_words",
    "install",
    "nominating",
    "office",
    "opening",
    "public",
    "record",
    "rolls",
    "setting_up",
    "supporting",
    "tool",
    "words",
]
