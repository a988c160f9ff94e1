"""What is read of documents, editions and drafts."""

from nswp_gov.manual.queries.acknowledged import due_of, editions_read
from nswp_gov.manual.queries.attachments import attachment_in, attachments_of, next_number
from nswp_gov.manual.queries.books import Book, Entry, book_of_draft, book_of_edition, books_of
from nswp_gov.manual.queries.comparison import (
    EMPTY,
    Change,
    Comparison,
    changes_by_decision,
    compare_books,
)
from nswp_gov.manual.queries.corrections import Mended, corrected_pins, corrections_of, words_of
from nswp_gov.manual.queries.coverage import Coverage, coverage
from nswp_gov.manual.queries.drafts import (
    clause_by_key,
    dead_references,
    draft_by_id,
    draft_under_way,
    drafts_of,
    fingerprint,
    place_of,
    places_of,
    proposals,
    references,
    renumbered_references,
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
from nswp_gov.manual.queries.hands import documents_in_hand, hands_of, is_editor, translates
from nswp_gov.manual.queries.history import Step, clause_history
from nswp_gov.manual.queries.linked import pointing, referring
from nswp_gov.manual.queries.printed import FORMS, fingerprint_of, kept_file, kept_files, unkept
from nswp_gov.manual.queries.provenance import Adoptable, Adoption, adoptable, adoptions
from nswp_gov.manual.queries.readers import (
    Late,
    Review,
    bookmark,
    read_by,
    reviews_due,
    waited_for,
)
from nswp_gov.manual.queries.record import agrees
from nswp_gov.manual.queries.remarks import open_remarks, remark, remarks_on
from nswp_gov.manual.queries.translations import newest_numbers

__all__ = [
    "EMPTY",
    "FORMS",
    "Adoptable",
    "Adoption",
    "Book",
    "Change",
    "Comparison",
    "Coverage",
    "Entry",
    "Late",
    "Mended",
    "Review",
    "Step",
    "adoptable",
    "adoptions",
    "agrees",
    "as_at",
    "attachment_in",
    "attachments_of",
    "book_of_draft",
    "book_of_edition",
    "bookmark",
    "books_of",
    "changes_by_decision",
    "clause_by_key",
    "clause_history",
    "compare_books",
    "corrected_pins",
    "corrections_of",
    "coverage",
    "dead_references",
    "document_by_slug",
    "documents",
    "documents_in_hand",
    "draft_by_id",
    "draft_under_way",
    "drafts_of",
    "due_of",
    "edition_by_number",
    "editions_of",
    "editions_read",
    "fingerprint",
    "fingerprint_of",
    "hands_of",
    "is_editor",
    "kept_file",
    "kept_files",
    "newest_numbers",
    "next_number",
    "open_remarks",
    "place_of",
    "places_of",
    "pointing",
    "proposals",
    "published",
    "read_by",
    "references",
    "referring",
    "remark",
    "remarks_on",
    "renumbered_references",
    "reviews_due",
    "title_of",
    "translates",
    "unkept",
    "waited_for",
    "words_of",
]
