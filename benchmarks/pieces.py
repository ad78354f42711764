"""Pieces with real words for the simulated world: the sample brand's lines, taken apart and put together again."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
WORLD = ROOT / "src/styleloop/data/worlds/simulated-world.py"
ADS = ROOT / "src/styleloop/data/brands/tarn-and-thistle/library/ads.csv"
MARKETS = ("en-GB", "de-DE", "ar-AE")
PLACEMENTS = ("square", "story", "wide")

Piece = dict[str, Any]

BEATS: Mapping[str, Sequence[str]] = {
    "en-GB": (
        "It rained.",
        "It will rain again.",
        "We tested it in November.",
        "November lost.",
        "No ribbons. No speeches.",
        "Just a lid that shuts.",
        "Why wait for better weather?",
        "You will know when it is on.",
        "This is the whole idea.",
        "Here is a coat.",
        "Some people fear drizzle.",
        "Not for everyone.",
        "Nobody ever asked the rain.",
        "Our hills are wet, and so is our sense of humour.",
        "Keeps tea hot for 12 hours.",
        "Weighs 410 g and complains less than you do.",
        "Your hands will notice.",
        "Cold hands are a choice!",
        "Take it along.",
        "That is a promise from people who live in a valley.",
        "Built once, and then left alone.",
        "Two walls of steel, without opinions.",
        "Is it still raining?",
        "We never said it was pretty.",
        "Dear wind, we have news.",
        "Wool from one valley and nothing clever.",
        "Made for the walk home, not for the photograph.",
        "800 g of wool against one draught.",
    ),
    "de-DE": (
        "Es regnet.",
        "Es wird wieder regnen.",
        "Wir haben sie im November geprüft.",
        "Der November hat verloren.",
        "Keine Schleifen. Keine Reden.",
        "Nur ein Deckel, der schließt.",
        "Warum auf besseres Wetter warten?",
        "Sie werden es merken.",
        "Das ist die ganze Idee.",
        "Hier ist eine Jacke.",
        "Manche fürchten Nieselregen.",
        "Nicht für alle.",
        "Niemand hat den Regen gefragt.",
        "Unsere Hügel sind nass, und unser Humor ist es auch.",
        "Hält Tee 12 Stunden heiß.",
        "Wiegt 410 g und klagt weniger als du.",
        "Deine Hände werden es merken.",
        "Kalte Hände sind freiwillig!",
        "Nimm sie mit.",
        "Das versprechen Leute, die in einem Tal wohnen.",
        "Einmal gebaut und dann in Ruhe gelassen.",
        "Zwei Wände aus Stahl, ohne Meinung.",
        "Regnet es noch?",
        "Von schön war nie die Rede.",
        "Lieber Wind, wir haben Neuigkeiten.",
        "Wolle aus einem Tal und sonst nichts.",
        "Für den Heimweg gemacht, nicht für das Foto.",
        "800 g Wolle gegen einen Luftzug.",
    ),
    "ar-AE": (
        "هطل المطر.",
        "وسيهطل مرة أخرى.",
        "جربناها في نوفمبر.",
        "خسر نوفمبر.",
        "لا شرائط. لا خطب.",
        "غطاء يُغلق فحسب.",
        "لماذا تنتظر طقسا أفضل؟",
        "ستعرف متى تلبسها.",
        "هذه هي الفكرة كلها.",
        "هنا سترة.",
        "بعض الناس يخشون الرذاذ.",
        "ليست للجميع.",
        "لم يسأل أحد المطر.",
        "تلالنا مبللة، وكذلك روح الدعابة عندنا.",
        "يحفظ الشاي ساخنا 12 ساعة.",
        "يزن 410 غرامات ويشكو أقل منك.",
        "ستلاحظ يداك الفرق.",
        "البرد اختيار!",
        "خذها معك.",
        "هذا وعد من أناس يسكنون واديا.",
        "صُنعت مرة واحدة ثم تُركت وشأنها.",
        "جداران من الفولاذ بلا رأي.",
        "هل ما زال المطر يهطل؟",
        "لم نقل يوما إنها جميلة.",
        "عزيزتي الريح، لدينا أخبار.",
        "صوف من واد واحد ولا شيء آخر.",
        "صُنعت لطريق العودة لا للصورة.",
        "٨٠٠ غرام من الصوف في وجه الريح.",
    ),
}
BODIES: Mapping[str, Sequence[str]] = {
    "en-GB": (
        "Taped seams, two pockets, one hood.",
        "Waxed cotton. Resoled on request.",
        "Stone paper that takes a pencil in the rain, and keeps it.",
        "From one valley.",
    ),
    "de-DE": (
        "Getapte Nähte, zwei Taschen, eine Kapuze.",
        "Gewachste Baumwolle. Neu besohlt auf Wunsch.",
        "Steinpapier, auf dem ein Bleistift auch im Regen schreibt.",
        "Aus einem Tal.",
    ),
    "ar-AE": (
        "دروز ملحومة وجيبان وقبعة.",
        "قطن مشمع يعاد نعله عند الطلب.",
        "ورق حجري يكتب عليه القلم تحت المطر ولا يمحى.",
        "من واد واحد.",
    ),
}
CALLS: Mapping[str, Sequence[str]] = {
    "en-GB": ("Take the rain shell", "See the coat", "Shop now", "Have a look at all the wool"),
    "de-DE": ("Zur Regenjacke", "Jacke ansehen", "Jetzt kaufen", "Die ganze Wolle in Ruhe ansehen"),
    "ar-AE": ("خذ السترة", "شاهد المعطف", "تسوق الآن", "ألق نظرة على كل الصوف"),
}


def palettes(folder: Path, count: int = 12) -> list[str]:
    """Small JPEG pictures that differ in light, colour, contrast, detail, symmetry and empty room."""
    found = []
    for number in range(count):
        path = folder / f"picture-{number:03}.jpg"
        Image.fromarray(_painted(np.random.default_rng(number))).save(path, quality=92)
        found.append(str(path))
    return found


def _painted(rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A ground that fades, up to seven blocks and discs on it, here and there mirrored, and grain on a part."""
    height, width = 120, 160
    down, across = np.mgrid[0:height, 0:width]
    light, tint = rng.uniform(40, 215), rng.normal(0, 28, 3)
    fade = rng.uniform(-60, 60) * (down / height - 0.5) + rng.uniform(-40, 40) * (across / width - 0.5)
    pixels = light + fade[..., None] + tint
    reach = rng.uniform(10, 110)
    for _ in range(int(rng.integers(0, 8))):
        y, x, size = rng.uniform(0, height), rng.uniform(0, width), rng.uniform(6, 38)
        if rng.random() < 0.5:
            inside = np.hypot(down - y, across - x) < size
        else:
            inside = (np.abs(down - y) < size) & (np.abs(across - x) < size * rng.uniform(0.3, 2.0))
        if rng.random() < 0.4:
            inside = inside | inside[:, ::-1]
        pixels = np.where(inside[..., None], light + rng.normal(0, reach) + rng.normal(0, 45, 3), pixels)
    grainy = across < width * rng.random()
    grain = rng.normal(0, rng.uniform(0, 26), (height, width))
    return np.asarray(np.clip(pixels + (grain * grainy)[..., None], 0, 255), dtype=np.uint8)


