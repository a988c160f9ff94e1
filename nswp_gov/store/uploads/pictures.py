"""Pictures: the visible points alone, written as a new file."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from nswp_gov.store.uploads.refusals import UploadRefused

_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_POINTS = 50_000_000
_LONGEST_SIDE = 2000
_QUALITY = 78


def reencode_picture(content: bytes, *, written_as: str = "WEBP") -> bytes:
    """Return the picture upright, at most 2000 points a side, with no data but its points.

    Raises:
        UploadRefused: `upload_damaged`, or `upload_too_large_inside` for too many points.

    """
    picture = _points(content)
    out = io.BytesIO()
    if written_as == "JPEG":
        picture.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    elif written_as == "PNG":
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


def _upright(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        _refuse_large(opened)
        opened.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _refuse_large(opened: Image.Image) -> None:
    if opened.width * opened.height > _MOST_POINTS:
        raise UploadRefused("upload_too_large_inside")


def _points(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is wrong with the old metadata is no matter
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            points = _upright(content)
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise UploadRefused("upload_too_large_inside") from cause
    except (OSError, SyntaxError, ValueError, IndexError, EOFError, TypeError) as cause:
        raise UploadRefused("upload_damaged") from cause
    points.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    fresh = Image.new(points.mode, points.size)
    fresh.paste(points)
    return fresh
