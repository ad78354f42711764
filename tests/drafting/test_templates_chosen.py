"""Which template a line is set in: by what helps, by the house's own way, by what the line holds, with variety."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.drafts import Wish, needed, templated
from styleloop.types.copy import Copy
from styleloop.types.style import Effect, Norm, StyleVector
from styleloop.types.template import Likes, Offer
from styleloop.types.variant import Draft

AIRY = Offer(name="airy", likes=Likes(negative_space=0.8, headline=0.1))
FULL = Offer(name="full", likes=Likes(negative_space=0.2, headline=0.1))
PRICED = Offer(name="priced", likes=Likes(needs=("price",), pictures=("cutout",), price=True))
PHOTO = Offer(name="photo", likes=Likes(needs=("photo",)))
SHORT = Offer(name="short", likes=Likes(words=3))
CARDS = Offer(name="cards", likes=Likes(needs=("cards",)))
NARROW = Offer(name="narrow", limits=(("headline", 12),))
OFFERS = (AIRY, FULL, PRICED, PHOTO, SHORT, CARDS, NARROW)


def draft(headline="It rained. It will rain again.", number=0, market="en-GB", **slots):
    return Draft(
        brief="b", market=market, product="umbrella", words=Copy.of(headline=f"{headline}{number or ''}", **slots),
        drafter="frames@1", tone="moss", picture="p",
    )  # fmt: skip


def style(mean=0.0, median=0.5, verdict="helps"):
    norm = Norm(
        measure="picture.negative_space", unit="share", extractor="picture@2", locale="en-GB", median=median,
        iqr=0.2, quantiles=(0.2, 0.3, 0.4, median, 0.6, 0.7, 0.8), n=20,
    )  # fmt: skip
    effect = Effect(
        measure="picture.negative_space", mean=mean, sd=0.01, low=mean - 0.02, high=mean + 0.02, spread=0.15,
        tests=7, verdict=verdict,
    )  # fmt: skip
    effects = (effect,) if mean else ()
    return StyleVector(
        brand="b", market="en-GB", evidence="e", extractors=("picture@2",), norms=(norm,), effects=effects
    )


def chosen(items, offers=OFFERS, speaks=None, used=(), **wish):
    wish = Wish(style=speaks, kinds={"p": wish.pop("kind", "drawing")}, **wish)
    return templated(items, offers, wish, used)


def test_what_helps_decides_either_way_and_says_so():
    [airy] = chosen([draft()], (AIRY, FULL), style(0.1))
    [full] = chosen([draft()], (AIRY, FULL), style(-0.1, verdict="hurts"))
    assert (airy.template, full.template) == ("airy", "full")
    assert any("much calm room, which helped in 7 tests" in why for why in airy.template_why)
    assert any("little calm room, which helped in 7 tests" in why for why in full.template_why)


def test_an_effect_that_is_not_known_decides_nothing():
    alike = [chosen([draft()], (AIRY, FULL), style(mean, verdict="not known yet"))[0] for mean in (0.4, -0.4)]
    assert alike[0].template == alike[1].template


def test_without_a_known_effect_the_house_keeps_its_own_way_and_the_dial_lets_go_of_it():
    at_home = style(median=0.25)
    assert chosen([draft()], (AIRY, FULL), at_home, dial=0.0)[0].template == "full"
    # at the far end of the dial being unusual costs nothing, so the turn decides
    assert {chosen([draft()], (AIRY, FULL), at_home, dial=1.0, turn=t)[0].template for t in (0, 1)} == {"airy", "full"}


@pytest.mark.parametrize(
    ("item", "wish", "missing"),
    [
        (draft(), {}, {"priced": "a price", "photo": "a photograph", "short": "3 words", "cards": "several cards"}),
        (draft(price="£38"), {"kind": "photo", "cards": 4}, {"short": "3 words"}),
        (draft("Rain. Again."), {"kind": "cutout"}, {"priced": "a price", "photo": "a photograph"}),
    ],
)
def test_what_a_line_has_not_leaves_templates_out_by_name(item, wish, missing):
    [made] = chosen([item], **wish)
    said = {why.partition(" left out: ")[0]: why for why in made.template_why if "left out" in why}
    assert {name for name, words in missing.items() if words in said.get(name, "")} == set(missing)
    assert made.template not in said


def test_a_cut_out_with_a_price_goes_where_both_are_shown_well():
    [made] = chosen([draft(price="£38")], (FULL, PRICED, AIRY), kind="cutout")
    assert made.template == "priced"
    assert any("shows a cut-out well" in why for why in made.template_why)
    assert any("gives the price its place" in why for why in made.template_why)


def test_a_line_that_fits_nowhere_is_set_all_the_same_and_that_is_said():
    [made] = chosen([draft()], (SHORT, NARROW))
    assert made.template in ("short", "narrow")
    assert any("all the same" in why for why in made.template_why)


def test_languages_without_spaces_are_counted_in_characters():
    [long] = chosen([draft("雨が降った。また降るだろう。", market="ja-JP")], (SHORT, FULL))
    [short] = chosen([draft("雨です。", market="ja-JP")], (SHORT, FULL))
    assert (long.template, short.template) == ("full", "short")


def test_needs_are_told_apart_from_likings():
    wish = Wish(style=None, kinds={"p": "drawing"})
    assert needed(PRICED, draft(), wish) == "it needs a price"
    assert needed(SHORT, draft(), wish) == ""


@settings(max_examples=40, deadline=None)
@given(n=st.integers(2, 9), mean=st.floats(-0.5, 0.5), dial=st.floats(0, 1), turn=st.integers(0, 10**6))
def test_a_batch_is_never_all_in_one_template_and_is_the_same_each_time(n, mean, dial, turn):
    items = [draft(number=k + 1) for k in range(n)]
    speaks = style(mean, verdict="helps" if mean > 0 else "hurts")
    made = chosen(items, (AIRY, FULL, SHORT), speaks, dial=dial, turn=turn)
    assert made == chosen(items, (AIRY, FULL, SHORT), speaks, dial=dial, turn=turn)
    assert [d.words for d in made] == [d.words for d in items]
    assert max(Counter(d.template for d in made).values()) <= (n + 1) // 2
    assert all(d.template_why for d in made)


def test_a_second_try_minds_what_the_first_one_used():
    first, again = (chosen([draft()], (AIRY, FULL), style(0.1), used=used)[0] for used in ((), ("airy",)))
    assert (first.template, again.template) == ("airy", "full")
    assert any("airy came first for this line" in why for why in again.template_why)


def test_a_line_that_names_its_template_keeps_it_and_without_templates_nothing_changes():
    fixed = Draft.model_validate({**draft().model_dump(exclude={"id"}), "template": "full"})
    assert chosen([fixed], (AIRY, FULL), style(0.1)) == (fixed,)
    assert chosen([draft()], ()) == (draft(),)
