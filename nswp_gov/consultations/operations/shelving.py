"""The report in the library: one resource, a printed file in each language it is told in."""

from __future__ import annotations

from collections.abc import Mapping

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.operations.wording import OF_CONSULTATION
from nswp_gov.consultations.queries import Report
from nswp_gov.consultations.states import Readers, State
from nswp_gov.library import operations as library
from nswp_gov.library import queries as shelves
from nswp_gov.library.models import SUBJECT, Resource
from nswp_gov.library.operations import Facts, Words
from nswp_gov.library.states import (
    GLOBAL,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    Readership,
    ResourceKind,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import WrongState, need
from nswp_gov.store.files import FileStore
from nswp_gov.store.links import Relation, join
from nswp_gov.store.texts import read
from nswp_gov.store.uploads.words import take
from nswp_gov.store.work import Work

PUBLISHER = "NSWP"
READERSHIP = {Readers.PUBLIC: Readership.PUBLIC, Readers.MEMBERS: Readership.MEMBERS}
Papers = Mapping[Locale, bytes]  # the report printed, by language


def shelve(work: Work, row: Consultation, store: FileStore, papers: Papers) -> Resource:
    """Publish the report as a resource for the report's readers; the caller has asked who may."""
    reports = queries.whole_reports(work.session, row)
    facts = Facts(
        kind=ResourceKind.REPORT,
        audience=READERSHIP[row.readers],
        year=work.today.year,
        publisher=PUBLISHER,
        regions=row.regions or [GLOBAL],
    )
    made = library.add_resource(work, facts, _words(reports[row.locale]), row.locale)
    for locale, one in reports.items():
        if locale is not row.locale:
            library.translate_resource(work, made, locale, _words(one))
    _attach(work, made, store, papers)
    join(work.session, (SUBJECT, made.id), Relation.RESULT_OF, (OF_CONSULTATION, row.id),
         at=work.now)  # fmt: skip
    library.publish(work, made, store)
    return made


def renew(work: Work, row: Consultation, store: FileStore, papers: Papers) -> None:
    """Lay a published report into the library as it is told now, in each language of `papers`.

    A language in which not all of it is told as it is now keeps the file that it had. A report
    that the library does not have yet is added.

    Raises:
        Denied: not of the secretariat. WrongState: the report is not published.

    """
    need(policy.may_arrange(work.actor))
    if row.state is not State.REPORTED:
        raise WrongState(state=row.state.value, act="renew")
    held = queries.resource_of(work.session, row)
    if held is None:
        shelve(work, row, store, papers)
        work.record("consultations.report_shelved", row)
        return
    resource = shelves.resource(work.session, held)
    for locale, one in queries.whole_reports(work.session, row).items():
        if locale in papers:
            _reword(work, resource, one)
    tags = {locale.tag for locale in papers}
    for file in shelves.files_of(work.session, resource.id):
        if file.language in tags:
            library.detach(work, resource, file, store)
    _attach(work, resource, store, papers)
    work.record("consultations.report_renewed", row)


def _attach(work: Work, resource: Resource, store: FileStore, papers: Papers) -> None:
    for locale, content in papers.items():
        name = f"report-{locale.code}.pdf"
        library.attach(
            work, resource, store, language=locale.tag, name=name, content=content, gate=take
        )


def _words(one: Report) -> Words:
    """Return what the library says of a report: its purpose, and what was done with each wish."""
    purpose = " ".join(one.words["purpose"].words.split())
    lines = [
        f"{number}. **{_line(said['words'].words)}** {_line(said['done'].words)}"
        for number, (_row, said) in enumerate(one.asked, start=1)
    ]
    whole = "\n".join([purpose, "", *lines])
    summary = whole if len(whole) <= LONGEST_SUMMARY else purpose[:LONGEST_SUMMARY]
    return Words(title=one.words["title"].words[:LONGEST_TITLE], summary=summary)


def _line(words: str) -> str:
    return " ".join(words.split()).replace("*", "∗")


def _reword(work: Work, resource: Resource, report: Report) -> None:
    """Say of the resource what the report says now, in one language; unchanged words stay."""
    wanted = _words(report)
    known = shelves.source_of(work.session, resource.id)
    shown = read(work.session, known.values(), report.locale)
    now = {name: shown[text.id] for name, text in known.items()}
    seen = {name: one.number for name, one in now.items() if not one.is_fallback}
    fit = Words(title=wanted.title, summary=wanted.summary, seen=seen)
    if report.locale is resource.locale:
        library.edit_resource(work, resource, _facts_of(resource), fit)
    elif any(now[name].words != getattr(wanted, name) for name in ("title", "summary")):
        library.translate_resource(work, resource, report.locale, fit)


def _facts_of(row: Resource) -> Facts:
    return Facts(
        kind=row.kind,
        audience=row.audience,
        year=row.year,
        publisher=row.publisher or "",
        authors=row.authors or "",
        themes=row.themes,
        regions=row.regions,
        countries=row.countries,
        partners=row.partners,
        series_id=row.series_id,
    )
