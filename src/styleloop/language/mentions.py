"""Where a word is said that is not to be said: in its forms, in disguise, in a tag, and as part of a longer word. Pure.

What is only a part (`Billigpreise` for *billig*, `格安航空券` for *格安*) is told apart, for it may be another word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from styleloop.language.inflections import forms
from styleloop.language.normalise import fold
from styleloop.language.unparted import HAN
from styleloop.language.wording import fits, folded, occurrences

How = Literal["word", "disguise", "part"]
LEAST = 5
"""Letters from which a word is sought inside longer ones."""
_JOINS = frozenset({"de", "nl", "sv", "da", "nb", "nn", "no"})
"""Languages that write compounds as one word."""
_SPELT = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .\-_*·•~])[^\W\d_])(?:\1[^\W\d_]){2,}(?![^\W_])")
"""`c h e a p`, `c.h.e.a.p`."""
_DRESSED = re.compile(r"(?<![\w@$€])(?=[\w@$€!]*[^\W\d_])(?=[\w@$€!]*[013457@$€!])[\w@$€!]{3,40}(?![\w@$€])")
_LEET = str.maketrans("013457@$€!", "oleastasei")
_TAG = re.compile(r"[#＃](\w{3,60})")
_PARTS = re.compile(r"[A-Z]?[a-zß-öø-ÿ]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")
_PLAIN = re.compile(r"[^\W\d_]{3,40}")
_ACCENTS = frozenset({"en"})
"""Languages that need no accents, so that they hide a word."""
_DROPS = frozenset({"fr", "es", "it", "pt"})
"""Languages that leave accents off capitals."""
_SHOUTED = re.compile(r"(?<!\w)[^\W\d_a-z]{4,40}(?!\w)")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_SOFT = {point: point - 0x60 for point in range(0x30A1, 0x30F7)}
"""Katakana to hiragana, sign by sign."""
_SUFFIXES = re.compile(
    r"(?:heit|keit|ung|schaft|lich|isch|sam|haft)\w*|"
    r"(?:bar|los|voll|weise|wert|ig|end|erin|ern?|e[mnrs]?|en|te|st|t)\w{0,3}"
)
"""What makes another word of its own of a stem: not the second half of a compound."""
_BEFORE = "auf aus durch ein ent her hin miss mit nach unter ver vor zer über"
_PREFIXES = frozenset(_BEFORE.split())
_LORE = re.compile(r"(?:heimat|erd|ur|stern|heil|natur|wetter|pflanzen|völker|tier|waren|sach|vogel)kunde")
"""What is known of a field, and no customer."""
_OTHERS: Mapping[str, tuple[str, ...]] = {"super": ("markt", "märkt", "vis", "lativ", "nova", "star"), "umsonst": ()}
_HAN = re.compile(rf"[{HAN}]")
_LONGER = (
    "東京都", "世界一周", "日本一周", "中国地方", "中国山地", "不自然", "不安全", "不完全", "不健康", "非公式",
    "非常識", "不可能", "不特定", "最高気温", "最低気温", "最高裁", "最高速度", "最高齢", "最高点", "最高血圧",
    "最高学府", "最低賃金", "最低血圧", "最低点", "絶対音感", "絶対値", "絶対温度", "絶対零度", "絶対王政",
    "安全ピン", "安全靴", "安全帯", "安全地帯", "安全保障", "安心院", "完全数", "完全燃焼", "完全試合", "一番星",
    "一番茶", "一番だし", "一番出汁", "一番列車", "一番線", "一番地", "一番町", "一番街", "一番弟子", "特別支援",
    "特別区", "革命記念日", "革命広場", "奇跡の人", "究極の選択", "無料駐車場",
)  # fmt: skip
"""Japanese words and names that hold a shorter word of another meaning."""


@dataclass(frozen=True)
class Mention:
    """One place, as offsets into the text as it was given."""

    start: int
    end: int
    how: How


def mentions(text: str, wording: str, locale: str) -> Iterator[Mention]:
    """Each place of `text` that says `wording`, in reading order; of places that overlap the first.

    Args:
        text: any length.
        wording: one or more words.
        locale: of the text.
    """
    plain = occurrences(text, wording, locale, inflected=True)
    found = [Mention(a, b, _beside(text, wording, b)) for a, b in plain if not _of_longer(text, a, b)]
    found += [Mention(a, b, "disguise") for a, b, said in _disguises(text, locale) if fits(said, wording, locale)]
    found += [Mention(a, b, "part") for a, b in _compounds(text, wording, locale)]
    found += [Mention(*tag.span(1), "part") for tag in _TAG.finditer(text) if _begins_or_ends(tag[1], wording)]
    found += [Mention(a, b, "disguise") for a, b in _rewritten(text, wording, locale)]
    end = -1
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if one.start >= end:
            yield one
            end = one.end


def _rewritten(text: str, wording: str, locale: str) -> Iterator[tuple[int, int]]:
    """Capitals without their accents (`SOLUCION`), and kana of the other kind (`ヤバい` for やばい)."""
    language = locale.split("-")[0]
    plain = _bare(wording) if language in _DROPS else wording
    if plain != wording:
        for found in _SHOUTED.finditer(text):
            if fits(found[0], plain, locale):
                yield found.span()
    if language == "ja" and _HIRAGANA.search(wording):
        soft = text.translate(_SOFT)
        if soft != text:
            yield from occurrences(soft, wording.translate(_SOFT), locale, inflected=True)


def _bare(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _of_longer(text: str, start: int, end: int) -> bool:
    """Whether it is a part of a longer word that is known to mean another thing: 京都 in 東京都."""
    said = text[start:end]
    places = ((name, name.find(said)) for name in _LONGER if said != name)
    return any(at >= 0 and start >= at and text.startswith(name, start - at) for name, at in places)


def _beside(text: str, wording: str, end: int) -> How:
    """Whether Chinese signs follow at once: `最高気温` says another thing than 最高; `本日激安` says 激安."""
    after = _HAN.match(wording[-1]) and end < len(text) and _HAN.match(text[end])
    return "part" if after else "word"


def _begins_or_ends(tag: str, wording: str) -> bool:
    said = "".join(wording.casefold().split())
    return len(said) >= LEAST and (tag.casefold().startswith(said) or tag.casefold().endswith(said))


@lru_cache(maxsize=256)
def _disguises(text: str, locale: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, what it reads as) of words that are written so that no search finds them."""
    found = [(*m.span(), m[0].replace(m[1], "")) for m in _SPELT.finditer(text)]
    for word in _DRESSED.finditer(text):
        written = word[0].rstrip("!")
        if written != _read(written) and sum(map(str.isalpha, written)) >= 2:
            found.append((word.start(), word.start() + len(written), _read(written)))
    for tag in _TAG.finditer(text):
        parts = list(_PARTS.finditer(tag[1]))
        if len(parts) > 1:
            found += [(tag.start(1) + a, tag.start(1) + b, tag[1][a:b]) for a, b in (part.span() for part in parts)]
        found.append((*tag.span(1), " ".join(part[0] for part in parts)))
        found.append((*tag.span(1), tag[1]))
    if not text.isascii() and locale.split("-")[0] in _ACCENTS:
        for plain in _PLAIN.finditer(text):
            if (bare := _bare(plain[0])) != plain[0]:
                found.append((*plain.span(), bare))
    return tuple(found)


