"""What everybody reads: programmes, coming events, calls; members read theirs here too."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.rules.audience import may_see
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.regions import Region
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import NotFound
from nswp_gov.store.links import Card, Registry
from nswp_gov.training import policy, queries
from nswp_gov.training.models import Call, Event
from nswp_gov.training.queries import EventRow
from nswp_gov.training.states import CallState
from nswp_gov.training.views import bp, words
from nswp_gov.web import formats
from nswp_gov.web.access import Door, door
from nswp_gov.web.facets import Group, Option
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, settings, viewer

SIZE = 20
FACETS = ("region", "language")


def chosen() -> dict[str, frozenset[str]]:
    """Return the filters in the address of this request."""
    return {name: frozenset(request.args.getlist(name)) for name in FACETS}


def values(one: EventRow, facet: str) -> frozenset[str]:
    """Return what an event has under a facet; one for all regions fits each."""
    if facet == "language":
        return one.tongues
    region = one.shown["region"]
    return frozenset({region} if region else {each.value for each in Region})


def fitting(
    found: Iterable[EventRow], asked: Mapping[str, frozenset[str]], but: str = ""
) -> list[EventRow]:
    """Return the events that fit the filters, those of one facet left out."""
    return [
        one
        for one in found
        if all(
            not wanted or wanted & values(one, facet)
            for facet, wanted in asked.items()
            if facet != but
        )
    ]


def groups(
    found: Sequence[EventRow], asked: Mapping[str, frozenset[str]], labels: Mapping[str, Any]
) -> list[Group]:
    """Return the facets, each value with how many events it would leave; none leads nowhere."""
    made = []
    for facet in FACETS:
        counts = Counter(
            value for one in fitting(found, asked, facet) for value in values(one, facet)
        )
        offered = {**counts, **{value: counts[value] for value in asked[facet] & _known(facet)}}
        options = [
            Option(value, _label(facet, value), number, value in asked[facet])
            for value, number in offered.items()
        ]
        options.sort(key=lambda one: sort_key(one.label, locale()))
        if len(options) > 1 or asked[facet]:
            made.append(Group(facet, str(labels[facet]), bool(asked[facet]), tuple(options)))
    return made


def _known(facet: str) -> frozenset[str]:
    return frozenset(each.value for each in Region) if facet == "region" else frozenset()


def _label(facet: str, value: str) -> str:
    return formats.region(value) if facet == "region" else formats.language_name(value)


def _address(asked: Mapping[str, frozenset[str]], **more: Any) -> str:
    query: dict[str, Any] = {name: sorted(wanted) for name, wanted in asked.items() if wanted}
    return url_for("training.index", **query, **more)


def _chips(groups_of: Iterable[Group], asked: Mapping[str, frozenset[str]]) -> list[Any]:
    return [
        (option.label, _address({**asked, group.name: asked[group.name] - {option.value}}))
        for group in groups_of
        for option in group.options
        if option.checked
    ]


@bp.get("/")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """List coming events, by region and language, the programmes, and the days of action."""
    found = queries.coming(session(), viewer(), locale(), from_at=now())
    asked = chosen()
    rows = fitting(found, asked)
    facets = groups(found, asked, words.FACETS)
    passed = min(max(request.args.get("after", 0, type=int), 0), len(rows))
    today = civil_day(now(), settings().zone)
    return render_template(
        "training/index.html",
        rows=rows[passed : passed + SIZE],
        total=len(rows),
        groups=facets,
        chips=_chips(facets, asked),
        newer=_address(asked, after=max(passed - SIZE, 0)) if passed else None,
        older=_address(asked, after=passed + SIZE) if len(rows) > passed + SIZE else None,
        calls=queries.open_calls(session(), [one.id for one in found], now()),
        programmes=programmes(),
        days=queries.next_days(session(), locale(), from_on=today),
    )


def programmes() -> list[tuple[Any, Any, Any]]:
    """Return each programme that the reader may see with its title and summary."""
    rows = queries.shown_programmes(session(), viewer())
    ids = [row.id for row in rows]
    said = queries.titles(session(), "training_programme", ids, locale())
    more = queries.titles(session(), "training_programme", ids, locale(), "summary")
    return [(row, said.get(row.id), more.get(row.id)) for row in rows]


@bp.get("/programmes/<slug>")
@door(Door.PUBLIC)
def programme(slug: str) -> ResponseReturnValue:
    """Show a programme: what it is, its modules with their materials, its events."""
    row = queries.programme_by_slug(session(), slug)
    if not queries.readable(viewer(), row):
        raise NotFound
    known = queries.modules(session(), row.id)
    ids = [one.id for one in known]
    events = queries.event_rows(session(), viewer(), queries.events_of(session(), row.id), locale())
    return render_template(
        "training/programme.html",
        row=row,
        title=_one("training_programme", row.id),
        summary=_one("training_programme", row.id, "summary"),
        modules=known,
        titles=queries.titles(session(), "training_module", ids, locale()),
        summaries=queries.titles(session(), "training_module", ids, locale(), "summary"),
        materials={one: cards(queries.materials(session(), one)) for one in ids},
        coming=[one for one in events if one.shown["ends_at"] > now()],
        past=[one for one in reversed(events) if one.shown["ends_at"] <= now()],
        calls=queries.open_calls(session(), [one.id for one in events], now()),
    )


def _one(kind: str, row_id: uuid.UUID, field: str = "title") -> Any:
    return queries.titles(session(), kind, [row_id], locale(), field).get(row_id)


def cards(found: Iterable[tuple[str, uuid.UUID]]) -> list[Card]:
    """Return the cards of those records that the reader may see."""
    registry: Registry = current_app.extensions["nswp_gov.links"]
    made = (registry.card(session(), kind, one, locale().value) for kind, one in found)
    return [one for one in made if one is not None and may_see(viewer(), one.audience).allowed]


@bp.get("/events/<uuid:event_id>")
@door(Door.PUBLIC)
def event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Show an event: when, in its own zone and the reader's, in which languages, who teaches."""
    one = queries.one_event(session(), viewer(), event_id, locale())
    known = [row for row in queries.calls_of(session(), [event_id]) if is_shown(row)]
    return render_template(
        "training/event.html",
        one=one,
        faculty=queries.faculty(session(), event_id, viewer()),
        calls=known,
        is_open={row.id: queries.is_open(row, now()) for row in known},
        evaluations=cards(queries.evaluations(session(), event_id)),
    )


