"""The organisations: entered, admitted, described, shown or hidden, changed, handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import add_person
from nswp_gov.directory import operations as directory
from nswp_gov.directory.operations import Change
from nswp_gov.directory.states import Capacity, ProfileField, Readers, Scope, Tie
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import NEEDS_DECISION, Category, Standing
from nswp_gov.rules.regions import Region
from nswp_gov.sample.plan import CLARA, LANTERN, OrganisationPlan, Showing, dice
from nswp_gov.sample.timeline import Scene
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.work import Work

INVENTED = "Sample data: drawn by lot. It says nothing about this country."
ADMITTED = "Known to both representatives of the region."
ZONES = {
    Region.AFRICA: "Africa/Nairobi",
    Region.ASIA_AND_THE_PACIFIC: "Asia/Bangkok",
    Region.EUROPE: "Europe/Paris",
    Region.LATIN_AMERICA: "America/Bogota",
    Region.NORTH_AMERICA_AND_THE_CARIBBEAN: "America/New_York",
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def tell(scene: Scene) -> None:
    """Put the lives of all organisations into the timeline."""
    scene.timeline.at(scene.plan.began - 2 * HOUR, lambda work: _assess(scene, work))
    for one in scene.plan.organisations:
        _tell_one(scene, one)
    _tell_ties(scene)


def _assess(scene: Scene, work: Work) -> None:
    for country, risk in scene.plan.risks.items():
        directory.assess_risk(scene.as_staff(work), country, risk, INVENTED)


def _tell_one(scene: Scene, one: OrganisationPlan) -> None:
    at, start = scene.timeline.at, one.entered_at
    at(start, lambda work: _enter(scene, work, one))
    at(start + HOUR, lambda work: _name_people(scene, work, one))
    at(start + DAY, lambda work: _describe(scene, work, one))
    if one.showing is not Showing.UNLISTED:
        at(start + 2 * DAY, lambda work: _consent(scene, work, one))
    if one.showing not in {Showing.UNLISTED, Showing.MEMBERS, Showing.WAITING}:
        at(start + 3 * DAY, lambda work: _confirm_consent(scene, work, one))
    if one.confirmed_at is not None:
        at(one.confirmed_at, lambda work: _confirm(scene, work, one))
    if one.newer is not None:
        at(one.edited_at, lambda work: _edit(scene, work, one))
    if one.successor is not None:
        at(one.handed_over_at, lambda work: _hand_over(scene, work, one))
    _tell_changes(scene, one)


def _tell_changes(scene: Scene, one: OrganisationPlan) -> None:
    at = scene.timeline.at
    if one.was is not None:
        at(one.changed_at - HOUR, lambda work: _change_category(scene, work, one))
    if one.standing is not Standing.ACTIVE:
        at(one.changed_at, lambda work: _change_standing(scene, work, one))
    if one.showing is Showing.WITHDRAWN:
        at(one.edited_at + HOUR, lambda work: _withdraw(scene, work, one))
    if one.showing is Showing.EMERGENCY:
        at(one.edited_at + HOUR, lambda work: _hide(scene, work, one))


def _enter(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    office = scene.as_staff(work)
    made = directory.add_organisation(
        office,
        name=one.name,
        locale=one.locale,
        country=one.country,
        level=one.level,
        region=one.region.value if one.placed_because else None,
        region_reason=one.placed_because or "",
    )
    scene.organisations[one.key] = made
    category = one.was or one.category
    membership.admit(office, made, category, one.admitted_on, reason=ADMITTED)


def _name_people(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    """Appoint the editor by the office, then the others by the editor."""
    editor = _person_of(scene, work, one, "editor", one.editor)
    subject = scene.organisations[one.key]
    directory.appoint(scene.as_staff(work), subject, editor.id, Capacity.EDITOR)
    scene.editors[one.key] = editor
    own = scene.as_editor(work, one.key)
    if one.votes:
        named = one.delegate or one.key == LANTERN
        delegate = _person_of(scene, work, one, "delegate", one.delegate or "") if named else editor
        directory.appoint(own, subject, delegate.id, Capacity.DELEGATE)
        scene.delegates[one.key] = delegate
    if one.alternate or one.key == LANTERN:
        alternate = _person_of(scene, work, one, "alternate", one.alternate or "")
        directory.appoint(own, subject, alternate.id, Capacity.ALTERNATE)


def _person_of(scene: Scene, work: Work, one: OrganisationPlan, part: str, name: str) -> Person:
    """Return the account of an organisation's person; some are those that people sign in with."""
    known = {LANTERN: part, CLARA: "associate" if part == "editor" else None}.get(one.key)
    if known in scene.people:
        return scene.people[known]
    return add_person(
        work,
        name=name,
        sign_in_name=f"{part}-{one.key}",
        passphrase=None,
        locale=one.locale,
        zone=ZONES[one.region],
    )


