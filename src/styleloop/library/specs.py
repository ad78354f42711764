"""Spec tables -> facts: a key that is known, and a value that is understood whole. Anything else gives no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from styleloop.language.amounts import NBSP
from styleloop.language.forms import begin
from styleloop.language.numbers import Quantity, quantities
from styleloop.language.units import dimension
from styleloop.library.arabic import bare, folded
from styleloop.library.english_looks import lowered
from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon
from styleloop.library.words import Words, longest, longest_before, percent, sentences
from styleloop.types.product import FACT_KINDS, FactKind

_LINE = re.compile(
    r"^[ \t]*(?:[-*•·–][ \t]+)?(?P<key>[^\W\d_][^:：=|\t\n]{0,40}?)[ \t]*(?:[:：=|\t])[ \t]*(?P<value>\S[^\n]{0,199}?)"
    r"[ \t]*[.;|,]?[ \t]*$",
    re.MULTILINE,
)
_SIZES = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:mm|cm|m|in|\")?(?:\s*[x×*]\s*\d+(?:[.,]\d+)?\s*(?:mm|cm|m|in|\")?){1,2}(?<=[a-z\"])",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[,;/+&]|\s(?:and|und)\s)\s*")
_RUN_ON = re.compile(r"(\d)(ml|l|g|kg|mm|cm|m|h)\b")
_YES = frozenset({"yes", "ja", "true", "نعم", "✓"})
_DIMENSIONS = {"weight": "mass", "capacity": "volume", "burn_time": "time", "battery_life": "time"}
_CERTAIN = ("g", "kg", "ml", "l", "mm", "cm", "m", "h", "min", "years")


class Spec(NamedTuple):
    """One row of a table, or one line: `key` and `value` stand in the text at `start` and `begin` ... `end`."""

    key: str
    value: str
    start: int
    begin: int
    end: int


def lines_of(text: str) -> Iterator[Spec]:
    """Every line `Key: value` (or with `=`, `|` or a tab) of a text, list marks left off."""
    for found in _LINE.finditer(text):
        yield Spec(found["key"].strip(), found["value"], found.start("key"), found.start("value"), found.end("value"))


def known(spec: Spec, lists: Lexicon) -> str:
    """What a key states (`weight`, `material`), or an empty string."""
    said = folded(spec.key).rstrip(" .?؟")
    if _property(said, lists):
        return "property"
    table = lists.table("specs")
    return next((name for name, keys in table.items() if said in (folded(key) for key in keys)), "")


def _property(key: str, lists: Lexicon) -> FactKind | None:
    """The kind of a key that is itself a property, which its value grants or denies."""
    words = tuple(key.split())
    kinds: tuple[FactKind, ...] = ("performance", "care")
    for kind in kinds:
        if words in {tuple(map(folded, phrase)) for phrase in lists.phrases(kind, f"lists.{kind}")}:
            return kind
    return None


def specs(spec: Spec, name: str, lists: Lexicon, language: str) -> Iterator[Found]:
    """The facts of one row whose key states `name`."""
    if name == "property":
        # `Dishwasher safe: no`, `: top rack`, `: 0`: anything but a plain yes leaves it open at best.
        kind = _property(folded(spec.key).rstrip(" .?؟"), lists)
        if kind and spec.value.casefold() in _YES:
            yield Found(kind, spec.start, spec.end, label=begin(spec.key.rstrip(" .?؟")))
    elif name in _DIMENSIONS or name in ("length", "width", "height", "depth", "diameter", "thickness"):
        yield from _measure(spec, name, language)
    elif name == "dimensions":
        yield from _sizes(spec)
    elif name == "material":
        yield from _materials(spec, lists, language)
    elif name in FACT_KINDS:
        yield from _worded(spec, name, lists, language)


def _measure(spec: Spec, name: str, language: str) -> Iterator[Found]:
    found = quantities(spec.value, language)
    if len(found) != 1 or not _is_all(found[0], spec.value) or found[0].unit not in _CERTAIN:
        return
    amount = found[0]
    if dimension(amount.unit) != _DIMENSIONS.get(name, "length") or amount.value <= 0:
        return
    kind: FactKind = "performance" if name in ("burn_time", "battery_life") else "measure"
    yield Found(kind, spec.start, spec.end, label=_both(spec), name=name.replace("_", " "),
                number=float(amount.value), unit=amount.unit)  # fmt: skip


def _is_all(amount: Quantity, value: str) -> bool:
    """Whether the value says the one amount, surely, and nothing else."""
    rest = (value[: amount.start] + value[amount.end :]).strip(" .()")
    return not rest and amount.kind == "amount" and not amount.approximate and not amount.bound


def _both(spec: Spec) -> str:
    """`Weight: 312 g`."""
    return f"{begin(spec.key)}: {_RUN_ON.sub(lambda run: f'{run[1]}{NBSP}{run[2]}', spec.value)}"


def _sizes(spec: Spec) -> Iterator[Found]:
    """`30 x 40 x 12 cm`, which has no one number; sizes such as M or 42 are choices, not facts."""
    if _SIZES.fullmatch(spec.value):
        yield Found("measure", spec.start, spec.end, label=_both(spec), name="dimensions")


def _materials(spec: Spec, lists: Lexicon, language: str) -> Iterator[Found]:
    """`80% wool, 20% nylon`; one part that is not understood, and none of them is read."""
    made = []
    begun = 0
    for said in _SPLIT.split(spec.value):
        at = spec.value.index(said, begun)
        begun = at + len(said)
        found = _material(said, spec, lists, language)
        if found is None:
            return
        made.append(found)
    shares = [one.number for one in made if one.number is not None]
    if not shares or (len(shares) == len(made) and sum(shares) <= 100.5):
        yield from made


def _material(said: str, spec: Spec, lists: Lexicon, language: str) -> Found | None:
    words = next(sentences(said), ())
    share = percent(words[0]) if words else 0.0
    inside = words[1:] if share else words
    gender = _is_material(inside, lists, language)
    if gender is None:
        return None
    phrase = lowered(said[inside[0].start : inside[-1].end], inside[0]) if language == "en" else inside[-1].text
    label = said if share else begin(phrase if language == "en" else said)
    number, unit = (share, "%") if share else (None, "")
    return Found("material", spec.start, spec.end, phrase, gender=gender, label=label, number=number, unit=unit)


def _is_material(words: Words, lists: Lexicon, language: str) -> Any:
    """The gender of the material that `words` are, empty where it has none; None where they are no material."""
    if not words:
        return None
    if language == "en":
        at = 0
        while at < len(words) - 1 and words[at].low in lists.words("material_prefixes"):
            at += 1
        return "" if at + longest(words, at, lists.phrases("materials"), 2) == len(words) > at else None
    table = lists.table("materials")
    named = table.get(words[-1].text) or table.get(bare(folded(words[-1].text)))
    fit = len(words) == 1 or {w.low for w in words[:-1]} <= lists.words("lists.adjectives")
    return (named if named in ("m", "f", "n") else "") if named and fit else None


def _worded(spec: Spec, kind: FactKind, lists: Lexicon, language: str) -> Iterator[Found]:
    """Values that are a known wording and nothing more."""
    words = next(sentences(spec.value), ())
    low = tuple(folded(word.low) for word in words)
    if kind == "origin":
        if words and all(word.text[:1].isupper() or not word.text.isascii() for word in words) and len(words) < 4:
            yield Found(kind, spec.start, spec.end, label=_both(spec), name="made in")
    elif kind == "colour":
        shaded = len(low) > 1 and low[0] in lists.words("shades")
        if (low[1:] if shaded else low) in lists.phrases("colours", "lists.colours"):
            said = lowered(spec.value, words[0]) if language == "en" else spec.value
            yield Found(kind, spec.start, spec.end, said, label=begin(said))
    elif kind == "part":
        numbers = lists.part_numbers
        size = longest_before(words, len(words), frozenset(numbers)) if words else 0
        if (size and len(words) - size <= 1) or spec.value in lists.table("parts"):
            yield Found(kind, spec.start, spec.end, label=_both(spec))
    else:
        yield from _listed(spec, kind, lists)


def _listed(spec: Spec, kind: FactKind, lists: Lexicon) -> Iterator[Found]:
    """`Machine wash, do not tumble dry`: each entry has to be one of the list."""
    phrases = lists.phrases({"use": "uses"}.get(kind, kind), f"lists.{kind}")
    entries = [entry for entry in re.split(r"\s*[,;]\s*", spec.value) if entry]
    words = [next(sentences(entry), ()) for entry in entries]
    if all(tuple(folded(w.low) for w in one) in phrases for one in words):
        for entry in entries:
            yield Found(kind, spec.start, spec.end, label=begin(entry) if kind != "use" else _both(spec))
