import sqlite3
import uuid
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Audience, CircleKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine
from nswp_gov.store.errors import Locked
from nswp_gov.store.search import Place, SearchEntry, find, find_ids, index, scrub, unindex
from nswp_gov.store.search_terms import create_statements, drop_statements

RING = {1: b"a key for tests only, 32 bytes.." * 2}
EVERYBODY = [PUBLIC]
MEMBER = [PUBLIC, MEMBERS]


@pytest.fixture
def search_engine(empty_engine):
    SearchEntry.__table__.create(empty_engine)
    yield empty_engine
    SearchEntry.__table__.drop(empty_engine)


@pytest.fixture
def unlocked():
    before = vault._ring
    vault.unlock(Keyring(RING))
    yield
    vault._ring = before


@pytest.fixture
def entries(search_engine, unlocked):
    with Session(search_engine) as session:
        yield session


def add(session, title, body="", *, audience=PUBLIC, locale=Locale.EN, kind="news", **more):
    subject = more.pop("subject", None) or uuid.uuid4()
    index(session, kind, subject, audience, locale, title=title, body=body, **more)
    return subject


def ids(found):
    return [one.subject_id for one in found]


@pytest.mark.parametrize(
    ("title", "locale", "query"),
    [
        ("Réseau de santé", Locale.FR, "reseau"),
        ("Поддержка членов", Locale.RU, "поддержку"),
        ("上海彩虹同伴小组", Locale.ZH_HANS, "彩虹同伴"),
        ("Legal aid in Nairobi", Locale.EN, "nairobi leg"),
    ],
)
@pytest.mark.parametrize("audience", [PUBLIC, MEMBERS])
def test_find_in_title_in_every_script_and_audience(entries, title, locale, query, audience):
    subject = add(entries, title, audience=audience, locale=locale)
    add(entries, "Something else", audience=audience, locale=locale)
    (found,) = find(entries, MEMBER, Locale.ES, query)
    assert (found.subject_id, found.audience, found.locale) == (subject, audience, locale)


def test_find_in_body_by_word_and_stem(entries):
    subject = add(entries, "Minutes", "The board decided on quorums.", audience=SECRETARIAT)
    assert ids(find(entries, [SECRETARIAT], Locale.EN, "quorum")) == [subject]
    assert find(entries, [SECRETARIAT], Locale.EN, "quo rum") == ()


def test_what_an_audience_may_not_see_leaves_no_trace(entries):
    case = Audience.of(CircleKind.CASE, 1)
    add(entries, "Rainbow house", audience=MEMBERS)
    add(entries, "Rainbow case", audience=case)
    subject = add(entries, "Rainbow report", "news", dated_on=date(2026, 1, 1))
    before = find(entries, EVERYBODY, Locale.EN, "rainbow")
    assert ids(before) == [subject]
    for number in range(20):
        add(entries, f"Rainbow rainbow {number}", "rainbow " * 50, audience=MEMBERS)
    assert find(entries, EVERYBODY, Locale.EN, "rainbow") == before
    assert len(find(entries, MEMBER, Locale.EN, "rainbow", limit=50)) == 22
    assert len(find(entries, [case], Locale.EN, "rainbow")) == 1


def test_record_with_several_entries_is_found_once_by_the_best(entries):
    subject = add(entries, "Umbrella network", locale=Locale.EN)
    add(entries, "Réseau Umbrella", locale=Locale.FR, subject=subject)
    add(entries, "Network", "umbrella inside", audience=MEMBERS, subject=subject)
    (found,) = find(entries, MEMBER, Locale.FR, "umbrella")
    assert (found.locale, found.audience) == (Locale.FR, PUBLIC)


def test_title_comes_before_body_then_language_then_day(entries):
    old = add(entries, "Quorum", dated_on=date(2020, 1, 1))
    new = add(entries, "Quorum", dated_on=date(2026, 1, 1))
    foreign = add(entries, "Quorum", locale=Locale.FR, dated_on=date(2026, 6, 1))
    undated = add(entries, "Quorum")
    inside = add(entries, "Board", "quorum", dated_on=date(2026, 9, 1))
    assert ids(find(entries, EVERYBODY, Locale.EN, "quorum")) == [
        new,
        old,
        undated,
        foreign,
        inside,
    ]
    assert find(entries, EVERYBODY, Locale.EN, "quorum")[2].dated_on is None


@pytest.mark.parametrize("audience", [PUBLIC, MEMBERS])
def test_whole_words_come_before_beginnings_of_words(entries, audience):
    whole, begun, inside, begun_inside = (
        add(entries, title, body, audience=audience, dated_on=date(2026, 1, day))
        for title, body, day in (
            ("Art", "", 1), ("Artemis", "", 2), ("House", "art", 3), ("Yard", "artisans", 4),
        )
    )  # fmt: skip
    found = ids(find(entries, [audience], Locale.EN, "art"))
    assert found[:3] == [whole, begun, inside]
    assert found[3:] == ([begun_inside] if audience is PUBLIC else [])  # there: of titles alone


def test_several_words_that_are_there_whole_are_not_taken_for_beginnings(entries):
    whole, inside = add(entries, "Art House"), add(entries, "Yard", "house of art")
    begun = add(entries, "Artemis Houses")
    assert ids(find(entries, EVERYBODY, Locale.EN, "art house")) == [whole, inside]
    begun_inside = add(entries, "Garden", "arts of housing")
    found = ids(find(entries, EVERYBODY, Locale.EN, "ar hou"))
    assert set(found) == {whole, begun, inside, begun_inside}


