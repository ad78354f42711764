"""Amounts that stand in a text and count nothing: denied ones, idle hours, the digits of a telephone. Pure.

`This hammock is not for three`, `half an hour of silence`. The words that show it stand in `data/lexicons/claims/`
under `number`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity
from styleloop.language.personal import personal
from styleloop.language.phrases import read_words
from styleloop.language.spans import covered
from styleloop.language.unparted import unparted
from styleloop.language.unsaid import answered_no

_LINE = 80
_REACH = 6
"""Words between a denial and what is not meant for so many."""
_NOT_SO = re.compile(r"(?:[ァ-ヶー]{1,4}|引き|割引)?(?:では|じゃ)(?:ありません|ない|なく)")
_MONTH = 30
_DAYS = re.compile(
    r" ?(?:derniers |letzten |vorher\w+ |précédents |anteriores |\w+ )?(?:days|tage|jours|días|giorni)\b|日"
)
_PRICE = re.compile(r"price|preis|prix|precio|prezzo|価格|最安値|€|£|\$|円", re.IGNORECASE)
_LOWEST = re.compile(r"lowest|niedrigst|günstigst|plus bas|más baj|mínim|più bass|minim|最安|最低", re.IGNORECASE)
"""The directive on prices: a reduction names the lowest price of thirty days."""
_HEART = (
    "patience", "love", "passion", "magic", "luck", "attitude", "heart", "fun", "courage", "attitude", "joy", "nerve",
    "liebe", "leidenschaft", "geduld", "herz", "glück", "mut", "amour", "amor", "pacienc", "pasión", "corazón", "amore",
    "pazienz", "passione", "cuore", "cœur",
)  # fmt: skip
_PERSONAL = 7
"""Digits of the shortest number that may belong to a person."""
_PARTS = re.compile(r"[\w'’]+|[.,;:!?…—–]")
_STOPS = frozenset(".,;:!?…—–")
_OF = frozenset({"of", "de", "d'", "di", "d", "pure", "reine", "voller", "puro", "pur", "pura"})
_FOR_SO_MANY = re.compile(
    r"(?:用|向け|分|がけ|掛け)?(?:では|じゃ|には|のためでは)(?:ない|なく|ありません|向きません|向かない)"
)


def uncounted(found: Quantity, text: str, locale: str) -> bool:
    """Whether the amount is denied, or a time of what nobody measures."""
    rules = lexicon("claims", locale.split("-")[0].lower()).get("number", {})
    if found.value == _MONTH and (found.unit == "days" or _DAYS.match(text, found.end)) and _is_lowest(text, found):
        return True
    if found.dimension == "share" and (_is_heart(found, text, locale) or _NOT_SO.match(text, found.end)):
        return True
    if _asked(found, text, locale):
        return True
    if found.dimension == "time":
        return _idle(found, text, locale, rules)
    return found.dimension == "count" and not found.bound and _denied(found, text, locale, rules)


def _is_heart(found: Quantity, text: str, locale: str) -> bool:
    """`eighty percent patience`: a share of what nobody measures."""
    words = _PARTS.findall(folded(text[found.end : found.end + _LINE], locale).replace("d'", "d' "))
    while words and words[0] in _OF:
        words = words[1:]
    return bool(words) and words[0].startswith(_HEART)


def _asked(found: Quantity, text: str, locale: str) -> bool:
    """`Wash it at 60? You can't.`: a number in a question that is answered with no."""
    at = text.find("?", found.end)
    if at < 0 or at - found.end > _LINE:
        return False
    words = read_words(text, locale)
    end = next((place for place, word in enumerate(words) if word.start >= found.end), len(words))
    return answered_no(words, end, locale.split("-")[0].lower())


def _is_lowest(text: str, found: Quantity) -> bool:
    """`the lowest price of the last 30 days`: words of a law, of which only the price is the brand's number."""
    around = text[max(0, found.start - _LINE) : found.end + _LINE]
    return bool(_PRICE.search(around) and _LOWEST.search(around))


def _idle(found: Quantity, text: str, locale: str, rules: Mapping[str, Any]) -> bool:
    behind = folded(text[found.end : found.end + _LINE], locale)
    idle = rules.get("idle_of", ())
    if unparted(behind):
        return behind.startswith("の") and behind[1:].startswith(tuple(idle))
    words = _PARTS.findall(behind.replace("d'", "d' "))
    while words and words[0] in _OF:
        words = words[1:]
    return bool(words) and words[0] in idle


def _denied(found: Quantity, text: str, locale: str, rules: Mapping[str, Any]) -> bool:
    if unparted(found.text):
        return bool(_FOR_SO_MANY.match(text, found.end))
    before = _PARTS.findall(folded(text[max(0, found.start - _LINE) : found.start], locale))
    if not before or before[-1] not in rules.get("denied_for", ()):
        return False
    clause = before[-_REACH - 1 : -1]
    stop = max((at for at, word in enumerate(clause) if word in _STOPS), default=-1)
    clause = clause[stop + 1 :]
    return any(w in rules.get("denied_by", ()) for w in clause) and not any(
        w in rules.get("not_denied", ()) for w in clause
    )


def of_persons(text: str, locale: str) -> bytearray:
    """For each character, whether it belongs to a telephone, card or other number of somebody: 1 or 0."""
    if sum(map(str.isdigit, text)) < _PERSONAL:
        return bytearray(len(text))
    return covered(((one.start, one.end) for one in personal(text, locale)), len(text))
