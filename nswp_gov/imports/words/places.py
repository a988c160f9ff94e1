"""Countries and territories as people write them. Source: Unicode CLDR, through Babel."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from babel import Locale as Cldr
from babel.core import get_global

from nswp_gov.imports.words.folding import bare
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import placements

_SUGGESTED = 3
_ALIKE = 0.6
_ALPHA_3 = 3
# What CLDR has no name for: short forms, older names, and names of which a country has several.
_ALSO = {
    "usa": "US", "u s a": "US", "united states of america": "US", "etats unis d amerique": "US",
    "ee uu": "US", "eeuu": "US", "estados unidos de america": "US", "сша": "US",
    "美利坚合众国": "US",
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "grande bretagne": "GB", "angleterre": "GB",
    "gran bretana": "GB", "inglaterra": "GB", "великобритания": "GB", "англия": "GB",
    "drc": "CD", "dr congo": "CD", "democratic republic of the congo": "CD", "rdc": "CD",
    "republique democratique du congo": "CD", "republica democratica del congo": "CD",
    "демократическая республика конго": "CD", "дрк": "CD", "zaire": "CD",
    "republic of the congo": "CG", "republique du congo": "CG",
    "ivory coast": "CI", "burma": "MM", "birmanie": "MM", "birmania": "MM", "бирма": "MM",
    "czech republic": "CZ", "republique tcheque": "CZ", "republica checa": "CZ",
    "чешская республика": "CZ", "swaziland": "SZ", "souaziland": "SZ", "suazilandia": "SZ",
    "свазиленд": "SZ", "macedonia": "MK", "macedoine": "MK", "македония": "MK",
    "cape verde": "CV", "east timor": "TL", "timor oriental": "TL", "holland": "NL",
    "pays bas": "NL", "south korea": "KR", "republic of korea": "KR", "north korea": "KP",
    "russia": "RU", "russian federation": "RU", "федерация россии": "RU",
    "российская федерация": "RU", "moldova": "MD", "republic of moldova": "MD",
    "молдавия": "MD", "turkey": "TR", "viet nam": "VN", "laos": "LA", "lao pdr": "LA",
    "syria": "SY", "tanzania": "TZ", "iran": "IR", "bolivia": "BO", "venezuela": "VE",
    "palestine": "PS", "taiwan": "TW", "brunei": "BN", "kirghizistan": "KG",
    "киргизия": "KG", "туркмения": "TM", "белоруссия": "BY", "belorussia": "BY",
    "the gambia": "GM", "gambie": "GM", "kosova": "XK", "macau": "MO", "hong kong": "HK",
    "中华人民共和国": "CN", "大韩民国": "KR", "韩国": "KR", "英国": "GB", "美国": "US",
}  # fmt: skip

_AMBIGUOUS = ("Congo", "Конго", "刚果", "Korea", "Corea", "Corée", "Корея")  # two countries each


@cache
def _names() -> dict[str, str]:
    """Every way of writing a country that is known, folded, with its code."""
    known = placements()
    found: dict[str, str] = {}
    for locale in Locale:
        for code, name in Cldr.parse(locale.value).territories.items():
            if code in known:
                found.setdefault(bare(name), code)
    found |= {bare(name): code for name, code in _ALSO.items() if code in known}
    for name in _AMBIGUOUS:
        found.pop(bare(name), None)
    for code, meant in get_global("territory_aliases").items():
        if len(code) == _ALPHA_3 and code.isalpha() and len(meant) == 1 and meant[0] in known:
            found.setdefault(code.casefold(), meant[0])
    return found | {code.casefold(): code for code in known}


def country_of(words: str) -> str | None:
    """Return the ISO 3166-1 code of a country named in one of five languages, or by a code."""
    return _names().get(bare(words))


def closest(words: str) -> list[str]:
    """Return the codes of up to three countries whose names are most like `words`."""
    near = get_close_matches(bare(words), _names(), n=3 * _SUGGESTED, cutoff=_ALIKE)
    return list(dict.fromkeys(_names()[one] for one in near))[:_SUGGESTED]
