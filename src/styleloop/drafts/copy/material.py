"""What one brief allows its drafter to say, and what the brand forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from styleloop.drafts.copy.house import misleads, stems
from styleloop.drafts.copy.spoken import spoken
from styleloop.language import forms
from styleloop.language.filling import AUDIENCE, BRAND, PRODUCT, Filler, traits
from styleloop.language.forms import language
from styleloop.language.quoting import quoted
from styleloop.language.widths import length
from styleloop.measure.copy.ruled import breaches
from styleloop.types.brand import BrandKit, Market
from styleloop.types.brief import Brief, SlotLimit
from styleloop.types.copy import HEADLINE
from styleloop.types.product import Product
from styleloop.types.record import Refusal

_OBEYED = ("most", "mark", "case", "person")
"""Rules of the guidelines that no draft may break; words they forbid stand under `Material.forbidden`."""
_EXCLAMATION, _QUESTION = re.compile("[!！]"), re.compile("[?؟？]")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f1e6-\U0001faff]")


@dataclass(frozen=True)
class Material:
    """A brief opened: the market, everything the product can say there, and what backs words that assert."""

    brief: Brief
    kit: BrandKit
    market: Market
    fillers: tuple[Filler, ...]
    backed: tuple[tuple[str, str], ...]
    """(folded wording, `claim.<slug>` or `fact.<key>`) of claims that hold here today, and of facts."""
    forbidden: tuple[tuple[str, str], ...]
    """(folded word, why)."""

    @property
    def locale(self) -> str:
        """Language and market of every word."""
        return self.brief.market

    @property
    def sku(self) -> str:
        """The product's sku."""
        return self.brief.product.sku

    @property
    def named(self) -> Filler | None:
        """The product's name."""
        return next((f for f in self.fillers if f.kind == PRODUCT), None)

    def in_the_name(self, text: str) -> bool:
        """Whether the product's name says all of `text` already: `Navy` beside the navy sports jacket."""
        name = self.brief.product.name(self.locale)
        words = set(stems(text))
        return bool(words) and words <= set(stems(name.text) if name else ())

    def misleads(self, filler: Filler) -> bool:
        """Whether a neutral line must not say this fact of the product (`house.misleads`)."""
        name = self.brief.product.name(self.locale)
        return misleads(filler, name.text if name else "", self.locale)

    def limits(self, slot: str) -> list[SlotLimit]:
        """What the brief's formats allow in `slot`."""
        return [x for p in self.brief.placements for x in p.limits if x.slot == slot]

    def backing(self, said: str) -> str:
        """The claim that holds here, or the fact, whose wording contains what is `said`; empty where there is none."""
        return next((fact for text, fact in self.backed if _says(text, said.casefold())), "")

    def objection(self, slot: str, text: str) -> str:
        """What the brand, the market or a format has against `text`, or an empty string."""
        voice = self.kit.voice
        words = len(text.split())
        if slot == HEADLINE and words > voice.max_headline_words:
            return f"a headline has at most {voice.max_headline_words} words here"
        for allowed, marks, what in (
            (voice.exclamations, _EXCLAMATION, "an exclamation mark"),
            (voice.questions, _QUESTION, "a question"),
            (voice.emoji, _EMOJI, "emoji"),
        ):
            if not allowed and marks.search(text):
                return f"the brand's voice has no place for {what}"
        for limit in self.limits(slot):
            if length(text, limit.count) > limit.graphemes:
                return f"a format allows {limit.graphemes} characters in the {slot}"
        order = self._ruled_out(slot, text)
        if order:
            return f"the guidelines say: {order}"
        folded = text.casefold()
        return next((why for word, why in self.forbidden if _says(folded, word)), "")

    def _ruled_out(self, slot: str, text: str) -> str:
        """The first confirmed rule of the guidelines that `text` breaks, or an empty string."""
        rules = (r for r in self.kit.rules if r.what in _OBEYED and r.slot in ("", slot) and r.holds(self.locale))
        broken = (r.order for r in rules if any(breaches(r, slot, text, self.locale, self.kit)))
        return next(broken, "")


def _says(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def opened(brief: Brief, kit: BrandKit) -> Material | Refusal:
    """`brief` with everything looked up, or why nothing can be said in its market."""
    market, product = kit.market(brief.market), brief.product
    if market is None:
        return Refusal(
            subject=product.sku,
            why=f"there is no market {brief.market}",
            expected=", ".join(m.locale for m in kit.markets),
            cure=f"write markets/{brief.market}.toml",
        )
    if product.name(brief.market) is None:
        return Refusal(
            subject=product.sku,
            why=f"{product.sku} has no name in {language(brief.market)}",
            got=", ".join(sorted(n.locale for n in product.names)) or "no name at all",
            expected=f"a name in {language(brief.market)}, with gender and number where that language needs them",
            cure="type it under [[products.names]]",
            where=product.source,
        )
    found = (*spoken(product, brief.market), *_of_the_brand(kit, product, brief.market))
    return Material(
        brief=brief,
        kit=kit,
        market=market,
        fillers=found,
        backed=tuple(sorted(_backed(brief, kit, found), key=lambda pair: pair[::-1])),
        forbidden=_forbidden(kit, market),
    )


def _of_the_brand(kit: BrandKit, product: Product, locale: str) -> Iterator[Filler]:
    """The brand's name, and whom it speaks to in the market's language."""
    yield Filler(kind=BRAND, fact="brand.name", words={forms.BARE: kit.name}, traits=traits(product))
    for phrase in kit.audiences:
        if phrase.locale in (locale, language(locale)):
            yield Filler(kind=AUDIENCE, fact="brand.audience", words=forms.surfaces(phrase), traits=traits(product))


def _backed(brief: Brief, kit: BrandKit, found: Sequence[Filler]) -> set[tuple[str, str]]:
    claims = [c for c in kit.claims if c.slug in brief.claims]
    spoken = [(w, c.slug) for c in claims for w in c.wordings if language(w.locale) == language(brief.market)]
    facts = [f for f in found if f.fact.startswith("fact.")]
    return {(w.text.casefold(), f"claim.{slug}") for w, slug in spoken} | {
        (text.casefold(), f.fact) for f in facts for text in f.words.values()
    }


def _forbidden(kit: BrandKit, market: Market) -> tuple[tuple[str, str], ...]:
    here = (market.locale, language(market.locale), "")
    banned = [t.text for t in kit.terms if t.rule == "banned" and t.locale in here]
    why = {word: f"{word!r} is taboo in {market.name}" for word in market.taboo}
    why |= {word: f"the brand bans {word!r}" for word in banned}
    why |= {
        r.text: f"the guidelines have no {r.text!r}"
        for r in kit.rules
        if r.what in ("banned", "preferred") and not r.slot and r.holds(market.locale)
    }
    why |= {words: f"the voice does not say {words!r}" for words in quoted(kit.voice.dont)}
    return tuple((word.casefold(), reason) for word, reason in sorted(why.items()))
