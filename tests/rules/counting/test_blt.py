"""Ballot files: what is read, what is refused and where, and what hostile ones cost."""

import io
import resource
import subprocess
import sys

import pytest

from nswp_gov.rules.counting import PapersRefused, Unclear, read_blt, write_blt
from nswp_gov.rules.counting.blocks import BLOCK, LONGEST_LINE
from nswp_gov.rules.counting.blt_papers import PaperLines
from nswp_gov.rules.counting.election import ranking_of
from nswp_gov.rules.counting.phrases_refusals import REFUSALS
from nswp_gov.rules.counting.phrasing import ENGLISH

PLAIN = b'3 2\n2 1 2 0\n1 3 0\n0\n"Ailsa"\n"Bruce"\n"Catriona"\n"Plain"\n'


def test_plain_file_is_read_as_it_says():
    election = read_blt(PLAIN)
    assert election.candidates == ("Ailsa", "Bruce", "Catriona")
    assert (election.title, election.seats, election.total) == ("Plain", 2, 3)
    assert election.papers == {ranking_of((1, 2)): 2, ranking_of((3,)): 1}


def test_byte_order_mark_crlf_quotes_comments_and_no_last_newline_are_read():
    text = (
        "\ufeff# made up\r\n\r\n3 2 # three\r\n-3\r\n  2\t1 2 0 # twice\r\n01 02 0\r\n# none\r\n"
        '4 0\r\n0 # end\r\n"Ailsa \\"A\\" #1" "B \\\\ C"\r\n# between\r\n'
        '"Ка""тя" # third\r\n"Тест 2"'
    )
    election = read_blt(text.encode())
    assert election.candidates == ('Ailsa "A" #1', "B \\ C", 'Ка"тя')
    assert (election.title, election.blank, election.withdrawn) == ("Тест 2", 4, {3})
    assert election.papers == {ranking_of((1, 2)): 2, ranking_of((2,)): 1}
    assert read_blt(write_blt(election)) == election


def test_title_can_be_missing_and_lines_with_the_same_ranking_add_up():
    election = read_blt(b'2 1\n3 1 2 0\n2 2 0\n4 1  2 0\n007 2 0\n3 1 2 0\n0\n"A"\n"B"\n')
    assert election.title == ""
    assert election.papers == {ranking_of((1, 2)): 10, ranking_of((2,)): 9}


