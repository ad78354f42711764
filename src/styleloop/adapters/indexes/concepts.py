"""A question in one language -> the terms by which passages in another say the same. Pure.

`data/lexicons/concepts/<language>.toml` names what brands, guides, products and claims are about, concept by concept
and language by language. A question whose words name a concept is looked for by the concept's words in the language of
the passages too: what two embeddings of unlike languages only come near to, a word says exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from styleloop.adapters.indexes.terms import DENSE, folded, terms
from styleloop.language.lexicons import lexicon

FAMILY = "concepts"
_ARTICLES = {"ar": "ال"}
"""An article that is written on to its noun: a form is known with it and without."""


def translated(text: str, spoken: str, into: str) -> tuple[str, ...]:
    """Terms of `into` for every concept that `text` names in `spoken`, each once; empty where nothing is known.

    Args:
        text: the question.
        spoken: its language, `de`.
        into: language of the passages, `en`.
    """
    if spoken == into:
        return ()
    said = _said(into)
    found = dict.fromkeys(term for concept in _named(text, spoken) for term in said.get(concept, ()))
    return tuple(found)


def _named(text: str, spoken: str) -> list[str]:
    """Concepts whose words stand in `text`: all terms of one of its forms; in dense scripts, the form itself."""
    plain = folded(text)
    here = set(terms(text))
    concepts: list[str] = []
    for first, forms in _forms(spoken).items():
        for form, parts, concept in forms:
            there = form in plain if not parts else first in here and parts <= here
            if there and concept not in concepts:
                concepts.append(concept)
    return concepts


@cache
def _forms(language: str) -> Mapping[str, tuple[tuple[str, frozenset[str], str], ...]]:
    """First term -> (form, all its terms, concept); forms in dense scripts have no terms: they are looked for whole."""
    found: defaultdict[str, list[tuple[str, frozenset[str], str]]] = defaultdict(list)
    for concept, forms in lexicon(FAMILY, language).items():
        for form in _with_article(forms, language):
            plain = folded(form)
            parts = [] if DENSE.search(plain) else terms(form)
            found[parts[0] if parts else ""].append((plain, frozenset(parts), concept))
    return {first: tuple(forms) for first, forms in found.items()}


@cache
def _said(language: str) -> Mapping[str, tuple[str, ...]]:
    """Concept -> the terms of its forms."""
    every = lexicon(FAMILY, language)
    return {
        concept: tuple(dict.fromkeys(term for form in _with_article(forms, language) for term in terms(form)))
        for concept, forms in every.items()
    }


def _with_article(forms: Sequence[str], language: str) -> Iterator[str]:
    article = _ARTICLES.get(language, "")
    for form in forms:
        yield form
        if article and not form.startswith(article):
            yield article + form
