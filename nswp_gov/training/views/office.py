"""What the secretariat does with an event: times, faculty, lessons, who comes, certificates."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.consultations import queries as consultations
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.work import Work
from nswp_gov.training import forms, operations, queries
from nswp_gov.training.models import Certificate, Event, Lesson, Participant
from nswp_gov.training.states import EVENT_PATH, EventState
from nswp_gov.training.views import bp
from nswp_gov.training.views.own import directions
from nswp_gov.training.views.programmes import Sent, attempt, offered
from nswp_gov.training.views.public import cards
from nswp_gov.web import formats
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

RUNNING = frozenset({EventState.DRAFT, EventState.ANNOUNCED})


@bp.get("/office/events/<uuid:event_id>")
@door(Door.STAFF)
def event_office(event_id: uuid.UUID) -> ResponseReturnValue:
    """Show an event to those who keep it, with what can be done now."""
    return event_page(event_id, {}, 200)


def event_page(
    event_id: uuid.UUID, sent: Sent, status: int, link: str | None = None
) -> ResponseReturnValue:
    """Return the page of an event; `sent`: forms that were refused; `link`: shown once."""
    row = queries.found(session(), Event, event_id)
    lessons = queries.lessons(session(), row.id)
    return render_template(
        "training/event_office.html",
        row=row,
        title=queries.titles(session(), "training_event", [row.id], locale()).get(row.id),
        directions=directions(row),
        lessons=lessons,
        modules=module_titles(row),
        teachers=queries.teachers(session(), row.id),
        people=queries.participants(session(), row.id),
        attended=queries.lessons_attended(session(), row.id),
        certificates=queries.certificates(session(), row.id),
        calls=queries.calls_of(session(), [row.id]),
        evaluations=cards(queries.evaluations(session(), row.id)),
        verbs=EVENT_PATH.verbs_in(row.state),
        forms_of=_forms(row, len(lessons), sent),
        is_running=row.state in RUNNING,
        link=link,
    ), status


def module_titles(row: Event) -> dict[uuid.UUID, str]:
    """Return the modules of an event's programme by their titles, in their order."""
    ids = [one.id for one in queries.modules(session(), row.programme_id)]
    said = queries.titles(session(), "training_module", ids, locale())
    return {one: said[one].words for one in ids if one in said}


def _forms(row: Event, lessons: int, sent: Sent) -> Sent:
    if row.state is EventState.CONCLUDED:
        return offered(
            sent,
            certificates=(forms.CertificatesForm, {"least": lessons}),
            evaluation=(forms.AddressForm, {}),
        )
    if row.state not in RUNNING:
        return {}
    times = {
        "starts_at": formats.wall(row.starts_at, row.zone),
        "ends_at": formats.wall(row.ends_at, row.zone),
        "zone": row.zone,
    }
    known = directions(row)
    made = offered(
        sent,
        lesson=(forms.LessonForm, {"starts_at": times["starts_at"]}),
        teacher=(forms.NameForm, {}),
        participant=(forms.ParticipantForm, {}),
        directions=(forms.DirectionsForm, {"words": known.words if known else ""}),
        times=(forms.TimesForm, times),
        words=(forms.TitleForm, queries.source_words(session(), "training_event", row.id)),
        call=(forms.CallForm, {}),
    )
    if queries.calls_of(session(), [row.id]):
        del made["call"]
    return {name: _offer(form, row) for name, form in made.items()}


def _offer(form: AppForm, row: Event) -> AppForm:
    if isinstance(form, forms.LessonForm):
        titles = module_titles(row)
        form.module.choices = [
            SelectChoice("", "–"),
            *(SelectChoice(str(one), title) for one, title in titles.items()),
        ]
    if isinstance(form, forms.ParticipantForm):
        form.region.choices = forms.regions()
    return form


