import pytest

from styleloop.measure.layout import LayoutExtractor
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.record import Refusal
from styleloop.types.variant import SlotFacts


def slot(name, ink, size, contrast=12.0, clearance=40.0, lines=1):
    return SlotFacts(
        slot=name, box=ink, ink=ink, size=size, lines=lines, fits=True, contrast=contrast, clearance=clearance
    )


FACTS = (
    slot("headline", (100, 100, 600, 300), 108, contrast=9.5, lines=3),
    slot("body", (100, 400, 500, 450), 27, contrast=6.1, clearance=54),
    slot("price", (0, 0, 0, 0), 27, contrast=0),
    slot("cta", (100, 900, 300, 950), 36, contrast=8, clearance=-10.8),
    slot("logo", (900, 900, 1000, 1000), 0, contrast=2.0, clearance=0),
)


def measured(facts=FACTS, size=(1080, 1080)):
    (found,) = LayoutExtractor().extract([Subject("a", "en-GB", Copy(), facts=facts, size=size)])
    return found if isinstance(found, Refusal) else {m.name.removeprefix("layout."): m.value for m in found}


def test_known_answers():
    found = measured()
    assert found["headline_size"] == pytest.approx(0.1)
    assert found["headline_lines"] == 3
    assert found["size_ratio"] == pytest.approx(3)
    assert found["text_share"] == pytest.approx((500 * 200 + 400 * 50 + 200 * 50) / 1080**2, abs=1e-6)
    assert found["least_contrast"] == pytest.approx(6.1)
    assert found["least_clearance"] == pytest.approx(-0.01)
    assert found["price_shown"] == 0
    assert found["slots_drawn"] == 3


def test_overlapping_words_cover_their_area_once():
    same = (0.0, 0.0, 540.0, 1080.0)
    found = measured((slot("headline", same, 100), slot("body", same, 50), slot("price", (0, 0, 270, 1080), 20)))
    assert found["text_share"] == pytest.approx(0.5)
    assert found["price_shown"] == 1


def test_what_was_not_drawn_is_absent():
    found = measured((slot("body", (0, 0, 100, 100), 30),))
    assert not {"headline_size", "headline_lines", "size_ratio"} & set(found)
    assert measured(()) == {}
    assert measured(size=None) == {}


def test_a_piece_without_size_is_refused_alone():
    good = Subject("good", "en-GB", Copy(), facts=FACTS, size=(1080, 1080))
    bad = Subject("bad", "en-GB", Copy(), facts=FACTS, size=(0, 0))
    first, second = LayoutExtractor().extract([bad, good])
    assert isinstance(first, Refusal)
    assert len(second) == 8
