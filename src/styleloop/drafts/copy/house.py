"""Neutral frames that ship with Styleloop, for brands with few lines of their own (`data/frames/<language>.toml`).

A file holds groups of texts that share what they ask for. A gap is written `{part1:said}`: what its name begins with is
its kind, what stands behind the colon its form; `{it@product}` agrees with a gap.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from styleloop.drafts.copy.spoken import ONLY
from styleloop.language.agreement import AT
from styleloop.language.filling import AGREEMENT, BRAND, EITHER, LABEL, PRICE, PRODUCT, Filled, Filler
from styleloop.language.forms import BARE, language
from styleloop.language.skeleton import WORD
from styleloop.types.brand import Voice
from styleloop.types.copy import HEADLINE
from styleloop.types.product import FACT_KINDS
from styleloop.types.style import Pattern, PatternSlot

DRAFTER = "pattern@1"
HOUSE_DRAFTER = "pattern@1 (house frames)"
ENOUGH = 6
"""Own ads from which a brand speaks for itself."""
WRY = "wry"
"""The register of frames for brands that are."""
_ASKS = re.compile(r"\b(?:drily|wry|deadpan|witty|wit|humou?r\w*|funny|jokes?|trocken\w*|witzig\w*)\b|طريف|فكاه")
_BEATS = re.compile(r"[.!?:؟\n]+")
_BRIEF = 2, 6
"""A short, dry line has at least so many beats, and none of more words."""
_OPEN = re.compile(r"\{(product|part\d?)\},?\s(?:with|in|for|and|or|of|on|all|mit|für|und|oder|aus)\b")
_TAIL = re.compile(r"\s(?:with|without|in|of|for|from|on|and|mit|ohne|aus|für|und)\s")
_TWO = re.compile(r"\s(?:and|und)\s")
_GAP = re.compile(r"\{([^{}:\s]+)(?::([^{}\s]+))?\}")
_GRAMMAR = frozenset(
    (
        *("the", "and", "for", "with", "from", "this", "that", "these", "those", "its", "pair"),
        *("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "und", "mit", "für"),
        *("von", "aus", "zum", "zur", "auf", "من", "في", "مع", "على", "إلى", "عن"),
    )
)
"""Words that may stand in a line more than once."""
_SHORT = 2
_ING = re.compile(r"(?<=\w{4})ing$")


@lru_cache(maxsize=64)
def frames(locale: str, *, wry: bool = True) -> tuple[Pattern, ...]:
    """The neutral frames of a language, in the file's order; none where no file ships for it.

    Args:
        locale: Language and market.
        wry: Whether those that only a dry brand would sign are among them.
    """
    groups = [g for g in _read(language(locale)).get("groups", ()) if wry or g.get("register") != WRY]
    return tuple(_pattern(text, group, locale) for group in groups for text in group["texts"])


def dry(own: Sequence[Pattern], voice: Voice) -> bool:
    """Whether a brand would sign a wry line: its voice asks for that, or its own headlines are short and in beats.

    Short are those of several beats, none of more than six words; of a brand with six ads and more, half of its frames
    must be. A voice that names jokes among what not to do gets none.

    Args:
        own: The brand's own frames in one market.
        voice: What it says of itself.
    """
    if _ASKS.search(" ".join(voice.dont).casefold()):
        return False
    if _ASKS.search(" ".join((*voice.words, *voice.do)).casefold()):
        return True
    heads = [p.skeleton for p in own if p.slot == HEADLINE]
    ads = {example for p in own for example in p.examples}
    return len(ads) >= ENOUGH and 2 * sum(map(_brief, heads)) >= len(heads) > 0


def _brief(skeleton: str) -> bool:
    beats = [len(beat.split()) for beat in _BEATS.split(skeleton) if beat.strip()]
    least, most = _BRIEF
    return len(beats) >= least and max(beats) <= most


def alt_frame(locale: str) -> str:
    """How alt text joins `{picture}`, `{line}` and `{body}` in a language."""
    return str(_read(language(locale)).get("alt", {}).get("text", "{picture} “{line}” {body}"))


@lru_cache(maxsize=16)
def _read(lang: str) -> dict[str, Any]:
    path = files("styleloop") / "data" / "frames" / f"{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def neutral(pattern: Pattern) -> bool:
    """Whether a frame is one of these, and none of the brand's own."""
    return not pattern.support


def drafter(pattern: Pattern) -> str:
    """Who made a line of this frame: the brand's own frames, or these."""
    return HOUSE_DRAFTER if neutral(pattern) else DRAFTER


