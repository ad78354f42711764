"""Facts as running text says them: `two chest pockets`, `grey and black`. For neutral frames only; never for mining."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from styleloop.drafts.copy.spelling import spelt
from styleloop.language.filling import LABEL, PRODUCT, Filler, fillers, newest
from styleloop.language.forms import BARE, language
from styleloop.types.product import Fact, Product

SAID = "said"
"""The form's name."""
ONLY = "only"
"""Trait of a fact that has no other of its kind beside it."""
_ALL = 100
_IN_NAMES = frozenset(("of", "the", "and", "for", "in", "with", "a", "on", "de", "la"))
"""Words that names write small."""
_TAG = re.compile(r"\swith\s(?!(?:an?|the|its|one)\s)(?:\w+\s)*\w*[^\Ws]$")
_AS_A_NOUN = "indefinite"
_WORDS_ALONE = ("colour", "material")
"""Kinds whose label is a noun phrase, if it is one word or several; others may be a sentence."""


def spoken(product: Product, locale: str) -> tuple[Filler, ...]:
    """`fillers` of a product, each fact that can be said inside a sentence with the form `said`.

    That is the phrase with its article, or the label in small letters where it is the phrase with a count before it, or
    where the words it was read from say it in small letters. Only English: other languages name the case. A fact that
    is the whole of its kind (one material, not 20 % of something) has the trait `only`.
    """
    known = {f"fact.{fact.key}": fact for fact in newest(product.facts)}
    kinds = Counter(fact.kind for fact in known.values())
    made = []
    for filler in fillers(product, locale):
        if filler.kind == PRODUCT and language(locale) == "en" and _unsure(filler):
            filler = replace(filler, words={BARE: filler.words[BARE]})
        fact = known.get(filler.fact)
        if fact is not None:
            whole = kinds[fact.kind] == 1 and (fact.unit != "%" or fact.number == _ALL)
            filler = replace(filler, traits=filler.traits | {ONLY}) if whole else filler
            filler = _spelt(_with_said(filler, fact), locale) if language(locale) == "en" else filler
        made.append(filler)
    return tuple(made)


def tagged(name: str) -> bool:
    """Whether a name ends as labels do, and sentences do not: `choker with bead`."""
    return _TAG.search(name) is not None


def _unsure(filler: Filler) -> bool:
    """Whether no article can be trusted.

    Nobody can tell a name from a thing (`Bamboo scoop`, given no article, but not written as names are), or the name
    itself lacks one: `choker with bead`.
    """
    bare = filler.words.get(BARE, "")
    lower = any(w[:1].islower() and w not in _IN_NAMES for w in bare.split()[1:])
    return tagged(bare) or (filler.words.get("definite") == bare and lower)


def _spelt(filler: Filler, locale: str) -> Filler:
    return replace(filler, words={form: spelt(text, locale) for form, text in filler.words.items()})


def _with_said(filler: Filler, fact: Fact) -> Filler:
    said = _said(filler, fact)
    if not said:
        return filler
    columns = {**filler.columns, SAID: filler.columns.get(_AS_A_NOUN, "")}
    return replace(filler, words={**filler.words, SAID: said}, columns=columns)


def _said(filler: Filler, fact: Fact) -> str:
    noun, label = filler.words.get(_AS_A_NOUN, ""), filler.words.get(LABEL, "")
    small = label[:1].lower() + label[1:]
    counted = bool(noun) and fact.unit == "pieces" and small.endswith(f" {filler.words.get('bare', '')}")
    if counted and small.split()[0].isalpha():
        return small
    if noun:
        return noun
    return small if small and fact.kind in _WORDS_ALONE and small in fact.evidence else ""