def is_shown(call: Call) -> bool:
    """Tell whether the reader may know of a call: a draft is the secretariat's."""
    return call.state is not CallState.DRAFT or policy.may_keep(actor()).allowed


@bp.get("/calls/<uuid:call_id>")
@door(Door.PUBLIC)
def call(call_id: uuid.UUID) -> ResponseReturnValue:
    """Show a call: who is meant, what is asked, how many places each region has, until when."""
    row = queries.found(session(), Call, call_id)
    one = queries.one_event(session(), viewer(), row.event_id, locale())
    if not is_shown(row):
        raise NotFound
    asked = queries.criteria(session(), row.id)
    said = queries.titles(
        session(), "training_criterion", [one.id for one in asked], locale(), "words"
    )
    return render_template(
        "training/call.html",
        row=row,
        one=one,
        summary=_one("training_call", row.id, "summary"),
        criteria=[said[one.id] for one in asked if one.id in said],
        is_open=queries.is_open(row, now()),
        own=own_applications(row),
    )


def own_applications(row: Call) -> list[Any]:
    """Return what the organisations that the reader speaks for sent for a call."""
    own = actor().editor_of | actor().delegate_of
    return [one for one, call_of, _event in _sent(own) if call_of.id == row.id]


def _sent(own: frozenset[uuid.UUID]) -> list[tuple[Any, Call, Event]]:
    return queries.applications_by(session(), own) if own else []
