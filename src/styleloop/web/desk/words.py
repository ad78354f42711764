"""One word for the code, one for the screen; and the keys of the desk. The only place where either is written down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from styleloop.style.phrases import UNITS

SCREEN = {
    "style vector": "House style",
    "norm": "usual",
    "effect": "what helps",
    "exemplar": "best examples",
    "arm": "version",
    "lift": "better / worse than the original",
    "divergence": "familiar <-> surprising",
    "guardrail": "check",
    "finding": "remark",
    "placement": "format",
    "locale": "language",
    "publication": "post",
    "refine": "update the house style",
    "refusal": "could not be made, because ...",
}
"""Word in the code -> word on the screen. No screen shows the left one."""
NEVER_ON_SCREEN = (
    "propensity", "posterior", "extractor", "vendi", "dpp", "ips", "apca", "oklab", "dead letter", "quorum",
    "jaccard", "pdq",
)  # fmt: skip

SOURCES = {
    "product.name": "the product's name",
    "product.adversary": "what the product is up against",
    "product.price": "the product's price",
}
_SOURCE = re.compile(r"\b(?:product|fact|claim)\.[\w-]+")
_PIECE = re.compile(r"\bvariant_[0-9a-f]{16}\b")
_BLOCKS = re.compile(r"\d+ open block\(s\)")
_NAMED = re.compile(r" ?\(finding_[0-9a-f]{16}\)|\bfinding_[0-9a-f]{16}\b ?")

KEYS = (
    ("j", "next", "Next line"),
    ("k", "previous", "Previous line"),
    ("Enter", "open", "Open this line"),
    ("a", "approve", "Approve: every format whose checks pass; a fact: confirm it"),
    ("c", "change", "Ask for a change, with a reason; a fact: correct its words"),
    ("x", "reject", "Reject, with a reason; a fact: drop it"),
    ("1", "remark", "Set remark 1 to 9 aside, or take it back"),
    ("f", "fix", "Put the first suggested words into the piece: drawn and checked again"),
    ("e", "edit", "Edit the words in place; Escape leaves, Ctrl Enter saves"),
    ("s", "size", "Next format of this line"),
    ("v", "compare", "Look otherwise: side by side, laid over, words that differ, alone"),
    ("w", "versions", "Versions of this piece, side by side"),
    ("g", "group", "To the button that approves the whole group"),
    ("z", "undo", "Take back what was decided here last"),
    ("q", "queue", "Back to the desk"),
    ("?", "keys", "Show these keys"),
)
"""(key, what the page's script calls it, what it does). The page binds and lists exactly these."""

STATES = {
    "blocked": ("M2 2h12v12H2z", "stopped"),
    "waiting": ("M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2zm0 2a4 4 0 1 1 0 8 4 4 0 1 1 0-8z", "waiting"),
    "changed": ("M8 1.5 15 14H1zm0 4L4.3 12.1h7.4z", "change asked"),
    "approved": ("M13.2 2.6 15 4.4 6.2 13.6 1.2 8.8 2.9 7l3.2 3z", "approved"),
    "rejected": ("M4 2 8 6l4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4-4-4z", "rejected"),
}  # fmt: skip
"""State -> its shape (a path in a 16 x 16 box, filled even-odd) and its word: colour is never the only sign."""
SEVERITIES = {"block": "stops it", "warn": "look twice", "note": "for your information"}
SLOTS = {
    "headline": "Headline", "body": "Body", "cta": "Button", "price": "Price", "caption": "Caption", "alt": "Alt text",
}  # fmt: skip
PER_CENT = ("share", "yes")
MEASURES = {"graphemes": "characters", "lix": "reading difficulty", "ease": "reading ease"}
"""A measure's name where people say it in other words."""
SCREENS = (
    ("/", "Desk"), ("/grid", "Grid"), ("/results", "Results"), ("/style", "House style"), ("/facts", "Facts"),
    ("/library", "Library"), ("/brand", "Brand"), ("/runs", "Runs"),
)  # fmt: skip
"""Address and name of each screen, in the order of the menu; `/new` stands apart."""


def without_ids(problem: Exception | str) -> str:
    """What an error says, for somebody who looks at the very piece: its id and those of its remarks say nothing."""
    said = _NAMED.sub("", _PIECE.sub("this piece", _BLOCKS.sub("stopped by", str(problem))))
    return f"T{said[1:]}" if said.startswith("this piece") else said


def source(name: str) -> str:
    """What words rest on, as people say it: `fact.weight` -> `fact: weight`."""
    return SOURCES.get(name) or name.replace("fact.", "fact: ").replace("claim.", "claim: ")


def grounded(said: str) -> str:
    """A sentence with what it says words rest on as people say it."""
    named = _SOURCE.search(said)
    return said.replace(named[0], source(named[0])) if named else said


def plural(n: int, one: str, many: str = "") -> str:
    """`1 remark`, `2 remarks`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """`square post, story and wide post`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def plainly(measure: str) -> str:
    """A measure's name as people say it: `copy.sentence_length` -> `sentence length`."""
    name = measure.rpartition(".")[2]
    return MEASURES.get(name) or name.replace("_", " ")


def figure(value: float, unit: str) -> str:
    """A number alone, a share in per cent: `33 %`, `8`, `4.2`."""
    return f"{100 * value:.0f} %" if unit in PER_CENT else f"{value:.3g}"


def amount(value: float, unit: str) -> str:
    """A number with its unit as people say it: `33 %`, `8 words`, `4.2 characters a word`."""
    return figure(value, unit) if unit in PER_CENT else f"{figure(value, unit)} {UNITS.get(unit, unit)}".strip()


def signed(share: float) -> str:
    """A relative change in per cent: `+4 %`, `−3 %`, `0 %`."""
    return f"{100 * share:+.0f} %".replace("-", "−").replace("+0 %", "0 %").replace("−0 %", "0 %")
