"""What is asked of consultations."""

from __future__ import annotations

from nswp_gov.consultations.queries.people import people_asked
from nswp_gov.consultations.queries.replies import (
    Held,
    Reply,
    fingerprint,
    handed_in,
    has_answers,
    own_reply,
    reply,
    vessel_of,
)
from nswp_gov.consultations.queries.reports import (
    Report,
    report_in,
    resource_of,
    whole_reports,
)
from nswp_gov.consultations.queries.results import Results, Said, answers, results, worked_out
from nswp_gov.consultations.queries.rows import (
    KINDS,
    Asking,
    Part,
    Questionnaire,
    busy,
    consultation,
    consultations,
    invited_to,
    invitee,
    invitees,
    question,
    questionnaire,
    questions,
    recommendation,
    recommendations,
    records_of,
    section,
    sections,
    titles,
    words_of,
)
from nswp_gov.consultations.queries.translating import subjects_of

__all__ = [
    "KINDS", "Asking", "Held", "Part", "Questionnaire", "Reply", "Report", "Results", "Said",
    "answers", "busy", "consultation", "consultations", "fingerprint", "handed_in", "has_answers",
    "invited_to", "invitee", "invitees", "own_reply", "people_asked", "question", "questionnaire",
    "questions", "recommendation", "recommendations", "records_of", "reply", "report_in",
    "resource_of", "results", "section", "sections", "subjects_of", "titles", "vessel_of",
    "whole_reports", "words_of", "worked_out",
]  # fmt: skip
