"""Three consultations: one with its report, one that members can answer, one draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.models import Consultation, Question, Section
from nswp_gov.consultations.operations import Draftable, Said
from nswp_gov.consultations.states import Attribution, Kind, Outcome
from nswp_gov.consultations.vessel import folder_of
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.blocks import blocks, paragraph
from nswp_gov.store.files import FileStore
from nswp_gov.store.work import Work
from nswp_gov.web.typeset import typeset

DAY = timedelta(days=1)
LASTS, REPORTED_AFTER = 30 * DAY, 25 * DAY
REPLIES = 24
OTHERS = tuple(one for one in Locale if one is not Locale.EN)
WAYS = (Attribution.NAME, Attribution.REGION, Attribution.NONE, Attribution.NONE)
Words = Mapping[str, str]


def tell(scene: Scene) -> None:
    """Put the consultations into the timeline."""
    for row in file("consultations")["consultation"]:
        _tell_one(scene, row)


def _tell_one(scene: Scene, row: Mapping[str, Any]) -> None:
    at, closes_at = scene.timeline.at, scene.plan.now + row["closes_in"] * DAY
    begun: list[Consultation] = []

    def begin(work: Work) -> None:
        made = _begin(scene, work, row, closes_at)
        begun.append(made)
        if row["name"] != "draft":
            operations.open_now(scene.as_staff(work), made, folder_of(scene.settings))

    at(min(closes_at - LASTS, scene.plan.now - 2 * DAY), begin)
    if row["name"] == "reported":
        at(closes_at - 2 * DAY, lambda work: _answer(scene, work, begun[0], row))
        at(closes_at, lambda work: _close(scene, work, begun[0]))
        at(closes_at + REPORTED_AFTER, lambda work: _report(scene, work, begun[0], row))


def _begin(scene: Scene, work: Work, row: Mapping[str, Any], closes_at: Any) -> Consultation:
    office = scene.as_staff(work)
    made = operations.begin(
        office,
        locale=Locale.EN,
        title=row["title"]["en"],
        purpose=row["purpose"]["en"],
        closes_at=closes_at,
    )
    said: dict[Any, Words] = {
        ("consultation", made.id, "title"): row["title"],
        ("consultation", made.id, "purpose"): row["purpose"],
    }
    for part in row["section"]:
        section = operations.add_section(office, made, part["title"]["en"])
        said["consultation_section", section.id, "title"] = part["title"]
        for one in part["question"]:
            said |= _ask(office, made, section, one)
    for locale in OTHERS:
        operations.translate_words(
            office, made, locale, {place: words[locale.value] for place, words in said.items()}
        )
    return made


def _ask(
    office: Work, row: Consultation, section: Section, one: Mapping[str, Any]
) -> dict[Any, Words]:
    """Add a question; return its words in all languages by their places."""
    kind, options = Kind(one["kind"]), one.get("options", [])
    if kind is Kind.PARAGRAPH:
        (question,) = operations.add_paragraphs(office, row, section, one["label"]["en"])
    else:
        question = operations.add_question(
            office,
            row,
            section,
            Draftable(
                kind=kind,
                label=one["label"]["en"],
                options=[option["en"] for option in options],
                points=one.get("points", 5),
                is_required=one.get("is_required", False),
            ),
        )
    fields = ["low", "high"] if kind is Kind.SCALE else [f"option_{k}" for k in question.options]
    named = zip(fields, options, strict=False)
    return {
        ("consultation_question", question.id, field): words
        for field, words in [("label", one["label"]), *named]
    }


def _answer(scene: Scene, work: Work, row: Consultation, words: Mapping[str, Any]) -> None:
    """Have some delegates answer: each in the language of their organisation."""
    keys = folder_of(scene.settings)
    asked = {one.organisation_id for one in queries.invitees(work.session, row.id)}
    questions = queries.questions(work.session, row.id)
    texts = words["section"][1]["question"][1]["answers"]
    able = [key for key in sorted(scene.delegates) if scene.organisations[key].id in asked]
    for number, key in enumerate(able[:REPLIES]):
        mine, own = scene.as_delegate(work, key), scene.organisations[key]
        ticked = [one for one in questions if one.kind is not Kind.TEXT]
        said = {one.id: Said(_said(one, number + n), 0) for n, one in enumerate(ticked)}
        if number % 5 == 0:
            said[questions[-1].id] = Said(texts[own.locale.value], 0)
        operations.save(mine, row, own.id, said, locale=own.locale, keys=keys)
        operations.attribute(mine, row, own.id, _way(work, row, own.id, number), keys=keys)
        operations.hand_in(mine, row, own.id, locale=own.locale, keys=keys)


PATTERN = (2, 1, 2, 0, 1, 2, 1)  # of answers, so that every one is given, and not alike


def _said(question: Question, number: int) -> Any:
    if question.kind is Kind.MULTI:
        return [key for n, key in enumerate(question.options, start=2) if number % n == 0]
    return question.options[PATTERN[number % len(PATTERN)]]


def _way(work: Work, row: Consultation, own: Any, number: int) -> Attribution:
    """Return how a reply is kept; by region only where that names nobody."""
    wanted = WAYS[number % len(WAYS)]
    rows = queries.invitees(work.session, row.id)
    region = next(one.region for one in rows if one.organisation_id == own)
    is_small = sum(one.region == region for one in rows) < 3  # noqa: PLR2004 - as the rule says
    return Attribution.NONE if wanted is Attribution.REGION and is_small else wanted


def _close(scene: Scene, work: Work, row: Consultation) -> None:
    keys = folder_of(scene.settings)
    operations.close(scene.as_staff(work), row, keys)
    keys.destroy(row.id)


def _report(scene: Scene, work: Work, row: Consultation, words: Mapping[str, Any]) -> None:
    office = scene.as_staff(work)
    operations.write_report(office, row, words["report"]["en"])
    said: dict[Any, Words] = {("consultation", row.id, "report"): words["report"]}
    for one in words["recommendation"]:
        made = operations.add_recommendation(
            office,
            row,
            words=one["words"]["en"],
            done=one["done"]["en"],
            outcome=Outcome(one["outcome"]),
        )
        for field in ("words", "done"):
            said["consultation_recommendation", made.id, field] = one[field]
    for locale in OTHERS:
        operations.translate_words(
            office, row, locale, {place: text[locale.value] for place, text in said.items()}
        )
    operations.publish_report(office, row, FileStore.of(scene.settings), _papers(office, row))


def _papers(work: Work, row: Consultation) -> dict[Locale, bytes]:
    """Print the report, plainly marked as a sample; the figures stand on its page."""
    made = {}
    for locale, one in queries.whole_reports(work.session, row).items():
        marked = file("library")["marked"][locale.value]
        asked = [
            [paragraph(said[field].words) for field in ("words", "done")]
            for _row, said in one.asked
        ]
        told = {"type": "list", "ordered": True, "start": 1, "items": asked}
        data = {
            "subtitle": marked,
            "blocks": [*blocks(one.words["report"].words), told],
            "footer": marked,
        }
        title = one.words["title"].words
        made[locale] = typeset("document.typ", data, lang=locale, title=title, at=work.now)
    return made
