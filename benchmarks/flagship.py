"""One flagship in every market: real strings that people translated, brought to one brand's products.

The strings are Mozilla's (MPL-2.0) and stay outside the project; prices come from CLDR. Which string a market gets
depends on its locale alone: the first ones of each list that its translators had done.
"""

from __future__ import annotations

import gzip
import html
import json
from copy import copy as copied
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel import Locale

STRINGS = Path(__file__).resolve().parents[2] / "shared/data/mozilla/www_l10n_parallel.jsonl.gz"
LOCALES = (
    "am", "ar", "be", "bg", "bn", "cs", "da", "de", "el", "en-GB", "es-ES", "fa", "fi",
    "fr", "he", "hi-IN", "hr", "hu", "id", "is", "it", "ja", "ka", "kk", "km", "ko",
    "lo", "mr", "ms", "my", "nb-NO", "nl", "pa-IN", "pl", "pt-BR", "ro", "ru", "sk", "sl",
    "sr", "sv-SE", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh-CN", "zh-TW",
)  # fmt: skip
"""Fifty; every script that the strings hold is among them."""

_HEADLINES = (
    "firefox/browsers/best-browser.ftl#best-browser-a-browser-that-puts",
    "firefox/browsers/best-browser.ftl#best-browser-a-browser-built-for",
    "firefox/browsers/best-browser.ftl#best-browser-take-control-of-your",
    "firefox/features/adblocker.ftl#features-adblocker-choose-your-level-of-protection",
    "firefox/mobile.ftl#firefox-mobile-send-a-download-link-to-your",
    "firefox/new/desktop.ftl#firefox-desktop-download-get-the-browser",
    "firefox/new/platform.ftl#new-platform-privacy-more-than",
    "mozorg/home.ftl#home-internet-for-people-not-profit",
    "mozorg/home.ftl#home-empowering-women-online",
    "firefox/new/platform.ftl#new-platform-privacy-comes-first",
    "firefox/new/platform.ftl#new-platform-download-in-another",
    "firefox/new/download.ftl#firefox-new-download-in-another-language",
    "firefox/browsers/mobile/focus.ftl#mobile-focus-delete-your-history",
    "firefox/features/password-manager-2023.ftl#password-manager-password-security-alerts",
    "firefox/new/platform.ftl#new-platform-free-web-browser",
)
_BODIES = (
    "firefox/new/platform.ftl#new-platform-advanced-install-options",
    "firefox/new/download.ftl#firefox-new-download-interrupted",
    "firefox/features/adblocker.ftl#features-adblocker-the-ad-blocker-a-secret",
    "firefox/browsers/best-browser.ftl#best-browser-find-your-best-browser",
    "firefox/new/desktop.ftl#firefox-desktop-download-in-another-language",
    "mozorg/home.ftl#home-we-make-the-internet-safer",
    "firefox/new/platform.ftl#new-platform-be-the-master-of-your",
    "mozorg/home.ftl#home-read-our-internet-health-report",
    "firefox/features/index-2023.ftl#features-index-automatically-delete-cookies",
)
_CALLS = (
    "download_button.ftl#download-button-download-now",
    "firefox/new/platform.ftl#new-platform-need-help",
    "download_button.ftl#download-button-download",
    "mozorg/home.ftl#home-careers",
)
_LISTS = {"headline": _HEADLINES, "body": _BODIES, "cta": _CALLS}
_MONEY = {
    "en-GB": "GBP", "pt-BR": "BRL", "sv-SE": "SEK", "da": "DKK", "nb-NO": "NOK",
    "is": "ISK", "pl": "PLN", "cs": "CZK", "hu": "HUF", "ro": "RON", "tr": "TRY", "id": "IDR",
    "ms": "MYR", "vi": "VND", "uk": "UAH", "kk": "KZT", "ka": "GEL", "ar": "AED", "he": "ILS", "ur": "PKR",
    "fa": "IRR", "hi-IN": "INR", "ta": "INR", "te": "INR", "mr": "INR", "pa-IN": "INR", "bn": "BDT", "th": "THB",
    "lo": "LAK", "km": "KHR", "my": "MMK", "ja": "JPY", "ko": "KRW", "zh-CN": "CNY", "zh-TW": "TWD", "am": "ETB",
    "sr": "RSD", "be": "BYN", "ru": "RUB",
}  # fmt: skip
"""Money by locale; the euro elsewhere."""
_RATES = {
    "JPY": 190,
    "KRW": 1700,
    "IDR": 20_000,
    "VND": 33_000,
    "HUF": 460,
    "LAK": 27_000,
    "MMK": 2_700,
    "KHR": 5_200,
    "IRR": 50_000,
}


@cache
def strings() -> dict[str, dict[str, str]]:
    """Key -> locale -> text. Skip where `STRINGS` is absent."""
    with gzip.open(STRINGS, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {row["key"]: {k: html.unescape(v) for k, v in row.items() if k != "key"} for row in rows}


def told(locale: str, slot: str, number: int) -> str:
    """The `number`-th string of a slot that this locale has, going round; empty when it has none."""
    have = [t for key in _LISTS[slot] if (t := strings().get(key, {}).get(locale, "").strip()) and "{" not in t]
    return have[number % len(have)] if have else ""


def copy(locale: str, number: int) -> dict[str, str]:
    """Headline, body, call and price of the `number`-th line in one market; absent slots are left out."""
    found = {slot: told(locale, slot, number) for slot in _LISTS}
    return {slot: text for slot, text in found.items() if text} | {"price": price(locale, number)}


def price(locale: str, number: int) -> str:
    """A whole price in the money of the market, as CLDR writes it."""
    spoken, money = Locale.parse(locale, sep="-"), _MONEY.get(locale, "EUR")
    whole = copied(spoken.currency_formats["standard"])
    whole.frac_prec = (0, 0)
    amount = Decimal((39 + 10 * (number % 7)) * _RATES.get(money, 1))
    return str(whole.apply(amount, spoken, currency=money, currency_digits=False))
