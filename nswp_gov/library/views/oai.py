"""The library for harvesters. Source: The Open Archives Initiative Protocol, version 2.0.

Dublin Core, sets by type, theme and language, deleted records kept for ever. A resumption token
holds all that the next page needs and a signature, so nothing is kept for a harvester here. Only
what is for everybody is in it, in no way depending on who asks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from nswp_gov.directory.views.files import plain
from nswp_gov.library.forms.labels import KINDS, THEMES
from nswp_gov.library.queries import harvest
from nswp_gov.library.queries.harvest import Place, Record, Wanted
from nswp_gov.library.states import ResourceKind, Theme
from nswp_gov.library.views.blueprint import root
from nswp_gov.library.views.citing import file_address, keywords, page_of
from nswp_gov.rules.languages import Locale
from nswp_gov.store.markdown import plain_words
from nswp_gov.web.access import Door, door
from nswp_gov.web.extensions import csrf
from nswp_gov.web.formats import language_name
from nswp_gov.web.limits import a_minute, an_hour, by_address, slow
from nswp_gov.web.unit import now, session, settings

PAGE = 50
PREFIX = "oai_dc"
DAY, SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
ALLOWED = {
    "Identify": ((), ()),
    "ListMetadataFormats": ((), ("identifier",)),
    "ListSets": ((), ("resumptionToken",)),
    "GetRecord": (("identifier", "metadataPrefix"), ()),
    "ListIdentifiers": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "ListRecords": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
}


class Refused(Exception):
    """An error as the protocol has it; the code and a sentence in English."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Slice:
    """One page of a list, and where the next begins."""

    records: list[Record]
    total: int
    passed: int
    token: str | None  # '' on the last page of several; None where one page is all


def _signer(verb: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=f"library.oai.{verb}")


@root.route("/oai", methods=["GET", "POST"])
@door(Door.PUBLIC)
@csrf.exempt  # type: ignore[untyped-decorator]  # programs ask; nothing is written by any answer
def oai() -> ResponseReturnValue:
    """Answer one request of a harvester."""
    slow(by_address("oai", a_minute(120), an_hour(3600)))
    given = request.args if request.method == "GET" else request.form
    try:
        verb, told = _checked(given)
        body = _answer(verb, told)
        echo: Mapping[str, str] = {"verb": verb, **told}
    except Refused as refusal:
        body = render_template("library/oai/error.xml", refusal=refusal)
        echo = {} if refusal.code in {"badVerb", "badArgument"} else given.to_dict()
    page = render_template(
        "library/oai/answer.xml", body=body, echo=echo, at=now().strftime(SECOND), base=_base()
    )
    return Response(page, mimetype="text/xml")


def _base() -> str:
    return settings().public_url + url_for("library_root.oai")


def _checked(given: Any) -> tuple[str, dict[str, str]]:
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in ALLOWED:
        raise Refused("badVerb", "No verb, several, or one that the protocol does not have.")
    needed, more = ALLOWED[verbs[0]]
    told = {name: given[name] for name in given if name != "verb"}
    if any(len(given.getlist(name)) > 1 for name in told) or set(told) - {*needed, *more}:
        raise Refused("badArgument", "An argument that this verb does not have, or one twice.")
    if "resumptionToken" in told:
        if len(told) > 1:
            raise Refused("badArgument", "A resumption token stands alone.")
    elif missing := set(needed) - set(told):
        raise Refused("badArgument", f"Missing: {', '.join(sorted(missing))}.")
    if told.get("metadataPrefix", PREFIX) != PREFIX:
        raise Refused("cannotDisseminateFormat", "There is oai_dc alone.")
    return verbs[0], told


def _answer(verb: str, told: dict[str, str]) -> str:
    answers: dict[str, Callable[[dict[str, str]], str]] = {
        "Identify": _identify,
        "ListMetadataFormats": _formats,
        "ListSets": _sets,
        "GetRecord": _record,
        "ListIdentifiers": lambda known: _list(verb, known, whole=False),
        "ListRecords": lambda known: _list(verb, known, whole=True),
    }
    return answers[verb](told)


def _host() -> str:
    return settings().public_url.partition("://")[2].partition(":")[0]


def _identifier(record: Record) -> str:
    return f"oai:{_host()}:{record.id}"


def _id_in(identifier: str) -> uuid.UUID:
    beginning = f"oai:{_host()}:"
    try:
        key = identifier.removeprefix(beginning) if identifier.startswith(beginning) else ""
        return uuid.UUID(key)
    except ValueError:
        raise Refused("idDoesNotExist", "There is no such record.") from None


def _known(identifier: str) -> Record:
    record = harvest.record(session(), _id_in(identifier))
    if record is None:
        raise Refused("idDoesNotExist", "There is no such record.")
    return record


def _identify(_told: dict[str, str]) -> str:
    first = harvest.earliest(session()) or now()
    return render_template(
        "library/oai/identify.xml",
        base=_base(),
        mail=settings().sender,
        earliest=first.strftime(SECOND),
        host=_host(),
    )


