"""Where and when a rule of a pack counts."""

from __future__ import annotations

from datetime import date

from styleloop.types.pack import PackRule

EU = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
"""Members as of 2026."""
EEA = EU | {"IS", "LI", "NO"}


def country_of(locale: str) -> str:
    """`GB` of `en-GB`; empty where the locale names no country."""
    return next((part for part in locale.split("-")[1:] if len(part) == 2 and part.isupper()), "")


def concerns(rule: PackRule, locale: str) -> bool:
    """Whether a rule is for the market `locale`."""
    country = country_of(locale)
    union = {*(["EU"] if country in EU else []), *(["EEA"] if country in EEA else [])}
    return not rule.markets or bool({locale, country, *union} & set(rule.markets))


def counts(rule: PackRule, locale: str, day: date, platform: str) -> bool:
    """Whether a rule counts in a market on a day, for a format of that platform."""
    fits = not rule.platforms or platform in rule.platforms
    return fits and rule.holds(day) and concerns(rule, locale)
