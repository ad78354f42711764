"""Where lines may break, and where they never may."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from styleloop.language.breaking import NO_BREAK, SOFT_HYPHEN, ZERO_WIDTH, phrased, pieces, seams, wraps
from styleloop.language.isolating import LRI, PDI, isolated

LETTERS = {
    "en-GB": "abc DEF.,! 0123456789\n",
    "ja-JP": "雨のち晴れ。、「」カーテンっゃ 012ab\n",
    "zh-CN": "下过雨了还会再。，「」个 012\n",
    "th-TH": "ฝนตกแล้วเดี๋ยวก็ตกอีก 012\n",
    "km-KH": "ភ្លៀងបានធ្លាក់។\u200b \n",
}


def shown(text: str, locale: str) -> list[list[str]]:
    return [[piece.text for piece in beat] for beat in pieces(text, locale)]


@pytest.mark.parametrize("locale", sorted(LETTERS))
@given(data=st.data())
def test_nothing_is_lost_or_added(locale: str, data: st.DataObject) -> None:
    text = data.draw(st.text(LETTERS[locale], max_size=40))
    for beat, said in zip(pieces(text, locale), text.split("\n"), strict=True):
        again = "".join(piece.text + piece.glue for piece in beat).replace(NO_BREAK, " ")
        assert again.split() == said.replace(ZERO_WIDTH, "").split()
        assert all(piece.text and " " not in piece.text for piece in beat)


@pytest.mark.parametrize("locale", ["ja-JP", "zh-CN", "zh-TW", "th-TH"])
@given(data=st.data())
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(locale: str, data: st.DataObject) -> None:
    text = data.draw(st.text("雨でした下过。、」！？「（ーっกา ๆ14a", min_size=1, max_size=30))
    for beat in pieces(text, locale):
        for piece, after in pairwise(beat):
            if piece.glue:
                continue
            assert not regex.match(r"[。、」！？）ーっๆ]", after.text), (piece, after)
            assert not regex.search(r"[「（]$", piece.text), (piece, after)
            assert not (piece.text[-1].isascii() and after.text[0].isascii()), "a figure or a Latin word is parted"


def test_phrases_of_real_lines() -> None:
    assert shown("雨でした。\nまた降ります。", "ja-JP") == [["雨でした。"], ["また", "降ります。"]]
    assert shown("三人の友だちと、「雨の日」の山へ。", "ja-JP")[0][:2] == ["三人の", "友だちと、"]
    assert shown("只有一个盖得紧的盖子。", "zh-CN") == [["只有", "一个", "盖得紧的", "盖子。"]]
    assert shown("ร้อนนาน 14 ชั่วโมง", "th-TH")[0][-1] == f"14{NO_BREAK}ชั่วโมง"
    assert shown("Hot for 14 hours.", "en-GB") == [["Hot", "for", f"14{NO_BREAK}hours."]]
    assert shown("비가 왔습니다.", "ko-KR") == [["비가", "왔습니다."]]
    assert shown(f"ភ្លៀង{ZERO_WIDTH}បាន", "km-KH") == [["ភ្លៀង", "បាន"]]


def test_which_languages_go_by_phrases_and_which_by_the_typesetters_dictionary() -> None:
    assert [phrased(locale) for locale in ("ja-JP", "zh-TW", "yue", "ko-KR", "de-DE")] == [True] * 3 + [False] * 2
    assert [wraps(locale) for locale in ("km-KH", "lo-LA", "my-MM", "th-TH", "ja-JP")] == [True] * 4 + [False]


@pytest.mark.parametrize(
    ("word", "locale", "seam"),
    [
        ("Geschwindigkeitsbegrenzung", "de-DE", ("Geschwindigkeits", "begrenzung")),
        ("Donaudampfschifffahrtsgesellschaft", "de-AT", ("Donaudampfschifffahrts", "gesellschaft")),
        ("Isolierflasche,", "de-DE", ("Isolier", "flasche,")),
        ("Regnskyddsjackan", "sv-SE", ("Regnskydds", "jackan")),
        ("retkeilytarvikevalikoima", "fi-FI", ("retkeily", "tarvikevalikoima")),
        ("esőkabátvásárlás", "hu-HU", ()),
        ("unbelievable", "en-GB", ()),
        (f"Kamm{SOFT_HYPHEN}garnjacke", "de-DE", ("Kamm", "garnjacke")),
        ("Keresőszolgáltatás-beállítások", "hu-HU", ("Keresőszolgáltatás-", "beállítások")),
        ("14-hour-flask", "en-GB", ("14-hour-", "flask")),
        (f"extra{SOFT_HYPHEN}ordinary", "en-GB", ("extra", "ordinary")),
    ],
)
def test_a_display_word_breaks_at_the_seam_of_a_compound_or_not_at_all(
    word: str, locale: str, seam: tuple[str, ...]
) -> None:
    [(ways, parts)] = seams(word, locale).values()
    assert (ways[0] if ways else ()) == seam
    assert all("".join(way) == "".join(parts) for way in ways)
    assert "".join(parts) == word.replace(SOFT_HYPHEN, "")


def test_short_words_and_words_with_figures_are_not_hyphenated() -> None:
    assert seams("Regen und Jacke 12345678901", "de-DE") == {}
    assert seams("lämpöeristetty", "fi-FI")["lämpöeristetty"].parts == ("läm", "pö", "e", "ris", "tetty")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("خصم -20% اليوم", f"خصم {LRI}-20%{PDI} اليوم"),
        ("€36.50 فقط", f"{LRI}€36.50{PDI} فقط"),
        ("מ-20 ומעלה", "מ-20 ומעלה"),
        ("0.75 لتر", "0.75 لتر"),
        ("10-20 قطعة", "10-20 قطعة"),
        ("690\u00a0₪", "690\u00a0₪"),
        ("\u200f165\u00a0د.إ.\u200f", "\u200f165\u00a0د.إ.\u200f"),
        ("+971 4", f"{LRI}+971{PDI} 4"),
    ],
)
def test_signed_figures_are_isolated_in_right_to_left_lines_only(text: str, told: str) -> None:
    assert isolated(text, "rtl") == told
    assert isolated(text, "ltr") == text
