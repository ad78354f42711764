"""Words of 65 locales on pixels: every slot alone, its ink in its room, clear of its neighbours, and no tofu."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import cv2
import lines
import numpy as np
import pytest
import typst
from PIL import Image

from styleloop.adapters.renderers.fonts import font_files, font_set, missing_glyphs, unknown_families
from styleloop.adapters.renderers.setting import told
from styleloop.adapters.renderers.templates import TemplateShelf
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.adapters.renderers.words import drawn_words, kept_words
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal
from styleloop.types.variant import Drawn, Layout

Make = Callable[..., tuple[Layout, dict[str, bytes]]]
SIX = ("en-GB", "ru-RU", "ar-AE", "hi-IN", "th-TH", "ja-JP")
FORMATS = {
    "square": (720, 720),
    "story": (540, 960),
    "wide": (800, 420),
    "sky": (160, 600),
    "banner": (728, 90),
    "small": (300, 250),
}
TEMPLATES = ("split", "hero", "cutout", "editorial", "pattern", "carousel")
CASES = [
    (template, list(FORMATS)[(i + j) % len(FORMATS)], locale)
    for i, template in enumerate(TEMPLATES)
    for j, locale in enumerate(SIX)
]
"""Every template in every shape and every script once: a Latin square."""


def ready(locale: str) -> bool:
    face = lines.face(locale)
    return not unknown_families((*face.serif, *face.sans))


def canvas(width: int, height: int) -> Placement:
    return Placement(name="test", label="Test", width=width, height=height, safe_side=0.05, source="test")


def piece(make: Make, locale: str, size: tuple[int, int], words: Copy | None = None, template: str = "split") -> Layout:
    if not ready(locale):
        pytest.skip(f"no type for {locale}: styleloop doctor --locale {locale}")
    layout, _ = make(
        market="en-GB",
        placement=canvas(*size),
        words=words or lines.words(locale),
        face=lines.face(locale),
        template=template,
        direction=lines.direction(locale),
    )
    return Layout.model_validate({**layout.model_dump(exclude={"id"}), "market": locale})


class Alone:
    """Every slot of a layout set on a page of its own, by Typst itself: nothing of the renderer measures here."""

    def __init__(self, layout: Layout) -> None:
        shelf = TemplateShelf()
        template = shelf.load(layout.template)
        size = (layout.placement.width, layout.placement.height)
        words, _ = kept_words(drawn_words(layout.words, template), template, *size)
        files = font_files((*layout.face.serif, *layout.face.sans))
        main = shelf.root / layout.template / "main.typ"
        compiler = typst.Compiler(main, root=shelf.root, font_paths=font_set(None, files))
        given = {"d": json.dumps(told(layout, template, words, _Mark()), ensure_ascii=False)}  # type: ignore[arg-type]
        pages = compiler.compile(format="png", ppi=72, sys_inputs=given)
        self.notes: list[dict[str, Any]] = json.loads(compiler.query("<slot>", field="value"))
        self.alpha = {
            note["slot"]: _on_canvas(note, page, size)
            for note, page in zip(self.notes, pages[1:], strict=True)
            if note["slot"] != "logo"
        }


class _Mark:
    aspect = 4.0


def _on_canvas(note: dict[str, Any], page: bytes, size: tuple[int, int]) -> np.ndarray:
    ink = np.asarray(Image.open(io.BytesIO(page)).convert("RGBA"))[..., 3]
    x, y = (int(v) for v in note["origin"])
    pad = 200
    whole = np.zeros((size[1] + 2 * pad, size[0] + 2 * pad), np.uint8)
    whole[y + pad : y + pad + ink.shape[0], x + pad : x + pad + ink.shape[1]] = ink
    assert whole[pad:-pad, pad:-pad].sum() == whole.sum(), "ink leaves the canvas"
    return whole[pad:-pad, pad:-pad]


def box(ink: np.ndarray) -> tuple[int, int, int, int]:
    x, y, width, height = cv2.boundingRect((ink > 40).astype(np.uint8))
    return x, y, x + width, y + height


@pytest.mark.parametrize(("template", "shape", "locale"), CASES)
def test_each_slot_alone_keeps_its_ink_in_its_room_and_clear_of_the_others(
    make: Make, template: str, shape: str, locale: str
) -> None:
    alone = Alone(piece(make, locale, FORMATS[shape], template=template))
    assert {"headline", "cta"} <= set(alone.alpha)
    assert faults(alone) == []


def faults(alone: Alone) -> list[str]:
    """What is wrong with the ink of the slots, each as it stands alone."""
    found, boxes = [], {}
    for note in alone.notes:
        name = note["slot"]
        if name == "logo":
            continue
        x0, y0, x1, y1 = boxes[name] = box(alone.alpha[name])
        if x1 == x0:
            found.append(f"{name} has no ink")
        rx0, ry0, rx1, ry1 = note["box"]
        side, tall = 0.06 * note["size"] + 1, 0.3 * note["size"]  # overshoot of round letters; marks above the line
        if x0 < rx0 - side or x1 > rx1 + side or y0 < ry0 - tall or y1 > ry1 + tall:
            found.append(f"{name}: ink {boxes[name]} leaves its room {note['box']}")
    for one, other in combinations(sorted(boxes), 2):
        p, q = boxes[one], boxes[other]
        if not (p[2] <= q[0] or q[2] <= p[0] or p[3] <= q[1] or q[3] <= p[1]):
            found.append(f"{one} {p} meets {other} {q}")
    return found


def test_ink_out_of_place_would_be_seen(make: Make) -> None:
    alone = Alone(piece(make, "en-GB", (720, 720)))
    moved = np.roll(alone.alpha["headline"], 330, axis=0)
    alone.alpha["headline"] = moved
    said = " ".join(faults(alone))
    assert "headline: ink" in said
    assert "meets headline" in said
    alone.alpha["price"] = np.zeros_like(moved)
    assert "price has no ink" in faults(alone)


def _tofu(family: str, weight: int, size: float, files: tuple[str, ...]) -> np.ndarray:
    """What a family draws for a character that it lacks."""
    told = {"f": family, "w": str(weight), "z": str(size)}
    source = b"""#set page(width: 600pt, height: 600pt, margin: 100pt, fill: none)
