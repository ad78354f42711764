"""Data of a person in a text: mail, telephone, account, card and identity numbers, home and birthday. Pure.

Numbers with a check digit count only where it is right: IBAN by ISO 13616 (mod 97), cards by ISO/IEC 7812 (Luhn),
Spanish DNI and NIE, Italian codice fiscale, French NIR by their own. An address or a birthday is a person's only where
a person is named beside it: a shop has an address too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.posing import host_of

Kind = Literal["mail", "phone", "mobile", "account", "card", "identity", "home", "birthday"]

_MAIL = regex.compile(
    r"(?<![A-Za-z\d.+_-])([A-Za-z\dÀ-ÿ.+_-]{1,64})@((?:[A-Za-z\dÀ-ÿ-]{1,63}\.){1,6}[a-zA-Z]{2,12})(?![A-Za-z\d])"
)
_IBAN = regex.compile(r"(?<![A-Za-z\d])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z\d])")
_CARD = regex.compile(r"(?<![A-Za-z\d.,+-])(?:\d[ -]?){13,15}\d(?![A-Za-z\d-]|[.,]\d)")
_CARD_STARTS = regex.compile(r"4|5[1-5]|2[2-7]|3[47]|6(?:011|5|4[4-9])|35|3[068]")
_WIDE = str.maketrans("０１２３４５６７８９−－‐‑＠", "0123456789----@")
_DIGIT = regex.compile(r"\d")

_GROUPS = r"(?:\d{2,8}[ ./-]{0,2}){0,4}\d{2,8}"
_AFTER = r"(?![A-Za-z\d-]|[.,]\d|\s?(?:€|£|%|mm|cm|kg|g|ml|EUR|円))"
_PHONE = regex.compile(
    r"(?<![A-Za-z\d.,/+-])(?<!\d[ -])(?:"
    r"(?:\+|00)\d{1,3}[ .()/-]{0,3}(?:\(?\d{1,5}\)?[ ./-]{0,2}){2,6}\d"
    rf"|(?:\(0\d{{1,5}}\)|0\d{{1,5}}[ ./-]{{1,3}}){_GROUPS}"
    r"|0\d{9,10}|\(\d{3}\)[ ]?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4}|1-\d{3}-\d{3}-\d{4}"
    rf"){_AFTER}"
)
_AT_HOME = {
    "es": regex.compile(
        rf"(?<![A-Za-z\d.,/+-])(?:[679]\d{{2}}[ .-]?\d{{3}}[ .-]?\d{{3}}|[679]\d{{2}}(?:[ .]\d{{2}}){{3}}"
        rf"|9\d(?:[ ]\d{{2,3}}){{3}}){_AFTER}"
    ),
    "it": regex.compile(rf"(?<![A-Za-z\d.,/+-])3[2-9]\d[ .-]?\d{{3}}[ .-]?\d{{3,4}}{_AFTER}"),
}
"""Numbers that begin without a nought, by language."""
_DATE = regex.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}")
_FREE = regex.compile(
    r"(?:(?:\+|00)\d{1,3})?(?:0?80[08]|0?120|0570|1?8(?:33|44|55|66|77|88)\d{7}$|1800|90[0-2]\d{6}$|803\d{6}$)"
)
"""Numbers that cost the caller nothing: a house's, never a person's."""
_MOBILE = regex.compile(
    r"(?:(?:\+|00)44|0)7[1-9]\d{8}|(?:(?:\+|00)49|0)1[5-7]\d{7,9}|(?:(?:\+|00)33|0)[67]\d{8}|(?:(?:\+|00)34)?[67]\d{8}"
    r"|(?:(?:\+|00)39)?3[2-9]\d{7,8}|(?:(?:\+|00)81|0)[789]0\d{8}"
)

_NINO = regex.compile(r"(?<!\w)(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ) ?(?:\d{2} ?){3}[A-D](?!\w)")
_SSN = regex.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_DNI = regex.compile(r"(?<!\w)([XYZ]?)-?(\d{7,8})[ -]?([A-HJ-NP-TV-Z])(?!\w)")
_FISCALE = regex.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)")
_NIR = regex.compile(r"(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)")


class Personal(NamedTuple):
    """Characters `start` to `end` that say something of a person."""

    kind: Kind
    start: int
    end: int


def personal(text: str, locale: str, own: Collection[str] = ()) -> tuple[Personal, ...]:
    """Every datum of a person in `text`, in order; what overlaps is told once.

    Args:
        text: as written.
        locale: the market's; some countries' telephone numbers look like any other figure elsewhere.
        own: hosts and telephone numbers that are the brand's own; they tell of nobody.
    """
    text = text.translate(_WIDE)
    found = list(_mails(text, own))
    if any(map(str.isdigit, text)):
        found += [*_accounts(text), *_cards(text), *_identities(text), *_homes(text), *_birthdays(text)]
        found += _phones(text, locale, own)
    return tuple(_apart(found, len(text)))


def is_mailbox_of_a_house(address: str) -> bool:
    """Whether it is `info@...` or the like: an address, but nobody's."""
    name = address.partition("@")[0]
    return _pattern("houses").fullmatch(name) is not None


def _apart(found: list[Personal], size: int) -> Iterator[Personal]:
    """The first kind found wins a place: a card number is no telephone number."""
    taken = bytearray(size)
    kept = []
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return iter(sorted(kept, key=lambda p: p.start))


