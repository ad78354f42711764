"""Templates split, pattern and carousel in every shape: whole, legible, and each with what it promises."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.types.brief import Look, Placement
from styleloop.types.copy import Copy
from styleloop.types.variant import Drawn, Layout

SIZES = (
    (1080, 1350),
    (300, 250),
    (728, 90),
    (160, 600),
    (320, 50),
    (970, 250),
    (300, 600),
    (320, 100),
    (1080, 1080),
    (1200, 628),
)
MARKETS = ("en-GB", "de-DE", "ar-AE")
PIECES = [("flask", "moss"), ("trail-boots", "slate"), ("rain-shell", "weather"), ("thermal-mug", "rust")]
TWO_FACTS = Copy.of(
    headline="Walk them flat.\nThen resole them.",
    body="Trail boots. 1.3 kg the pair.\nThe welt outlives the sole.",
    cta="See the boots",
    price="£185",
)

Make = Callable[..., tuple[Layout, dict[str, bytes]]]


def placed(width: int, height: int, cards: int = 1) -> Placement:
    name = f"{width}x{height}"
    safe = {"safe_top": 0.02, "safe_bottom": 0.02, "safe_side": 0.02}
    return Placement(name=name, label=name, width=width, height=height, source="a test", cards=cards, **safe)


def drawn(renderer: TypstRenderer, make: Make, **how: object) -> Drawn:
    card, cards = int(str(how.pop("card", 0))), int(str(how.pop("cards", 1)))
    layout, blobs = make(**how)
    if cards > 1:
        layout = Layout.model_validate({**layout.model_dump(exclude={"id"}), "card": card, "cards": cards})
    [made] = renderer.draw([layout], blobs)
    assert isinstance(made, Drawn), made
    return made


def slots(made: Drawn) -> dict[str, float]:
    return {f.slot: f.size for f in made.rendering.facts}


@pytest.mark.parametrize("template", ["split@1", "pattern@2", "carousel@1"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_shape_is_drawn_whole_and_can_be_read(
    renderer: TypstRenderer, make: Make, template: str, size: tuple[int, int]
) -> None:
    at = SIZES.index(size) + len(template)
    sku, tone = PIECES[at % 4]
    market = MARKETS[at % 3]
    made = drawn(renderer, make, template=template, placement=placed(*size), market=market, picture=sku, tone=tone)
    assert min(f.contrast for f in made.rendering.facts) >= 4.5, made.rendering.facts
    there = set(slots(made))
    assert {"headline", "logo", "cta"} <= there
    assert there | set(made.rendering.dropped) == {"headline", "logo", "cta", "body", "price"}
    assert slots(made)["cta"] >= (10 if min(size) > 100 else 7), "read at arm's length"


def test_words_of_a_pattern_stand_on_a_calm_plate_and_most_of_the_picture_is_pattern(
    witness: TypstRenderer, make: Make
) -> None:
    for size in ((540, 540), (540, 960), (628, 328)):
        made = drawn(witness, make, template="pattern@2", placement=placed(*size), tone="moss")
        ground = witness.painter.last[0].rgb.astype(int)  # type: ignore[attr-defined]
        panel = np.abs(ground - (0x55, 0x60, 0x38)).max(axis=2) < 14
        for fact in made.rendering.facts:
            x0, y0, x1, y1 = (int(v) for v in fact.ink)
            assert panel[y0:y1, x0:x1].all(), fact.slot
        assert panel.mean() < 0.5


def test_tones_have_motifs_of_their_own(witness: TypstRenderer, make: Make) -> None:
    seen = set()
    for tone in ("moss", "slate", "rust", "weather"):
        drawn(witness, make, template="pattern@2", placement=placed(400, 400), tone=tone)
        grey = witness.painter.last[0].rgb[:24].astype(float).mean(axis=2)  # type: ignore[attr-defined]
        seen.add(tuple(np.round(np.abs(np.fft.rfft(grey.mean(axis=0) - grey.mean()))[1:40]).astype(int)))
    assert len(seen) == 4


def test_the_cards_of_a_carousel_say_everything_once_and_the_first_and_last_what_they_must(
    renderer: TypstRenderer, make: Make
) -> None:
    for cards in (2, 3, 4, 5):
        made = [
            slots(
                drawn(
                    renderer,
                    make,
                    template="carousel@1",
                    placement=placed(540, 540, cards),
                    words=TWO_FACTS,
                    picture="trail-boots",
                    tone="slate",
                    card=card,
                    cards=cards,
                )
            )
            for card in range(cards)
        ]
        assert {"headline", "logo"} <= set(made[0])
        assert {"price", "cta", "logo"} <= set(made[-1])
        assert sum("headline" in one for one in made) == 1
        assert sum("price" in one for one in made) == 1
        assert sum("body" in one for one in made) == (2 if cards > 3 else 1), "a fact in two sentences takes two cards"
    alone = slots(drawn(renderer, make, template="carousel@1", placement=placed(540, 540), words=TWO_FACTS))
    assert set(alone) == {"headline", "body", "price", "cta", "logo"}, "where only one is shown it says it all"


def test_a_last_card_without_a_price_says_the_line_again(renderer: TypstRenderer, make: Make) -> None:
    words = Copy.of(headline="It rained.\nIt will rain again.", cta="Take it along")
    how = {"template": "carousel@1", "placement": placed(540, 540, 3), "words": words, "cards": 3}
    assert set(slots(drawn(renderer, make, card=2, **how))) == {"headline", "cta", "logo"}


@pytest.mark.parametrize("market", ["en-GB", "ar-AE"])
def test_one_landscape_and_one_thread_run_across_the_seams(witness: TypstRenderer, make: Make, market: str) -> None:
    cards = []
    for card in range(4):
        how = {"template": "carousel@1", "placement": placed(540, 540, 4), "market": market, "tone": "weather"}
        drawn(witness, make, card=card, cards=4, picture="rain-shell", **how)
        ground = witness.painter.last[0].rgb.astype(int)  # type: ignore[attr-defined]
        cards.append(ground[:, ::-1] if market == "ar-AE" else ground)
    for one, two in pairwise(cards):
        assert np.abs(one[:400, -1] - two[:400, 0]).mean() < 6
        threads = [np.abs(edge - (0x3F, 0x53, 0x5E)).max(axis=1) < 40 for edge in (one[:400, -1], two[:400, 0])]
        assert abs(np.nonzero(threads[0])[0].mean() - np.nonzero(threads[1])[0].mean()) < 3


def test_a_detail_is_larger_than_its_card(witness: TypstRenderer, make: Make) -> None:
    shares = []
    for card in range(4):
        how = {"template": "carousel@1", "placement": placed(540, 540, 4), "picture": "trail-boots", "words": TWO_FACTS}
        drawn(witness, make, card=card, cards=4, tone="slate", **how)
        mask = witness.painter.last[1].rgb[..., 0] > 127  # type: ignore[attr-defined]
        shares.append((mask.mean(), mask[-1].any()))
    assert shares[0][0] < shares[1][0] < shares[2][0]
    assert [cut for _, cut in shares] == [False, False, True, False], "only the detail is cut"


@pytest.mark.parametrize("template", ["pattern@2", "carousel@1"])
def test_levers_of_the_look_move_what_they_promise(witness: TypstRenderer, make: Make, template: str) -> None:
    def ends(lever: str) -> list[tuple[float, float, float]]:
        found = []
        for at in (-1.0, 1.0):
            how = {"template": template, "placement": placed(540, 540), "look": Look(**{lever: at})}
            made = drawn(witness, make, **how)
            rgb, mask = (p.rgb for p in witness.painter.last)  # type: ignore[attr-defined]
            found.append((float((mask > 127).mean()), float(rgb.mean()), slots(made)["headline"]))
        return found

    for index, lever in enumerate(("subject", "light", "headline")):
        low, high = ends(lever)
        assert low[index] < high[index], lever
