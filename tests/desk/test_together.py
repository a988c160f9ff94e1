"""Drafts, claims, reviews and releases: nothing is lost, nothing done twice, nothing unread."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.desk import operations, queries
from nswp_gov.desk.models import Claim, Release, TranslationDraft
from nswp_gov.desk.operations import DraftMoved
from nswp_gov.desk.operations.claims import Held
from nswp_gov.desk.operations.releasing import ReviewAsked, Unreviewed
from nswp_gov.desk.states import ASSIGNED_FOR, CLAIM_LASTS, CellState, DraftState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.texts import Text, read, revise
from nswp_gov.store.work import Work
from tests.factories.desk import (
    Known,
    as_person,
    make_inside,
    make_leaflet,
    make_person,
    make_translator,
)
from tests.sizes import size

FR, RU = Locale.FR, Locale.RU


def later(work: Work, how_long: timedelta) -> Work:
    return Work(work.session, work.actor, work.now + how_long)


def state(work: Work, text: Text, locale: Locale = FR) -> CellState:
    reach = queries.reach_of(work.session, work.actor, work.now)
    row = queries.row_of(work.session, reach, text.id)
    assert row is not None
    return row.cells[locale].state


def save(work: Work, text: Text, words: str, number: int = 0, **over: object) -> TranslationDraft:
    values = {"words": words, "number": number, "made_from": 1, **over}
    return operations.save_draft(work, text.id, FR, **values)


def words_of(work: Work, text: Text, locale: Locale = FR) -> str:
    return read(work.session, [text], locale)[text.id].words


def test_a_draft_is_seen_by_no_reader_until_it_is_released(work: Work, known: Known) -> None:
    bela = as_person(work, make_translator(work))
    text = make_leaflet(work, known)
    assert state(bela, text) is CellState.MISSING
    draft = save(bela, text, "Les membres votent.")
    assert state(bela, text) is CellState.DRAFT
    assert words_of(work, text) == "Members vote."
    out = operations.release(bela, text.id, FR, number=draft.number)
    assert (state(bela, text), words_of(work, text)) == (CellState.CURRENT, "Les membres votent.")
    assert (out.reviewer_id, out.was_machine_assisted) == (None, False)
    assert work.session.scalars(select(TranslationDraft)).all() == []


def test_nothing_that_was_saved_is_lost_however_answers_get_lost(work: Work, known: Known) -> None:
    """A writer types on while answers vanish; what stands in the end is what was typed last."""
    bela = as_person(work, make_translator(work))
    chance = random.Random(31)
    for _ in range(size(6, 200)):
        text = make_leaflet(work, known)
        typed, number = "", 0
        for _ in range(12):
            typed += chance.choice(["Les ", "membres ", "votent ", "\n", "投票 ", "голос "])
            kept = _type(bela, text, typed, number)
            again = save(bela, text, typed, number)  # asked for again: changes nothing
            assert (again.words, again.number) == (typed, kept)
            number = kept if chance.random() < 0.6 else number
        assert queries.bench(work.session, _row(bela, text), FR).words == typed


def _type(work: Work, text: Text, typed: str, number: int) -> int:
    """Save; where an answer was lost, what stands is one's own, and one goes on from there."""
    try:
        return save(work, text, typed, number).number
    except DraftMoved as moved:
        theirs, number = moved.theirs, moved.number
    assert typed.startswith(theirs)
    return save(work, text, typed, number).number


def _row(work: Work, text: Text) -> queries.Row:
    reach = queries.reach_of(work.session, work.actor, work.now)
    row = queries.row_of(work.session, reach, text.id)
    assert row is not None
    return row


def test_who_saved_other_words_in_between_is_not_overwritten(work: Work, known: Known) -> None:
    bela = make_translator(work)
    text = make_leaflet(work, known)
    assert save(as_person(work, bela), text, "Un.").number == 1
    save(as_person(work, bela), text, "Un, deux.", 1)
    with pytest.raises(DraftMoved) as moved:
        save(as_person(work, bela), text, "Un, trois.", 1)
    assert (moved.value.theirs, moved.value.number) == ("Un, deux.", 2)