def beats() -> dict[str, list[str]]:
    """Beats per locale: ours, and those of the sample brand's past ads where they are on disk."""
    found = {locale: list(lines) for locale, lines in BEATS.items()}
    if ADS.is_file():
        with ADS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for beat in row.get("headline", "").replace("\n", " / ").split(" / "):
                    pool = found.get(row.get("locale", ""))
                    if pool is not None and beat.strip() and beat.strip() not in pool:
                        pool.append(beat.strip())
    return found


Words = Mapping[str, Sequence[str]]


def tests(
    count: int,
    seed: int,
    pictures: Sequence[str],
    prefix: str,
    markets: Sequence[str],
    more: tuple[Words, Words, Words],
) -> list[Piece]:
    """`count` randomised tests of two to five pieces each, dealt to `markets` in turn, in any format.

    `more` beats, bodies and calls by market, besides those that are here.
    """
    rng = np.random.default_rng(seed)
    kept = (beats(), BODIES, CALLS)
    pools = {m: [[*ours[m], *others.get(m, ())] for ours, others in zip(kept, more, strict=True)] for m in markets}
    pieces = []
    for number in range(count):
        market, placement = markets[number % len(markets)], PLACEMENTS[int(rng.integers(3))]
        for arm in range(int(rng.integers(2, 6))):
            made = _piece(rng, pools[market], market, pictures)
            name = f"{prefix}{number:05}-{arm}"
            pieces.append(
                {"name": name, "test": f"{prefix}{number:05}", "arm": str(arm), "placement": placement, **made}
            )
    return pieces


def _piece(rng: np.random.Generator, words: Sequence[Sequence[str]], market: str, pictures: Sequence[str]) -> Piece:
    pool, bodies, calls = words
    count = int(rng.choice([1, 2, 3], p=[0.45, 0.45, 0.1]))
    chosen = rng.choice(len(pool), size=count, replace=False)
    return {
        "market": market,
        "headline": " / ".join(pool[int(i)] for i in chosen),
        "body": str(rng.choice(bodies)),
        "cta": str(rng.choice(calls)),
        "tone": "",
        "picture": str(rng.choice(pictures)) if pictures else "",
        "uses": int(rng.integers(0, 7)),
    }
