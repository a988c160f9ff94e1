"""An invented network that shows the whole chain at work; see docs/sample.md."""

from __future__ import annotations

from nswp_gov.sample.making import Card, NotASample, Summary, cards, make, sign_in_code

__all__ = ["Card", "NotASample", "Summary", "cards", "make", "sign_in_code"]