def _mails(text: str, own: Collection[str]) -> Iterator[Personal]:
    for found in _MAIL.finditer(text) if "@" in text else ():
        host = host_of(found[2])
        if not is_mailbox_of_a_house(found[0]) and not any(host == o or host.endswith(f".{o}") for o in own):
            yield Personal("mail", found.start(), found.end())


def _accounts(text: str) -> Iterator[Personal]:
    for found in _IBAN.finditer(text):
        plain = regex.sub(r"[ -]", "", found[0])
        for size in range(len(plain), 14, -1):  # what stands behind it may look like more of it
            if _iban(plain[:size]):
                yield Personal("account", found.start(), found.start() + _reach(found[0], size))
                break


def _reach(said: str, size: int) -> int:
    """Characters of `said` that hold its first `size` letters and digits."""
    counted = 0
    for at, char in enumerate(said):
        counted += char.isalnum()
        if counted == size:
            return at + 1
    return len(said)


def _iban(plain: str) -> bool:
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _cards(text: str) -> Iterator[Personal]:
    for found in _CARD.finditer(text):
        digits = "".join(_DIGIT.findall(found[0]))
        if _CARD_STARTS.match(digits) and _luhn(digits) and len(set(digits)) > 1:
            yield Personal("card", found.start(), found.end())


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _identities(text: str) -> Iterator[Personal]:
    tests: tuple[tuple[regex.Pattern[str], Callable[[regex.Match[str]], bool]], ...] = (
        (_NINO, lambda _: True),
        (_SSN, lambda _: True),
        (_DNI, _spanish),
        (_FISCALE, lambda found: _italian(found[0])),
        (_NIR, lambda found: _french(found[0])),
        (_pattern("labelled"), lambda _: True),
    )
    for pattern, right in tests:
        for found in pattern.finditer(text):
            if right(found):
                yield Personal("identity", found.start(), found.end())


def _spanish(found: regex.Match[str]) -> bool:
    letter, digits = found[1], found[2]
    if len(digits) != (7 if letter else 8):
        return False
    number = int(f"{'XYZ'.index(letter)}{digits}" if letter else digits)
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == str(found[3])


_LAST = (10, 22, 25, 24, 23)
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            2,
            4,
            18,
            20,
            11,
            3,
            6,
            8,
            12,
            14,
            16,
            *_LAST,
        ),
        strict=True,
    )
)
"""Values of characters in odd places of a codice fiscale (D.M. 23 December 1976)."""


def _italian(code: str) -> bool:
    def even(char: str) -> int:
        return int(char) if char.isdigit() else ord(char) - ord("A")

    total = sum(_ODD[char] if at % 2 == 0 else even(char) for at, char in enumerate(code[:15]))
    return chr(ord("A") + total % 26) == code[15]


def _french(said: str) -> bool:
    plain = said.replace(" ", "").replace("2A", "19").replace("2B", "18")
    return len(plain) == 15 and plain.isdigit() and 97 - int(plain[:13]) % 97 == int(plain[13:])


def _homes(text: str) -> Iterator[Personal]:
    for found in _pattern("home").finditer(text):
        if not _pattern("shop").search(text[max(0, found.start() - 30) : found.end()]):
            yield Personal("home", found.start(), found.end())
    for found in _pattern("home_ja").finditer(text) if not text.isascii() else ():
        named = regex.search(r"様|さん|氏|自宅|住所", found[0])
        if named and not _pattern("shop_ja").search(text[max(0, found.start() - 12) : found.end() + 6]):
            yield Personal("home", found.start(), found.end())


def _birthdays(text: str) -> Iterator[Personal]:
    return (Personal("birthday", found.start(), found.end()) for found in _pattern("born").finditer(text))


def _phones(text: str, locale: str, own: Collection[str]) -> Iterator[Personal]:
    mine = {_number(one)[-9:] for one in own if len(_number(one)) >= 6}
    home = _AT_HOME.get(locale.split("-")[0].lower())
    for pattern in (_PHONE, home) if home else (_PHONE,):
        for found in pattern.finditer(text):
            number = _number(found[0])
            free = _FREE.match(number) or number[-9:] in mine
            if 9 <= len(number.lstrip("+")) <= 15 and not free and not _DATE.search(found[0]):
                yield Personal("mobile" if _MOBILE.fullmatch(number) else "phone", found.start(), found.end())


def _number(said: str) -> str:
    """`+44 (0)7700 900123` -> `+447700900123`."""
    plain = regex.sub(r"\(0\)", "", said)
    return ("+" if plain.startswith("+") else "") + "".join(_DIGIT.findall(plain))


@cache
def _pattern(name: str) -> Any:
    """One of the lists in `data/lexicons/persons/`, as one pattern."""
    parts = lexicon("persons", "patterns")
    said = "|".join(f"(?:{one})" for one in parts[name])
    for part in ("LIVES", "NAME", "STREET", "DAY"):
        said = said.replace(f"{{{part}}}", "(?:" + "|".join(parts[part.lower()]) + ")")
    if name == "houses":
        said = rf"(?:{said})(?:[._-]\w{{1,20}})?"
    elif name == "shop":
        said = rf"(?<!\w)(?:{said})(?!\w)"
    return regex.compile(said, regex.IGNORECASE if name in ("houses", "shop", "labelled") else 0)
