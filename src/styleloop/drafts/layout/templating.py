"""Which template each line is set in: by what helps, by how the house arranges its pictures, by what the line holds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from styleloop.language.segment import graphemes, has_words, words
from styleloop.types.copy import BODY, HEADLINE, PRICE
from styleloop.types.style import Norm, StyleVector
from styleloop.types.template import Offer, PictureKind
from styleloop.types.variant import Draft

FURTHEST = 2.0
"""Spreads beyond which an effect is not followed: no test has looked further."""
HOUSE = 0.04
"""Log-odds that one spread away from how the house arranges its pictures must promise, at dial 0."""
STRANGEST = 3.0
"""Spreads at which a template is as strange as can be."""
KIND = 0.04
"""Log-odds that the right kind of product picture is worth. A convention, like the next two: no test measured them."""
PLACE = 0.03
"""That a place for the price is worth where there is one to show."""
AGAIN = (0.03, 0.10)
"""What each line already set in a template takes off it: at dial 0, and how much more at dial 1."""
A_WORD = 2
"""Characters that count as a word in a language without spaces."""
SAID = {
    "picture.negative_space": ("much calm room", "little calm room"),
    "picture.subject_share": ("a large product", "a small product"),
    "layout.headline_size": ("a large headline", "a small headline"),
    "layout.text_share": ("much room for words", "little room for words"),
}
"""Measure -> how people say that a template has more of it than is usual, and less."""
KINDS: Mapping[PictureKind, str] = {"drawing": "a drawing", "cutout": "a cut-out", "photo": "a photograph"}


@dataclass(frozen=True)
class Wish:
    """What is the same for every line of a batch.

    Attributes:
        style: what helps and what is usual, of the version that speaks in this market.
        kinds: sha256 of a product's picture -> what kind it is.
        cards: most cards that a format of the batch shows.
        dial: 0 familiar ... 1 surprising: how much being unusual costs, and how much variety is worth.
        turn: where nothing tells templates apart, the one that comes first moves on by one with each turn.
    """

    style: StyleVector | None
    kinds: Mapping[str, PictureKind]
    cards: int = 1
    dial: float = 0.3
    turn: int = 0


def templated(
    drafts: Sequence[Draft], offers: Sequence[Offer], wish: Wish, used: Sequence[str] = ()
) -> tuple[Draft, ...]:
    """Each draft with the template it is set in, and why in words.

    No more than half of a batch goes into one template while another takes the line, and each line already in one makes
    it less likely for the next. A draft that names its template keeps it.

    Args:
        drafts: in the order chosen; the first gets the best template left.
        offers: every template there is. With none, nothing changes.
        wish: style, pictures, formats and dial of the batch.
        used: templates of this batch's lines set before.
    """
    if not offers:
        return tuple(drafts)
    start = wish.turn % len(offers)
    turned = (*offers[start:], *offers[:start])
    counts = Counter([*used, *(d.template for d in drafts if d.template)])
    most = max(1, math.ceil((counts.total() + sum(not d.template for d in drafts)) / 2))
    promised = _promised(turned, wish)
    done = []
    for draft in drafts:
        if draft.template:
            done.append(draft)
            continue
        name, why = _chosen(draft, turned, wish, promised, counts, most)
        counts[name] += 1
        done.append(Draft.model_validate({**draft.model_dump(exclude={"id"}), "template": name, "template_why": why}))
    return tuple(done)


@dataclass(frozen=True)
class _Promise:
    """What a template promises whatever the line.

    Attributes:
        worth: log-odds foreseen, less what being unusual costs.
        strange: spreads from how the house arranges its pictures; None where that is not known.
        why: the measure that says most, in words; empty where no effect is known.
    """

    worth: float
    strange: float | None
    why: str


def _promised(offers: Sequence[Offer], wish: Wish) -> dict[str, _Promise]:
    middles = _middles(offers)
    return {offer.name: _promise(offer, wish, middles) for offer in offers}


def _middles(offers: Sequence[Offer]) -> dict[str, float]:
    """Measure -> mean over the templates: what they are held against where nothing is known to be usual."""
    found: dict[str, list[float]] = {}
    for offer in offers:
        for measure, value in offer.likes.typical().items():
            found.setdefault(measure, []).append(value)
    return {measure: sum(values) / len(values) for measure, values in found.items()}


def _promise(offer: Offer, wish: Wish, middles: Mapping[str, float]) -> _Promise:
    if wish.style is None:
        return _Promise(0.0, None, "")
    norms = {n.measure: n for n in wish.style.norms}
    known = {e.measure: e for e in wish.style.effects if e.verdict != "not known yet"}
    gains: dict[str, float] = {}
    away: list[float] = []
    typical = offer.likes.typical()
    for measure, value in typical.items():
        norm = norms.get(measure)
        middle = norm.median if norm else middles[measure]
        if measure in known and known[measure].spread > 0:
            steps = (value - middle) / known[measure].spread
            gains[measure] = known[measure].mean * max(-FURTHEST, min(FURTHEST, steps))
        if norm:
            away.append(min(STRANGEST, abs(value - middle) / _spread(norm)))
    strange = math.sqrt(sum(z * z for z in away) / len(away)) if away else None
    cost = HOUSE * (1 - wish.dial) * (strange or 0.0)
    why = ""
    if gains:
        best = max(gains, key=lambda m: (gains[m], m))
        usual = norms[best].median if best in norms else middles[best]
        if gains[best] > 0:
            why = f"{SAID[best][typical[best] < usual]}, which helped in {known[best].tests} tests"
    return _Promise(sum(gains.values()) - cost, strange, why)


def _spread(norm: Norm) -> float:
    """One norm-spread; where all own pieces agree, what the outer quantiles leave, or a tenth of the value."""
    return norm.iqr / 1.349 or (norm.quantiles[-1] - norm.quantiles[0]) / 3.29 or 0.1 * abs(norm.median) or 0.1


def _chosen(
    draft: Draft,
    offers: Sequence[Offer],
    wish: Wish,
    promised: Mapping[str, _Promise],
    counts: Counter[str],
    most: int,
) -> tuple[str, tuple[str, ...]]:
    """(name, why) of the template for one line."""
    lacks = {offer.name: _lack(offer, draft, wish) for offer in offers}
    able = [o for o in offers if not lacks[o.name]]
    if not able:  # something must carry it: the renderer says with figures where a line is too long
        able = [o for o in offers if not o.likes.needs] or list(offers)
    free = [o for o in able if counts[o.name] < most] or able
    again = AGAIN[0] + AGAIN[1] * wish.dial

    def worth(offer: Offer) -> float:
        return promised[offer.name].worth + _fit(offer, draft, wish)

    best = max(free, key=lambda o: worth(o) - again * counts[o.name])  # of equals the first in turn
    first = max(able, key=worth)
    why = [f"{best.name}: {reason}" for reason in _reasons(best, able, draft, wish, promised)]
    if first.name != best.name and worth(first) > worth(best):
        why.append(f"{first.name} came first for this line, but a batch is not all set in one template")
    why += [f"{name} left out: {lack}" for name, lack in lacks.items() if lack]
    if lacks[best.name]:
        why.append(f"{best.name} all the same: no template takes this line whole")
    return best.name, tuple(why or [f"{best.name}: nothing is known yet that tells templates apart; they take turns"])


def _reasons(
    offer: Offer, able: Sequence[Offer], draft: Draft, wish: Wish, promised: Mapping[str, _Promise]
) -> list[str]:
    promise, found = promised[offer.name], []
    if promise.why:
        found.append(promise.why)
    strange = [promised[o.name].strange for o in able]
    if promise.strange is not None and promise.strange <= min(s for s in strange if s is not None):
        found.append("nearest to how the house arranges its pictures")
    kind = wish.kinds.get(draft.picture)
    if kind and kind in offer.likes.pictures:
        found.append(f"shows {KINDS[kind]} well")
    if offer.likes.price and draft.words.text(PRICE):
        found.append("gives the price its place")
    return found


def _fit(offer: Offer, draft: Draft, wish: Wish) -> float:
    """Log-odds that a template is worth more for what this line holds."""
    kind, likes = wish.kinds.get(draft.picture), offer.likes
    shown = 0.0 if not kind or not likes.pictures else KIND if kind in likes.pictures else -KIND
    return shown + (PLACE if likes.price and draft.words.text(PRICE) else 0.0)


def needed(offer: Offer, draft: Draft, wish: Wish) -> str:
    """What a template may not do without and this line has not; empty when it has all."""
    likes = offer.likes
    kinds = [need for need in likes.needs if need in KINDS]
    if kinds and wish.kinds.get(draft.picture) not in kinds:
        return f"it needs {' or '.join(KINDS[k] for k in KINDS if k in kinds)}"
    for slot in (PRICE, BODY):
        if slot in likes.needs and not draft.words.text(slot):
            return f"it needs a {slot}"
    return "no format here shows several cards" if "cards" in likes.needs and wish.cards < 2 else ""


def _lack(offer: Offer, draft: Draft, wish: Wish) -> str:
    """Why a template does not take this line; empty when it does."""
    likes = offer.likes
    if missing := needed(offer, draft, wish):
        return missing
    counted = _words(draft)
    if likes.words and counted > likes.words:
        return f"it carries {likes.words} words, and the headline has {counted}"
    for slot, limit in offer.limits:
        if 0 < limit < len(graphemes(draft.words.text(slot))):
            return f"its {slot} takes {limit} characters"
    return ""


def _words(draft: Draft) -> int:
    line = draft.words.text(HEADLINE)
    if has_words(draft.market):
        return len(words(line, draft.market))
    return math.ceil(len(graphemes(line)) / A_WORD)
