"""Is it spelt right? Words against a Hunspell dictionary, where the machine or the project has one.

A dictionary has never all words of a language, and an advertisement says those that it lacks: names, models, coinages,
loans. So a word is not objected to for being unknown, but for being unknown and one slip away from a right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to, span_of
from styleloop.language.foreign import foreign
from styleloop.language.spelling import Word, cased, known, slips, title_slips, words_to_spell
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.dictionary import Dictionary
from styleloop.types.product import NounPhrase
from styleloop.types.record import Refusal

MOST = 40
"""Unknown words of a slot for which right ones are sought: each may take a quarter of a second."""
_FEWEST, _STRANGE = 6, 0.4
"""Words of a slot, and the share of unknown ones among them above which it is in no language of this dictionary."""
_ENDINGS = ("", "s", "n", "e", "en", "es", "er", "ern")
"""What a house's own word may end on besides."""
_LETTERS = re.compile(r"[^\W\d_]+")


class Misspelt:
    """Words of a piece that no dictionary has and that are one slip away from one it has."""

    name = "spelling"
    family: Family = "language"
    version = "1"
    rules: Mapping[str, str] = {
        "misspelt-word": "A word that the dictionary does not have and that is one slip away from a word it has.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to every slot of each piece; none where there is no dictionary."""
        own: dict[tuple[object, ...], frozenset[str]] = {}  # by identity: the pieces of a batch share what they hold
        found = []
        for item in items:
            key = (id(item.kit), id(item.product), id(item.claims), item.rivals)
            if key not in own:
                own[key] = _own(item)
            found.append(tuple(self._one(item, own[key])))
        return found

    def leaves_out(self, item: AuditItem) -> tuple[str, ...]:
        """Spelling, where there is no dictionary."""
        if item.spelling.dictionary is not None or not item.words.slots:
            return ()
        language = item.market.locale.split("-")[0].lower()
        return (f"spelling ({item.spelling.lacks or f'no dictionary for {language}'})",)

    def _one(self, item: AuditItem, own: frozenset[str]) -> Iterator[Finding]:
        dictionary = item.spelling.dictionary
        if dictionary is None:
            return
        for slot in item.words.slots:
            said = slot.text.removesuffix(item.market.legal_line) if item.market.legal_line else slot.text
            for word, meant in _misspelt(said, item, dictionary, own):
                yield self._finding(item, slot.slot, word, meant, dictionary.name)

    def _finding(self, item: AuditItem, slot: str, word: Word, meant: Sequence[str], listed: str) -> Finding:
        span = span_of(item, slot, word.start, word.end)
        first, *others = dict.fromkeys(cased(one, span.text) for one in meant)
        or_else = f", or “{others[0]}”" if others else ""
        message = f"“{span.text}” is in no dictionary; “{first}”{or_else} is one slip away."
        cited = f"{listed} (Hunspell); house words go into brand/terms.toml or checks/vale/Vocab"
        severity: Severity = "note" if word.named else "warn"
        return object_to(self, item, "misspelt-word", severity, message, cited, span=span, fix=first)


def _misspelt(
    text: str, item: AuditItem, dictionary: Dictionary, own: frozenset[str]
) -> Iterator[tuple[Word, tuple[str, ...]]]:
    """Each misspelt word, and the right ones that it may be."""
    locale = item.market.locale
    language = locale.split("-")[0].lower()
    knows = _with(dictionary.knows, own)
    lends = item.spelling.lends.knows if item.spelling.lends is not None else None
    aside = [(one.start, one.end) for one in foreign(text, locale)]
    words = list(words_to_spell(text, locale, aside))
    unknown = [word for word in words if not known(word, language, knows, lends)]
    if len(words) >= _FEWEST and len(unknown) > _STRANGE * len(words):
        return  # *language* says so, where it can tell
    for word in unknown[:MOST]:
        if word.titled:
            meant = title_slips(word, dictionary.knows)
        else:
            meant = slips(word, language, dictionary.suggestions(word.ways[0]))
        if meant:
            yield word, meant


def _with(knows: Callable[[str], bool], own: frozenset[str]) -> Callable[[str], bool]:
    return lambda word: word.lower() in own or knows(word)


def _own(item: AuditItem) -> frozenset[str]:
    """Words that the house has written down: its names, terms, facts and claims, its Vale vocabulary, its rivals."""
    kit = item.kit
    said = [kit.name, item.market.name, *item.rivals, *kit.voice.words, *kit.sites]
    said += [one for term in kit.terms for one in (term.text, term.instead, *(t.text for t in term.translations))]
    said += [one for rule in kit.vale.rules if rule.name.startswith("Vale.") for one in rule.exceptions]
    said += [wording.text for claim in item.claims for wording in claim.wordings]
    phrases: list[NounPhrase] = list(kit.audiences)
    if item.product is not None:
        phrases += [*item.product.names, *item.product.adversaries]
        for fact in item.product.facts:
            phrases += fact.phrases
            said += [label for _, label in fact.labels]
        said += [alt for _, alt in item.product.picture_alt]
    said += [one for phrase in phrases for one in (phrase.text, *(form.text for form in phrase.forms))]
    return frozenset(word + end for text in said for word in _LETTERS.findall(text.lower()) for end in _ENDINGS)