def test_weights_have_no_largest_value():
    weight = 10**999
    election = read_blt(f'1 1\n{weight} 1 0\n{weight} 1 0\n0\n"A"\n'.encode())
    assert election.total == 2 * weight


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        (b"", "blt_header", 1, 1),
        (b"\n\n", "blt_header", 3, 1),
        (b"# only\nthree two\n", "blt_header", 2, 1),
        (b"3\n", "blt_header", 1, 1),
        (b" 3 2 1\n", "blt_header", 1, 2),
        (b"-3 2\n", "blt_header", 1, 1),
        (b"0 2\n", "candidates_out_of_bounds", 1, 1),
        (b"10000000 2\n", "candidates_out_of_bounds", 1, 1),
        (b"9" * 5000 + b" 2\n", "candidates_out_of_bounds", 1, 1),
        (b"3 0\n", "seats_out_of_bounds", 1, 3),
        (b"3 1001\n", "seats_out_of_bounds", 1, 3),
        (b"3 2\n-4\n1 1 0\n0\n", "blt_withdrawn", 2, 1),
        (b"3 2\n-1 2\n1 1 0\n0\n", "blt_withdrawn", 2, 4),
        (b"3 2\n- 1\n0\n", "blt_withdrawn", 2, 1),
        (b"3 2\n1 1 0\n", "blt_no_end_of_papers", 3, 1),
        (b"3 2\n", "blt_no_end_of_papers", 2, 1),
        (b"3 2\n1 1 0\n0 1 0\n0\n", "blt_weight", 3, 1),
        (b"3 2\n1 1 0\n1.5 1 0\n0\n", "blt_weight", 3, 1),
        (b"3 2\n1 1 0\n+1 1 0\n0\n", "blt_weight", 3, 1),
        (b"3 2\n1_0 1 0\n0\n", "blt_weight", 2, 1),
        ("3 2\n٣ 1 0\n0\n".encode(), "blt_weight", 2, 1),
        (b"3 2\n" + b"9" * 1001 + b" 1 0\n0\n", "blt_weight", 2, 1),
        (b"3 2\n1 1 0\n2 1 4 0\n0\n", "blt_preference", 3, 5),
        (b"3 2\n2 1 x 0\n0\n", "blt_preference", 2, 5),
        (b"3 2\n2 1 -2 0\n0\n", "blt_preference", 2, 5),
        (b"3 2\n2 1 " + b"9" * 9999 + b" 0\n0\n", "blt_preference", 2, 5),
        (b"3 2\n2 1 2 1 0\n0\n", "candidate_twice_on_line", 2, 7),
        (b"3 2\n2 1 0 2 0\n0\n", "blt_after_zero", 2, 5),
        (b"3 2\n2 1 0 0\n0\n", "blt_after_zero", 2, 5),
        (b"3 2\n2 1 2\n1 3 0\n0\n", "blt_no_zero", 2, 6),
        (b"3 2\n2 1 2\n1 3 0 1 0\n0\n", "blt_no_zero", 2, 6),
        (b"3 2\n2\n0\n", "blt_no_zero", 2, 2),
        (b"3 2\n2 1 2=3 0\n0\n", "blt_equal_ranks", 2, 5),
        (b"3 2\n2 1 - 3 0\n0\n", "blt_gap", 2, 5),
        (b'3 2\n0\n"A"\n"B"\n', "blt_names_missing", 5, 1),
        (b'1 1\n0\n"A"\n"T"\n  "S"\n', "blt_after_title", 5, 3),
        (b'1 1\n0\nA\n"T"\n', "blt_name_expected", 3, 1),
        (b'1 1\n0\n"A\n"T"\n', "blt_name_open", 3, 1),
        (b'1 1\n0\n""\n', "name_empty", 3, 1),
        (b'1 1\n0\n"  "\n', "name_empty", 3, 1),
        (b'1 1\n0\n"A\x1b[2J"\n', "name_sign", 3, 1),
        ('1 1\n0\n"A\u202eB"\n'.encode(), "name_sign", 3, 1),
        (b'1 1\n0\n"A"\n"\xff"\n', "not_utf8", 4, 2),
        ("1 1\n1 1 0\n0\n".encode("utf-16"), "blt_header", 1, 1),
    ],
)
def test_what_is_not_in_the_dialect_is_refused_where_it_is(text, code, line, column):
    with pytest.raises(PapersRefused) as caught:
        read_blt(text)
    refused = caught.value
    assert (refused.code, refused.place.line, refused.place.column) == (code, line, column)
    sentence = ENGLISH.refusal(refused)
    assert sentence.startswith(f"line {line}, column {column}: ")
    assert len(sentence) < 250
    assert sentence.isprintable()
    assert str(refused).startswith(f"line {line}, column {column}: {code}")


def test_the_line_of_an_error_is_right_behind_many_equal_lines_and_in_a_later_block():
    lines = BLOCK // 8
    text = b"3 2\n" + b"1 1 2 0\n" * lines * 2 + b"1 1 9 0\n" + b'0\n"A"\n"B"\n"C"\n'
    with pytest.raises(PapersRefused) as caught:
        read_blt(text)
    assert (caught.value.place.line, caught.value.place.column) == (2 * lines + 2, 5)


def test_the_end_of_papers_is_found_wherever_a_block_ends():
    for size in range(1, 60):
        stream = _Trickle(PLAIN, size)
        assert read_blt(stream) == read_blt(PLAIN)


class _Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data, size):
        self.data, self.size, self.at = data, size, 0

    def read(self, _most=-1):
        self.at += self.size
        return self.data[self.at - self.size : self.at]


