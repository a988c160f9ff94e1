"""Every component in every state on one page, for those who build pages. Never in production."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    FieldList,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from nswp_gov.rules.diff import compare
from nswp_gov.web.access import Door, door

bp = Blueprint("gallery", __name__, url_prefix="/gallery")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LANGUAGES = [SelectChoice("en", "English"), SelectChoice("fr", "Français")]
READERS = [SelectChoice("public", "Everybody"), SelectChoice("members", "Members")]


class Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Any of several, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Sampler(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One field of each kind."""

    name = StringField("Name", [InputRequired("Write a name.")], description="As you want it.")
    email = EmailField("E-mail", [Optional()])
    about = TextAreaField("What you do", [Length(max=20, message="Use 20 characters at most.")])
    country = SelectField("Country or territory", choices=LANGUAGES)
    lead = RadioField("Who leads", [InputRequired("Choose one answer.")], choices=READERS)
    speaks = Boxes("Languages you work in", choices=LANGUAGES, description="As many as you like.")
    agreed = BooleanField("I have read this", [InputRequired("Tick this to go on.")])
    closes_at = DateTimeLocalField("Vote closes", default=datetime(2026, 12, 12, 15, 0))  # noqa: DTZ001 - what the clock on the wall shows
    phone = StringField("Telephone", description="Encrypted where it is kept.")
    phone_audience = SelectField("Who may see it", choices=READERS)
    links = FieldList(StringField("Link"), label="Links", min_entries=2)
    paper = FileField("Paper", [Optional()])


@dataclass(frozen=True)
class Ranked:
    """A candidate on a ballot, as the macro `rank` takes it."""

    key: str
    name: str
    rank: str
    note: str = ""


@dataclass(frozen=True)
class Option:
    """A filter's option, as the macro `facets` takes it."""

    value: str
    label: str
    count: int | None
    checked: bool = False


@dataclass(frozen=True)
class Facet:
    """A group of filters."""

    name: str
    label: str
    open: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Entry:
    """A line of a table of contents."""

    label: str
    href: str
    level: int = 1
    current: bool = False


def _pictures() -> dict[str, Any]:
    """Return invented figures for the pictures."""
    return {
        "counts": {"KE": 8, "ZA": 9, "IN": 11, "BR": 9, "FR": 5, "FJ": 3, "SN": 2},
        "names": ["Abeni Lark", "Chandra Vale", "Сообщество «Международная солидарность»", "陈伟"],
        "votes": [[41, 32, 32], [27, 30.07, 35.29], [21, 23.41, 24.44], [12, 12.88, None]],
        "quotas": [32, 32, 32],
        "elected_at": [0, 2, None, None],
        "outcomes": ["Elected, stage 1", "Elected, stage 3", "Not elected", "Excluded, stage 3"],
        "events": [
            (date(2019, 3, 1), "Edition 5 brings the clause in."),
            (date(2023, 6, 14), "Decision 2023-12 shortens the time."),
            (date(2026, 11, 18), "Decision 2026-31 names two months."),
        ],
        "seats": [
            ("Africa 1", [(date(2023, 7, 1), date(2025, 7, 1), "T. Okoro")]),
            ("Africa 2", [(date(2024, 7, 1), None, "A. Diarra")]),
            ("Europe 1", [(date(2023, 7, 1), None, "R. Halloran")]),
        ],
        "span": (date(2023, 1, 1), date(2027, 1, 1), date(2026, 11, 22)),
    }


def _lists() -> dict[str, Any]:
    return {
        "ranked": [
            Ranked("a", "Василиса Ключ", "1", "Кооператив «Тихая гавань»"),
            Ranked("b", "Эмиль Саар", "3"),
            Ranked("c", "陈伟", "2"),
            Ranked("d", "Re-open nominations", "", "If this wins, the seat stays vacant."),
        ],
        "facets": [
            Facet("theme", "Theme", True, (Option("law", "Law", 19, True), Option("x", "Art", 2))),
            Facet("level", "Level", False, (Option("local", "local", None),)),
        ],
        "entries": [
            Entry("3 Applications", "#c3", current=True),
            Entry("3.4 Time to answer", "#c3-4", 2),
            Entry("4 Assembly", "#c4"),
        ],
        "matrix": [
            ("Hide-us code", {"en": "current", "fr": "current", "es": "behind"}),
            ("Receipt", {"en": "current", "fr": "machine_assisted", "zh-Hans": "draft"}),
        ],
        "difference": compare(
            "The representatives answer within a reasonable time.",
            "The representatives answer within two months.",
        ),
    }


@bp.route("", methods=["GET", "POST"])
@door(Door.PUBLIC)
def index() -> Response:
    """Show every component; a post shows the forms refused."""
    form = Sampler()
    if request.method == "POST":
        form.validate()
    days = {"soon": NOON + timedelta(days=3), "later": NOON + timedelta(days=53)}
    page = render_template(
        "gallery/index.html", form=form, noon=NOON, **days, **_pictures(), **_lists()
    )
    return make_response(page)


def install(app: Flask) -> None:
    """Add the gallery to a sample network or a developer's application, and to no other."""
    app.register_blueprint(bp, url_prefix="/<lang>/gallery")
