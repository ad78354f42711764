"""Why a line that a model wrote may not be used, in words. Pure; what passes is still measured and audited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from styleloop.drafts.copy.answer import Written
from styleloop.drafts.copy.fence import OPENING
from styleloop.drafts.copy.tracing import Known
from styleloop.language.forms import language
from styleloop.language.posing import links
from styleloop.language.tongue import OWN_SCRIPT, in_script, rather
from styleloop.types.copy import BODY, CAPTION, CTA, HEADLINE
from styleloop.vector import character_shingles, jaccard, shingles
from styleloop.vector.similarity import plain

COPY = 0.8
"""Likeness from which a line counts as a copy of one that was shown or used."""
FOREIGN = 0.55
"""Likeness from which it is too near to somebody else's line."""
QUOTED_WORDS = 5
"""So many words in a row of somebody else's line, or of a passage, are a quotation."""
_LARGE = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "zh", "ja")
INSTRUCTION_WORDS = 3
"""A text of so many words that stands in the instructions is one of them."""
TELLING = 6
"""Words in a row that nobody writes twice by chance."""
_TRACE = re.compile(
    r"\{\{|\b(?:passage|brief|draft|prompt)_[0-9a-f]{16}\b|\b(?:fact|claim|product)\.[a-z][\w-]*|[{\[]\s*\""
)
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|!?\[[^\]]*\]\(|```|\*\*|\\", re.IGNORECASE)

_ADDRESSED = "it holds markup or an address"
_DOTS = str.maketrans("。．｡․", "....")
_SPELT = re.compile(
    r"\b([\w-]+)\s*[(\[{]?\s*(?:\.|\b(?:dot|punkt|point|punto)\b|نقطة)\s*[)\]}]?\s*"
    r"(com|org|net|info|biz|io|shop|store|co\.uk|uk|de|eu|example)\b(?=\W*(?:$|[^\w\s]|\s[^A-Z]))",
    re.IGNORECASE,
)
"""An address said aloud, or with a gap before or behind its dot: `example dot com`."""


@dataclass(frozen=True)
class Judge:
    """One brief's lines held against everything they may not be.

    Attributes:
        known: What may be said of the product.
        told: What models are told outside the material: instructions, which are no copy.
        others: Lines of competitors and of the inspiration library.
        tongues: Locales that a line might be in by mistake.
    """

    known: Known
    told: str
    others: tuple[str, ...] = ()
    tongues: tuple[str, ...] = ()

    def objection(self, written: Written) -> str:
        """Why the headline of `written` may not be used, or an empty string; all its words must be in the language."""
        text = " ".join((written.headline, written.body, written.cta, written.caption))
        return self._tongue(text) or self._against(HEADLINE, written.headline)

    def passes(self, slot: str, text: str) -> bool:
        """Whether a body, call to action or caption may stand as the model gave it; else it is made without.

        It is held against everything that a headline is.
        """
        return bool(text) and not (self._tongue(text) or self._against(slot, text))

    def _against(self, slot: str, text: str) -> str:
        checks: tuple[Callable[[str], str], ...] = (
            self._leak, self._address, self._repeats, self._foreign,
            lambda said: self.known.material.objection(slot, said), self.known.invention,
        )  # fmt: skip
        return next((why for check in checks if (why := check(text))), "")

    def _tongue(self, text: str) -> str:
        locale = self.known.material.locale
        share = in_script(text, locale)
        if share is not None and share < OWN_SCRIPT:
            return f"it is not written in the script of {locale}"
        other = rather(text, locale, self.tongues)
        return f"it is in the language of {other}, not of {locale}" if other else ""

    def _leak(self, text: str) -> str:
        if self._told(text) or OPENING.search(text) or _TRACE.search(text):
            return "it repeats words of the instructions"
        return _ADDRESSED if _MARKUP.search(text) else ""

    def _address(self, text: str) -> str:
        """Addresses, links and accounts, also spelt out, that are none of the brand's own."""
        sites = self.known.material.kit.sites
        said = _SPELT.sub(lambda found: f"{found[1]}.{found[2]}", text.translate(_DOTS))
        return _ADDRESSED if any(links(said, sites)) else ""

    def _told(self, text: str) -> bool:
        """Whether instructions came back, whole or in a run of words that nobody writes twice by chance."""
        said = plain(text)
        part = len(said.split()) >= INSTRUCTION_WORDS and f" {said} " in f" {plain(self.told)} "
        return part or bool((shingles(text, TELLING) | {said}) & self._instructions)

    @cached_property
    def _instructions(self) -> frozenset[str]:
        """Whole lines of theirs, and runs of words."""
        return shingles(self.told, TELLING) | {plain(line) for line in self.told.splitlines()} - {""}

    def _repeats(self, text: str) -> str:
        brief, said = self.known.material.brief, plain(text)
        mine = shingles(text)
        for lines, what in ((brief.exemplars, "a line that it was shown"), (brief.avoid, "a line used before")):
            for line in lines:
                if said == plain(line) or jaccard(mine, shingles(line)) >= COPY:
                    return f"it repeats {what}: {_flat(line)!r}"
        return self._quotes(text)

    def _quotes(self, text: str) -> str:
        words = len(plain(text).split())
        whole = words >= QUOTED_WORDS and f" {plain(text)} " in self._read
        return "it is a sentence of the material that it was given, word for word" if whole else ""

    @cached_property
    def _read(self) -> str:
        """Prose that was in the prompt: description, passages, notes."""
        brief = self.known.material.brief
        prose = (brief.product.description, *(p.text for p in brief.passages), *brief.notes)
        return "".join(f" {plain(text)} " for text in prose)

    def _foreign(self, text: str) -> str:
        mine, letters = shingles(text), character_shingles(text)
        said = f" {plain(text)} "
        for line in (*self.others, *(spark.line for spark in self.known.material.brief.sparks)):
            near = max(jaccard(mine, shingles(line)), jaccard(letters, character_shingles(line)))
            inside = len(plain(line).split()) >= QUOTED_WORDS and f" {plain(line)} " in said
            if near >= FOREIGN or inside:
                return f"it is too near to somebody else's line: {_flat(line)!r}"
        return ""


def _flat(line: str) -> str:
    return " / ".join(line.splitlines())


def beside(written: Written) -> Iterator[tuple[str, str]]:
    """(slot, text) of what a model gave beside the headline."""
    yield from ((BODY, written.body), (CTA, written.cta), (CAPTION, written.caption))


def others_tongues(locale: str, markets: Sequence[str]) -> tuple[str, ...]:
    """Locales of other languages that a model slips into: those of the brand's markets, and the large ones."""
    return tuple(sorted({m for m in (*markets, *_LARGE) if language(m) != language(locale)}))
