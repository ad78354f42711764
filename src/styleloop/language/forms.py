"""Noun phrases in named forms: `indefinite`, `acc_def`, `li_definite`. Pure.

A form a person typed wins; else a rule makes it where a rule is safe; else it is refused by name, so that somebody can
type it. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from styleloop.language import arabic, english, german
from styleloop.types.product import NounPhrase
from styleloop.types.record import Refusal

BARE = "bare"

_RULES: dict[str, tuple[tuple[str, ...], Callable[[NounPhrase, str], str | None]]] = {
    "ar": (arabic.FORMS, arabic.derive),
    "de": (german.FORMS, german.derive),
    "en": (english.FORMS, english.derive),
}
_FIRST_WORD = re.compile(r"^([^\w]*)([^\W\d_][\w'’]*)")
_MANY = re.compile(r"(?:^|_)plural(?:_|$)")


def names(locale: str) -> tuple[str, ...]:
    """Every form that a rule knows in the language of `locale`; only `bare` in a language without rules."""
    return _RULES[language(locale)][0] if language(locale) in _RULES else (BARE,)


def language(locale: str) -> str:
    """`de-AT` -> `de`."""
    return locale.split("-")[0].lower()


def render(phrase: NounPhrase, form: str, owner: str = "") -> str | Refusal:
    """`phrase` in `form`.

    Args:
        phrase: The thing, with its gender, number and typed forms.
        form: One of `names(phrase.locale)`, or a form that was typed.
        owner: sku or name of the product, for the refusal.

    Returns:
        The words, or a Refusal that names form, phrase and product.
    """
    text = _rendered(phrase, form)
    if text is not None:
        return text
    return Refusal(
        subject=owner,
        why=f"the form {form!r} of {phrase.text!r} ({phrase.locale}) is not typed, and no rule can make it safely",
        expected="gender and number where the language needs them, or the form itself",
        cure=f'type it with the phrase: forms = [{{ name = "{form}", text = "..." }}]',
    )


def surfaces(phrase: NounPhrase) -> dict[str, str]:
    """Every form of `phrase` that can be said: form -> words."""
    every = (*names(phrase.locale), *(form.name for form in phrase.forms))
    said = ((form, _rendered(phrase, form)) for form in dict.fromkeys(every))
    return {form: text for form, text in said if text}


def column(phrase: NounPhrase, form: str) -> str:
    """What words that agree with `phrase` in `form` look at: `singular`, `plural`, `m`, `f`, `n`, or empty if unknown.

    English goes by number, German by gender and number, Arabic by gender (things in the plural count as feminine).
    """
    plural = phrase.number == "plural" or bool(_MANY.search(form))
    if language(phrase.locale) == "de":
        return "plural" if plural else phrase.gender
    if language(phrase.locale) == "ar":
        return "f" if plural else phrase.gender
    return "plural" if plural else "singular"


def begin(text: str) -> str:
    """`text` as a sentence begins: first letter large, unless its first word has a case of its own (`iPhone`)."""
    found = _FIRST_WORD.match(text)
    if found is None or found[2] != found[2].lower():
        return text
    at = found.start(2)
    return text[:at] + text[at].upper() + text[at + 1 :]


def _rendered(phrase: NounPhrase, form: str) -> str | None:
    typed = next((f.text for f in phrase.forms if f.name == form), None)
    if typed is not None:
        return typed
    if form == BARE:
        return phrase.text
    rules = _RULES.get(language(phrase.locale))
    return rules[1](phrase, form) if rules else None
