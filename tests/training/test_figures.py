"""Figures for donors: what an attacker learns from all that is published, which is nothing."""

from __future__ import annotations

import csv
import io
import itertools
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from nswp_gov.rules.audience import Step
from nswp_gov.rules.cells import THRESHOLD
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.training import operations, queries
from nswp_gov.training.queries import published_table
from tests.factories.training import as_staff, hold, make_call, make_event, make_programme
from tests.sizes import prove, size

REGIONS = len(Region)
FEWER = f"fewer than {THRESHOLD}"


def in_year(work, year, counts, programme, month=3):
    """An event of a year at which so many of each region were."""
    then = replace(work, now=datetime(year - 1, 12, 1, 9, tzinfo=UTC))
    event = make_event(then, programme, starts_at=datetime(year, month, 3, 9, tzinfo=UTC))
    return hold(then, event, counts)


def test_a_year_is_published_once_whole_and_by_the_secretariat(work):
    programme = make_programme(work)
    in_year(work, 2025, {Region.AFRICA: 6}, programme)
    office = as_staff(work)
    with pytest.raises(Denied):
        operations.publish_figures(work, 2025)
    for year in (2026, 2024):
        with pytest.raises(Unfit):
            operations.publish_figures(office, year)
    then = replace(work, now=datetime(2024, 12, 1, tzinfo=UTC))
    waits = make_event(then, programme, starts_at=datetime(2025, 6, 1, tzinfo=UTC))
    assert queries.years_to_publish(work.session, work.today, "UTC") == {2025: False}
    with pytest.raises(Unfit):
        operations.publish_figures(office, 2025)
    operations.conclude(office, waits)
    operations.publish_figures(office, 2025)
    with pytest.raises(Unfit):
        operations.publish_figures(office, 2025)
    assert queries.years_to_publish(work.session, work.today, "UTC") == {}


def test_only_what_is_shown_is_kept(work):
    in_year(work, 2025, {Region.AFRICA: 7, Region.EUROPE: 2}, make_programme(work))
    row = operations.publish_figures(as_staff(work), 2025)
    kept = [count for *_rest, count in row.table["rows"]]
    assert None in kept
    assert all(count is None or count >= THRESHOLD for count in kept)
    assert len(row.table["rows"]) == REGIONS


def test_a_year_that_is_published_does_not_change_with_what_is_known_later(work):
    people = in_year(work, 2025, {Region.AFRICA: 11}, make_programme(work))
    row = operations.publish_figures(as_staff(work), 2025)
    before = dict(row.table)
    for one in people[:3]:
        operations.forget(as_staff(work), one)
    assert queries.published(work.session)[0].total.count == 11
    assert row.table == before


def test_programmes_for_members_alone_are_counted_under_one_head(work):
    quiet = make_programme(work, title="Zqquiet", audience=Step.MEMBERS)
    loud = make_programme(work)
    in_year(work, 2025, {Region.AFRICA: 4}, quiet)
    in_year(work, 2025, {Region.AFRICA: 5}, loud, month=5)
    operations.publish_figures(as_staff(work), 2025)
    (table,) = queries.published(work.session)
    assert set(table.cells) == {queries.OTHERS, str(loud.id)}


def test_page_and_files_hold_the_same_cells_in_every_language(app, work, client):
    in_year(work, 2024, {Region.AFRICA: 6, Region.EUROPE: 1}, make_programme(work))
    in_year(work, 2025, {Region.AFRICA: 9, Region.EUROPE: 4}, make_programme(work, title="Kite"))
    for year in (2024, 2025):
        operations.publish_figures(as_staff(work), year)
    work.session.flush()
    seen = set()
    for locale in Locale:
        page = client.get(f"/{locale.code}/training/figures")
        cells = re.findall(r'<td class="num"[^>]*>([^<]*)</td>', page.text)
        lines = list(
            csv.reader(
                io.StringIO(
                    client.get(f"/{locale.code}/training/figures.csv").data.decode("utf-8-sig")
                )
            )
        )
        body = io.BytesIO(client.get(f"/{locale.code}/training/figures.xlsx").data)
        sheet = [
            [str(one.value or "") for one in row]
            for row in openpyxl.load_workbook(body).active.iter_rows()
        ]
        assert sheet == lines
        told = [cell for line in lines[1:] for cell in line[2 : 2 + REGIONS]]
        assert cells == told
        seen.add(tuple(cell if cell.isdigit() else "-" for cell in told))
    assert len(seen) == 1


