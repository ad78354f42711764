"""Market files: what they say, what they inherit, and what cannot be inherited."""

import re

import pytest
from babel import Locale
from babel.numbers import get_territory_currencies

from styleloop.app.brandfiles import read_markets
from styleloop.app.marketfiles import SHIPPED, shipped
from styleloop.errors import SettingsError


def markets(folder, **files):
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.toml").write_text(text, "utf-8")
    return {m.locale: m for m in read_markets(folder)}


def test_an_empty_file_is_a_market(tmp_path):
    found = markets(tmp_path, fr_CA="", ar_EG="", en_US="", sr_RS="")
    france, egypt = found["fr-CA"], found["ar-EG"]
    assert (france.name, france.currency, france.formality) == ("Canada", "CAD", "formal")
    assert (egypt.currency, egypt.script, egypt.direction) == ("EGP", "Arab", "rtl")
    assert (found["en-US"].units, france.units) == ("imperial", "metric")
    assert found["sr-RS"].script == "Cyrl"


def test_a_locale_that_does_not_ship_is_a_market_too(tmp_path):
    assert "de-LI" not in shipped()
    assert markets(tmp_path, de_LI="")["de-LI"].model_dump(include={"name", "currency", "formality"}) == {
        "name": "Liechtenstein", "currency": "CHF", "formality": "formal",
    }  # fmt: skip


def test_ones_own_file_speaks_last_and_its_parent_before_what_ships(tmp_path):
    found = markets(
        tmp_path,
        de_DE='formality = "informal"\nlegal_line = "Inkl. MwSt."\nreviewers = ["berlin"]',
        de_AT='parent = "de-DE"\nreviewers = ["wien"]',
        de_CH="",
    )
    assert (found["de-AT"].formality, found["de-AT"].legal_line) == ("informal", "Inkl. MwSt.")
    assert (found["de-AT"].reviewers, found["de-AT"].name) == (("wien",), "Austria")
    assert found["de-CH"].formality == "formal"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"de_DE": 'parent = "de-DE"'}, "cannot inherit from itself: de-DE -> de-DE"),
        ({"de_DE": 'parent = "de-AT"', "de_AT": 'parent = "de-DE"'}, "de-AT -> de-DE -> de-AT"),
        ({"de_DE": 'parent = "xx"'}, "field parent: expected a market or language file.*'xx'"),
        ({"de_DE": 'parent = "../brand/kit"'}, "field parent: expected a market or language file.*'../brand/kit'"),
        ({"de_DE": 'parent = "../markets/de-AT"', "de_AT": ""}, "field parent: expected a market"),
        ({"de_DE": f'parent = "{"x" * 5000}"'}, "field parent: expected a market.*5002 characters"),
        ({"de_DE": "parent = 3"}, "field parent: expected a market.*3"),
        ({"de_at": ""}, "got: de-at; rename it to de-AT.toml"),
        ({"de_DE": 'formality = "casual"'}, "field formality.*'casual'"),
        ({"de_DE": 'mother = "de"'}, "field mother"),
        ({"xx_YY": ""}, "field name"),
    ],
)
def test_what_cannot_be_inherited_is_said(tmp_path, files, said):
    with pytest.raises(SettingsError, match=said):
        markets(tmp_path, **files)


def test_what_ships_is_true_by_cldr_but_where_a_file_says_why(tmp_path):
    assert len(shipped()) >= 50
    found = markets(tmp_path, **{name.replace("-", "_"): "" for name in shipped()})
    for locale, market in found.items():
        where = Locale.parse(locale, sep="-")
        assert market.name == Locale("en").territories[where.territory]
        assert market.direction == ("rtl" if where.text_direction == "rtl" else "ltr")
        own = (SHIPPED / f"{locale}.toml").read_text("utf-8")
        assert market.currency in get_territory_currencies(where.territory) or "currency" in own
        assert re.match(r"# \S", own)
