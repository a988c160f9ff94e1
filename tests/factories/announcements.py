"""Announcements made by the real operations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nswp_gov.announcements import operations
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations import About, Words
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.base import new_id
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.directory import actor_of
from tests.factories.membership import make_member

STAFF = Actor(name="Carla", person_id=new_id(), roles=frozenset({"secretariat"}))
SAID = {
    Locale.EN: Words("Raids in three towns", "Police came at night.", "Stay *together*."),
    Locale.FR: Words("Descentes dans trois villes", "La police est venue.", "Restez *ensemble*."),
    Locale.ES: Words("Redadas en tres ciudades", "Vino la policía.", "Sigan *juntas*."),
    Locale.RU: Words("Облавы в трёх городах", "Полиция пришла ночью.", "Держитесь *вместе*."),
    Locale.ZH_HANS: Words("三座城市遭到突击搜查", "警方夜间前来。", "请*团结*。"),
}


def office(work: Work) -> Work:
    """Return the work as the secretariat does it."""
    return replace(work, actor=STAFF)


def written(work: Work, locale: Locale = Locale.EN, **about: Any) -> Announcement:
    """Return an announcement that is being edited."""
    return operations.write(office(work), locale=locale, words=SAID[locale], about=About(**about))


def translated(work: Work, row: Announcement, *locales: Locale) -> Announcement:
    """Give an announcement in languages, all of them where none is named."""
    for locale in locales or [one for one in Locale if one is not row.locale]:
        operations.translate(office(work), row, locale, SAID[locale])
    return row


def published(work: Work, locale: Locale = Locale.EN, **about: Any) -> Announcement:
    """Return a published announcement in one language."""
    row = written(work, locale, **about)
    return operations.publish(office(work), row)


def correspondent(work: Work, **over: Any) -> tuple[Actor, Organisation]:
    """Return an editor of a member in Africa, as they act."""
    house = make_member(work, **{"country": "KE", **over})
    person = make_person(work, "Amina", locale=Locale.FR)
    directory.appoint(work, house, person.id, Capacity.EDITOR)
    return actor_of(person.id, house), house
