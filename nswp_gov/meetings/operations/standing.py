"""Standard phrases of minutes, in the languages of the network. A code brings one: `;n`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nswp_gov.meetings.operations.wording import Wording, in_five
from nswp_gov.rules.languages import Locale

PHRASES: Mapping[str, Wording] = {
    "w": in_five(
        "The chair opened the meeting and welcomed everybody.",
        "La présidence a ouvert la réunion et souhaité la bienvenue à tout le monde.",
        "La presidencia abrió la reunión y dio la bienvenida a quienes asistían.",
        "Председательствующий открыл заседание и приветствовал всех.",
        "主持人宣布会议开始，并欢迎各位。",
    ),
    "a": in_five(
        "Apologies were received and noted.",
        "Les absences excusées ont été notées.",
        "Se anotaron las ausencias justificadas.",
        "Сообщения об отсутствии приняты к сведению.",
        "已记录请假人员。",
    ),
    "g": in_five(
        "The agenda was adopted as it was sent.",
        "L’ordre du jour a été adopté tel qu’envoyé.",
        "El orden del día se aprobó tal como se envió.",
        "Повестка дня принята в том виде, в каком она была разослана.",
        "议程按发出的版本通过。",
    ),
    "q": in_five(
        "Quorum was checked and met.",
        "Le quorum a été vérifié et atteint.",
        "Se comprobó el quórum y se cumplía.",
        "Кворум проверен и имеется.",
        "经核对，已达到法定人数。",
    ),
    "n": in_five(
        "The report was received and noted.",
        "Le rapport a été reçu et il en a été pris note.",
        "Se recibió el informe y se tomó nota de él.",
        "Отчёт получен и принят к сведению.",
        "报告已收到并记录在案。",
    ),
    "d": in_five(
        "After discussion it was agreed:",
        "Après discussion, il a été convenu :",
        "Tras el debate se acordó:",
        "После обсуждения решено:",
        "经讨论，会议商定：",
    ),
    "c": in_five(
        "There was consensus; nobody objected.",
        "Il y a eu consensus ; personne ne s’est opposé.",
        "Hubo consenso; nadie se opuso.",
        "Достигнут консенсус; никто не возражал.",
        "达成共识，无人反对。",
    ),
    "p": in_five(
        "The item was put off to the next meeting.",
        "Le point a été reporté à la prochaine réunion.",
        "El punto se aplazó hasta la próxima reunión.",
        "Рассмотрение вопроса отложено до следующего заседания.",
        "此议题推迟到下次会议。",
    ),
    "i": in_five(
        "An interest was declared; the person concerned took no part in this item.",
        "Un intérêt a été déclaré ; la personne concernée n’a pas pris part à ce point.",
        "Se declaró un interés; la persona afectada no participó en este punto.",
        "Заявлена личная заинтересованность; это лицо не участвовало в рассмотрении вопроса.",
        "有人申报了利益关系，未参与此议题。",
    ),
    "b": in_five(
        "The meeting paused and went on.",
        "La réunion a fait une pause puis a repris.",
        "La reunión hizo una pausa y continuó.",
        "Сделан перерыв, затем заседание продолжено.",
        "会议休息后继续进行。",
    ),
    "t": in_five(
        "The meeting thanked those who had prepared this item.",
        "La réunion a remercié les personnes qui avaient préparé ce point.",
        "La reunión agradeció a quienes habían preparado este punto.",
        "Участники поблагодарили тех, кто подготовил этот вопрос.",
        "会议感谢为此议题做准备的人。",
    ),
    "z": in_five(
        "There was no other business; the chair closed the meeting.",
        "Il n’y avait pas d’autre question ; la présidence a clos la réunion.",
        "No hubo más asuntos; la presidencia cerró la reunión.",
        "Других вопросов не было; председательствующий закрыл заседание.",
        "没有其他事项，主持人宣布会议结束。",
    ),
}
_CODE = re.compile(rf"(?<!\S);({'|'.join(PHRASES)})(?=\s|$)")


def phrases(locale: Locale) -> dict[str, str]:
    """Return the standard phrases in a language, by their codes."""
    return {code: wording[locale] for code, wording in PHRASES.items()}


def expand(words: str, locale: Locale) -> str:
    """Return a text with every code that stands alone replaced by its phrase."""
    return _CODE.sub(lambda found: PHRASES[found[1]][locale], words)
