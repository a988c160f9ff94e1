"""Letters of other scripts in Latin ones, plainly: for comparing names, never for showing them."""

from __future__ import annotations

from types import MappingProxyType


def _table(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.split(), strict=True))


_CYRILLIC = _table(
    "абвгдезийклмнопрстуфыэіїєґёўжхцчшщюя",
    "a b v g d e z i i k l m n o p r s t u f y e i i e g e u zh kh ts ch sh shch yu ya",
) | {"ь": "", "ъ": ""}
_GREEK = _table(
    "αβγδεζηθικλμνξοπρστυφχψωσς",
    "a v g d e z i th i k l m n x o p r s t y f ch ps o s s",
)
_ARABIC = _table(
    "ابتثجحخدذرزسشصضطظغفقكلمنهويةىپچگکی",
    "a b t th j h kh d dh r z s sh s d t z gh f q k l m n h u i a a p ch g k i",
) | {"ع": "", "ء": "", "ـ": ""}
_DEVANAGARI = _table(
    "अआइईउऊएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौंँः",
    "a a i i u u e e o o k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v "
    "sh sh s h a i i u u e e o o n n h",
) | {"्": "", "़": ""}
_LATIN = _table("œæøłßıđ", "oe ae o l ss i d")
# Traditional signs that names of organisations are made of, as the simplified ones.
_HAN = dict(
    zip("紅傘組織聯會國際協愛動權益運婦務業網絡團體勞關懷臺灣廣東華藍黃綠門龍島灣與婦聲",
        "红伞组织联会国际协爱动权益运妇务业网络团体劳关怀台湾广东华蓝黄绿门龙岛湾与妇声",
        strict=True)
)  # fmt: skip
TABLE = MappingProxyType(_LATIN | _CYRILLIC | _GREEK | _ARABIC | _DEVANAGARI | _HAN)
ARTICLE = "ال"  # written with the word that it belongs to
