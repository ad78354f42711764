"""The pictures of a house style and of what came of it, gathered from a project and written as files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import numpy as np

from styleloop import vector
from styleloop.adapters import plots
from styleloop.adapters.plots import Plot, Tested, Version, Versions
from styleloop.app.diverging import report
from styleloop.app.learning import answered, lifts
from styleloop.app.pasttests import PAST
from styleloop.app.project import Project
from styleloop.app.styling import GLOBAL, current, key_of
from styleloop.errors import InputError
from styleloop.style import diff
from styleloop.style.foresight import foresight
from styleloop.style.movers import movers
from styleloop.types.brief import Campaign
from styleloop.types.copy import HEADLINE
from styleloop.types.experiment import Experiment, Lift
from styleloop.types.style import StyleVector
from styleloop.vector import Weights

NAMED, PART = 2, 0.15
"""Most tests named as movers of one effect, and the least part of the whole pull that is worth naming."""
KINDS = (".svg", ".png")
_WORDS = re.compile(r"[^\W_]+")


def style_plots(project: Project, key: str) -> tuple[Plot, ...]:
    """What helps in a market, what changed with the version that speaks for it, and how well it foresees.

    Args:
        project: whose.
        key: the market, `global`, or `market@channel`.

    Raises:
        InputError: no style was fitted yet.
    """
    current(project, key)
    return (effects(project, key), changes(project, key), learning(project, key))


def effects(project: Project, key: str) -> Plot:
    """What helps, and from whose tests it is known.

    Raises:
        InputError: no style was fitted yet.
    """
    now = current(project, key)
    counts: Counter[str] = Counter()
    if now.above:
        weights = _weights(project, now)
        varied: dict[str, set[str]] = {}
        for trial in weights.trials if weights else ():
            for index in np.flatnonzero(np.ptp(trial.x, axis=0) > 0):
                varied.setdefault(weights.measures[int(index)] if weights else "", set()).add(trial.test)
        counts.update({measure: len(tests) for measure, tests in varied.items()})
    return plots.effects_plot(now, place(project, key), len(project.store.history(key)), counts)


def changes(project: Project, key: str) -> Plot:
    """What changed with the version that speaks now.

    Raises:
        InputError: no style was fitted yet.
    """
    now = current(project, key)
    spoken = [p.style for p in project.store.history(key)]
    number = len(spoken) - spoken[::-1].index(now.id) if now.id in spoken else len(spoken)
    before = project.store.styles.find(now.parent) if now.parent else None
    return _changes(project, Versions(before, now, place(project, key), _numbers(project, key, (number - 1, number))))


def changes_between(project: Project, first: str, second: str) -> Plot:
    """What changed from one version to another, by their ids or the beginning of them.

    Raises:
        InputError: no such version, or they are of different markets.
    """
    a, b = version(project, first), version(project, second)
    diff(a, b)  # refuses versions of different markets
    spoken = [p.style for p in project.store.history(key_of(project, b))]
    if a.id in spoken and b.id in spoken:
        names = _numbers(project, key_of(project, b), (spoken.index(a.id) + 1, spoken.index(b.id) + 1))
    else:
        names = (a.id, b.id)
    return _changes(project, Versions(a, b, place(project, b.market), names))


def _numbers(project: Project, key: str, numbers: tuple[int, int]) -> tuple[str, str]:
    """`version 3 (2 May 2026)` and `version 4 (9 May 2026)`: by the days on which they began to speak."""
    days = [datetime.fromisoformat(p.at) for p in project.store.history(key)]
    first, second = (
        f"version {n} ({days[n - 1].day} {days[n - 1]:%b %Y})" if 0 < n <= len(days) else f"version {n}"
        for n in numbers
    )
    return first, second


def version(project: Project, said: str) -> StyleVector:
    """The style version with this id, or whose id begins like this.

    Raises:
        InputError: there is none, or there are several.
    """
    found = [s for s in project.store.styles.all() if said and s.id.removeprefix("style_").startswith(
        said.removeprefix("style_"))]  # fmt: skip
    if len(found) != 1:
        raise InputError(
            "no such style version" if not found else "several style versions begin like this",
            got=said,
            expected="an id of: styleloop style MARKET --history",
        )
    return found[0]


def _changes(project: Project, asked: Versions) -> Plot:
    before, after = asked.before, asked.after
    if before is None:
        return plots.changes_plot(asked, ())
    return plots.changes_plot(asked, diff(before, after), _movers(project, before, after))


def _movers(project: Project, before: StyleVector, after: StyleVector) -> dict[str, tuple[str, ...]]:
    """Measure -> the tests that moved it most, by name."""
    old, new = _weights(project, before), _weights(project, after)
    if old is None or new is None:
        return {}
    names = _campaign_names(project)
    was = {e.measure: e.mean for e in before.effects}
    moved = {e.measure: e.mean - was.get(e.measure, 0.0) for e in after.effects}
    found = {}
    for measure, pulls in movers(old, new, set(after.tests) - set(before.tests)).items():
        along = [(test, pull) for test, pull in pulls if pull * moved.get(measure, 0.0) > 0]
        least = PART * sum(abs(pull) for _, pull in along)
        named = [names.get(test, test) for test, pull in along if abs(pull) >= least]
        found[measure] = tuple(dict.fromkeys(named))[:NAMED]
    return found


def learning(project: Project, key: str) -> Plot:
    """How well the style of a market foresees tests it has not seen.

    Raises:
        InputError: no style was fitted yet.
    """
    now = current(project, key)
    weights = _weights(project, now)
    if weights is None:
        raise InputError("the numbers of this version are not here", got=now.id, cure="run: styleloop refine")
    return plots.learning_plot(foresight(weights), place(project, key))


def newness(project: Project, market: str) -> Plot:
    """How new each batch of a market was, next to its own past and to competitors.

    Raises:
        InputError: the market is unknown.
    """
    language = market.split("-")[0]
    rivals = [a.words.text(HEADLINE) for a in project.store.assets.all(role="competitor")
              if a.locale.split("-")[0] == language]  # fmt: skip
    lines = list(dict.fromkeys(" ".join(line.split()) for line in rivals if line.strip()))
    apart = None
    if len(lines) > 1:
        table = vector.table_of(lines)
        apart = 1 - float((table - np.eye(len(lines))).max(axis=1).mean())
    return plots.newness_plot(report(project, market), place(project, market), apart)


def lift(project: Project, test: str = "") -> Plot:
    """The versions of one test next to its original: `test`, or the newest that has answers.

    Raises:
        InputError: there is no such test with answers.
    """
    found, names = tests_with_answers(project), test_names(project)
    if not found:
        return plots.lift_plot(None)
    full = {made.id: f"{names[made.id]}, {place(project, made.market)}" for made, _ in found}
    asked = _bare(test)
    for made, rows in found:
        if not test or asked in (_bare(made.id), _bare(names[made.id]), _bare(full[made.id])):
            return plots.lift_plot(_tested(project, full[made.id], rows))
    some = "; ".join(list(full.values())[:5])
    raise InputError("no such test with answers", field="--test", got=test, expected=some)


def tests_with_answers(project: Project) -> list[tuple[Experiment, tuple[Lift, ...]]]:
    """Every test with answers and its lifts, the newest first: by its start, then by its last answer."""
    every = answered(project)
    last = {each.test.id: max((row.day for row in each.rows), default=each.test.starts) for each in every}
    found: dict[str, tuple[Lift, ...]] = {}
    for one in lifts(project):
        found[one.test] = (*found.get(one.test, ()), one)
    made = [each.test for each in every if each.test.id in found]
    return [(test, found[test.id]) for test in sorted(made, key=lambda t: (t.starts, last[t.id]), reverse=True)]


def _tested(project: Project, about: str, rows: tuple[Lift, ...]) -> Tested:
    against, said = [r for r in rows if r.arm != r.control], headlines(project)
    first = (against or rows)[0]
    rate = first.rate / (1 + first.lift) if first.lift > -1 else None
    versions = tuple(Version(said.get(r.arm, r.arm), r) for r in against)
    return Tested(about, said.get(first.control, first.control), rate, versions)


def headlines(project: Project) -> dict[str, str]:
    """Name of a post or an ad -> its headline."""
    said = {a.name: a.words.text(HEADLINE) for a in project.store.assets.all(role="own") if a.name}
    variants = {v.id: v for v in project.store.variants.all()}
    for post in project.store.publications.all():
        if post.variant in variants:
            said[post.name] = variants[post.variant].words.text(HEADLINE)
    return {name: headline for name, headline in said.items() if headline}


def test_names(project: Project) -> dict[str, str]:
    """Test -> what people call it: campaign and format, or its name in the library, by which a style knows it too."""
    labels = {p.name: p.label.lower() for p in project.placements}
    names = _campaign_names(project)
    return {
        each.test.id: names[each.test.id]
        if each.test.campaign.startswith(PAST)
        else f"{names[each.test.id]}, {labels.get(each.test.placement, each.test.placement)}"
        for each in answered(project)
    }


def _campaign_names(project: Project) -> dict[str, str]:
    """Test -> its campaign, as people would say it: `Trail boots, autumn, round 2`."""
    campaigns = {c.id: c for c in project.store.campaigns.all()}
    tests = [each.test for each in answered(project)]
    return {
        test.id: _campaign_name(asked) if (asked := campaigns.get(test.campaign)) else test.campaign.removeprefix(PAST)
        for test in tests
    }


def _campaign_name(asked: Campaign) -> str:
    """Names with dashes are made by us or by tables: the product first, then the rest, in words."""
    name = asked.name
    if " " not in name:
        rest = name.removeprefix(f"{asked.product}-")
        parts = (asked.product, rest) if rest != name else (name,)
        name = ", ".join(" ".join(_WORDS.findall(part)) for part in parts)
    return f"{name[:1].upper()}{name[1:]}" + (f", round {asked.round}" if asked.round > 1 else "")


def _bare(name: str) -> str:
    """A name without what people leave out or write otherwise: dashes, commas, capitals."""
    return " ".join(_WORDS.findall(name)).casefold()


def place(project: Project, key: str) -> str:
    """What people call a market: `Germany`, `all markets`; with its channel where it is one of several."""
    market, _, channel = key.partition("@")
    found = None if market == GLOBAL else project.kit.market(market)
    name = "all markets" if market == GLOBAL else found.name if found else market
    return f"{name}, {channel}" if channel else name


def _weights(project: Project, style: StyleVector) -> Weights | None:
    return Weights.unpack(project.store.blobs.get(style.weights)) if style.weights else None


def write_plots(found: Iterable[Plot], folder: Path) -> tuple[Path, ...]:
    """Each plot as `NAME.svg` and `NAME.png` in `folder`, which is made when it is not there."""
    return tuple(path for plot in found for kind in KINDS for path in write_plot(plot, folder / f"{plot.name}{kind}"))


def write_plot(plot: Plot, file: Path) -> tuple[Path, ...]:
    """One plot as the SVG or PNG that `file` names, or as both where it names neither.

    Raises:
        InputError: `file` ends otherwise.
    """
    if not file.suffix:
        return tuple(path for kind in KINDS for path in write_plot(plot, file.with_suffix(kind)))
    if file.suffix.lower() not in KINDS:
        raise InputError("pictures are SVG or PNG", field="--plot", got=file.name, expected="a name in .svg or .png")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(plot.svg.encode() if file.suffix.lower() == ".svg" else plot.png)
    return (file,)