#text(font: sys.inputs.f, weight: int(sys.inputs.w), size: float(sys.inputs.z) * 1pt, fallback: false)[\\u{13A0}]"""
    page = typst.Compiler(font_paths=font_set(None, files)).compile(input=source, format="png", ppi=72, sys_inputs=told)
    ink = np.asarray(Image.open(io.BytesIO(page)).convert("RGBA"))[..., 3]
    x0, y0, x1, y1 = box(ink)
    return np.pad(ink[y0:y1, x0:x1], 1)


def likeness(ink: np.ndarray, tofu: np.ndarray) -> float:
    """How much the likest spot of `ink` resembles `tofu`, to 1."""
    if tofu.shape[0] > ink.shape[0] or tofu.shape[1] > ink.shape[1] or not tofu.any():
        return 0.0
    return float(cv2.matchTemplate(ink, np.ascontiguousarray(tofu), cv2.TM_CCOEFF_NORMED).max())


@pytest.mark.parametrize("locale", SIX)
def test_no_letter_is_drawn_as_an_empty_box(make: Make, locale: str) -> None:
    layout = piece(make, locale, (1080, 1080))
    face, files = layout.face, font_files((*layout.face.serif, *layout.face.sans))
    found = {}
    for words in (layout.words, layout.words.replaced("headline", layout.words.text("headline") + " \u13a0")):
        alone = Alone(layout.model_copy(update={"words": words}))
        note = next(n for n in alone.notes if n["slot"] == "headline")
        ink = alone.alpha["headline"]
        found[words] = max(likeness(ink, _tofu(name, face.weight, note["size"], files)) for name in face.serif[:1])
    real, spoilt = found.values()
    assert spoilt > 0.8, "the test can see tofu"
    assert real < 0.75


@pytest.mark.parametrize("locale", sorted(lines.LINES))
def test_every_locale_is_set_or_says_what_to_install(make: Make, plain: TypstRenderer, locale: str) -> None:
    layout = piece(make, locale, (480, 480))
    _, blobs = make()
    [made] = plain.draw([layout], blobs)
    assert isinstance(made, Drawn), made
    assert {f.slot for f in made.rendering.facts} == {"headline", "body", "cta", "price", "logo"}
    facts = {f.slot: f for f in made.rendering.facts}
    assert facts["headline"].size > 1.5 * facts["body"].size
    if lines.direction(locale) == "rtl":
        assert facts["headline"].ink[2] > 400, "starts at the right"


