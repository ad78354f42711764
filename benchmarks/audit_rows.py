"""Labelled lines for the audit: a row of a set as a piece that the checks can look at."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from styleloop.app.brand import Brand
from styleloop.app.brandfiles import read_toml
from styleloop.app.marketfiles import inherited
from styleloop.app.packfiles import packs_of
from styleloop.language.units import dimension
from styleloop.types.audit import FAMILIES, AuditItem
from styleloop.types.brand import BrandKit, Claim, Localised, Market, Term
from styleloop.types.brief import Placement, SlotLimit
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Price, Product
from styleloop.types.record import Where

SKU = "product"
CURRENCIES = frozenset({"EUR", "GBP", "USD", "JPY", "CHF"})
HOMES = {
    "de": "DE",
    "en": "US",
    "es": "ES",
    "fr": "FR",
    "it": "IT",
    "ja": "JP",
    "ar": "AE",
    "nl": "NL",
    "pl": "PL",
    "pt": "PT",
}
"""Where a language is at home: what a market that is no country (`EU`, `all`) is read as."""
UNLIMITED = 60
"""Words of a headline where the row's brand does not say: no label means the voice of a brand that was never told."""
UNIONS = frozenset({"EU", "EEA", "ALL", "*", "GLOBAL", "WORLD", "INTL"})
STARTS = ("starts", "from", "start", "valid_from", "since")
ENDS = ("ends", "until", "end", "valid_until", "valid_to", "expires", "to")
WORDING = ("wording", "text", "claim", "statement", "value")


@dataclass(frozen=True)
class Row:
    """One labelled line.

    Attributes:
        item: the piece.
        expect: families of checks that must object; empty for a clean one.
        why: what is wrong with it, or why it is tricky.
        unknown: labels that are neither a check nor a family: for these any objection counts.
    """

    item: AuditItem
    expect: frozenset[str]
    why: str
    unknown: tuple[str, ...] = ()

    @property
    def seeded(self) -> bool:
        """Whether something must object."""
        return bool(self.expect or self.unknown)


