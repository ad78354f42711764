"""Reading finished pictures back by OCR, which knows nothing of how they were made.

    python -m benchmarks.markets --templates all --out FOLDER
    python -m benchmarks.readback FOLDER --json [--pictures 100]

Needs the extra `[ocr]`. Its models know Latin letters, Chinese and Japanese. Vietnamese, whose letters carry two marks
and are dropped by it, and all other scripts are counted as not readable by it. A slot counts as read when at least nine
tenths of its letters come back, in order, marks and case apart. Pictures are drawn by lot from those it knows.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

KNOWN = {"Latin", "Han", "Hiragana", "Katakana"}
ENOUGH = 0.9


def letters(text: str) -> str:
    """Letters and digits alone, without marks and case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def script(text: str) -> str:
    """The script of most letters, by its Unicode names."""
    names = [unicodedata.name(c, "?").split(" ")[0] for c in text if c.isalpha()]
    most = max(set(names), key=names.count) if names else "?"
    return {"LATIN": "Latin", "CJK": "Han", "HIRAGANA": "Hiragana", "KATAKANA": "Katakana"}.get(most, most.title())


def found(asked: str, seen: str) -> float:
    """Share of the asked letters that were seen, in order."""
    blocks = difflib.SequenceMatcher(None, asked, seen, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, len(asked))


def read(engine: Any, file: Path) -> str:
    """Everything OCR sees, top to bottom; small pictures are enlarged first, as any reader would hold them nearer."""
    with Image.open(file) as image:
        scale = max(1, round(900 / max(image.size)))
        picture = np.array(image.resize((image.width * scale, image.height * scale), Image.Resampling.LANCZOS))
    lines = engine(picture[..., ::-1]).txts or ()
    return letters("".join(lines))


def main() -> None:
    from rapidocr import RapidOCR

    parser = argparse.ArgumentParser(description="Reading finished pictures back.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line (always so)")
    given = parser.parse_args()
    told = {p: json.loads(p.read_text("utf-8")) for p in sorted(given.folder.glob("*.json"))}
    able = [p for p, words in told.items() if script(words["headline"]) in KNOWN and words["locale"] != "vi"]
    chosen = random.Random(7).sample(able, min(given.pictures, len(able)))
    engine = RapidOCR()
    by_slot: dict[str, list[bool]] = defaultdict(list)
    for path in chosen:
        words = dict(told[path])
        locale, seen = words.pop("locale"), read(engine, path.with_suffix(".jpg"))
        for slot, text in words.items():
            share = found(letters(text), seen)
            by_slot[slot].append(share >= ENOUGH)
            if share < ENOUGH:
                print(f"{path.stem}: {slot} {share:.2f} ({locale}) {text!r} seen {seen[:120]!r}")
    result = {slot: [sum(good), len(good)] for slot, good in by_slot.items()}
    print(json.dumps({"pictures": len(chosen), "not_known": len(told) - len(able), "read": result}))


if __name__ == "__main__":
    main()
