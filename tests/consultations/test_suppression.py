"""No small count is given away: an attacker who adds and subtracts all that is published fails."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from dataclasses import replace

import pytest

from nswp_gov.consultations import tables
from nswp_gov.consultations.models import ConsultationAnswer, Question
from nswp_gov.consultations.queries import worked_out
from nswp_gov.consultations.states import Kind
from nswp_gov.consultations.tables import Overall
from nswp_gov.consultations.vessel import folder_of
from nswp_gov.rules.cells import THRESHOLD, Cell, Shown, cell
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store import clock
from tests.consultations.figures_attacker import (
    Knowledge,
    tables_in_csv,
    tables_in_page,
    tables_in_xlsx,
)
from tests.factories.accounts import make_person
from tests.factories.consultations import answers_by_chance, close, hand_in, make_open
from tests.sizes import prove, size

NETWORKS = size(60, 3000)
OPTIONS = ("o1", "o2", "o3", "")
REGIONS = (*(one.value for one in Region), "")
TONGUES = (*(one.value for one in Locale), "")


def network(seed):
    """The replies of a network to one question: (answer, region, language)."""
    dice = random.Random(seed)
    count = dice.randint(3, 40)
    weights = [dice.choice([1, 1, 4, 9]) for _ in OPTIONS]
    places = [dice.choice([0, 1, 6]) for _ in REGIONS[1:]]
    return [
        (
            dice.choices(OPTIONS, weights)[0],
            dice.choices(REGIONS, [1, *places])[0],
            dice.choice(["en", "en", "en", "fr", "fr", "es", ""]),
        )
        for _ in range(count)
    ]


def asked_of(replies, threshold=THRESHOLD):
    """The results of one choice, as the program works them out."""
    question = Question(
        id=uuid.uuid4(), consultation_id=uuid.uuid4(), section_id=uuid.uuid4(), position=1,
        kind=Kind.CHOICE, is_required=False, options=list(OPTIONS[:3]), rows=[], bounds=[],
    )  # fmt: skip
    rows = [
        ConsultationAnswer(
            id=uuid.uuid4(), question_id=question.id, region=region or None,
            locale=tongue or None, value=answer or None,
        )
        for answer, region, tongue in replies
    ]  # fmt: skip
    return worked_out([question], rows, threshold)


def read(results):
    """All that an attacker reads in published results, rules included."""
    atoms = [(a, r, t) for a in OPTIONS for r in REGIONS for t in TONGUES]
    known = Knowledge(atoms)
    every = {"answers": OPTIONS, "regions": REGIONS, "tongues": TONGUES}
    if results.total.count is None:
        known.add(known.everybody, 0, THRESHOLD - 1)
        return known
    whole = results.total.count
    known.add(known.everybody, whole, whole)
    figures = results.figures[0] if results.figures else None
    for name, found in (
        ("regions", results.regions),
        ("tongues", results.languages),
        ("answers", figures.overall if figures else None),
    ):
        if found is not None:
            _read_overall(known, every, name, found, whole)
    for name, split in (
        ("regions", figures.by_region if figures else None),
        ("tongues", figures.by_language if figures else None),
    ):
        for block, counts in zip(
            split.rows if split else (), split.counts if split else (), strict=True
        ):
            for column, count in zip(split.columns, counts, strict=True):
                known.add(
                    known.bits(**_named(every, answers=block, **{name: column})), count, count
                )
    return known


def _named(every, **over):
    found = {**every, **over}
    return {"answers": found["answers"], "regions": found["regions"], "tongues": found["tongues"]}


def _read_overall(known, every, name, found, whole):
    for key, one in found.cells.items():
        where = known.bits(**_named(every, **{name: (key,)}))
        if one.shown is Shown.EXACT:
            known.add(where, one.count, one.count)
        elif one.shown is Shown.FEWER:
            known.add(where, 0, THRESHOLD - 1)
        elif name == "answers":
            known.add(where, THRESHOLD, whole)  # the rule: only large counts are withheld
    rest = known.bits(**_named(every, **{name: found.rest}))
    told = sum(one.count for one in found.cells.values() if one.count is not None)
    known.add(rest, whole - told, whole - told)


def small_ones(replies):
    """Every count below the threshold, over all, by region, by language, and each crossed."""
    every = {"answers": OPTIONS, "regions": REGIONS, "tongues": TONGUES}
    for name, keys, place in (
        ("answers", OPTIONS, 0), ("regions", REGIONS, 1), ("tongues", TONGUES, 2),
    ):  # fmt: skip
        counts = Counter(one[place] for one in replies)
        for key in keys:
            if counts[key] < THRESHOLD:
                yield _named(every, **{name: (key,)}), counts[key]
        if place:
            crossed = Counter((one[0], one[place]) for one in replies)
            for answer in OPTIONS:
                for key in keys:
                    if crossed[answer, key] < THRESHOLD:
                        yield (
                            _named(every, answers=(answer,), **{name: (key,)}),
                            crossed[answer, key],
                        )


def attack(results, replies):
    """How many small counts the attacker recovers, and of how many."""
    known = read(results)
    hidden = list(small_ones(replies))
    guesses = known.recovered([known.bits(**where) for where, _count in hidden])
    right = [
        count for (_where, count), guess in zip(hidden, guesses, strict=True) if guess == count
    ]
    return len(right), len(hidden)


def test_the_attacker_recovers_nothing():
    shown = 0
    for seed in range(NETWORKS):
        replies = network(seed)
        results = asked_of(replies)
        found, _hidden = attack(results, replies)
        assert found == 0, (seed, replies)
        shown += sum(
            split is not None
            for one in results.figures
            for split in (one.by_region, one.by_language)
        )
    assert shown > NETWORKS / 10  # breakdowns were there to be attacked
    prove("suppression", {"networks": NETWORKS, "breakdowns": shown, "recovered": 0}, seed=0)


def test_control_without_suppression_everything_is_recovered():
    """The same attacker, the same networks: threshold nought."""
    recovered = hidden = 0
    for seed in range(12):
        replies = network(seed)
        found, of = attack(asked_of(replies, threshold=0), replies)
        recovered, hidden = recovered + found, hidden + of
    assert hidden > 300
    assert recovered == hidden


def test_control_hiding_small_numbers_alone_gives_them_away(monkeypatch):
    """Small numbers hidden and nothing else: one of them alone falls by one subtraction."""

    def careless(counts, total, threshold=THRESHOLD):
        cells = {key: cell(count, threshold) for key, count in counts.items()}
        return Overall(cells, tuple(k for k, one in cells.items() if one.count is None))

    monkeypatch.setattr(tables, "overall", careless)
    fell = 0
    for seed in range(30):
        replies = network(seed)
        if len(replies) >= THRESHOLD:
            fell += attack(asked_of(replies), replies)[0]
    assert fell > 5


def test_page_and_files_publish_the_same_numbers_and_no_more(work, settings, client_as):
    now = replace(work, now=clock.now())
    asked = make_open(now, folder_of(settings), members=24)
    dice = random.Random(7)
    for one in asked.organisations:
        hand_in(now, asked, one, answers_by_chance(dice, ["o1", "o1", "o2", "o3"]))
    close(now, asked)
    carla = client_as(make_person(now, "Carla", roles=["secretariat"]))
    base = f"/en/consultations/{asked.row.slug}/results"
    page = tables_in_page(carla.get(base).text)
    told = [one for one in tables_in_csv(carla.get(f"{base}.csv").data) if "Words" not in one[1]]
    book = [one for one in tables_in_xlsx(carla.get(f"{base}.xlsx").data) if "Words" not in one[1]]
    assert page == told == book
    assert len(page) > 6


@pytest.mark.parametrize(
    ("count", "total", "shown"),
    [(0, 9, Shown.FEWER), (2, 9, Shown.FEWER), (3, 9, Shown.EXACT), (6, 9, Shown.EXACT),
     (7, 9, Shown.WITHHELD), (9, 9, Shown.WITHHELD)],
)  # fmt: skip
def test_a_box_that_nearly_all_ticked_says_as_little_as_one_that_few_did(count, total, shown):
    assert tables.ticked(count, total).shown is shown


def test_a_country_with_few_is_not_even_named():
    found = tables.listed({"KE": 4, "FR": 1, "PE": 2, "": 3}, 10)
    assert found.cells["KE"] == Cell(Shown.EXACT, 4)
    assert set(found.rest) == {"FR", "PE", ""}
    assert tables.listed({"KE": 4, "FR": 0, "": 0}, 4) is None  # to list it would name nought


def test_a_further_question_is_counted_only_where_the_number_of_those_asked_is_told():
    first = Question(
        id=uuid.uuid4(), consultation_id=uuid.uuid4(), section_id=uuid.uuid4(), position=1,
        kind=Kind.CHOICE, is_required=True, options=["o1", "o2", "o3"], rows=[], bounds=[],
    )  # fmt: skip
    then = Question(
        id=uuid.uuid4(), consultation_id=uuid.uuid4(), section_id=uuid.uuid4(), position=2,
        kind=Kind.CHOICE, is_required=True, options=["o1", "o2"], rows=[], bounds=[],
        if_question_id=first.id, if_option="o2",
    )  # fmt: skip

    def replies(*counts):
        for option, count in zip(first.options, counts, strict=True):
            for number in range(count):
                yield ConsultationAnswer(id=uuid.uuid4(), question_id=first.id, value=option)
                later = ["o1", "o2"][number % 2] if option == "o2" else None
                yield ConsultationAnswer(id=uuid.uuid4(), question_id=then.id, value=later)

    told = worked_out([first, then], replies(6, 8, 5))
    assert [one.question_id for one in told.figures] == [first.id, then.id]
    assert told.figures[1].of == 8
    hidden = worked_out([first, then], replies(12, 2, 6))
    assert [one.question_id for one in hidden.figures] == [first.id]
