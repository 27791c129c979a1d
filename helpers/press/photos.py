"""Pictures no larger than a page can show: a camera's photograph of five megabytes goes in as a fifth of one."""

from __future__ import annotations

import io

LIGHT = 200_000  # bytes: pictures up to this size go in as they are
WIDEST = 1600  # dots: 240 an inch over the width of the text
_QUALITY = 82


def fitted(kind: str, data: bytes) -> tuple[str, bytes]:
    """MIME type and bytes of a picture, made smaller when it is heavy; place and camera (EXIF) are then dropped.

    Photographs become JPEG, drawings (PNG) stay PNG. Bytes that are no readable picture come back as they are, and so
    does what would not get smaller.
    """
    if len(data) <= LIGHT or kind == "image/gif":
        return kind, data
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            upright = ImageOps.exif_transpose(opened)
            dpi = opened.info.get("dpi")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return kind, data
    scale = min(1.0, WIDEST / upright.width, WIDEST * 1.3 / upright.height)
    if scale < 1:
        upright = upright.resize(
            (max(1, round(upright.width * scale)), max(1, round(upright.height * scale))), Image.Resampling.LANCZOS
        )
    out, made = io.BytesIO(), kind
    if kind == "image/png":
        density = {"dpi": tuple(float(d) * scale for d in dpi)} if dpi else {}
        upright.save(out, "PNG", optimize=True, **density)
    else:
        made = "image/jpeg"
        upright.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    smaller = out.getvalue()
    return (made, smaller) if len(smaller) < len(data) else (kind, data)
