from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.audience import (
    MEMBERS,
    PUBLIC,
    SECRETARIAT,
    Audience,
    Circle,
    CircleKind,
    Step,
    Viewer,
    may_see,
    may_see_any,
)
from nswp_gov.rules.verdict import no, yes

OURS, THEIRS = UUID(int=1), UUID(int=2)
LADDER = {Step.PUBLIC: PUBLIC, Step.MEMBERS: MEMBERS, Step.SECRETARIAT: SECRETARIAT}

steps = st.sampled_from(Step)
circles = st.builds(Circle, st.sampled_from(CircleKind), st.sampled_from(["a", "b", str(OURS)]))
audiences = st.one_of(st.builds(Audience, step=steps), st.builds(Audience, circle=circles))
viewers = st.builds(
    Viewer,
    step=steps,
    organisations=st.frozensets(st.sampled_from([OURS, THEIRS])),
    regions=st.frozensets(st.sampled_from(["a", "b"])),
    bodies=st.frozensets(st.sampled_from([OURS, THEIRS])),
    circles=st.frozensets(circles),
)


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (Step.PUBLIC, {Step.PUBLIC}),
        (Step.MEMBERS, {Step.PUBLIC, Step.MEMBERS}),
        (Step.SECRETARIAT, {Step.PUBLIC, Step.MEMBERS, Step.SECRETARIAT}),
    ],
)
def test_ladder_shows_its_own_step_and_those_below(viewer, seen):
    assert {step for step in Step if may_see(Viewer(step=viewer), LADDER[step])} == seen


@pytest.mark.parametrize("kind", CircleKind)
def test_secretariat_sees_no_circle_it_is_not_in(kind):
    secretariat = Viewer(step=Step.SECRETARIAT)
    assert may_see(secretariat, Audience.of(kind, OURS)) == no(f"only_circle_{kind}")


@pytest.mark.parametrize(
    ("viewer", "kind", "key"),
    [
        (Viewer(organisations=frozenset({OURS})), CircleKind.ORGANISATION, OURS),
        (Viewer(regions=frozenset({"africa"})), CircleKind.REGION, "africa"),
        (Viewer(bodies=frozenset({OURS})), CircleKind.BODY, OURS),
        (Viewer(circles=frozenset({Circle(CircleKind.CASE, "7")})), CircleKind.CASE, "7"),
    ],
)
def test_who_is_in_a_circle_sees_what_is_its_own_and_why(viewer, kind, key):
    assert may_see(viewer, Audience.of(kind, key)) == yes(f"circle_{kind}")
    assert not may_see(viewer, Audience.of(kind, THEIRS))


def test_field_of_several_audiences_is_seen_by_any_of_them():
    category = (
        Audience.of(CircleKind.ORGANISATION, OURS),
        Audience.of(CircleKind.REGION, "africa"),
        SECRETARIAT,
    )
    assert may_see_any(Viewer(regions=frozenset({"africa"})), category) == yes("circle_region")
    assert may_see_any(Viewer(step=Step.SECRETARIAT), category) == yes("secretariat")
    assert may_see_any(Viewer(step=Step.MEMBERS), category) == no("only_secretariat")


def test_no_audience_is_nobody():
    assert may_see_any(Viewer(step=Step.SECRETARIAT), ()) == no("only_nobody")


@given(viewers, audiences)
def test_audiences_of_a_viewer_are_exactly_those_it_may_see(viewer, audience):
    assert (audience in viewer.audiences()) == may_see(viewer, audience).allowed


@given(audiences)
def test_code_of_an_audience_leads_back_to_it(audience):
    assert Audience.parse(str(audience)) == audience


def test_public_viewer_is_part_of_the_public_only():
    assert Viewer.public().audiences() == {PUBLIC}
    assert [one.is_public for one in (PUBLIC, MEMBERS)] == [True, False]


@pytest.mark.parametrize("code", ["", "everybody", "body:", "club:1", "case:a:b"])
def test_parse_of_what_is_no_audience_is_refused(code):
    with pytest.raises(ValueError, match=r"."):
        Audience.parse(code)


def test_audience_is_a_step_or_a_circle_and_not_both():
    with pytest.raises(ValueError, match="one of them"):
        Audience(step=Step.PUBLIC, circle=Circle(CircleKind.CASE, "1"))
    with pytest.raises(ValueError, match="one of them"):
        Audience()
