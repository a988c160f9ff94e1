"""A meeting's documents as blocks: one content for the printed file and for the page in one file.

What a reader may not know is left out here, before any form of the document is made.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.meetings.models import AgendaItem, Vote
from nswp_gov.meetings.queries import Facts, Sitting
from nswp_gov.meetings.states import DecisionAudience
from nswp_gov.meetings.views import words as said_in
from nswp_gov.store.blocks import Block, heading, paragraph
from nswp_gov.web import formats

Names = Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class Sheet:
    """A document: `facts` are pairs of term and words; `at`: the instant that it bears."""

    title: str
    subtitle: str
    footer: str
    at: datetime
    facts: list[list[str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """What the person who gets a document may know beyond its open items."""

    closed: bool
    people: bool
    body: bool


def lines(text: str, lang: str | None = None) -> list[Block]:
    """Return plain text as paragraphs, one for each line that says something."""
    return [paragraph(line.strip(), lang) for line in text.splitlines() if line.strip()]


def box(*blocks: Block) -> Block:
    """Return blocks that stand apart."""
    return {"type": "box", "children": list(blocks)}


def _counted(vote: Mapping[str, Any]) -> str:
    """Return a vote in words: how it was taken, what it needed, and the numbers that are told."""
    slug = vote.get("election")
    told = [f"{said_in.way_said(vote['method'], slug)}. {said_in.NEEDED[vote['majority']]}."]
    if slug:
        address = url_for("elections.folders", slug=slug, _external=True)
        told.append(_("Its record: %(address)s", address=address))
    if "in_favour" in vote:
        cells = {name: _figure(vote[name]) for name in ("in_favour", "against", "abstained")}
        told.append(_("For: %(number)s.", number=cells["in_favour"]))
        told.append(_("Against: %(number)s.", number=cells["against"]))
        told.append(_("Abstained: %(number)s.", number=cells["abstained"]))
    return " ".join(told)


def _figure(number: int | None) -> str:
    return _("not shown") if number is None else formats.number(number)


class Published:
    """The public edition, as it was published, in the reader's language."""

    def __init__(
        self,
        edition: Mapping[str, Any],
        errata: list[dict[str, Any]],
        names: Mapping[str, str],
        tag: str,
    ) -> None:
        self._edition, self._errata, self._names, self._tag = edition, errata, names, tag

    def _said(self, words: Mapping[str, str]) -> tuple[str, str | None]:
        """Return words in the reader's language, or in the record's with its tag."""
        if self._tag in words:
            return words[self._tag], None
        source = self._edition["language"]
        return words.get(source, ""), source

    def _paragraphs(self, words: Mapping[str, str]) -> list[Block]:
        return lines(*self._said(words)) if words else []

    def sheet(self, sha256: str) -> Sheet:
        """Return the document; it bears the instant of its publication."""
        edition = self._edition
        names = edition["body_name"]
        body = names.get(self._tag) or names.get("en") or next(iter(names.values()))
        began = datetime.fromisoformat(edition["starts_at"])
        title = _("Minutes: %(meeting)s", meeting=body)
        return Sheet(
            title=title,
            subtitle=formats.instant(began, edition["zone"]),
            footer=f"{title} · SHA-256 {sha256}",
            at=datetime.fromisoformat(edition["published_at"]),
            facts=[[_("Present"), self._present()], [_("Quorum"), self._quorum()]],
            blocks=[*self._mended(), *self._events(edition), *self._items()],
        )

    def _present(self) -> str:
        present = self._edition["present"]
        named = [self._names.get(one, _("[name withheld]")) for one in present["people"]]
        return f"{said_in.present_said(present['count'])} {formats.listed(named)}".strip()

    def _quorum(self) -> str:
        reached = self._edition["quorum_at_opening"]["is_reached"]
        return str(_("There was a quorum.") if reached else _("There was no quorum."))

    def _mended(self) -> Iterator[Block]:
        for one in self._errata:
            yield heading(_("Erratum %(number)d", number=one["ordinal"]), 1)
            yield from self._paragraphs(one["text"])

    def _events(self, part: Mapping[str, Any]) -> Iterator[Block]:
        for one in part.get("events", ()):
            at = formats.clock(datetime.fromisoformat(one["at"]), self._edition["zone"])
            yield paragraph(f"{at} – {said_in.fact_said(one['kind'])}")

    def _items(self) -> Iterator[Block]:
        for item in self._edition["items"]:
            number = str(item["number"])
            if item["closed"]:
                yield heading(_("Item %(number)d: closed", number=item["number"]), 1, number=number)
                continue
            words, lang = self._said(item["title"])
            yield heading(words, 1, number=number, lang=lang)
            yield from self._events(item)
            yield from self._recused(item)
            yield from self._paragraphs(item["text"])
            for one in item["decisions"]:
                yield box(
                    paragraph(_("Decision %(number)s", number=one["number"])),
                    *self._paragraphs(one["text"]),
                    paragraph(_counted(one["vote"])),
                )

    def _recused(self, item: Mapping[str, Any]) -> Iterator[Block]:
        out = item.get("recusals", {"people": [], "others": False})
        for one in out["people"]:
            name = self._names.get(one, _("[name withheld]"))
            yield paragraph(_("%(name)s had an interest and took no part.", name=name))
        if out["others"]:
            yield paragraph(_("Somebody had an interest and took no part."))


