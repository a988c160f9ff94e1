"""Doors: every endpoint says who may knock; one that says nothing stays shut.

A door asks the coarse question (is this person of the staff at all?); the fine one ('may this
delegate vote for that organisation?') is the policy's, in the operation.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.store.actor import Actor
from nswp_gov.web.unit import actor

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Door(StrEnum):
    """Who may knock."""

    PUBLIC = "public"
    PRIVATE_LINK = "private_link"
    SIGNED_IN = "signed_in"
    MEMBER = "member"
    DELEGATE = "delegate"
    BOARD = "board"
    TRUSTEE = "trustee"
    AGENT = "agent"
    OFFICER = "officer"
    TRANSLATOR = "translator"
    STAFF = "staff"
    ADMIN = "admin"


OPENS: dict[Door, Callable[[Actor], bool]] = {
    Door.PUBLIC: lambda _: True,
    Door.PRIVATE_LINK: lambda _: True,
    Door.SIGNED_IN: lambda a: a.person_id is not None,
    Door.MEMBER: lambda a: bool(a.member_of),
    Door.DELEGATE: lambda a: bool(a.delegate_of),
    Door.BOARD: lambda a: bool(a.board_of),
    Door.TRUSTEE: lambda a: bool(a.trustee_of),
    Door.AGENT: lambda a: bool(a.agent_of),
    Door.OFFICER: lambda a: bool(a.officer_of) or a.has("returning_officer"),
    Door.TRANSLATOR: lambda a: bool(a.translates),
    Door.STAFF: lambda a: a.has("secretariat"),
    Door.ADMIN: lambda a: a.has("administrator"),
}


def door(*who: Door, limit: int | None = None, fresh: bool = False) -> Callable[[View], View]:
    """Mark a view with its doors: any of them lets in.

    `limit`: the largest body in bytes where it is not the default of 64 kB.
    `fresh`: the person must have proved who they are within the last ten minutes.
    """

    def mark(view: View) -> View:
        view.__dict__["doors"] = who
        view.__dict__["body_limit"] = limit
        view.__dict__["fresh"] = fresh
        return view

    return mark


def doors_of(app: Flask, endpoint: str) -> tuple[Door, ...]:
    """Return the doors of an endpoint; none means shut."""
    doors: tuple[Door, ...] = getattr(app.view_functions[endpoint], "doors", ())
    return doors


def open_to(who: Actor) -> frozenset[str]:
    """Return every door that opens to `who`; templates show only what can be entered."""
    return frozenset(name.name for name, opens in OPENS.items() if opens(who))


def guard(app: Flask) -> None:
    """Check the door before every request; a stranger at a private door is sent to sign in."""

    @app.url_value_preprocessor
    def set_limit(endpoint: str | None, _values: object) -> None:
        """Before anything reads the body: the check of a form's token does, before the door."""
        view = app.view_functions.get(endpoint or "")
        if limit := getattr(view, "body_limit", None):
            request.max_content_length = request.max_form_memory_size = limit

    @app.before_request
    def check() -> ResponseReturnValue | None:
        endpoint = request.endpoint
        if endpoint is None or endpoint == "static":
            return None
        view = app.view_functions[endpoint]
        doors = doors_of(app, endpoint)
        who = actor()
        if not any(OPENS[one](who) for one in doors):
            if doors and who.person_id is None:
                return redirect(url_for("accounts.sign_in", next=_own_path()))
            abort(403)
        if getattr(view, "fresh", False) and not who.is_fresh:
            return redirect(url_for("accounts.step_up", next=_own_path()))
        return None


def _own_path() -> str:
    """Return where to come back to: a page that was to be read, never a form that was sent."""
    return request.full_path.rstrip("?") if request.method == "GET" else ""
