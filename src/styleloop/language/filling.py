"""A product's facts as fillers, and frames filled with them. Pure.

Mining and drafting both come here, so that a frame is rebuilt and filled by one rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from styleloop.language import agreement, amounts, forms
from styleloop.language.skeleton import Words, parse
from styleloop.types.product import FACT_KINDS, Fact, NounPhrase, Product
from styleloop.types.record import Refusal
from styleloop.types.style import Pattern, PatternSlot

PRODUCT, ADVERSARY, PRICE, AGREEMENT = "product", "adversary", "price", "agreement"
AUDIENCE, BRAND = "audience", "brand"
"""Whom the brand speaks to, and its name: of the brand, not of a product, and so never mined."""
LABEL = "label"
"""Form of a fact as a statement that stands alone."""
CAPITAL = "^"
"""Before a form's name: capitalised although no sentence begins."""
EITHER = "|"
"""Between forms or readings that the examples did not tell apart."""
LEAD = "lead"
"""Trait of a product's first fact: the one that answers what the product is up against."""

_PLAIN_AS_THEY_ARE = ("mass", "volume", "light")
"""Dimensions whose amount needs no words around it: `312 g` does, `6 hours` of what?"""
NO_FORM = "has no form"
"""How a misfit begins that somebody can mend by typing a form, a gender or a plural."""
_TOLD = {
    LEAD: "the leading fact",
    "number:singular": "one thing",
    "number:plural": "several things",
    "gender:m": "a masculine noun",
    "gender:f": "a feminine noun",
}
_ABBREVIATION = re.compile(r"(?:\b\w\.\w|\b(?:Fig|Abb|No|Nr|ca|approx|vs))\.\s*$")
_BEGINNING = re.compile(r"(?:^|[.!?؟][\"'”’)»]*\s)[\s\"'“‘„«(]*$")


@dataclass(frozen=True)
class Filler:
    """Something a product can put into a gap, in every form it can be said."""

    kind: str
    """`product`, `adversary`, `price` or a FactKind."""
    fact: str
    """What backs it: `product.name`, `fact.weight`, ..."""
    words: Mapping[str, str]
    """Form -> words."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Form of a noun -> what agrees with it (`forms.column`)."""
    traits: frozenset[str] = frozenset()
    dimension: str = ""
    """Of its number."""
    confirmed: bool = True

    def say(self, form: str) -> str | None:
        """Its words in `form`; in every one of several, when they are the same; None otherwise."""
        said = {self._one(name) for name in form.split(EITHER)}
        return said.pop() if len(said) == 1 else None

    def column(self, form: str) -> str:
        """What agrees with it in `form`, or an empty string where that depends."""
        found = {self.columns.get(name.lstrip(CAPITAL), "") for name in form.split(EITHER)}
        return found.pop() if len(found) == 1 else ""

    def _one(self, name: str) -> str | None:
        text = self.words.get(name.lstrip(CAPITAL))
        return forms.begin(text) if text and name.startswith(CAPITAL) else text


@dataclass(frozen=True)
class Span:
    """Filled words in a finished line, in code points."""

    start: int
    end: int
    text: str
    fact: str
    gap: str


@dataclass(frozen=True)
class Filled:
    """A finished line and where each fact stands in it."""

    text: str
    spans: tuple[Span, ...]


def fillers(product: Product, locale: str) -> tuple[Filler, ...]:
    """All that `product` can say about itself in `locale`: name, adversary, price, facts (newest of each key)."""
    return tuple(_fillers(product, locale))


def _fillers(product: Product, locale: str) -> Iterator[Filler]:
    own = traits(product)
    name = product.name(locale)
    if name is not None:
        yield _noun(PRODUCT, "product.name", name, own)
    for phrase in _every(product.adversaries, locale):
        yield _noun(ADVERSARY, "product.adversary", phrase, own)
    price = product.price(locale)
    if price is not None:
        said = amounts.price(price.amount, price.currency, locale)
        yield Filler(kind=PRICE, fact="product.price", words={"number": said}, traits=own)
    lead = True
    for fact in newest(product.facts):
        filler = _fact(fact, locale, own | ({LEAD} if lead else set()))
        if filler.words:
            lead = False
            yield filler


def traits(product: Product) -> frozenset[str]:
    """What a frame may be bound to: the product's traits, and its category as one more."""
    return frozenset(product.traits) | ({f"category:{product.category}"} if product.category else frozenset())


def _every(phrases: Sequence[NounPhrase], locale: str) -> list[NounPhrase]:
    """All phrases of a locale, else of its language, in the order they were typed."""
    exact = [p for p in phrases if p.locale == locale]
    return exact or [p for p in phrases if p.locale == forms.language(locale)]


def newest(facts: Sequence[Fact], day: date | None = None) -> tuple[Fact, ...]:
    """One fact of each key, the newest that is so on `day` (any day when None), in the order the keys came first."""
    best: dict[str, Fact] = {}
    for fact in facts:
        if day is not None and fact.since is not None and fact.since > day:
            continue
        held = best.get(fact.key)
        if held is None or (fact.since or date.min) >= (held.since or date.min):
            best[fact.key] = fact
    return tuple(best.values())


