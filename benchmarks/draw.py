"""What drawing costs: pictures per second and CPU ms per picture by part, JPEG and PNG apart.

    python -m benchmarks.draw --json

Seven products x three markets x three formats from the sample brand's own files, every piece with words of its own.
`cold` paints each picture for the first time; `warm` sets other words on pictures already painted, as happens when
several lines are drawn for one product. One process; CPU counts all its threads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from styleloop.adapters.models.painter import Painter
from styleloop.adapters.renderers.blend import Mime, encoded, plated, reread, set_in
from styleloop.adapters.renderers.facts import slot_facts
from styleloop.adapters.renderers.mark import Mark, read_mark
from styleloop.adapters.renderers.setting import TypeSetter
from styleloop.adapters.renderers.templates import TemplateShelf
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.adapters.renderers.words import drawn_words
from styleloop.types.brand import Face, Tone
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.picture import pixel_hash
from styleloop.types.record import Refusal, canonical
from styleloop.types.scene import Scene
from styleloop.types.variant import Drawn, Layout

DATA = Path(__file__).resolve().parents[1] / "src/styleloop/data"
BRAND = DATA / "brands/tarn-and-thistle"
FORMATS = ("square", "story", "wide")
WORDS = {
    "en-GB": ("It rained.\nIt will rain again.", "No {}. No speeches.\nJust a lid that shuts.", "Take it along"),
    "de-DE": ("Es hat geregnet.\nEs regnet wieder.", "Keine {}. Keine Reden.\nNur ein Deckel.", "Ansehen"),
    "ar-AE": ("أمطرت السماء،\nوستمطر مرة أخرى.", "بلا {}.\nغطاء يغلق بإحكام.", "إلى المنتج"),
}


def kit() -> tuple[dict[str, Tone], dict[str, Face]]:
    """The sample brand's tones and faces, colours by name turned into hex."""
    said = tomllib.loads((BRAND / "brand/kit.toml").read_text("utf-8"))
    named = {colour["name"]: colour["hex"] for colour in said["colours"]}
    tones = [
        {key: named.get(value, value) if key not in ("name", "scene") else value for key, value in tone.items()}
        for tone in said["tones"]
    ]
    return {t["name"]: Tone.model_validate(t) for t in tones}, {
        f["script"]: Face.model_validate(f) for f in said["faces"]
    }


def pieces(line: int) -> tuple[list[Layout], dict[str, bytes]]:
    """Every product in every market and format with words that no other piece has."""
    tones, faces = kit()
    rows = tomllib.loads((DATA / "placements/placements.toml").read_text("utf-8"))["placements"]
    placements = [Placement.model_validate(row) for row in rows if row["name"] in FORMATS]
    logo = (BRAND / "brand/logo.svg").read_bytes()
    mark = hashlib.sha256(logo).hexdigest()
    blobs, made = {mark: logo}, []
    for index, path in enumerate(sorted((BRAND / "products/pictures").glob("*.svg"))[::2]):
        data = path.read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        blobs[sha] = data
        for market, said in WORDS.items():
            for placement in placements:
                number = f"{line}{index}{len(made)}"
                words = Copy.of(
                    headline=said[line % 2].format(number), body=f"{number} g, 0.75 l.", cta=said[2], price=f"£{number}"
                )
                arabic = market == "ar-AE"
                made.append(
                    Layout(
                        draft="draft_0000000000000000",
                        placement=placement,
                        template="split@1",
                        market=market,
                        direction="rtl" if arabic else "ltr",
                        words=words,
                        tone=tones[("moss", "slate", "rust", "weather")[index % 4]],
                        face=faces["Arab" if arabic else "Latn"],
                        picture=sha,
                        logo=mark,
                        logo_name="Tarn & Thistle",
                    )
                )
    return made, blobs


def cpu() -> float:
    """CPU seconds of this process, all threads."""
    times = os.times()
    return times.user + times.system