class Attacker:
    """Knows every published cell and the rules by which cells are withheld, and no count."""

    def __init__(self, lines):
        self.lines = lines

    def tables(self):
        """Give (cells of all programmes and regions, total) of each year."""
        for _year, rows in itertools.groupby(self.lines, key=lambda line: line[0]):
            kept = list(rows)
            told = [cell for line in kept for cell in line[2 : 2 + REGIONS] if cell != "–"]
            yield told, kept[0][-1]

    def bounds(self, cells, total):
        """Return the least and most that each hidden cell can be, by subtraction alone."""
        hidden = [at for at, cell in enumerate(cells) if not cell.isdigit()]
        low = {at: 0 if cells[at] == FEWER else THRESHOLD for at in hidden}
        high = {at: THRESHOLD - 1 if cells[at] == FEWER else None for at in hidden}
        if not total.isdigit():
            return {at: (low[at], high[at]) for at in hidden}
        rest = int(total) - sum(int(cell) for cell in cells if cell.isdigit())
        found = {}
        for at in hidden:
            others = [one for one in hidden if one != at]
            most = [high[one] for one in others]
            least = max(low[at], rest - sum(most)) if None not in most else low[at]
            top = rest - sum(low[one] for one in others)
            found[at] = (least, top if high[at] is None else min(high[at], top))
        return found

    def known(self):
        """Give each hidden cell below the threshold whose count follows from the tables."""
        for cells, total in self.tables():
            for at, (least, most) in self.bounds(cells, total).items():
                if cells[at] == FEWER and least == most:
                    yield at, least

    def consistent(self, cells, total, most):
        """Give, per small cell, every count with which these rules publish just this table."""
        small = [at for at, cell in enumerate(cells) if cell == FEWER]
        found = {at: set() for at in small}
        choices = [
            range(THRESHOLD) if cell == FEWER
            else [int(cell)] if cell.isdigit() else range(THRESHOLD, most + 1)
            for cell in cells
        ]  # fmt: skip
        for counts in itertools.product(*choices):
            table = published_table(dict(enumerate(counts)))
            if said(table.total) == total and [said(c) for c in table.cells.values()] == cells:
                for at in small:
                    found[at].add(counts[at])
        return found


def said(cell):
    if cell.count is not None:
        return str(cell.count)
    return FEWER if cell.shown.value == "fewer" else "not shown"


def lines_of(session):
    """Everything that is published, as the file has it."""
    for row in queries.published(session):
        for programme, cells in row.cells.items():
            told = [said(cells[one.value]) if one.value in cells else "–" for one in Region]
            yield [str(row.year), programme, *told, said(row.total)]


def test_no_difference_between_published_tables_tells_of_one_person(work):
    dice = random.Random(17)
    programmes = [make_programme(work, title=title) for title in ("Kite", "Lantern", "Bird")]
    weights = [0, 0, 1, 1, 2, 3, 4]
    years = range(2025 - size(4, 20), 2026)
    for year in years:
        for month, programme in enumerate(dice.sample(programmes, dice.randint(1, 3)), 2):
            counts = {one: dice.choice(weights) for one in Region}
            in_year(work, year, counts, programme, month)
        operations.publish_figures(as_staff(work), year)
    attacker = Attacker(list(lines_of(work.session)))
    assert len(list(attacker.tables())) == len(years)
    assert list(attacker.known()) == []
    prove("training-figures", {"years": len(years), "recovered": 0}, seed=17)


def test_an_attacker_who_knows_the_rules_is_left_with_two_counts_at_least():
    attacker = Attacker([])
    dice = random.Random(5)
    for _ in range(size(12, 300)):
        counts = [dice.choice([0, 0, 1, 2, 3, 4, 5]) for _ in range(5)]
        table = published_table(dict(enumerate(counts)))
        cells, total = [said(one) for one in table.cells.values()], said(table.total)
        found = attacker.consistent(cells, total, most=9)
        assert all(len(possible) > 1 for possible in found.values()), (counts, found)


def test_the_attacker_would_find_a_cell_that_was_badly_hidden():
    """The attack is real: one hidden cell beside a total is read off at once."""
    naive = ["2025", "p", "7", FEWER, "5", "4", "3", "20"]
    assert list(Attacker([naive]).known()) == [(1, 1)]


def test_an_event_for_one_region_has_one_cell_and_takes_nobody_else(work):
    programme = make_programme(work)
    then = replace(work, now=datetime(2024, 12, 1, tzinfo=UTC))
    event = make_event(then, programme, starts_at=datetime(2025, 6, 1, tzinfo=UTC), region="africa")
    with pytest.raises(Unfit):
        operations.add_participant(as_staff(then), event, "Ada", Region.EUROPE)
    with pytest.raises(Unfit):
        make_call(then, event)
    hold(then, event, {Region.AFRICA: 4})
    row = operations.publish_figures(as_staff(work), 2025)
    assert row.table["rows"] == [["africa", str(programme.id), "exact", 4]]


def test_participation_counts_those_who_were_in_a_lesson(work):
    programme = make_programme(work)
    then = replace(work, now=datetime(2024, 12, 1, tzinfo=UTC))
    event = make_event(then, programme, starts_at=datetime(2025, 6, 1, tzinfo=UTC))
    office = as_staff(then)
    lesson = operations.add_lesson(office, event, event.starts_at)
    people = [
        operations.add_participant(office, event, f"Name {number}", Region.EUROPE)
        for number in range(5)
    ]
    operations.mark(office, lesson, [one.id for one in people[:3]], [])
    operations.conclude(replace(office, now=event.ends_at + timedelta(days=1)), event)
    counts = queries.attended(work.session, 2025, "UTC")
    assert counts["europe", str(programme.id)] == 3
    assert sum(counts.values()) == 3
