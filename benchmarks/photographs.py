"""What a photograph costs before words: decoding and cropping against the plain decode floor, in one run.

    python -m benchmarks.photographs --json [--photos FOLDER] [--repeats 9]

The floor is `simplejpeg` alone on a 1920 x 1080 JPEG at full size. `decoder` is the project's own, `profile` the same
on files in Display P3, which are turned into sRGB; `crop` is `cover` into a panel of 540 x 1080 (half of a square
piece), `carried` the same where a marked subject does not fit, so that the ground is carried on; `small` decodes
for measuring, shrunk on load to 480 pixels. All take turns on the same pictures; medians of process time. One thread.
Pictures are made here unless a folder of photographs is given, which are brought to 1920 x 1080 first.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg
from PIL import Image

from benchmarks.draw import rounded
from benchmarks.measures import LONG_SIDE, QUALITY, jpegs
from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.adapters.models.photograph import cover
from styleloop.types.picture import Picture
from styleloop.types.shot import Framing

PANEL = (540, 1080)
WIDE = Framing(subject=(0.2, 0.3, 0.8, 0.9))
_P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))


def display_p3() -> bytes:
    """A Display P3 profile (ICC.1:2001-04): D50 primaries, sRGB's curve in 1,024 steps."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    level = np.linspace(0, 1, 1024)
    light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    curve = b"curv\0\0\0\0" + struct.pack(">I", 1024) + np.rint(light * 65535).astype(">u2").tobytes()
    tags = {b"desc": b"desc\0\0\0\0" + struct.pack(">I", 3) + b"p3\0" + bytes(78), b"wtpt": xyz(0.9642, 1, 0.8249)}
    tags |= {key: xyz(*one) for key, one in zip((b"rXYZ", b"gXYZ", b"bXYZ"), _P3, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, at = b"", b"", 132 + 12 * len(tags)
    for key, value in tags.items():
        table += key + struct.pack(">II", at + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    rest = struct.pack(">I", len(tags)) + table + body
    head = struct.pack(">I4xI", 128 + len(rest), 0x02100000) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    head += struct.pack(">iii", *(round(v * 65536) for v in (0.9642, 1, 0.8249)))
    return head + bytes(128 - len(head)) + rest


def with_profile(data: bytes, profile: bytes) -> bytes:
    """The same picture, saying that it is in Display P3."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(data)).save(buffer, "JPEG", quality=QUALITY, icc_profile=profile)
    return buffer.getvalue()


def timed(works: dict[str, Callable[[], object]], repeats: int, count: int) -> dict[str, float]:
    """Median CPU ms per picture of each work, taken in turns."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            start = time.process_time()
            work()
            spent[name].append((time.process_time() - start) * 1000 / count)
    return {name: statistics.median(times) for name, times in spent.items()}


def measured(files: list[bytes], repeats: int) -> dict[str, Any]:
    """CPU ms per picture of every work, and its ratio to the floor."""
    decoder, p3 = RasterDecoder(), display_p3()
    wide = [with_profile(data, p3) for data in files]
    decoded = [p for p in decoder.decode(files, None) if isinstance(p, Picture)]
    works: dict[str, Callable[[], object]] = {
        "floor": lambda: [simplejpeg.decode_jpeg(data, "RGB") for data in files],
        "decoder": lambda: decoder.decode(files, None),
        "profile": lambda: decoder.decode(wide, None),
        "crop": lambda: [cover(photo, *PANEL) for photo in decoded],
        "carried": lambda: [cover(photo, *PANEL, WIDE) for photo in decoded],
        "small": lambda: decoder.decode(files, LONG_SIDE),
    }
    timed(works, 1, len(files))
    cost = timed(works, repeats, len(files))
    cost["decode_and_crop"] = cost["decoder"] + cost["crop"]
    ratios = {name: value / cost["floor"] for name, value in cost.items() if name != "floor"}
    return {"pictures": len(files), "cpu_ms": cost, "over_floor": ratios}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--photos", type=Path, help="folder of photographs; none: made here")
    parser.add_argument("--repeats", type=int, default=9)
    asked = parser.parse_args()
    result = rounded(measured(jpegs(asked.photos, 12), asked.repeats))
    print(json.dumps(result, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
