"""Photographs go in no larger than a page can show them."""

from __future__ import annotations

import base64
import io
import random

import pytest
from analyst import cell, notebook, png, to_html, to_pdf
from PIL import Image

from helpers.press.photos import LIGHT, WIDEST, fitted


def photograph(kind: str, width: int, height: int, **options: object) -> bytes:
    noise = Image.frombytes(
        "RGB", (width // 4, height // 4), random.Random(3).randbytes(width // 4 * (height // 4) * 3)
    )
    out = io.BytesIO()
    noise.resize((width, height)).save(out, kind, **options)
    return out.getvalue()


def test_a_light_picture_goes_in_as_it_is():
    assert fitted("image/png", png()) == ("image/png", png())


@pytest.mark.parametrize("kind, name", [("image/jpeg", "JPEG"), ("image/png", "PNG"), ("image/webp", "WEBP")])
def test_a_heavy_photograph_is_made_as_wide_as_the_page(kind, name):
    heavy = photograph(name, 3200, 1600)
    assert len(heavy) > LIGHT
    made, light = fitted(kind, heavy)
    assert len(light) < len(heavy) and Image.open(io.BytesIO(light)).size == (WIDEST, WIDEST // 2)
    assert made == ("image/png" if kind == "image/png" else "image/jpeg")


def test_a_photograph_taken_sideways_stands_upright_and_forgets_where_it_was_taken():
    about = Image.Exif()
    about[0x0112], about[0x010F] = 6, "相机"
    _, light = fitted("image/jpeg", photograph("JPEG", 3200, 1600, exif=about, quality=95))
    image = Image.open(io.BytesIO(light))
    assert image.height == 2 * image.width and not image.getexif()


def test_bytes_that_are_no_picture_come_back_and_are_named_in_print():
    broken = b"\x89PNG" + bytes(LIGHT)
    assert fitted("image/png", broken) == ("image/png", broken)
    assert to_pdf(notebook("# 题", cell({"image/png": base64.b64encode(broken).decode(), "text/plain": "x"})))


def test_a_report_with_camera_photographs_stays_small():
    heavy = base64.b64encode(photograph("JPEG", 3600, 2400, quality=95)).decode()
    book = notebook("# 题", cell({"image/jpeg": heavy}, metadata={"image/jpeg": {"alt": "街景", "caption": "街景"}}))
    assert len(heavy) > 2_000_000
    assert len(to_html(book)) < 0.4 * len(heavy) and len(to_pdf(book)) < 0.4 * len(heavy)
