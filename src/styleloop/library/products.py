"""Rows -> products, with names, prices and the facts their prose states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from styleloop.errors import InputError
from styleloop.language.days import day_of
from styleloop.language.figures import decimal_mark, money, plain
from styleloop.language.locales import canonical_locale, currency_of, decimal_sign
from styleloop.library.facts import facts, stated_column, without_orders
from styleloop.library.lexicon import lexicon
from styleloop.library.names import language_of, phrase_of
from styleloop.types.brand import Market
from styleloop.types.product import Fact, NounPhrase, Price, Product
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

_FACT_COLUMNS = ("material", "colour")


@dataclass(frozen=True)
class _Feed:
    """What one batch of rows shows as a whole."""

    market: Market
    abroad: tuple[Market, ...]
    """Other markets, whose money is taken where a price names it."""
    marks: Mapping[str, str]
    """File -> its decimal sign, where its prices show one."""
    priced: frozenset[str]
    """Files that name a currency in some row."""


def products(rows: Sequence[Row], market: Market, abroad: Sequence[Market] = ()) -> Sequence[Product | Refusal]:
    """One product or one refusal per row, in order. A product without a single fact is a product all the same.

    Args:
        rows: product rows; a field `picture_sha` holds the hash of a picture that was read.
        market: whose prices these are. A feed that names no currency anywhere is in the market's own; a feed that
            names one in some rows owes it in all of them.
        abroad: the brand's other markets. A price that names the currency of exactly one of them is that market's.
    """
    feed = _feed(rows, market, abroad)
    seen: dict[str, Where] = {}
    return [_once(row, _made(row, feed), seen) for row in rows]


def _feed(rows: Sequence[Row], market: Market, abroad: Sequence[Market]) -> _Feed:
    amounts: dict[str, list[str]] = {}
    for row in rows:
        amounts.setdefault(row.where.file, []).append(_bare(row.get("price")))
    return _Feed(
        market=market,
        abroad=tuple(abroad),
        marks={file: decimal_mark(texts) for file, texts in amounts.items()},
        priced=frozenset(row.where.file for row in rows if _named_currency(row, market)),
    )


def _bare(amount: str) -> str:
    return "".join(c for c in plain(amount) if c.isdecimal() or c in "., ").strip()


def _named_currency(row: Row, market: Market) -> bool:
    said = money(row.get("price"), market.currency, ".")
    return bool(row.get("currency") or (said and said[1]))


def _once(row: Row, made: Product | Refusal, seen: dict[str, Where]) -> Product | Refusal:
    if isinstance(made, Refusal):
        return made
    if made.sku in seen:
        return Refusal(
            subject=made.sku,
            why=f"this sku stands in {seen[made.sku]} already; that row is kept",
            got=made.sku,
            expected="one row per sku",
            cure="give the product its own sku, or delete the row",
            where=row.where.model_copy(update={"field": "sku"}),
        )
    seen[made.sku] = row.where
    return made


def _made(row: Row, feed: _Feed) -> Product | Refusal:
    try:
        return _product(row, feed)
    except InputError as problem:
        return Refusal(
            subject=row.get("sku"), why=problem.problem, got=str(problem.got or "nothing"), expected=problem.expected,
            cure=problem.cure, where=row.where.model_copy(update={"field": problem.field}),
        )  # fmt: skip


def _product(row: Row, feed: _Feed) -> Product:
    if row.kind != "product":
        raise InputError("this is no row of a product", field="kind", got=row.kind, expected="product")
    sku, title = row.get("sku"), row.get("name")
    if not sku:
        raise InputError("the product has no sku", field="sku", expected="a name of its own", cure="fill in the sku")
    if not title:
        raise InputError("the product has no name", field="name", expected="what it is called", cure="fill in the name")
    locale = _locale(row, feed.market)
    prose = row.get("description")
    name = phrase_of(title, language_of(title, locale), prose)
    return Product(
        sku=sku,
        names=(name,),
        category=row.get("category"),
        traits=_traits(row, name),
        facts=_facts(row, prose, locale, title),
        prices=_prices(row, feed),
        picture=row.get("picture_sha"),
        picture_alt=((language_of(row.get("alt"), locale), row.get("alt")),) if row.get("alt") else (),
        description=prose,
        source=row.where,
    )


def _locale(row: Row, market: Market) -> str:
    said = row.get("locale")
    known = canonical_locale(said) if said else market.locale
    if known is None:
        raise InputError("there is no such locale", field="locale", got=said, expected="a locale such as en-GB")
    return known


def _facts(row: Row, prose: str, locale: str, title: str) -> tuple[Fact, ...]:
    """What the prose states, then what columns of their own state, each said once."""
    found = list(facts(prose, language_of(without_orders(prose, locale), locale), title))
    for column in _FACT_COLUMNS:
        stated = stated_column(column, row.get(column), language_of(row.get(column), locale))
        if stated and not any(_same(stated, fact) for fact in found):
            found.append(stated)
    return tuple(found)


def _same(one: Fact, other: Fact) -> bool:
    return one.key == other.key or (one.kind == other.kind and one.labels == other.labels)


def _traits(row: Row, name: NounPhrase) -> tuple[str, ...]:
    """Traits the row lists, and those that the thing's own word carries: a jacket is worn."""
    listed = [trait.strip() for trait in row.get("traits").split(",") if trait.strip()]
    lists = lexicon(name.locale)
    spoken = f" {name.text.casefold()}"
    carried = [
        trait
        for trait in (lists.table("traits") if lists else ())
        for head in (lists.entries(f"traits.{trait}") if lists else ())
        if spoken.endswith(f" {head}")
    ]
    return tuple(sorted({*listed, *carried}))