def read_rows(path: Path, brand: Brand, family_of: Mapping[str, str]) -> list[Row]:
    """Every row of a JSON Lines file.

    Args:
        path: rows `{"text","facts":[...],"claims":[...],"locale","market","expect":[check or family...]}`; `slot`,
            `day`, `brand`, `limit`, `id` and `breach` may be there. `text` is the copy, or one by slot; `market` a
            locale, a country or `EU`; a fact or a claim is a wording or an object.
        brand: whose kit stands behind every row.
        family_of: check -> its family.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            found.append(_row(raw, str(raw.get("id") or f"{path.stem}-{number}"), brand, family_of))
        except (ValueError, KeyError, TypeError) as problem:
            sys.exit(f"{path}, line {number}: {type(problem).__name__}: {problem}")
    return found


def _row(raw: Mapping[str, Any], name: str, brand: Brand, family_of: Mapping[str, str]) -> Row:
    place = place_of(str(raw.get("locale") or ""), str(raw.get("market") or ""))
    market = market_of(place, brand)
    locale = str(raw.get("locale") or place)
    day = date.fromisoformat(str(raw.get("day") or brand.today))
    claims = tuple(_claim(one, n, locale, place) for n, one in enumerate(_listed(raw.get("claims")), 1))
    names = [_family(str(one), family_of) for one in _listed(raw.get("expect"))]
    item = AuditItem(
        subject=name,
        words=_words(raw),
        market=market,
        kit=_kit(brand.kit, raw.get("brand") or {}, claims),
        day=day,
        product=_product(_listed(raw.get("facts")), locale, market.locale),
        placement=_placement(raw.get("limit")),
        claims=claims,
        rivals=tuple(str(mark) for mark in (raw.get("brand") or {}).get("marks") or ()),
        packs=packs_of(brand.root),
    )
    known = frozenset(one for one in names if one in FAMILIES)
    return Row(item, known, str(raw.get("breach") or ""), tuple(one for one in names if one not in FAMILIES))


def _listed(said: object) -> Sequence[Any]:
    """A list as it is; an object `{weight: 410 g}` as its pairs; anything else as the only one."""
    if isinstance(said, Mapping):
        return [{"key": key, "text": f"{key}: {value}"} for key, value in said.items()]
    return said if isinstance(said, list) else [said] if said else []


def _words(raw: Mapping[str, Any]) -> Copy:
    text = raw["text"]
    if isinstance(text, Mapping):
        return Copy.of(**{str(slot): str(words) for slot, words in text.items()})
    return Copy.of(**{str(raw.get("slot") or "body"): str(text)})


def _family(label: str, family_of: Mapping[str, str]) -> str:
    """The family of a label such as `claims`, `claims@2` or `claims/unsupported-price`; itself where none is known."""
    name = label.partition("/")[0].partition("@")[0].strip().lower()
    return family_of.get(name, name)


def place_of(locale: str, market: str) -> str:
    """The locale whose market is meant: `de-DE` for `de-DE`, for `DE` in German and for `EU` in German.

    Args:
        locale: BCP 47, with or without a country; may be empty where `market` is a locale.
        market: a locale, a country (`UK` is `GB`), `EU` or nothing.
    """
    if not market or "-" in market or market.islower():
        whole = market if "-" in market else locale or market
        return whole if "-" in whole else f"{whole}-{HOMES.get(whole, whole.upper())}"
    language, _, home = locale.partition("-")
    country = {"UK": "GB", "USA": "US"}.get(market.upper(), market.upper())
    if country in UNIONS:
        country = home or ("IE" if country in {"EU", "EEA"} and language == "en" else HOMES.get(language, "DE"))
    return f"{language or 'en'}-{country}"


def market_of(locale: str, brand: Brand) -> Market:
    """A market as an empty file of that name in a project makes it."""
    return Market(**inherited(brand.root / "markets" / f"{locale}.toml", lambda p: read_toml(p) if p.is_file() else {}))


def _kit(kit: BrandKit, said: Mapping[str, Any], claims: tuple[Claim, ...]) -> BrandKit:
    terms = [Term(text=str(word), rule="banned") for word in said.get("banned") or ()]
    terms += [Term(text=str(word), rule="case") for word in said.get("case") or ()]
    better = said.get("preferred") or ()
    pairs = better.items() if isinstance(better, Mapping) else [(one["instead_of"], one["say"]) for one in better]
    for old, new in pairs:
        same = str(old).casefold() == str(new).casefold()
        terms.append(Term(text=new, rule="case") if same else Term(text=old, rule="preferred", instead=new))
    own = {sign: said[sign] for sign in ("exclamations", "emoji", "questions") if sign in said}
    own["max_headline_words"] = said.get("max_headline_words", UNLIMITED)
    voice = kit.voice.model_copy(update=own)
    return kit.model_copy(update={"terms": tuple(terms), "voice": voice, "claims": claims})


def _claim(said: object, number: int, locale: str, place: str) -> Claim:
    raw: Mapping[str, Any] = said if isinstance(said, Mapping) else {"wording": said}
    spoken = str(raw.get("locale") or locale)
    return Claim(
        slug=f"claim-{number}",
        wordings=(Localised(locale=spoken, text=str(_first(raw, WORDING))),),
        proof=str(raw.get("proof") or "as labelled"),
        products=tuple(_listed(raw.get("products"))),
        markets=tuple(
            place if str(one).upper() in UNIONS else place_of(spoken, str(one))
            for one in _listed(raw.get("markets") or raw.get("market"))
        ),
        starts=_first(raw, STARTS) or None,
        ends=_first(raw, ENDS) or None,
    )


def _first(raw: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((raw[name] for name in names if raw.get(name)), "")


def _product(facts: Sequence[object], locale: str, market: str) -> Product:
    known = [_stated(one) for one in facts]
    prices = [
        Price(market=market, amount=float(one["number"]), currency=str(one["unit"]))
        for one in known
        if one.get("unit") in CURRENCIES and one.get("number") is not None
    ]
    return Product(
        sku=SKU,
        names=(NounPhrase(locale=locale.split("-")[0], text=SKU),),
        facts=tuple(_fact(one, n, locale) for n, one in enumerate(known, 1)),
        prices=tuple(prices[:1]),
        source=Where(file="labelled", field=SKU),
    )


def _stated(said: object) -> Mapping[str, Any]:
    """A fact as `key`, `text`, `number`, `unit`, however it was written: a wording, a value with its unit, a pair."""
    if not isinstance(said, Mapping):
        return {"text": str(said)}
    key, value, unit = str(said.get("key") or said.get("name") or ""), said.get("value"), str(said.get("unit") or "")
    number = said.get("number", value if isinstance(value, int | float) and not isinstance(value, bool) else None)
    told = said.get("text") or said.get("wording") or said.get("statement")
    if told is None and value is not None:
        told = f"{key.replace('_', ' ')}: {value} {unit}".strip(": ")
    if told is None and len(said) == 1:
        key, value = next(iter(said.items()))
        told = f"{str(key).replace('_', ' ')}: {value}"
    return {"key": key, "text": told or "", "number": number, "unit": unit}


def _fact(said: Mapping[str, Any], number: int, locale: str) -> Fact:
    """A confirmed fact. Its kind is not labelled: as one on material it may back whatever its wording says."""
    unit = str(said.get("unit") or "")
    measured = said.get("number") is not None and bool(dimension(unit))
    return Fact(
        key=f"{said.get('key') or 'fact'}-{number}",
        kind="material",
        labels=((locale.split("-")[0], str(said.get("text") or "")),),
        number=float(said["number"]) if measured else None,
        unit=unit if measured else "",
        evidence="as labelled",
        status="confirmed",
    )


def _placement(limit: Mapping[str, Any] | None) -> Placement | None:
    if not limit:
        return None
    most = SlotLimit(slot=str(limit["slot"]), graphemes=int(limit["graphemes"]))
    return Placement(name="labelled", label="As labelled", kind="text", limits=(most,), source="as labelled")
