"""What the brand keeps in fields, said in sentences: claims, terms, products, markets, past work and its results."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from styleloop.drafts.ground.about import About
from styleloop.drafts.ground.blocks import Block
from styleloop.drafts.ground.cut import passages
from styleloop.types.brand import Claim, Market, Term
from styleloop.types.copy import BODY, CTA, HEADLINE, Copy
from styleloop.types.passage import Passage
from styleloop.types.product import Fact, Product
from styleloop.types.record import Record, Where, canonical

FEWEST_SHOWN = 100
"""Views below which a share of clicks is not worth saying."""


@dataclass(frozen=True)
class PastWork:
    """One piece that people saw.

    Attributes:
        id: of the asset, or of the line that was published.
        words: by slot.
        locale: their language or market.
        name: as reports call it.
        product: sku, or empty.
        source: where it is kept.
        shown: how often, in all.
        clicked: how often, in all.
    """

    id: str
    words: Copy
    locale: str
    name: str
    product: str
    source: Where
    shown: int = 0
    clicked: int = 0


def claim_passages(claims: Iterable[Claim], file: str) -> tuple[Passage, ...]:
    """One passage for each language that a claim is worded in: the wordings, their proof, where and until when.

    Args:
        claims: the register, claims that have ended included: a passage says when it holds.
        file: where they are written down.
    """
    return tuple(passage for claim in claims for passage in _claim(claim, file))


def _claim(claim: Claim, file: str) -> Iterator[Passage]:
    said: dict[str, list[str]] = {}
    for wording in claim.wordings:
        said.setdefault(wording.locale, []).append(wording.text)
    for locale, texts in said.items():
        lines = [*texts, f"Proof: {claim.proof}" if claim.proof else ""]
        yield Passage(
            text="\n".join(line for line in lines if line),
            locale=locale,
            document=_sha(claim),
            title=claim.slug,
            role="claim",
            products=claim.products,
            markets=claim.markets,
            starts=claim.starts,
            ends=claim.ends,
            source=Where(file=file, field=claim.slug),
        )


def product_passages(products: Iterable[Product], home: str, others: Sequence[str]) -> tuple[Passage, ...]:
    """What is known of each product: its facts in each language they are said in, and the description of its feed.

    Args:
        products: in any order.
        home: the brand's own locale; descriptions are in its language where nothing in them says otherwise.
        others: languages that a description may be in.
    """
    return tuple(passage for product in products for passage in _product(product, home, others))


def _product(product: Product, home: str, others: Sequence[str]) -> Iterator[Passage]:
    document, source = _sha(product), product.source
    spoken = {label for fact in product.facts for label, _ in fact.labels}
    spoken |= {phrase.locale for fact in product.facts for phrase in fact.phrases}
    for locale in sorted(spoken):
        blocks = [Block("row", said) for fact in product.facts if (said := _fact(fact, locale))]
        yield from passages(blocks, _of(product, locale), document, source, locale)
    if product.description.strip():
        about = _of(product, home)
        prose = [Block("text", line) for line in product.description.split("\n")]
        yield from passages(prose, about, document, source, home.split("-")[0], others)


def _of(product: Product, locale: str) -> About:
    name = product.name(locale)
    return About(title=name.text if name else product.sku, role="spec", products=(product.sku,))


def _fact(fact: Fact, locale: str) -> str:
    phrase = fact.phrase(locale)
    return fact.label(locale) or (phrase.text if phrase else "")


def market_passages(markets: Iterable[Market]) -> tuple[Passage, ...]:
    """One passage for each market: what must be minded there. It holds in that market alone.

    Args:
        markets: what each inherits included.
    """
    return tuple(_market(market) for market in markets)


def _market(market: Market) -> Passage:
    manner = {"formal": "Readers are addressed formally.", "informal": "Readers are addressed informally."}
    lines = [
        f"Market sheet: {market.name}, {market.locale}. {manner.get(market.formality, '')}".strip(),
        f"Taboo words, which must never be used here: {', '.join(market.taboo)}." if market.taboo else "",
        f"Legal line under every caption: {market.legal_line}" if market.legal_line else "",
        f"Currency: {market.currency}. Units: {market.units}.",
        f"Reviewers who decide here: {', '.join(market.reviewers)}." if market.reviewers else "",
    ]
    return Passage(
        text="\n".join(line for line in lines if line),
        locale="en",
        document=_sha(market),
        title=f"Market: {market.name}",
        role="guideline",
        markets=(market.locale,),
        source=Where(file=f"markets/{market.locale}.toml"),
    )


_TERM = {
    "banned": "Banned word, never to be used: “{0}”.",
    "preferred": "Not the brand's word: “{0}”.",
    "case": "Written exactly so: “{0}”.",
    "stays": "The same in every language, never translated: “{0}”.",
    "translated": "Always translated the same way: “{0}”.",
}


def term_passages(terms: Iterable[Term], home: str, file: str) -> tuple[Passage, ...]:
    """One passage for each word the brand cares about: what is the matter with it, what to say instead, and why.

    Args:
        terms: of the brand.
        home: the brand's own language, in which a term of all languages is told.
        file: where they are written down.
    """
    return tuple(_term(term, home, file) for term in terms)


def _term(term: Term, home: str, file: str) -> Passage:
    others = "; ".join(f"{one.locale}: {one.text}" for one in term.translations)
    lines = [
        _TERM[term.rule].format(term.text),
        f"Say “{term.instead}” instead." if term.instead else "",
        f"In other languages: {others}." if others else "",
        f"Meant is: {term.context}." if term.context else "",
        term.why,
    ]
    return Passage(
        text="\n".join(line for line in lines if line),
        locale=term.locale or home,
        document=_sha(term),
        title=f"Terms: {term.text}",
        role="term",
        source=Where(file=file, field=term.text),
    )


def past_passages(works: Iterable[PastWork]) -> tuple[Passage, ...]:
    """One passage for each piece: its words, and how many of those who saw it clicked.

    Args:
        works: those without words are passed over; one that too few people saw says nothing of clicks.
    """
    return tuple(_past(work) for work in works if _words(work))


def _past(work: PastWork) -> Passage:
    lines = [_words(work)]
    if work.shown >= FEWEST_SHOWN:
        share = work.clicked / work.shown
        lines.append(f"Shown {work.shown:,} times, clicked {work.clicked:,} times ({share:.2%}).")
    return Passage(
        text="\n".join(lines),
        locale=work.locale,
        document=hashlib.sha256(work.id.encode()).hexdigest(),
        title=work.name or work.id,
        role="past",
        products=(work.product,) if work.product else (),
        source=work.source,
    )


def _words(work: PastWork) -> str:
    texts = (" / ".join(work.words.text(slot).split("\n")) for slot in (HEADLINE, BODY, CTA))
    return " | ".join(text for text in texts if text.strip())


def _sha(record: Record) -> str:
    return hashlib.sha256(canonical(record.model_dump(mode="json")).encode()).hexdigest()