def _prices(row: Row, feed: _Feed) -> tuple[Price, ...]:
    text, market = row.get("price"), feed.market
    if not text:
        return ()
    mark = feed.marks.get(row.where.file) or decimal_sign(market.locale)
    read = money(text, market.currency, mark)
    if read is None or read[0] < 0:
        expected = f"an amount such as 12.50 {market.currency}"
        raise InputError("this is no price", field="price", got=text, expected=expected)
    amount, code = read
    currency = code or _currency_column(row, feed)
    where = market if currency == market.currency else _abroad(feed, text, currency)
    return (Price(market=where.locale, amount=float(amount), currency=currency, since=_since(row)),)


def _abroad(feed: _Feed, text: str, currency: str) -> Market:
    """The one other market that pays in `currency`."""
    paying = [market for market in feed.abroad if market.currency == currency]
    if len(paying) == 1:
        return paying[0]
    home = f"{feed.market.currency}, the currency of {feed.market.locale}"
    if paying:
        several = " and ".join(market.locale for market in paying)
        why, cure = f"several markets pay in {currency}: {several}", "type the price in products/products.toml"
    else:
        why, cure = "no market pays in this currency", f"add a market that pays in {currency}, or take the price out"
    raise InputError(why, field="price", got=f"{text} ({currency})", expected=home, cure=cure)


def _currency_column(row: Row, feed: _Feed) -> str:
    said, home = row.get("currency"), feed.market.currency
    if said:
        code = currency_of(said, home)
        if not code:
            expected = "an ISO 4217 code such as GBP"
            raise InputError("there is no such currency", field="currency", got=said, expected=expected)
        return code
    if row.where.file in feed.priced:
        got, expected = row.get("price"), f"an amount with its currency, such as 12.50 {home}"
        cure = "write the currency beside the amount, or fill in the column currency"
        raise InputError("the price has no currency, and other rows have one", field="currency", got=got,
                         expected=expected, cure=cure)  # fmt: skip
    return home


def _since(row: Row) -> date | None:
    said = row.get("since")
    day = day_of(said) if said else None
    if said and day is None:
        raise InputError("this is no day", field="since", got=said, expected="a day such as 2026-03-31")
    return day
