"""Stage 9 as the application runs it: style refined, promoted behind its gate, undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from styleloop import refine, style
from styleloop.adapters.stores.store import Promotion, Role, Turn
from styleloop.app.anchoring import anchors
from styleloop.app.challenging import turns
from styleloop.app.duelling import settle
from styleloop.app.ingesting import measure_library
from styleloop.app.project import Project, Tick, silent
from styleloop.app.prospects import chosen
from styleloop.app.styling import GLOBAL, Fitted, channels, current, fit_all
from styleloop.errors import InputError
from styleloop.types.record import content_id
from styleloop.types.style import StyleChange, StyleVector
from styleloop.types.verdict import Criterion
from styleloop.vector import Weights


@dataclass(frozen=True)
class Refined:
    """What refine did about one market.

    Attributes:
        market: the market, or `market@channel`.
        role: what the version `after` does now: speaks, challenges, stands down, or is held.
        before: the version that spoke until then.
        after: the candidate, or the challenger that was decided about.
        words: why.
        changes: how the two differ.
        criteria: what the gate judged it by; empty where nothing was judged.
    """

    market: str
    role: Role
    before: str
    after: str
    words: str
    changes: tuple[StyleChange, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    @property
    def promoted(self) -> bool:
        """Whether it speaks from now on."""
        return self.role == "speaks"


def refine_all(project: Project, tick: Tick = silent, share: float | None = None) -> tuple[Refined, ...]:
    """Fit again on everything known, and promote what passes the gate; hold what does not. Nothing is overwritten.

    Challengers whose tests have settled it are ended first (`style.challenger_decides`).

    Args:
        project: whose styles.
        tick: told how far it is.
        share: of a campaign's lines for a market's version that passes the gate: it is then put up as a challenger and
            does not speak yet. 0: it speaks at once. None: `style.challenger_share`.
    """
    share = project.settings.style.challenger_share if share is None else share
    measure_library(project, tick)
    found = _settled(project)
    kept: list[tuple[Turn, str]] = []
    top: refine.Verdict | None = None
    for item in fit_all(project, "refine", tick):
        done, verdict = _judged(project, item, top, share)
        top = top or verdict
        found.append(done)
        if verdict or done.promoted:
            kept.append(_turn(project, done, share))
    project.store.record(kept)
    return tuple(found)


def _settled(project: Project) -> list[Refined]:
    if not project.settings.style.challenger_decides:
        return []
    return [
        Refined(
            one.market,
            "speaks" if told.verdict == "better" else "stands down",
            one.champion.id,
            one.challenger.id,
            told.words,
            style.diff(one.champion, one.challenger),
        )
        for one, told in settle(project)
    ]


def _judged(
    project: Project, item: Fitted, top: refine.Verdict | None, share: float
) -> tuple[Refined, refine.Verdict | None]:
    """What becomes of one market's candidate, and what the gate said of it."""
    now, new, market = project.store.current(item.market), item.fit.style, item.market
    if ("@" in market and now is None) or (now is not None and now.channel != new.channel):
        return _told_apart(market, now, new), None
    if now is None:
        raise InputError("no style yet", field="market", got=market, cure="run: styleloop style")
    if new.id == now.id:
        return Refined(market, "held", now.id, now.id, "nothing is new"), None
    beside = project.store.challenger(market)
    if beside and beside.style == new.id:
        return Refined(market, "held", now.id, new.id, "nothing is new: it is being tried as a challenger"), None
    verdict = refine.gate(item.fit, now, project.store.blobs.get(now.weights), _rules(project, now, new), top)
    role: Role = "speaks" if verdict.promote else "held"
    words = verdict.words
    if verdict.promote and beside:
        role, words = "held", f"{words} But {beside.style} is still being tried: styleloop style {market} --challenger"
    elif verdict.promote and share and market in project.markets:
        role = "challenges"
    return Refined(market, role, now.id, new.id, words, style.diff(now, new), verdict.criteria), verdict


