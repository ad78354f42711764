"""Every measure that ships has a name for less and for more of it that people would use."""

from styleloop.app.registry import make_all
from styleloop.style.compared import COMPARED


def test_every_measure_can_be_said():
    names = {spec.name for extractor in make_all("extractors") for spec in extractor.specs}
    assert names - set(COMPARED) == set()
    assert set(COMPARED) - names == set()


def test_less_and_more_are_told_apart():
    for name, (less, more) in COMPARED.items():
        assert less != more, name
        assert less[0].isupper(), name
        assert more[0].isupper(), name
