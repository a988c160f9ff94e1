import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.diff import (
    BlockKind,
    Run,
    RunKind,
    Summary,
    compare,
    paragraphs,
    summary,
    tokens,
)

EN = ["the", "of", "and", "to", "in", "members", "organisation", "board", "shall", "may", "quorum"]
EN += ["vote", "meeting", "region", "election", "notice", "period", "delegate", "alternate", "term"]
EN += ["seat", "clause", "manual", "secretariat", "decision", "minutes", "record"]
ZH = "委员会应当在议前三十日向全体员发布通知并说明程组织选举代表任期地区秘书处决定记录异章"
texts = st.lists(
    st.lists(st.sampled_from([*EN[:6], "会员", "quorum.", "  two", "\nline"]), max_size=8),
    max_size=6,
).map(lambda rows: "\n\n".join(" ".join(row) for row in rows))


def runs(before, after):
    (block,) = compare(before, after).blocks
    return [(run.kind.value, run.text) for run in block.runs]


def test_words_that_changed_are_marked_and_nothing_beside_them():
    assert runs(
        "The quorum is one third at the end.", "The quorum is one half at the end of it."
    ) == [
        ("equal", "The quorum is one "),
        ("deleted", "third"),
        ("inserted", "half"),
        ("equal", " at the end"),
        ("inserted", " of it"),
        ("equal", "."),
    ]


def test_every_han_character_is_a_token():
    assert runs("委员会应当发布通知。", "委员会必须发布通知。") == [
        ("equal", "委员会"),
        ("deleted", "应当"),
        ("inserted", "必须"),
        ("equal", "发布通知。"),
    ]


def test_paragraphs_are_paired_by_likeness_and_not_by_place():
    before = "Members meet once a year in person.\n\nThe board meets four times a year."
    after = (
        "A new opening paragraph of something else.\n\n"
        "Members meet twice a year in person.\n\nThe board meets five times a year."
    )
    kinds = [block.kind for block in compare(before, after).blocks]
    assert kinds == [BlockKind.INSERTED, BlockKind.CHANGED, BlockKind.CHANGED]


def test_paragraph_that_became_another_is_taken_out_and_put_in():
    blocks = compare("Quorum is a third.", "完全不同的段落。").blocks
    assert [block.kind for block in blocks] == [BlockKind.DELETED, BlockKind.INSERTED]
    assert blocks[0].runs == (Run(RunKind.DELETED, "Quorum is a third."),)


def test_summary_counts_paragraphs_and_words():
    before = "One two three four.\n\nGone entirely now.\n\nSame."
    after = "One two 三三 four.\n\nSame.\n\nFresh words here."
    assert summary(compare(before, after)) == Summary(
        paragraphs_inserted=1,
        paragraphs_deleted=1,
        paragraphs_changed=1,
        paragraphs_equal=1,
        words_inserted=5,
        words_deleted=4,
    )


def test_line_ends_and_extra_blank_lines_are_no_change():
    assert compare("One.\r\n\r\nTwo.\n", "\nOne.\n \n\nTwo.").is_empty
    assert compare("", "").blocks == ()


@given(texts, texts)
def test_both_texts_can_be_read_back_from_the_difference(before, after):
    blocks = compare(before, after).blocks
    old = [block.before for block in blocks if block.kind is not BlockKind.INSERTED]
    new = [block.after for block in blocks if block.kind is not BlockKind.DELETED]
    assert tuple(old) == paragraphs(before)
    assert tuple(new) == paragraphs(after)


@given(texts)
def test_text_does_not_differ_from_itself(text):
    assert compare(text, text).is_empty


@given(texts, texts)
def test_changed_block_has_a_change_and_no_two_runs_of_a_kind_in_a_row(before, after):
    for block in compare(before, after).blocks:
        kinds = [run.kind for run in block.runs]
        assert all(one is not other for one, other in pairwise(kinds))
        assert (block.kind is BlockKind.CHANGED) == (
            len(set(kinds)) > 1 or (bool(kinds) and kinds[0].value != block.kind.value)
        )


@given(st.text(max_size=60))
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text


def long_text(language, size, seed):
    dice = random.Random(seed)
    parts, length = [], 0
    while length < size:
        if language == "en":
            part = " ".join(dice.choices(EN, k=dice.randint(20, 90))).capitalize() + "."
        else:
            part = "".join(dice.choices(ZH, k=dice.randint(40, 160))) + "。"
        parts.append(part)
        length += len(part.encode()) + 2
    return parts


def edited(parts, language, seed):
    dice = random.Random(seed)
    parts = parts[:]
    for _ in range(45):
        at = dice.randrange(len(parts))
        if language == "en":
            words = parts[at].split(" ")
            words[dice.randrange(len(words))] = "CHANGED"
            parts[at] = " ".join(words)
        else:
            place = dice.randrange(len(parts[at]) - 2)
            parts[at] = parts[at][:place] + "必须" + parts[at][place + 2 :]
    for _ in range(6):
        parts.insert(dice.randrange(len(parts)), "Entirely new." if language == "en" else "新增。")
        del parts[dice.randrange(len(parts))]
    parts.insert(90, parts.pop(10))
    return parts


@pytest.mark.parametrize("language", ["en", "zh"])
def test_200_kilobytes_take_less_than_a_fifth_of_a_second(language):
    old = long_text(language, 200_000, 1)
    before, after = "\n\n".join(old), "\n\n".join(edited(old, language, 2))
    times = []
    for _ in range(3):
        start = time.process_time()
        found = compare(before, after)
        times.append(time.process_time() - start)
    assert min(times) < 0.2
    numbers = summary(found)
    assert numbers.paragraphs_changed >= 35
    assert numbers.words_inserted + numbers.words_deleted < 2_000


@pytest.mark.parametrize(("unit", "glue"), [("a", "\n\n"), ("a", " "), ("x y", " "), ("会", "")])
def test_hostile_repetition_stays_bounded(unit, glue):
    before, after = glue.join([unit] * 100_000), glue.join([unit] * 99_990 + ["b"])
    start = time.process_time()
    compare(before, after)
    compare(before + glue + "c", "d" + glue + after)
    assert time.process_time() - start < 5
