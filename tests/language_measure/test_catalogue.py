import subprocess
import sys
from pathlib import Path

from styleloop.measure import catalogue

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_about_measures_is_made_from_the_code():
    made = subprocess.run(
        [sys.executable, "-m", "styleloop.measure.catalogue"], capture_output=True, check=True, text=True
    )
    assert made.stdout == catalogue.page()
    assert (ROOT / "docs" / "measures.md").read_text("utf-8") == catalogue.page()


def test_every_measure_is_documented_in_full_and_named_once():
    specs = catalogue.specs()
    assert len({spec.name for spec in specs}) == len(specs)
    for spec in specs:
        family, _, name = spec.name.partition(".")
        assert family in ("copy", "picture", "layout")
        assert name
        assert spec.unit, spec.name
        assert spec.formula, spec.name
        assert spec.source, spec.name
        assert spec.reading_low != spec.reading_high, spec.name
        assert spec.low < spec.high, spec.name


def test_there_are_as_many_measures_as_a_brand_needs():
    families = [spec.name.split(".")[0] for spec in catalogue.specs()]
    assert families.count("copy") >= 16
    assert families.count("picture") >= 14
    assert families.count("layout") >= 7
