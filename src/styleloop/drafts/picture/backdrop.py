"""What an image model is asked for behind a product, and whether what came is that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.drafts.copy.promptfile import PromptFile
from styleloop.measure.picture import PictureExtractor
from styleloop.measure.picture.oklab import to_hex, to_oklab
from styleloop.measure.picture.palette import shares
from styleloop.types.backdrop import BackdropBrief
from styleloop.types.brand import Colour, Tone
from styleloop.types.brief import Look
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Bytes, Picture

PLACEHOLDERS = ("scene", "palette", "light", "saturation", "quiet")
"""What `prompts/backdrop.md` must hold."""
GROUND = 0.32
"""Share of a backdrop that is ground, for the numbers that are asked."""
PALETTE, BRIGHTNESS, SATURATION, COLOURFUL, CALM = 0.09, 14.0, 0.18, 25.0, 0.7
"""Most mean OKLab distance from the palette; most L* and most share off; most colourfulness beyond; least calm share.

A convention: about two clear steps of colour, and the spread that the painter's own grounds have (docs/pictures.md).
"""
_SIDES = {"square": (1024, 1024), "wide": (1216, 832), "tall": (832, 1216)}
"""About a megapixel, as most models draw."""
_SCENES = {
    "wall": "A plain painted wall above a plain level floor",
    "weather": "Low far hills under a drizzly sky above open level ground",
    "sky": "A wide sky over very low far hills and open level ground",
    "plain": "A seamless studio backdrop of one colour",
}
_DARK = "#1a1714"
"""What a darker ground is mixed with; `adkit.typ` does the same."""

Share = tuple[float, float, float, float]


@dataclass(frozen=True)
class Aim:
    """What a backdrop is measured against.

    Attributes:
        palette: `#rrggbb` that its colours may be near to.
        brightness: L* asked.
        saturation: share asked.
        colourfulness: most.
    """

    palette: tuple[str, ...]
    brightness: float
    saturation: float
    colourfulness: float


def aim(tone: Tone, look: Look) -> Aim:
    """The numbers of the tone's own wall and ground, as light as the style asks, measured like any picture."""
    wall, ground = (lit(colour, look.light) for colour in (tone.wall, tone.ground))
    drawn = np.empty((100, 100, 3), np.uint8)
    level = round(100 * (1 - GROUND))
    drawn[:level], drawn[level:] = _levels(wall), _levels(ground)
    found = numbers(Picture(rgb=drawn))
    return Aim(
        palette=(wall, ground, tone.shadow, tone.panel),
        brightness=found["picture.brightness"],
        saturation=found["picture.saturation"],
        colourfulness=found["picture.colourfulness"] + COLOURFUL,
    )


def brief(
    tone: Tone,
    wanted: Aim,
    colours: Sequence[Colour],
    quiet: Sequence[Share],
    aspect: float,
    seed: int,
    file: PromptFile,
) -> BackdropBrief:
    """What the model is asked.

    Args:
        tone: of the piece.
        wanted: `aim` of it.
        colours: the brand's, for their names.
        quiet: where words will stand, shares of the canvas.
        aspect: width / height that it is mostly shown in.
        seed: another one gives another picture.
        file: the prompt file.
    """
    width, height = _SIDES["wide" if aspect > 1.2 else "tall" if aspect < 0.83 else "square"]
    named = dict.fromkeys(f"{called(code, colours)} {code}" for code in wanted.palette[:3])
    prompt, without = file.filled(
        {
            "scene": _SCENES[tone.scene],
            "palette": ", ".join(named),
            "light": "dark" if wanted.brightness < 40 else "bright" if wanted.brightness > 75 else "evenly lit",
            "saturation": "muted" if wanted.saturation < 0.25 else "rich in colour",
            "quiet": quiet_words(quiet),
        }
    )
    one, other = " ".join(prompt.split()), " ".join(without.split())
    return BackdropBrief(
        prompt=one, without=other, template=file.version, width=width, height=height, seed=seed % 2**31
    )


def quiet_words(boxes: Sequence[Share]) -> str:
    """Where nothing may happen, in words."""
    if not boxes:
        return "Nothing draws the eye"
    x, y = (float(np.mean([(b[i] + b[i + 2]) / 2 for b in boxes])) for i in (0, 1))
    side = "left" if x < 0.42 else "right" if x > 0.58 else ""
    part = "upper half" if y < 0.42 else "lower half" if y > 0.58 else "middle" if not side else "side"
    return f"The {' '.join(word for word in (side, part) if word)} stays smooth and empty"


