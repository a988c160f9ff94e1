"""Damaged files: read or refused with a place, never anything else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.rules.counting import (
    CountRefused,
    Rules,
    Unclear,
    read_blt,
    read_record,
    write_record,
)
from nswp_gov.rules.counting.cvr import read_cvr
from nswp_gov.rules.counting.phrasing import ENGLISH
from nswp_gov.rules.counting.sheet import sheet
from tests.factories.counting import by, made_up, stv

BLT = b'3 2\n-2\n2 1 2 0 # two\n1 3 - 1 0\n4 2=3 0\n0\n"Ailsa \\"A\\""\n"Bruce"\n"C"\n"Title"\n'
CVR = b'# title: T\n# seats: 2\n# candidate: A\n# candidate: B, C\nweight,rank1,rank2\n3,"B, C",A\n'
RECORD = write_record(by(Rules.SCOTTISH, made_up({(1, 2): 2, (2,): 1}, candidates=2, seats=1)))
MANY = settings(max_examples=150, deadline=None)


@st.composite
def damaged(draw, whole):
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        until = draw(st.integers(at, min(len(data), at + 6)))
        piece = draw(
            st.one_of(
                st.binary(max_size=4),
                st.sampled_from(
                    [b"0", b"\n", b'"', b"-", b"#", b" 0\n", b"9" * 30, b"\xef\xbb\xbf"]
                ),
            )
        )
        data[at:until] = piece
    return bytes(data)


def attempt(read, data, **more):
    """What `read` gives for `data`, or why it refuses; any other exception is a fault."""
    try:
        return read(data, **more), None
    except CountRefused as refused:
        return None, refused


@MANY
@given(damaged(BLT), st.sampled_from(Unclear))
def test_damaged_ballot_file_is_counted_or_refused(data, unclear):
    election, refused = attempt(read_blt, data, unclear=unclear)
    if refused:
        assert refused.place.line >= 1
        assert ENGLISH.refusal(refused).isprintable()
    else:
        assert sheet(stv(election), ENGLISH)


@MANY
@given(damaged(CVR), st.sampled_from(Unclear))
def test_damaged_cast_vote_record_is_counted_or_refused(data, unclear):
    election, refused = attempt(read_cvr, data, unclear=unclear)
    if refused:
        assert ENGLISH.refusal(refused).isprintable()
    else:
        assert sheet(stv(election), ENGLISH)


@MANY
@given(damaged(RECORD))
def test_damaged_record_is_read_or_refused(data):
    result, refused = attempt(read_record, data)
    assert ENGLISH.refusal(refused) if refused else read_record(write_record(result)) == result
