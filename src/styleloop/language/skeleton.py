"""Skeletons: literal words and `{gaps}`. Pure.

`Some people own our {product}.` is read into parts and printed back without a change; `{{` and `}}` stand for braces
that are meant as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from styleloop.errors import InputError

OPEN = "…"
"""How a gap is shown where it stays open."""

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\s]+)\}|([{}])")
_ONE_THING = r"(?:(?![.!?؟] ).)+?"
"""What a gap may hold when a line is held against a skeleton: no end of a sentence."""
_SPACE = re.compile(r"\s+")
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
WORD = re.compile(rf"[\w{_MARKS}'’]+")
"""A run of letters, their marks, and digits."""


@dataclass(frozen=True)
class Words:
    """Literal text."""

    text: str


@dataclass(frozen=True)
class Gap:
    """A place to fill, by name."""

    name: str


Part = Words | Gap


def parse(skeleton: str) -> tuple[Part, ...]:
    """The parts of `skeleton` in order; no two `Words` stand side by side, and none is empty.

    Raises:
        InputError: A brace is open, stray, or holds nothing that can be a name.
    """
    parts: list[Part] = []
    held, at = "", 0
    for token in _TOKEN.finditer(skeleton):
        held += skeleton[at : token.start()]
        at = token.end()
        if token[2]:
            raise InputError(
                "a brace does not belong to a gap",
                field="skeleton",
                got=skeleton,
                expected="{name} for a gap, {{ and }} for braces",
            )
        if token[1] is None:
            held += token[0][0]
            continue
        parts += [Words(held)] if held else []
        parts.append(Gap(token[1]))
        held = ""
    held += skeleton[at:]
    return (*parts, Words(held)) if held else tuple(parts)


def write(parts: Sequence[Part]) -> str:
    """`parts` as one skeleton: the reverse of `parse`."""
    return "".join(
        f"{{{part.name}}}" if isinstance(part, Gap) else part.text.replace("{", "{{").replace("}", "}}")
        for part in parts
    )


def gaps(skeleton: str) -> tuple[str, ...]:
    """Names of the gaps in order, repeated ones included."""
    return tuple(part.name for part in parse(skeleton) if isinstance(part, Gap))


def literals(skeleton: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, words) of every literal part, as offsets into the skeleton's `frame`."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for part in parse(skeleton):
        size = len(OPEN) if isinstance(part, Gap) else len(part.text)
        if isinstance(part, Words):
            found.append((at, at + size, part.text))
        at += size
    return tuple(found)


def frame(skeleton: str) -> str:
    """The line with its gaps left open: `Some people own our ….`; what two lines of one pattern have in common."""
    return "".join(OPEN if isinstance(part, Gap) else part.text for part in parse(skeleton))


def key(skeleton: str) -> str:
    """The frame's words alone, without case, punctuation or beats: equal for frames that differ in these only."""
    return " ".join(WORD.findall(frame(skeleton).casefold().replace(OPEN, " ")))


def fits(skeleton: str, line: str) -> bool:
    """Whether `line` may have been made from `skeleton`, whatever stood in its gaps; spaces and beats count alike."""
    return _matcher(skeleton).fullmatch(_SPACE.sub(" ", line).strip()) is not None


@lru_cache(maxsize=4096)
def _matcher(skeleton: str) -> re.Pattern[str]:
    pieces = (
        _ONE_THING if isinstance(part, Gap) else re.escape(_SPACE.sub(" ", part.text)) for part in parse(skeleton)
    )
    return re.compile("".join(pieces).strip(), re.IGNORECASE)