def _describe(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    own, subject = scene.as_editor(work, one.key), scene.organisations[one.key]
    values = {**one.values, ProfileField.LEVEL: one.level.value}
    changes = {
        field: Change(value=value, readers=one.readers[field]) for field, value in values.items()
    }
    directory.edit_profile(own, subject, changes, locale=one.locale)
    for locale, said in one.translations.items():
        translated = {
            field: Change(value=words, readers=one.readers[field]) for field, words in said.items()
        }
        directory.edit_profile(own, subject, translated, locale=locale)


def _consent(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    directory.give_consent(
        scene.as_editor(work, one.key),
        scene.organisations[one.key],
        to_public=one.fields(Readers.PUBLIC),
        to_members=one.fields(Readers.MEMBERS),
        shown_in=one.locale,
    )


def _confirm_consent(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    directory.confirm_consent(scene.as_editor(work, one.key), scene.organisations[one.key])


def _confirm(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    directory.confirm_profile(scene.as_editor(work, one.key), scene.organisations[one.key])


def _edit(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    """Add a sentence to the description: its translations are behind from now on."""
    field = ProfileField.DESCRIPTION
    change = {field: Change(value=one.newer, readers=one.readers[field])}
    own = scene.as_editor(work, one.key)
    directory.edit_profile(own, scene.organisations[one.key], change, locale=one.locale)


def _hand_over(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    person = _person_of(scene, work, one, "successor", one.successor or "")
    own, subject = scene.as_editor(work, one.key), scene.organisations[one.key]
    directory.appoint(own, subject, person.id, Capacity.DELEGATE)
    scene.delegates[one.key] = person


def _change_category(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    subject, day = scene.organisations[one.key], work.today
    because = "Its own assembly changed who decides; both representatives looked at it."
    membership.change_category(scene.as_staff(work), subject, one.category, day, reason=because)
    if one.category is Category.FULL and one.key not in scene.delegates:
        editor = scene.editors[one.key]
        directory.appoint(scene.as_editor(work, one.key), subject, editor.id, Capacity.DELEGATE)
        scene.delegates[one.key] = editor


REASONS = {
    Standing.GRACE: "The yearly confirmation is late.",
    Standing.SUSPENDED: "Suspended while a complaint is looked into.",
    Standing.LAPSED: "Not confirmed for two years; three letters had no answer.",
    Standing.RESIGNED: "It wrote that it ends its membership.",
    Standing.EXPELLED: "By a decision of the board, after a hearing.",
}


def _change_standing(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    """Note a standing; what needs a decision was decided before decisions were kept here."""
    is_decided = one.standing in NEEDS_DECISION
    membership.change_standing(
        replace(work, actor=SYSTEM) if is_decided else scene.as_staff(work),
        scene.organisations[one.key],
        one.standing,
        work.today,
        reason=REASONS[one.standing],
    )


def _withdraw(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    directory.withdraw_consent(scene.as_editor(work, one.key), scene.organisations[one.key])


def _hide(scene: Scene, work: Work, one: OrganisationPlan) -> None:
    own, subject = scene.as_editor(work, one.key), scene.organisations[one.key]
    directory.unlist(own, Scope.ORGANISATION, str(subject.id), "Strangers asked for us by name.")


def _tell_ties(scene: Scene) -> None:
    """Let local groups belong to national ones, and some of these to their region's network."""
    plans = [one for one in scene.plan.organisations if one.standing is Standing.ACTIVE]
    throw = dice(scene.plan.seed, "ties")
    for one in plans:
        wider = [
            other
            for other in plans
            if other.key != one.key
            and other.region is one.region
            and (other.country is None or other.country == one.country)
            and list(type(one.level)).index(other.level) > list(type(one.level)).index(one.level)
        ]
        if wider and throw.random() < 0.4:  # noqa: PLR2004 - not everybody is tied
            _tell_tie(scene, one, throw.choice(wider), answers=throw.random() < 0.85)  # noqa: PLR2004


def _tell_tie(
    scene: Scene, one: OrganisationPlan, other: OrganisationPlan, *, answers: bool
) -> None:
    start = max(one.entered_at, other.entered_at) + 5 * DAY
    began = max(one.admitted_on, other.admitted_on)

    def propose(work: Work) -> None:
        mine, theirs = scene.organisations[one.key], scene.organisations[other.key]
        own = scene.as_editor(work, one.key)
        row = directory.propose_affiliation(own, mine, theirs, Tie.MEMBER_OF, from_on=began)
        if answers:
            directory.accept_affiliation(scene.as_editor(work, other.key), row)

    scene.timeline.at(start, propose)
