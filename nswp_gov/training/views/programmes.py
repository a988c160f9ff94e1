"""What the secretariat does with programmes: add, describe, publish; days of action, figures."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.library import queries as library
from nswp_gov.rules.audience import Step
from nswp_gov.store.errors import DomainError, Unfit
from nswp_gov.store.links import Card
from nswp_gov.store.work import Work
from nswp_gov.training import forms, operations, queries
from nswp_gov.training.models import DayOfAction, Event, Module, Programme
from nswp_gov.training.states import PROGRAMME_PATH, Kind, Topic
from nswp_gov.training.views import bp
from nswp_gov.training.views.public import cards
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings, viewer, work

UNPROCESSABLE = 422
Sent = dict[str, AppForm]


def attempt(form: AppForm, perform: Callable[[Work], Any]) -> tuple[int, Any]:
    """Carry out what a form asks for; return 0 and what came of it, or the status of a refusal."""
    if not form.validate_on_submit():
        return UNPROCESSABLE, None
    try:
        with work() as w:
            return 0, perform(w)
    except DomainError as refusal:
        form.refuse(refusal)
        return refusal.status, None


def offered(sent: Sent, **kinds: tuple[type[AppForm], dict[str, Any]]) -> Sent:
    """Return forms by name: those that were refused as they were sent, the others empty."""
    return {
        name: sent.get(name) or kind(formdata=None, prefix=name, **data)
        for name, (kind, data) in kinds.items()
    }


@bp.get("/office")
@door(Door.STAFF)
def office() -> ResponseReturnValue:
    """List all programmes, the days of action, and the years whose figures can be published."""
    return office_page({}, 200)


def office_page(sent: Sent, status: int) -> ResponseReturnValue:
    """Return the page of the office; `sent`: forms that were refused."""
    rows = queries.programmes(session())
    days = queries.days_of_action(session())
    today = now().date()
    return render_template(
        "training/office.html",
        rows=rows,
        titles=queries.titles(session(), "training_programme", [r.id for r in rows], locale()),
        days=days,
        day_titles=queries.titles(session(), "day_of_action", [r.id for r in days], locale()),
        years=queries.years_to_publish(session(), today, settings().zone),
        forms_of=offered(sent, programme=(forms.ProgrammeForm, {}), day=(forms.DayForm, {})),
        button=EmptyForm(formdata=None),
    ), status


@bp.post("/office/programmes")
@door(Door.STAFF)
def add_programme() -> ResponseReturnValue:
    """Add a programme in draft."""
    form = forms.ProgrammeForm(prefix="programme")
    status, made = attempt(form, lambda w: _add_programme(w, form).id)
    if status:
        return office_page({"programme": form}, status)
    return redirect(url_for("training.programme_office", programme_id=made))


def _add_programme(w: Work, form: forms.ProgrammeForm) -> Programme:
    return operations.add_programme(
        w,
        title={locale(): form.title.data},
        summary={locale(): form.summary.data},
        topics=[Topic(one) for one in form.topics.data or ()],
        audience=Step(form.audience.data),
        kept_months=form.kept_months.data,
    )


@bp.post("/office/days")
@door(Door.STAFF)
def add_day() -> ResponseReturnValue:
    """Add a day of action."""
    form = forms.DayForm(prefix="day")
    status, _made = attempt(
        form,
        lambda w: operations.add_day(
            w, form.month.data, form.day.data, {locale(): form.title.data}
        ),
    )
    if status:
        return office_page({"day": form}, status)
    return redirect(url_for("training.office", _anchor="days"))


@bp.post("/office/days/known")
@door(Door.STAFF)
def found_days() -> ResponseReturnValue:
    """Add the movement's four days of action."""
    with work() as w:
        operations.found_days(w)
    return redirect(url_for("training.office", _anchor="days"))


@bp.post("/office/days/<uuid:day_id>/remove")
@door(Door.STAFF)
def remove_day(day_id: uuid.UUID) -> ResponseReturnValue:
    """Take a day of action out of the calendar."""
    with work() as w:
        operations.remove_day(w, queries.found(w.session, DayOfAction, day_id))
    return redirect(url_for("training.office", _anchor="days"))


@bp.post("/office/figures/<int:year>")
@door(Door.STAFF)
def publish_figures(year: int) -> ResponseReturnValue:
    """Publish the figures of a year, once and for good."""
    with work() as w:
        operations.publish_figures(w, year)
    return redirect(url_for("training.figures"))


