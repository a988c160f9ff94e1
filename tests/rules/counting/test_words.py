"""Stories, sheets and pages: every code has its words, every line fits, every figure re-adds."""

import gzip
import random
import re
from html.parser import HTMLParser

import pytest

from nswp_gov.count_page import render_counts
from nswp_gov.count_phrases import language, phrasing_with
from nswp_gov.rules.counting import Cap, Rules, read_blt, totals_only
from nswp_gov.rules.counting import phrases as words
from nswp_gov.rules.counting.lots import lot_from_seed
from nswp_gov.rules.counting.page import page_of
from nswp_gov.rules.counting.phrases_refusals import REFUSALS
from nswp_gov.rules.counting.phrasing import ENGLISH
from nswp_gov.rules.counting.sheet import sheet
from nswp_gov.rules.counting.story import tell
from nswp_gov.rules.counting.widths import columns_of, fit, wrap
from nswp_gov.rules.languages import Locale
from tests.factories.counting import TRICKY, by, made_up, stv

STABLE = {
    (3,): 1359,
    (3, 1, 4, 5): 660,
    (4, 2, 3, 1, 5): 988,
    (1,): 682,
    (1, 2, 3, 5, 4): 964,
    (4, 5, 3, 1): 327,
    (4, 2, 3): 371,
    (3, 4): 416,
    (4, 3, 1): 675,
    (1, 4, 5, 3, 2): 683,
    (1, 4, 3): 731,
}


def _some_counts():
    """Counts that between them make every event there is."""
    yield by(Rules.MEEK, made_up(STABLE, candidates=5, seats=2))
    equal_surpluses = {(1,): 30, (2,): 25, (3, 1): 5, (3, 2): 10, (4,): 32, (5,): 30}
    yield stv(made_up(equal_surpluses, candidates=5, seats=3))
    chance = random.Random(11)
    for n in range(250):
        size = chance.randint(2, 6)
        numbers = range(1, size + 1)
        papers = [chance.sample(numbers, chance.randint(0, size)) for _ in range(25)]
        more = {}
        if n % 3 == 0:
            more["caps"] = (Cap("Country A", frozenset({1, 2}), 1),)
        if n % 4 == 0:
            more["reopen"] = size
        if n % 5 == 0:
            more["withdrawn"] = {1}
        election = made_up(papers, candidates=size, seats=chance.randint(1, 3), **more)
        lot = None if n % 2 else chance.sample(election.standing, len(election.standing))
        rules = (Rules.SCOTTISH, Rules.MEEK, Rules.APPROVAL, Rules.PLURALITY)[n % 4]
        result = by(rules, election, lot)
        yield totals_only(result) if n % 7 == 0 else result
        yield by(Rules.SCOTTISH, election, lot)


def _events(result):
    story = tell(result)
    return [*story.opening, *(e for step in story.steps for e in step.events), *story.closing]


def test_every_event_has_words_and_every_word_an_event():
    seen = {"cut_short", "lot_seed"}
    for result in _some_counts():
        for event in _events(result):
            seen.add(event.code)
            sentence = ENGLISH.event(event, result.contest.candidates)
            assert "%(" not in sentence
            assert sentence
    assert seen == set(words.EVENTS)


def test_a_record_of_totals_tells_no_votes():
    election = made_up({(1, 2): 41, (2, 3): 27, (3,): 20, (4, 3): 15}, candidates=4, seats=2)
    for rules in (Rules.SCOTTISH, Rules.MEEK):
        story = tell(totals_only(by(rules, election)))
        told = {key for step in story.steps for event in step.events for key in event.values}
        assert not told & {"votes", "surplus", "value", "papers"}
        text = sheet(totals_only(by(rules, election)), ENGLISH, explain=True)
        assert not re.search(r"\b(41|27|20|15)\b", text)
        page = page_of(totals_only(by(rules, election)), ENGLISH)
        assert page.chart is None
        assert {cell.text for line in page.lines for cell in line.cells} == {"–"}


@pytest.mark.parametrize("width", [40, 60, 80, 132, 200])
def test_sheet_fits_its_width(width):
    for number, result in enumerate(_some_counts()):
        if number % 10 == 0:
            for line in sheet(result, ENGLISH, width=width, explain=True).splitlines():
                assert columns_of(line) <= width


def test_sheet_fits_with_long_chinese_names():
    election = made_up({(1, 2): 10**12, (2,): 3, (3, 1): 2}, candidates=3, seats=1)
    result = stv(election)
    from dataclasses import replace

    names = ("候选人" * 20, "Б" * 90, "a b " * 30)
    result = replace(result, contest=replace(result.contest, candidates=names, title="题" * 99))
    for line in sheet(result, ENGLISH, width=50, explain=True).splitlines():
        assert columns_of(line) <= 50


def test_sheet_shows_the_whole_count():
    result = stv(read_blt((TRICKY / "wigm_not_last_parcel.blt").read_bytes()))
    text = sheet(result, ENGLISH, width=80, explain=True)
    for expected in (
        "Quota: 15 votes, that is 42 valid ballots divided by 3",
        "Elected, in this order: Bruce, Eilidh.",
        "This count needed no lot.",
        "Bruce has 21 votes, 6 more than the quota. All ballots that Bruce holds (21)",
        "Each of these ballots is now worth 0.28571 of a vote.",
        "Lost by rounding",
        "Excluded, stage 5",
    ):
        assert " ".join(expected.split()) in " ".join(text.split())


