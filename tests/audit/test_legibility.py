"""Whether it can be read: on the renderer's measurements and the alt text."""

import pytest
from sample_pieces import EMIRATES, GERMANY, facts_of, item_of, mended, rendering_of, rules, told

from styleloop.audit.legibility import Legibility
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal


def about(*facts, **changes):
    return told(Legibility(), item_of(rendering=rendering_of(*facts), **changes))


def test_a_piece_that_can_be_read_is_left_alone():
    assert about(facts_of(), facts_of("body", size=34.0)) == ()


@pytest.mark.parametrize(
    ("slot", "size", "contrast", "blocked"),
    [
        ("body", 34.0, 4.49, True),
        ("body", 34.0, 4.5, False),
        ("headline", 76.0, 3.1, False),
        ("headline", 76.0, 2.9, True),
        ("headline", 60.0, 3.1, True),  # 60 of 1080 px shows as 22 px on a phone: not large text
        ("price", 90.0, 3.5, False),
    ],
)
def test_contrast_by_the_wcag_rule_at_the_size_people_see(slot, size, contrast, blocked):
    found = about(facts_of(slot, size=size, contrast=contrast))
    assert rules(found) == (["low-contrast"] if blocked else [])
    if blocked:
        assert found[0].severity == "block"
        assert f"{contrast:.1f}:1" in found[0].message
        assert "WCAG" in found[0].cited
        assert found[0].box == facts_of().ink


@pytest.mark.parametrize(
    ("changes", "rule", "says"),
    [
        ({"clearance": -12.4}, "outside-safe-zone", "12 px"),
        ({"overlaps": ("product",)}, "overlap", "product"),
        ({"missing": ("ﷺ",)}, "missing-glyph", "ﷺ"),
        ({"fits": False}, "does-not-fit", "headline"),
    ],
)
def test_every_failing_measurement_blocks_with_its_figure(changes, rule, says):
    (found,) = about(facts_of(**changes))
    assert (found.rule, found.severity) == (rule, "block")
    assert says in found.message


def test_the_safe_zone_is_cited_with_its_source():
    (found,) = about(facts_of(clearance=-1.0))
    assert "Meta Business Help" in found.cited


@pytest.mark.parametrize(
    ("slot", "size", "count"), [("body", 23.0, 1), ("cta", 23.0, 1), ("body", 24.0, 0), ("price", 23.0, 0)]
)
def test_small_type_is_a_warning(slot, size, count):
    found = about(facts_of(slot, size=size))
    assert [f.severity for f in found] == ["warn"] * count


def test_a_missing_alt_text_blocks_and_offers_the_one_the_product_has():
    item = item_of(Copy.of(headline="It rained."))
    (found,) = told(Legibility(), item)
    assert (found.rule, found.severity) == ("no-alt", "block")
    assert mended(item, found) == "A rust-red rain shell hangs on a fence post."


def test_an_alt_text_about_something_else_is_a_warning():
    (found,) = told(Legibility(), item_of(Copy.of(headline="It rained.", alt="A fence in the rain.")))
    assert (found.rule, found.severity) == ("alt-without-product", "warn")
    assert "rain shell" in found.message


@pytest.mark.parametrize(
    ("market", "alt"),
    [
        (GERMANY, "Eine rostrote Regenjacke hängt an einem Zaunpfahl."),
        (GERMANY, "Zwei Regenjacken im Nieselregen."),
        (EMIRATES, "السترة المطرية معلقة على عمود."),
    ],
)
def test_the_name_is_recognised_inflected(market, alt):
    assert told(Legibility(), item_of(Copy.of(alt=alt), market=market)) == ()


def test_what_is_not_drawn_is_not_checked():
    (answer,) = Legibility().check([item_of(rendering=None)])
    assert isinstance(answer, Refusal)
