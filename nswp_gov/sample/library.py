"""The library of the sample: five works that exist, said in our own words, and invented ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from nswp_gov.library import operations
from nswp_gov.library.models import Resource
from nswp_gov.library.operations import Facts, Words
from nswp_gov.library.states import Readership, ResourceKind
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.plan import LANTERN
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.blocks import paragraph
from nswp_gov.store.files import FileStore
from nswp_gov.store.uploads.words import take
from nswp_gov.store.work import Work
from nswp_gov.web.typeset import typeset

BEGAN = timedelta(days=80)  # before today
STEP = timedelta(days=4)
OUTSIDE = "https://example.org/sample"  # a reserved name: it leads to nothing of anybody's
Known = dict[str, Resource]


def tell(scene: Scene) -> None:
    """Put the growth of the library into the timeline."""
    known: Known = {}
    said = file("library")
    entries = [*(("real", *one) for one in said["real"].items())]
    entries += [("invented", *one) for one in said["invented"].items()]
    for number, (part, key, one) in enumerate(entries):
        at = scene.plan.now - BEGAN + number * STEP
        scene.timeline.at(at, partial(_add, scene, known, part, key, one))
    scene.timeline.at(scene.plan.now - timedelta(days=5), lambda work: _offer(scene, work))
    scene.timeline.at(scene.plan.now - timedelta(days=3), partial(_withdraw, scene, known))


def _add(  # noqa: PLR0917 - a step of the timeline carries what it needs
    scene: Scene, known: Known, part: str, key: str, one: Mapping[str, Any], work: Work
) -> None:
    office, store = scene.as_staff(work), FileStore.of(scene.settings)
    own = Locale(one.get("source", "en"))
    row = operations.add_resource(office, _facts(office, known, one), _words(one, own), own)
    for locale in Locale:
        if locale is not own and locale.value in one["summary"]:
            operations.translate_resource(office, row, locale, _words(one, locale))
    for tag in one.get("links", ()):
        operations.add_link(office, row, language=tag, address=f"{OUTSIDE}/{key}/{tag}")
    for code in one.get("files", ()):
        _attach(office, store, row, one, Locale(code))
    operations.publish(office, row, store)
    known[f"{part}.{key}"] = row
    if companion := one.get("companion"):
        name = companion if "." in companion else f"{part}.{companion}"
        operations.name_companion(office, row, known[name])


def _facts(work: Work, known: Known, one: Mapping[str, Any]) -> Facts:
    partners = [operations.add_partner(work, name).slug for name in one.get("partners", ())]
    return Facts(
        kind=ResourceKind(one["kind"]),
        audience=Readership(one.get("audience", "public")),
        year=one.get("year"),
        publisher=one.get("publisher", ""),
        themes=one["themes"],
        regions=one.get("regions", ()),
        countries=one.get("countries", ()),
        partners=partners,
        series_id=_series(work, known) if one.get("series") else None,
    )


def _series(work: Work, known: Known) -> Any:
    """Return the one invented series, begun with its first resource."""
    first = next((row for row in known.values() if row.series_id), None)
    if first is not None:
        return first.series_id
    said = file("library")["series"]
    made = operations.add_series(work, said["en"], Locale.EN)
    others: dict[Locale, str] = {one: said[one.value] for one in Locale if one is not Locale.EN}
    operations.translate_series(work, made, others)
    return made.id


def _words(one: Mapping[str, Any], locale: Locale) -> Words:
    said = one["summary"].get(locale.value, "")
    marked = file("library")["marked"][locale.value]
    return Words(
        title=one["title"].get(locale.value, ""),
        summary=f"{said}\n\n*{marked}*" if one.get("files") else said,
    )


def _attach(
    work: Work, store: FileStore, row: Resource, one: Mapping[str, Any], locale: Locale
) -> None:
    """Add a sheet with our summary, plainly marked as what it is."""
    marked = file("library")["marked"][locale.value]
    title = one["title"].get(locale.value, one["title"]["en"])
    blocks = [paragraph(one["summary"][locale.value], lang=locale.tag)]
    content = typeset(
        "document.typ",
        {"subtitle": marked, "blocks": blocks, "footer": marked},
        lang=locale,
        title=title,
        at=work.now,
    )
    name = f"sample-summary-{locale.code}.pdf"
    operations.attach(work, row, store, language=locale.tag, name=name, content=content, gate=take)


def _withdraw(scene: Scene, known: Known, work: Work) -> None:
    """Take one back, so that harvesters of the sample meet a record that is gone."""
    store = FileStore.of(scene.settings)
    operations.withdraw(scene.as_staff(work), known["invented.drawing"], store)


def _offer(scene: Scene, work: Work) -> None:
    """Let one organisation offer what it made: it waits for the answer of the office."""
    own, one = scene.as_editor(work, LANTERN), file("library")["offer"]
    facts = Facts(kind=ResourceKind(one["kind"]), year=one["year"], themes=one["themes"])
    row = operations.add_resource(
        own,
        facts,
        _words(one, Locale.EN),
        Locale.EN,
        organisation_id=scene.organisations[LANTERN].id,
    )
    operations.send(own, row)
