"""Keeping the stored rows that readers are answered from; called by whatever changes an entry.

The row with the mark is locked first, so two writers never lose each other's bits.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from nswp_gov.bodies.queries import board
from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.library.models import (
    SUBJECT,
    FileWords,
    HarvestRecord,
    HarvestSet,
    LibraryMark,
    ListedBits,
    ListedResource,
    ListedTitle,
    Partner,
    Resource,
    Series,
)
from nswp_gov.library.queries import files_of, links_of, series_titles, source_of
from nswp_gov.library.queries.harvest import newly_hidden, newly_shown
from nswp_gov.library.states import Facet, Readership
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Audience, CircleKind
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Freshness, Locale, fallback_order
from nswp_gov.store import search
from nswp_gov.store.ids import slug
from nswp_gov.store.markdown import plain_words
from nswp_gov.store.texts import freshness, revisions_of
from nswp_gov.store.work import Work

AUDIENCE = "audience"


def audience_of(work: Work, row: Resource) -> Audience:
    """Return who a resource is for; while there is no board, its papers are the secretariat's."""
    if row.audience is Readership.PUBLIC:
        return PUBLIC
    if row.audience is Readership.MEMBERS:
        return MEMBERS
    body = board(work.session)
    return Audience.of(CircleKind.BODY, body.id) if body else SECRETARIAT


def _locked(work: Work) -> LibraryMark:
    """Return the one row of marks, locked until the end of the transaction."""
    kept = work.session.scalar(select(LibraryMark).where(LibraryMark.id == 1).with_for_update())
    if kept is None:
        kept = LibraryMark(id=1, mark=slug(), next_position=0)
        work.session.add(kept)
        work.session.flush()
    return kept


def refresh(work: Work, row: Resource) -> None:
    """Show a published resource as it is now: page, facets, order, search, harvest."""
    mark, audience, said = _locked(work), audience_of(work, row), _said(work, row)
    values = {
        "audience": audience.code,
        "kind": row.kind,
        "year": row.year,
        "locale": row.locale,
        "changed_at": work.now,
        "published_on": (row.published_at or work.now).date(),
        "tied_to": _tie(work, row),
        "said_open": said if audience.is_public else None,
        "said_sealed": None if audience.is_public else said,
    }
    listed = work.session.get(ListedResource, row.id)
    if listed is None:
        listed = ListedResource(id=row.id, position=mark.next_position, slug=row.slug, **values)
        mark.next_position += 1
        work.session.add(listed)
    else:
        _clear_bits(work, listed.position)
        for name, value in values.items():
            setattr(listed, name, value)
    work.session.flush()
    found_by = facets(row, said)
    _set_bits(work, listed.position, [*found_by, (AUDIENCE, audience.code)])
    _order(work, listed, said)
    _index(work, listed, said)
    _tell_harvesters(work, row, found_by, is_deleted=not audience.is_public)
    mark.mark = slug()
    work.session.flush()


def reword(work: Work, row: Resource) -> None:
    """Show what the page of a resource says as it is now, where nothing else has changed."""
    mark = _locked(work)
    listed = work.session.get_one(ListedResource, row.id)
    said = _said(work, row)
    listed.said_open = said if listed.readers.is_public else None
    listed.said_sealed = None if listed.readers.is_public else said
    mark.mark = slug()
    work.session.flush()


def conceal(work: Work, row: Resource) -> None:
    """Show a resource to nobody: its row, bits and search entries go, harvesters are told."""
    mark = _locked(work)
    listed = work.session.get(ListedResource, row.id)
    if listed is not None:
        _clear_bits(work, listed.position)
        work.session.execute(delete(ListedTitle).where(ListedTitle.position == listed.position))
        work.session.delete(listed)
    search.unindex(work.session, SUBJECT, row.id)
    known = work.session.get(HarvestRecord, row.id)
    if known is not None and not known.is_deleted:
        known.is_deleted, known.stamp = True, _second(work.now)
    mark.mark = slug()
    work.session.flush()


