"""Arabic noun phrases: the definite article, and *li-* before it. Pure.

One word takes the article by rule. A phrase of several words is typed: an adjective agrees (السترة المطرية) where the
second half of a construct alone takes the article (بطانية الصوف), and no rule can tell them apart.
"""

from __future__ import annotations

from styleloop.types.product import NounPhrase

FORMS = ("bare", "definite", "plural", "plural_definite", "li_definite", "this")

_THE, _LI = "ال", "ل"


def derive(phrase: NounPhrase, form: str) -> str | None:
    """`phrase` in `form` by rule, or None where it has to be typed."""
    if form == "bare":
        return phrase.text
    typed = {f.name: f.text for f in phrase.forms}
    if form == "plural":
        return phrase.text if phrase.number == "plural" else None
    if form == "plural_definite":
        many = typed.get("plural") or (phrase.text if phrase.number == "plural" else None)
        return _definite(many) if many else None
    definite = typed.get("definite") or _definite(phrase.text)
    if definite is None or form == "definite":
        return definite
    if form == "li_definite":
        return li(definite)
    return _this(phrase, definite) if form == "this" else None


def li(definite: str) -> str:
    """`السترة` -> `للسترة`, `اللوح` -> `للوح`, `حذاء المسارات` -> `لحذاء المسارات`."""
    if not definite.startswith(_THE):
        return _LI + definite
    stem = definite[len(_THE) :]
    return _LI + (stem if stem.startswith(_LI) else _LI + stem)


def _definite(text: str) -> str | None:
    if " " in text:
        return None
    return text if text.startswith(_THE) else _THE + text


def _this(phrase: NounPhrase, definite: str) -> str | None:
    if not definite.startswith(_THE):
        return None
    if phrase.number == "plural":
        return f"هذه {definite}"
    return {"m": f"هذا {definite}", "f": f"هذه {definite}"}.get(phrase.gender)
