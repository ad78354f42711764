"""What templates say of their own pictures is what is measured of them."""

import pytest

from styleloop.adapters.renderers.templates import SHIPPED, TemplateShelf
from styleloop.app.likings import figures
from styleloop.errors import SettingsError

SHELF = TemplateShelf()
NEAR = {"negative_space": 0.12, "subject": 0.05, "headline": 0.05, "text": 0.1}
"""How far one square of one product may be from the middle over formats and products that the table holds."""


@pytest.mark.parametrize("name", SHELF.names())
def test_the_figures_of_a_shipped_template_are_those_of_its_pictures(name, tmp_path):
    said = SHELF.load(name).likes
    found = figures(tmp_path, name, formats=("square",), pictures=1)
    assert set(found) == set(NEAR)
    for field, allowed in NEAR.items():
        assert getattr(said, field) == pytest.approx(found[field], abs=allowed), f"{name}: {field}"


def test_a_wrong_liking_names_file_field_and_value(tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    whole = (SHIPPED / "split" / "template.toml").read_text("utf-8").partition("[likes]")[0]
    (folder / "main.typ").write_text("")
    said = whole.replace('"split"', '"odd"', 1) + '[likes]\nneeds = ["prize"]\n'
    (folder / "template.toml").write_text(said, "utf-8")
    with pytest.raises(SettingsError, match=r"templates/odd/template\.toml: .*field: likes\.needs\.0; got: 'prize'"):
        TemplateShelf(tmp_path).load("odd")
