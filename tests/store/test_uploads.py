import io
import zipfile

import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

from nswp_gov.store.uploads import EXTENSIONS, LARGEST, clean, kind_of
from nswp_gov.store.uploads.apart import clean_apart
from nswp_gov.store.uploads.refusals import UploadRefused

NAMES = (b"Amina Testperson", b"Phone Maker 9", b"private remark", b"51.5074")
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def refusal(content, name):
    with pytest.raises(UploadRefused) as caught:
        clean(content, name)
    return caught.value.code


def picture(form="JPEG", size=(400, 300), *, orientation=6):
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone Maker 9"
    exif[0x013B] = "Amina Testperson"
    exif[0x8825] = {1: "N", 2: (51.5074, 0.0, 0.0)}
    extra = {}
    if form == "PNG":
        extra["pnginfo"] = PngImagePlugin.PngInfo()
        extra["pnginfo"].add_text("Comment", "private remark by Amina Testperson")
    else:
        extra["comment"] = b"private remark"
        extra["xmp"] = b"<x:xmpmeta>Amina Testperson</x:xmpmeta>"
    out = io.BytesIO()
    image.save(out, form, exif=exif, **extra)
    return out.getvalue() + b"PK\x03\x04 private remark behind the picture"


@pytest.mark.parametrize(
    ("form", "name"), [("JPEG", "a.JPG"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
def test_picture_keeps_its_points_upright_and_nothing_else(form, name):
    source = picture(form) if form != "WEBP" else to_webp(picture())
    cleaned = clean(source, name)
    assert (cleaned.media_type, cleaned.extension) == ("image/webp", "webp")
    assert not [one for one in NAMES if one in cleaned.content]
    with Image.open(io.BytesIO(cleaned.content)) as image:
        assert image.size == (300, 400)
        assert not image.getexif()
        red, _, blue = image.convert("RGB").getpixel((150, 350))
        assert red > 200 > blue


def to_webp(content):
    with Image.open(io.BytesIO(content)) as image:
        out = io.BytesIO()
        image.save(out, "WEBP", exif=image.getexif(), lossless=True)
        return out.getvalue()


def test_large_picture_becomes_smaller_and_transparency_stays():
    out = io.BytesIO()
    Image.new("RGBA", (2600, 1300), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(clean(out.getvalue(), "a.png").content)) as image:
        assert image.size == (2000, 1000)
        assert image.mode == "RGBA"
        assert image.getpixel((5, 5))[3] == 0


def test_picture_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert refusal(out.getvalue(), "a.png") == "upload_too_large_inside"


def test_half_a_picture_is_refused():
    whole = picture()
    assert refusal(whole[: len(whole) // 3], "a.jpg") == "upload_damaged"


def document():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 300))
    page = pdf.pages[0].obj
    pdf.Root.Lang = pikepdf.String("fr")
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.attachments["secret.txt"] = b"private remark"
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = ["Amina Testperson"]
    pdf.docinfo["/Author"] = "Amina Testperson"
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org"),
        T="Amina Testperson",
    )
    script = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")),
    )
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        Contents="private remark",
        T="Amina Testperson",
    )
    page.Annots = pikepdf.Array([pdf.make_indirect(one) for one in (link, script, note)])
    page.PieceInfo = pikepdf.Dictionary(Maker="Phone Maker 9")
    return pdf


def saved(pdf, **options):
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def unpacked(content):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
    return out.getvalue()


