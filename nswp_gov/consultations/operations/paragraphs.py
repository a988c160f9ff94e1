"""A draft text as paragraphs to be commented on, typed in or taken from a draft of the manual."""

from __future__ import annotations

from nswp_gov.consultations import queries
from nswp_gov.consultations.models import Consultation, Question, Section
from nswp_gov.consultations.operations.setup import Draftable, append, arrange
from nswp_gov.consultations.operations.wording import OF_QUESTION, say_in
from nswp_gov.consultations.states import Kind
from nswp_gov.manual import policy as manual_policy
from nswp_gov.manual import queries as manual
from nswp_gov.manual.models import Draft
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work


def add_paragraphs(work: Work, row: Consultation, section: Section, text: str) -> list[Question]:
    """Add each paragraph of a draft text, numbered, to be commented on.

    Raises:
        Denied, QuestionsFrozen: as `arrange`. Unfit: there is none, or too many.

    """
    arrange(work, row)
    parts = [" ".join(one.split()) for one in text.replace("\r\n", "\n").split("\n\n")]
    found = [one for one in parts if one]
    if not found:
        raise Unfit("words_needed", field="text")
    known = [q for q in queries.questions(work.session, row.id) if q.kind is Kind.PARAGRAPH]
    return [
        append(work, row, section, Draftable(kind=Kind.PARAGRAPH, label=words), str(number))
        for number, words in enumerate(found, start=len(known) + 1)
    ]


def add_clauses(work: Work, row: Consultation, section: Section, draft: Draft) -> list[Question]:
    """Add each clause of a draft of the manual, as it stands now, in every language it is in.

    Raises:
        Denied, QuestionsFrozen: as `arrange`; Denied also where the actor may not see the draft.

    """
    arrange(work, row)
    is_named = manual.is_editor(work.session, work.actor, draft.document_id, work.now)
    need(manual_policy.may_see_draft(work.actor, is_named=is_named, is_assigned=False))
    books = manual.books_of(work.session, draft)
    made = []
    for entry in books[row.locale].entries:
        words = _clause(entry.heading.words, entry.body.words)
        asked = Draftable(kind=Kind.PARAGRAPH, label=words)
        question = append(work, row, section, asked, entry.number)
        question.clause_id = entry.clause_id
        others = {locale: book.by_key()[entry.key] for locale, book in books.items()}
        for locale, one in others.items():
            if locale is not row.locale and one.locale is locale:
                said = _clause(one.heading.words, one.body.words)
                say_in(work, (OF_QUESTION, question.id, "label"), locale, said)
        work.record("consultations.clause_added", question)
        made.append(question)
    return made


def _clause(heading: str, body: str) -> str:
    return f"{heading}\n\n{body}".strip()
