"""What is read of documents, editions and drafts."""

from nswp_gov.manual.queries.acknowledged import due_of, editions_read
from nswp_gov.manual.queries.books import Book, Entry, book_of_draft, book_of_edition
from nswp_gov.manual.queries.comparison import (
    EMPTY,
    Change,
    Comparison,
    changes_by_decision,
    compare_books,
)
from nswp_gov.manual.queries.coverage import Coverage, coverage
from nswp_gov.manual.queries.drafts import (
    clause_by_key,
    dead_references,
    draft_by_id,
    draft_under_way,
    fingerprint,
    place_of,
    places_of,
    references,
)
from nswp_gov.manual.queries.editions import (
    as_at,
    document_by_slug,
    documents,
    edition_by_number,
    editions_of,
    published,
    title_of,
)
from nswp_gov.manual.queries.history import Step, clause_history
from nswp_gov.manual.queries.provenance import Adoptable, Adoption, adoptable, adoptions
from nswp_gov.manual.queries.record import agrees
from nswp_gov.manual.queries.translations import newest_numbers

__all__ = [
    "EMPTY",
    "Adoptable",
    "Adoption",
    "Book",
    "Change",
    "Comparison",
    "Coverage",
    "Entry",
    "Step",
    "adoptable",
    "adoptions",
    "agrees",
    "as_at",
    "book_of_draft",
    "book_of_edition",
    "changes_by_decision",
    "clause_by_key",
    "clause_history",
    "compare_books",
    "coverage",
    "dead_references",
    "document_by_slug",
    "documents",
    "draft_by_id",
    "draft_under_way",
    "due_of",
    "edition_by_number",
    "editions_of",
    "editions_read",
    "fingerprint",
    "newest_numbers",
    "place_of",
    "places_of",
    "published",
    "references",
    "title_of",
]
