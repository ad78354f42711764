"""Choosing: effect under a ceiling and over a floor, spread; palettes and pictures; layouts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_brand import ADS, KIT, MARKETS, PRODUCTS, SQUARE, UMBRELLA, brief

from styleloop.drafts import Used, choices, choose, layouts, left_out, pictured, spread_tones, used_lately, write
from styleloop.drafts.choose import likeness, unexplained
from styleloop.style.patterns import mine
from styleloop.types.brief import SlotLimit
from styleloop.types.record import Refusal
from styleloop.types.style import Score
from styleloop.types.variant import Draft, Layout

BRIEF = brief(UMBRELLA)
FRAMES = mine(ADS, PRODUCTS, "en-GB")
RUNES = MARKETS[0].model_copy(update={"locale": "en-DK", "script": "Runr"})
DRAFTS = [d for d in write(BRIEF, FRAMES, KIT, 20) if isinstance(d, Draft)]


def score(draft, draw=0.0, distance=1.0, novelty=0.8):
    return Score(
        subject=draft.id, style="s", distance=distance, effect=draw, low=-1, high=1, draw=draw, novelty=novelty
    )


def scores(**kwargs):
    return {d.id: score(d, **kwargs) for d in DRAFTS}


def test_off_brand_and_stale_drafts_are_not_chosen():
    far, stale, *rest = DRAFTS
    given_scores = {
        **scores(),
        far.id: score(far, draw=9, distance=3.1),
        stale.id: score(stale, draw=9, novelty=0.1),
    }
    chosen = choose(DRAFTS, given_scores, len(DRAFTS), ceiling=3.0, floor=0.2, dial=0.3)
    assert set(chosen) == set(rest)


def test_fewer_rather_than_worse():
    assert choose(DRAFTS, scores(distance=9), 3, 3.0, 0.2, 0.3) == ()
    assert choose(DRAFTS, {}, 3, 3.0, 0.2, 0.3) == ()
    assert choose(DRAFTS, scores(), 0, 3.0, 0.2, 0.3) == ()


def test_what_is_not_chosen_says_why_in_words():
    far = score(DRAFTS[0], distance=2.08).model_copy(update={"causes": (("copy.word_length", 5.1), ("copy.lix", -3.0))})
    said = {"copy.word_length": ("shorter words", "longer words")}
    given_scores = [far, score(DRAFTS[1], distance=2.6), score(DRAFTS[2]), score(DRAFTS[3], novelty=0.1)]
    first, second = (str(refusal) for refusal in left_out("umbrella", given_scores, 2.0, 0.15, said))
    assert "2 lines are too far from the house style" in first
    assert "2.08 at least (longer words, copy.lix)" in first
    assert "at most 2;" in first
    assert "1 line is too like one that was used" in second
    assert left_out("umbrella", given_scores[2:3], 2.0, 0.15, said) == ()


def test_the_greatest_draw_is_first_at_a_familiar_dial():
    best = DRAFTS[3]
    chosen = choose(DRAFTS, {**scores(), best.id: score(best, draw=0.4)}, 3, 3.0, 0.2, 0.0)
    assert chosen[0] == best


def test_the_dial_trades_effect_for_spread():
    ranked = {d.id: score(d, draw=-0.1 * i) for i, d in enumerate(sorted(DRAFTS, key=lambda d: d.pattern))}

    def worth(dial):
        return sum(ranked[d.id].draw for d in choose(DRAFTS, ranked, 4, 3.0, 0.2, dial))

    def alike(dial):
        table = likeness(choose(DRAFTS, ranked, 4, 3.0, 0.2, dial))
        return float(table[~np.eye(4, dtype=bool)].mean())

    assert worth(0.0) > worth(1.0)
    assert alike(1.0) <= alike(0.0)


def test_at_dial_0_the_greatest_expected_effects_are_chosen_however_alike():
    frame = DRAFTS[0].pattern
    same = [Draft.model_validate({**d.model_dump(exclude={"id"}), "pattern": frame}) for d in DRAFTS[:3]]
    ranked = {d.id: score(d, draw=-9.0).model_copy(update={"effect": 1.0}) for d in same}
    ranked |= {d.id: score(d, draw=9.0).model_copy(update={"effect": 0.0}) for d in DRAFTS[3:]}
    pool, lately = [*same, *DRAFTS[3:]], [Used(d.words.text("headline"), frame) for d in same]
    assert set(choose(pool, ranked, 3, 3.0, 0.2, 0.0, lately=lately)) == set(same)
    mixed = choose(pool, ranked, 3, 3.0, 0.2, 0.3, lately=lately)
    assert len({d.pattern for d in mixed}) == 3


def test_a_frame_used_lately_gives_way_at_the_default_dial():
    ranked = scores() | {d.id: score(d, draw=draw) for d, draw in zip(DRAFTS[:2], (1.0, 0.95), strict=True)}
    first = choose(DRAFTS, ranked, 1, 3.0, 0.2, 0.3)[0]
    lately = [Used(d.words.text("headline"), d.pattern) for d in DRAFTS if d.pattern == first.pattern]
    assert first == DRAFTS[0]
    assert choose(DRAFTS, ranked, 1, 3.0, 0.2, 0.3, lately=lately)[0].pattern != first.pattern
    assert choose(DRAFTS, ranked, 1, 3.0, 0.2, 0.0, lately=lately) == (first,)


@given(st.lists(st.sampled_from(DRAFTS), max_size=12))
def test_what_lines_of_lately_leave_open_is_a_kernel_and_never_more(used):
    lately = [Used(d.words.text("headline"), d.pattern) for d in used]
    left, table = unexplained(DRAFTS, likeness(DRAFTS), lately), likeness(DRAFTS)
    assert np.linalg.eigvalsh(left).min() > -1e-9
    assert (np.diag(left) <= np.diag(table) + 1e-9).all()
    assert (np.diag(left) > 0).all()


def test_what_was_used_lately_is_the_newest_lines_with_their_frames():
    lines = [f"line {i}" for i in range(100)] + [d.words.text("headline") for d in DRAFTS[:3]]
    found = used_lately(lines, FRAMES)
    assert [u.line for u in found] == lines[-len(found) :]
    assert [u.frame for u in found[-3:]] == [d.pattern for d in DRAFTS[:3]]
    assert found[0].frame == ""


def test_the_order_of_candidates_changes_nothing():
    assert choose(DRAFTS, scores(), 4, 3.0, 0.2, 0.3) == choose(list(reversed(DRAFTS)), scores(), 4, 3.0, 0.2, 0.3)


def test_every_choice_says_why():
    first, second = choices(DRAFTS, scores(), 2, 3.0, 0.2, 0.3)
    assert any("effect" in reason for reason in first.reasons)
    assert any("novelty 0.80" in reason for reason in first.reasons)
    assert "chosen first" in first.reasons
    assert any("like the lines chosen before it" in reason for reason in second.reasons)


def test_likeness_is_a_kernel():
    table = likeness(DRAFTS)
    assert np.allclose(np.diag(table), 1.0)
    assert np.linalg.eigvalsh(table).min() > -1e-9


@given(st.lists(st.sampled_from(["moss", "slate", "rust", "oat"]), max_size=4, unique=True))
def test_no_palette_twice_while_another_is_unused(tones):
    spread = spread_tones(DRAFTS, tones)
    assert [d.words for d in spread] == [d.words for d in DRAFTS]
    for at in range(1, len(spread) + 1):
        used = [sum(d.tone == tone for d in spread[:at]) for tone in tones]
        assert not used or max(used) - min(used) <= 1


def test_a_product_without_a_picture_is_refused_by_name():
    bare = Draft.model_validate({**DRAFTS[0].model_dump(exclude={"id"}), "picture": ""})
    kept, refused = pictured([DRAFTS[0], bare])
    assert kept == DRAFTS[0]
    assert isinstance(refused, Refusal)
    assert "products/pictures/umbrella" in refused.cure


def test_a_layout_for_each_format_with_drawn_slots_only():
    story = SQUARE.model_copy(update={"name": "story", "height": 1920})
    found = layouts(DRAFTS[0], brief(UMBRELLA, placements=(SQUARE, story)), KIT, "split@1")
    assert [x.placement.name for x in found if isinstance(x, Layout)] == ["square", "story"]
    layout = found[0]
    assert isinstance(layout, Layout)
    assert {s.slot for s in layout.words.slots} <= {"headline", "body", "cta", "price"}
    assert layout.tone.name == DRAFTS[0].tone
    assert (layout.template, layout.direction, layout.logo_name) == ("split@1", "ltr", "Small Brand")


def test_the_face_goes_by_the_markets_script():
    draft = next(d for d in write(brief(UMBRELLA, "ar-AE"), (), KIT, 1) if isinstance(d, Draft))
    (layout,) = layouts(draft, brief(UMBRELLA, "ar-AE"), KIT, "split@1")
    assert isinstance(layout, Layout)
    assert (layout.face.script, layout.direction) == ("Arab", "rtl")


@pytest.mark.parametrize(
    ("kit", "market", "tone", "words"),
    [
        (KIT, "en-GB", "plum", "no such palette"),
        (KIT, "fr-FR", "moss", "no market fr-FR"),
        (KIT.model_copy(update={"markets": (RUNES,)}), RUNES.locale, "moss", "script Runr"),
        (KIT.model_copy(update={"markets": MARKETS[:1]}), "de-DE", "moss", "no market de-DE"),
    ],
)
def test_what_a_layout_lacks_is_named(kit, market, tone, words):
    draft = Draft.model_validate({**DRAFTS[0].model_dump(exclude={"id"}), "tone": tone})
    (refusal,) = layouts(draft, brief(UMBRELLA, market), kit, "split@1")
    assert isinstance(refusal, Refusal)
    assert words in str(refusal)


def test_a_line_too_long_for_one_format_is_refused_there_only():
    small = SQUARE.model_copy(update={"name": "small", "limits": (SlotLimit(slot="headline", graphemes=5),)})
    fits, refused = layouts(DRAFTS[0], brief(UMBRELLA, placements=(SQUARE, small)), KIT, "split@1")
    assert isinstance(fits, Layout)
    assert isinstance(refused, Refusal)
    assert refused.expected.startswith("at most 5")
