"""What a candidate is judged by: each question answered on its own, so that a verdict can list them all."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.refine.heldout import Comparison
from styleloop.refine.verdict import Anchor, Rules
from styleloop.types.measurement import Measurement
from styleloop.types.style import StyleVector
from styleloop.types.verdict import Criterion, Outcome
from styleloop.vector.trials import table
from styleloop.vector.weights import Weights

LOSS = "nats lost per new test"
NAMES = (
    "enough is new",
    "foresees new tests",
    "in order of time",
    "frames to write from",
    "width of what is usual",
    "variety of what it would choose",
    "objections of the checks",
    "anchors",
)
"""Every criterion, in the order of a verdict."""
ENOUGH, FORESEES, IN_TIME, FRAMES, WIDTH, CHOICE, CHECKS, ANCHORS = NAMES


def unjudged(name: str, why: str) -> Criterion:
    """A question that could not be put, and why."""
    return Criterion(name=name, outcome="not judged", words=why)


def enough(found: Comparison, rules: Rules) -> Criterion:
    """Whether enough tests and exposures are new."""
    wanted = f"{rules.fewest_tests} tests with {rules.fewest_shown:,} exposures"
    passed = found.tests >= rules.fewest_tests and found.shown >= rules.fewest_shown
    return Criterion(
        name=ENOUGH,
        outcome=_told(passed),
        after=float(found.tests),
        unit="tests",
        threshold=f"at least {wanted}",
        words=f"Enough is new: {_scale(found)}."
        if passed
        else f"Not enough is new yet: {_scale(found)}; {wanted} are needed.",
    )


def foresees(found: Comparison, rules: Rules) -> Criterion:
    """Held-out loss on tests that neither version has read: luck alone lets one candidate in twenty through."""
    quality = f"right order of versions {_then(f'{found.after:.0%}', f'{found.before:.0%}')}"
    passed = found.z >= rules.z
    early = enough(found, rules).outcome == "failed"
    why = "no better than the current version" if found.gain <= 0 else "better, but by no more than chance would do"
    return Criterion(
        name=FORESEES,
        outcome="not judged" if early else _told(passed),
        before=found.lost_before / found.tests,
        after=found.lost_after / found.tests,
        unit=LOSS,
        threshold=f"less, by {rules.z:g} times the noise of chance at least (it is {found.z:+.1f} times)",
        words=f"Too little is new to judge by ({quality})."
        if early
        else f"It foresees {_scale(found)} better than the current version ({quality})."
        if passed
        else f"On {_scale(found)} it is {why} ({quality}).",
    )


def in_time(later: Comparison | None, rules: Rules) -> Criterion:
    """Whether the earlier new tests foretold the later ones."""
    if not rules.days:
        return unjudged(IN_TIME, "The days of the tests are not known.")
    if later is None:
        return Criterion(
            name=IN_TIME,
            outcome="failed",
            threshold="new tests end no earlier than those that were read",
            words="Time goes backwards: every new test is older than what the current version has read.",
        )
    if later.tests == 0:
        return unjudged(IN_TIME, "All new tests ended on one day, so none foretells another.")
    worse = later.gain < 0
    return Criterion(
        name=IN_TIME,
        outcome=_told(not worse),
        before=later.lost_before / later.tests,
        after=later.lost_after / later.tests,
        unit=LOSS,
        threshold="no more",
        words=f"The earlier new tests foretell the {later.tests} later ones worse than the current version does."
        if worse
        else f"The earlier new tests foretell the {later.tests} later ones no worse.",
    )


def frames(new: StyleVector, current: StyleVector, rules: Rules) -> Criterion:
    """Whether there is as much to write from as before."""
    mine, theirs = (sum(p.approved or p.support > 1 for p in style.patterns) for style in (new, current))
    if not theirs:
        return unjudged(FRAMES, "The current version has no frames.")
    passed = mine >= rules.least_frames * theirs
    said = f"{_then(f'{mine} frames to write from', f'{theirs} frames to write from', str(theirs))}."
    return Criterion(
        name=FRAMES,
        outcome=_told(passed),
        before=float(theirs),
        after=float(mine),
        unit="frames",
        threshold=f"at least {rules.least_frames:.0%} of them",
        words=said if passed else f"It would narrow the work: {said}",
    )


def width(new: StyleVector, current: StyleVector, rules: Rules) -> Criterion:
    """Whether usual ranges stayed wide."""
    was = {n.measure: n.quantiles[-1] - n.quantiles[0] for n in current.norms}
    both = [(n.quantiles[-1] - n.quantiles[0], was[n.measure]) for n in new.norms if was.get(n.measure, 0.0) > 0]
    if not both:
        return unjudged(WIDTH, "No measure has a usual range under both versions.")
    lost = sum(now < rules.narrowest * before for now, before in both)
    passed = lost <= rules.narrowed * len(both)
    said = f"what is usual shrank by half or more in {lost} of {len(both)} measures."
    return Criterion(
        name=WIDTH,
        outcome=_told(passed),
        before=0.0,
        after=lost / len(both),
        unit="share of measures",
        threshold=f"at most {rules.narrowed:.0%} of the measures",
        words=f"{said[0].upper()}{said[1:]}" if passed else f"It would narrow the work: {said}",
    )


def choice(rules: Rules) -> Criterion:
    """Whether the lines it would choose are as unlike one another as those the current version would."""
    found = rules.chosen
    if found is None:
        return unjudged(CHOICE, "There are no drafts here yet that both versions could choose from.")
    passed = found.after >= rules.least_unlike * found.before
    apart = "different from one another"
    told = _then(f"{found.after:.0%} {apart}", f"{found.before:.0%} {apart}", f"{found.before:.0%}")
    said = f"from the same drafts it would choose lines that are {told} ({found.batches} batches of {found.lines})."
    return Criterion(
        name=CHOICE,
        outcome=_told(passed),
        before=found.before,
        after=found.after,
        unit="effective share of different lines",
        threshold=f"at least {rules.least_unlike:.0%} of what it was",
        words=f"{said[0].upper()}{said[1:]}" if passed else f"It would make the work more alike: {said}",
    )


def checks(rules: Rules) -> Criterion:
    """Whether the checks object more often than under the version before."""
    found = rules.findings
    if found is None or not found.before_pieces or not found.after_pieces:
        return unjudged(CHECKS, "Not both of the last two versions have drawn pieces here.")
    before, after = found.before / found.before_pieces, found.after / found.after_pieces
    said = _then(f"{after:.2f} findings a piece", f"{before:.2f} findings a piece", f"{before:.2f}")
    passed = found.risen < rules.z
    return Criterion(
        name=CHECKS,
        outcome=_told(passed),
        before=before,
        after=after,
        unit="findings per piece",
        threshold=f"no rise of {rules.z:g} standard errors or more (it is {found.risen:+.1f})",
        words=f"The checks object no more often: {said}."
        if passed
        else f"The checks object more often since the last version: {said}; look at them before the style moves on.",
    )


def anchors(asked: Sequence[Anchor], new: Weights, old: Weights) -> Criterion:
    """Whether what people settled stays settled."""
    if not asked:
        return unjudged(ANCHORS, "No anchors are set (brand/anchors.toml).")
    standing = [a for a in asked if _margin(a, old) > 0]
    if not standing:
        return unjudged(ANCHORS, f"The current version holds none of the {len(asked)} anchors itself.")
    fallen = [a.name for a in standing if _margin(a, new) < 0]
    held = len(standing) - len(fallen)
    return Criterion(
        name=ANCHORS,
        outcome=_told(not fallen),
        before=float(len(standing)),
        after=float(held),
        unit="anchors held",
        threshold="all that the current version holds",
        words=f"It would turn round what was settled: {', '.join(fallen)}."
        if fallen
        else f"{held} of {len(asked)} anchors hold, as before.",
    )


def _margin(anchor: Anchor, weights: Weights) -> float:
    """By how much the better piece is expected to do better, in log-odds."""
    return _expected(anchor.better, weights) - _expected(anchor.worse, weights)


def _expected(measurements: Sequence[Measurement], weights: Weights) -> float:
    """Log-odds against the usual piece; a measure that is not known counts as usual."""
    values = table(["piece"], {"piece": measurements}, weights.measures)[0]
    x = (values - weights.centre) / weights.spread
    return float(sum(v * m for v, m in zip(x, weights.belief.mean, strict=True) if v == v))


def _then(now: str, was: str, short: str = "") -> str:
    """`50 %, was 40 %`; two that read the same are said once."""
    return f"{now}, as before" if now == was else f"{now}, was {short or was}"


def _told(passed: bool) -> Outcome:
    return "passed" if passed else "failed"


def _scale(found: Comparison) -> str:
    return f"{found.tests} new test{'s' if found.tests != 1 else ''} with {found.shown:,} exposures"
