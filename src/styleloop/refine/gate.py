"""Promote a candidate only when the evidence carries it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from styleloop.errors import InputError
from styleloop.refine.heldout import Comparison, compare, in_order
from styleloop.refine.verdict import Anchor, Candidate, Figure, Rules, Verdict
from styleloop.types.measurement import Measurement
from styleloop.types.style import StyleVector
from styleloop.vector.trials import table
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
    frames and usual ranges must not shrink, checks must not object more often since the last version, and where the
    days of tests are known the earlier new tests must foretell the later ones no worse. When no test is new, what
    is usual may follow the library, since what helps stays as it was; and a market takes over what the style above it
    learnt when that one was promoted (`above`, its verdict). After an extractor was replaced the two cannot be
    compared; the candidate then takes over if it has read every test again.

    Raises:
        InputError: a weights blob is not its style's, or the two styles are of different brands or markets.
    """
    rules = rules or Rules()
    new = candidate.style
    _check(new, candidate.weights, current, weights)
    if _versions_differ(new.extractors, current.extractors):
        return _measured_anew(new, current)
    mine, theirs = Weights.unpack(candidate.weights), Weights.unpack(weights)
    turned = _turned(rules.anchors, mine, theirs)
    if turned:
        return _held(f"It would turn round what was settled: {', '.join(turned)}.")
    narrowed = _narrower(new, current, rules) or _more_findings(rules)
    if narrowed:
        return _held(narrowed)
    found = compare(mine, theirs, top=not new.above)
    if found.tests == 0:
        return _without_news(new, current, above)
    verdict = _judged(found, rules)
    if not verdict.promote or not rules.days:
        return verdict
    return _in_time(verdict, in_order(mine, theirs, rules.days, top=not new.above))


def parent_of(current: StyleVector, versions: Sequence[StyleVector]) -> StyleVector:
    """The version before `current`: what an undo promotes again. Nothing learnt is lost.

    Raises:
        InputError: there is none, or it is not among `versions`.
    """
    if not current.parent:
        raise InputError("nothing to undo: this is the first version", field="parent", got=current.id)
    found = next((version for version in versions if version.id == current.parent), None)
    if found is None:
        raise InputError("the version before is not known", field="parent", got=current.parent)
    return found


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


def _measured_anew(new: StyleVector, current: StyleVector) -> Verdict:
    """An extractor was replaced: the current version can no longer read anything, so the whole evidence must be in."""
    clash = ", ".join(sorted(set(new.extractors) ^ set(current.extractors)))
    if set(current.tests) - set(new.tests):
        return _held(f"Measured anew ({clash}), but it has read fewer tests than the current version.")
    return Verdict(True, (f"Measured anew ({clash}): all earlier tests were read again on the new numbers.",))


def _without_news(new: StyleVector, current: StyleVector, above: Verdict | None) -> Verdict:
    if new.above != current.above and above is not None:
        if above.promote:
            return Verdict(True, ("No test is new here. It takes over what the style above it has learnt.",))
        return _held("No test is new here, and the style above it is held.")
    if new.evidence == current.evidence:
        return _held("Nothing is new: the same pieces and the same results.")
    if set(current.tests) - set(new.tests):
        return _held("It has read fewer tests than the current version.")
    return Verdict(True, ("No test is new. What is usual follows the library; what helps stays as it was.",))


def _judged(found: Comparison, rules: Rules) -> Verdict:
    figures = (
        Figure("pairs of versions in the right order, tests not read before", found.before, found.after, "share"),
        Figure("expected log-likelihood gained on them", 0.0, found.gain, "nats"),
    )
    scale = f"{found.tests} new test{'s' if found.tests != 1 else ''} with {found.shown:,} exposures"
    quality = f"right order of versions {found.after:.0%}, was {found.before:.0%}"
    if found.tests < rules.fewest_tests or found.shown < rules.fewest_shown:
        wanted = f"{rules.fewest_tests} tests with {rules.fewest_shown:,} exposures are needed"
        return Verdict(False, (f"Not enough is new yet: {scale}; {wanted}.",), figures)
    if found.z < rules.z:
        why = "no better than the current version" if found.gain <= 0 else "better, but by no more than chance would do"
        return Verdict(False, (f"On {scale} it is {why} ({quality}).",), figures)
    return Verdict(True, (f"It foresees {scale} better than the current version ({quality}).",), figures)


def _in_time(verdict: Verdict, later: Comparison | None) -> Verdict:
    """`verdict`, if what came first also foretold what came later."""
    if later is None:
        return _held("Time goes backwards: every new test is older than what the current version has read.")
    if later.tests == 0:
        return replace(
            verdict, reasons=(*verdict.reasons, "All new tests ended on one day, so none foretells another.")
        )
    figure = Figure("log-likelihood gained on later tests from earlier ones", 0.0, later.gain, "nats")
    if later.gain < 0:
        why = f"The earlier new tests foretell the {later.tests} later ones worse than the current version does."
        return Verdict(False, (why,), (*verdict.figures, figure))
    why = f"The earlier new tests foretell the {later.tests} later ones no worse."
    return Verdict(True, (*verdict.reasons, why), (*verdict.figures, figure))


def _narrower(new: StyleVector, current: StyleVector, rules: Rules) -> str:
    """Why the candidate would make the work more alike, or an empty string."""
    mine, theirs = (sum(p.approved or p.support > 1 for p in style.patterns) for style in (new, current))
    if mine < rules.least_frames * theirs:
        return f"It would narrow the work: {mine} frames to write from, was {theirs}."
    was = {n.measure: n.quantiles[-1] - n.quantiles[0] for n in current.norms}
    both = [(n.quantiles[-1] - n.quantiles[0], was[n.measure]) for n in new.norms if was.get(n.measure, 0.0) > 0]
    lost = sum(now < rules.narrowest * before for now, before in both)
    if lost > rules.narrowed * len(both):
        return f"It would narrow the work: what is usual shrank by half or more in {lost} of {len(both)} measures."
    return ""


def _more_findings(rules: Rules) -> str:
    found = rules.findings
    if found is None or found.risen < rules.z:
        return ""
    before, after = found.before / found.before_pieces, found.after / found.after_pieces
    return (
        f"The checks object more often since the last version: {after:.2f} findings a piece, was {before:.2f}; "
        "look at them before the style moves on."
    )


def _turned(anchors: Sequence[Anchor], new: Weights, old: Weights) -> list[str]:
    """Names of anchors that the current version orders rightly and the candidate does not."""
    return [a.name for a in anchors if _margin(a, old) > 0 and _margin(a, new) < 0]


def _margin(anchor: Anchor, weights: Weights) -> float:
    return _told(anchor.better, weights) - _told(anchor.worse, weights)


def _told(measurements: Sequence[Measurement], weights: Weights) -> float:
    values = table(["piece"], {"piece": measurements}, weights.measures)[0]
    x = (values - weights.centre) / weights.spread
    return float(sum(v * m for v, m in zip(x, weights.belief.mean, strict=True) if v == v))


def _held(reason: str) -> Verdict:
    return Verdict(False, (reason,))
