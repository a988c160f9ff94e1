"""Certificates: the printed paper in five languages, and the page that says whether it holds."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
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
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import actor, session

GROUP = 4


@bp.get("/certificates")
@door(Door.PUBLIC)
def certificate() -> ResponseReturnValue:
    """Say whether a certificate is genuine: what for and when, never whose it is."""
    form = CodeForm(request.args)
    row = found = None
    status = 200
    if request.args.get("code") and form.validate():
        row = queries.certificate_by_code(session(), form.code.data)
        status = 200 if row else 404
    if row is not None:
        found = queries.certified(session(), row, locale())
    return render_template(
        "training/certificate.html",
        form=form,
        row=row,
        found=found,
        is_asked=bool(request.args.get("code")),
    ), status


def spelt(code: str) -> str:
    """Return a code in groups of four."""
    return " ".join(code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


@bp.get("/certificates/<uuid:certificate_id>/<any(en, fr, es, ru, zh):code>.pdf")
@door(Door.STAFF, Door.MEMBER)
def paper(certificate_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Give the certificate as a PDF file in one language, to the office and to who sent them."""
    row = queries.found(session(), Certificate, certificate_id)
    person = queries.found(session(), Participant, row.participant_id)
    language = Locale.from_url(code)
    if not _may_have(person) or not row.code or not person.name or language is None:
        raise NotFound
    with force_locale(language.value):
        body = _paper(row, person, language)
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="certificate-{code}.pdf"'
    return answer


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
