"""The library of the sample: harvested whole, in five languages, with what is honest about it."""

from __future__ import annotations

import json
import warnings
from typing import Any
from urllib.request import urlopen

from nswp_gov.library.views import oai
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.words import file
from tests.site.stage import Site

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source has escapes that Python warns of
    from sickle import Sickle  # type: ignore[import-untyped]


def library(site: Site, code: str = "en") -> list[dict[str, Any]]:
    """Every resource that a visitor finds."""
    with urlopen(f"{site.url}/{code}/library.json") as answer:
        found = json.load(answer)
    assert found["total"] == len(found["resources"])
    resources: list[dict[str, Any]] = found["resources"]
    return resources


def test_the_whole_sample_library_is_harvested_with_resumption_and_deletions(
    site: Site, monkeypatch: Any
) -> None:
    monkeypatch.setattr(oai, "PAGE", 4)
    records = list(Sickle(f"{site.url}/oai").ListRecords(metadataPrefix="oai_dc"))
    kept = [one for one in records if not one.deleted]
    shown = {one["address"].rpartition("/")[2] for one in library(site)}
    assert {one.metadata["identifier"][0].rpartition("/")[2] for one in kept} == shown
    assert len(kept) == len(shown) > 4
    assert [one.deleted for one in records].count(True) == 1
    said = str([one.raw for one in records])
    for name in ("members", "board"):  # what is not for everybody is told to no harvester
        assert file("library")["invented"][name]["title"]["en"] not in said


def test_the_five_works_are_there_in_five_languages_and_marked_for_what_they_are(
    site: Site,
) -> None:
    known = {one["title"]["en"]: one for one in library(site)}
    for one in file("library")["real"].values():
        row = known[one["title"]["en"]]
        assert set(row["summary"]) == {locale.tag for locale in Locale}
        assert [name["name"] for name in row["files"]] == sorted(
            f"sample-summary-{Locale(code).code}.pdf" for code in one["files"]
        )
    invented = [title for title in known if title.endswith("(invented)")]
    asked = {one["title"]["en"] for one in file("consultations")["consultation"]}
    reports = known.keys() & asked  # a report stands under the title of what was asked
    assert len(reports) == 1
    assert len(invented) + len(reports) + 5 == len(known) > 12


def test_each_facet_of_the_sample_leads_on(site: Site) -> None:
    for query in ("theme=violence", "language=zh-Hans", "country=US", "region=global", "year=2018"):
        with urlopen(f"{site.url}/fr/library?{query}") as answer:
            assert "/fr/library/" in answer.read().decode()