def _noun(kind: str, fact: str, phrase: NounPhrase, traits: frozenset[str]) -> Filler:
    words = forms.surfaces(phrase)
    return Filler(
        kind=kind, fact=fact, words=words, columns={form: forms.column(phrase, form) for form in words}, traits=traits
    )


def _fact(fact: Fact, locale: str, traits: frozenset[str]) -> Filler:
    phrase = fact.phrase(locale)
    words = dict(forms.surfaces(phrase)) if phrase else {}
    columns = {form: forms.column(phrase, form) for form in words} if phrase else {}
    if fact.number is not None:
        said = {form: amounts.amount(fact.number, fact.unit, locale, form) for form in amounts.FORMS}
        words |= {form: text for form, text in said.items() if text}
    label = fact.label(locale)
    if not label and amounts.dimension(fact.unit) in _PLAIN_AS_THEY_ARE:
        label = words.get("number", "")
    if label:
        words[LABEL] = label
    return Filler(
        kind=fact.kind,
        fact=f"fact.{fact.key}",
        words=words,
        columns=columns,
        traits=traits | {f"key:{fact.key}"},
        dimension=amounts.dimension(fact.unit),
        confirmed=fact.status == "confirmed",
    )


def misfit(slot: PatternSlot, filler: Filler) -> str:
    """Why `filler` may not stand in `slot`, in a few words; empty when it may."""
    if filler.kind not in slot.kind.split(EITHER):
        return f"it needs a {slot.kind}"
    if filler.say(slot.form) is None:
        ways = " and ".join(slot.form.split(EITHER))
        return f"{filler.fact} {NO_FORM} {ways} that could be said without guessing"
    if (is_number(slot) or slot.dimension) and slot.dimension != filler.dimension:
        return f"it needs a {slot.dimension or 'number'}, and {filler.fact} is a {filler.dimension or 'bare number'}"
    lacking = sorted(set(slot.traits) - filler.traits - grammar(filler.column(slot.form)))
    return _lack(lacking, filler) if lacking else ""


def _lack(traits: Sequence[str], filler: Filler) -> str:
    """`it is for what is waterproof`, `it is for the leading fact`, `it is for one thing, not for several`."""
    told = [_TOLD.get(trait) or trait.removeprefix("key:").replace(":", " ") for trait in traits]
    return f"it is for {' and '.join(told)}, which {filler.fact} is not"


def grammar(column: str) -> frozenset[str]:
    """Traits that a column stands for: `f` -> `number:singular`, `gender:f`."""
    if column in ("singular", "plural"):
        return frozenset({f"number:{column}"})
    return frozenset({"number:singular", f"gender:{column}"}) if column else frozenset()


def is_number(slot: PatternSlot) -> bool:
    """Whether the gap holds a number with its unit."""
    return slot.kind in FACT_KINDS and slot.form.split(EITHER)[0].lstrip(CAPITAL) in amounts.FORMS


def fill(
    pattern: Pattern, chosen: Mapping[str, Filler], owner: str = "", about: Filler | None = None
) -> Filled | Refusal:
    """`pattern` with its gaps filled: articles, agreement and capitals are made to fit.

    Args:
        pattern: A frame.
        chosen: Gap name -> what stands there; gaps that agree are not named.
        owner: sku, for the refusal.
        about: The product, with which words agree that stand for it where its name does not stand in the frame.

    Returns:
        The line, or a Refusal that says which word could not be made to agree.
    """
    slots = {slot.name: slot for slot in pattern.gaps}
    columns = {PRODUCT: about.column(forms.BARE)} if about else {}
    columns |= {name: filler.column(slots[name].form) for name, filler in chosen.items()}
    text = ""
    spans: list[Span] = []
    for part in parse(pattern.skeleton):
        if isinstance(part, Words):
            text += part.text
            continue
        slot = slots[part.name]
        filler = chosen.get(part.name)
        said = filler.say(slot.form) if filler else _agreeing(slot, columns, pattern.locale)
        if said is None:
            return Refusal(subject=owner, why=f"in {pattern.skeleton!r} {_cause(slot)}", expected="one certain wording")
        said = forms.begin(said) if begins_sentence(text) else said
        if filler:
            spans.append(Span(len(text), len(text) + len(said), said, filler.fact, part.name))
        text += said
    return Filled(text, tuple(spans))


def begins_sentence(before: str) -> bool:
    """Whether a word right after `before` begins a sentence. A beat alone (a newline) begins none."""
    return _BEGINNING.search(before) is not None and _ABBREVIATION.search(before) is None


def _agreeing(slot: PatternSlot, columns: Mapping[str, str], locale: str) -> str | None:
    return agreement.resolve(slot.form.split(EITHER), columns, locale)


def _cause(slot: PatternSlot) -> str:
    if slot.kind == AGREEMENT:
        return f"{{{slot.name}}} may mean several words here, and the examples do not tell which"
    return f"{{{slot.name}}} has no sure form {slot.form}"
