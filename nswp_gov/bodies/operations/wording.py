"""What the first bodies and seats are called, in the languages of the network."""

from __future__ import annotations

from collections.abc import Mapping

from nswp_gov.rules.languages import Locale

Wording = Mapping[Locale, str]


def _in_five(en: str, fr: str, es: str, ru: str, zh: str) -> Wording:
    return dict(zip(Locale, (en, fr, es, ru, zh), strict=True))


BOARD = _in_five("Board", "Conseil d’administration", "Junta directiva", "Правление", "理事会")
COMMITTEE = _in_five(
    "Management committee",
    "Comité de gestion",
    "Comité de gestión",
    "Комитет по управлению",
    "管理委员会",
)
ASSEMBLY = _in_five(
    "General assembly", "Assemblée générale", "Asamblea general", "Общее собрание", "成员大会"
)
PRESIDENT = _in_five("President", "Présidence", "Presidencia", "Президент", "主席")
CHAIR = _in_five("Chair", "Présidence du comité", "Presidencia del comité", "Председатель", "主任")
MEMBER = _in_five("Member", "Membre", "Integrante", "Член комитета", "委员")
REGIONS: Mapping[str, Wording] = {
    "africa": _in_five("Africa", "Afrique", "África", "Африка", "非洲"),
    "asia-and-the-pacific": _in_five(
        "Asia and the Pacific",
        "Asie-Pacifique",
        "Asia y el Pacífico",
        "Азия и Тихоокеанский регион",
        "亚洲和太平洋",
    ),
    "europe": _in_five("Europe", "Europe", "Europa", "Европа", "欧洲"),
    "latin-america": _in_five(
        "Latin America", "Amérique latine", "América Latina", "Латинская Америка", "拉丁美洲"
    ),
    "north-america-and-the-caribbean": _in_five(
        "North America and the Caribbean",
        "Amérique du Nord et Caraïbes",
        "Norteamérica y el Caribe",
        "Северная Америка и Карибский бассейн",
        "北美洲和加勒比",
    ),
}