def _read(word: str) -> str:
    return word.translate(_LEET)


def _compounds(text: str, wording: str, locale: str) -> Iterator[tuple[int, int]]:
    language = locale.split("-")[0]
    pattern = _compound(fold(wording, locale).text, language) if language in _JOINS else None
    if pattern is None:
        return
    seen = folded(text, locale)
    word = fold(wording, locale).text
    for found in pattern.finditer(seen.text):
        start, end = seen.span(*found.span())
        tail, head = found["tail"] or "", found["head"] or ""
        other = tail.startswith(_OTHERS.get(word, ())) if _OTHERS.get(word) else False
        second = tail and not other and not _SUFFIXES.fullmatch(tail) and text[start].isupper()
        if second or (head and head not in _PREFIXES and not _LORE.fullmatch(head + word)):
            yield start, end


@lru_cache(maxsize=4096)
def _compound(word: str, language: str) -> re.Pattern[str] | None:
    if len(word) < LEAST or not word.isalpha():
        return None
    kept = re.escape(word)
    head = r"[^\W\d_]{3,}?" if not word.endswith("en") else r"(?!)"  # a verb with a prefix is another verb
    return re.compile(
        rf"(?<!\w)(?:{kept}(?:s|n|en|es)??(?P<tail>[^\W\d_]{{3,}})|(?P<head>{head}){forms(word, language)})(?!\w)"
    )
