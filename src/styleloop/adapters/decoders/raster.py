"""JPEG, PNG, WebP, GIF, BMP, TIFF and AVIF -> sRGB pixels, upright, shrunk on load."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import simplejpeg
from PIL import Image, ImageChops

from styleloop.adapters.decoders.colour import in_srgb
from styleloop.adapters.decoders.formats import LARGEST, RASTERS, SMALLEST, kind_of, not_mine, subject_of
from styleloop.types.picture import Bytes, Picture
from styleloop.types.record import Refusal

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
_EXPECTED = "a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF picture"
_ORIENTATION, _INTEROPERABILITY = 0x0112, 0xA005
_OBJECT = re.compile(r"(?:file )?<[\w. ]+ at 0x[0-9a-f]+>")
"""How an error writes down what it was reading; an address in memory says nothing to anybody."""
_ON_ITS_SIDE = (5, 6, 7, 8)


class RasterDecoder:
    """Decoder for photographs and cut-outs.

    EXIF orientation is applied, embedded colour profiles are converted to sRGB, CMYK, palette and 16-bit files become
    8-bit RGB, transparency is kept in `Picture.alpha`, and of an animation the first frame counts. What had to be
    assumed on the way stands in `Picture.notes`.
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
        got=f"{len(data)} bytes of {kind_of(data)}; {_OBJECT.sub('it', str(error))}",
        expected=_EXPECTED,
        cure="export or download it again",
    )


def _pixels(data: bytes, image: Image.Image, long_side: int | None) -> Picture:
    exif = image.getexif()
    turned = exif.get(_ORIENTATION, 1)
    full = image.size if turned not in _ON_ITS_SIDE else image.size[::-1]
    profile: bytes | None = image.info.get("icc_profile")
    notes = list(_told(image, profile, exif))
    found = _from_jpeg(data, image, long_side)
    small = _from_any(image, long_side) if found is None else found
    alpha = None
    if isinstance(small, Image.Image) and small.mode in ("RGBA", "LA"):
        alpha = np.array(small.getchannel("A"))
        small = small.convert(small.mode[:-1])
    rgb, said = in_srgb(small, profile)
    notes += [said] if said else []
    if alpha is not None:
        rgb[alpha == 0] = 255
        alpha = None if alpha.min() == 255 else upright(alpha, turned)
    source = hashlib.sha256(data).hexdigest()
    return Picture(rgb=upright(rgb, turned), alpha=alpha, source=source, full_size=full, notes=tuple(notes))


def upright(pixels: Bytes, orientation: int) -> Bytes:
    """Pixels (h, w) or (h, w, 3) turned as EXIF 2.32, tag 274, says they lie; an unknown value turns nothing."""
    if orientation in _ON_ITS_SIDE:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _told(image: Image.Image, profile: bytes | None, exif: Image.Exif) -> Iterator[str]:
    """What a person should know about how the file is read."""
    frames = getattr(image, "n_frames", 1)
    if image.format in ("GIF", "WEBP", "PNG", "AVIF") and frames > 1:
        yield f"it is an animation of {frames} pictures, of which the first is used"
    if not profile and exif and exif.get_ifd(_INTEROPERABILITY).get(1) == "R03":
        yield "it is in Adobe RGB but carries no profile, so its colours were read as sRGB and are a little dull"


def _from_jpeg(data: bytes, image: Image.Image, long_side: int | None) -> Bytes | None:
    """Grey (h, w) or colour JPEG by the fast path, or None where only Pillow reads it (CMYK, stray bytes)."""
    if image.format not in ("JPEG", "MPO") or image.mode not in ("L", "RGB"):
        return None
    share = min(1.0, long_side / max(image.size)) if long_side else 1.0
    width, height = (max(1, int(side * share)) for side in image.size)
    kind = "GRAY" if image.mode == "L" else "RGB"
    try:
        found = np.asarray(simplejpeg.decode_jpeg(data, kind, min_width=width, min_height=height), np.uint8)
    except ValueError:
        return None
    return np.ascontiguousarray(found[..., 0]) if image.mode == "L" else found


def _from_any(image: Image.Image, long_side: int | None) -> Image.Image:
    jpeg = image.format in ("JPEG", "MPO")
    if long_side and jpeg:
        share = min(1.0, long_side / max(image.size))
        image.draft(None, (max(1, int(image.width * share)), max(1, int(image.height * share))))
    image.load()
    whole = _eight_bit(image)
    if jpeg and whole.mode == "CMYK" and "adobe" not in image.info:
        # Pillow takes all of them for Adobe's, which count inks downwards. Without that mark 0 is no ink (ITU-T T.872).
        whole = ImageChops.invert(whole)
    shrink = max(image.size) // long_side if long_side else 1
    return whole.reduce(shrink) if shrink > 1 else whole


def _eight_bit(image: Image.Image) -> Image.Image:
    """L, LA, RGB, RGBA, CMYK or LAB of 8 bits a channel."""
    if image.mode.startswith(("I", "F")):
        return _deep_grey(image)
    if image.mode == "LA" and "transparency" not in image.info:
        return image
    if image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "RGBA", "L", "CMYK", "LAB") else image.convert("RGB")


def _deep_grey(image: Image.Image) -> Image.Image:
    """16-bit grey to 8 bits. Pillow itself clips at 255, which turns such files white."""
    values: np.ndarray[Any, np.dtype[np.float64]] = np.asarray(image, np.float64)
    top = 65535.0 if image.mode != "F" or values.max() > 1 else 1.0
    return Image.fromarray(np.clip(values / top * 255 + 0.5, 0, 255).astype(np.uint8))