def test_sheet_names_the_seed_of_the_lot():
    from nswp_gov.rules.counting import count

    election = made_up({(1,): 1, (2,): 1}, candidates=2, seats=1)
    text = sheet(count(election, Rules.SCOTTISH, lot_from_seed("tombola 7", 2)), ENGLISH)
    assert "from the seed “tombola 7” by sha256-v1" in " ".join(text.split())
    assert "The lot was used. Stages: 2." in text


def test_text_is_cut_and_wrapped_by_columns():
    assert fit("候选人甲", 6) == "候选… "
    assert fit("ab", 4) == "ab  "
    assert wrap("aa bb cc", 5, indent="  ") == ["aa bb", "  cc"]
    assert wrap("候选人甲乙", 4) == ["候选", "人甲", "乙"]
    assert columns_of("e\u0301") == 1


def test_all_words_can_be_extracted_and_hold_named_places_only():
    for table in (words.EVENTS, words.LABELS, words.RULES, words.ACTIONS, words.FATES, REFUSALS):
        for message in table.values():
            assert re.sub(r"%\(\w+\)s", "", message).count("%") == 0
            assert not re.search(r"\b(user|submit|invalid)\b", message, re.IGNORECASE)
    assert {f"{kind}" for kind in words.RULES} == {rules.value for rules in Rules}


class _Checker(HTMLParser):
    """Collects ids and what refers to them, and that tags are closed in order."""

    void = frozenset({"meta", "link", "br", "path", "rect"})

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.refers, self.text = [], [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in self.void:
            self.open.append(tag)
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name == "aria-labelledby":
                self.refers += value.split()
            assert not name.startswith("on")
            assert name not in ("style", "src", "href")

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.void:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def _ten_by_ten():
    chance = random.Random(3)
    papers = [chance.sample(range(1, 11), chance.randint(1, 5)) for _ in range(500)]
    result = stv(made_up(papers, candidates=10, seats=1))
    assert len(result.stages) == 10
    return result


def test_page_is_whole_accessible_and_small():
    html = render_counts([_ten_by_ten()], language(Locale.EN))
    checker = _Checker()
    checker.feed(html)
    assert checker.open == []
    assert len(set(checker.ids)) == len(checker.ids)
    assert set(checker.refers) <= set(checker.ids)
    assert html.count("<desc") == html.count("<svg") == 1
    assert html.count("<rect") == 55
    assert "http" not in html
    assert "<script" not in html
    assert len(gzip.compress(html.encode(), 9)) <= 14 * 1024


def test_page_escapes_names_and_shows_every_figure_of_the_table():
    election = made_up({(1, 2): 41, (2,): 27, (3, 2): 20}, candidates=3, seats=2)
    result = stv(election)
    from dataclasses import replace

    names = ("<b>A & B</b>", "Б", "丙")
    result = replace(result, contest=replace(result.contest, candidates=names))
    html = render_counts([result, result], language(Locale.EN))
    assert "<b>A & B</b>" not in html
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html
    checker = _Checker()
    checker.feed(html)
    assert len(set(checker.ids)) == len(checker.ids)
    for line in page_of(result, ENGLISH).lines:
        for cell in line.cells:
            assert f">{cell.text}<" in html


def test_page_rounds_half_up_at_two_places():
    assert ENGLISH.rounded(100_500, 5) == "1.01"
    assert ENGLISH.rounded(100_499, 5) == "1.00"
    assert ENGLISH.rounded(999_500, 5) == "10.00"
    assert ENGLISH.rounded(7, 0) == "7"


@pytest.mark.parametrize("locale", Locale)
def test_page_is_drawn_in_every_language(locale):
    html = render_counts([_ten_by_ten()], language(locale))
    assert f'<html lang="{locale.tag}"' in html


def test_phrasing_takes_the_decimal_sign_of_the_language():
    assert phrasing_with(str, Locale.FR).decimal("12.50000") == "12,5"
    assert phrasing_with(str, Locale.ZH_HANS).decimal("12.50000") == "12.5"


def test_catalogue_is_read_compiled_or_as_source(tmp_path):
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import write_po

    catalogue = Catalog(locale="fr")
    catalogue.add(words.EVENTS["no_lot"], "Aucun tirage au sort.")
    catalogue.add(words.EVENTS["nobody"], "à revoir", flags=["fuzzy"])
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    result = stv(made_up({(1,): 3, (2,): 1}, candidates=2, seats=1))
    with (folder / "messages.po").open("wb") as source:
        write_po(source, catalogue)
    from_source = sheet(result, language(Locale.FR, tmp_path).phrasing)
    with (folder / "messages.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    assert sheet(result, language(Locale.FR, tmp_path).phrasing) == from_source
    assert "Aucun tirage au sort." in from_source
    assert "3,00000*" in from_source
    assert not language(Locale.RU, tmp_path).found