def reconcile(work: Work) -> int:
    """Tell harvesters of what was hidden or shown again with its organisation; return how many.

    Pages leave it out at once; this only lets a harvest that asks for news hear of it.
    """
    hidden, shown = newly_hidden(work.session), newly_shown(work.session)
    for record_id in (*hidden, *shown):
        known = work.session.get_one(HarvestRecord, record_id)
        known.is_deleted, known.stamp = record_id in hidden, _second(work.now)
    work.session.flush()
    return len(hidden) + len(shown)


def _tie(work: Work, row: Resource) -> uuid.UUID | None:
    """Return the listed organisation that a resource for everybody comes from."""
    if row.organisation_id is None or row.audience is not Readership.PUBLIC:
        return None
    known = work.session.get(ListedResource, row.id)
    if known is not None and known.tied_to == row.organisation_id:
        return row.organisation_id  # once tied it stays so, also while the organisation is hidden
    is_listed = work.session.get(PublicOrganisation, row.organisation_id) is not None
    return row.organisation_id if is_listed else None


def _said(work: Work, row: Resource) -> dict[str, Any]:
    words, behind = _words(work, row)
    files = files_of(work.session, row.id)
    links = links_of(work.session, row.id)
    found: dict[str, Any] = {
        **words,
        "behind": behind,
        "publisher": row.publisher,
        "authors": row.authors,
        "themes": row.themes,
        "regions": row.regions,
        "countries": row.countries,
        "partners": _partners(work, row.partners),
        "series": _series(work, row),
        "languages": sorted({one.language for one in files} | {one.language for one in links}),
        "files": [
            {
                "id": str(one.id),
                "language": one.language,
                "name": one.name,
                "media_type": one.media_type,
                "size": one.size,
                "pages": one.pages,
                "sha256": one.sha256,
            }
            for one in files
        ],
        "links": [
            {
                "language": one.language,
                "address": one.address,
                "state": one.state.value,
                "checked_on": one.checked_at.date().isoformat() if one.checked_at else None,
            }
            for one in links
        ],
    }
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _words(work: Work, row: Resource) -> tuple[dict[str, dict[str, str]], list[str]]:
    texts = source_of(work.session, row.id)
    revisions = revisions_of(work.session, [text.id for text in texts.values()])
    words: dict[str, dict[str, str]] = {"title": {}}
    behind: set[str] = set()
    for name, text in texts.items():
        rows = revisions[text.id]
        by_code = {one.locale.value: one.words for one in rows if one.is_shown}
        words[name] = {code: said for code, said in by_code.items() if said}
        behind |= {
            code for code in words[name] if freshness(text, rows, Locale(code)) is Freshness.BEHIND
        }
    return words, sorted(behind)


def _partners(work: Work, slugs: Iterable[str]) -> dict[str, str]:
    query = select(Partner.slug, Partner.name).where(Partner.slug.in_(list(slugs)))
    return dict(work.session.execute(query.order_by(Partner.name)).all())


def _series(work: Work, row: Resource) -> dict[str, Any] | None:
    if row.series_id is None:
        return None
    known = work.session.get_one(Series, row.series_id)
    return {"slug": known.slug, "title": series_titles(work.session).get(known.slug, {})}


def facets(row: Resource, said: dict[str, Any]) -> list[tuple[str, str]]:
    """Return every value of every facet by which a resource is found."""
    lists = (
        (Facet.KIND, [row.kind.value]),
        (Facet.THEME, row.themes),
        (Facet.REGION, row.regions),
        (Facet.COUNTRY, row.countries),
        (Facet.LANGUAGE, said.get("languages", [])),
        (Facet.YEAR, [str(row.year)] if row.year else []),
        (Facet.PARTNER, row.partners),
        (Facet.SERIES, [said["series"]["slug"]] if "series" in said else []),
    )
    return [(facet.value, value) for facet, values in lists for value in values]


def _set_bits(work: Work, position: int, values: list[tuple[str, str]]) -> None:
    for facet, value in values:
        kept = work.session.get(ListedBits, (facet, value))
        if kept is None:
            kept = ListedBits(facet=facet, value=value, bits=b"")
            work.session.add(kept)
        kept.bits = _packed(int.from_bytes(kept.bits, "little") | 1 << position)


