"""Where and when a rule of a pack counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from styleloop.language.locales import canonical_locale, known_territory, territory_meant
from styleloop.types.pack import PackRule

EU = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
"""Members as of 2026."""
EEA = EU | {"IS", "LI", "NO"}
UNIONS = ("EU", "EEA")


def country_of(locale: str) -> str:
    """`GB` of `en-GB`; empty where the locale names no country."""
    return next((part for part in locale.split("-")[1:] if len(part) == 2 and part.isupper()), "")


def _is_place(text: str) -> bool:
    """Whether a rule may name it as a market: a union, a country, or a locale as it is written."""
    return text in UNIONS or known_territory(text) or canonical_locale(text) == text


def _place_meant(text: str) -> str:
    """The union, country or locale that somebody means who writes `eu`, `UK` or `en_gb`; empty where none is near."""
    said = text.strip()
    return next((union for union in UNIONS if union == said.upper()), "") or (
        territory_meant(said) or canonical_locale(said) or ""
    )


def nowhere(rule: PackRule) -> Iterator[tuple[str, str, str]]:
    """(field, what it names, what is wrong) of places and languages that there are not: such a rule never counts."""
    for market in rule.markets:
        if not _is_place(market):
            near = _place_meant(market)
            hint = f"; did you mean {near}?" if near else ""
            expected = f"{', '.join(UNIONS)}, a country (GB) or a market (de-AT)"
            yield (
                "field markets",
                market,
                f"no such place: {market!r}; expected {expected}{hint}; leave the key out for everywhere",
            )
    for name in (*(words.language for words in rule.words), *(example.locale for example in rule.examples)):
        if canonical_locale(name) != name:
            near = canonical_locale(name) or ""
            hint = f"; did you mean {near}?" if near else ""
            yield f"table {name}", name, f"no such language: {name!r}; expected en, de-AT{hint}"


def concerns(rule: PackRule, locale: str) -> bool:
    """Whether a rule is for the market `locale`."""
    country = country_of(locale)
    union = {*(["EU"] if country in EU else []), *(["EEA"] if country in EEA else [])}
    return not rule.markets or bool({locale, country, *union} & set(rule.markets))


def counts(rule: PackRule, locale: str, day: date, platform: str) -> bool:
    """Whether a rule counts in a market on a day, for a format of that platform."""
    fits = not rule.platforms or platform in rule.platforms
    return fits and rule.holds(day) and concerns(rule, locale)
