"""What to do with a test, in words, with the numbers that say so."""

from __future__ import annotations

from dataclasses import dataclass

from styleloop.results.interval import exposures_for, rounded_up
from styleloop.types.experiment import Advice, Lift
from styleloop.types.record import Refusal

RELEVANT = 0.05
"""Lift that matters: when the whole interval lies within it, the rest of the audience is better spent elsewhere."""
LONGEST = 28
"""Days a test may take: longer, and the season, the offer and the competition have changed."""
MOST_GROWTH = 10.0
"""How many times what was shown may still be asked for where the days are unknown."""
EARLY_CLICKS = 100
"""Clicks on both sides below which a test is too young to be given up."""
WIDEST = 4.0
"""How many times the lower end the upper may be, as ratios (-50 to +100 %), for an interval to say anything."""


@dataclass(frozen=True)
class Traffic:
    """What a test gets: exposures per version and day (0: unknown), and clicks of the weaker side so far."""

    per_day: float
    fewest_clicks: int


def advised(lift: Lift, traffic: Traffic, relevant: float = RELEVANT) -> Lift:
    """The lift with `days`, `advice` and `words`."""
    days = lift.needed / traffic.per_day if lift.needed and traffic.per_day > 0 else None
    dated = lift.model_copy(update={"days": days})
    advice = _advice(dated, traffic, relevant)
    return dated.model_copy(update={"advice": advice, "words": _words(dated, advice, relevant)})


def says_something(lift: Lift) -> bool:
    """Whether the interval is narrow enough to be told, or the verdict is known anyway."""
    return lift.verdict != "not known yet" or 1 + lift.high <= WIDEST * (1 + lift.low)


def needed_words(lift: Lift, what: str = "shows of each version") -> str:
    """`about 12,000 more shows of each version`, `far more shows of each version than you have`; empty: none."""
    if not lift.needed:
        return ""
    if lift.needed > MOST_GROWTH * max(lift.shown, 1):
        return f"far more {what} than you have"
    return f"about {rounded_up(lift.needed):,} more {what}"


def disqualified(lift: Lift, refusal: Refusal) -> Lift:
    """The lift of a test whose audience was not divided as planned: figures to look at, nothing to conclude from."""
    words = f"run again: {refusal.why} (shown: {refusal.got}; planned: {refusal.expected}); {refusal.cure}"
    changes = {"verdict": "not known yet", "needed": None, "days": None, "advice": "run again", "words": words}
    return lift.model_copy(update=changes)


def _advice(lift: Lift, traffic: Traffic, relevant: float) -> Advice:
    if lift.verdict == "better":
        return "stop: a guard is worse" if any(g.worse for g in lift.guards) else "stop: winner"
    if lift.verdict == "worse":
        return "stop: worse"
    if lift.low > -relevant and lift.high < relevant:
        return "stop: too small to matter"
    if traffic.fewest_clicks < EARLY_CLICKS:
        return "go on"
    too_long = lift.days is not None and lift.days > LONGEST
    too_many = lift.days is None and (lift.needed or 0) > MOST_GROWTH * lift.shown
    return "pool through style" if too_long or too_many else "go on"


def _words(lift: Lift, advice: Advice, relevant: float) -> str:
    interval = f"{lift.lift:+.0%}, between {lift.low:+.0%} and {lift.high:+.0%}"
    more = f"about {lift.needed:,} more exposures per version" if lift.needed else ""
    if lift.days is not None:
        more += f", about {rounded_up(lift.days):,} days at the present traffic"
    if advice == "stop: winner":
        return f"stop: {lift.arm} wins ({interval})"
    if advice == "stop: worse":
        return f"stop: {lift.arm} is worse than {lift.control} ({interval})"
    if advice == "stop: a guard is worse":
        return f"stop, without a winner: {lift.arm} gets more clicks ({interval}) but {_guards(lift)}"
    if advice == "stop: too small to matter":
        return f"stop: whatever difference there is, it is below the {relevant:.0%} that matters ({interval})"
    if advice == "go on":
        seen = f" ({interval})" if says_something(lift) else ""
        return f"go on: not known yet{seen}; {_would(lift)} would settle a difference of this size"
    return (
        f"undetectable here: a difference of {lift.lift:+.0%} at a rate of {lift.rate:.2%} would take {more}"
        f"{_least(lift)}; stop, and let the style learn it from this and other tests together"
    )


def _would(lift: Lift) -> str:
    more = needed_words(lift, "exposures per version")
    days = f", about {rounded_up(lift.days):,} days at the present traffic" if lift.days is not None else ""
    return more if more.startswith("far") else f"{more}{days}"


def _guards(lift: Lift) -> str:
    return " and ".join(
        f"{g.name} {g.change:+.0%} (between {g.low:+.0%} and {g.high:+.0%})" for g in lift.guards if g.worse
    )


def _least(lift: Lift) -> str:
    """What this many exposures would have shown, so that the next test is planned better."""
    if not 0 < lift.rate < 1:
        return ""
    seen = next((x for x in (0.1, 0.15, 0.2, 0.3, 0.5) if exposures_for(x, lift.rate) <= lift.shown), None)
    return f" (with {lift.shown:,} only differences from about {seen:+.0%} are found)" if seen else ""
