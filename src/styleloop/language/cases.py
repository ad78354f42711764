"""Which German case a word before a noun asks for. Pure.

Without this, `Es gibt Wind` might be any case, and a frame would be refused for every noun whose cases differ.
"""

from __future__ import annotations

from collections.abc import Set

from styleloop.language.forms import language


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DATIVE = _set(
    "mit von vom aus bei beim nach seit zu zum zur gegenüber dank hilft trotzt dankt gehört folgt widersteht"
)
_ACCUSATIVE = _set("für gegen ohne durch um gibt kennt kennen hat haben braucht brauchen nimmt nehmen")
_GENITIVE = _set("wegen trotz statt während")
_EITHER_CASE = _set("in an auf über unter vor hinter neben zwischen")


def governed(forms: Set[str], previous: str, locale: str) -> frozenset[str]:
    """Those of `forms` that may stand after the word `previous`; all of them where no rule decides.

    After nothing, a mark or a word of no government, dative and genitive are out: in German they need a reason.
    """
    if language(locale) != "de":
        return frozenset(forms)
    cases = _cases(previous.lower())
    kept = {form for form in forms if _case(form) in cases}
    return frozenset(kept or forms)


def _cases(previous: str) -> tuple[str, ...]:
    if previous in _DATIVE:
        return ("dat",)
    if previous in _ACCUSATIVE:
        return ("acc",)
    if previous in _GENITIVE:
        return ("gen", "dat")
    return ("acc", "dat") if previous in _EITHER_CASE else ("", "nom", "acc")


def _case(form: str) -> str:
    """`dat_indef` -> `dat`; empty for forms without a case (`bare`, `label`, `number`, `zu`)."""
    name = form.lstrip("^").partition("_")[0]
    return name if name in ("nom", "acc", "dat", "gen") else ""