def test_marks_of_one_line_never_meet_the_next(make: Make) -> None:
    """Vietnamese capitals with two marks, Thai with tone over vowel, Arabic with deep tails: a gap between lines."""
    tall = {"vi-VN": "Ở ĐÂY\nẪM ƯỚT", "th-TH": "ที่นี่\nชื้นปู่", "ar-AE": "ججج\nأأأ", "hi-IN": "टूटू\nमैंने"}
    for locale, line in tall.items():
        words = Copy.of(headline=line)
        rows = (Alone(piece(make, locale, (1080, 1080), words)).alpha["headline"] > 40).any(axis=1)
        runs = int((np.diff(rows.astype(int)) == 1).sum())
        assert runs >= 2, f"{locale}: the lines run into each other"


@pytest.mark.parametrize(
    ("locale", "line", "lines_"),
    [
        ("de-DE", "Geschwindigkeitsbegrenzung", 2),
        ("de-DE", "Donaudampfschifffahrtsgesellschaft", 2),
        ("fi-FI", "Retkeilytarvikevalikoima", 2),
        ("en-GB", "Extraordi\u00adnarilycomfortable", 2),
    ],
)
def test_a_headline_word_too_wide_breaks_once_at_its_seam(
    make: Make, plain: TypstRenderer, locale: str, line: str, lines_: int
) -> None:
    layout, (_, blobs) = piece(make, locale, (1080, 1080), Copy.of(headline=line)), make()
    [made] = plain.draw([layout], blobs)
    assert isinstance(made, Drawn), made
    assert made.rendering.facts[-1].slot == "headline"
    assert made.rendering.facts[-1].lines == lines_
    whole = layout.model_copy(update={"market": "en-GB", "words": Copy.of(headline=line.replace("\u00ad", ""))})
    [refused] = plain.draw([whole], blobs)
    assert isinstance(refused, Refusal), "in English a display word stays whole"
    assert "soft hyphen" in refused.cure


def test_a_word_written_with_a_hyphen_breaks_there_in_any_language(make: Make, plain: TypstRenderer) -> None:
    _, blobs = make()
    for locale, line in (("hu-HU", "Keresőszolgáltatás-beállítások"), ("en-GB", "Extraordinarily-incomprehensible")):
        layout = piece(make, locale, (1080, 1080), Copy.of(headline=line))
        [made] = plain.draw([layout], blobs)
        assert isinstance(made, Drawn), made
        assert made.rendering.facts[-1].lines == 2


def test_long_body_words_are_hyphenated_where_that_buys_size(make: Make) -> None:
    said = "Wasserundurchlässigkeitsprüfung bestanden, Reißverschlussabdeckung inklusive."
    size = {}
    for locale in ("de-DE", "ms-MY"):
        alone = Alone(piece(make, locale, (1080, 1080), Copy.of(headline="Regen.", body=said)))
        size[locale] = next(n["size"] for n in alone.notes if n["slot"] == "body")
    assert size["de-DE"] > 1.1 * size["ms-MY"], "Malay has no dictionary here"


@pytest.mark.parametrize("locale", ["km-KH", "lo-LA", "my-MM"])
def test_scripts_without_spaces_or_phrases_are_set_by_the_typesetters_dictionary(
    make: Make, plain: TypstRenderer, locale: str
) -> None:
    line = lines.LINES[locale][0].replace("\n", "").replace("\u200b", "")
    layout, (_, blobs) = piece(make, locale, (1080, 1080), Copy.of(headline=line)), make()
    [made] = plain.draw([layout], blobs)
    assert isinstance(made, Drawn), made
    assert made.rendering.facts[-1].lines >= 2


def test_han_is_drawn_in_the_forms_of_its_country(make: Make) -> None:
    words = Copy.of(headline="直骨令言")
    shown = [Alone(piece(make, locale, (600, 600), words)).alpha["headline"] for locale in ("ja-JP", "zh-CN", "zh-TW")]
    assert not np.array_equal(shown[0], shown[1])
    assert not np.array_equal(shown[1], shown[2])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Rain \U0001f469\u200d\U0001f680", "U+1F469+U+200D+U+1F680"),
        ("Rain ❤\ufe0f", "U+2764+U+FE0F"),
        ("Rain 1\ufe0f\u20e3", "U+0031+U+FE0F+U+20E3"),
        ("Дождь", "U+0414"),
        ("q\u0331 rained", "U+0071+U+0331"),
        ("雨 rained", "U+96E8"),
    ],
)
def test_what_the_face_cannot_draw_is_refused_by_slot(make: Make, plain: TypstRenderer, line: str, said: str) -> None:
    layout, blobs = make(words=Copy.of(headline=line))
    if line == "Дождь":
        latin = layout.face.model_copy(update={"serif": ("Public Sans",)})
        layout = layout.model_copy(update={"face": latin})
    [made] = plain.draw([layout], blobs)
    assert isinstance(made, Refusal)
    assert made.why.startswith("headline: no face can draw")
    assert said in made.got
    assert "brand/kit.toml" in made.cure