@bp.post("/office/events/<uuid:event_id>/<any(announce, cancel, conclude):verb>")
@door(Door.STAFF)
def move_event(event_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Announce an event, call it off, or note that it was held."""
    acts = {
        "announce": operations.announce,
        "cancel": operations.cancel,
        "conclude": operations.conclude,
    }
    with work() as w:
        acts[verb](w, queries.found(w.session, Event, event_id))
    return redirect(url_for("training.event_office", event_id=event_id))


Perform = Callable[[Work, Event, Any], Any]


def _times(w: Work, row: Event, form: forms.TimesForm) -> None:
    operations.move_event(w, row, **form.instants())


def _words(w: Work, row: Event, form: forms.TitleForm) -> None:
    operations.reword_event(w, row, form.title.data)


def _directions(w: Work, row: Event, form: forms.DirectionsForm) -> None:
    operations.set_directions(w, row, {locale(): form.words.data})


def _lesson(w: Work, row: Event, form: forms.LessonForm) -> None:
    module = uuid.UUID(form.module.data) if form.module.data else None
    starts_at = forms.at(form.starts_at.data, row.zone)
    operations.add_lesson(w, row, starts_at, module_id=module)


def _teacher(w: Work, row: Event, form: forms.NameForm) -> str:
    _made, token = operations.add_teacher(w, row, form.name.data)
    return url_for("training.faculty", token=token, _external=True)


def _participant(w: Work, row: Event, form: forms.ParticipantForm) -> None:
    operations.add_participant(w, row, form.name.data, Region(form.region.data))


def _certificates(w: Work, row: Event, form: forms.CertificatesForm) -> None:
    operations.issue(w, row, form.least.data)


def _evaluation(w: Work, row: Event, form: forms.AddressForm) -> None:
    try:
        found = consultations.consultation(w.session, form.slug())
    except NotFound:
        raise Unfit("training_not_in_library", field="address") from None
    operations.add_evaluation(w, row, found.id)


def _call(w: Work, row: Event, form: forms.CallForm) -> None:
    asked = [one.strip() for one in form.criteria.data.splitlines() if one.strip()]
    operations.add_call(
        w,
        row,
        summary={locale(): form.summary.data},
        criteria=[{locale(): one} for one in asked],
        places=form.numbers(),
        team=form.team.data,
        closes_at=forms.at(form.closes_at.data, row.zone),
        answer_days=form.answer_days.data,
    )


ACTS: dict[str, tuple[type[AppForm], Perform]] = {
    "times": (forms.TimesForm, _times),
    "directions": (forms.DirectionsForm, _directions),
    "lesson": (forms.LessonForm, _lesson),
    "teacher": (forms.NameForm, _teacher),
    "participant": (forms.ParticipantForm, _participant),
    "certificates": (forms.CertificatesForm, _certificates),
    "call": (forms.CallForm, _call),
    "words": (forms.TitleForm, _words),
    "evaluation": (forms.AddressForm, _evaluation),
}


@bp.post(
    "/office/events/<uuid:event_id>/add/"
    "<any(times, directions, lesson, teacher, participant, certificates, call, evaluation, "
    "words):name>"
)
@door(Door.STAFF)
def change_event(event_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Carry out one form of an event's page."""
    kind, perform = ACTS[name]
    form = _offer(kind(prefix=name), queries.found(session(), Event, event_id))
    status, made = attempt(
        form, lambda w: perform(w, queries.found(w.session, Event, event_id), form)
    )
    if status:
        return event_page(event_id, {name: form}, status)
    if isinstance(made, str):
        return event_page(event_id, {}, 200, link=made)
    return redirect(url_for("training.event_office", event_id=event_id))


@bp.route("/office/lessons/<uuid:lesson_id>", methods=["GET", "POST"])
@door(Door.STAFF)
def lesson(lesson_id: uuid.UUID) -> ResponseReturnValue:
    """Take attendance: a box for each name, one button."""
    row = queries.found(session(), Lesson, lesson_id)
    event = queries.found(session(), Event, row.event_id)
    form = EmptyForm()
    if form.validate_on_submit():
        with work() as w:
            found = queries.found(w.session, Lesson, lesson_id)
            operations.mark(w, found, ids_in("here"), ids_in("seen"))
        return redirect(url_for("training.event_office", event_id=event.id))
    return render_template(
        "training/lesson.html",
        form=form,
        row=row,
        event=event,
        people=queries.participants(session(), event.id),
        here={one.participant_id for one in queries.presences(session(), [row.id])},
        module=module_titles(event).get(row.module_id) if row.module_id else None,
        is_running=event.state in RUNNING,
    )


def ids_in(name: str) -> list[uuid.UUID]:
    """Return the identifiers that were sent under a name."""
    try:
        return [uuid.UUID(one) for one in request.form.getlist(name)]
    except ValueError:
        raise NotFound from None


@bp.post("/office/certificates/<uuid:certificate_id>/revoke")
@door(Door.STAFF)
def revoke(certificate_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a certificate holds no longer."""
    with work() as w:
        row = queries.found(w.session, Certificate, certificate_id)
        event_id = row.event_id
        operations.revoke(w, row)
    return redirect(url_for("training.event_office", event_id=event_id))


@bp.post("/office/participants/<uuid:participant_id>/forget")
@door(Door.STAFF)
def forget(participant_id: uuid.UUID) -> ResponseReturnValue:
    """Forget somebody's name at their wish."""
    with work() as w:
        row = queries.found(w.session, Participant, participant_id)
        event_id = row.event_id
        operations.forget(w, row)
    return redirect(url_for("training.event_office", event_id=event_id))
