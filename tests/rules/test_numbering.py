import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.numbering import STATUTE, Clause, Label, clause_numbers, next_label

TREE = (
    Clause("preamble", (Clause("preamble-aim"),), is_numbered=False),
    Clause("members", (Clause("join"), Clause("leave", (Clause("a", (Clause("b"),)),)))),
    Clause("board"),
)


def test_clause_numbers_follow_the_tree_and_pass_over_the_preamble():
    assert clause_numbers(TREE) == {
        "members": "1",
        "join": "1.1",
        "leave": "1.2",
        "a": "1.2.1",
        "b": "1.2.1.1",
        "board": "2",
    }


def test_clause_numbers_in_the_style_of_a_statute():
    numbers = clause_numbers(TREE, STATUTE)
    assert (numbers["leave"], numbers["a"], numbers["b"]) == ("1.2", "1.2(a)", "1.2(a)(i)")


def test_letters_go_on_after_z_and_roman_numbers_subtract():
    many = tuple(Clause(f"k{n}", (Clause(f"r{n}"),)) for n in range(1, 54))
    deep = (Clause("top", (Clause("second", many),)),)
    numbers = clause_numbers(deep, STATUTE)
    assert [numbers[f"k{n}"] for n in (1, 26, 27, 52, 53)] == [
        f"1.1({letters})" for letters in ("a", "z", "aa", "az", "ba")
    ]
    flat = tuple(Clause(f"x{n}") for n in range(1, 50))
    roman = clause_numbers((Clause("t", (Clause("s", (Clause("l", flat),)),)),), STATUTE)
    assert [roman[f"x{n}"] for n in (4, 9, 14, 40, 49)] == [
        f"1.1(a)({number})" for number in ("iv", "ix", "xiv", "xl", "xlix")
    ]


@given(st.integers(1, 30), st.integers(0, 29))
def test_moving_a_clause_changes_numbers_and_never_keys(size, moved):
    clauses = [Clause(f"c{n}") for n in range(size)]
    other = clauses[:]
    other.append(other.pop(moved % size))
    before, after = clause_numbers(clauses), clause_numbers(other)
    assert before.keys() == after.keys()
    assert sorted(before.values()) == sorted(after.values())


def test_key_that_occurs_twice_and_no_style_are_refused():
    with pytest.raises(ValueError, match="twice"):
        clause_numbers((Clause("a"), Clause("b", (Clause("a"),))))
    with pytest.raises(ValueError, match="style"):
        clause_numbers(TREE, ())


@given(st.integers(1000, 9999), st.from_regex(r"[A-Z]{1,4}", fullmatch=True), st.integers(1, 99999))
def test_label_reads_back_as_written(year, series, number):
    label = Label(year, series, number)
    assert Label.parse(str(label)) == label


def test_label_has_two_digits_and_next_goes_on_from_the_highest():
    taken = [Label(2026, "B", 1), Label(2026, "B", 7), Label(2025, "B", 30), Label(2026, "GA", 9)]
    assert str(next_label(taken, 2026, "B")) == "2026-B-08"
    assert str(next_label([], 2026, "B")) == "2026-B-01"
    assert str(Label(2026, "B", 123)) == "2026-B-123"


@pytest.mark.parametrize("text", ["2026-B-3", "2026-b-03", "26-B-03", "2026-B-03 ", "2026-B-00"])
def test_text_that_is_no_label_is_refused(text):
    with pytest.raises(ValueError, match="label"):
        Label.parse(text)