def called(code: str, colours: Sequence[Colour]) -> str:
    """The name of the brand's colour that `code` cannot be told from, else its lightness and hue in words."""
    lightness, red, yellow = to_oklab(_levels(code)[None])[0]
    for one in colours:
        if np.linalg.norm(to_oklab(_levels(one.hex)[None])[0] - (lightness, red, yellow)) < 0.03:
            return one.name
    shade = "dark" if lightness < 0.45 else "pale" if lightness > 0.8 else "mid"
    chroma, hue = float(np.hypot(red, yellow)), float(np.degrees(np.arctan2(yellow, red))) % 360
    if chroma < 0.02:
        return f"{shade} grey"
    bounds = ((20, "pink"), (45, "red"), (75, "orange"), (115, "yellow"), (165, "green"), (215, "teal"), (290, "blue"))
    name = next((name for upper, name in bounds if hue < upper), "violet" if hue < 330 else "pink")
    return f"{shade} {'soft ' if chroma < 0.08 else ''}{name}"


def numbers(picture: Picture) -> dict[str, float]:
    """Every measure of a picture, by name."""
    [found] = PictureExtractor().extract([Subject(id="backdrop", locale="", words=Copy(), picture=picture)])
    return {m.name: m.value for m in found} if isinstance(found, tuple) else {}


def figures(picture: Picture, wanted: Aim, calm: float | None) -> dict[str, float]:
    """What is judged, measured: palette distance, brightness, saturation, colourfulness, and calm under the words."""
    found = numbers(picture)
    told = {name: found[f"picture.{name}"] for name in ("brightness", "saturation", "colourfulness")}
    return {"palette": _away(picture.rgb, wanted.palette), **told} | ({} if calm is None else {"calm": round(calm, 4)})


def main_colours(picture: Picture) -> tuple[str, ...]:
    """`#rrggbb` of a picture's three largest colours."""
    return to_hex(np.array([one.oklab for one in shares(picture.rgb, 6)][:3]))


def beside(
    photo: Picture, whole: Picture, inside: tuple[int, int, int, int]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """What was painted round a photograph, held to the photograph's own colours and light: (figures, what is off).

    Args:
        photo: the photograph alone.
        whole: it and what was painted round it.
        inside: x0, y0, x1, y1 in pixels of `whole`, where the photograph lies.
    """
    x0, y0, x1, y1 = inside
    parts = (whole.rgb[:y0], whole.rgb[y1:], whole.rgb[:, :x0], whole.rgb[:, x1:])
    pixels = np.concatenate([part.reshape(-1, 3) for part in parts if part.size])
    side = min(480, math.isqrt(len(pixels)))  # picked, not averaged: a mean of many colours is none of them
    around = pixels[np.linspace(0, len(pixels) - 1, side * side).astype(np.intp)].reshape(side, side, 3)
    own, seen = numbers(photo), numbers(Picture(rgb=np.ascontiguousarray(around)))
    wanted = Aim(
        palette=to_hex(np.array([one.oklab for one in shares(photo.rgb, 6)])),
        brightness=own["picture.brightness"],
        saturation=own["picture.saturation"],
        colourfulness=own["picture.colourfulness"] + COLOURFUL,
    )
    found = {"palette": _away(around, wanted.palette)}
    found |= {name: seen[f"picture.{name}"] for name in ("brightness", "saturation", "colourfulness")}
    return found, misses(found, wanted)


def misses(found: Mapping[str, float], wanted: Aim) -> tuple[str, ...]:
    """What is off, one sentence with its figures each; empty: it is what was asked."""
    limits = {
        "palette": (0.0, PALETTE, "OKLab from the palette"),
        "brightness": (wanted.brightness - BRIGHTNESS, wanted.brightness + BRIGHTNESS, "L*"),
        "saturation": (max(0.0, wanted.saturation - SATURATION), wanted.saturation + SATURATION, "saturation"),
        "colourfulness": (0.0, wanted.colourfulness, "colourfulness"),
        "calm": (CALM, 1.0, "of the place for words is calm"),
    }
    return tuple(
        f"{name} {found[name]:.3g}, asked {low:.3g} to {high:.3g} ({unit})"
        for name, (low, high, unit) in limits.items()
        if name in found and not low <= found[name] <= high
    )


def lit(colour: str, light: float) -> str:
    """A wall's colour as light as a style asks, -1 to 1: up to a sixth of white or of a warm black, mixed in OKLab."""
    share = abs(light) * 0.17
    one, other = to_oklab(np.array([_levels(colour), _levels("#ffffff" if light > 0 else _DARK)]))
    return to_hex(np.array([one * (1 - share) + other * share]))[0]


def _away(rgb: Bytes, palette: Sequence[str]) -> float:
    """Mean OKLab distance of a picture's colours from the nearest of `palette`."""
    of = shares(rgb, 6)
    near = to_oklab(np.array([_levels(code) for code in palette]))
    seen, weight = np.array([one.oklab for one in of]), np.array([one.share for one in of])
    return round(float(weight @ np.linalg.norm(seen[:, None] - near[None], axis=2).min(axis=1)), 4)


def _levels(code: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], np.float64)
