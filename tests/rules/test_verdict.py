import pytest

from nswp_gov.rules.verdict import Verdict, first_consent, first_refusal, no, yes


def test_verdict_stands_for_its_answer():
    assert yes("fine")
    assert not no("late")
    assert yes("fine") == Verdict(allowed=True, reason="fine")


def test_first_refusal_of_several_is_the_first_that_refuses():
    assert first_refusal(yes("a"), no("b"), no("c")) == no("b")
    assert first_refusal(yes("a"), yes("d")) == yes("d")


def test_first_consent_of_several_is_the_first_that_allows():
    assert first_consent(no("a"), yes("b"), yes("c")) == yes("b")
    assert first_consent(no("a"), no("d")) == no("d")


@pytest.mark.parametrize("combine", [first_consent, first_refusal])
def test_combining_nothing_is_refused(combine):
    with pytest.raises(ValueError, match="no verdict"):
        combine()
