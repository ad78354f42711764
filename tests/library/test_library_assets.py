"""Rows -> assets, and the same piece twice."""

from __future__ import annotations

from datetime import date

import pytest

from styleloop.language.locales import canonical_locale, known_locale
from styleloop.library import assets, dedupe
from styleloop.types.asset import Asset
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row


def row(number: int = 2, /, **fields: str) -> Row:
    kept = {"locale": "en-GB", "headline": "It rained.", **fields}
    return Row(kind="ad", fields=tuple((k, v) for k, v in kept.items() if v), where=Where(file="ads.csv", row=number))


def one(**fields: str) -> Asset:
    (made,) = assets([row(2, **fields)], "own")
    assert isinstance(made, Asset), made
    return made


def why_not(**fields: str) -> str:
    (made,) = assets([row(2, **fields)], "own")
    assert isinstance(made, Refusal), made
    return str(made)


def test_a_row_becomes_an_asset() -> None:
    made = one(headline="It rained. / Take the shell.", name="rain-1", made="2026-03-01", test="t1", picture_sha="ab")
    assert made.words.text("headline") == "It rained.\nTake the shell."
    assert (made.name, made.made, made.test, made.picture, made.role) == ("rain-1", date(2026, 3, 1), "t1", "ab", "own")


def test_headlines_beyond_the_first_are_kept_in_slots_of_their_own() -> None:
    words = one(**{"Headline 2": "Two", "Headline 10": "Ten", "Description 2": "More"}).words.by_slot()
    assert words == {"headline": "It rained.", "headline_2": "Two", "headline_10": "Ten", "body_2": "More"}


def test_a_picture_without_words_needs_no_language() -> None:
    assert one(headline="", locale="", picture_sha="ab").locale == "und"


@pytest.mark.parametrize(
    ("fields", "place", "got", "expected"),
    [
        ({"locale": "xx-YY"}, "ads.csv, row 2, locale", "xx-YY", "en-GB"),
        ({"locale": "en-XX"}, "ads.csv, row 2, locale", "en-XX", "en-GB"),
        ({"locale": "Klingon"}, "ads.csv, row 2, locale", "Klingon", "en-GB"),
        ({"locale": ""}, "ads.csv, row 2, locale", "nothing", "en-GB"),
        ({"headline": ""}, "ads.csv, row 2, headline", "nothing", "a picture"),
        ({"role": "friend"}, "ads.csv, row 2, role", "friend", "competitor"),
        ({"made": "yesterday"}, "ads.csv, row 2, made", "yesterday", "2026-03-31"),
        ({"made": "03/04/2026"}, "ads.csv, row 2, made", "03/04/2026", "2026-04-03 or 2026-03-04"),
    ],
)
def test_refusals_name_file_row_field_got_and_expected(
    fields: dict[str, str], place: str, got: str, expected: str
) -> None:
    text = why_not(**fields)
    assert text.startswith(place)
    assert f"got: {got}" in text
    assert expected in text.split("expected: ")[1]


def test_another_row_shows_in_which_order_days_are_written() -> None:
    made = assets([row(2, made="03/04/2026"), row(3, headline="Two", made="31/12/2025")], "own")
    assert [item.made for item in made if isinstance(item, Asset)] == [date(2026, 4, 3), date(2025, 12, 31)]


def test_one_id_cannot_name_two_ads() -> None:
    first, second, third = assets([row(2, id="7"), row(3, id="7"), row(4, id="7", headline="Other")], "own")
    assert isinstance(first, Asset)
    assert isinstance(second, Asset)
    assert isinstance(third, Refusal)
    assert "ads.csv, row 2" in str(third)
    assert "ads.csv, row 4, id" in str(third)


def test_near_equal_words_are_one_piece() -> None:
    made = [one(headline=text) for text in ("It’s  raining — again", "it's raining - AGAIN", "It is raining")]
    kept, dropped = dedupe(made)
    assert kept == (made[0], made[2])
    assert dropped == ((made[1].id, made[0].id),)


def test_equal_content_is_kept_once_without_a_pair() -> None:
    made = [one(), one()]
    assert dedupe(made) == ((made[0],), ())


@pytest.mark.parametrize("field", ["test", "picture_sha", "placement", "product", "locale", "role"])
def test_what_differs_elsewhere_is_another_piece(field: str) -> None:
    other = {
        "test": "t2",
        "picture_sha": "cd",
        "placement": "wide",
        "product": "mug",
        "locale": "en-US",
        "role": "competitor",
    }
    made = [one(), one(**{field: other[field]})]
    assert dedupe(made) == (tuple(made), ())


def test_locales() -> None:
    assert [canonical_locale(text) for text in ("en_gb", "zh-hant-tw", "ar-AE", "de")] == [
        "en-GB",
        "zh-Hant-TW",
        "ar-AE",
        "de",
    ]
    assert not any(known_locale(text) for text in ("", "xx", "en-ZZ", "en-GB-x", "english", "e" * 5000))
