"""Admission: everything that a member has comes into being in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from nswp_gov.accounts import operations as accounts
from nswp_gov.accounts import queries as people
from nswp_gov.accounts.models import Person
from nswp_gov.applications.models import Application
from nswp_gov.applications.operations.keeping import end, move, take_step, tell_applicant
from nswp_gov.applications.states import PROFILE, Act, By, Question
from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as organisations
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations import Change
from nswp_gov.directory.states import (
    CONSENT_TEXT,
    Capacity,
    Level,
    ProfileField,
    Readers,
    Risk,
    Withdrawal,
)
from nswp_gov.membership import operations as membership
from nswp_gov.membership import queries as register
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.errors import NotFound
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work

REASON = "Application for membership"  # kept in records of the register, which are in English
FIRST_EDITOR = "invitation"
HIDE_CODE = "code"


def admit(
    work: Work,
    application: Application,
    by: By,
    *,
    why: str = "",
    decision_id: uuid.UUID | None = None,
) -> None:
    """Make a member of an applicant: all of it, or nothing.

    Organisation, placement, profile, consent, membership with category and standing, the
    invitation of the first editor, and the code on paper that hides it at once. A former member
    goes on with its record: what it says now is added, its earlier memberships stay, and whoever
    acted for it goes on doing so. The program does it, on behalf of whoever decided.

    Raises:
        AlreadyMember and the other refusals of the rooms below.

    """
    assert application.category is not None  # said when it was passed on
    move(application, "admit")
    program = replace(work, actor=SYSTEM)
    made = _known(program, application)
    if made is None:
        made = _enter(program, application)
        _fill(program, application, made)
    else:
        _go_on(program, application, made)
    member = membership.admit(
        program,
        made,
        Category(application.category),
        work.today,
        reason=REASON,
        decision_id=decision_id,
    )
    join(
        work.session,
        ("membership", member.id),
        Relation.RESULT_OF,
        ("application", application.id),
        at=work.now,
    )
    application.organisation_id = made.id
    _welcome(program, application, made)
    end(work, application)
    take_step(work, application, Act.ADMITTED, by, why=why)
    tell_applicant(work, application)
    work.record("application.admitted", application)


def _enter(work: Work, application: Application) -> Organisation:
    answers: Mapping[str, Any] = application.answers
    return directory.add_organisation(
        work,
        name=answers[Question.NAME],
        locale=application.locale,
        country=answers.get(Question.COUNTRY),
        level=Level(answers[Question.LEVEL]),
        region=application.region,
        region_reason=application.region_reason or REASON,
    )


def _known(work: Work, application: Application) -> Organisation | None:
    """Return the record that the applicant has already, also where it became part of another."""
    key = application.organisation_id
    if key is None:
        return None
    while (merger := register.merged_into(work.session, key)) is not None:
        key = merger.kept_id
    return organisations.organisation(work.session, key)


def _go_on(work: Work, application: Application, known: Organisation) -> None:
    """Add the answers to the record of a former member; what it does not say anew stays.

    Who may see it is what was consented to now; where it hid in an emergency nothing is shown
    before its own people consent again, signed in.
    """
    said = {
        question for question in PROFILE if application.answers.get(question) not in (None, "", [])
    }
    before = next(iter(organisations.all_consents(work.session, known.id)), None)
    has_fled = before is not None and before.withdrawal is Withdrawal.EMERGENCY
    directory.withdraw_consent(work, known)
    _fill(work, application, known, said, consents=not has_fled)
    region = organisations.region_of(work.session, known.id, work.today)
    if application.region is not None and application.region != region:
        why = application.region_reason or REASON
        directory.place(work, known, application.region, why)


def _fill(
    work: Work,
    application: Application,
    made: Organisation,
    said: Collection[Question] = tuple(PROFILE),
    *,
    consents: bool = True,
) -> None:
    """Carry the answers into the profile, each to the readers that were consented to."""
    readers = _readers(application.answers.get("consent") or {})
    changes = {
        field: Change(
            value=application.answers.get(question),
            readers=readers.get(field, Readers.SECRETARIAT),
        )
        for question, field in PROFILE.items()
        if question in said
    }
    directory.edit_profile(work, made, changes, locale=application.locale)
    if not readers or not consents:
        return
    risk = organisations.risk_of(work.session, made.country, work.today)
    public = {one for one, chosen in readers.items() if chosen is Readers.PUBLIC}
    members = {one for one, chosen in readers.items() if chosen is Readers.MEMBERS}
    is_severe = risk is Risk.SEVERE
    directory.give_consent(
        work,
        made,
        to_public=() if is_severe else public,
        to_members=members | public if is_severe else members,
        shown_in=Locale(application.answers["consent"]["shown_in"]),
    )


def _readers(consent: Mapping[str, Any]) -> dict[ProfileField, Readers]:
    """Return who may see what, as consented to; words that have changed since don't hold."""
    if consent.get("version") != CONSENT_TEXT:
        return {}
    return {
        ProfileField(name): Readers(chosen).narrower(ProfileField(name).widest)
        for name, chosen in consent["readers"].items()
    }


def _welcome(work: Work, application: Application, made: Organisation) -> None:
    """Keep, encrypted, what the applicant is to take away, until it has been taken."""
    application.welcome = {
        FIRST_EDITOR: _invite(work, application),
        HIDE_CODE: directory.issue_code(work, made),
    }


def _invite(work: Work, application: Application) -> str:
    name = application.answers[Question.CONTACT]
    return accounts.invite(work, name=name, locale=application.locale)


def renew_invitation(work: Work, application: Application) -> None:
    """Make the first editor's invitation anew where it ran out before it was used."""
    held = dict(application.welcome or {})
    token = held.get(FIRST_EDITOR)
    if token is None or people.invitation(work.session, token, work.now) is not None:
        return
    program = replace(work, actor=SYSTEM)
    application.welcome = {**held, FIRST_EDITOR: _invite(program, application)}
    work.record("application.invitation_renewed", application)


def make_first_account(
    work: Work,
    application: Application,
    *,
    name: str,
    sign_in_name: str,
    passphrase: str,
    locale: Locale,
    zone: str,
) -> tuple[Person, list[str]]:
    """Make the account of the organisation's first editor; return it with its ten paper codes.

    Raises:
        NotFound: the invitation was used, or is over.
        Unfit: a name is missing or taken, or the passphrase is too weak.

    """
    held = dict(application.welcome or {})
    token = held.pop(FIRST_EDITOR, None)
    if token is None or application.organisation_id is None:
        raise NotFound
    program = replace(work, actor=SYSTEM)
    person, paper = accounts.accept_invitation(
        program,
        token,
        name=name,
        sign_in_name=sign_in_name,
        passphrase=passphrase,
        locale=locale,
        zone=zone,
    )
    made = organisations.organisation(work.session, application.organisation_id)
    directory.appoint(program, made, person.id, Capacity.EDITOR)
    application.welcome = held or None
    work.record("application.first_account_made", application)
    return person, paper


def forget_code(work: Work, application: Application) -> None:
    """Forget the hide-us code: the applicant has written it down."""
    held = dict(application.welcome or {})
    if held.pop(HIDE_CODE, None) is not None:
        application.welcome = held or None
        work.record("application.code_taken", application)