def test_two_people_do_not_translate_the_same(work: Work, known: Known) -> None:
    bela, chidi = make_translator(work), make_translator(work, "Chidi")
    text = make_leaflet(work, known)
    save(as_person(work, bela), text, "Les membres")
    with pytest.raises(Held):
        save(as_person(work, chidi), text, "Moi aussi", 1)
    with pytest.raises(Held):
        operations.claim(as_person(work, chidi), text.id, FR)
    reach = queries.reach_of(work.session, as_person(work, chidi).actor, work.now)
    found = queries.rows(work.session, reach)
    assert text.id not in {task.row.text_id for task in queries.queue(reach, found, FR)}
    with pytest.raises(Denied):
        operations.give_back(as_person(work, chidi), text.id, FR)
    operations.give_back(as_person(work, bela), text.id, FR)
    assert operations.claim(as_person(work, chidi), text.id, FR).person_id == chidi.id


def test_a_claim_ends_by_itself_after_a_week(work: Work, known: Known) -> None:
    bela, chidi = make_translator(work), make_translator(work, "Chidi")
    text = make_leaflet(work, known)
    first = operations.claim(as_person(work, bela), text.id, FR)
    almost = later(as_person(work, chidi), CLAIM_LASTS - timedelta(seconds=1))
    with pytest.raises(Held):
        operations.claim(almost, text.id, FR)
    operations.claim(later(as_person(work, chidi), CLAIM_LASTS), text.id, FR)
    assert first.ended_at == first.until_at
    rows = work.session.scalars(select(Claim).where(Claim.text_id == text.id)).all()
    assert sorted(one.ended_at is None for one in rows) == [False, True]


def test_one_claim_in_one_language_leaves_the_others_free(work: Work, known: Known) -> None:
    bela = make_translator(work)
    dmitri = make_translator(work, "Dmitri", Role.TRANSLATOR_RU)
    text = make_leaflet(work, known)
    operations.claim(as_person(work, bela), text.id, FR)
    assert operations.claim(as_person(work, dmitri), text.id, RU).locale is RU
    with pytest.raises(Denied):
        operations.claim(as_person(work, dmitri), text.id, Locale.ES)


def test_what_a_machine_helped_with_never_goes_out_unread(work: Work, known: Known) -> None:
    bela, chidi = make_translator(work), make_translator(work, "Chidi")
    text = make_leaflet(work, known)
    mine = as_person(work, bela)
    draft = save(mine, text, "Les membres votent.", is_machine_assisted=True)
    with pytest.raises(Unreviewed):
        operations.release(mine, text.id, FR, number=draft.number)
    kept = save(mine, text, "Les membres votent !", draft.number, is_machine_assisted=False)
    assert kept.is_machine_assisted  # a mark does not go by touching the words
    with pytest.raises(Unreviewed):
        operations.release(mine, text.id, FR, number=kept.number)
    assert words_of(work, text) == "Members vote."
    out = operations.release(as_person(work, chidi), text.id, FR, number=kept.number)
    assert (out.writer_id, out.reviewer_id) == (bela.id, chidi.id)
    assert out.was_machine_assisted
    assert state(mine, text) is CellState.CURRENT


def test_the_program_itself_is_no_second_person(work: Work, known: Known) -> None:
    text = make_leaflet(work, known)
    draft = save(work, text, "Les membres votent.", is_machine_assisted=True)
    with pytest.raises(Unreviewed):
        operations.release(work, text.id, FR, number=draft.number)


def test_a_review_that_was_asked_for_is_done_by_somebody_else(work: Work, known: Known) -> None:
    bela, chidi = make_translator(work), make_translator(work, "Chidi")
    text = make_leaflet(work, known)
    mine, other = as_person(work, bela), as_person(work, chidi)
    draft = save(mine, text, "Les membres votent.")
    operations.ask_review(mine, text.id, FR, number=draft.number)
    with pytest.raises(ReviewAsked):
        operations.release(mine, text.id, FR, number=draft.number)
    with pytest.raises(Denied):
        operations.send_back(mine, text.id, FR, number=draft.number)
    reach = queries.reach_of(work.session, other.actor, work.now)
    waiting = queries.reviews_waiting(reach, queries.rows(work.session, reach), FR)
    assert [one.row.text_id for one in waiting] == [text.id]
    operations.send_back(other, text.id, FR, number=draft.number)
    assert draft.state is DraftState.WRITING
    operations.ask_review(mine, text.id, FR, number=draft.number)
    out = operations.release(other, text.id, FR, number=draft.number)
    assert out.reviewer_id == chidi.id