class Parts:
    """CPU seconds by part."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        self.spent[name] += time.process_time() - start


class ByPart:
    """The renderer's own steps, one after another, each timed."""

    def __init__(self, painter: Painter) -> None:
        shelf = TemplateShelf()
        self.painter, self.template, self.setter = painter, shelf.load("split"), TypeSetter(shelf)
        self.marks: dict[str, Mark] = {}

    def draw(self, layout: Layout, blobs: dict[str, bytes], mime: Mime, parts: Parts) -> None:
        if layout.logo not in self.marks:
            mark = read_mark(blobs[layout.logo])
            assert isinstance(mark, Mark)
            self.marks[layout.logo] = mark
        size = {"width": layout.placement.width, "height": layout.placement.height}
        with parts.part("layout"):
            words = drawn_words(layout.words, self.template)
            made = self.setter.set(layout, self.template, words, self.marks[layout.logo])
        with parts.part("paint"):
            turned = layout.direction == "rtl"
            scene = Scene(**size, mirrored=turned, picture=layout.picture, spec=canonical(made.stage))
            [painted] = self.painter.paint([scene], blobs)
        assert not isinstance(painted, Refusal), painted
        with parts.part("facts"):
            ground = plated(painted[0].rgb, made.slots)
            slot_facts(made.slots, ground, painted[1].rgb[..., 0], layout.placement, 7)
        with parts.part("blend"):
            picture = set_in(ground, made.slots)
        with parts.part("encode"):
            data = encoded(picture, mime, layout.placement.max_bytes)
        with parts.part("decode"):
            pixel_hash(picture if mime == "image/png" else reread(data))


def whole(layouts: Sequence[Layout], blobs: dict[str, bytes], mime: Mime, painter: Painter) -> dict[str, float]:
    """Pictures per second, CPU ms and kB per picture, through the renderer's front door."""
    renderer = TypstRenderer(painter=painter, mime=mime)
    renderer.draw(layouts[:1], blobs)
    start, spent = time.perf_counter(), cpu()
    drawn = renderer.draw(layouts, blobs)
    wall, spent = time.perf_counter() - start, cpu() - spent
    done = [one for one in drawn if isinstance(one, Drawn)]
    assert len(done) == len(layouts), next(one for one in drawn if isinstance(one, Refusal))
    size = sum(one.rendering.bytes for one in done) / len(done)
    return {"pictures_per_s": len(done) / wall, "cpu_ms": 1000 * spent / len(done), "kb": size / 1000}


def shares(mime: Mime) -> dict[str, dict[str, float]]:
    """CPU ms per picture by part, cold and warm."""
    by_part, result = ByPart(Painter(kept_bytes=1_000_000_000)), {}
    warm_up, blobs = pieces(9)
    by_part.draw(warm_up[0], blobs, mime, Parts())
    by_part.painter = Painter(kept_bytes=1_000_000_000)
    for name, line in (("cold", 0), ("warm", 1)):
        layouts, blobs = pieces(line)
        parts = Parts()
        for layout in layouts:
            by_part.draw(layout, blobs, mime, parts)
        result[name] = {part: 1000 * spent / len(layouts) for part, spent in sorted(parts.spent.items())}
    return result


SCENES = ("wall", "weather", "plain", "sky", "product", "contours", "tartan", "weave", "rain", "dots")
"""Every scene; the last six are motifs of `pattern`."""


def scenes() -> dict[str, float]:
    """CPU ms that painting one 1080 x 1080 picture takes by scene, the whole canvas and a product in it."""
    data = (BRAND / "products/pictures/trail-boots.svg").read_bytes()
    sha, tone = hashlib.sha256(data).hexdigest(), kit()[0]["weather"]
    colours = {"panel": tone.panel, "wall": tone.wall, "ground": tone.ground, "shadow": tone.shadow}
    painter, spent = Painter(), {}
    for name in SCENES:
        scene = {"scene": name} if name in SCENES[:4] else {"scene": "pattern", "motif": name}
        times = []
        for turn in range(6):
            stage = {
                "window": (0, 0, 1, 1),
                "room": (0.6, 0.4, 0.95, 0.9),
                "horizon": 0.78 + turn / 1000,
                **colours,
                **scene,
            }
            start = time.process_time()
            painter.paint([Scene(width=1080, height=1080, picture=sha, spec=canonical(stage))], {sha: data})
            times.append(time.process_time() - start)
        spent[name] = 1000 * sorted(times)[2]
    return spent


def rounded(value: Any) -> Any:
    """Numbers to three figures, all the way down."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return float(f"{value:.3g}") if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    asked = parser.parse_args()
    start = time.perf_counter()
    layouts, blobs = pieces(0)
    TypstRenderer().draw(layouts[:1], blobs)
    result: dict[str, Any] = {"pictures": len(layouts), "first_picture_s": time.perf_counter() - start}
    for mime, name in (("image/jpeg", "jpeg"), ("image/png", "png")):
        painter = Painter(kept_bytes=1_000_000_000)
        cold = whole(layouts, blobs, mime, painter)
        warm = whole(pieces(1)[0], blobs, mime, painter)
        result[name] = {"cold": cold, "warm": warm, "cpu_ms_by_part": shares(mime)}
    result["paint_ms_by_scene"] = scenes()
    result = rounded(result)
    print(json.dumps(result, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
