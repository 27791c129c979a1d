"""Whether the photographs of a quarter are pictures that can be printed."""

from __future__ import annotations

import io
from pathlib import Path

from ..model import Fault
from ..said import Said
from .load import Inputs

SUFFIXES = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg")}


def check_pictures(data: Path, inputs: Inputs) -> list[Fault]:
    """Photographs that are no pictures, damaged, not PNG or JPEG, or of another kind than their name says."""
    table = next((f for f in inputs.files if f.startswith(f"{inputs.quarter}/photos/photos.")), "")
    faults = []
    for name, row in zip(inputs.photos["file"], inputs.photos["row"], strict=True):
        if rule := unfit((data / name).read_bytes(), name):
            hint = "save it anew as PNG or JPEG, or take the row out"
            faults.append(Fault(table, rule, hint, row=int(row), column="file", value=Path(name).name))
    return faults


def unfit(content: bytes, name: str) -> str:
    """Why a file cannot be printed as a picture; "" when it can."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            kind = picture.format or "unknown"
            picture.load()
    except UnidentifiedImageError:
        return "the file is not a picture"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return Said("the picture is damaged or too large: {error}", error=error)
    if kind not in SUFFIXES:
        return Said("the picture is of kind {kind}, which cannot be printed", kind=kind)
    if Path(name).suffix.lower() not in SUFFIXES[kind]:
        return Said("the picture is of kind {kind}, its name says otherwise", kind=kind)
    return ""
