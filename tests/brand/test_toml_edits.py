"""A brand's TOML files changed in one place: the rest stays, to the letter, and a file that cannot be is refused."""

import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.app import tomlfiles
from styleloop.app.brand import DATA
from styleloop.errors import SettingsError

KIT = (DATA / "brands" / "tarn-and-thistle" / "brand" / "kit.toml").read_text("utf-8")
CLAIMS = (DATA / "brands" / "tarn-and-thistle" / "brand" / "claims.toml").read_text("utf-8")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)


def lines(text):
    return text.splitlines()


def test_one_value_changes_one_line_and_its_remark_stays():
    text = (
        'name = "a"   # who we are # really\n[voice]\n# person\nperson = "any"\n\n# next\n[[faces]]\nscript = "Latn"\n'
    )
    made = tomlfiles.with_value(text, "", "name", 'b "c" #d')
    assert lines(made)[0] == r'name = "b \"c\" #d"   # who we are # really'
    assert lines(made)[1:] == lines(text)[1:]
    made = tomlfiles.with_value(text, "voice", "emoji", value=False)
    assert [x for x in lines(made) if x not in lines(text)] == ["emoji = false"]
    assert lines(made)[4] == "emoji = false", "behind the last value of its table, before the comment of the next"


def test_a_list_over_several_lines_is_replaced_whole():
    made = tomlfiles.with_value(KIT, "voice", "do", ["End on the product."])
    assert tomllib.loads(made)["voice"]["do"] == ["End on the product."]
    assert "Let the last word" not in made
    assert lines(made)[0] == lines(KIT)[0]


def test_rows_are_added_behind_the_last_and_changed_where_they_stand():
    row = {"slug": "new", "proof": "p", "ends": date(2027, 1, 31), "wordings": [{"locale": "en", "text": "Hi"}]}
    made = tomlfiles.with_row(CLAIMS, "claims", row, "added by ada\nand nobody")
    assert tomllib.loads(made)["claims"][-1] == row
    assert made.startswith(CLAIMS.rstrip("\n"))
    assert "# added by ada and nobody\n[[claims]]" in made
    ended = tomlfiles.with_row_changed(CLAIMS, "claims", 1, {"ends": date(2026, 1, 1)}, "ended")
    assert [x for x in lines(ended) if x not in lines(CLAIMS)] == ["# ended", "ends = 2026-01-01"]


def test_rows_of_a_name_are_exactly_those_given():
    colours = [{"name": "moss", "hex": "#000001", "role": "panel"}, {"name": "fog", "hex": "#eeeeee", "role": ""}]
    made = tomlfiles.with_rows(KIT, "colours", colours)
    assert tomllib.loads(made)["colours"] == colours
    kept = [x for x in lines(KIT) if x.startswith("#")]
    assert [x for x in lines(made) if x.startswith("#")] == kept, "no comment is lost"


@pytest.mark.parametrize("text", ["claims = [{ slug = 'a' }]\n", "claims = []\n", "[claims]\na = 1\n", "name = \n"])
def test_what_cannot_be_changed_without_touching_more_is_refused(text):
    with pytest.raises(SettingsError):
        tomlfiles.with_row(text, "claims", {"slug": "b"})


def test_there_is_no_third_of_two():
    with pytest.raises(SettingsError, match="number 3"):
        tomlfiles.with_row_changed("[[a]]\nx = 1\n[[a]]\nx = 2\n", "a", 2, {"x": 3})


@settings(max_examples=10, deadline=None)
@given(WORDS, st.lists(WORDS, max_size=4), st.sampled_from(["", "voice"]))
def test_whatever_words_a_person_types_come_back_as_they_were(word, several, table):
    made = tomlfiles.with_value(tomlfiles.with_value(KIT, table, "name", word), table, "words", several)
    said = tomllib.loads(made)
    said = said[table] if table else said
    assert (said["name"], said["words"]) == (word, several)
    assert tomlfiles.with_value(made, table, "name", word) == made
    added = tomllib.loads(tomlfiles.with_row(made, "terms", {"text": word}, word))
    assert added["terms"] == [{"text": word}]