def test_placeholders_and_links_that_differ_have_to_be_meant(work: Work, known: Known) -> None:
    bela = as_person(work, make_translator(work))
    text = make_leaflet(work, known, "See [[quorum-board]] and https://example.org/a.")
    draft = save(bela, text, "Voir [[quorum]] et https://example.org/a.")
    with pytest.raises(Unfit) as refused:
        operations.release(bela, text.id, FR, number=draft.number)
    assert refused.value.values["marks"] == "[[quorum-board]] [[quorum]]"
    assert operations.release(bela, text.id, FR, number=draft.number, is_sure=True).number == 1


def test_a_source_that_changes_leaves_the_release_behind(work: Work, known: Known) -> None:
    bela = as_person(work, make_translator(work))
    text = make_leaflet(work, known)
    draft = save(bela, text, "Les membres votent.")
    revise(work, text, words="Members vote once.", seen=1)
    work.record("leaflet.changed", text)
    operations.release(bela, text.id, FR, number=draft.number)
    assert state(bela, text) is CellState.BEHIND
    row = _row(bela, text)
    bench = queries.bench(work.session, row, FR)
    assert (bench.rendered, row.number) == (1, 2)
    assert bench.missed is not None
    again = save(bela, text, "Les membres votent une fois.", made_from=2)
    operations.release(bela, text.id, FR, number=again.number)
    assert state(bela, text) is CellState.CURRENT
    with pytest.raises(Unfit):
        save(bela, text, "x", made_from=3)


def test_a_closed_record_is_not_translated(work: Work, known: Known) -> None:
    bela = as_person(work, make_translator(work))
    text = make_leaflet(work, known)
    known[text.subject_id] = type(known[text.subject_id])(
        title="Over", audience=known[text.subject_id].audience, is_open=False
    )
    with pytest.raises(Unfit):
        save(bela, text, "Fini.")
    with pytest.raises(Unfit):
        operations.save_draft(bela, text.id, Locale.EN, words="x", number=0, made_from=1)


def test_a_translator_reads_nothing_inside_until_it_is_given(work: Work, known: Known) -> None:
    bela = make_translator(work)
    staff = as_person(work, make_person(work, "Carla", roles=[Role.SECRETARIAT]))
    mine = as_person(work, bela)
    text = make_inside(work, known)
    with pytest.raises(NotFound):
        save(mine, text, "Je ne devrais pas.")
    with pytest.raises(Denied):
        operations.assign(mine, make_leaflet(work, known).id, FR, bela.id)
    given = operations.assign(staff, text.id, FR, bela.id)
    with pytest.raises(Unfit):
        operations.assign(staff, text.id, FR, bela.id)
    assert save(mine, text, "Le bureau seul lit ceci.").number == 1
    over = later(mine, ASSIGNED_FOR)
    with pytest.raises(NotFound):
        save(over, text, "Trop tard.", 1)
    operations.end_assignment(staff, given)
    with pytest.raises(NotFound):
        save(later(mine, timedelta(seconds=1)), text, "Repris.", 1)


def test_being_given_one_language_gives_no_other(work: Work, known: Known) -> None:
    eve = make_person(work, "Eve")  # no translator at all
    staff = as_person(work, make_person(work, "Carla", roles=[Role.SECRETARIAT]))
    text = make_inside(work, known)
    operations.assign(staff, text.id, FR, eve.id)
    row = _row(as_person(work, eve), text)
    assert [one for one, cell in row.cells.items() if cell.may_act] == [FR]


def test_every_release_says_who_wrote_and_who_read(work: Work, known: Known) -> None:
    bela = make_translator(work)
    text = make_leaflet(work, known)
    draft = save(as_person(work, bela), text, "Les membres votent.")
    operations.release(as_person(work, bela), text.id, FR, number=draft.number)
    kept = work.session.scalars(select(Release)).one()
    assert (kept.writer_id, kept.reviewer_id, kept.number) == (bela.id, None, 1)
    assert work.session.scalars(select(Claim.ended_at)).one() is not None


def test_a_draft_thrown_away_leaves_what_was_released(work: Work, known: Known) -> None:
    bela = as_person(work, make_translator(work))
    text = make_leaflet(work, known)
    first = save(bela, text, "Les membres votent.")
    operations.release(bela, text.id, FR, number=first.number)
    second = save(bela, text, "Autre chose.")
    operations.discard(bela, text.id, FR, number=second.number)
    assert words_of(work, text) == "Les membres votent."
    with pytest.raises(NotFound):
        operations.discard(bela, text.id, FR, number=second.number)
