"""What the screen of facts shows: product by product, what nobody has looked at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from styleloop.app.facts import Told, dropped, seen_as, told
from styleloop.app.project import Project
from styleloop.types.product import Fact, Product

MOST = 25
"""Products on one page."""


@dataclass(frozen=True)
class FactRow:
    """One fact as people read it."""

    id: str
    """`sku key`: its place on the page."""
    sku: str
    key: str
    kind: str
    says: str
    language: str
    before: str
    evidence: str
    behind: str
    """The sentence it was read from, in three."""
    source: str
    state: str
    waiting: bool
    can_undo: bool
    seen: str = ""
    """What a form sends back, so that nobody rules on a fact that changed since: `styleloop.app.facts.seen_as`."""


@dataclass(frozen=True)
class ProductFacts:
    """One product with its facts, and those that were dropped."""

    sku: str
    name: str
    rows: tuple[FactRow, ...]
    gone: tuple[FactRow, ...]
    waiting: int


@dataclass(frozen=True)
class FactsPage:
    """All that the screen shows."""

    products: tuple[ProductFacts, ...]
    waiting: int
    """Facts that wait, of all products."""
    left: int
    """Products that are not on this page."""
    sku: str
    everything: bool
    known: bool
    """Whether there is any product at all."""


def facts_page(project: Project, sku: str = "", everything: bool = False) -> FactsPage:
    """The facts of one product, or of those with something to look at, or of all.

    Raises:
        InputError: there is no such product.
    """
    every = told(project, sku)
    grouped = [(name, tuple(rows)) for name, rows in groupby(every, key=lambda one: one.product.sku)]
    wanted = [rows for _, rows in grouped if sku or everything or any(one.waiting for one in rows)]
    shown = tuple(_product(project, rows) for rows in wanted[:MOST])
    waiting = sum(one.waiting for one in every)
    known = bool(every) or bool(project.store.products.all())
    return FactsPage(shown, waiting, len(wanted) - len(shown), sku, everything, known)


def _product(project: Project, rows: Sequence[Told]) -> ProductFacts:
    product = rows[0].product
    name = product.name(project.kit.locale) or next(iter(product.names), None)
    gone = tuple(
        _gone(product, ruling.was, f"dropped by {ruling.who}, {ruling.day}") for ruling in dropped(project, product.sku)
    )
    waiting = sum(one.waiting for one in rows)
    return ProductFacts(product.sku, name.text if name else product.sku, tuple(map(_row, rows)), gone, waiting)


def _row(one: Told) -> FactRow:
    before, evidence, behind = one.sentence
    language, says = _said(one.fact)
    return FactRow(
        id=f"{one.product.sku} {one.fact.key}", sku=one.product.sku, key=one.fact.key, kind=one.fact.kind, says=says,
        language=language, before=before, evidence=evidence, behind=behind, source=one.fact.source,
        state=_state(one), waiting=one.waiting, can_undo=one.ruling is not None,
        seen=seen_as(one.fact),
    )  # fmt: skip


def _gone(product: Product, fact: Fact, state: str) -> FactRow:
    language, says = _said(fact)
    return FactRow(
        id=f"{product.sku} {fact.key}", sku=product.sku, key=fact.key, kind=fact.kind, says=says, language=language,
        before="", evidence=fact.evidence, behind="", source="", state=state, waiting=False, can_undo=True,
    )  # fmt: skip


def _state(one: Told) -> str:
    if one.ruling:
        done = {"edit": "corrected"}.get(one.ruling.action, "confirmed")
        return f"{done} by {one.ruling.who}, {one.ruling.day}"
    if one.before:
        _, was = _said(one.before.was)
        return f"said otherwise on {one.before.day}: {was}"
    return "nobody has looked yet" if one.waiting else "typed as confirmed"


def _said(fact: Fact) -> tuple[str, str]:
    """(language, the words) of a fact."""
    if fact.labels:
        return fact.labels[0]
    if fact.phrases:
        return fact.phrases[0].locale, fact.phrases[0].text
    return "", f"{fact.number:g} {fact.unit}" if fact.number is not None else fact.key
