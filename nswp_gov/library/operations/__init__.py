"""What can be done in the library."""

from nswp_gov.library.operations.checking import (
    index_series,
    index_translation,
    note_check,
    watch_links,
)
from nswp_gov.library.operations.filing import add_link, attach, detach, drop_link
from nswp_gov.library.operations.listing import reconcile
from nswp_gov.library.operations.publishing import decline, publish, send, withdraw
from nswp_gov.library.operations.writing import (
    Facts,
    Words,
    add_partner,
    add_resource,
    add_series,
    edit_resource,
    name_companion,
    part_companion,
    translate_resource,
    translate_series,
)

__all__ = [
    "Facts",
    "Words",
    "add_link",
    "add_partner",
    "add_resource",
    "add_series",
    "attach",
    "decline",
    "detach",
    "drop_link",
    "edit_resource",
    "index_series",
    "index_translation",
    "name_companion",
    "note_check",
    "part_companion",
    "publish",
    "reconcile",
    "send",
    "translate_resource",
    "translate_series",
    "watch_links",
    "withdraw",
]
