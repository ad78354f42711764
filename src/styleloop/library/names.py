"""Feed titles -> noun phrases: `Ocean Blue Shirt` -> an ocean blue shirt. Where no rule is safe, the title stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from typing import Literal, NamedTuple

from styleloop.language.english import article
from styleloop.library.arabic import folded
from styleloop.library.lexicon import Lexicon, lexicon, plural_of
from styleloop.library.words import Word, Words, longest_before, sentences
from styleloop.types.product import Form, NounPhrase

_TAIL = re.compile(r"\s+[-–—|+]\s+.*|\s*[(|].*|\s*,\s.*", re.DOTALL)
_AUDIENCE = frozenset({"mens", "men's", "womens", "women's", "kids", "unisex"})
_BEHIND = frozenset({"with", "for", "in", "of", "from", "by", "on", "without"})
_PARTICLES = frozenset({"de", "di", "du", "la"})
"""What stands behind them belongs to a name: `Eau de Cologne`."""
_PLURAL = re.compile(r"[a-z]{2,}(?<!s)(?<!u)(?<!i)s")
_VOCABULARY = (
    "modifiers", "opinions", "colours", "shades", "materials", "material_prefixes", "parts", "mass_parts",
    "performance", "heads.singular", "heads.plural", "heads.pair", "heads.mass", "uses", "common", "everyday",
    "things", "compounds", "stones", "places",
)  # fmt: skip


class _Head(NamedTuple):
    """How the last word of a name is counted."""

    number: Literal["singular", "plural"]
    countable: bool
    article: Literal["a", "an", "none", "pair"]


def phrase_of(title: str, language: str, prose: str = "") -> NounPhrase:
    """The product as a noun phrase, without the tail that feeds put behind a dash, a bar, a bracket or a comma.

    Words that are known, or that the title or the prose writes small, lose the capital that a title gave them. A title
    whose last word names no kind of thing that is known, and is written large, is a proper name: it keeps its capitals
    and takes no article.

    Args:
        title: as the feed gives it.
        language: `en`, `de`, `ar`; in others the title stands as it is.
        prose: what else the feed says of the product; words it writes small are no proper names.
    """
    text = " ".join(title.split())
    cut = _TAIL.sub("", text)
    text = (cut if " " in cut else text).rstrip(" .,;:-") or title
    lists = lexicon(language)
    if lists is None:
        return NounPhrase(locale=language, text=text, article="none", countable=False)
    if language == "en":
        return _english(text, lists, _small_words(prose.replace(title, " ")))
    return _german(text, lists) if language == "de" else _arabic(text, lists)


def _small_words(prose: str) -> frozenset[str]:
    every = (word.text for words in sentences(prose) for word in words)
    return frozenset(word for word in every if word.islower() and word.isalpha())


def _english(text: str, lists: Lexicon, attested: Set[str]) -> NounPhrase:
    words = next(sentences(text), ())
    if len(words) > 1 and words[-1].low in _AUDIENCE:
        words = words[:-1]
    end = next((at for at, word in enumerate(words) if at and word.low in _BEHIND), len(words))
    common = _common(lists) | attested
    head = _counted(words[:end], lists, attested, common)
    if head is None:
        return _proper(_small(text, words, common) if _written_small(words[:end], common) else text)
    said = _small(text[: words[-1].end], words, common)
    indefinite = "an" if head.article == "a" and article(said) == "an" else head.article
    return NounPhrase(locale="en", text=said, article=indefinite, number=head.number, countable=head.countable)


def _proper(text: str) -> NounPhrase:
    """A name that takes no article, not even `the`."""
    forms = (Form(name="definite", text=text),)
    return NounPhrase(locale="en", text=text, article="none", countable=False, forms=forms)


def _common(lists: Lexicon) -> frozenset[str]:
    heads = {word for phrase in lists.head_numbers for word in phrase}
    plain = lists.words(*_VOCABULARY) | heads | set(lists.table("material_adjectives")) | _BEHIND | {"and"}
    return plain | {plural_of(word) for word in plain} | {one for word in plain if (one := word.removesuffix("s"))}


def _counted(words: Words, lists: Lexicon, attested: Set[str], common: Set[str]) -> _Head | None:
    """How the name is counted; None for a proper name, which takes no article."""
    known = _number(words, lists, common)
    if not known and (not words or words[-1].low not in attested):
        return None
    if known == "pair":
        return _Head("plural", True, "pair")
    if known == "mass":
        return _Head("singular", False, "none")
    many = known == "plural" or (not known and _PLURAL.fullmatch(words[-1].low) is not None)
    return _Head("plural", True, "none") if many else _Head("singular", True, "a")


def _written_small(words: Words, common: Set[str]) -> bool:
    """Whether a title in sentence case is no proper name: `Garden zorbo`, all but its last word known."""
    known = len(words) > 1 and all(word.low in common for word in words[:-1])
    return known and words[-1].text.islower() and words[-1].text.isalpha()


def _number(words: Words, lists: Lexicon, common: Set[str]) -> str:
    """How the last word is counted where it is known: of parts and stuffs only where every word of the name is."""
    size = longest_before(words, len(words), frozenset(lists.head_numbers))
    if size:
        return lists.head_numbers[tuple(word.low for word in words[-size:])]
    last = words[-1].low if words else ""
    things = {phrase[-1] for phrase in lists.phrases("things")}
    if last in things or last in {plural_of(thing) for thing in things}:
        return "singular" if last in things else "plural"
    if len(words) < 2 or not all(word.low in common for word in words):
        return ""
    if (last,) in lists.phrases("materials"):
        return "mass"
    size = longest_before(words, len(words), frozenset(lists.part_numbers))
    return lists.part_numbers[tuple(word.low for word in words[-size:])] if size else ""


def _small(text: str, words: Words, common: Set[str]) -> str:
    made = list(text)
    for before, word in zip((None, *words), words, strict=False):
        in_a_name = before is not None and before.low in _PARTICLES
        if _titled(word) and word.low in common and not in_a_name:
            made[word.start] = word.text[0].lower()
    return "".join(made)


def _titled(word: Word) -> bool:
    return word.text[:1].isupper() and word.text[1:] == word.text[1:].lower()


def _german(text: str, lists: Lexicon) -> NounPhrase:
    last = re.split(r"\s(?:mit|für|aus|in|von|ohne)\s", text)[0].split()[-1].casefold()
    heads = lists.table("heads")
    known = max((noun for noun in heads if last.endswith(noun)), key=len, default="")
    gender = str(heads.get(known, ""))
    if gender == "pl":
        return NounPhrase(locale="de", text=text, article="none", number="plural")
    return NounPhrase(locale="de", text=text, gender=gender if gender in ("m", "f", "n") else "")


def _arabic(text: str, lists: Lexicon) -> NounPhrase:
    first = text.split()[0]
    said = {folded(noun): gender for noun, gender in lists.table("heads").items()}.get(folded(first), "")
    feminine = said == "f" or (not said and first.endswith("ة"))
    return NounPhrase(locale="ar", text=text, gender="f" if feminine else "m" if said == "m" else "")


def language_of(text: str, locale: str) -> str:
    """The language `text` is most likely in: that of `locale`, unless its letters are of another script."""
    language = locale.split("-")[0].lower()
    letters = [unicodedata.name(c, "") for c in text if c.isalpha()]
    arabic = sum(name.startswith("ARABIC") for name in letters)
    if language == "ar":
        return "ar" if arabic or not letters else "en"
    return "ar" if arabic * 2 > len(letters) else language
