"""Standing items and phrases of the record, in the languages of the network."""

from __future__ import annotations

from collections.abc import Mapping

from nswp_gov.rules.languages import Locale

Wording = Mapping[Locale, str]


def in_five(en: str, fr: str, es: str, ru: str, zh: str) -> Wording:
    """Return words by language: English, French, Spanish, Russian, Chinese."""
    return dict(zip(Locale, (en, fr, es, ru, zh), strict=True))


APPROVAL = in_five(
    "Minutes of %(day)s",
    "Procès-verbal du %(day)s",
    "Acta del %(day)s",
    "Протокол от %(day)s",
    "%(day)s 的会议纪要",
)
OPEN_ACTIONS = in_five(
    "Open action items",
    "Actions à mener en cours",
    "Acciones pendientes abiertas",
    "Открытые поручения",
    "未完成的待办事项",
)
NEXT_MEETING = in_five(
    "Next meeting", "Prochaine réunion", "Próxima reunión", "Следующее заседание", "下次会议"
)
APPROVED = in_five(
    "The minutes of %(day)s are approved.",
    "Le procès-verbal du %(day)s est approuvé.",
    "Se aprueba el acta del %(day)s.",
    "Протокол от %(day)s утверждён.",
    "%(day)s 的会议纪要获得批准。",
)