def _turn(project: Project, done: Refined, share: float) -> tuple[Turn, str]:
    """What goes into the history, and the key under which it goes there once."""
    turn = Turn(
        market=done.market,
        style=done.after,
        why=done.words,
        role=done.role,
        share=share if done.role == "challenges" else 0.0,
        criteria=done.criteria,
    )
    return turn, f"refine:{done.market}:{done.before}:{done.after}:{done.role}:{turns(project, done.market)}"


def _told_apart(market: str, now: StyleVector | None, new: StyleVector) -> Refined:
    """A channel's first version of its own: there is nothing yet that it could be held against."""
    words = f"Pieces run in several channels: {new.channel} has a style of its own now."
    return Refined(market, "speaks", now.id if now else "", new.id, words)


def _rules(project: Project, now: StyleVector, new: StyleVector) -> refine.Rules:
    """What the gate must know besides the two versions: when each test ended, what the checks said of the work, what
    people have settled, and what either version would choose."""
    days: dict[str, date] = {}
    for response in project.store.responses.all():
        if response.test and response.exposure != "observational":
            days[response.test] = max(response.day, days.get(response.test, response.day))
    return refine.Rules(
        days=days,
        findings=_findings(project, now.market, now),
        anchors=anchors(project, now.market),
        chosen=None if now.market == GLOBAL else chosen(project, now.market, now, new),
    )


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


@dataclass(frozen=True)
class Undone:
    """What an undo took back: which version speaks now, and the same in words."""

    market: str
    style: str
    words: str


def undo(project: Project, market: str = GLOBAL) -> Undone:
    """Take back the last change: the version before speaks again, or a challenger that was put up is taken down.

    A challenger that was taken down by its tests or by a person is put up again.

    Raises:
        InputError: there is no earlier version.
    """
    happened = [turn for turn in project.store.chronicle(market) if turn.role != "held"]
    steps, last = len(happened), happened[-1] if happened else None
    if last and _beside(last):
        return _undone_beside(project, last, steps)
    spoke = _spoke(project, market)
    if len(spoke) < 2:
        others = [key for key in _keys(project) if key != market and _undoable(project, key)]
        raise InputError(
            "nothing to undo: this is the first version",
            field="market",
            got=market,
            expected=f"{' or '.join(others)}, where something changed" if others else "",
            cure=f"run: {' or '.join(f'styleloop undo {key}' for key in others)}" if others else "",
        )
    before, now = spoke[-2:]
    turn = Turn(market=market, style=before, why=f"undo of {now}", undo=True)
    project.store.record([(turn, f"undo:{market}:{now}:{steps}")])
    return Undone(market, before, f"{market} speaks by {before} again")


def _keys(project: Project) -> tuple[str, ...]:
    """Every name under which a version may speak."""
    places = (GLOBAL, *(m.locale for m in project.kit.markets))
    own = project.store.assets.all(role="own")
    return (*places, *(f"{place}@{channel}" for place in places for channel in channels(project, own)))


def _undoable(project: Project, market: str) -> bool:
    """Whether `undo` would take something back there."""
    happened = [turn for turn in project.store.chronicle(market) if turn.role != "held"]
    return bool(happened and _beside(happened[-1])) or len(_spoke(project, market)) > 1


def _beside(last: Promotion) -> bool:
    """Whether the last thing that happened was to a challenger, and was not an undo itself."""
    return last.role == "challenges" or (last.role == "stands down" and not last.undo)


def _undone_beside(project: Project, last: Promotion, steps: int) -> Undone:
    """A challenger goes, or comes back; who speaks stays."""
    goes = last.role == "challenges"
    shares = [t.share for t in project.store.chronicle(last.market) if t.style == last.style and t.share]
    turn = Turn(
        market=last.market,
        style=last.style,
        why=f"undo of {'putting up' if goes else 'taking down'} {last.style}",
        role="stands down" if goes else "challenges",
        share=0.0 if goes else shares[-1],
        undo=True,
    )
    project.store.record([(turn, f"undo:{last.market}:{last.style}:{steps}")])
    now = current(project, last.market)
    words = "is no longer tried" if goes else "is tried again"
    return Undone(last.market, now.id, f"{last.style} {words}; {last.market} speaks by {now.id}")


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
