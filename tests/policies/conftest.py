"""A small tracker for its tests."""

from __future__ import annotations

from datetime import date

import pytest

from nswp_gov.policies import operations
from nswp_gov.policies.states import InstitutionKind, Stance, Topic
from nswp_gov.rules.languages import Locale
from tests.factories.policies import (
    as_carla,
    make_document,
    make_entry,
    make_institution,
    make_position,
)


@pytest.fixture
def tracker(make_work):
    """Two institutions; one turned from partly to for; one waits; one was withdrawn."""
    with make_work() as work:
        lantern = make_institution(work, "Lantern Council", acronym="LC")
        harbour = make_institution(
            work, "Harbour Court", acronym="HC", region="europe", kind=InstitutionKind.COURT
        )
        old = make_position(
            work, make_document(work, lantern, issued_on=date(2012, 7, 9),
                                title={Locale.EN: "First report", Locale.FR: "Premier rapport"}),
            stance=Stance.PARTLY,
        )  # fmt: skip
        new = make_position(
            work, make_document(work, lantern, title={Locale.EN: "Second report"}),
            supersedes_id=old.id,
            quotation="Répétez-le.", quotation_language="fr",
        )  # fmt: skip
        court = make_document(
            work, harbour, title={Locale.EN: "The judgment"}, is_worldwide=False,
            countries=("FR", "BE"), languages=("fr",), reference="HC 7/20",
        )  # fmt: skip
        against = make_position(work, court, stance=Stance.AGAINST)
        waits = make_entry(work, court, topic=Topic.HEALTH, paraphrase={Locale.EN: "Zqwaiting"})
        gone = make_position(work, topic=Topic.LABOUR, paraphrase={Locale.EN: "Zqgone"})
        operations.withdraw(as_carla(work), gone, {Locale.EN: "It misread the source."})
        known = {
            "old": old, "new": new, "against": against, "waits": waits, "gone": gone,
        }  # fmt: skip
        return {name: row.id for name, row in known.items()}
