"""JPEG, PNG, WebP, GIF, BMP, TIFF and AVIF -> sRGB pixels, upright, shrunk on load."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import simplejpeg
from PIL import Image, ImageCms, ImageOps

from styleloop.adapters.decoders.formats import LARGEST, RASTERS, SMALLEST, kind_of, not_mine, subject_of
from styleloop.types.picture import Bytes, Picture
from styleloop.types.record import Refusal

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
_EXPECTED = "a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF picture"
_ORIENTATION = 0x0112
_SRGB = ImageCms.createProfile("sRGB")


class RasterDecoder:
    """Decoder for photographs and cut-outs.

    EXIF orientation is applied, embedded colour profiles are converted to sRGB, CMYK, palette and 16-bit files become
    8-bit RGB, transparency is kept in `Picture.alpha`, and of an animation the first frame counts.
    """

    name = "raster"
    version = "1"

    def accepts(self, head: bytes) -> bool:
        """Whether the first bytes are those of a raster format it reads."""
        return kind_of(head) in RASTERS

    def decode(self, files: Sequence[bytes], long_side: int | None) -> Sequence[Picture | Refusal]:
        """One `Picture` or `Refusal` per file; see `ports.Decoder`."""
        return [_decode(data, long_side) for data in files]


def _decode(data: bytes, long_side: int | None) -> Picture | Refusal:
    if kind_of(data) not in RASTERS:
        return not_mine(data, _EXPECTED)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            refusal = _unfit(data, image.size)
            return refusal or _pixels(data, image, long_side)
    except Image.DecompressionBombError:
        return _too_large(data, "more than 178 megapixels")
    except Exception as error:  # codecs raise a dozen types on strangers' bytes, and no file may sink its batch
        return _damaged(data, error)


def _unfit(data: bytes, size: tuple[int, int]) -> Refusal | None:
    width, height = size
    if width * height > LARGEST:
        return _too_large(data, f"{width} x {height} px")
    if min(size) < SMALLEST:
        return Refusal(
            subject=subject_of(data),
            why=f"{width} x {height} px, too small, expected at least {SMALLEST} px",
            got=f"{width} x {height} px",
            expected=f"at least {SMALLEST} px on the short side",
            cure="give the picture itself rather than a tracking pixel or thumbnail",
        )
    return None


def _too_large(data: bytes, got: str) -> Refusal:
    return Refusal(
        subject=subject_of(data),
        why="the picture is too large to open safely",
        got=got,
        expected=f"at most {LARGEST // 1_000_000} megapixels",
        cure="export it smaller; 4,000 px on the long side is plenty",
    )


def _damaged(data: bytes, error: Exception) -> Refusal:
    cut_off = "truncated" in str(error).lower() or "premature end" in str(error).lower()
    return Refusal(
        subject=subject_of(data),
        why="the file is cut off before its end" if cut_off else "the picture is damaged",
        got=f"{len(data)} bytes of {kind_of(data)}; {error}",
        expected=_EXPECTED,
        cure="export or download it again",
    )


def _pixels(data: bytes, image: Image.Image, long_side: int | None) -> Picture:
    turned = image.getexif().get(_ORIENTATION, 1)
    full = image.size if turned < 5 else image.size[::-1]
    profile: bytes | None = image.info.get("icc_profile")
    small = _from_jpeg(data, image, long_side) or _from_any(image, long_side)
    small.info.pop("icc_profile", None)
    small.getexif()[_ORIENTATION] = turned
    upright = ImageOps.exif_transpose(small)
    rgb, alpha = _split(upright, profile)
    return Picture(rgb=rgb, alpha=alpha, source=hashlib.sha256(data).hexdigest(), full_size=full)


def _from_jpeg(data: bytes, image: Image.Image, long_side: int | None) -> Image.Image | None:
    """Grey or colour JPEG by the fast path, or None: Pillow reads what this path will not (CMYK, stray bytes)."""
    if image.format not in ("JPEG", "MPO") or image.mode not in ("L", "RGB"):
        return None
    share = min(1.0, long_side / max(image.size)) if long_side else 1.0
    least = [max(1, int(side * share)) for side in image.size]
    try:
        rgb = simplejpeg.decode_jpeg(data, "RGB", min_width=least[0], min_height=least[1])
    except ValueError:
        return None
    return Image.fromarray(rgb)


def _from_any(image: Image.Image, long_side: int | None) -> Image.Image:
    if long_side and image.format in ("JPEG", "MPO"):
        share = min(1.0, long_side / max(image.size))
        image.draft(None, (max(1, int(image.width * share)), max(1, int(image.height * share))))
    image.load()
    whole = _eight_bit(image)
    shrink = max(image.size) // long_side if long_side else 1
    return whole.reduce(shrink) if shrink > 1 else whole


def _eight_bit(image: Image.Image) -> Image.Image:
    """RGB, RGBA, L or CMYK of 8 bits a channel."""
    if image.mode.startswith(("I", "F")):
        return _deep_grey(image)
    if image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "RGBA", "L", "CMYK") else image.convert("RGB")


def _deep_grey(image: Image.Image) -> Image.Image:
    """16-bit grey to 8 bits. Pillow itself clips at 255, which turns such files white."""
    values: np.ndarray[Any, np.dtype[np.float64]] = np.asarray(image, np.float64)
    top = 65535.0 if image.mode != "F" or values.max() > 1 else 1.0
    return Image.fromarray(np.clip(values / top * 255 + 0.5, 0, 255).astype(np.uint8))


def _split(image: Image.Image, profile: bytes | None) -> tuple[Bytes, Bytes | None]:
    alpha: Bytes | None = None
    if image.mode == "RGBA":
        alpha = np.array(image.getchannel("A"))
        image = image.convert("RGB")
    rgb = np.array(_in_srgb(image, profile).convert("RGB"))
    if alpha is not None and alpha.min() == 255:
        alpha = None
    if alpha is not None:
        rgb[alpha == 0] = 255
    return rgb, alpha


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """`image` in sRGB. A profile that cannot be read, or is of another colour space, is treated as absent."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        turned = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image
