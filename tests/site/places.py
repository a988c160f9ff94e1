"""Which pages are looked at: one of each template that matters, by who sees it.

An address may hold `{names}` of things in the sample; `places_of` fills them in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from nswp_gov.accounts.models import SIGN_IN_LABEL, Person
from nswp_gov.bodies.models import Seat, Term
from nswp_gov.directory.models import PublicOrganisation, Representative
from nswp_gov.elections import queries as elections
from nswp_gov.elections.states import NominationState, State
from nswp_gov.meetings.models import Decision, Meeting, Minutes
from nswp_gov.meetings.states import DecisionAudience, MeetingState, MinutesState
from nswp_gov.store.crypto import vault
from tests.site.stage import Site

SMALL = (
    "", "organisations", "regions/africa", "countries/{country}", "organisations/{slug}",
    "manual", "elections/", "bodies/", "bodies/board", "apply",
)  # fmt: skip
PUBLIC = (
    *SMALL, "regions", "organisations?language=en&q=lantern", "organisations?q=nothing-fits",
    "search", "search?q=board", "safety", "accessibility",
    "documents", "manual/editions/2", "manual/editions/2/{clause}", "manual/compare/1/2",
    "manual/compare/1/2?layout=beside", "manual/search?q=board",
    "manual/languages/2", "manual/record/2",
    "elections/how", "elections/{running}", "elections/{past}", "elections/{past}/count/p01",
    "elections/{past}/candidates/{candidate}", "elections/{past}/booklet",
    "elections/{past}/record",
    "bodies/seats/{seat}", "meetings/", "meetings/calendar", "meetings/decisions",
    "meetings/decisions/{decision}",
    "meetings/{published}/minutes/public",
    "account/sign-in", "account/sign-in/paper", "account/recovery", "account/invitation", "hide",
    "apply/begin", "apply/a-link",
)  # fmt: skip
OFFICE = {
    "secretariat": (
        "work", "register", "register/{organisation}", "register/entry", "imports",
        "imports/new", "register/differences?since=2020-01-01", "register/duplicates",
        "register/renewals", "register/statutory", "register/file", "risks", "hiding",
        "freshness",
        "applications",
        "account/invitations", "meetings/", "meetings/call", "meetings/{called}",
        "meetings/{called}/agenda", "meetings/{correcting}/minutes", "meetings/actions",
        "meetings/{called}/move", "meetings/{called}/cancel", "meetings/written",
        "meetings/calendar", "meetings/calendar/address", "bodies/interests",
        "bodies/vacancies", "bodies/seats/{seat}/fill", "bodies/terms/{term}/end",
        "manual/drafts", "manual/drafts/manual/people", "manual/waited-for",
        "manual/corrections/2/{clause}", "elections/new", "elections/new/plan?seat={empty}",
        "elections/{running}/desk", "elections/{running}/trustees", "our/{organisation}/profile",
        "elections/{running}/questions", "elections/{past}/candidates/{candidate}/fr",
    ),
    "administrator": (
        "account/people", "account/people/{person}", "account/invitations",
    ),
    "returning-officer": (
        "elections/{running}/desk", "elections/{past}/desk", "elections/{past}/roll/{post}",
        "elections/{past}/observers/p01", "elections/{past}/opening",
        "elections/{running}/trustees", "elections/{running}/acts/void",
        "elections/{running}/requests", "elections/{past}/complaints/all",
    ),
}  # fmt: skip
OWN = {
    "editor": (
        "work", "our/{organisation}", "our/{organisation}/profile",
        "our/{organisation}/seen/public", "our/{organisation}/consent",
        "our/{organisation}/people", "our/{organisation}/affiliations",
        "register/ours/{organisation}/resignation",
        "our/{organisation}/history", "our/{organisation}/hiding",
        "our/{organisation}/hand-over", "network",
        "account", "account/proofs", "account/sessions", "account/phone",
        "account/paper", "account/passphrase", "account/address",
    ),
    "delegate": (
        "work", "elections/", "elections/{running}", "elections/{running}/nominate/{open_post}",
        "elections/{running}/ours/nominations", "elections/{past}/our-entry", "manual",
        "elections/{running}/our-entry", "elections/{running}/support",
        "elections/{past}/complaints",
        "meetings/", "meetings/decisions",
    ),
}  # fmt: skip


def _people(site: Site, session: Any) -> dict[str, Any]:
    index = vault.ring.blind(site.card("editor").sign_in_name, SIGN_IN_LABEL)
    editor = session.scalars(select(Person.id).where(Person.sign_in_index == index)).one()
    acts_for = select(Representative.organisation_id).where(Representative.person_id == editor)
    return {"person": editor, "organisation": session.scalars(acts_for).one()}


def _elections(session: Any) -> dict[str, Any]:
    rows = {row.state: row for row in elections.all_elections(session)}
    running, past = rows[State.NOMINATIONS], rows[State.PUBLISHED]
    post = elections.posts(session, past.id)[0]
    stands = NominationState.STANDS
    return {
        "running": running.slug,
        "past": past.slug,
        "post": post.id,
        "open_post": elections.posts(session, running.id)[0].id,
        "candidate": next(
            one.id for one in elections.nominations(session, post.id) if one.state is stands
        ),
    }


def _meetings(session: Any) -> dict[str, Any]:
    def held(state: MinutesState) -> Any:
        return session.scalars(select(Minutes.meeting_id).where(Minutes.state == state)).first()

    published = held(MinutesState.PUBLISHED)
    public = select(Decision.id).where(
        Decision.audience == DecisionAudience.PUBLIC, Decision.meeting_id == published
    )
    return {
        "published": published,
        "correcting": held(MinutesState.CORRECTIONS),
        "called": session.scalars(
            select(Meeting.id).where(Meeting.state == MeetingState.CALLED)
        ).first(),
        "decision": session.scalars(public).first(),
    }


def known(site: Site) -> dict[str, Any]:
    """What the sample has one of, by the names that addresses use."""
    with site.looking() as session:
        shown = select(PublicOrganisation).where(PublicOrganisation.country.is_not(None))
        listed = session.scalars(shown.order_by(PublicOrganisation.slug)).first()
        assert listed is not None
        held = session.scalars(select(Term.seat_id)).all()
        empty = session.scalars(select(Seat.id).where(Seat.region == "africa")).all()
        return {
            "country": listed.country,
            "slug": listed.slug,
            "clause": "whom-not-to-ask",
            "seat": held[0],
            "term": session.scalars(select(Term.id).where(Term.until_on.is_not(None))).first(),
            "empty": empty[0],
            **_people(site, session),
            **_elections(session),
            **_meetings(session),
        }


def places_of(site: Site, paths: Iterable[str]) -> list[str]:
    """The addresses without the language, with the things of this sample in them."""
    things = known(site)
    return [path.format(**things) for path in paths]
