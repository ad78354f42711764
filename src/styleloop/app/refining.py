"""Stage 9 as the application runs it: style refined, promoted behind its gate, undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from styleloop import refine, style
from styleloop.app.ingesting import measure_library
from styleloop.app.project import Project, Tick, silent
from styleloop.app.styling import GLOBAL, fit_all
from styleloop.errors import InputError
from styleloop.types.record import content_id
from styleloop.types.style import StyleChange, StyleVector
from styleloop.vector import Weights


@dataclass(frozen=True)
class Refined:
    """What refine did about one market."""

    market: str
    promoted: bool
    before: str
    after: str
    words: str
    changes: tuple[StyleChange, ...]


def refine_all(project: Project, tick: Tick = silent) -> tuple[Refined, ...]:
    """Fit again on everything known, and promote what passes the gate; hold what does not. Nothing is overwritten."""
    measure_library(project, tick)
    found = []
    promoted: list[tuple[str, str, str, str]] = []
    top: refine.Verdict | None = None
    for item in fit_all(project, "refine", tick):
        now = project.store.current(item.market)
        new = item.fit.style
        if ("@" in item.market and now is None) or (now is not None and now.channel != new.channel):
            found.append(_told_apart(item.market, now, new))
            turn = len(project.store.history(item.market))
            promoted.append((item.market, new.id, found[-1].words, f"channel:{item.market}:{new.id}:{turn}"))
            continue
        if now is None:
            raise InputError("no style yet", field="market", got=item.market, cure="run: styleloop style")
        if new.id == now.id:
            found.append(Refined(item.market, False, now.id, now.id, "nothing is new", ()))
            continue
        verdict = refine.gate(
            item.fit, now, project.store.blobs.get(now.weights), _rules(project, now.market, now), top
        )
        top = top or verdict
        if verdict.promote:
            promoted.append(
                (
                    item.market,
                    new.id,
                    verdict.words,
                    f"refine:{item.market}:{now.id}:{new.id}:{len(project.store.history(item.market))}",
                )
            )
        changes = style.diff(now, new)
        found.append(Refined(item.market, verdict.promote, now.id, new.id, verdict.words, changes))
    project.store.promote(promoted)
    return tuple(found)


def _told_apart(market: str, now: StyleVector | None, new: StyleVector) -> Refined:
    """A channel's first version of its own: there is nothing yet that it could be held against."""
    words = f"Pieces run in several channels: {new.channel} has a style of its own now."
    return Refined(market, True, now.id if now else "", new.id, words, ())


def _rules(project: Project, market: str, now: StyleVector) -> refine.Rules:
    """What the gate must know besides the two versions: when each test ended, and what the checks said of the work."""
    days: dict[str, date] = {}
    for response in project.store.responses.all():
        if response.test and response.exposure != "observational":
            days[response.test] = max(response.day, days.get(response.test, response.day))
    return refine.Rules(days=days, findings=_findings(project, market, now))


def _findings(project: Project, market: str, now: StyleVector) -> refine.Rates | None:
    """Findings per drawn piece by the version that speaks, and by the one before it."""
    if market == GLOBAL or not now.parent:
        return None
    counts = []
    for style_id in (now.parent, now.id):
        drawn = {v.id for v in project.store.variants.all(market=market) if v.provenance.style == style_id}
        counts.append((sum(f.subject in drawn for f in project.store.findings.all()), len(drawn)))
    (before, before_pieces), (after, after_pieces) = counts
    return refine.Rates(before, before_pieces, after, after_pieces)


def due(project: Project) -> str:
    """A name of the evidence that came since the last fit, where it is enough to refine by; else an empty string.

    Enough is what the gate asks for: exposures in randomised tests that no version, promoted or held, has read yet.
    """
    versions = [s for s in project.store.styles.all() if s.market == GLOBAL and not s.above]
    if not project.settings.style.auto_refine or not versions:
        return ""
    rows = [r for r in project.store.responses.all() if r.test and r.exposure != "observational"]
    last = Weights.unpack(project.store.blobs.get(versions[-1].weights))
    known = {r.test for r in rows}  # an imported version may have read tests of another project
    read = sum(float(trial.shown.sum()) for trial in last.trials if trial.test in known)
    if sum(r.shown for r in rows) - read < refine.Rules().fewest_shown:
        return ""
    return content_id("evidence", {"responses": sorted(r.id for r in rows)}).removeprefix("evidence_")


def undo(project: Project, market: str = GLOBAL) -> StyleVector:
    """Let the version before the current one speak again.

    Raises:
        InputError: there is no earlier version.
    """
    spoke = _spoke(project, market)
    if len(spoke) < 2:
        raise InputError("nothing to undo: this is the first version", field="market", got=market)
    before, now = spoke[-2:]
    steps = len(project.store.history(market))
    project.store.promote([(market, before, f"undo of {now}", f"undo:{market}:{now}:{steps}")])
    return project.store.styles.get(before)


def _spoke(project: Project, market: str) -> list[str]:
    """The versions that led to the one that speaks, itself last: what was undone is left out.

    By the history and not by `parent`: an imported version's parent may have spoken in another project only.
    """
    found: list[str] = []
    for past in project.store.history(market):
        if past.style in found:
            del found[found.index(past.style) :]
        found.append(past.style)
    return found
