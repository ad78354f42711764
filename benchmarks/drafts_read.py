"""What a product's raw file says, and what a line says, read with nothing of the package."""

from __future__ import annotations

import csv
import html
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

MATERIALS = frozenset(
    """
    cotton wool merino silk linen denim leather suede flannel fleece polyester nylon cashmere velvet satin mesh canvas
    wood wooden oak pine ash bamboo metal steel iron brass copper bronze silver gold aluminium titanium clay ceramic
    porcelain glass plastic cardboard paper stone marble concrete rubber fibreglass enamel turquoise opal diamond pearl
    quartz oats hemp jute felt wax waxed wicker rattan acrylic viscose spandex elastane feather feathers
    """.split()  # noqa: SIM905 - a list to read
)
COUNTS = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=2
    )
}
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_UNIT = re.compile(
    r"(\d[\d,.]*\d|\d)[\s\u00a0\u202f-]?(mm|cm|m|km|g|kg|ml|l|lm|hours?|h|minutes?|min|years?|%|inches|\"|oz|lb)(?![a-z])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|\n|“)$")
_SAME = {"hours": "h", "hour": "h", "minutes": "min", "minute": "min", "year": "years"}


@dataclass(frozen=True)
class Truth:
    """Everything one product's raw file says of it."""

    text: str
    numbers: frozenset[str]
    units: frozenset[tuple[str, str]]
    words: frozenset[str]
    brand: str = ""


def truth(text: str, prices: list[str], typed: list[tuple[float, str]], brand: str = "") -> Truth:
    """A product's raw text, its prices, and numbers with units where a file has them in fields."""
    numbers = {_plain(n) for n in (*_NUMBER.findall(text), *prices, *(str(n) for n, _ in typed))}
    words = {w.casefold() for w in _WORD.findall(text)}
    words |= {w.removesuffix("en") for w in words}  # what is wooden is of wood
    numbers |= {COUNTS[w] for w in words if w in COUNTS}
    units = {(_plain(n), _SAME.get(u.lower(), u.lower())) for n, u in _UNIT.findall(text)}
    units |= {(_plain(str(n)), {"mm_wc": "mm"}.get(u, u)) for n, u in typed}
    return Truth(text, frozenset(numbers), frozenset(units), frozenset(words), brand)


def errors(line: str, known: Truth) -> list[str]:
    """What `line` says that the raw file does not."""
    found = [f"number {n}" for n in _NUMBER.findall(line) if _plain(n) not in known.numbers]
    found += [
        f"unit {n} {u}"
        for n, u in _UNIT.findall(line)
        if (_plain(n), _SAME.get(u.lower(), u.lower())) not in known.units
    ]
    for at in _WORD.finditer(line):
        low = at[0].casefold()
        if low in COUNTS and COUNTS[low] not in known.numbers:
            found.append(f"number {low}")
        if low in MATERIALS and low not in known.words:
            found.append(f"material {low}")
        large = at[0][0].isupper() and not _BEGINS.search(line[: at.start()])
        if large and low not in known.words and low not in known.brand.casefold():
            found.append(f"proper noun {at[0]}")
    return found


def shop_truths(shared: Path, feeds: tuple[str, ...]) -> dict[str, Truth]:
    """Handle -> what the rows of a Shopify export say of it."""
    rows: dict[str, list[dict[str, str]]] = {}
    for name in feeds:
        with (shared / "feeds" / f"shopify_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                rows.setdefault(row["Handle"], []).append(row)
    made = {}
    for handle, own in rows.items():
        said = " \n".join(re.sub(r"<[^>]+>", " ", html.unescape(v)) for r in own for v in r.values() if v)
        made[handle] = truth(said, [r["Variant Price"] for r in own if r["Variant Price"]], [])
    return made


def sample_truths() -> dict[str, Truth]:
    """sku -> what the sample brand's product files say of it in English."""
    folder = files("styleloop") / "data" / "brands" / "tarn-and-thistle" / "products"
    made = {}
    for path in (folder / "products.toml", folder / "new" / "umbrella.toml"):
        for raw in tomllib.loads(path.read_text("utf-8"))["products"]:
            typed = [(f["number"], f.get("unit", "")) for f in raw["facts"] if "number" in f]
            prices = [str(p["amount"]) for p in raw["prices"] if p["market"] == "en-GB"]
            made[raw["sku"]] = truth(" \n".join(_english(raw)), prices, typed, "November Tarn Thistle")
    return made


def _english(raw: dict[str, Any]) -> list[str]:
    names = [n["text"] for n in (*raw["names"], *raw["adversaries"]) if n["locale"] == "en"]
    labels = [f["labels"]["en"] for f in raw["facts"] if "en" in f.get("labels", {})]
    phrases = [p["text"] for f in raw["facts"] for p in f.get("phrases", ()) if p["locale"] == "en"]
    return [*names, *labels, *phrases]


def _plain(number: str) -> str:
    text = number.replace(",", "")
    return text.rstrip("0").rstrip(".") if "." in text else text
