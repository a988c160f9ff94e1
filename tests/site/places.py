"""Which pages are looked at: one of each template that matters, by who sees it.

An address may hold `{names}` of things in the sample; `places_of` fills them in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from nswp_gov.accounts.models import SIGN_IN_LABEL, Person
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import State as News
from nswp_gov.bodies.models import Seat, Term
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.states import State as Asking
from nswp_gov.desk.states import GLOSSARY, MEANING
from nswp_gov.directory.models import PublicOrganisation, Representative
from nswp_gov.elections import queries as elections
from nswp_gov.elections.states import NominationState, State
from nswp_gov.library.models import ListedResource, Resource
from nswp_gov.library.states import ResourceState
from nswp_gov.mailings.models import Mailing
from nswp_gov.mailings.states import State as LetterState
from nswp_gov.meetings.models import Decision, Meeting, Minutes
from nswp_gov.meetings.states import DecisionAudience, MeetingState, MinutesState
from nswp_gov.policies.models import Position
from nswp_gov.policies.states import State as EntryState
from nswp_gov.store.crypto import vault
from nswp_gov.store.texts import Text
from nswp_gov.training.models import Call, Event, Lesson, PlaceApplication
from tests.site.stage import Site

SMALL = (
    "", "organisations", "regions/africa", "countries/{country}", "organisations/{slug}",
    "manual", "elections/", "bodies/", "bodies/board", "apply", "policies",
    "library", "library/{resource}",
)  # fmt: skip
PUBLIC = (
    *SMALL, "news", "news?kind=alert&region=europe", "news?kind=digest&region=europe",
    "news/{announcement}",
    "regions", "organisations?language=en&q=lantern", "organisations?q=nothing-fits",
    "search", "search?q=board", "safety", "accessibility",
    "documents", "manual/editions/2", "manual/editions/2/{clause}", "manual/compare/1/2",
    "manual/compare/1/2?layout=beside", "manual/search?q=board",
    "manual/languages/2", "manual/record/2",
    "elections/how", "elections/{running}", "elections/{past}", "elections/{past}/count/p01",
    "elections/{past}/candidates/{candidate}", "elections/{past}/booklet",
    "elections/{past}/record", "elections/tool",
    "bodies/seats/{seat}", "bodies/board/rules", "meetings/", "meetings/calendar",
    "meetings/decisions", "meetings/decisions/{decision}",
    "meetings/{published}/minutes/public",
    "glossary", "glossary?q=vote", "glossary/sex_work",
    "consultations/", "consultations/{told}/report", "consultations/{told}/results",
    "account/sign-in", "account/sign-in/paper", "account/recovery", "account/invitation", "hide",
    "apply/begin", "apply/a-link", "mailings/subscribe",
    "complain", "complain/begin", "case/a-link",
    "library?theme=violence&q=police", "library?q=nothing-fits",
    "training/", "training/programmes/lantern-academy", "training/events/{coming}",
    "training/calls/{place_call}", "training/certificates", "training/certificates/check",
    "training/figures",
)  # fmt: skip
OFFICE = {
    "secretariat": (
        "policies/desk", "policies/desk/institutions/new", "policies/desk/positions/{waiting}",
        "work", "register", "register/{organisation}", "register/entry", "imports",
        "imports/new", "register/differences?since=2020-01-01", "register/duplicates",
        "register/renewals", "register/statutory", "register/file", "risks", "hiding",
        "our/{organisation}/people/together",
        "freshness", "news/office", "news/office/new", "news/office/{scheduled}",
        "news/office/{scheduled}/words", "news/office/{scheduled}/words/ru",
        "news/office/{scheduled}/beside",
        "applications",
        "library/desk", "library/desk/new", "library/desk/names", "library/desk/links",
        "library/entries/{entry}", "library/entries/{entry}/edit",
        "training/office", "training/office/programmes/{academy}",
        "training/office/events/{coming}", "training/office/events/{over}",
        "training/office/lessons/{lesson}", "training/office/calls/{place_call}",
        "account/invitations", "meetings/", "meetings/call", "meetings/{called}",
        "meetings/{called}/agenda", "meetings/{correcting}/minutes", "meetings/actions",
        "meetings/{called}/move", "meetings/{called}/cancel", "meetings/written",
        "meetings/calendar", "meetings/calendar/address", "bodies/interests",
        "bodies/board/rules/quorum", "bodies/vacancies", "bodies/seats/{seat}/fill",
        "bodies/terms/{term}/end",
        "mailings", "mailings/new", "mailings/{letter_draft}", "mailings/{letter_sent}",
        "mailings/{letter_draft}/send", "mailings/{letter_draft}/people", "mailings/outbox",
        "mailings/lists", "mailings/digest", "mailings/{letter_draft}/words/fr",
        "consultations/office", "consultations/new", "consultations/{begun}/questions",
        "consultations/{begun}/questions/preview", "consultations/{begun}/opening",
        "consultations/{begun}/words/fr", "consultations/{told}/report/desk",
        "consultations/{told}/results",
        "manual/drafts", "manual/drafts/manual/people", "manual/waited-for",
        "manual/corrections/2/{clause}", "elections/new", "elections/new/plan?seat={empty}",
        "elections/{running}/desk", "elections/{running}/trustees", "our/{organisation}/profile",
        "elections/{running}/questions", "elections/{past}/candidates/{candidate}/fr",
        "translation", "translation/matrix", "translation/coverage", "translation/files",
        "translation/texts/{meaning}/fr", "glossary/new", "glossary/sex_work/change",
    ),
    "administrator": (
        "account/people", "account/people/{person}", "account/invitations", "legal-holds",
    ),
    "returning-officer": (
        "elections/{running}/desk", "elections/{past}/desk", "elections/{past}/roll/{post}",
        "elections/{past}/observers/p01", "elections/{past}/opening",
        "elections/{running}/trustees", "elections/{running}/acts/void",
        "elections/{running}/requests", "elections/{past}/complaints/all",
        "elections/{running}/agents",
    ),
}  # fmt: skip
OWN = {
    "editor": (
        "work", "news/ours", "news/ours/new", "news/ours/{sent}", "news/ours/{sent}/words",
        "our/{organisation}", "our/{organisation}/profile",
        "our/{organisation}/seen/public", "our/{organisation}/consent",
        "our/{organisation}/people", "our/{organisation}/affiliations",
        "register/ours/{organisation}/resignation",
        "our/{organisation}/history", "our/{organisation}/hiding",
        "our/{organisation}/hand-over", "network",
        "account", "account/proofs", "account/sessions", "account/phone",
        "account/paper", "account/passphrase", "account/address",
        "mailings/letters", "mailings/letters/{letter_sent}", "mailings/preferences",
        "mailings/preferences/certificate",
        "library/offers", "library/offers/{organisation}/new",
        "consultations/{asking}", "consultations/{asking}/ours/{organisation}",
        "consultations/{asking}/ours/{organisation}/1",
        "consultations/{asking}/ours/{organisation}/preview",
    ),
    "delegate": (
        "training/ours", "training/applications/{asked}", "training/calls/{place_call}/apply",
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
            select(Meeting.id)
            .where(Meeting.state == MeetingState.CALLED)
            .order_by(Meeting.starts_at)
        ).first(),
        "decision": session.scalars(public).first(),
    }


def _news(session: Any) -> dict[str, Any]:
    def latest(state: News, *also: Any) -> Any:
        rows = select(Announcement.id).where(Announcement.state == state, *also)
        return session.scalars(rows.order_by(Announcement.sent_at)).first()

    return {
        "announcement": latest(News.PUBLISHED, Announcement.kind == "alert"),
        "scheduled": latest(News.SCHEDULED),
        "sent": latest(News.DRAFT),
    }


def _training(session: Any) -> dict[str, Any]:
    asked = session.scalars(select(PlaceApplication).order_by(PlaceApplication.people.desc())).all()
    call = session.get_one(Call, asked[0].call_id)
    lesson = session.scalars(select(Lesson)).first()
    event = session.get_one(Event, call.event_id)
    return {
        "asked": asked[0].id,
        "place_call": call.id,
        "coming": event.id,
        "academy": event.programme_id,
        "lesson": lesson.id,
        "over": lesson.event_id,
    }


def _consultations(session: Any) -> dict[str, Any]:
    """One with its report, one that members answer, one draft."""
    rows = session.execute(select(Consultation.state, Consultation.slug)).all()
    names = {Asking.REPORTED: "told", Asking.OPEN: "asking", Asking.DRAFT: "begun"}
    return {names[row.state]: row.slug for row in rows}


def _policies(session: Any) -> dict[str, Any]:
    newer = select(Position.id).where(Position.supersedes_id.is_not(None))
    waiting = select(Position.id).where(Position.state == EntryState.ENTERED)
    return {
        "position": session.scalars(newer).first(),
        "waiting": session.scalars(waiting).first(),
    }


def _library(session: Any) -> dict[str, Any]:
    """A resource with companions and files, and an offer that waits for its answer."""
    shown = select(ListedResource.slug).where(ListedResource.year == 2018)
    offered = select(Resource.id).where(Resource.state == ResourceState.REVIEW)
    return {
        "resource": session.scalars(shown).first(),
        "entry": session.scalars(offered).first(),
    }


def _letters(session: Any) -> dict[str, Any]:
    def one(state: LetterState) -> Any:
        rows = select(Mailing.id).where(Mailing.state == state, Mailing.about_type.is_(None))
        return session.scalars(rows.order_by(Mailing.made_at)).first()

    return {"letter_draft": one(LetterState.DRAFT), "letter_sent": one(LetterState.SENT)}


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
            "meaning": session.scalars(
                select(Text.id).where(Text.subject_type == GLOSSARY, Text.field == MEANING)
            ).first(),
            **_people(site, session),
            **_elections(session),
            **_meetings(session),
            **_letters(session),
            **_library(session),
            **_policies(session),
            **_consultations(session),
            **_training(session),
            **_news(session),
        }


def places_of(site: Site, paths: Iterable[str]) -> list[str]:
    """The addresses without the language, with the things of this sample in them."""
    things = known(site)
    return [path.format(**things) for path in paths]