@bp.get("/office/programmes/<uuid:programme_id>")
@door(Door.STAFF)
def programme_office(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Show a programme to those who keep it: modules, materials, events, what can be done."""
    return programme_page(programme_id, {}, 200)


def programme_page(programme_id: uuid.UUID, sent: Sent, status: int) -> ResponseReturnValue:
    """Return the page of one programme; `sent`: forms that were refused."""
    row = queries.found(session(), Programme, programme_id)
    modules = queries.modules(session(), row.id)
    events = queries.events_of(session(), row.id)
    forms_of = offered(
        sent,
        module=(forms.WordsForm, {}),
        words=(forms.WordsForm, queries.source_words(session(), "training_programme", row.id)),
        material=(forms.MaterialForm, {}),
        event=(forms.EventForm, {"zone": settings().zone, "kind": Kind.TRAINING.value}),
    )
    module_titles = queries.titles(
        session(), "training_module", [one.id for one in modules], locale()
    )
    _offer(forms_of, {one.id: module_titles[one.id].words for one in modules})
    return render_template(
        "training/programme_office.html",
        row=row,
        title=queries.titles(session(), "training_programme", [row.id], locale()).get(row.id),
        modules=modules,
        module_titles=module_titles,
        materials={one.id: _materials(one.id) for one in modules},
        events=events,
        event_titles=queries.titles(
            session(), "training_event", [one.id for one in events], locale()
        ),
        verbs=PROGRAMME_PATH.verbs_in(row.state),
        forms_of=forms_of,
    ), status


def _offer(forms_of: Sent, modules: Mapping[uuid.UUID, str]) -> None:
    for form in forms_of.values():
        if isinstance(form, forms.EventForm):
            form.offer(locale())
        if isinstance(form, forms.MaterialForm):
            form.module.choices = [SelectChoice(str(one), said) for one, said in modules.items()]


def _materials(module_id: uuid.UUID) -> list[tuple[uuid.UUID, Card]]:
    return [
        (resource_id, card)
        for kind, resource_id in queries.materials(session(), module_id)
        for card in cards([(kind, resource_id)])
    ]


@bp.post("/office/programmes/<uuid:programme_id>/material")
@door(Door.STAFF)
def add_material(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Let a resource of the library go with a module."""
    form = forms.MaterialForm(prefix="material")
    modules = queries.modules(session(), programme_id)
    form.module.choices = [SelectChoice(str(one.id), "") for one in modules]
    status, _made = attempt(form, lambda w: _add_material(w, form))
    if status:
        return programme_page(programme_id, {"material": form}, status)
    return redirect(url_for("training.programme_office", programme_id=programme_id))


def _add_material(w: Work, form: forms.MaterialForm) -> None:
    item = library.listed(w.session, library.index(w.session), viewer(), form.slug())
    if item is None:
        raise Unfit("training_not_in_library", field="address")
    module = queries.found(w.session, Module, uuid.UUID(form.module.data))
    operations.add_material(w, module, item.id)


@bp.post("/office/modules/<uuid:module_id>/materials/<uuid:resource_id>/remove")
@door(Door.STAFF)
def remove_material(module_id: uuid.UUID, resource_id: uuid.UUID) -> ResponseReturnValue:
    """Take a resource from a module."""
    with work() as w:
        module = queries.found(w.session, Module, module_id)
        programme_id = module.programme_id
        operations.remove_material(w, module, resource_id)
    return redirect(url_for("training.programme_office", programme_id=programme_id))


@bp.post("/office/programmes/<uuid:programme_id>/<any(publish, end):verb>")
@door(Door.STAFF)
def move_programme(programme_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Publish a programme, or end it."""
    with work() as w:
        operations.move_on(w, queries.found(w.session, Programme, programme_id), verb)
    return redirect(url_for("training.programme_office", programme_id=programme_id))


@bp.post("/office/programmes/<uuid:programme_id>/words")
@door(Door.STAFF)
def reword_programme(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Write the title and the summary of a programme anew."""
    form = forms.WordsForm(prefix="words")
    status, _made = attempt(
        form,
        lambda w: operations.reword_programme(
            w,
            queries.found(w.session, Programme, programme_id),
            title=form.title.data,
            summary=form.summary.data,
        ),
    )
    if status:
        return programme_page(programme_id, {"words": form}, status)
    return redirect(url_for("training.programme_office", programme_id=programme_id))


@bp.post("/office/programmes/<uuid:programme_id>/module")
@door(Door.STAFF)
def add_module(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Add a module to a programme."""
    form = forms.WordsForm(prefix="module")
    status, _made = attempt(
        form,
        lambda w: operations.add_module(
            w,
            queries.found(w.session, Programme, programme_id),
            title={locale(): form.title.data},
            summary={locale(): form.summary.data},
        ),
    )
    if status:
        return programme_page(programme_id, {"module": form}, status)
    return redirect(url_for("training.programme_office", programme_id=programme_id))


@bp.post("/office/programmes/<uuid:programme_id>/event")
@door(Door.STAFF)
def add_event(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Add an event to a programme."""
    form = forms.EventForm(prefix="event")
    form.offer(locale())
    status, made = attempt(form, lambda w: _add_event(w, programme_id, form).id)
    if status:
        return programme_page(programme_id, {"event": form}, status)
    return redirect(url_for("training.event_office", event_id=made))


def _add_event(w: Work, programme_id: uuid.UUID, form: forms.EventForm) -> Event:
    return operations.add_event(
        w,
        queries.found(w.session, Programme, programme_id),
        title={locale(): form.title.data},
        kind=Kind(form.kind.data),
        languages=form.languages.data or (),
        interpretation=form.interpretation.data or (),
        country=form.country.data or None,
        region=form.region.data or None,
        directions={locale(): form.directions.data} if form.directions.data else None,
        **form.instants(),
    )
