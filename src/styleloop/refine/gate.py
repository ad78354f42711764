"""Promote a candidate only when the evidence carries it."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.errors import InputError
from styleloop.refine import criteria
from styleloop.refine.heldout import compare, in_order
from styleloop.refine.verdict import Candidate, Rules, Verdict
from styleloop.types.style import StyleVector
from styleloop.types.verdict import Criterion
from styleloop.vector.weights import Weights, digest


def gate(
    candidate: Candidate,
    current: StyleVector,
    weights: bytes,
    rules: Rules | None = None,
    above: Verdict | None = None,
) -> Verdict:
    """Whether `candidate` should replace `current`, whose weights blob is `weights`.

    It should when it foresees new randomised tests better than the current version by more than chance (each test
    predicted without having been read), there are enough of them, and no anchor turns round. Besides,
    frames, usual ranges and the lines it would choose must stay as various, checks must not object more often since
    the last version, and where the days of tests are known the earlier new tests must foretell the later ones no worse.
    When no test is new, what is usual may follow the library, since what helps stays as it was; frames may follow what
    products are called; and a market takes over
    what the style above it learnt when that one was promoted (`above`, its verdict). After an extractor was replaced
    the two cannot be compared; the candidate then takes over if it has read every test again.

    Every criterion is listed in the verdict, passed, failed or not judged and why.

    Raises:
        InputError: a weights blob is not its style's, or the two styles are of different brands or markets.
    """
    rules = rules or Rules()
    new = candidate.style
    _check(new, candidate.weights, current, weights)
    if _versions_differ(new.extractors, current.extractors):
        return _measured_anew(new, current, rules)
    mine, theirs = Weights.unpack(candidate.weights), Weights.unpack(weights)
    rest = (
        criteria.frames(new, current, rules),
        criteria.width(new, current, rules),
        criteria.choice(rules),
        criteria.checks(rules),
        criteria.anchors(rules.anchors, mine, theirs),
    )
    found = compare(mine, theirs, top=not new.above)
    if found.tests == 0:
        return _without_news(new, current, above, rest)
    later = in_order(mine, theirs, rules.days, top=not new.above) if rules.days else None
    foresight = (criteria.enough(found, rules), criteria.foresees(found, rules), criteria.in_time(later, rules))
    said = [foresight[1].words, *([foresight[2].words] if rules.days else [])]
    return _judged((*foresight, *rest), said)


def _judged(judged: Sequence[Criterion], said: Sequence[str]) -> Verdict:
    """Held by whatever failed, foresight first; else promoted for the reasons `said`."""
    failed = [c.words for c in judged if c.outcome == "failed"]
    return Verdict(not failed, tuple(failed or said), tuple(judged))


def _check(new: StyleVector, mine: bytes, current: StyleVector, theirs: bytes) -> None:
    for style, blob in ((new, mine), (current, theirs)):
        if digest(blob) != style.weights:
            raise InputError("these weights belong to another style", where=style.id, got=digest(blob)[:12])
    ours = (new.brand, new.channel, new.market)
    others = (current.brand, current.channel, current.market)
    if ours != others:
        raise InputError("styles of different brands, channels or markets", got=ours, expected=str(others))


def _versions_differ(a: Sequence[str], b: Sequence[str]) -> bool:
    names = {extractor.partition("@")[0]: extractor for extractor in a}
    return any(names.get(e.partition("@")[0], e) != e for e in b)


def _measured_anew(new: StyleVector, current: StyleVector, rules: Rules) -> Verdict:
    """An extractor was replaced: the current version can no longer read anything, so the whole evidence must be in."""
    clash = ", ".join(sorted(set(new.extractors) ^ set(current.extractors)))
    lost = set(current.tests) - set(new.tests)
    why = f"Measured anew ({clash}): the two versions have no number in common."
    words = (
        f"Measured anew ({clash}), but it has read fewer tests than the current version."
        if lost
        else f"Measured anew ({clash}): all earlier tests were read again on the new numbers."
    )
    judged = (
        _whole(len(new.tests), len(current.tests), not lost, words),
        *(criteria.unjudged(name, why) for name in (criteria.FORESEES, criteria.IN_TIME, criteria.WIDTH)),
        criteria.checks(rules),
        *(criteria.unjudged(name, why) for name in (criteria.FRAMES, criteria.CHOICE, criteria.ANCHORS)),
    )
    return Verdict(not lost, (words,), _in_their_order(judged))


def _without_news(new: StyleVector, current: StyleVector, above: Verdict | None, rest: Sequence[Criterion]) -> Verdict:
    words, passed = _followed(new, current, above)
    nothing = (criteria.unjudged(n, "No test is new.") for n in (criteria.FORESEES, criteria.IN_TIME))
    return _judged((_whole(len(new.tests), len(current.tests), passed, words), *nothing, *rest), [words])


def _followed(new: StyleVector, current: StyleVector, above: Verdict | None) -> tuple[str, bool]:
    """What a candidate may follow when no test is new here, and whether it may."""
    if new.evidence == current.evidence and new.weights == current.weights and _frames(new) != _frames(current):
        # The same numbers to the byte, whatever became of the style above: only a product is called otherwise now.
        return "No test is new. The frames follow the products; what is usual and what helps stay as they were.", True
    if new.above != current.above and above is not None:
        if above.promote:
            return "No test is new here. It takes over what the style above it has learnt.", True
        return "No test is new here, and the style above it is held.", False
    if new.evidence == current.evidence:
        return "Nothing is new: the same pieces and the same results.", False
    if set(current.tests) - set(new.tests):
        return "It has read fewer tests than the current version.", False
    return "No test is new. What is usual follows the library; what helps stays as it was.", True


def _frames(style: StyleVector) -> set[str]:
    return {pattern.id for pattern in style.patterns}


def _whole(after: int, before: int, passed: bool, words: str) -> Criterion:
    return Criterion(
        name=criteria.ENOUGH,
        outcome="passed" if passed else "failed",
        before=float(before),
        after=float(after),
        unit="tests read",
        threshold="something is new, and no test is left out",
        words=words,
    )


def _in_their_order(judged: Sequence[Criterion]) -> tuple[Criterion, ...]:
    return tuple(sorted(judged, key=lambda c: criteria.NAMES.index(c.name)))
