"""Minutes in other languages before they are published, with how far each is behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nswp_gov.meetings import operations, queries
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store.clock import now as real_now
from nswp_gov.store.errors import Conflict, Denied, NotFound, Unfit
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, staff_actor
from tests.factories.meetings import hold
from tests.meetings.strangers import as_eve
from tests.meetings.test_pages import Browser

GIVEN = {"field": "public", "locale": Locale.FR, "words": "Vu.", "seen": 0, "made_from": 1}


def test_a_translation_is_current_until_the_text_is_changed(held):
    work, meeting, item = held.work, held.meeting, held.items[0]
    closed = next(row for row in held.items if row.is_closed)
    with pytest.raises(NotFound):
        operations.translate_note(work, meeting, item, **GIVEN)
    operations.write_note(work, meeting, item, words="Seen.", seen=0, field="public")
    with pytest.raises(Denied):
        operations.translate_note(as_eve(work), meeting, item, **GIVEN)
    office = replace(work, actor=staff_actor())
    with pytest.raises(Denied):  # the office does not read closed items
        operations.translate_note(office, meeting, closed, **{**GIVEN, "field": "title"})
    with pytest.raises(Unfit, match="nothing_said"):
        operations.translate_note(office, meeting, item, **{**GIVEN, "words": " "})
    assert operations.translate_note(office, meeting, item, **GIVEN) == 1
    with pytest.raises(Conflict):
        operations.translate_note(office, meeting, item, **GIVEN)

    def states():
        rows = queries.besides(work.session, [item], Locale.FR)
        return {row.field: row.freshness for row in rows}

    assert states()["public"] is Freshness.CURRENT
    operations.write_note(work, meeting, item, words="Seen twice.", seen=1, field="public")
    assert states()["public"] is Freshness.BEHIND


def test_minutes_are_translated_on_their_page_and_a_refusal_keeps_what_was_typed(
    make_work, client_as
):
    with make_work(now=real_now()) as work:
        board = make_board(work)
        carla = make_person(work, "Carla", roles=["secretariat"])
        held = hold(work, board.body, board.filled()[:7], closed=["Canary"])
        item = held.items[0]
        operations.write_note(held.work, held.meeting, item, words="Seen.", seen=0, field="public")
        base = f"/{held.meeting.id}/minutes/translate/ru"
        target = f"/{held.meeting.id}/items/{item.id}/public/translate/ru"
    office = Browser(client_as(carla))
    page = office.get(base)
    assert "Seen." in page
    assert "Canary" not in page
    office.post(target, on=base, words="Прочитано.", seen=0, made_from=1)
    assert "Прочитано." in office.get(base)
    again = office.post(target, 409, on=base, words="Иначе.", seen=0, made_from=1)
    assert "Иначе." in again.text
    office.post(target, 422, on=base, words="", seen=1, made_from=1)
    member = Browser(client_as(board.people[3]))
    assert member.client.get(f"/en/meetings{base}").status_code == 404
