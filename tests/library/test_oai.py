"""The library harvested by an independent client from an application that is really served."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from lxml import etree

from nswp_gov.library import operations
from nswp_gov.library.states import Readership
from nswp_gov.library.views import oai
from nswp_gov.rules.languages import Locale
from tests.factories.library import at, attach_pdf, make_resource

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source has escapes that Python warns of
    from sickle import Sickle  # type: ignore[import-untyped]
    from sickle.oaiexceptions import (
        BadArgument,
        BadResumptionToken,
        CannotDisseminateFormat,
        IdDoesNotExist,
        NoRecordsMatch,
    )

NUMBER = 11


class Quiet(WSGIRequestHandler):
    """A server that says nothing."""

    def log_message(self, *_args: object) -> None:
        """Keep still."""


@pytest.fixture
def shelf_store(settings):
    return at(settings.instance / "files")


@pytest.fixture
def served(app, monkeypatch) -> Iterator[str]:
    """Serve the application on a port of its own; it answers in one thread."""
    server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    monkeypatch.setattr(oai, "PAGE", 3)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://localhost:{server.server_port}/oai"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def filled(work, shelf_store):
    """Resources of many instants, one withdrawn, one for members."""
    rows = []
    for number in range(NUMBER):
        then = replace(work, now=work.now + timedelta(minutes=number // 2))
        rows.append(
            make_resource(
                then,
                shelf_store,
                title=f"Report {number}",
                themes=["health"] if number % 3 else ["labour"],
                words={Locale.FR: (f"Rapport {number}", "Résumé.")},
                publisher="NSWP",
            )
        )
    later = replace(work, now=work.now + timedelta(hours=2))
    operations.withdraw(later, rows[4], shelf_store)
    hidden = make_resource(later, shelf_store, title="Zqinside", audience=Readership.MEMBERS)
    work.session.commit()
    return rows, hidden


def ids(records):
    return [one.header.identifier.rpartition(":")[2] for one in records]


def test_the_whole_library_is_harvested_with_resumption_and_deletions(served, filled):
    rows, hidden = filled
    client = Sickle(served)
    records = list(client.ListRecords(metadataPrefix="oai_dc"))
    assert sorted(ids(records)) == sorted(str(row.id) for row in rows)
    assert str(hidden.id) not in ids(records)
    deleted = [one for one in records if one.deleted]
    assert ids(deleted) == [str(rows[4].id)]
    by_id = dict(zip(ids(records), records, strict=True))
    said = by_id[str(rows[0].id)].metadata
    assert said["title"] == ["Report 0", "Rapport 0"]
    assert said["publisher"] == ["NSWP"]
    assert said["date"] == ["2024"]
    assert f"/library/{rows[0].slug}" in said["identifier"][0]
    assert "Zqinside" not in str([one.raw for one in records])
    pages = -(-NUMBER // 3)
    assert pages > 3
    first = client.harvest(verb="ListRecords", metadataPrefix="oai_dc")
    token = etree.fromstring(first.raw.encode()).find(".//{*}resumptionToken")
    assert (token.get("completeListSize"), token.get("cursor")) == (str(NUMBER), "0")


def test_identifiers_sets_and_formats(served, filled):
    rows, _hidden = filled
    client = Sickle(served)
    about = client.Identify()
    assert (about.deletedRecord, about.protocolVersion) == ("persistent", "2.0")
    assert about.granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert {one.setSpec for one in client.ListSets()} == {
        "theme:health", "theme:labour", "type:report",
    }  # fmt: skip
    assert [one.metadataPrefix for one in client.ListMetadataFormats()] == ["oai_dc"]
    labour = list(client.ListIdentifiers(metadataPrefix="oai_dc", set="theme:labour"))
    wanted = {str(row.id) for number, row in enumerate(rows) if number % 3 == 0}
    assert {one.identifier.rpartition(":")[2] for one in labour} == wanted
    one = client.GetRecord(identifier=labour[0].identifier, metadataPrefix="oai_dc")
    assert one.header.identifier == labour[0].identifier


def test_only_what_changed_is_told_from_an_instant_on(served, filled, work):
    rows, _hidden = filled
    client = Sickle(served)
    stamp = (work.now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    news = list(client.ListRecords(metadataPrefix="oai_dc", **{"from": stamp}))
    assert ids(news) == [str(rows[4].id)]
    assert news[0].deleted
    old = list(client.ListIdentifiers(metadataPrefix="oai_dc", until=stamp))
    assert len(old) == NUMBER - 1
    day = work.now.strftime("%Y-%m-%d")
    whole = client.ListIdentifiers(metadataPrefix="oai_dc", until=day, **{"from": day})
    assert len(list(whole)) == NUMBER


def test_what_changes_during_a_harvest_is_not_lost(served, filled, work, shelf_store):
    rows, _hidden = filled
    records = Sickle(served).ListRecords(metadataPrefix="oai_dc")
    seen = [next(records) for _ in range(3)]
    later = replace(work, now=work.now + timedelta(hours=3))
    operations.withdraw(later, rows[8], shelf_store)
    make_resource(later, shelf_store, title="New")
    work.session.commit()
    seen += list(records)
    assert set(ids(seen)) >= {str(row.id) for row in rows}
    assert next(one for one in seen if ids([one]) == [str(rows[8].id)]).deleted


def test_wrong_questions_are_answered_as_the_protocol_says(served, filled):
    client = Sickle(served)
    with pytest.raises(CannotDisseminateFormat):
        client.ListRecords(metadataPrefix="marc")
    with pytest.raises(BadArgument):
        client.ListRecords()
    with pytest.raises(BadArgument):
        client.ListRecords(metadataPrefix="oai_dc", until="yesterday")
    with pytest.raises(NoRecordsMatch):
        client.ListRecords(metadataPrefix="oai_dc", set="theme:nothing")
    with pytest.raises(IdDoesNotExist):
        client.GetRecord(identifier="oai:localhost:x", metadataPrefix="oai_dc")
    with pytest.raises(BadResumptionToken):
        client.ListRecords(resumptionToken="forged")
    token = _token(client)
    with pytest.raises(BadResumptionToken):
        client.ListIdentifiers(resumptionToken=token)  # it was given for another list
    with pytest.raises(BadResumptionToken):
        client.ListRecords(resumptionToken=token[:-2] + "xx")


def _token(client):
    answer = client.harvest(verb="ListRecords", metadataPrefix="oai_dc")
    return etree.fromstring(answer.raw.encode()).findtext(".//{*}resumptionToken")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=ListSets", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2025-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListSets", "noSetHierarchy"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "noRecordsMatch"),
    ],
)
def test_errors_have_their_codes_also_when_posted(client, query, code):
    for answer in (
        client.get(f"/oai?{query}"),
        client.post("/oai", data=query, content_type="application/x-www-form-urlencoded"),
    ):
        page = etree.fromstring(answer.data)
        assert page.find("{*}error").get("code") == code
        echoed = dict(page.find("{*}request").attrib)
        assert (echoed == {}) == (code in {"badVerb", "badArgument"})


def test_what_anybody_typed_is_data_in_the_answer(work, client, shelf_store):
    row = make_resource(work, title="A < B & \x0b]]> C", summary="<script>x</script>")
    attach_pdf(work, row, shelf_store, "Words")
    operations.publish(work, row, shelf_store)
    page = etree.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").data)
    assert page.findtext(".//{*}title") == "A < B & ]]> C"
    assert page.find(".//{*}request").get("verb") == "ListRecords"
    assert Path(page.find("{*}request").text).name == "oai"
