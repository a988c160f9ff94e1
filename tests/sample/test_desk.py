"""The sample's glossary and its French translator's year."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from nswp_gov.desk import queries
from nswp_gov.desk.models import Claim, GlossaryTerm, Release, TranslationDraft
from nswp_gov.desk.queries import Asked
from nswp_gov.desk.states import GLOSSARY, CellState, DraftState
from nswp_gov.desk.views.blueprint import home_of
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.words import file
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.text_kinds import KINDS
from nswp_gov.store.texts import Text
from tests.sample.conftest import NOW, Network

pytestmark = pytest.mark.database_free  # the sample lies in an SQLite file, whatever is tested


def test_a_glossary_with_meanings_translated_over_the_year(network: Network) -> None:
    session, told = network.session, file("desk")
    assert (session.scalar(select(func.count()).select_from(GlossaryTerm)) or 0) > 200
    released = session.scalars(select(Release).order_by(Release.released_at)).all()
    assert len(released) == len(told["meaning"])
    assert len({row.released_at.date() for row in released}) > 5
    drafts = session.scalars(select(TranslationDraft)).all()
    assert {row.state for row in drafts} == {DraftState.REVIEW, DraftState.WRITING}
    assert session.scalars(select(Claim).where(Claim.ended_at.is_(None))).all()


def test_the_matrix_of_the_sample_is_alive(network: Network) -> None:
    reach = queries.reach_of(network.session, SYSTEM, NOW)
    found = queries.matrix(network.session, reach, Asked())
    french = found.counts[Locale.FR]
    assert all(french[one] for one in (CellState.MISSING, CellState.CURRENT, CellState.MACHINE))
    assert {row.kind for row in queries.rows(network.session, reach)} > {
        GLOSSARY, "clause", "decision", "election", "organisation",
    }  # fmt: skip


def test_every_text_of_the_sample_is_named_on_the_desk_or_kept_off_it(network: Network) -> None:
    """A kind of text that a room forgot to name would never be translated."""
    kinds = set(network.session.scalars(select(Text.subject_type).distinct()))
    apart = {"network_complaint"}  # papers of a circle
    assert kinds - set(KINDS) <= apart


def test_every_text_leads_to_where_its_readers_find_it(network: Network, whole_app: Flask) -> None:
    reach = queries.reach_of(network.session, SYSTEM, NOW)
    one_of = {row.kind: row for row in queries.rows(network.session, reach)}
    with whole_app.test_request_context("/en/translation"):
        whole_app.preprocess_request()
        found = {kind: home_of(row) for kind, row in one_of.items()}
    assert all(href is None or href.startswith("/en/") for href in found.values())
    assert len(found) > 10


def test_coverage_of_the_sample_begins_and_grows(network: Network) -> None:
    reach = queries.reach_of(network.session, SYSTEM, NOW)
    seen = queries.coverage(network.session, reach, NOW.date())
    assert seen.months[0].total < seen.months[-1].total
    assert seen.months[-1].day == NOW.date()
    assert all(0 <= month.percent(one) <= 100 for month in seen.months for one in Locale)