def thin(filler: Filler, form: str, slot: str = "") -> bool:
    """Whether it is one word that tells nothing in `form`.

    Such are parts that every thing of its kind has (`Laces`), adjectives standing alone (`Wooden`, of wood), and in a
    headline any one word that stands as a statement (`Red.`).
    """
    said, noun = filler.words.get(LABEL, ""), filler.words.get(BARE, "")
    if len((said or noun).split()) > 1:
        return False
    adjective = bool(said and noun) and said.casefold() != noun.casefold()
    return filler.kind == "part" or (form == LABEL and (adjective or (slot == HEADLINE and filler.kind != "price")))


def runs_on(pattern: Pattern, gap: str, said: str) -> bool:
    """Whether what is `said` has a tail of its own that the frame's would hang on: `a choker with pendant in leather`.

    A verb cannot agree with a name of two things either: `the skirt and top costs`.
    """
    open_ended = any(at[1] == gap for at in _OPEN.finditer(pattern.skeleton))
    governed = any(g.kind == AGREEMENT and g.name.endswith(f"{AT}{gap}") for g in pattern.gaps)
    return (open_ended and _TAIL.search(said) is not None) or (governed and _TWO.search(said) is not None)


def misleads(filler: Filler, name: str, locale: str) -> bool:
    """Whether a fact says of its product what a careful reader would take amiss.

    `Studded jewels` (the ring is studded, with jewels), and one colour of what the product's `name` calls striped.
    """
    said = _words(filler.words.get(BARE, "") or filler.words.get(LABEL, ""))
    if filler.kind == "part":
        return len(said) > 1 and said[0] in _listed(locale, "beset") and said[-1] in _listed(locale, "ornaments")
    several = bool(_TWO.search(filler.words.get(LABEL, "")))
    return filler.kind == "colour" and not several and not _listed(locale, "patterned").isdisjoint(_words(name))


def humble(filler: Filler, locale: str) -> bool:
    """Whether it is a material that nobody boasts of: `polyester`, `hard plastic`."""
    said = _words(filler.words.get(BARE, "") or filler.words.get(LABEL, ""))
    return filler.kind == "material" and bool(said) and said[-1] in _listed(locale, "plain_materials")


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _listed(locale: str, name: str) -> frozenset[str]:
    return frozenset(_read(language(locale)).get("facts", {}).get(name, ()))


def twice(filled: Filled) -> str:
    """The first word that two filled spans share, or a span with the words around them (an ending -s apart), or "".

    Nobody says `Gemstone necklace. Gemstone pendant.` Articles, prepositions and words of one or two letters do not
    count.
    """
    rest = list(filled.text)
    for span in filled.spans:
        rest[span.start : span.end] = " " * (span.end - span.start)
    seen = set(stems("".join(rest)))
    for span in filled.spans:
        said = stems(span.text)
        again = next((stem for stem in said if stem in seen), "")
        if again:
            return again
        seen |= set(said)
    return ""


def stems(text: str) -> list[str]:
    """Words that tell something, without an ending -s, -en or -ing: `wooden fences` -> `wood`, `fence`."""
    words: list[str] = WORD.findall(text.casefold())
    told = [_ING.sub("", w) for w in words if w not in _GRAMMAR and len(w) > _SHORT]
    return [w.removesuffix("s").removesuffix("en") for w in told]


def _pattern(text: str, group: dict[str, Any], locale: str) -> Pattern:
    found = {name: form for name, form in _GAP.findall(text)}
    gaps = tuple(_slot(name, form, group) for name, form in found.items())
    skeleton = _GAP.sub(lambda gap: f"{{{gap[1]}}}", text)
    return Pattern(slot=group["slot"], locale=locale, skeleton=skeleton, gaps=gaps, support=0, approved=True)


def _slot(name: str, form: str, group: dict[str, Any]) -> PatternSlot:
    if AT in name:
        return PatternSlot(name=name, kind=AGREEMENT, form=name)
    kind = _kind(name, group)
    form = form or {PRICE: "number", BRAND: BARE}.get(kind, LABEL)
    wanted = list(group.get("traits", ()))
    one = kind == "material" or (kind == PRODUCT and group.get("singular"))
    wanted += ["number:singular"] if one else []
    wanted += [ONLY] if kind in group.get("only", ()) else []
    measured = group.get("dimension", "") if kind in FACT_KINDS or EITHER in kind else ""
    return PatternSlot(name=name, kind=kind, form=form, traits=tuple(wanted), dimension=measured)


def _kind(name: str, group: dict[str, Any]) -> str:
    stem = name.rstrip("0123456789")
    return EITHER.join(group.get("kinds", FACT_KINDS)) if stem == LABEL else stem
