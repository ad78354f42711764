"""Checking words alone, with no campaign around them and no database: the brand linter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from styleloop import audit
from styleloop.app.brand import Brand
from styleloop.app.dictionaries import spelling_of
from styleloop.app.linting import Text, typed
from styleloop.app.lintrows import SLOTS
from styleloop.app.packfiles import packs_of
from styleloop.app.rivals import rivals
from styleloop.audit import Verdict
from styleloop.errors import InputError
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Market
from styleloop.types.brief import Placement
from styleloop.types.copy import HEADLINE, Copy
from styleloop.types.product import Product
from styleloop.types.record import Refusal

AT_ONCE = 500
"""Pieces in one go: what a check holds of a piece is let go before the next lot."""
LACKING = frozenset({"draw it, then check it", "check it within a project", "name the format it is for"})
"""Cures of a check that wants more than words: a picture, a library, a format. No text can help that."""


def screen_texts(
    brand: Brand, texts: Sequence[str], market: str = "", sku: str = "", placement: str = "", slot: str = HEADLINE
) -> tuple[Verdict, ...]:
    """Every check that needs words only, over each text; ` / ` breaks a line. Otherwise as `screen`."""
    return screen(brand, [typed(text, slot) for text in texts], market, sku, placement)


def screen(
    brand: Brand, texts: Sequence[Text], market: str = "", sku: str = "", placement: str = ""
) -> tuple[Verdict, ...]:
    """Every check that needs words only, over each piece.

    Args:
        brand: whose rules, facts and formats count.
        texts: pieces; a market or a product that a piece names itself goes before those given here.
        market: locale; the brand's own when empty.
        sku: product whose facts may back a claim.
        placement: format whose limits count; none when empty.

    Raises:
        InputError: a market, a product, the format or one of its slots is unknown.
    """
    format_ = brand.placement(placement) if placement else None
    _refuse_slots(texts, format_)
    markets = {name: _market(brand, name, text) for name, text in _named(texts, "market", market).items()}
    products = {name: _product(brand, name, text) for name, text in _named(texts, "product", sku).items()}
    packs, others = packs_of(brand.root), rivals(brand.root)
    spelt = {name: spelling_of(brand.root, found.locale) for name, found in markets.items()}
    verdicts: list[Verdict] = []
    same: dict[Refusal, Refusal] = {}
    for begin in range(0, len(texts), AT_ONCE):
        items = [
            AuditItem(
                subject=f"text_{number}",
                words=Copy.of(**text.slots),
                placement=format_,
                market=markets[text.market or market],
                kit=brand.kit,
                day=brand.today,
                product=products[text.product or sku],
                claims=brand.kit.claims,
                rivals=others,
                packs=packs,
                spelling=spelt[text.market or market],
            )
            for number, text in enumerate(texts[begin : begin + AT_ONCE], begin + 1)
        ]
        verdicts += [
            replace(verdict, unchecked=tuple(same.setdefault(one, one) for one in verdict.unchecked))
            for verdict in audit.screen(items, brand.guardrails)
        ]
    return tuple(verdicts)


def fit(brand: Brand, texts: Sequence[Text]) -> tuple[list[Text], list[InputError]]:
    """(pieces that can be checked, what is wrong with the others): a market or a product that there is not.

    What is wrong is told once for each name, with the first place that has it.
    """
    wrong: dict[tuple[str, str], InputError] = {}
    for name, text in _named([t for t in texts if t.market], "market", "").items():
        try:
            _market(brand, name, text)
        except InputError as problem:
            wrong["market", name] = problem
    for name, text in _named([t for t in texts if t.product], "product", "").items():
        try:
            _product(brand, name, text)
        except InputError as problem:
            wrong["product", name] = problem
    good = [t for t in texts if ("market", t.market) not in wrong and ("product", t.product) not in wrong]
    return good, list(wrong.values())


def failure(refusal: Refusal) -> bool:
    """Whether a check did not look that could have: it failed, or a file of its rules is broken."""
    return refusal.cure not in LACKING


def failures(verdict: Verdict) -> tuple[Refusal, ...]:
    """What should have been checked of a piece and was not: silence about it is no clearance."""
    return tuple(one for one in verdict.unchecked if failure(one))


def _named(texts: Sequence[Text], field: Literal["market", "product"], otherwise: str) -> dict[str, Text]:
    """Each name that pieces give, or the one given for all -> the first piece that has it."""
    found: dict[str, Text] = {}
    for text in texts:
        found.setdefault(getattr(text, field) or otherwise, text)
    return found


def _market(brand: Brand, name: str, text: Text) -> Market:
    try:
        return brand.market(name or brand.kit.locale)
    except InputError as problem:
        raise _at(problem, text) if text.market else problem from None


def _at(problem: InputError, text: Text) -> InputError:
    """The same, with the place of the piece that it is about."""
    said: dict[str, Any] = {
        "got": problem.got,
        "field": problem.field,
        "expected": problem.expected,
        "cure": problem.cure,
    }
    return InputError(problem.problem, where=text.where, **said)


def _refuse_slots(texts: Sequence[Text], placement: Placement | None) -> None:
    known = sorted({*SLOTS, *(limit.slot for limit in placement.limits)} if placement else SLOTS)
    for text in texts:
        unknown = [slot for slot in text.slots if slot not in known]
        if unknown:
            raise InputError("no such slot", field="slot", got=unknown[0], expected=", ".join(known), where=text.where)


def _product(brand: Brand, sku: str, text: Text) -> Product | None:
    found = brand.product(sku) if sku else None
    if sku and found is None:
        cure = "type it into products/products.toml, or run: styleloop ingest"
        raise InputError(
            "no such product", where=text.where if text.product else "", field="product", got=sku, cure=cure
        )
    return found
