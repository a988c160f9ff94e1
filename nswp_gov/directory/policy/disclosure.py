"""Words that tell what the network withholds: who leads an organisation, who may vote.

The check warns and never forbids: an organisation may say of itself what it likes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Disclosed(StrEnum):
    """What a passage gives away."""

    LEADERSHIP = "leadership"
    VOTING_RIGHT = "voting_right"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A passage of a text, and what it gives away."""

    what: Disclosed
    passage: str
    start: int


_WORKERS = r"(?:current |former |ex-)*sex[ -]?workers?"
_TDS = r"(?:travailleu(?:r|se|rse|r·se|r\.se|r\(se\)|r-se)s?(?:·s|\.s|-s)? du sexe|tds)"
_PERTS = (
    r"(?:trabajador(?:[aex@]|as|es|xs|@s|es y trabajadoras|as y trabajadores)* ?sexual(?:es)?"
    r"|personas que ejercen (?:el )?trabajo sexual|perts|trabajador\w* sexual\w*)"
)
_RU = r"секс-?\s?работни[кц]\w*"
_PATTERNS: tuple[tuple[Disclosed, str], ...] = (
    (
        Disclosed.LEADERSHIP,
        (
            rf"sex[ -]?worker[- ](?:led|run|owned|driven|founded)"
            rf"|(?:run|led|founded|governed|managed|directed|controlled|staffed) (?:entirely |only "
            rf"|mainly |exclusively )*by (?:and for )?{_WORKERS}"
            rf"|(?:all|most) of (?:us|our (?:board|staff|members)) (?:are|is) {_WORKERS}"
            rf"|we are (?:all )?{_WORKERS}|by and for {_WORKERS}"
            r"|peer-led"
        ),
    ),
    (
        Disclosed.LEADERSHIP,
        (
            rf"(?:dirigée?s?|gérée?s?|menée?s?|créée?s?|fondée?s?|portée?s?|composée?s?|animée?s?)"
            rf" (?:uniquement |exclusivement |entièrement )?(?:par|de) (?:et pour )?"
            rf"(?:des |les )?{_TDS}"
            rf"|par et pour (?:des |les )?{_TDS}"
            rf"|nous sommes (?:toutes |tous |touTEs )?(?:des )?{_TDS}"
        ),
    ),
    (
        Disclosed.LEADERSHIP,
        (
            rf"(?:dirigid|liderad|gestionad|fundad|integrad|conformad|formad|compuest)[aoe]s?"
            rf" (?:solo |únicamente |exclusivamente )?(?:por|de) (?:y para )?"
            rf"(?:las |los |les )?{_PERTS}"
            rf"|por y para (?:las |los |les )?{_PERTS}"
            rf"|somos (?:todas |todos |todes )?(?:una \w+ de )?{_PERTS}"
        ),
    ),
    (
        Disclosed.LEADERSHIP,
        (
            rf"(?:под руководством|управля\w+|возглавля\w+|созда\w+|основа\w+|состоит из"
            rf"|руковод\w+) (?:самими |только |исключительно )?{_RU}"
            rf"|{_RU} (?:руковод\w+|управля\w+|возглавля\w+)|мы (?:сами )?[—–-]? ?{_RU}"
            rf"|самоорганизаци\w+ {_RU}"
        ),
    ),
    (
        Disclosed.LEADERSHIP,
        (
            r"(?:我们(?:都)?是)?性工作者(?:自己)?(?:主导|领导|自主|管理|创办|创立|运营|自组织)"
            r"|由性工作者\w{0,6}(?:组成|主导|领导|管理|创办|创立|运营)|我们(?:都)?是性工作者"
        ),
    ),
    (
        Disclosed.VOTING_RIGHT,
        (
            r"voting member|right to vote (?:in|at) (?:the )?(?:nswp|network)|membre votante?"
            r"|droit de vote (?:au|dans le) (?:nswp|réseau)|miembr[oa]s? con (?:derecho a )?voto"
            r"|член\w* с правом голоса|право голоса в (?:нсвп|сети)|有投票权的(?:成员|会员)"
            r"|(?:拥|享)有投票权"
        ),
    ),
    (
        Disclosed.CATEGORY,
        (
            r"(?:full|associate|supporting) member(?:s|ship)?\b"
            r"|membre (?:à part entière|titulaire|associée?|de soutien)"
            r"|miembro (?:plen[oa]|de pleno derecho|asociad[oa]|de apoyo)"
            r"|(?:полноправн\w+|ассоциированн\w+|полн\w+) член\w*|(?:正式|准|支持)(?:会员|成员)"
        ),
    ),
)
_COMPILED = tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in _PATTERNS)


def disclosures(words: str) -> tuple[Disclosure, ...]:
    """Return the passages of `words` that tell what the network withholds, in their order."""
    plain = words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")
    found = (
        Disclosure(what, match.group(), match.start())
        for what, pattern in _COMPILED
        for match in pattern.finditer(plain)
    )
    return tuple(sorted(found, key=lambda one: (one.start, one.what)))
