"""Effects as people say them: clicks in per cent, for a step that they can picture, sureness in words."""

from __future__ import annotations

import math
import re

from styleloop.style.compared import COMPARED
from styleloop.style.phrases import OPAQUE, UNITS, number
from styleloop.types.style import Effect, Norm

_NO_WORDS = frozenset({
    "copy.last_sentence", "copy.repetition", "copy.variety", "copy.alliteration", "copy.imperative", "copy.valence",
    "copy.arousal", "copy.formality", "copy.certainty", "copy.benefit_lead", "copy.cta_verb_position",
    "copy.cta_first_person", "copy.call_position", "copy.problem_position", "copy.solution_position",
    "copy.desire_position", "copy.story_aida", "copy.story_pas", "copy.story_bab", "copy.title_case", "copy.all_caps",
    "copy.capital_letters", "copy.quoted", "copy.typographic_quotes",
})  # fmt: skip
"""Shares of the copy that are not so many words of all words."""
_WHOLE = frozenset({"words", "sentences", "graphemes", "count", "lines", "slots", "colours", "rank",
                    "words/sentence", "graphemes/sentence"})  # fmt: skip
"""Units told by whole ones: of most there are no others."""
_AREAS = frozenset({"picture.dominant_share", "picture.neutral_share", "picture.brand_share", "picture.negative_space",
                    "picture.subject_share", "layout.text_share"})  # fmt: skip
"""Shares that are so much of the picture; so are a layout's `..._area`."""


SAME = "no difference"
"""What a change is called that is none."""
NEARLY = 0.15
"""How far a step may be from a whole number, as a share of it, to be told and counted as that one."""
_WHERE = re.compile(r" in the (?:headline|body)$")
_HEAD = re.compile(r"^(.*?)((?: (?:to|in|of|within|a)\b.*)?)$")


def helps_words(effect: Effect, norm: Norm | None = None) -> str:
    """`helps: about 4 % more clicks for 1 more word (9 times in 10: 1 to 7 % more)`, or `not known yet (...)`.

    Args:
        effect: what it does to clicks.
        norm: what is usual, which has the unit; without it the step is a usual one.
    """
    times, what = step(effect, norm)
    low, mean, high = (per_cent(times * x) for x in (effect.low, effect.mean, effect.high))
    sure = f"9 times in 10: {between_words(low, high)}"
    if effect.verdict == "not known yet":
        return f"not known yet ({sure})"
    return f"{effect.verdict}: {clicks_words(mean)} for {what} ({sure})"


def per_cent(log_odds: float) -> float:
    """About how many per cent more clicks: 100 (exp(x) - 1), which holds for rates of a few per cent."""
    return 100 * math.expm1(min(log_odds, 7.0))


def amount(clicks: float) -> str:
    """`5`, `0.4`, never `0.0` for something."""
    size = abs(clicks)
    return f"{size:,.0f}" if size >= 0.95 else f"{size:.1f}" if size >= 0.05 else "0"


def clicks_words(share: float) -> str:
    """`about 5 % more clicks`, of a change in per cent."""
    change = change_words(share)
    return f"{change} in clicks" if change == SAME else f"about {change} clicks"


def change_words(share: float) -> str:
    """`5 % more`, `no difference`, of a change in per cent."""
    return SAME if amount(share) == "0" else f"{amount(share)} % {_way(share)}"


def between_words(low: float, high: float) -> str:
    """`2 to 8 % more`, `3 % fewer to 8 % more`, of changes in per cent."""
    if low > 0 or high <= 0:
        least, most = sorted((abs(low), abs(high)))
        some = f"{amount(least)} to" if amount(least) != "0" else "up to"
        return f"{some} {amount(most)} % {_way(low)}"
    return f"{amount(low)} % fewer to {amount(high)} % more"


def _way(clicks: float) -> str:
    return "more" if clicks > 0 else "fewer"


def step(effect: Effect, norm: Norm | None) -> tuple[float, str]:
    """How many norm-spreads one step is, and what it is: `1 more sentence`, `1 more word in 20`, `an ad that has it`.

    What is counted goes by whole ones, and so does what is nearly one; what an ad has or has not by the whole of it;
    else a step is one norm-spread, which is called `one usual step` where its figure would say nothing to people.
    """
    unit, name, spread = norm.unit if norm else "", effect.measure, effect.spread
    if unit in ("yes", "flag") and spread > 0:
        return 1 / spread, "an ad that has it"
    if unit in _WHOLE and spread > 0:
        whole = max(1, round(spread))
        return whole / spread, _more(whole, _noun(unit, name))
    if unit == "share" and name in COMPARED and name.startswith("copy.") and name not in _NO_WORDS:
        return 1.0, f"1 more word in {max(2, round(1 / spread)):,}"
    if unit == "share" and (name in _AREAS or name.endswith("_area")):
        return 1.0, f"{number(100 * spread)} % more of the picture"
    if not unit or unit == "share" or unit in OPAQUE:
        return 1.0, "one usual step"
    nearest = round(spread)
    if nearest and abs(spread - nearest) <= NEARLY * nearest:
        return nearest / spread, _more(nearest, _noun(unit, name))
    return 1.0, f"{number(spread)} more {_noun(unit, name)}"


def _noun(unit: str, measure: str) -> str:
    """What there is more of, many of them: `words`, `words a sentence`, or by the measure where its unit is a count."""
    said = UNITS.get(unit, unit)
    if said:
        return said
    more = COMPARED[measure][1] if measure in COMPARED else ""
    return _WHERE.sub("", more.removeprefix("More ")) if more.startswith("More ") else "of it"


def _more(size: int, what: str) -> str:
    """`4 more words`, `1 more sentence`, `1 more call to act`, `1 more of it`."""
    found = _HEAD.match(what)
    if size == 1 and found and found[1]:
        few = found[1].removesuffix("es") if found[1].endswith("shes") else found[1].removesuffix("s")
        what = few + found[2]
    return f"{size} more {what}"
