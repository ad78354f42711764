"""Rows of spec sheets (`sku, key, value, unit`) -> products with the facts they state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from styleloop.errors import InputError
from styleloop.language.days import day_of
from styleloop.library.facts import facts_of_rows
from styleloop.library.joined import joined
from styleloop.library.names import language_of
from styleloop.types.product import Fact, Product
from styleloop.types.record import Refusal
from styleloop.types.row import Row


def sheet_facts(
    rows: Sequence[Row], known: Mapping[str, Product], locale: str
) -> tuple[tuple[Product, ...], tuple[Refusal, ...], int]:
    """Products with what a sheet says of them behind what was known; rows of unknown products are refused.

    Args:
        rows: with `sku`, `key` and `value`; `unit`, `since` and `locale` where they have them.
        known: sku -> product, as read from other files.
        locale: of rows that name none.

    Returns:
        (products, refusals, how many rows became facts).
    """
    stated: dict[str, list[Fact]] = {}
    refusals = []
    read = 0
    for row in rows:
        sku = row.get("sku")
        if sku not in known:
            refusals.append(_unknown(row))
            continue
        try:
            found = _facts(row, locale)
        except InputError as problem:
            where = row.where.model_copy(update={"field": problem.field})
            got = str(problem.got or "nothing")
            refusals.append(
                Refusal(subject=sku, why=problem.problem, got=got, expected=problem.expected, where=where)
            )  # fmt: skip
            continue
        read += bool(found)
        stated.setdefault(sku, []).extend(found)
    products = [
        product.model_copy(update={"facts": joined(product.facts, _each_once(stated[sku]))})
        for sku, product in known.items()
        if stated.get(sku) and not product.only_these_facts
    ]
    return tuple(products), tuple(refusals), read


def _facts(row: Row, locale: str) -> tuple[Fact, ...]:
    said = row.get("since")
    since: date | None = day_of(said) if said else None
    if said and since is None:
        raise InputError("this is no day", field="since", got=said, expected="a day such as 2026-03-31")
    language = language_of(f"{row.get('key')} {row.get('value')}", row.get("locale") or locale)
    found = facts_of_rows([(row.get("key"), row.get("value"), row.get("unit"))], language, since)
    return tuple(fact.model_copy(update={"source": str(row.where)}) for fact in found)


def _each_once(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Each key once, and dated ones as often as they have days: facts are only appended."""
    made: dict[tuple[str, date | None], Fact] = {}
    for fact in facts:
        made.setdefault((fact.key, fact.since), fact)
    return tuple(made.values())


def _unknown(row: Row) -> Refusal:
    return Refusal(
        subject=row.get("sku"), why="no product of this sku has been read", got=row.get("sku"),
        expected="a sku of a feed or of products/products.toml",
        cure="put the feed into products/ and read both again", where=row.where.model_copy(update={"field": "sku"}),
    )  # fmt: skip
