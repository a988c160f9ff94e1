"""Cast-vote records as CSV, and records of counts as JSON: read, written, refused."""

import pytest

from nswp_gov.rules.counting import CountRefused, PapersRefused, Rules, Unclear, read_record
from nswp_gov.rules.counting.cvr import read_cvr, write_cvr
from nswp_gov.rules.counting.election import ranking_of
from nswp_gov.rules.counting.figures_csv import HEAD, write_csv
from nswp_gov.rules.counting.phrasing import ENGLISH
from nswp_gov.rules.counting.plain import parse_json
from nswp_gov.rules.counting.records import write_record
from tests.factories.counting import by, made_up

LISTED = b"# title: T\n# seats: 2\n# candidate: Ann\n# candidate: Bo, C\n# candidate: Dee\n"


def test_rows_are_papers_and_columns_choices():
    text = b'ballot,rank1,rank2,rank3\n7f3a,"Bo, C",Ann,\r\n\r\n11aa,Ann,,\n0c0c,,,\n2d2d,Ann,,\n'
    election = read_cvr(LISTED + text)
    assert (election.title, election.seats, election.blank) == ("T", 2, 1)
    assert election.candidates == ("Ann", "Bo, C", "Dee")
    assert election.papers == {ranking_of((2, 1)): 1, ranking_of((1,)): 2}


def test_without_a_list_the_candidates_are_those_named_in_order_of_name():
    election = read_cvr(b"\xef\xbb\xbfweight,1,2\n3,Dee,Ann\n2,Bo,\n", seats=1)
    assert election.candidates == ("Ann", "Bo", "Dee")
    assert election.papers == {ranking_of((3, 1)): 3, ranking_of((2,)): 2}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        (b"", "csv_no_ranks", 1, 1),
        (b"rank1\nAnn\n", "csv_seats", 1, 1),
        (b"# seats: x\n", "seats_out_of_bounds", 1, 1),
        (b"# hello\n", "csv_setting", 1, 1),
        (b"# candidate: \n", "name_empty", 1, 1),
        (LISTED + b"# candidate: Ann\n", "csv_same_name", 6, 1),
        (LISTED + b"# withdrawn: Zoe\nrank1\n", "csv_unknown_name", 6, 1),
        (LISTED + b"name,rank1\n", "csv_column", 6, 1),
        (LISTED + b"rank2\n", "csv_column", 6, 1),
        (LISTED + b"weight\n", "csv_no_ranks", 6, 1),
        (LISTED + b"rank1,rank2\nAnn\n", "csv_cells", 7, 1),
        (LISTED + b'rank1\n"Ann\n', "csv_quotes", 7, 1),
        (LISTED + b"weight,rank1\n0,Ann\n", "csv_weight", 7, 1),
        (LISTED + b"weight,rank1\n" + b"9" * 1001 + b",Ann\n", "csv_weight", 7, 1),
        (LISTED + b"rank1\nZoe\n", "csv_unknown_name", 7, 1),
        (LISTED + b"rank1,rank2\nAnn,Ann\n", "candidate_twice_on_line", 7, 2),
        (LISTED + b"rank1,rank2,rank3\nAnn,,Dee\n", "csv_gap", 7, 3),
        (LISTED + b"rank1,rank2\nAnn,overvote\n", "csv_overvote", 7, 2),
        (LISTED + b"rank1\n\xff\n", "not_utf8", 7, 1),
    ],
)
def test_what_is_no_such_record_is_refused_where_it_is(text, code, line, column):
    with pytest.raises(PapersRefused) as caught:
        read_cvr(text)
    place = caught.value.place
    assert (caught.value.code, place.line, place.column) == (code, line, column)
    assert ENGLISH.refusal(caught.value).isprintable()


def test_unclear_choices_count_as_asked_for():
    text = LISTED + (
        b"weight,rank1,rank2,rank3\n1,Ann,,Dee\n2,Ann,overvote,Dee\n4,Ann,Ann,Dee\n8,Dee,Ann,\n"
    )
    stop = read_cvr(text, unclear=Unclear.STOP)
    assert stop.papers == {ranking_of((1,)): 7, ranking_of((3, 1)): 8}
    close = read_cvr(text, unclear=Unclear.CLOSE_UP)
    assert close.papers == {ranking_of((1, 3)): 5, ranking_of((1,)): 2, ranking_of((3, 1)): 8}
    assert stop.cut_short == close.cut_short == 7


def test_withdrawn_and_names_with_commas_come_back():
    text = LISTED + b'# withdrawn: Dee\nweight,rank1,rank2\n5,"Bo, C",Dee\n2,Dee,\n'
    election = read_cvr(text)
    assert election.withdrawn == {3}
    assert write_cvr(election) == text


def test_figures_for_a_spreadsheet_are_no_formulas():
    result = by(Rules.SCOTTISH, made_up({(1,): 2, (2, 1): 1}, candidates=2, seats=1))
    rows = write_csv(result, "=a.blt").splitlines()
    assert rows[0] == ",".join(HEAD)
    assert rows[1] == "'=a.blt,scottish-stv,1,first_preferences,,1,Candidate 1,2.00000,elected"
    assert len(rows) == 1 + 2 + 3
    assert write_csv(result, "a", head=False).count("\n") == 5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json_unreadable"),
        (b"\xff", "json_unreadable"),
        (b"[" * 100_000, "json_unreadable"),
        (b'{"a":' * 100_000, "json_unreadable"),
        (b"[]", "json_shape"),
        (b'{"kind":"Odd","result":{}}', "json_shape"),
        (b'{"kind":"StvResult","result":[]}', "json_shape"),
        (b'{"kind":"StvResult","result":{}}', "json_shape"),
    ],
)
def test_what_is_no_record_is_refused(data, code):
    with pytest.raises(CountRefused) as caught:
        read_record(data)
    assert caught.value.code == code
    assert ENGLISH.refusal(caught.value)


def test_every_change_of_shape_in_a_record_is_refused():
    result = by(Rules.SCOTTISH, made_up({(1,): 2, (2, 1): 1}, candidates=2, seats=1))
    data = write_record(result).decode()
    assert read_record(data.encode()) == result
    for old, new in (
        ('"quota":2', '"quota":"2"'),
        ('"quota":2', '"quota":2.0'),
        ('"quota":2', '"quota":null'),
        ('"quota":2,', ""),
        ('"quota":2', '"quota":2,"more":1'),
        ('"fate":"elected"', '"fate":"crowned"'),
        ('"votes":[200000,100000]', '"votes":{}'),
        ('"reopened":false', '"reopened":0'),
    ):
        assert old in data
        with pytest.raises(CountRefused, match="json_shape"):
            read_record(data.replace(old, new, 1).encode())


def test_record_has_a_largest_size():
    with pytest.raises(CountRefused, match="json_too_large"):
        parse_json(b"[]" + b" " * 20, 10)
