"""Certificates: the printed paper in five languages, and the page that says whether it holds."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.training import policy, queries
from nswp_gov.training.forms import CodeForm
from nswp_gov.training.models import Certificate, Event, Participant, PlaceApplication
from nswp_gov.training.states import CODE_LENGTH
from nswp_gov.training.views import bp
from nswp_gov.web import formats
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import actor, session

GROUP = 4


@bp.get("/certificates")
@door(Door.PUBLIC)
def certificate() -> ResponseReturnValue:
    """Say whether a certificate is genuine: what for and when, never whose it is."""
    return _checked("training/certificate.html", is_neutral=False)


@bp.get("/certificates/check")
@door(Door.PUBLIC)
def neutral_certificate() -> ResponseReturnValue:
    """Say whether a certificate is genuine and when it was, on a page that names nothing else."""
    return _checked("training/certificate_neutral.html", is_neutral=True)


def _checked(template: str, *, is_neutral: bool) -> ResponseReturnValue:
    """Answer for a code; that of a neutral paper tells nowhere what the paper is for."""
    form = CodeForm(request.args)
    row = found = None
    is_asked, status = bool(request.args.get("code")), 200
    if is_asked and form.validate():
        row = queries.certificate_by_code(session(), form.code.data)
        if row is None:
            row = queries.certificate_by_neutral_code(session(), form.code.data)
            is_neutral = True
        status = 200 if row else 404
    if row is not None:
        found = queries.certified(session(), row, locale())
        if is_neutral:
            found = replace(found, event=None, programme=None)
    return render_template(template, form=form, row=row, found=found, is_asked=is_asked), status


def spelt(code: str) -> str:
    """Return a code in groups of four."""
    return " ".join(code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


@bp.get("/certificates/<uuid:certificate_id>/<any(en, fr, es, ru, zh):code>.pdf")
@door(Door.STAFF, Door.MEMBER)
def paper(certificate_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Give the certificate as a PDF file in one language, to the office and to who sent them."""
    return _given(certificate_id, code, _paper, "certificate")


@bp.get("/certificates/<uuid:certificate_id>/<any(en, fr, es, ru, zh):code>-neutral.pdf")
@door(Door.STAFF, Door.MEMBER)
def neutral_paper(certificate_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Give the paper that says neither who issued it nor on what, for whoever prefers it."""
    return _given(certificate_id, code, _neutral_paper, "paper")


def _given(
    certificate_id: uuid.UUID,
    code: str,
    print_it: Callable[[Certificate, Participant, Locale], bytes],
    name: str,
) -> Response:
    row = queries.found(session(), Certificate, certificate_id)
    person = queries.found(session(), Participant, row.participant_id)
    language = Locale.from_url(code)
    if not _may_have(person) or not row.code or not person.name or language is None:
        raise NotFound
    with force_locale(language.value):
        body = print_it(row, person, language)
    return attached(body, f"{name}-{code}.pdf", "application/pdf")


def _may_have(person: Participant) -> bool:
    if policy.may_keep(actor()).allowed:
        return True
    if person.application_id is None:
        return False
    row = session().get(PlaceApplication, person.application_id)
    return row is not None and policy.may_answer_for(actor(), row.organisation_id).allowed


def _paper(row: Certificate, person: Participant, language: Locale) -> bytes:
    event = queries.found(session(), Event, row.event_id)
    found = queries.certified(session(), row, language)
    title = _("Certificate")
    data: dict[str, Any] = {
        "says": _("This certifies that"),
        "name": person.name,
        "took_part": _("took part in"),
        "event": found.event.words if found.event else "",
        "event_lang": found.event.locale.tag if found.event else None,
        "programme": found.programme.words if found.programme else "",
        "programme_lang": found.programme.locale.tag if found.programme else None,
        "days": days(event),
        "place": formats.country(event.country) if event.country else _("online"),
        "issued": _("Issued on %(day)s.", day=formats.day(row.issued_on)),
        "code": _("Code: %(code)s", code=spelt(row.code or "")),
        "check": _("Whoever has this paper can check the code here; no name is shown:"),
        "address": url_for("training.certificate", lang=language.code, _external=True),
        "footer": title,
    }
    return _typeset(row, data, language, title)


def _neutral_paper(row: Certificate, person: Participant, language: Locale) -> bytes:
    """Return the paper without programme, event, place and address: nothing leads to us."""
    event = queries.found(session(), Event, row.event_id)
    number = queries.lessons_attended(session(), event.id)[person.id]
    course = ngettext("a course of one lesson", "a course of %(num)s lessons", number)
    data: dict[str, Any] = {
        "says": _("This certifies that"),
        "name": person.name,
        "took_part": _("took part in"),
        "event": course if number else _("a course"),
        "event_lang": None,
        "programme": "",
        "programme_lang": None,
        "days": days(event),
        "place": "",
        "issued": _("Issued on %(day)s.", day=formats.day(row.issued_on)),
        "code": _("Code: %(code)s", code=spelt(queries.neutral_code(row))),
        "check": _("Whoever shows this paper can tell you where its code is checked."),
        "address": "",
        "footer": "",
    }
    return _typeset(row, data, language, _("Certificate"))


def _typeset(row: Certificate, data: dict[str, Any], language: Locale, title: str) -> bytes:
    at = datetime(row.issued_on.year, row.issued_on.month, row.issued_on.day, tzinfo=UTC)
    return typeset("certificate.typ", data, lang=language, title=title, at=at)


def days(event: Event) -> str:
    """Return on which days an event was, on the clocks of its own zone."""
    first = formats.wall(event.starts_at, event.zone).date()
    last = formats.wall(event.ends_at, event.zone).date()
    if first == last:
        return formats.day(first)
    span = _("%(start)s until %(end)s", start=formats.day(first), end=formats.day(last))
    return str(span)
