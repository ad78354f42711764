"""Terms that stay as they are, and terms with a translation of their own. Pure.

A translation may bend a term (`die Regenjacken`, `der Regenjacke`), so a term counts as there when every word of it is
there by its beginning, in order. A term that stays may not be bent; a suffix written onto it (`Firefoxu`) is let pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex  # type: ignore[import-untyped]

from styleloop.language.normalise import folded
from styleloop.types.brand import Term

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_STEM = 2
"""Letters at the end of a word that may change."""
_SHORTEST = 4


@dataclass(frozen=True)
class Entry:
    """One term for one pair of languages.

    Attributes:
        text: in the source's language.
        translations: wordings that are right; empty for a term that stays.
        context: what is meant, for people.
    """

    text: str
    translations: tuple[str, ...] = ()
    context: str = ""

    @property
    def stays(self) -> bool:
        """Whether it is not translated."""
        return not self.translations


def entries(terms: Sequence[Term], source_locale: str, locale: str) -> tuple[Entry, ...]:
    """The brand's terms that hold between two locales, longest first; of terms alike in text any wording is right."""
    found: dict[str, Entry] = {}
    for term in terms:
        if term.locale and term.locale not in (source_locale, source_locale.split("-")[0]):
            continue
        said = tuple(t.text for t in term.translations if t.locale in (locale, locale.split("-")[0]))
        if term.rule == "stays" or (term.rule == "translated" and said):
            known = found.get(term.text)
            context = "; ".join(filter(None, (known.context if known else "", term.context)))
            found[term.text] = Entry(term.text, (*(known.translations if known else ()), *said), context)
    return tuple(sorted(found.values(), key=lambda e: (-len(e.text), e.text)))


def used(source: str, known: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that a source text uses."""
    return tuple(entry for entry in known if _exact(entry.text).search(source))


def breaches(source: str, target: str, locale: str, known: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """(entry, what is wrong) for each entry that `source` uses and `target` does not keep to."""
    plain = folded(target, locale)
    for entry in used(source, known):
        if entry.stays:
            if entry.text not in target:
                yield entry, f"“{entry.text}” stays as it is in every language, and is not there."
        elif not any(_bent(wording, locale).search(plain) for wording in entry.translations):
            meant = f" ({entry.context})" if entry.context else ""
            wanted = " or ".join(f"“{wording}”" for wording in entry.translations)
            yield entry, f"“{entry.text}”{meant} is {wanted} here."


@cache
def _exact(text: str) -> regex.Pattern[str]:
    ends = r"(?:s|es)?" if text.isascii() and text[-1:].isalpha() else ""
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(text)}{ends}(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)


@cache
def _bent(wording: str, locale: str) -> regex.Pattern[str]:
    stems = []
    for word in _WORD.findall(folded(wording, locale)):
        kept = max(_SHORTEST, len(word) - _STEM)
        stems.append(regex.escape(word[:kept]) + r"[\p{L}\p{M}]*")
    return regex.compile(r"[^\p{L}\p{N}]+".join(stems) or r"(?!)")
