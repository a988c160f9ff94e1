"""A list is taken in, its columns are named, and what happens to it is ordered."""

from __future__ import annotations

from collections.abc import Mapping

from nswp_gov.imports.models import ImportBatch, ImportLine
from nswp_gov.imports.policy import may_import
from nswp_gov.imports.reading import Table
from nswp_gov.imports.states import GOING_ON, Fate, Outcome, Stage, Target
from nswp_gov.imports.words import fold
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import placements
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.files import clean_name
from nswp_gov.store.work import Work

_OPEN = frozenset({Stage.MATCHING, Stage.CHECKING, Stage.CHECKED})


def receive(
    work: Work, table: Table, *, file_name: str, locale: Locale, reason: str
) -> ImportBatch:
    """Keep a list and its lines, encrypted; nothing else is touched.

    `locale`: the language of its texts. `reason`: why, as every organisation concerned reads it.

    Raises:
        Denied: the actor is not of the secretariat. Unfit: no reason.

    """
    need(may_import(work.actor))
    if not reason.strip():
        raise Unfit("reason_missing", field="reason")
    row = ImportBatch(
        made_at=work.now,
        made_by=work.actor.person_id,
        stage=Stage.MATCHING,
        locale=locale,
        total=len(table.lines),
        file_name=clean_name(file_name),
        heads=list(table.heads),
        mapping={},
        answers={},
        reason=reason.strip(),
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        ImportLine(
            batch_id=row.id,
            made_at=work.now,
            number=line.number,
            cells=list(line.cells),
            fate=Fate.WAITING,
        )
        for line in table.lines
    )
    work.record("imports.received", row)
    return row


def match_columns(work: Work, row: ImportBatch, mapping: Mapping[int, Target]) -> None:
    """Say what each column means; the trial begins anew.

    Raises:
        Denied: the actor is not of the secretariat. WrongState: it was applied already.
        Unfit: a meaning is given to two columns, or there is no name.

    """
    need(may_import(work.actor))
    _in_stage(row, _OPEN, "match")
    meant = list(mapping.values())
    if len(meant) != len(set(meant)):
        twice = next(one for one in meant if meant.count(one) > 1)
        raise Unfit("import_column_twice", column=twice.value)
    if not set(meant) & {Target.NAME, Target.KEY}:
        raise Unfit("import_no_name_column")
    row.mapping = {str(position): target.value for position, target in sorted(mapping.items())}
    _try_anew(work, row)
    work.record("imports.columns_matched", row)


def answer(work: Work, row: ImportBatch, countries: Mapping[str, str]) -> None:
    """Say which country each unknown name means (name as written → code); the trial begins anew.

    A name without an answer is refused, line by line.

    Raises:
        Denied: the actor is not of the secretariat. WrongState: it was applied already.
        Unfit: there is no such country.

    """
    need(may_import(work.actor))
    _in_stage(row, _OPEN, "answer")
    if not set(countries.values()) <= placements().keys():
        raise Unfit("country_unknown")
    row.answers = {fold(words): code for words, code in countries.items()}
    _try_anew(work, row)
    work.record("imports.countries_named", row)


def _try_anew(work: Work, row: ImportBatch) -> None:
    row.stage = Stage.CHECKING
    work.session.flush()
    for line in _lines_of(work, row):
        line.fate, line.outcome, line.key_index = Fate.WAITING, None, None
        line.takes_file, line.found, line.organisation_id = False, None, None
    work.session.flush()


def _lines_of(work: Work, row: ImportBatch) -> list[ImportLine]:
    return list(work.session.query(ImportLine).filter(ImportLine.batch_id == row.id))


def choose(work: Work, row: ImportBatch, line: ImportLine, *, takes_file: bool) -> None:
    """Let the file win a line in conflict, or let the record stand.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: the list is applied already, or the line is in no conflict.

    """
    need(may_import(work.actor))
    _in_stage(row, {Stage.CHECKED}, "choose")
    if line.outcome is not Outcome.CONFLICT:
        raise WrongState(state=str(line.outcome), act="choose")
    line.takes_file = takes_file


def order_apply(work: Work, row: ImportBatch) -> None:
    """Have a tried list applied, a piece at a time, in the name of whoever orders it.

    Raises:
        Denied: the actor is not of the secretariat. WrongState: it was not tried, or is applied.

    """
    need(may_import(work.actor))
    _in_stage(row, {Stage.CHECKED}, "apply")
    row.stage, row.ordered_by = Stage.APPLYING, work.actor.person_id
    work.record("imports.application_ordered", row)


def order_undo(work: Work, row: ImportBatch) -> None:
    """Have an applied list undone, a piece at a time; what was changed since stays as it is.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: it was not applied, or its lines are deleted by now.

    """
    need(may_import(work.actor))
    _in_stage(row, {Stage.APPLIED}, "undo")
    if row.heads is None:  # erased with its lines when its time was over
        raise WrongState(state=row.stage.value, act="undo")
    row.stage, row.ordered_by = Stage.UNDOING, work.actor.person_id
    work.record("imports.undo_ordered", row)


def resume(work: Work, row: ImportBatch) -> None:
    """Have a list gone on with in the actor's name, where whoever ordered it may not any more.

    Raises:
        Denied: the actor is not of the secretariat. WrongState: there is nothing to go on with.

    """
    need(may_import(work.actor))
    _in_stage(row, GOING_ON, "resume")
    if row.ordered_by != work.actor.person_id:
        row.ordered_by = work.actor.person_id
        work.record("imports.resumed", row)


def discard(work: Work, row: ImportBatch) -> None:
    """Throw a list away that was never applied; its lines are deleted at once.

    Raises:
        Denied: the actor is not of the secretariat. WrongState: it was applied.

    """
    need(may_import(work.actor))
    _in_stage(row, _OPEN, "discard")
    row.stage = Stage.DISCARDED
    row.heads = row.answers = row.reason = None
    for line in _lines_of(work, row):
        work.session.delete(line)
    work.record("imports.discarded", row)


def _in_stage(row: ImportBatch, stages: frozenset[Stage] | set[Stage], act: str) -> None:
    if row.stage not in stages:
        raise WrongState(state=row.stage.value, act=act)