@pytest.mark.parametrize(
    ("unclear", "papers", "cut_short"),
    [
        (Unclear.STOP, {(1,): 2 + 5 + 7, (2, 3): 4, (): 1 + 3}, 2 + 5 + 7 + 1 + 3),
        (Unclear.CLOSE_UP, {(1, 3): 2, (1,): 5, (1, 3, 2): 7, (2, 3): 4, (3,): 1, (): 3}, 18),
    ],
)
def test_unclear_papers_count_as_asked_for(unclear, papers, cut_short):
    text = (
        b'3 2\n2 1 - 3 0\n5 1 2=3 0\n7 1 - 3 1 2 0\n4 2 3 0\n1 - 3 0\n3 1=2 3 0\n0\n"A"\n"B"\n"C"\n'
    )
    election = read_blt(text, unclear=unclear)
    blank = papers.pop(()) if () in papers else 0
    assert election.papers == {ranking_of(paper): weight for paper, weight in papers.items()}
    assert (election.blank, election.cut_short) == (blank, cut_short)
    with pytest.raises(PapersRefused):
        read_blt(text)


def test_plain_lines_are_taken_together_and_give_what_the_slow_way_gives(monkeypatch):
    text = b"9 2\n3 1 2 0\n12 9 8 7 0\n1 3 0\n1 0\n5 2 1 0\n0\n" + b'"N"\n' * 10
    fast = read_blt(text)
    assert fast.blank == 1
    assert read_blt(text.replace(b"\n", b"\r\n")) == fast
    monkeypatch.setattr(PaperLines, "_take_plain", lambda *_: False)
    assert read_blt(text) == fast


HOSTILE = {
    "ten million candidates": "b'10000000 3\\n' + b'1 1 0\\n' * 100",
    "a line of one gigabyte": "Repeat(b'3 2\\n', b'1 ' * (1 << 20), 512)",
    "a first line of one gigabyte": "Repeat(b'', b'1' * (1 << 20), 1024)",
    "endless different ballots": "Different()",
    "a hundred million withdrawals": "Repeat(b'3 2\\n', b'-1\\n' * (1 << 18), 2048)",
    "a name of one gigabyte": "Repeat(b'1 1\\n0\\n\"', b'A' * (1 << 20), 1024)",
    "endless names": "Repeat(b'1 1\\n0\\n', b'\"A\"\\n' * (1 << 18), 1024)",
    "endless blank lines": "Repeat(b'1 1\\n', b'\\n' * (1 << 20), 2048)",
    "endless equal ballots": "Repeat(b'1 1\\n', b'1 1 0\\n' * (1 << 19), 400)",
    "all brackets": "b'[' * (1 << 22)",
}

PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
class Repeat:
    def __init__(self, start, piece, times):
        self.parts = iter([start, *[piece] * times])
    def read(self, most):
        return next((part for part in self.parts if part), b"")
class Different:
    n = 0
    def read(self, most):
        if not self.n:
            self.n = 1
            return b"999 3\\n"
        start, self.n = self.n, self.n + 50000
        return b"".join(b"%d 1 0\\n" % i for i in range(start, self.n))
from nswp_gov.rules.counting import PapersRefused, blocks, blt_papers, read_blt
blt_papers.MOST_RANKINGS = 400_000  # a tenth of the real limits, to be quick
blocks.MOST_BYTES = 100_000_000
try:
    read_blt(SOURCE)
except PapersRefused as refused:
    print(refused.code)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_ends_in_a_clear_refusal_within_bounded_memory(name):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("SOURCE", HOSTILE[name])],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.strip() in REFUSALS
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert used < 2_000_000


def test_limits_are_named_in_the_refusal():
    with pytest.raises(PapersRefused) as caught:
        read_blt(b"3 2\n" + b"1 " * LONGEST_LINE + b"0\n")
    assert str(LONGEST_LINE) in ENGLISH.refusal(caught.value)