def test_pages_follow_each_other_without_gap_or_repetition(entries):
    subjects = {add(entries, f"Report {n}", dated_on=date(2026, 1, 1 + n % 3)) for n in range(23)}
    seen, after = [], None
    while page := find(entries, EVERYBODY, Locale.EN, "report", limit=5, after=after):
        seen += ids(page)
        after = Place.parse(str(page[-1].place))
    assert len(seen) == 23
    assert set(seen) == subjects


def test_a_word_that_very_many_hold_costs_no_more_and_titles_still_come_first(entries, monkeypatch):
    monkeypatch.setattr(search, "CONSIDERED", 5)
    monkeypatch.setattr(search, "CONSIDERED_EACH", 0)
    title = add(entries, "Lantern")
    inside = [add(entries, f"House {n}", "lantern") for n in range(12)]
    found = ids(find(entries, EVERYBODY, Locale.EN, "lantern"))
    assert found[0] == title
    assert set(found[1:]) == set(inside[-5:])  # of the rest the newest five
    for n in range(12):
        add(entries, f"Lantern {n}", "lantern", audience=MEMBERS)
    assert ids(find(entries, EVERYBODY, Locale.EN, "lantern")) == found


def test_identifiers_alone_are_the_same_in_the_same_order(entries):
    for n in range(8):
        tongue = (Locale.EN, Locale.FR)[n % 2]
        made = add(entries, f"Lantern {n}" if n % 3 else "House", "lantern", locale=tongue)
        add(entries, "Lantern two", locale=Locale.ES, subject=made)
    add(entries, "Lantern", kind="clause")
    for words in ("lantern", "lantern two", "lan"):
        whole = find(entries, EVERYBODY, Locale.FR, words, kinds=("news",), limit=7)
        brief = find_ids(entries, EVERYBODY, Locale.FR, words, kind="news", limit=7)
        assert brief == tuple(ids(whole))


def test_kinds_narrow_the_result(entries):
    add(entries, "Quorum", kind="news")
    clause = add(entries, "Quorum", kind="clause")
    assert ids(find(entries, EVERYBODY, Locale.EN, "quorum", kinds={"clause"})) == [clause]


def test_index_again_replaces_what_was_there(entries):
    subject = add(entries, "Old name", audience=MEMBERS)
    add(entries, "New name", audience=MEMBERS, subject=subject)
    assert find(entries, MEMBER, Locale.EN, "old") == ()
    assert ids(find(entries, MEMBER, Locale.EN, "new")) == [subject]


def test_unindex_takes_one_audience_or_all(entries):
    subject = add(entries, "Umbrella")
    add(entries, "Umbrella", audience=MEMBERS, subject=subject)
    unindex(entries, "news", subject, PUBLIC)
    assert find(entries, EVERYBODY, Locale.EN, "umbrella") == ()
    assert ids(find(entries, MEMBER, Locale.EN, "umbrella")) == [subject]
    unindex(entries, "news", subject)
    unindex(entries, "news", subject)
    assert find(entries, MEMBER, Locale.EN, "umbrella") == ()


@pytest.mark.parametrize(
    "query",
    ['"', "'", "a OR b", "title:x", "x*", "NEAR(a b)", "a & !b", "\\", "' | 'x", "-a", "\0"],
)
def test_query_is_never_taken_for_syntax(entries, query):
    add(entries, "Umbrella")
    assert find(entries, EVERYBODY, Locale.EN, query) == ()


def test_locked_instance_serves_the_public_only(entries):
    add(entries, "Umbrella", audience=MEMBERS)
    subject = add(entries, "Umbrella")
    entries.flush()
    vault.lock()
    assert ids(find(entries, MEMBER, Locale.EN, "umbrella")) == [subject]
    with pytest.raises(Locked):
        add(entries, "Umbrella", audience=MEMBERS)


def test_file_names_nobody_who_is_not_public_and_forgets_who_is_no_longer(unlocked, tmp_path):
    file = tmp_path / "search.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    SearchEntry.__table__.create(engine)
    with Session(engine) as session:
        add(session, "Hiddenhouse collective", "hiddenword", audience=MEMBERS, kind="organisation")
        listed = add(session, "Listedhouse collective", "listedword", kind="organisation")
        session.commit()
    assert sqlite3.connect(file).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    image = file.read_bytes()
    assert b"listedhouse" in image
    assert b"hiddenhouse" not in image
    assert b"hiddenword" not in image
    with Session(engine) as session:
        unindex(session, "organisation", listed)
        session.commit()
    engine.dispose()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    image = file.read_bytes()
    assert b"listedhouse" not in image
    assert b"listedword" not in image


def test_equal_words_look_different_in_two_audiences(entries):
    if entries.get_bind().dialect.name != "sqlite":
        column, table = "vector::text", "search_terms"
    else:
        column, table = "title", "search_terms"
    add(entries, "Umbrella", audience=MEMBERS)
    add(entries, "Umbrella", audience=SECRETARIAT)
    kept = list(entries.scalars(text(f"SELECT {column} FROM {table}")))
    assert len(kept) == 2
    assert not set(kept[0].split()) & set(kept[1].split())


def test_scrub_changes_no_result(entries):
    subject = add(entries, "Umbrella")
    scrub(entries)
    assert ids(find(entries, EVERYBODY, Locale.EN, "umbrella")) == [subject]


def test_statements_for_a_migration_are_those_of_the_model(search_engine):
    dialect = search_engine.dialect.name
    with search_engine.begin() as connection:
        for statement in (*drop_statements(), *create_statements(dialect)):
            connection.execute(text(statement))
    with Session(search_engine) as session:
        subject = add(session, "Umbrella")
        assert ids(find(session, EVERYBODY, Locale.EN, "umbrella")) == [subject]
