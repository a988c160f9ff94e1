"""Files from outside: found out, read as they stand, refused when they are hostile."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.imports.reading import FORMULA, TableRefused, read_table
from nswp_gov.imports.reading.delimited import decode, read_delimited, sign_of
from nswp_gov.imports.reading.sheets import read_sheet
from nswp_gov.imports.states import LARGEST_FILE, LONGEST_CELL, MOST_LINES, Target
from nswp_gov.imports.words import Unknown, closest, country_of, read, suggest

pytestmark = pytest.mark.database_free

WORDS = "id;name\n1;Maison d’été\n2;Дом и 家\n"
ENCODINGS = {
    "utf-8": WORDS.encode(),
    "utf-8 with a mark": WORDS.encode("utf-8-sig"),
    "utf-16 with a mark": WORDS.encode("utf-16"),
    "utf-16 big-endian with a mark": codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
    "utf-16 without a mark": WORDS.encode("utf-16-le"),
    "utf-16 big-endian without a mark": WORDS.encode("utf-16-be"),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_the_encoding_is_found(content):
    assert decode(content) == WORDS


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(sign):
    lines = [["id", "name", "note"], ["1", "a, b; c", ""], ["2", 'said "x"', "two\nlines"]]
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(lines)
    assert sign_of(out.getvalue()) == sign
    table = read_delimited(out.getvalue().encode())
    assert [line.cells for line in table.lines] == [
        ("1", "a, b; c"), ("2", 'said "x"', "two\nlines"),
    ]  # fmt: skip


@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffc"),
                min_size=1,
                max_size=12,
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t"]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_a_spreadsheet_writes_is_read_back(rows, sign):
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    expected = [tuple(one.strip() for one in row) for row in rows]
    if any(one.startswith(("=", "'")) or not one for row in expected for one in row):
        return
    table = read_delimited(out.getvalue().encode())
    assert [line.cells for line in table.lines] == expected


def book(rows):
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_it_stands():
    day = dt.date(2020, 2, 29)
    content = book([["id", "since", "n", "sum"], [7.0, day, "x", "=1+1"], [None] * 4, ["8"]])
    table = read_table(content)
    assert table.heads == ("id", "since", "n", "sum")
    assert [(line.number, line.cells) for line in table.lines] == [
        (2, ("7", "2020-02-29", "x", FORMULA)),
        (4, ("8",)),
    ]


def test_a_cell_that_was_made_harmless_comes_back_as_it_was():
    table = read_table(b"a,b,c\n'+44 20,'=1+1,=1+1\n")
    assert table.lines[0].cells == ("+44 20", "=1+1", FORMULA)


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def with_part(name, content):
    source = zipfile.ZipFile(io.BytesIO(book([["a"], ["b"]])))
    return packed({**{one: source.read(one) for one in source.namelist()}, name: content})


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
FAR = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>b</t></is></c></row>
</sheetData></worksheet>"""
HOSTILE = {
    "nothing": (b"", "import_empty"),
    "heads alone": (b"a,b\n", "import_empty"),
    "too large": (b"a" * (LARGEST_FILE + 1), "import_large"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "import_kind"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"0" * 50, "import_kind"),
    "another encoding": ("id,name\n1,été\n".encode("cp1252"), "import_encoding"),
    "zeros": (b"\x00" * 4001, "import_encoding"),
    "a broken package": (b"PK\x03\x04" + b"0" * 50, "import_damaged"),
    "a package of something else": (packed({"word/document.xml": b"<x/>"}), "import_damaged"),
    "a bomb": (with_part("xl/media/bomb.xml", b"0" * 60_000_000), "import_unpacks_large"),
    "many parts": (packed({f"p{n}": b"" for n in range(501)}), "import_unpacks_large"),
    "entities": (with_part("xl/worksheets/sheet1.xml", ENTITIES), "import_damaged"),
    "a far line": (with_part("xl/worksheets/sheet1.xml", FAR), "import_many_lines"),
    "many lines": (b"a\n" + b"x\n" * (MOST_LINES + 1), "import_many_lines"),
    "many blank lines": (b"a\n" + b"\n" * (3 * MOST_LINES), "import_many_lines"),
    "many columns": (b",".join([b"a"] * 101) + b"\nx\n", "import_many_columns"),
    "a long cell": (b"a\n" + b"x" * (LONGEST_CELL + 1) + b"\n", "import_cell_long"),
    "a quote that never ends": (b'a\n"' + b"x\n" * 30_000, "import_cell_long"),
    "an open quote": (b'a,b\n"x,y\n', "import_damaged"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused(content, code):
    with pytest.raises(TableRefused) as refusal:
        if content.startswith(b"PK") and len(content) < LARGEST_FILE:
            read_sheet(content)
        elif code in {"import_large", "import_kind"} or not content:
            read_table(content)
        else:
            read_delimited(content)
    assert refusal.value.code == code


def test_reading_apart_has_an_end_and_refuses_as_reading_here():
    lines = b"a\n" + b"xx,yy\n" * 19_000
    with pytest.raises(TableRefused) as refusal:
        read_table(lines, seconds=0)
    assert refusal.value.code == "import_damaged"
    with pytest.raises(TableRefused) as refusal:
        read_table(b"a\n" + b"x\n" * (MOST_LINES + 1))
    assert (refusal.value.code, refusal.value.values) == ("import_many_lines", {"most": MOST_LINES})


COUNTRIES = {
    "KE": ["Kenya", "kenia", "Кения", "肯尼亚", "KE", "ken", "KÉNYA"],
    "CI": ["Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast", "科特迪瓦", "CIV"],
    "BA": ["Bosnia & Herzegovina", "Bosnia and Herzegovina", "Bosnie-Herzégovine"],
    "NL": ["the Netherlands", "Pays-Bas", "Países Bajos", "Нидерланды", "Holland"],
    "CD": ["DRC", "Democratic Republic of the Congo", "Congo-Kinshasa"],
    "GB": ["UK", "United Kingdom", "Royaume-Uni", "Великобритания", "英国"],
}


def test_countries_are_known_in_five_languages_and_by_code():
    wrong = {w: country_of(w) for code, words in COUNTRIES.items() for w in words
             if country_of(w) != code}  # fmt: skip
    assert wrong == {}
    assert country_of("Congo") is None  # two countries: nobody guesses
    assert {"CD", "CG"} <= set(closest("Congo"))
    assert country_of("Atlantis") is None
    for misspelt, meant in (("Keniya", "KE"), ("Untied Kingdom", "GB"), ("Испаниа", "ES")):
        assert closest(misspelt)[0] == meant


def test_columns_are_recognised_in_five_languages():
    for heads in (
        ("Member ID", "Organisation", "Country", "Contact email", "Working languages"),
        ("Identifiant", "Nom de l’organisation", "Pays", "Courriel", "Langues de travail"),
        ("Clave", "Nombre de la organización", "País", "Correo electrónico", "Idiomas de trabajo"),
        ("Номер", "Название организации", "Страна", "Электронная почта", "Рабочие языки"),
        ("编号", "组织名称", "国家", "电子邮件", "工作语言"),
    ):
        assert list(suggest(heads).values()) == [
            Target.KEY, Target.NAME, Target.COUNTRY, Target.EMAIL, Target.LANGUAGES,
        ], heads  # fmt: skip
    assert suggest(["Name", "Name", "whatever"]) == {0: Target.NAME}


READ = [
    (Target.LANGUAGES, "English; français, русский и 中文", ["en", "fr", "ru", "zh"]),
    (Target.LOCALE, "Español", "es"),
    (Target.LOCALE, "中文", "zh_Hans"),
    (Target.AREAS, "Health; violencia", ["health", "violence"]),
    (Target.LEVEL, "Национальная", "national"),
    (Target.CATEGORY, "正式会员", "full"),
    (Target.STANDING, "действующий", "active"),
    (Target.REGION, "Asia & the Pacific", "asia-and-the-pacific"),
    (Target.ADMITTED_ON, "3.4.2021", "2021-04-03"),
    (Target.ADMITTED_ON, "2021/4/3", "2021-04-03"),
    (Target.ADMITTED_ON, "2021年4月3日", "2021-04-03"),
]


@pytest.mark.parametrize(("target", "words", "meant"), READ)
def test_a_cell_is_read_as_what_it_stands_for(target, words, meant):
    assert read(target, words, {}) == meant


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target.ADMITTED_ON, "03/04/2021"),
        (Target.ADMITTED_ON, "2021-13-01"),
        (Target.LANGUAGES, "English; Klingonese"),
        (Target.LOCALE, "Deutsch"),
        (Target.STANDING, "unclear"),
    ],
)
def test_a_cell_that_can_be_read_in_two_ways_or_none_is_not_guessed(target, words):
    with pytest.raises(Unknown):
        read(target, words, {})
