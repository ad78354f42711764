"""Labelled lines for the audit: a row of a set as a piece that the checks can look at."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True)
class Row:
    """One labelled line.

    Attributes:
        item: the piece.
        expect: families of checks that must object; empty for a clean one.
        why: what is wrong with it, or why it is tricky.
    """

    item: AuditItem
    expect: frozenset[str]
    why: str


def read_rows(path: Path, brand: Brand, family_of: Mapping[str, str]) -> list[Row]:
    """Every row of a JSON Lines file.

    Args:
        path: rows `{"text","facts":[...],"claims":[...],"locale","market","expect":[check or family...]}`; `slot`,
            `day`, `brand`, `limit`, `id` and `breach` may be there.
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
    market = market_of(str(raw.get("market") or raw["locale"]), brand)
    locale = str(raw.get("locale") or market.locale)
    slot, day = str(raw.get("slot") or "headline"), date.fromisoformat(str(raw.get("day") or brand.today))
    claims = tuple(_claim(one, n, locale) for n, one in enumerate(raw.get("claims") or (), 1))
    expect = frozenset(family_of.get(one, one) for one in raw.get("expect") or ())
    unknown = expect - set(FAMILIES)
    if unknown:
        raise ValueError(f"expect: {sorted(unknown)} is neither a check nor a family ({', '.join(FAMILIES)})")
    item = AuditItem(
        subject=name,
        words=Copy.of(**{slot: str(raw["text"])}),
        market=market,
        kit=_kit(brand.kit, raw.get("brand") or {}, claims),
        day=day,
        product=_product(raw.get("facts") or (), locale, market.locale),
        placement=_placement(raw.get("limit")),
        claims=claims,
        rivals=tuple(str(mark) for mark in (raw.get("brand") or {}).get("marks") or ()),
        packs=packs_of(brand.root),
    )
    return Row(item, expect, str(raw.get("breach") or ""))


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
    silent = {sign: said[sign] for sign in ("exclamations", "emoji", "questions") if sign in said}
    voice = kit.voice.model_copy(update=silent)
    return kit.model_copy(update={"terms": tuple(terms), "voice": voice, "claims": claims})


def _claim(said: object, number: int, locale: str) -> Claim:
    raw: Mapping[str, Any] = said if isinstance(said, Mapping) else {"wording": said}
    text = str(raw.get("wording") or raw.get("text"))
    return Claim(
        slug=f"claim-{number}",
        wordings=(Localised(locale=str(raw.get("locale") or locale), text=text),),
        proof=str(raw.get("proof") or "as labelled"),
        products=tuple(raw.get("products") or ()),
        markets=tuple(raw.get("markets") or ()),
        starts=raw.get("starts") or raw.get("from") or None,
        ends=raw.get("ends") or raw.get("until") or None,
    )


def _product(facts: Sequence[object], locale: str, market: str) -> Product:
    known = [one if isinstance(one, Mapping) else {"text": one} for one in facts]
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


def _fact(said: Mapping[str, Any], number: int, locale: str) -> Fact:
    """A confirmed fact. Its kind is not labelled: as one on material it may back whatever its wording says."""
    unit = str(said.get("unit") or "")
    measured = said.get("number") is not None and bool(dimension(unit))
    return Fact(
        key=f"{said.get('key') or 'fact'}-{number}",
        kind="material",
        labels=((locale.split("-")[0], str(said.get("text") or said.get("value") or "")),),
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