class Inner:
    """The members' text of minutes, for one reader."""

    def __init__(
        self,
        whole: Sitting,
        *,
        names: Names,
        labels: Names,
        owners: Names,
        happened: Facts,
        reader: Reader,
    ) -> None:
        self._owners = owners
        self._whole, self._names, self._labels = whole, names, labels
        self._happened, self._reader = happened, reader

    def sheet(self, body: str, state: str, at: datetime) -> Sheet:
        """Return the document; `state`: how far the minutes are, in words."""
        meeting = self._whole.meeting
        title = _("Minutes: %(meeting)s", meeting=body)
        return Sheet(
            title=title,
            subtitle=formats.instant(meeting.starts_at, meeting.zone),
            footer=f"{title} · {state}",
            at=at,
            facts=[[_("State of the minutes"), state], *self._people()],
            blocks=[*self._events(None), *self._items()],
        )

    def _name(self, person_id: uuid.UUID, seat_id: uuid.UUID | None = None) -> str:
        known = self._names.get(person_id) or (self._labels.get(seat_id) if seat_id else None)
        return known or _("[name withheld]")

    def _people(self) -> list[list[str]]:
        if not self._reader.people:
            return []
        came = [self._name(row.person_id, row.seat_id) for row in self._whole.came()]
        away = [self._name(row.person_id) for row in self._whole.apologies()]
        rows = [[_("Present"), formats.listed(came)]]
        return [*rows, [_("Apologies"), formats.listed(away)]] if away else rows

    def _events(self, item_id: uuid.UUID | None) -> Iterator[Block]:
        zone = self._whole.meeting.zone
        for fact in self._happened.get(item_id, ()):
            who = fact.attendance
            if who is None:
                yield paragraph(f"{formats.clock(fact.at, zone)} – {said_in.fact_said(fact.kind)}")
            elif self._reader.people:
                told = said_in.fact_said(fact.kind, self._name(who.person_id, who.seat_id))
                yield paragraph(f"{formats.clock(fact.at, zone)} – {told}")

    def _items(self) -> Iterator[Block]:
        for item in self._whole.items:
            number = str(item.position)
            if item.is_closed and not self._reader.closed:
                yield heading(_("Item %(number)d: closed", number=item.position), 1, number=number)
                continue
            yield heading(
                self._whole.text(item.id, "title"),
                1,
                number=number,
                lang=self._whole.lang(item.id, "title"),
            )
            yield from self._item(item)

    def _item(self, item: AgendaItem) -> Iterator[Block]:
        whole = self._whole
        yield from self._events(item.id)
        yield from self._recused(item)
        yield from lines(whole.text(item.id, "minutes"), whole.lang(item.id, "minutes"))
        for motion in whole.motions.get(item.id, ()):
            number = f"{item.position}.{motion.ordinal}"
            state = said_in.MOTIONS[motion.state]
            yield box(
                paragraph(f"{_('Motion %(number)s', number=number)} – {state}"),
                *lines(whole.text(motion.id, "text"), whole.lang(motion.id, "text")),
                *(paragraph(_vote(vote, whole)) for vote in whole.votes.get(motion.id, ())),
            )
        for one in whole.decisions.get(item.id, ()):
            if one.audience is not DecisionAudience.BODY or self._reader.body:
                yield box(
                    paragraph(_("Decision %(number)s", number=one.number)),
                    *lines(whole.text(one.id, "text"), whole.lang(one.id, "text")),
                )
        for action in whole.actions.get(item.id, ()):
            due = _("Due on %(day)s", day=formats.day(action.due_on))
            yield box(
                paragraph(_("Action %(number)s", number=action.number)),
                *lines(whole.text(action.id, "text"), whole.lang(action.id, "text")),
                paragraph(f"{self._owners.get(action.id) or _('[name withheld]')}. {due}"),
            )

    def _recused(self, item: AgendaItem) -> Iterator[Block]:
        rows = self._whole.recusals.get(item.id, ())
        if rows and not self._reader.people:
            yield paragraph(_("Somebody had an interest and took no part."))
        for row in rows if self._reader.people else ():
            name = self._name(row.person_id)
            yield paragraph(_("%(name)s had an interest and took no part.", name=name))


def _vote(vote: Vote, whole: Sitting) -> str:
    tells = vote.tells_numbers
    told = _counted(
        {
            "method": vote.method,
            "majority": vote.majority,
            "in_favour": vote.in_favour if tells else None,
            "against": vote.against if tells else None,
            "abstained": vote.abstained if tells else None,
            "election": whole.slug_of(vote),
        }
    )
    if vote.is_quorate:
        return told
    return f"{told} {_('There was no quorum: this vote carried nothing.')}"


def agenda(
    whole: Sitting, body: str, papers: Mapping[uuid.UUID, list[str]], *, closed: bool
) -> Sheet:
    """Return the agenda of a meeting; `papers`: by item, what the reader may have of them."""
    meeting = whole.meeting
    blocks: list[Block] = []
    for item in whole.items:
        is_shut = item.is_closed and not closed
        title = _("Closed") if is_shut else whole.text(item.id, "title")
        lang = None if is_shut else whole.lang(item.id, "title")
        blocks.append(heading(title, 1, number=str(item.position), lang=lang))
        if item.minutes_planned:
            told = ngettext("one minute", "%(num)d minutes", item.minutes_planned)
            blocks.append(paragraph(str(told)))
        if not is_shut:
            blocks += [paragraph(one) for one in papers.get(item.id, ())]
    title = _("Agenda: %(meeting)s", meeting=body)
    when = formats.instant(meeting.starts_at, meeting.zone)
    place = [[_("Where"), meeting.place]] if meeting.place else []
    return Sheet(title, when, title, meeting.starts_at, place, blocks)
