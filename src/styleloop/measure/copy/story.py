"""Which story a piece tells, by the moves of its sentences; and how its headline draws one in.

All by cue words. They hint at a move, they do not prove it: a share says how much of the form could be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from styleloop.measure.copy.declared import HOUSE, WORDED, Measure, cue, measure, yes
from styleloop.measure.copy.line import Parts

MOVES = {
    "attention": frozenset({"attention", "?", "!", "curiosity"}),
    "interest": frozenset({"interest", "number"}),
    "desire": frozenset({"desire", "positive", "benefit"}),
    "action": frozenset({"call"}),
    "problem": frozenset({"problem"}),
    "agitation": frozenset({"agitation"}),
    "solution": frozenset({"solution"}),
    "before": frozenset({"before_state"}),
    "after": frozenset({"after_state"}),
    "bridge": frozenset({"bridge"}),
}
"""Move -> lists and signs that hint at it."""
FORMS = {
    "aida": ("attention", "interest", "desire", "action"),
    "pas": ("problem", "agitation", "solution"),
    "bab": ("before", "after", "bridge"),
}
_QUOTES = frozenset('“”"«»„')


@lru_cache(maxsize=8)  # several measures of one piece ask
def steps(parts: Parts) -> tuple[frozenset[str], ...]:
    """For each sentence of headline, body and call to action, in reading order, the moves it may be."""
    made = []
    for line in parts.lines:
        for names, bids in zip(line.moves, line.commands, strict=True):
            cues = names | {"call"} if bids or line is parts.cta else names
            made.append(frozenset([move for move, hints in MOVES.items() if not hints.isdisjoint(cues)]))
    return tuple(made)


def in_order(found: Sequence[frozenset[str]], form: Sequence[str]) -> int:
    """Most moves of `form` that stand in their order, a sentence each; moves may be left out."""
    telling = [moves for moves in found if not moves.isdisjoint(form)]
    if len(telling) < 2:
        return len(telling)
    best = [0] * (len(form) + 1)  # best[n]: most moves so far, the last of them among the first n of the form
    for moves in telling:
        fresh = list(best)
        for n, move in enumerate(form, start=1):
            fresh[n] = max(fresh[n], fresh[n - 1], best[n - 1] + 1 if move in moves else 0)
        best = fresh
    return best[-1]


def _form(name: str, words: str, readings: tuple[str, str]) -> Measure:
    form = FORMS[name]
    formula = (
        f"moves of {', '.join(form)} found in this order, a sentence each, in headline, body and call / {len(form)}"
    )
    return measure(f"story_{name}", "share", 1.0, formula, f"{words}; {HOUSE}", readings,
                   lambda p: in_order(steps(p), form) / len(form), WORDED)  # fmt: skip


def _at(move: str) -> Measure:
    def of(parts: Parts) -> float | None:
        found = steps(parts)
        for at, moves in enumerate(found):
            if move in moves:
                return at / max(1, len(found) - 1)
        return None

    formula = f"place of the first {move} among the sentences of headline, body and call, 0 first to 1 last"
    return measure(f"{move}_position", "share", 1.0, formula, HOUSE, (f"{move} first", f"{move} last"), of, WORDED)


def _solved(parts: Parts) -> bool:
    return in_order(steps(parts), ("problem", "solution")) == 2


def _testimonial(parts: Parts) -> bool:
    line = parts.headline
    quoted = not _QUOTES.isdisjoint(line.signs)
    return (quoted and line.has("first_singular", "first_plural", "saying")) or line.has("testimonial")


def _list(parts: Parts) -> bool:
    line = parts.headline
    return line.has("list_cue") and any(token.number for token in line.tokens)


FORMED: tuple[Measure, ...] = (
    _form("aida", "Strong 1925 (AIDA)", ("no path to action", "attention to action")),
    _form("pas", "copywriting convention (PAS)", ("no problem pressed", "problem, pressed, solved")),
    _form("bab", "copywriting convention (before, after, bridge)", ("no change told", "before, after and the bridge")),
    yes("story_problem_solution", "a sentence that hints at a problem comes before one that hints at a solution",
        ("no problem solved", "problem, then solution"), _solved, WORDED),
    yes("story_testimonial", "the headline quotes and says I or says, or uses the words of a testimonial",
        ("the brand speaks", "someone testifies"), _testimonial, WORDED),
    yes("story_list", "the headline has a number and a word such as ways, reasons, things",
        ("no list", "promises a list"), _list, WORDED),
    cue("story_news", "has words of news", ("no news", "brings news"), ("news",)),
    cue("story_how_to", "has words of instruction", ("teaches nothing", "teaches how"), ("how_to",)),
    yes("story_opening", "the headline opens like a tale: once, a girl, when she", ("no tale", "begins a tale"),
        lambda p: p.headline.opens_with("story_opening"), WORDED),
    _at("problem"),
    _at("solution"),
    _at("desire"),
)  # fmt: skip

DRAWING: tuple[Measure, ...] = (
    cue("curiosity", "leaves a gap: what happened, the reason, you won't believe", ("tells all", "leaves a gap")),
    cue("forward_reference", "points at what comes later: this, here's, what happens next",
        ("stands alone", "points ahead"), ("forward",)),
    cue("how", "says how", ("no how", "asks or shows how")),
    cue("why", "says why", ("no why", "asks or says why")),
    cue("what", "says what", ("no what", "asks or says what")),
    cue("who", "says who", ("no who", "asks or says who")),
    cue("where_when", "says where or when", ("no where or when", "says where or when")),
    yes("opens_asking", "the headline opens with a question word",
        ("opens with a statement", "opens with a question word"),
        lambda p: p.headline.opens_with("how", "why", "what", "who", "where_when"), WORDED),
    yes("opens_pointing", "the headline opens with this, these, here", ("opens elsewhere", "opens by pointing"),
        lambda p: p.headline.opens_with("demonstrative"), WORDED),
    yes("opens_pronoun", "the headline opens with I, we, you, he, she or they",
        ("opens elsewhere", "opens with a person"),
        lambda p: p.headline.opens_with("first_singular", "first_plural", "second_person", "third_singular",
                                        "third_plural"), WORDED),
    yes("opens_article", "the headline opens with an article", ("opens without an article", "opens with an article"),
        lambda p: p.headline.opens_with("article"), ("de", "en")),
    yes("concludes", "the headline's last sentence concludes: so, that's why, in the end",
        ("draws no conclusion", "concludes"), lambda p: bool(p.headline.moves) and "conclusion" in p.headline.moves[-1],
        WORDED),
)  # fmt: skip

STORY = (*FORMED, *DRAWING)
