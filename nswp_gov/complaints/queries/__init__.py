"""Reading complaints: the rows of one, what policies ask, what waits for whom."""

from nswp_gov.complaints.queries.cases import (
    BY_DEFAULT,
    case_of,
    due,
    office_holders,
    public_names,
    receivers,
    receivers_offered,
    rule_on,
    visible,
)
from nswp_gov.complaints.queries.rows import (
    DOSSIER,
    KIND,
    by_token,
    complaint,
    documents,
    measure,
    measures,
    messages,
    opened_by,
    readers,
    reasons,
    steps,
    stored,
    years,
)

__all__ = [
    "BY_DEFAULT", "DOSSIER", "KIND", "by_token", "case_of", "complaint", "documents", "due",
    "measure", "measures", "messages", "office_holders", "opened_by", "public_names", "readers",
    "reasons", "receivers", "receivers_offered", "rule_on", "steps", "stored", "visible", "years",
]  # fmt: skip
