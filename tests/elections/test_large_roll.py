"""From thirty on the roll everything is public: box, ballots, stages, turnout."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.elections import operations
from nswp_gov.sealing import verify_folder
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.paper_browser import visit
from tests.elections.records import RECOUNTED, verify
from tests.factories.elections import close_and_open, freeze, make_election, vote


def test_stages_turnout_and_ballots_are_published_and_the_folder_verifies(
    work: Work, keys: KeyFolder, session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    chain = make_election(work, keys, voters=30)
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    ballots = [("Amara", "Binta")] * 9 + [("Binta", "Chidi")] * 7 + [("Chidi", "Binta")] * 6
    for place, names in enumerate(ballots):
        vote(voting, chain, place, *names)
    closing = close_and_open(work, chain)
    operations.count(closing, chain.election)
    session.commit()
    slug = chain.election.slug
    assert client.get(f"/en/elections/{slug}/count/p01").status_code == 404
    assert client.get(f"/en/elections/{slug}/files/ballots.jsonl").status_code == 404
    operations.declare(closing, chain.election)
    session.commit()
    for lang in ("en", "fr", "zh"):
        shown = visit(client, f"/{lang}/elections/{slug}/count/p01")
        assert "<b>Binta</b>" in shown.text
        assert "<svg width" in shown.text
    assert "Turnout: 22 of 30" in visit(client, f"/en/elections/{slug}/count/p01").text
    with zipfile.ZipFile(io.BytesIO(client.get(f"/en/elections/{slug}/record.zip").data)) as packed:
        packed.extractall(tmp_path / "record")
    checked = verify_folder(tmp_path / "record", manifest_hash=chain.election.manifest_sha256)
    assert checked.held, [one for one in checked.checks if not one.held]
    assert checked.absent == []
    assert verify(tmp_path / "record") == (RECOUNTED, [])
