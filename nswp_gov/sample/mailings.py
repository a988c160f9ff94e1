"""Letters to many in the sample network: two sent, a draft, a list, and what one reader wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nswp_gov.mailings import operations
from nswp_gov.mailings.audience import EVERY_MEMBER, Audience
from nswp_gov.mailings.operations import Choice, Link, Words
from nswp_gov.mailings.states import REFUSABLE, Channel, Form, Frequency, Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work

DAY = timedelta(days=1)
ON_LIST = 2


def tell(scene: Scene) -> None:
    """Put the letters into the timeline."""
    at, now = scene.timeline.at, scene.plan.now
    at(now - 40 * DAY, lambda work: _rights(scene, work))
    at(now - 6 * DAY, lambda work: _call(scene, work))
    at(now - 2 * DAY, lambda work: _draft(scene, work))


def _words(key: str) -> dict[Locale, Words]:
    """Return what a letter says, in the languages that there are."""
    subject, body = file("mailings")[f"{key}_subject"], file("mailings")[f"{key}_body"]
    return {
        locale: Words(subject[locale.value], body[locale.value].strip())
        for locale in Locale
        if locale.value in subject
    }


def _rights(scene: Scene, work: Work) -> None:
    operations.announce(
        scene.as_staff(work),
        kind=Kind.GOVERNANCE,
        words=_words("delegate"),
        source=Locale.EN,
        audience=EVERY_MEMBER,
        link=Link("home.work_page"),
    )


def _call(scene: Scene, work: Work) -> None:
    """Write to a list and a region, in the languages that are ready; the rest fall back."""
    office = scene.as_staff(work)
    named = operations.begin_list(office, file("mailings")["list_name"])
    for key in sorted(scene.organisations)[:ON_LIST]:
        operations.put_on(office, named, organisation_id=scene.organisations[key].id)
    operations.announce(
        office,
        kind=Kind.CALL,
        words=_words("gathering"),
        source=Locale.EN,
        audience=Audience(
            members=True,
            regions=frozenset({"africa", "europe"}),
            roles=frozenset({"board"}),
            lists=frozenset({named.slug}),
        ),
    )


def _draft(scene: Scene, work: Work) -> None:
    operations.prepare(
        scene.as_staff(work),
        kind=Kind.ALERT,
        words=_words("draft"),
        source=Locale.EN,
        audience=EVERY_MEMBER,
    )
    editor = scene.people["editor"]
    own = replace(work, actor=Actor(name=editor.name, person_id=editor.id))
    choice = Choice(
        wanted=frozenset(REFUSABLE),
        channel=Channel.MAIL,
        frequency=Frequency.WEEKLY,
        form=Form.PLAIN,
    )
    operations.choose(own, editor, choice)
