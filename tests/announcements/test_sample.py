"""The year of news that the sample network begins with."""

from __future__ import annotations

import time
from collections import Counter

from sqlalchemy import select

from nswp_gov.announcements import queries
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.queries import Asked
from nswp_gov.announcements.states import Kind, State
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.sample import announcements
from nswp_gov.sample.plan import LANTERN, LEAST, plan_network
from nswp_gov.sample.timeline import Scene
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.announcements import correspondent

MOST_SECONDS = 2.0  # of the processor


def test_a_year_of_news_in_five_languages_with_every_state(work, settings):
    amina, house = correspondent(work)
    scene = Scene(settings, plan_network(LEAST, 2026, NOW))
    scene.people["secretariat"] = make_person(work, "Carla")
    scene.organisations[LANTERN] = house
    scene.editors[LANTERN] = work.session.get_one(
        type(scene.people["secretariat"]), amina.person_id
    )
    announcements.tell(scene)
    begun = time.process_time()
    scene.timeline.run(work)
    assert time.process_time() - begun < MOST_SECONDS
    rows = work.session.scalars(select(Announcement)).all()
    assert Counter(row.state for row in rows) == {
        State.PUBLISHED: 12,
        State.SCHEDULED: 1,
        State.DRAFT: 1,
    }
    assert {row.kind for row in rows} == set(Kind)
    assert {row.locale for row in rows} == {Locale.EN, Locale.FR, Locale.ES}
    page = queries.page(work.session, Viewer.public(), Locale.ZH_HANS, Asked())
    assert page.total == 11  # one is for members
    marks = Counter((one.is_translated, len(one.said)) for one in page.items)
    assert marks[False, 3] == 1  # the French one
    partly = [one for one in page.items if one.is_translated and one.row.kind is Kind.ALERT]
    assert {said.locale for one in partly for said in one.said.values()} == {
        Locale.ZH_HANS,
        Locale.EN,
    }
    assert max(row.published_at for row in rows if row.published_at) <= NOW
