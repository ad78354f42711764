"""Frames mined from a brand's own lines: what becomes a gap, what agrees, what is dropped, what waits for a person."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from small_brand import ADS, PRODUCTS, ad

from styleloop.language.filling import Filled, Filler, fill, fillers
from styleloop.language.spotting import plain, spot
from styleloop.style.patterns import mine
from styleloop.types.style import Pattern


def frames(locale="en-GB", slot="headline", ads=ADS, products=PRODUCTS) -> dict[str, Pattern]:
    return {p.skeleton: p for p in mine(ads, products, locale) if p.slot == slot}


def gap(pattern: Pattern, name: str):
    return next(slot for slot in pattern.gaps if slot.name == name)


def test_known_words_become_gaps_and_equal_frames_merge():
    pattern = frames()["Some people fear {adversary}.\nSome people own our {product}."]
    assert pattern.support == 4
    assert len(pattern.examples) == 4
    assert gap(pattern, "product").form == "bare"
    assert not pattern.approved


def test_the_form_is_what_every_example_agrees_with():
    pattern = frames()["Forecast: {adversary}.\nAdvice: {product}."]
    assert gap(pattern, "adversary").form == "indefinite"
    assert gap(pattern, "product").form == "definite"


def test_what_the_examples_do_not_tell_apart_stays_open():
    pattern = frames()["Dear {adversary}, we have bad news.\nRegards, {product}."]
    assert gap(pattern, "adversary").form == "bare|indefinite"


def test_words_that_agree_become_gaps_of_their_own():
    found = frames()
    assert "{product} {keeps@product} {its@product} word." in found
    switch = next(s for s in found if "You will know when" in s)
    assert switch == "{product} {has@product} {part1}.\nYou will know when {it@product} {is@product} on."
    assert gap(found[switch], "it@product").form == "it@product"


def test_a_word_that_stands_for_nothing_stays_a_word():
    assert "It rained.\nIt will rain again.\nTake {product}." in frames()


def test_german_case_comes_from_the_examples():
    found = frames("de-DE")
    assert gap(found["Es hat geregnet.\nNehmen Sie {product}."], "product").form == "acc_def"
    assert gap(found["Vorhersage: {adversary}.\nRat: {product}."], "product").form == "nom_def"


def test_german_pronouns_agree_in_gender_and_number():
    found = frames("de-DE")
    assert "{product} {weiß@product} Bescheid.\n{er@product} {bleibt@product}." in found
    assert "Wir kennen {adversary}.\n{er@adversary} kennt {product}." in found
    assert gap(found["Wir kennen {adversary}.\n{er@adversary} kennt {product}."], "product").form == "acc_unser"


def test_arabic_demonstratives_agree_in_gender():
    pattern = next(p for s, p in frames("ar-AE").items() if "النشرة" not in s)
    assert pattern.skeleton == "{هذا@product} {هو@product} {product}."


def test_calls_to_action_are_mined_too():
    assert "{product}" in frames("de-DE", "cta")
    assert gap(frames("de-DE", "cta")["{product}"], "product").form == "zu"
    assert frames("ar-AE", "cta")["إلى {product}"].support == 2


def test_support_counts_products_not_repetitions():
    ads = [ad("rain-shell", "en-GB", headline="The rain shell is here.", body=str(i)) for i in range(5)]
    (pattern,) = frames(ads=ads).values()
    assert pattern.support == 1
    assert len(pattern.examples) == 5


def test_traits_that_all_examples_share_bind_the_frame():
    assert gap(frames()["It rained.\nIt will rain again.\nTake {product}."], "product").traits == ("rain",)
    assert gap(frames()["Some people fear {adversary}.\nSome people own our {product}."], "product").traits == ()


def test_a_reason_binds_the_frame_to_the_leading_fact():
    reason = next(p for s, p in frames().items() if "hobby" in s)
    assert "lead" in gap(reason, next(g.name for g in reason.gaps if g.kind in ("part", "material"))).traits


def test_every_frame_rebuilds_every_one_of_its_own_lines():
    by_sku = {p.sku: p for p in PRODUCTS}
    by_id = {a.id: a for a in ADS}
    for locale in ("en-GB", "de-DE", "ar-AE"):
        for pattern in mine(ADS, PRODUCTS, locale):
            for example in pattern.examples:
                asset = by_id[example]
                line = asset.words.text(pattern.slot)
                spots = spot(line, fillers(by_sku[asset.product], locale), locale)
                names = [g.name for g in pattern.gaps if g.kind != "agreement"]
                made = fill(pattern, dict(zip(names, (s.filler for s in spots), strict=True)))
                assert isinstance(made, Filled)
                assert plain(made.text) == line
                assert all(made.text[s.start : s.end] == s.text for s in made.spans)


def test_numbers_and_prices_become_typed_gaps():
    ads = [
        ad("rain-shell", "en-GB", headline="It weighs 312 g. It costs £145."),
        ad("head-torch", "en-GB", headline="It weighs 86 g. It costs £45."),
    ]
    (pattern,) = frames(ads=ads).values()
    assert pattern.skeleton == "It weighs {label1}. It costs {price}."
    assert "key:weight" in gap(pattern, "label1").traits


def test_an_amount_that_means_nothing_alone_keeps_its_dimension():
    ads = [ad("flask", "en-GB", headline="You have 14 hours.")]
    (pattern,) = frames(ads=ads).values()
    assert pattern.skeleton == "You have {number1}."
    assert gap(pattern, "number1").dimension == "time"


def test_lines_that_name_another_product_are_left_alone():
    ads = [ad("flask", "en-GB", headline="The flask met the door mat.")]
    assert frames(ads=ads) == {}


def test_other_brands_and_other_markets_teach_nothing():
    line = "Forecast: drizzle.\nAdvice: the rain shell."
    foreign = ad("rain-shell", "en-US", headline=line)
    rival = foreign.model_copy(update={"role": "competitor", "locale": "en-GB"})
    assert frames(ads=[foreign, rival]) == {}


def test_an_ad_without_a_sku_is_read_by_the_product_it_names():
    ads = [
        ad("", "en-GB", headline="The rain shell keeps its word."),
        ad("", "en-GB", headline="The flask keeps its word."),
    ]
    assert frames(ads=ads)["{product} {keeps@product} {its@product} word."].support == 2


def test_braces_in_an_own_line_survive():
    ads = [ad("flask", "en-GB", headline="{The} flask.")]
    (pattern,) = frames(ads=ads).values()
    made = fill(pattern, {"product": next(f for f in fillers(PRODUCTS[5], "en-GB") if f.kind == "product")})
    assert isinstance(made, Filled)
    assert made.text == "{The} flask."


def test_the_order_of_ads_and_products_does_not_matter():
    forward = mine(ADS, PRODUCTS, "en-GB")
    assert mine(tuple(reversed(ADS)), tuple(reversed(PRODUCTS)), "en-GB") == forward


def test_hash_seeds_change_nothing():
    code = (
        "from small_brand import ADS, PRODUCTS, KIT, brief\n"
        "from styleloop.style.patterns import mine\n"
        "from styleloop.drafts import write\n"
        "import hashlib\n"
        "out = []\n"
        "for locale in ('en-GB', 'de-DE', 'ar-AE'):\n"
        "    patterns = mine(ADS, PRODUCTS, locale)\n"
        "    out += [p.model_dump_json() for p in patterns]\n"
        "    out += [str(d) for p in PRODUCTS for d in write(brief(p, locale), patterns, KIT, 20)]\n"
        "print(hashlib.sha256('\\n'.join(out).encode()).hexdigest())\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": value, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in ("0", "4711")
    }
    assert len(runs) == 1


def test_a_filler_speaks_only_when_all_open_forms_say_the_same():
    filler = Filler(kind="product", fact="product.name", words={"bare": "flask", "indefinite": "a flask"})
    assert filler.say("bare") == "flask"
    assert filler.say("bare|indefinite") is None