def test_a_letter_and_its_mark_are_one_character_however_they_are_stored(make: Make, plain: TypstRenderer) -> None:
    shown = []
    for line in ("Caf\u00e9 \u1ebf", "Cafe\u0301 e\u0302\u0301"):
        layout, blobs = make(words=Copy.of(headline=line))
        [made] = plain.draw([layout], blobs)
        assert isinstance(made, Drawn), made
        shown.append(made.rendering.pixels)
    assert shown[0] == shown[1]
    assert missing_glyphs("m\u0308", ("Vollkorn",)) == (), "a pair that has no character of its own, with an anchor"


def test_mixed_scripts_stand_in_one_line_where_the_face_has_both(make: Make, plain: TypstRenderer) -> None:
    for locale, line in (
        ("ja-JP", "iPhoneと雨の日"),
        ("ar-AE", "قارورة Tarn 750"),
        ("hi-IN", "बारिश Tarn"),
        ("ru-RU", "Дождь Tarn"),
    ):
        _, blobs = make()
        [made] = plain.draw([piece(make, locale, (600, 600), Copy.of(headline=line))], blobs)
        assert isinstance(made, Drawn), made


@pytest.mark.parametrize(
    ("character", "said"),
    [
        ("\u202e", "right-to-left override"),
        ("\u202a", "left-to-right embedding"),
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\t", "U+0009"),
        ("\x85", "U+0085"),
        ("\ue000", "U+E000"),
        ("\U000e0041", "tag latin capital letter a"),
        ("\u2062", "invisible times"),
        ("\ufeff", "U+FEFF"),
        ("\u2029", "paragraph separator"),
    ],
)
@pytest.mark.parametrize("slot", ["headline", "body", "cta", "price"])
def test_unseen_characters_are_refused_in_every_slot(
    make: Make, plain: TypstRenderer, slot: str, character: str, said: str
) -> None:
    words = Copy.of(headline="Rain.", body="Tea.", cta="See", price="£3").replaced(slot, f"a{character}b")
    layout, blobs = make(words=words)
    [made] = plain.draw([layout], blobs)
    assert isinstance(made, Refusal)
    assert made.why == f"{slot}: it holds a character that must not be set"
    assert said in made.got


def test_a_format_too_small_or_too_large_is_refused_clearly(make: Make, plain: TypstRenderer, tmp_path: Path) -> None:
    layout, blobs = make(placement=canvas(1, 1))
    [made] = plain.draw([layout], blobs)
    assert isinstance(made, Refusal)
    assert made.why == "format: it is too small for words"
    assert (made.got, made.expected) == ("1 x 1 px", "40 px or more")
    from styleloop.app.brandfiles import read_placements
    from styleloop.errors import SettingsError

    file = tmp_path / "placements.toml"
    row = '[[placements]]\nname = "wall"\nlabel = "Wall"\nwidth = 20000\nheight = 20000\nsource = "test"\n'
    file.write_text(row, "utf-8")
    with pytest.raises(SettingsError, match=r"width.*8000"):
        read_placements(file)


def test_signs_of_figures_keep_their_side_in_right_to_left_lines(make: Make) -> None:
    """`-20%` reads the same in a Hebrew line and alone: the minus is drawn to the left of the figure."""
    face = lines.face("he-IL")
    whole = {}
    for line in ("מבצע -20% היום", "מבצע \u2066-20%\u2069 היום", "מבצע \u2067-20%\u2069 היום"):
        layout = piece(make, "he-IL", (1600, 400), Copy.of(headline=line))
        assert layout.face == face
        whole[line] = Alone(layout).alpha["headline"]
    plain_, isolated, other = whole.values()
    assert np.array_equal(plain_, isolated)
    assert not np.array_equal(plain_, other), "in the line's own direction the signs would change sides"
