"""The renderer does not mark its own work: ink is found on the finished pixels."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from PIL import Image

from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.types.brand import Face, Tone
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.picture import pixel_hash
from styleloop.types.record import Refusal
from styleloop.types.variant import Drawn, SlotFacts

Draw = Callable[..., Drawn | Refusal]
MOSS = (0x55, 0x60, 0x38)
MARKETS, FORMATS = ("en-GB", "de-DE", "ar-AE"), ("square", "story", "wide")


def good(made: Drawn | Refusal) -> Drawn:
    assert isinstance(made, Drawn), made
    return made


def bad(made: Drawn | Refusal) -> Refusal:
    assert isinstance(made, Refusal)
    assert made.cure
    return made


def ink(made: Drawn, ground: np.ndarray | tuple[int, int, int] = MOSS, least: int = 24) -> np.ndarray:
    return np.abs(made.picture.rgb.astype(int) - ground).max(axis=-1) >= least


def box(found: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(found)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def within(found: np.ndarray, facts: SlotFacts, by: int = 1) -> np.ndarray:
    x0, y0, x1, y1 = (int(v) for v in facts.ink)
    return found[max(0, y0 - by) : y1 + by, max(0, x0 - by) : x1 + by]


def slot(made: Drawn, name: str) -> SlotFacts:
    return next(f for f in made.rendering.facts if f.slot == name)


def text(made: str) -> Copy:
    return Copy.of(headline=made, body="Flask. 0.75 l of tea.", cta="See the flask")


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("placement", FORMATS)
def test_every_ink_pixel_is_in_a_box_and_every_box_is_tight(
    draw: Draw, plain: TypstRenderer, market: str, placement: str
) -> None:
    made = good(draw(plain, market=market, placement=placement))
    found = ink(made)
    rest = found.copy()
    for facts in made.rendering.facts:
        part = within(found, facts, 0)
        edges = (part[0], part[-1], part[:, 0], part[:, -1])
        assert all(edge.any() for edge in edges), (facts.slot, facts.ink)
        within(rest, facts)[:] = False
    assert not rest.any(), f"ink outside every box at {box(rest)}"
    assert {f.slot for f in made.rendering.facts} == {"headline", "body", "cta", "price", "logo"}


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("placement", FORMATS)
def test_words_keep_clear_of_the_product_the_seam_and_the_safe_zone(
    draw: Draw, witness: TypstRenderer, placements: dict[str, Placement], market: str, placement: str
) -> None:
    made = good(draw(witness, market=market, placement=placement, picture="trail-boots", tone="slate"))
    picture, mask = witness.painter.last
    found = ink(made, picture.rgb, 8)
    height, width = found.shape
    reach = np.ones((2 * round(0.007 * min(width, height)) + 1,) * 2, np.uint8)
    assert not (found & (cv2.dilate((mask.rgb[..., 0] > 127).astype(np.uint8), reach) > 0)).any()
    x0, y0, x1, y1 = box(found)
    zone = placements[placement]
    assert x0 >= zone.safe_side * width - 0.5
    assert y0 >= zone.safe_top * height - 0.5
    assert x1 <= (1 - zone.safe_side) * width + 0.5
    assert y1 <= (1 - zone.safe_bottom) * height + 0.5
    panel = (0x3F, 0x53, 0x5E)
    assert (np.abs(picture.rgb[found].astype(int) - panel).max(axis=-1) == 0).all(), "words never cross the seam"
    assert slot(made, "headline").size >= 0.06 * min(width, height), "the line is read first"
    assert slot(made, "headline").size > 1.7 * slot(made, "body").size


@pytest.mark.parametrize(
    ("name", "other"),
    [("price", "£33"), ("cta", "See the flosk"), ("body", "Flask. 0.75 l of tee,\nhot for 14 hours.")],
)
def test_changing_one_slot_changes_only_its_own_ink(
    draw: Draw, plain: TypstRenderer, make: Callable[..., object], name: str, other: str
) -> None:
    before = good(draw(plain))
    words = make()[0].words.replaced(name, other)  # type: ignore[index]
    after = good(draw(plain, words=words))
    changed = np.abs(before.picture.rgb.astype(int) - after.picture.rgb).max(axis=-1) > 0
    assert changed.any()
    x0, y0, x1, y1 = box(changed)
    one, two = slot(before, name).ink, slot(after, name).ink
    assert x0 >= min(one[0], two[0]) - 1
    assert y0 >= min(one[1], two[1]) - 1
    assert x1 <= max(one[2], two[2]) + 1
    assert y1 <= max(one[3], two[3]) + 1


@pytest.mark.parametrize("placement", FORMATS)
def test_arabic_is_really_mirrored(draw: Draw, witness: TypstRenderer, placement: str) -> None:
    drawn = good(draw(witness, market="ar-AE", placement=placement))
    painted = witness.painter.last[0].rgb
    found = ink(drawn, painted, 8)
    good(draw(witness, market="ar-AE", placement=placement, direction="ltr"))
    assert np.array_equal(painted, witness.painter.last[0].rgb[:, ::-1]), "the scene is the mirror image"
    width = found.shape[1]
    margin = round(0.065 * width)
    for name in ("headline", "body", "cta", "logo"):
        right = box_of(found, slot(drawn, name))[2]
        assert abs(width - margin - right) <= 0.02 * width, f"{name} starts at the right margin"
    price, label = slot(drawn, "price").ink, slot(drawn, "cta").ink
    assert price[2] < label[0], "the price stands at the far end: the left"


def box_of(found: np.ndarray, facts: SlotFacts) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (int(v) for v in facts.ink)
    only = np.zeros_like(found)
    only[y0:y1, x0:x1] = found[y0:y1, x0:x1]
    return box(only)


def test_empty_slots_vanish_and_the_layout_closes_up(draw: Draw, plain: TypstRenderer) -> None:
    full = good(draw(plain, words=Copy.of(headline="Rain.", body="Tea, hot for 14 hours.", cta="See it", price="£32")))
    bare = good(draw(plain, words=Copy.of(headline="Rain.")))
    assert {f.slot for f in bare.rendering.facts} == {"headline", "logo"}
    assert slot(bare, "headline").box[3] > slot(full, "headline").box[3], "the line is given the room"
    found = ink(bare)
    for facts in bare.rendering.facts:
        within(found, facts)[:] = False
    assert not found.any()


def test_a_price_that_has_no_room_beside_the_label_stands_above_it(draw: Draw, plain: TypstRenderer) -> None:
    short = good(draw(plain, words=Copy.of(headline="Rain.", cta="See it", price="£32")))
    long = good(draw(plain, words=Copy.of(headline="Rain.", cta="See the rain shell", price="1.234,50 €")))
    assert slot(short, "price").ink[3] > slot(short, "cta").ink[1]
    assert slot(long, "price").ink[3] < slot(long, "cta").ink[1]


@pytest.mark.parametrize(
    "line",
    ["#panic()", "*bold* _it_ $x^2$", '#sys.inputs.d "q"', "\\u{41} \\ `raw` <a> @b", "// no comment", '#read("x")'],
)
def test_markup_prints_as_it_is_written(draw: Draw, plain: TypstRenderer, line: str) -> None:
    made = good(draw(plain, placement="wide", words=text(line)))
    shown = within(ink(made), slot(made, "headline"))
    assert shown.sum() > 500
    safe = "".join("n" if c.isalnum() else c for c in line)
    same = good(draw(plain, placement="wide", words=text(safe)))
    one, two = slot(made, "headline"), slot(same, "headline")
    assert one.lines == two.lines, "no character was eaten"


@pytest.mark.parametrize(
    ("words", "named", "said"),
    [
        (text("Donaudampfschifffahrtsgesellschaftskapitaen"), "headline", "Donaudampfschifffahrt"),
        (text("MMMMMMMM " * 8), "headline", "does not fit"),
        (text("\n".join("abcdefghijklmnopqrst")), "headline", "does not fit"),
        (text("x" * 81), "headline", "at most 80"),
        (text("It rained \U0001f327"), "headline", "\U0001f327"),
        (text("雨 again"), "headline", "雨"),
        (text("It \u202erained"), "headline", "right-to-left override"),
        (text("It\x07 rained"), "headline", "U+0007"),
        (text("   "), "headline", "needs it"),
        (text("\u200d"), "headline", "nothing in it can be seen"),
        (text("It\n\u200b\nrained"), "headline", "nothing in it can be seen"),
        (Copy.of(headline="Rain.", cta="M" * 28), "cta", "does not fit"),
        (Copy.of(headline="Rain.", sticker="New!"), "sticker", "no such slot"),
        (Copy.of(headline="Rain.", logo="x"), "logo", "no such slot"),
    ],
)
def test_what_cannot_be_set_is_refused_by_name(
    draw: Draw, plain: TypstRenderer, words: Copy, named: str, said: str
) -> None:
    refusal = bad(draw(plain, words=words))
    assert refusal.why.startswith(f"{named}: ")
    assert said.lower() in str(refusal).lower()


def test_words_that_travel_beside_the_picture_are_not_drawn(draw: Draw, plain: TypstRenderer) -> None:
    words = Copy.of(headline="Rain.", caption="A caption.", alt="Rain.")
    assert {f.slot for f in good(draw(plain, words=words)).rendering.facts} == {"headline", "logo"}


def test_direction_marks_and_isolates_are_allowed(draw: Draw, plain: TypstRenderer) -> None:
    words = Copy.of(headline="أمطرت \u20680.75\u2069.", price="\u200f165\u00a0د.إ.\u200f")
    made = good(draw(plain, market="ar-AE", words=words))
    assert slot(made, "price").fits


@pytest.mark.parametrize("scene", ["wall", "weather"])
def test_contrast_is_measured_not_believed(draw: Draw, renderer: TypstRenderer, make, scene: str) -> None:
    tone: Tone = make()[0].tone
    faint = tone.model_copy(update={"fact": "#7a8360", "scene": scene})
    assert bad(draw(renderer, tone=faint)).why.startswith("body: it cannot be read")
    rust = tone.model_copy(update={"panel": "#ad4c27", "fact": "#e9dfc8", "scene": scene})
    assert 3.9 < slot(good(draw(renderer, tone=rust)), "body").contrast < 4.3, "left to the audit"


def test_the_logo_takes_the_panels_ink_only_if_it_is_a_drawing_in_one_colour(draw: Draw, plain: TypstRenderer) -> None:
    def colours(made: Drawn) -> set[tuple[int, ...]]:
        x0, y0, x1, y1 = (int(v) for v in slot(made, "logo").ink)
        seen, counts = np.unique(made.picture.rgb[y0:y1, x0:x1].reshape(-1, 3), axis=0, return_counts=True)
        return {tuple(int(v) for v in c) for c, n in zip(seen, counts, strict=True) if n > 40}

    assert colours(good(draw(plain))) >= {(0xF6, 0xF2, 0xE8)}
    halves = '<path d="M0 0h45v30H0z" fill="#ffe0c0"/><path d="M45 0h45v30H45z" fill="#fff"/>'
    two = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">{halves}</svg>'.encode()
    assert colours(good(draw(plain, mark=two))) >= {(0xFF, 0xE0, 0xC0), (0xFF, 0xFF, 0xFF)}
    buffer = io.BytesIO()
    Image.new("RGB", (90, 30), "#ffe0c0").save(buffer, "PNG")
    assert colours(good(draw(plain, mark=buffer.getvalue()))) == {(0xFF, 0xE0, 0xC0)}
    buffer = io.BytesIO()
    Image.new("RGB", (90, 30), "#5a6040").save(buffer, "PNG")
    assert "one colour" in bad(draw(plain, mark=buffer.getvalue())).cure
    assert bad(draw(plain, mark=b"<svg><script/></svg>")).why.startswith("logo: ")


def test_the_file_is_what_the_record_says(draw: Draw, renderer: TypstRenderer) -> None:
    made = good(draw(renderer))
    with Image.open(io.BytesIO(made.data)) as file:
        assert file.format == "JPEG"
        pixels = np.asarray(file.convert("RGB"))
    said = made.rendering
    assert pixels.shape == (said.height, said.width, 3)
    assert said.pixels == hashlib.sha256(b"1080x1080:" + pixels.tobytes()).hexdigest()
    assert said.file == hashlib.sha256(made.data).hexdigest()
    assert said.bytes == len(made.data)
    assert np.array_equal(made.picture.rgb, pixels)
    assert said.renderer == "typst@1"
    assert said.painter == "painter@1"


def test_the_same_layout_gives_the_same_file_in_any_thread(
    make: Callable[..., object], renderer: TypstRenderer
) -> None:
    pieces = [make(market=market, placement="wide") for market in MARKETS] * 2

    def one(piece: tuple) -> str:
        return good(renderer.draw([piece[0]], piece[1])[0]).rendering.file

    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(one, pieces))
    fresh = TypstRenderer()
    assert together[:3] == together[3:]
    assert together[:3] == [good(fresh.draw([p[0]], p[1])[0]).rendering.file for p in pieces[:3]]


def test_a_placement_may_limit_the_file(draw: Draw, renderer: TypstRenderer, placements: dict[str, Placement]) -> None:
    wide = placements["wide"]
    free = good(draw(renderer, placement=wide))
    tight = good(draw(renderer, placement=wide.model_copy(update={"max_bytes": int(free.rendering.bytes * 0.7)})))
    assert tight.rendering.bytes <= free.rendering.bytes * 0.7
    assert np.abs(tight.picture.rgb.astype(int) - free.picture.rgb).mean() < 6
    assert bad(draw(renderer, placement=wide.model_copy(update={"max_bytes": 9000}))).why == "file: it is too large"


def test_safe_zones_bind(draw: Draw, plain: TypstRenderer, placements: dict[str, Placement]) -> None:
    deep = placements["square"].model_copy(update={"safe_top": 0.2, "safe_bottom": 0.2, "safe_side": 0.1})
    made = good(draw(plain, placement=deep, words=Copy.of(headline="Rain.", cta="See it")))
    x0, y0, _, y1 = box(ink(made))
    assert x0 >= 108
    assert y0 >= 216
    assert y1 <= 864
    assert min(f.clearance for f in made.rendering.facts) >= -0.5


def test_one_bad_layout_sinks_no_batch(
    make: Callable[..., object], plain: TypstRenderer, renderer: TypstRenderer
) -> None:
    fine, blobs = make(placement="wide")  # type: ignore[misc]
    no_logo = fine.model_copy(update={"logo": "0" * 64})
    old = fine.model_copy(update={"template": "split@0"})
    strange = fine.model_copy(update={"face": Face(script="Latn", serif=("Comic Neue",), sans=("Public Sans",))})
    made = plain.draw([no_logo, old, strange, fine], blobs)
    assert [isinstance(one, Drawn) for one in made] == [False, False, False, True]
    assert "logo" in made[0].why
    assert made[1].expected == "split@1"
    assert "fontpkg-comic-neue" in made[2].cure
    no_picture = fine.model_copy(update={"picture": "0" * 64})
    assert "picture: " in bad(renderer.draw([no_picture], blobs)[0]).why


def test_a_short_line_is_set_large_in_every_format(draw: Draw, plain: TypstRenderer) -> None:
    for placement, share in (("square", 0.08), ("story", 0.1), ("wide", 0.12)):
        made = good(draw(plain, placement=placement, words=text("It rained.\nAgain.")))
        assert slot(made, "headline").size >= share * min(made.rendering.width, made.rendering.height), placement


def test_lines_break_where_one_breathes(draw: Draw, plain: TypstRenderer) -> None:
    def lines(placement: str, words: str) -> int:
        return slot(good(draw(plain, placement=placement, words=text(words))), "headline").lines

    assert lines("square", "Kaffee wird kalt.\nSpäter.") == 3, "never one word a line"
    assert lines("story", "It rained.\nIt will rain again.") <= 3
    assert lines("wide", "Walk them flat.\nThen resole them.") == 2, (
        "a beat is kept whole rather than leave a word alone"
    )


@pytest.mark.parametrize("size", [(1080, 1080), (333, 271)])
def test_any_reader_of_a_png_sees_the_pixels_that_were_hashed(witness: TypstRenderer, draw: Draw, size) -> None:
    placement = Placement(name="odd", label="Odd", width=size[0], height=size[1], source="test")
    made = draw(witness, placement=placement)
    assert isinstance(made, Drawn), made
    with Image.open(io.BytesIO(made.data)) as image:
        seen = np.array(image.convert("RGB"))
    assert np.array_equal(seen, made.picture.rgb)
    assert pixel_hash(seen) == made.rendering.pixels
