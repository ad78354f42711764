"""What in a frame hangs on a gap's number, gender or meaning, as far as closed word lists can tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from styleloop.language import forms
from styleloop.language.filling import CAPITAL, EITHER
from styleloop.language.skeleton import WORD
from styleloop.language.spotting import Spot, plain
from styleloop.style.spotting import Agreeing

_REASON = re.compile(r"\b(?:because|so that|hence|therefore|weil|denn|darum|deshalb)\b|لأن|ولهذا|لذلك", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?؟…]\s|\n")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CARELESS_AFTER = _set(
    "and or but in on at for with of to by from into under over before after because when while if as than until "
    "without will would can could may might must should had did lost won came went got made kept met held"
)
"""English words that stay as they are after one thing and after many."""
_COUNTING = _set("is was are were one every each another much many few a an single")
_GERMAN_VERB = re.compile(r"[a-zäöü]{2,}(?:t|te)")
"""A German verb of one thing; its form with many is `-en`, often with another vowel, and so is not made by rule."""
_NO_VERB = _set(
    "nicht mit jetzt statt seit erst fast sonst gut acht laut echt leicht oft dort fort samt trotzt hat ist heute "
    "bitte zuerst zuletzt recht selbst weit alt kalt bereit sofort gibt"
)
_ARABIC_PARTICLES = _set("إلى من مع في على بلا لا و عن ثم أو خذ خذوا إليك إليكم")


def gives_reason(text: str) -> bool:
    """Whether the line says *because*: then not every fact of the product will do."""
    return _REASON.search(text) is not None


def hangs_on(text: str, locale: str, spots: Sequence[Spot], words: Sequence[Agreeing], index: int, form: str) -> bool:
    """Whether literal words near spot `index` may change with its number (en, de) or its gender (ar)."""
    spot, text = spots[index], plain(text)
    taken = [*((s.start, s.end) for s in spots), *((w.start, w.end) for w in words)]
    breaks = [m.end() for m in _SENTENCE.finditer(text)]
    begin = max((at for at in breaks if at <= spot.start), default=0)
    finish = min((at for at in breaks if at > spot.end), default=len(text))
    free = [m for m in WORD.finditer(text, begin, finish) if not any(a <= m.start() and m.end() <= b for a, b in taken)]
    lang = forms.language(locale)
    if lang == "de":
        nominative = any(f.lstrip(CAPITAL).startswith(("nom", "bare", "plural")) for f in form.split(EITHER))
        return nominative and any(_GERMAN_VERB.fullmatch(m[0]) and m[0] not in _NO_VERB for m in free)
    if lang == "ar":
        return any(m[0] not in _ARABIC_PARTICLES for m in free)
    return _hangs_in_english(text, spot, free)


def _hangs_in_english(text: str, spot: Spot, free: Sequence[re.Match[str]]) -> bool:
    after = [m[0] for m in free if m.start() > spot.end and not text[spot.end : m.start()].strip(" ")]
    before = [m[0].lower() for m in free if m.end() < spot.start and not text[m.end() : spot.start].strip(" ")]
    follows = bool(after) and after[0] not in _CARELESS_AFTER and not after[0].endswith("ed")
    return follows or (bool(before) and before[-1] in _COUNTING)
