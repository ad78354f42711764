"""Norms and effects -> directives: what to aim at, in numbers and words, and why."""

from __future__ import annotations

from styleloop.brief.wishes import Wishes
from styleloop.types.brand import Voice
from styleloop.types.brief import Directive
from styleloop.types.style import Effect, Norm, StyleVector

FAMILY = "copy."
"""Measures that a drafter of words can follow."""
MOST = 12
"""More directives than this, nobody reads."""
_LEVELS = ((2, 4), (1, 5), (0, 6))
"""Quantiles allowed at a familiar, middling and surprising dial: 25-75, 10-90, 5-95 %."""
_MEDIAN = 3


def directives(style: StyleVector, voice: Voice, dial: float, wishes: Wishes) -> tuple[Directive, ...]:
    """What the style asks of words: measures that help or hurt first, then what is usual.

    Args:
        style: Norms and effects of the version that speaks.
        voice: Its limit on words cuts the range.
        dial: 0 ... 1, widens the range.
        wishes: Notes of the round before, which move it.
    """
    effects = {e.measure: e for e in style.effects if e.verdict != "not known yet"}
    norms = [n for n in style.norms if n.measure in _CORE or (n.measure in effects and n.measure.startswith(FAMILY))]
    norms.sort(key=lambda n: (n.measure not in effects, _importance(n.measure), n.measure))
    made = [_directive(n, effects.get(n.measure), dial, voice, wishes) for n in norms]
    return tuple(made[:MOST])


def _importance(measure: str) -> int:
    return next((i for i, name in enumerate(_CORE) if measure == name), len(_CORE))


_CORE = (
    "copy.words", "copy.sentences", "copy.number", "copy.question", "copy.exclamation", "copy.second_person",
    "copy.first_plural", "copy.imperative", "copy.negation", "copy.sentence_length", "copy.body_words",
)  # fmt: skip
"""What is worth saying even where no effect is known, most telling first."""


def _directive(norm: Norm, effect: Effect | None, dial: float, voice: Voice, wishes: Wishes) -> Directive:
    low, high = _range(norm, effect, dial)
    low, high = _moved(norm, low, high, wishes)
    if norm.measure == "copy.words":
        high = min(high, float(voice.max_headline_words))
        low = min(low, high)
    return Directive(
        measure=norm.measure,
        low=low,
        high=high,
        unit=norm.unit,
        words=wording(norm.measure, norm.unit, low, high),
        why=_why(norm, effect),
    )


def _range(norm: Norm, effect: Effect | None, dial: float) -> tuple[float, float]:
    """The usual range; with a known effect only its better half, one spread beyond the usual included."""
    first, last = _LEVELS[min(int(dial * len(_LEVELS)), len(_LEVELS) - 1)]
    low, high = norm.quantiles[first], norm.quantiles[last]
    if effect is None:
        return low, high
    if effect.mean > 0:
        return norm.median, max(high, norm.median + effect.spread)
    return min(low, norm.median - effect.spread), norm.median


def _moved(norm: Norm, low: float, high: float, wishes: Wishes) -> tuple[float, float]:
    if norm.measure == "copy.words" and wishes.length:
        return (norm.quantiles[0], norm.median) if wishes.length < 0 else (norm.median, norm.quantiles[-1])
    if norm.measure == "copy.number" and wishes.number:
        return (1.0, max(1.0, high)) if wishes.number > 0 else (0.0, 0.0)
    return low, high


def wording(measure: str, unit: str, low: float, high: float) -> str:
    """`4 to 11 words`, `no question`, `0.2 to 0.6 share of long words`."""
    name = measure.rsplit(".", 1)[-1].replace("_", " ")
    if high <= 0:
        return f"no {name}"
    if unit == "share":
        low, high, unit = 100 * low, 100 * high, "%"
    near, far = _figure(low), _figure(high)
    amount = near if near == far else f"{near} to {far}"
    said = amount if unit == "count" else f"{amount} {unit}"
    return said if name == unit else f"{name}: {said}"


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 3 or float(value).is_integer() else f"{value:.2g}"


def _why(norm: Norm, effect: Effect | None) -> str:
    if effect is None:
        return f"usual: median {_figure(norm.median)} over {norm.n} pieces"
    verb = "helps" if effect.mean > 0 else "hurts"
    return (
        f"what helps: more of it {verb}, {effect.mean:+.2f} log-odds per {_figure(effect.spread)} {norm.unit} "
        f"(90 %: {effect.low:+.2f} to {effect.high:+.2f}, {effect.tests} tests)"
    )