def _clear_bits(work: Work, position: int) -> None:
    for kept in work.session.scalars(select(ListedBits)).all():
        before = int.from_bytes(kept.bits, "little")
        if before >> position & 1:
            kept.bits = _packed(before & ~(1 << position))
            if not kept.bits:
                work.session.delete(kept)
    work.session.flush()


def _packed(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def _order(work: Work, listed: ListedResource, said: dict[str, Any]) -> None:
    work.session.execute(delete(ListedTitle).where(ListedTitle.position == listed.position))
    if listed.said_open is None:
        return
    for locale in Locale:
        known = (said["title"].get(one.value) for one in fallback_order(locale, listed.locale))
        title = next((one for one in known if one), "")
        key = sort_key(title, locale)
        work.session.add(ListedTitle(position=listed.position, locale=locale, key=key))


def _index(work: Work, listed: ListedResource, said: dict[str, Any]) -> None:
    """Let the readers find it by title, summary, names, and what its files say."""
    in_files = _file_words(work, listed, said)
    names = [
        *(said.get(one, "") for one in ("publisher", "authors")),
        *said.get("partners", {}).values(),
        *said.get("series", {}).get("title", {}).values(),
    ]
    spoken = {Locale(code) for code in said["title"]} | set(in_files)
    _forget_others(work, listed, spoken)
    for locale in spoken:
        known = (said["title"].get(one.value) for one in fallback_order(locale, listed.locale))
        words = [said.get(one, {}).get(locale.value, "") for one in ("summary", "alt")]
        search.index(
            work.session,
            SUBJECT,
            listed.id,
            listed.readers,
            locale,
            title=next((one for one in known if one), ""),
            body="\n".join([*map(plain_words, words), *names, in_files.get(locale, "")]),
            dated_on=listed.published_on,
        )


def _forget_others(work: Work, listed: ListedResource, spoken: set[Locale]) -> None:
    """Drop all entries where one is for other readers, or in a language that it lacks by now."""
    rows = work.session.execute(
        select(search.SearchEntry.audience, search.SearchEntry.locale).where(
            search.SearchEntry.subject_type == SUBJECT,
            search.SearchEntry.subject_id == listed.id,
        )
    )
    if any(code != listed.audience or locale not in spoken for code, locale in rows):
        search.unindex(work.session, SUBJECT, listed.id)


def _file_words(work: Work, listed: ListedResource, said: dict[str, Any]) -> dict[Locale, str]:
    """Return what the files say by the language they are found in; keep it as secret as they are.

    A file in a language that the interface does not have is found with the resource's own.
    """
    found: dict[Locale, str] = {}
    for one in said.get("files", ()):
        kept = work.session.get(FileWords, uuid.UUID(one["id"]))
        if kept is None:
            continue
        words, is_open = kept.words, listed.said_open is not None
        kept.words_open = words if is_open else None
        kept.words_sealed = None if is_open else words
        locale = Locale.from_tag(one["language"]) or listed.locale
        found[locale] = f"{found.get(locale, '')}\n{words}"
    return found


def _tell_harvesters(
    work: Work, row: Resource, values: list[tuple[str, str]], *, is_deleted: bool
) -> None:
    known = work.session.get(HarvestRecord, row.id)
    if known is None:
        if is_deleted:
            return  # it never was for everybody: harvesters are told nothing
        known = HarvestRecord(id=row.id, stamp=_second(work.now), is_deleted=False)
        work.session.add(known)
    if not (is_deleted and known.is_deleted):
        known.stamp = _second(work.now)
    known.is_deleted = is_deleted
    work.session.flush()
    if is_deleted:
        return
    work.session.execute(delete(HarvestSet).where(HarvestSet.record_id == row.id))
    told = {Facet.KIND, Facet.THEME, Facet.LANGUAGE}
    work.session.add_all(
        HarvestSet(record_id=row.id, spec=f"{facet}:{value}")
        for facet, value in values
        if facet in told
    )


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