def test_pdf_keeps_pages_language_and_links_and_nothing_else():
    source = saved(document())
    assert b"Amina Testperson" in unpacked(source)
    cleaned = clean(source, "a.pdf")
    plain = unpacked(cleaned.content)
    for trace in (*NAMES, b"JavaScript", b"app.alert", b"Launch", b"cmd.exe", b"EmbeddedFile"):
        assert trace not in plain
    with pikepdf.open(io.BytesIO(cleaned.content)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == "fr"
        links = pdf.pages[0].Annots
        assert [str(one.A.URI) for one in links if "/A" in one] == ["https://example.org"]
        assert "/Info" not in pdf.trailer
    assert clean(source, "a.pdf").content == cleaned.content


def test_pdf_with_a_password_and_a_broken_one_are_refused():
    locked = saved(document(), encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refusal(locked, "a.pdf") == "upload_locked"
    owned = saved(document(), encryption=pikepdf.Encryption(owner="o", user=""))
    assert refusal(owned, "a.pdf") == "upload_locked"
    assert refusal(b"%PDF-1.7\nnothing more", "a.pdf") == "upload_damaged"


def word(extra=(), *, document_rels="", replace=()):
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/customXml/item1.xml" ContentType="x"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{RELS}/customXml" Target="customXml/item1.xml"/>'
        "</Relationships>",
        "word/document.xml": '<?xml version="1.0"?><w:document xmlns:w="w">'
        '<w:ins w:id="1" w:author="Amina Testperson" w:date="2026-01-01T00:00:00Z">'
        '<w:p w:rsidR="00AB12CD"><w:t>Words of the minutes</w:t></w:p></w:ins></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r3" Type="{RELS}/hyperlink" Target="https://example.org" '
        f'TargetMode="External"/>{document_rels}</Relationships>',
        "word/settings.xml": '<w:settings xmlns:w="w"><w:rsids><w:rsid w:val="00AB12CD"/>'
        "</w:rsids></w:settings>",
        "word/people.xml": "<w15:people>Amina Testperson</w15:people>",
        "word/media/image1.jpeg": picture(),
        "docProps/core.xml": "<cp:coreProperties>Amina Testperson</cp:coreProperties>",
        "docProps/app.xml": "<Properties><Company>Amina Testperson</Company></Properties>",
        "docProps/thumbnail.jpeg": picture(),
        "customXml/item1.xml": "<x>private remark</x>",
    }
    parts.update(extra)
    parts.update(replace)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def test_word_file_keeps_its_words_and_nothing_of_its_writers():
    cleaned = clean(word(), "minutes.docx")
    with zipfile.ZipFile(io.BytesIO(cleaned.content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
        dates = {part.date_time for part in package.infolist()}
    assert b"Words of the minutes" in parts["word/document.xml"]
    assert b"https://example.org" in parts["word/_rels/document.xml.rels"]
    for data in parts.values():
        for trace in (*NAMES, b"00AB12CD", b"2026-01-01", b"customXml", b"Exif"):
            assert trace not in data
    assert not {"word/people.xml", "docProps/thumbnail.jpeg", "customXml/item1.xml"} & set(parts)
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_excel_file_keeps_its_cells_and_still_opens():
    book = openpyxl.Workbook()
    book.properties.creator = "Amina Testperson"
    book.active["A1"] = 42
    book.active["A1"].comment = Comment("a question", "Amina Testperson")
    out = io.BytesIO()
    book.save(out)
    content = out.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        kept = [name for name in package.namelist() if not name.endswith(".vml")]
        parts = [(name, package.read(name)) for name in kept]
    without_drawing = io.BytesIO()
    with zipfile.ZipFile(without_drawing, "w") as package:
        for name, data in parts:
            package.writestr(name, data)
    cleaned = clean(without_drawing.getvalue(), "a.xlsx")
    with zipfile.ZipFile(io.BytesIO(cleaned.content)) as package:
        assert all(b"Amina" not in package.read(name) for name in package.namelist())
    plain = openpyxl.Workbook()
    plain.active["A1"] = 42
    out = io.BytesIO()
    plain.save(out)
    opened = openpyxl.load_workbook(io.BytesIO(clean(out.getvalue(), "b.xlsx").content))
    assert opened.active["A1"].value == 42


def relation(kind, target="https://example.org/x", mode=' TargetMode="External"'):
    return f'<Relationship Id="r9" Type="{RELS}/{kind}" Target="{target}"{mode}/>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (word({"word/vbaProject.bin": b"x"}), "upload_active"),
        (word({"word/embeddings/oleObject1.bin": b"x"}), "upload_active"),
        (word({"word/activeX/activeX1.xml": b"<x/>"}), "upload_active"),
        (word({"evil.svg": b"<svg/>"}), "upload_active"),
        (word({"payload": b"MZ"}), "upload_active"),
        (word(document_rels=relation("attachedTemplate")), "upload_active"),
        (word(document_rels=relation("image")), "upload_active"),
        (word({"word/x.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "upload_active"),
        (word({"word/x.xml": "<!DOCTYPE x>".encode("utf-16")}), "upload_damaged"),
        (word({"../up.xml": b"<x/>"}), "upload_damaged"),
        (word({"word/X.xml": b"<x/>", "word/x.xml": b"<x/>"}), "upload_damaged"),
        (word({"word/x.xml": b"0" * 30_000_000}), "upload_too_large_inside"),
        (word({f"word/p{n}.xml": b"<x/>" for n in range(2001)}), "upload_too_large_inside"),
        (word({"word/media/image2.png": b"not a picture"}), "upload_damaged"),
    ],
)
def test_active_hostile_and_broken_word_files_are_refused(content, code):
    assert refusal(content, "minutes.docx") == code


def test_word_file_under_the_name_of_an_excel_file_is_refused():
    assert refusal(word(), "a.xlsx") == "upload_mismatch"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "upload_empty"),
        (b"%PDF" + b"0" * LARGEST, "a.pdf", "upload_too_big"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "upload_kind"),
        (b"<html>", "a.html", "upload_kind"),
        (b"MZ", "a.pdf.exe", "upload_kind"),
        (b"%PDF-1.7", "noextension", "upload_kind"),
        (b"<html>%PDF", "a.pdf", "upload_mismatch"),
        (b"GIF89a" + b"\0" * 60, "a.png", "upload_mismatch"),
        (b"%PDF-1.7", "a.jpg", "upload_mismatch"),
    ],
)
def test_gate_refuses_what_is_not_on_the_list_or_not_what_it_says(content, name, code):
    with pytest.raises(UploadRefused) as caught:
        kind_of(content, name)
    assert caught.value.code == code
    assert refusal(content, name) == code


def test_list_of_extensions_has_no_kind_that_a_browser_runs():
    assert EXTENSIONS == ("docx", "jpeg", "jpg", "pdf", "png", "webp", "xlsx")


SOURCES = {"a.jpg": picture(), "a.pdf": saved(document()), "a.docx": word()}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_damaged_file_is_cleaned_or_refused_and_nothing_else_happens(name, data):
    content = bytearray(SOURCES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        cleaned = clean(bytes(content), name)
    except UploadRefused:
        return
    assert cleaned.content


def test_process_of_its_own_gives_the_same_answer_and_the_same_refusal():
    assert clean_apart(picture(), "a.jpg") == clean(picture(), "a.jpg")
    with pytest.raises(UploadRefused) as caught:
        clean_apart(word({"word/vbaProject.bin": b"x"}), "a.docx")
    assert caught.value.code == "upload_active"


def test_process_that_takes_too_long_is_a_refusal():
    with pytest.raises(UploadRefused) as caught:
        clean_apart(picture(), "a.jpg", seconds=-5)
    assert caught.value.code == "upload_damaged"


def test_a_page_that_lists_no_annotations_in_their_place_is_cleaned() -> None:
    import io

    import pikepdf

    for listed in (pikepdf.Array([None, 3]), pikepdf.Dictionary(), pikepdf.String("x")):
        document, held = pikepdf.new(), io.BytesIO()
        document.add_blank_page().obj["/Annots"] = listed
        document.save(held)
        cleaned = clean(held.getvalue(), "a.pdf")
        with pikepdf.open(io.BytesIO(cleaned.content)) as again:
            assert "/Annots" not in again.pages[0].obj
