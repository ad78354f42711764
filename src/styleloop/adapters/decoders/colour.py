"""Any colour a file may be in -> sRGB, by its own profile where it has one."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from styleloop.types.picture import Bytes

NO_PROFILE = "its colour profile cannot be used, so its colours were read as {}"
PLAIN_INKS = "it is in four inks without a profile, so its colours were read as those of usual offset printing"
_SRGB = ImageCms.createProfile("sRGB")
_SAME = 2
"""Levels of sRGB by which a profile may differ from sRGB and still be it: profiles are written with rounding."""
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab "}
_INKS: tuple[tuple[int, int, int], ...] = (
    (255, 255, 255), (255, 241, 0), (225, 0, 126), (228, 5, 21),
    (0, 159, 226), (0, 151, 70), (35, 47, 132), (52, 52, 50),
)  # fmt: skip
"""sRGB of solid inks without black, CMY counted in binary: ISO 12647-2:2004 (coated paper), relative to the paper."""
_BLACK = (31, 31, 30)
_STRIPE = 1 << 18
"""Pixels converted at a time."""


def in_srgb(image: Image.Image | Bytes, profile: bytes | None) -> tuple[Bytes, str]:
    """`image` (L, RGB, CMYK or LAB; grey or RGB as an array) as uint8 sRGB (h, w, 3), and what was assumed, or "".

    A profile is used with relative colorimetric intent and black point compensation. One that cannot be read, or is of
    another colour space than the picture, counts as absent, which is said.
    """
    if isinstance(image, np.ndarray):
        grey = image.ndim == 2
        if not profile or (not grey and _transform(profile, "RGB") == "same"):
            return (np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB), np.uint8) if grey else image), ""
        image = Image.fromarray(image)
    said = ""
    if profile:
        turn = _transform(profile, image.mode)
        if turn == "same":
            return np.array(image.convert("RGB")), ""
        if isinstance(turn, ImageCms.ImageCmsTransform):
            made = ImageCms.applyTransform(image, turn)
            if made is not None:
                return np.array(made), ""
        said = NO_PROFILE.format("offset printing inks" if image.mode == "CMYK" else "sRGB")
    if image.mode == "CMYK":
        return _printed(np.asarray(image)), said or PLAIN_INKS
    if image.mode == "LAB":
        return np.array(_laboratory(image)), said
    return np.array(image.convert("RGB")), said


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | str:
    """How to get from the profile to sRGB; `same` where it is sRGB already, `none` where it cannot be used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != _SPACES[mode].strip():
            return "none"
        turn = ImageCms.buildTransform(
            source,
            _SRGB,
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        return "same" if mode == "RGB" and _changes_nothing(turn) else turn
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return "none"


def _changes_nothing(turn: ImageCms.ImageCmsTransform) -> bool:
    steps = np.array([0, 40, 90, 128, 200, 255], np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    made = ImageCms.applyTransform(Image.fromarray(cube), turn)
    return made is not None and int(np.abs(np.asarray(made).astype(int) - cube).max()) <= _SAME


def _printed(inks: Bytes) -> Bytes:
    """Four inks (h, w, 4), 255 solid, as printed: the sixteen overprints mixed by the share of paper each covers.

    Source: Neugebauer 1937; mixed by sRGB value, which is about the 2.2th root of light (Yule and Nielsen 1951).
    """
    flat = inks.reshape(-1, 4)
    made = np.empty((flat.shape[0], 3), np.uint8)
    solids = np.array(_INKS, np.float32)
    for start in range(0, flat.shape[0], _STRIPE):
        part = flat[start : start + _STRIPE].astype(np.float32) / np.float32(255)
        light = _mixed(solids, part)
        dark = 1 - part[:, 3:] * (1 - np.array(_BLACK, np.float32) / np.float32(255))
        made[start : start + _STRIPE] = (light * dark + np.float32(0.5)).astype(np.uint8)
    return made.reshape(*inks.shape[:2], 3)


def _mixed(solids: npt.NDArray[np.float32], part: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Trilinear mix of the eight solids by C, M and Y."""
    c, m, y = (part[:, i : i + 1] for i in range(3))
    pairs = [solids[i] + y * (solids[i + 1] - solids[i]) for i in (0, 2, 4, 6)]
    clear, cyan = (a + m * (b - a) for a, b in (pairs[:2], pairs[2:]))
    return np.asarray(clear + c * (cyan - clear), np.float32)


def _laboratory(image: Image.Image) -> Image.Image:
    turn = ImageCms.buildTransform(ImageCms.createProfile("LAB"), _SRGB, "LAB", "RGB")
    made: Any = ImageCms.applyTransform(image, turn)
    return made if isinstance(made, Image.Image) else image.convert("L").convert("RGB")
