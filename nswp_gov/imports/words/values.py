"""A cell as the value it stands for: levels, categories, days, languages, in five languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from babel import Locale as Cldr

from nswp_gov.directory.states import Area, Level
from nswp_gov.imports.states import Target
from nswp_gov.imports.words.folding import bare, fold
from nswp_gov.imports.words.places import country_of
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region

_BETWEEN = re.compile(r"[;,/|\n、，；]|\s+(?:and|et|y|и)\s+|和")
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")

_LEVELS: Mapping[Level, str] = {
    Level.LOCAL: "local|local organisation|local organization|locale|organisation locale|"
    "organizacion local|местныи|местная|местная организация|локальныи|地方|当地|本地|地方组织",
    Level.NATIONAL: "全国性组织|national|national organisation|national organization|nationale|"
    "nacional|organisation nationale|organizacion nacional|национальныи|национальная|"
    "национальная организация|全国|国家级|全国组织|全国性",
    Level.REGIONAL: "regional|regional network|reseau regional|regionale|red regional|"
    "региональныи|региональная|региональная сеть|区域|区域性|区域网络",
    Level.GLOBAL: "global|global network|international|mondial|reseau mondial|mondiale|mundial|"
    "red mundial|red global|internacional|internationale|глобальныи|глобальная|глобальная сеть|"
    "международныи|международная|全球|国际|全球网络",
}
_CATEGORIES: Mapping[Category, str] = {
    Category.FULL: "a part entiere|full|full member|voting|voting member|membre a part entiere|"
    "plein|membre titulaire|pleno|miembro pleno|miembro de pleno derecho|полныи|полноправныи|"
    "полноправныи член|полныи член|正式|正式会员|正式成员",
    Category.ASSOCIATE: "associate|associate member|associe|associee|membre associe|asociado|"
    "asociada|miembro asociado|ассоциированныи|ассоциированныи член|准会员|联系会员|准成员",
    Category.SUPPORTING: "membre sympathisant|miembro solidario|solidario|supporting|"
    "supporting member|supporter|membre de soutien|soutien|sympathisant|de apoyo|"
    "miembro de apoyo|simpatizante|miembro colaborador|поддерживающии|поддерживающии член|"
    "支持会员|支持成员",
}
_STANDINGS: Mapping[Standing, str] = {
    Standing.ACTIVE: "действует|active|current|actif|active member|a jour|activo|activa|al dia|"
    "активныи|деиствующии|действующий|有效|正常|活跃|在籍",
    Standing.GRACE: "льготныи срок|grace|in the period of grace|period of grace|delai de grace|"
    "en delai de grace|periodo de gracia|en periodo de gracia|льготныи период|宽限|宽限期",
    Standing.SUSPENDED: "suspended|suspendu|suspendue|suspendido|suspendida|приостановлен|"
    "приостановлено|приостановлена|暂停|中止|已暂停",
    Standing.LAPSED: "non renouvelee|no renovada|не продлено|未续期|lapsed|expired|not renewed|"
    "expire|echu|non renouvele|caduc|vencido|vencida|caducado|истек|истекло|прекращено|失效|过期|"
    "已失效",
    Standing.RESIGNED: "retiree a sa demande|retirada voluntariamente|"
    "вышла по собственному решению|resigned|left|withdrawn|demissionnaire|demission|parti|retire|"
    "renuncio|renuncia|se retiro|вышел|вышла|вышли|выход|退会|退出|已退会|已退出",
    Standing.EXPELLED: "expelled|exclu|exclue|expulse|expulsado|expulsada|исключен|исключена|"
    "исключены|除名|开除|已除名",
}
_AREAS: Mapping[Area, str] = {
    Area.DECRIMINALISATION: "decriminalisation, le travail du sexe comme travail|"
    "despenalizacion, trabajo sexual como trabajo|декриминализация, секс-работа как работа|"
    "去罪化，性工作是工作|decriminalisation|decriminalization|decriminalisation sex work as work|"
    "descriminalizacion|despenalizacion|декриминализация|非罪化|去罪化|除罪化",
    Area.TRAFFICKING_PARADIGM: "remise en cause du paradigme de la traite|"
    "cuestionamiento del paradigma de la trata|挑战人口贩运话语|"
    "критика подхода, сводящего секс-работу к торговле людьми|trafficking|trafficking paradigm|"
    "challenging the trafficking paradigm|traite|trata|trata de personas|торговля людьми|"
    "人口贩运|反人口贩运",
    Area.HEALTH: "доступ к охране здоровья|获得健康服务|health|access to health|hiv|sante|"
    "acces a la sante|vih|salud|acceso a la salud|здоровье|доступ к здравоохранению|вич|健康|"
    "卫生|艾滋病",
    Area.VIOLENCE: "fin des violences|fin de la violencia|прекращение насилия|终止暴力|violence|"
    "ending violence|violences|mettre fin a la violence|violencia|насилие|暴力|消除暴力|反暴力",
    Area.HUMAN_RIGHTS: "human rights|rights|droits humains|droits de l homme|derechos humanos|"
    "права человека|人权",
    Area.STIGMA: "fin de la stigmatisation et de la discrimination|"
    "fin del estigma y la discriminacion|преодоление стигмы и дискриминации|终止污名与歧视|"
    "stigma|stigma and discrimination|ending stigma and discrimination|discrimination|"
    "stigmatisation|estigma|discriminacion|estigma y discriminacion|стигма|дискриминация|污名|"
    "歧视|污名与歧视",
    Area.ECONOMIC_EMPOWERMENT: "economic empowerment|economic inclusion|"
    "autonomisation economique|empoderamiento economico|экономические возможности|"
    "расширение экономических возможностеи|经济赋权",
}  # fmt: skip
_REGIONS: Mapping[Region, str] = {
    Region.AFRICA: "africa|afrique|африка|非洲",
    Region.ASIA_AND_THE_PACIFIC: "азия и тихоокеанскии регион|亚洲和太平洋|asia and the pacific|"
    "asia pacific|asia|asie et pacifique|asie pacifique|asia y el pacifico|asia pacifico|"
    "азия и тихии океан|азиатско тихоокеанскии регион|азия|亚太|亚洲及太平洋|亚太地区|亚洲",
    Region.EUROPE: "europe|europa|европа|欧洲",
    Region.LATIN_AMERICA: "latin america|amerique latine|america latina|latinoamerica|"
    "латинская америка|拉丁美洲|拉美",
    Region.NORTH_AMERICA_AND_THE_CARIBBEAN: "norteamerica y el caribe|"
    "северная америка и карибскии бассеин|北美洲和加勒比|north america and the caribbean|"
    "north america|caribbean|amerique du nord et caraibes|amerique du nord|caraibes|"
    "america del norte y el caribe|america del norte|caribe|северная америка и карибы|"
    "северная америка|карибы|北美和加勒比|北美及加勒比|北美",
}  # fmt: skip


class Unknown(ValueError):
    """A cell that cannot be read; `code` says why, `words` what it holds."""

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        self.words = words
        super().__init__(code)


def _by_word(table: Mapping[Any, str]) -> dict[str, str]:
    own = {bare(meant.value): meant.value for meant in table}
    return {bare(w): meant.value for meant, words in table.items() for w in words.split("|")} | own


_WORDS = {
    Target.LEVEL: _by_word(_LEVELS),
    Target.CATEGORY: _by_word(_CATEGORIES),
    Target.STANDING: _by_word(_STANDINGS),
    Target.AREAS: _by_word(_AREAS),
    Target.REGION: _by_word(_REGIONS),
}


@cache
def _languages() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in Locale:
        for code, name in Cldr.parse(locale.value).languages.items():
            if "_" not in code:
                found.setdefault(fold(name), code)
    found |= {"mandarin": "zh", "chinese": "zh", "中文": "zh", "汉语": "zh", "普通话": "zh"}
    known = {locale.value.partition("_")[0] for locale in Locale}
    return found | {code: code for code in set(found.values()) | known}


def read(target: Target, words: str, answers: Mapping[str, str]) -> Any:
    """Return what a cell stands for; `answers` holds the countries that were chosen by hand.

    Raises:
        Unknown: nobody can tell what is meant.

    """
    return _READERS.get(target, _as_it_is)(target, words, answers)


def _as_it_is(_target: Target, words: str, _answers: Mapping[str, str]) -> str:
    return words


def _word(target: Target, words: str, _answers: Mapping[str, str]) -> str:
    found = _WORDS[target].get(bare(words))
    if found is None:
        raise Unknown(f"import_unknown_{target.value}", words)
    return found


def _country(_target: Target, words: str, answers: Mapping[str, str]) -> str:
    found = country_of(words) or answers.get(fold(words))
    if not found:
        raise Unknown("import_unknown_country", words)
    return found


def _parts(words: str) -> list[str]:
    return [one.strip() for one in _BETWEEN.split(words) if one.strip()]


def _areas(target: Target, words: str, _answers: Mapping[str, str]) -> list[str]:
    """Read areas that are separated by what may also stand inside the name of one."""
    left, found = _parts(words), set()
    while left:
        most = next((n for n in range(len(left), 1, -1) if _known_area(left[:n])), 1)
        found.add(_word(target, " ".join(left[:most]), {}))
        left = left[most:]
    return sorted(found)


def _known_area(parts: list[str]) -> bool:
    return bare(" ".join(parts)) in _WORDS[Target.AREAS]


def _spoken(_target: Target, words: str, _answers: Mapping[str, str]) -> list[str]:
    return sorted({_language(one) for one in _parts(words)})


def _language(words: str) -> str:
    found = _languages().get(fold(words))
    if found is None:
        raise Unknown("import_unknown_language", words)
    return found


def _locale(_target: Target, words: str, _answers: Mapping[str, str]) -> str:
    spoken = _language(_parts(words)[0] if _parts(words) else words)
    for one in Locale:
        if one.value.partition("_")[0] == spoken:
            return one.value
    raise Unknown("import_unknown_locale", words)


def _day(_target: Target, words: str, _answers: Mapping[str, str]) -> str:
    """Read a day that nobody can read in two ways: year first, or with points, day first."""
    ordered = _ISO.fullmatch(words)
    dotted = _DOTTED.fullmatch(words)
    if ordered:
        numbers = [int(one) for one in ordered.groups()]
    elif dotted:
        numbers = [int(one) for one in reversed(dotted.groups())]
    else:
        raise Unknown("import_unknown_day", words)
    try:
        return date(*numbers).isoformat()
    except ValueError:
        raise Unknown("import_unknown_day", words) from None


_READERS: Mapping[Target, Callable[[Target, str, Mapping[str, str]], Any]] = {
    Target.LEVEL: _word,
    Target.CATEGORY: _word,
    Target.STANDING: _word,
    Target.REGION: _word,
    Target.COUNTRY: _country,
    Target.AREAS: _areas,
    Target.LANGUAGES: _spoken,
    Target.LOCALE: _locale,
    Target.ADMITTED_ON: _day,
    Target.STANDING_ON: _day,
}
