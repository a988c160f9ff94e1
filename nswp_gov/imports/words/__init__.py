"""What people write, in five languages, and what it means here."""

from __future__ import annotations

from nswp_gov.imports.words.folding import fold
from nswp_gov.imports.words.heads import suggest
from nswp_gov.imports.words.places import closest, country_of
from nswp_gov.imports.words.values import Unknown, read

__all__ = ["Unknown", "closest", "country_of", "fold", "read", "suggest"]