def _formats(told: dict[str, str]) -> str:
    if "identifier" in told:
        _known(told["identifier"])
    return render_template("library/oai/formats.xml")


def _sets(told: dict[str, str]) -> str:
    if "resumptionToken" in told:
        raise Refused("badResumptionToken", "The list of sets is one page.")
    specs = harvest.specs(session())
    if not specs:
        raise Refused("noSetHierarchy", "There are no sets yet.")
    return render_template("library/oai/sets.xml", sets=[(spec, _set_name(spec)) for spec in specs])


def _set_name(spec: str) -> str:
    facet, _, value = spec.partition(":")
    if facet == "type":
        return str(KINDS[ResourceKind(value)])
    return str(THEMES[Theme(value)]) if facet == "theme" else language_name(value)


def _record(told: dict[str, str]) -> str:
    record = _known(told["identifier"])
    return _written("GetRecord", Slice([record], 1, 0, None), whole=True)


def _written(verb: str, page: Slice, *, whole: bool) -> str:
    return render_template(
        "library/oai/records.xml",
        verb=verb,
        page=page,
        whole=whole,
        identifier=_identifier,
        stamp=lambda record: record.stamp.astimezone(UTC).strftime(SECOND),
        core=_core,
    )


def _list(verb: str, told: dict[str, str], *, whole: bool) -> str:
    wanted, after, passed = (
        _resumed(verb, told["resumptionToken"])
        if "resumptionToken" in told
        else (_wanted(told), None, 0)
    )
    rows = harvest.records(session(), wanted, most=PAGE + 1, after=after)
    if not rows and not passed:
        raise Refused("noRecordsMatch", "No record fits.")
    shown, token = rows[:PAGE], "" if passed else None
    if len(rows) > PAGE:
        token = _token(verb, wanted, shown[-1], passed + PAGE)
    total = harvest.total(session(), wanted)
    return _written(verb, Slice(shown, total, passed, token), whole=whole)


def _wanted(told: dict[str, str]) -> Wanted:
    since, until = told.get("from"), told.get("until")
    if since and until and len(since) != len(until):
        raise Refused("badArgument", "Both instants need the same granularity.")
    begin, end = _instant(since, ends=False), _instant(until, ends=True)
    if begin and end and begin > end:
        raise Refused("badArgument", "The first instant lies after the last.")
    return Wanted(spec=told.get("set", ""), since=begin, until=end)


def _instant(words: str | None, *, ends: bool) -> datetime | None:
    if words is None:
        return None
    for shape in (SECOND, DAY):
        try:
            found = datetime.strptime(words, shape).replace(tzinfo=UTC)
        except ValueError:
            continue
        if found.strftime(shape) != words:
            break
        whole_day = timedelta(days=1) - timedelta(seconds=1)
        return found + whole_day if ends and shape == DAY else found
    raise Refused("badArgument", "An instant is written 2026-11-02 or 2026-11-02T12:00:00Z.")


def _token(verb: str, wanted: Wanted, last: Record, passed: int) -> str:
    held = [
        wanted.spec,
        *(one.isoformat() if one else "" for one in (wanted.since, wanted.until)),
        last.stamp.isoformat(),
        str(last.id),
        passed,
    ]
    signed: str = _signer(verb).dumps(held)
    return signed


def _resumed(verb: str, token: str) -> tuple[Wanted, Place, int]:
    try:
        spec, since, until, stamp, key, passed = _signer(verb).loads(token)
        wanted = Wanted(
            spec=spec,
            since=datetime.fromisoformat(since) if since else None,
            until=datetime.fromisoformat(until) if until else None,
        )
        return wanted, Place(datetime.fromisoformat(stamp), uuid.UUID(key)), int(passed)
    except (BadSignature, ValueError, TypeError):
        raise Refused("badResumptionToken", "This token is not one of ours.") from None


def _core(record: Record) -> list[tuple[str, str, str]]:
    """Return name, language and words of each Dublin Core element of a record."""
    item = record.item
    if item is None:
        return []
    said = item.said
    found = [
        *(("title", Locale(code).tag, words) for code, words in said["title"].items()),
        *(
            ("description", Locale(code).tag, plain_words(words))
            for code, words in said.get("summary", {}).items()
        ),
        ("creator", "", said.get("authors") or said.get("publisher") or ""),
        ("publisher", "", said.get("publisher") or ""),
        *(("contributor", "", name) for name in said.get("partners", {}).values()),
        ("date", "", str(item.year or "")),
        ("type", "", str(KINDS[item.kind])),
        *(("subject", "", str(THEMES[Theme(one)])) for one in said.get("themes", ())),
        *(("coverage", "", one) for one in keywords(item)[len(said.get("themes", ())) :]),
        *(("language", "", one) for one in said.get("languages", ())),
        *(("format", "", one["media_type"]) for one in said.get("files", ())),
        ("identifier", "", page_of(item)),
        *(("identifier", "", file_address(item, one["id"])) for one in said.get("files", ())),
        *(("source", "", one["address"]) for one in said.get("links", ())),
    ]
    kept = dict.fromkeys((name, tag, plain(words)) for name, tag, words in found if words)
    return list(kept)
