"""What the Library shows: what the brand has made, found by filters that are addresses; and one piece by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from styleloop.adapters.stores import holdings
from styleloop.adapters.stores.holdings import Asked, Count
from styleloop.app.learning import lifts
from styleloop.app.measuring import versions
from styleloop.app.project import Project
from styleloop.app.styling import GLOBAL
from styleloop.results.advice import says_something
from styleloop.style.compared import COMPARED
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import HEADLINE
from styleloop.types.experiment import Lift
from styleloop.types.style import Norm, StyleVector
from styleloop.web.desk.views.results import WIDEST, Span, lift_words, span
from styleloop.web.desk.views.wanted import Choice
from styleloop.web.desk.words import SLOTS, amount, plainly

OWN, ALL = "own", "all"
ROLES = {OWN: "Your own", "inspiration": "Inspiration", "competitor": "Competitors"}
MOST = 60
"""Pieces on one page."""
MOST_CHOICES = 12
SHOWN = 8
"""Measures of one piece that are told, and best examples."""
APART = 1.5
"""Robust spreads from what is usual, from which a measure stands out."""
SPREAD = 1.349
"""Interquartile ranges of a normal spread."""
TINY = 1e-9
"""Least share of an original's clicks that another is divided by."""
RATED = 100
"""Times shown from which a click rate is told."""


@dataclass(frozen=True)
class Wanted:
    """Which pieces an address asks for."""

    role: str = ""
    """Empty: the brand's own; `all`: whoever's."""
    language: str = ""
    product: str = ""
    words: str = ""
    results: bool = False

    @property
    def whose(self) -> str:
        """The role asked for; empty for all."""
        return "" if self.role == ALL else self.role or OWN

    @property
    def asked(self) -> Asked:
        """The same for the store."""
        return Asked(self.whose, self.language, self.product, " ".join(self.words.split())[:200], self.results)

    def address(self, **changed: Any) -> str:
        """The address with something else asked for."""
        given = {name: value for name, value in {**vars(self), **changed}.items() if value}
        given = {name: "true" if value is True else value for name, value in given.items()}
        return f"/library?{urlencode(given)}" if given else "/library"


@dataclass(frozen=True)
class Work:
    """One piece on the sheet."""

    id: str
    picture: str
    headline: str
    language: str
    about: str


@dataclass(frozen=True)
class Proved:
    """One of the best examples, and what its own test says of it, as Results does."""

    work: Work
    verdict: str
    words: str
    """Empty where the interval is too wide to say anything."""
    span: Span | None


@dataclass(frozen=True)
class LibraryPage:
    """All that the screen shows."""

    works: tuple[Work, ...]
    total: int
    """Pieces in the library."""
    choices: tuple[tuple[str, tuple[Choice, ...]], ...]
    further: str
    """Address of the next page, or empty."""
    best: tuple[Proved, ...]
    wanted: Wanted
    first: bool
    """Whether it is the first page."""
    products: tuple[str, ...]


@dataclass
class Counted:
    """The library's counts and what tests say, kept until something is added: nothing is ever taken away."""

    _pieces: int = -1
    _counts: tuple[Count, ...] = ()
    _answers: tuple[int, int] = (-1, -1)
    _lifts: Mapping[str, Lift] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, project: Project) -> tuple[Count, ...]:
        """How many there are of each kind, as of now."""
        with self._lock:
            pieces = project.store.assets.count()
            if pieces != self._pieces:
                self._pieces, self._counts = pieces, holdings.counted(project.store.engine)
            return self._counts

    def lifts(self, project: Project) -> Mapping[str, Lift]:
        """Name of an ad -> what its newest test says of it, as of now."""
        with self._lock:
            answers = (project.store.responses.count(), project.store.assets.count())
            if answers != self._answers:
                self._answers, self._lifts = answers, _by_ad(lifts(project))
            return self._lifts


def _by_ad(found: Sequence[Lift]) -> Mapping[str, Lift]:
    """A version is held against its original; the original against the version that comes nearest to it or beats it."""
    said = {one.arm: one for one in found if one.arm != one.control}
    best: dict[str, Lift] = {}
    for one in found:
        if one.arm != one.control and (one.control not in best or one.high > best[one.control].high):
            best[one.control] = one
    return {**{name: _turned(one) for name, one in best.items()}, **said}


def _turned(one: Lift) -> Lift:
    """The original against a version: the same interval, seen from the other side."""
    low, middle, high = (1 / max(1 + x, TINY) - 1 for x in (one.high, one.lift, one.low))
    verdict = {"better": "worse", "worse": "better"}.get(one.verdict, one.verdict)
    return one.model_copy(update={"low": low, "lift": middle, "high": high, "verdict": verdict})


def library_page(project: Project, wanted: Wanted, before: int, known: Counted) -> LibraryPage:
    """One page of the library."""
    found, more = holdings.page(project.store.engine, wanted.asked, before, MOST)
    counts = known.of(project)
    products = sorted({c.product for c in counts if c.product})
    return LibraryPage(
        works=tuple(_work(asset) for _, asset in found),
        total=sum(c.pieces for c in counts),
        choices=_choices(wanted, counts),
        further=wanted.address(before=found[-1][0]) if more else "",
        best=_best(project, wanted, known) if not before and not wanted.words else (),
        wanted=wanted,
        first=not before,
        products=tuple(products),
    )


def _work(asset: Asset) -> Work:
    said = [asset.product, asset.locale, *([ROLES[asset.role].lower()] if asset.role != "own" else [])]
    headline = asset.words.text(HEADLINE) or next((slot.text for slot in asset.words.slots), "") or asset.name
    return Work(asset.id, asset.picture, headline, asset.locale, ", ".join(word for word in said if word))


def _choices(wanted: Wanted, counts: Sequence[Count]) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Filters with how many pieces each leads to, the other filters as they are."""
    found: list[tuple[str, tuple[Choice, ...]]] = []
    roles, tongues = Counter[str](), Counter[str]()
    for count in counts:
        if _holds(replace(wanted, role=ALL), count):
            roles[count.role] += count.pieces
        if _holds(replace(wanted, language=""), count):
            tongues[count.locale] += count.pieces
    if len(roles) > 1 or wanted.role:
        rows = [("", ROLES[OWN], roles[OWN]), *((r, ROLES[r], roles[r]) for r in ROLES if r != OWN and roles[r])]
        rows.append((ALL, "All", roles.total()))
        found.append(("Whose", tuple(Choice(w, wanted.address(role=v), n, wanted.role == v) for v, w, n in rows)))
    if len(tongues) > 1 or wanted.language:
        rows = [("", "Every language", tongues.total()), *((t, t, n) for t, n in tongues.most_common(MOST_CHOICES))]
        shown = (Choice(word, wanted.address(language=v), n, wanted.language == v) for v, word, n in rows)
        found.append(("Language", tuple(shown)))
    return tuple(found)


def _holds(wanted: Wanted, count: Count) -> bool:
    return (
        wanted.whose in ("", count.role)
        and wanted.language in ("", count.locale)
        and wanted.product in ("", count.product)
    )


def _best(project: Project, wanted: Wanted, known: Counted) -> tuple[Proved, ...]:
    """Best examples of the house style that speaks for the language asked for, or for all."""
    style = (project.store.current(wanted.language) if wanted.language else None) or project.store.current(GLOBAL)
    if style is None or wanted.role not in ("", OWN):
        return ()
    winners = [e for e in style.exemplars if e.verdict == "winner"]
    found = [(e, asset) for e in winners if (asset := project.store.assets.find(e.asset)) and _fits(wanted, asset)]
    told = known.lifts(project) if found else {}
    chosen = [(asset, told.get(asset.name)) for _, asset in found[:SHOWN]]
    reach = min(WIDEST, max((abs(x) for _, one in chosen if one for x in (one.low, one.high)), default=WIDEST))
    return tuple(_proved(_work(asset), one, reach) for asset, one in chosen)


def _proved(work: Work, one: Lift | None, reach: float) -> Proved:
    if one is None:
        return Proved(work, "not known yet", "", None)
    drawn = span(one.low, one.lift, one.high, reach) if says_something(one) else None
    return Proved(work, one.verdict, lift_words(one), drawn)


def _fits(wanted: Wanted, asset: Asset) -> bool:
    return wanted.language in ("", asset.locale) and wanted.product in ("", asset.product)


@dataclass(frozen=True)
class Apart:
    """One measure in which a piece differs from the house."""

    name: str
    value: str
    usual: str
    low: float
    high: float
    """Ends of the house's middle half, on a scale from 0 to 100."""
    at: float
    """The piece, on the same scale."""


@dataclass(frozen=True)
class Answers:
    """What people did with a piece."""

    shown: int
    clicked: int
    rate: str
    """Empty where it was shown too rarely."""
    tests: tuple[str, ...]
    simulated: bool


@dataclass(frozen=True)
class AssetPage:
    """One piece by itself."""

    asset: Asset
    headline: str
    role: str
    slots: tuple[tuple[str, str], ...]
    apart: tuple[Apart, ...]
    near: int
    """Measures that are as usual."""
    house: bool
    """Whether there is a house style to compare with."""
    answers: Answers | None
    proved: str
    rights: tuple[tuple[str, str], ...]
    problem: str
    """Why its picture may not be shown now; empty when it may."""


def asset_page(project: Project, name: str, known: Counted) -> AssetPage | None:
    """One piece, or None where there is none of that name."""
    asset = project.store.assets.find(name)
    if asset is None:
        return None
    style = project.store.current(asset.locale) or project.store.current(GLOBAL)
    apart, near = _apart(project, asset, style)
    headline = _work(asset).headline
    exemplar = next((e for e in style.exemplars if e.asset == asset.id), None) if style else None
    return AssetPage(
        asset=asset,
        headline=headline,
        role=ROLES[asset.role],
        slots=tuple(
            (SLOTS.get(slot.slot, slot.slot), slot.text) for slot in asset.words.slots if slot.text != headline
        ),
        apart=apart,
        near=near,
        house=style is not None,
        answers=_answers(project.store.responses.all(subject=asset.id)),
        proved=_proved_words(known.lifts(project).get(asset.name)) if exemplar else "",
        rights=_rights(asset),
        problem=asset.rights.against(asset.locale, project.today) if asset.rights else "",
    )


def _proved_words(one: Lift | None) -> str:
    figures = lift_words(one) if one else ""
    verdict = one.verdict if one else "not known yet"
    return f"{verdict[0].upper()}{verdict[1:]}{f': {figures} clicks' if figures else ''}"


def _apart(project: Project, asset: Asset, style: StyleVector | None) -> tuple[tuple[Apart, ...], int]:
    """(measures in which it stands out, the farthest first; how many do not)."""
    if style is None:
        return (), 0
    numbers = holdings.measured(project.store.engine, asset.id, versions(project))
    pairs = [(norm, one.value) for one in numbers if (norm := style.norm(one.name)) and norm.iqr > 0]
    far = sorted(pairs, key=lambda pair: (-abs(_away(*pair)), pair[0].measure))
    out = [pair for pair in far if abs(_away(*pair)) >= APART]
    return tuple(_one_apart(norm, value) for norm, value in out[:SHOWN]), len(pairs) - len(out)


def _away(norm: Norm, value: float) -> float:
    return (value - norm.median) / (norm.iqr / SPREAD)


def _one_apart(norm: Norm, value: float) -> Apart:
    quantiles = norm.quantiles if len(norm.quantiles) == 7 else (norm.median,) * 7
    least, most = min(quantiles[0], value), max(quantiles[6], value)
    size = (most - least) or 1.0
    low, high, at = (100 * (x - least) / size for x in (quantiles[2], quantiles[4], value))
    said = COMPARED.get(norm.measure)
    name = said[value > norm.median] if said else plainly(norm.measure)
    usual = amount(norm.median, norm.unit)
    return Apart(name, amount(value, norm.unit), usual, low, max(high, low + 1), at)


def _answers(told: Sequence[Response]) -> Answers | None:
    if not told:
        return None
    shown, clicked = sum(r.shown for r in told), sum(r.clicked for r in told)
    rate = f"{100 * clicked / shown:.2f} %" if shown >= RATED else ""
    tests = tuple(sorted({r.test for r in told if r.test}))
    return Answers(shown, clicked, rate, tests, any(r.simulated for r in told))


def _rights(asset: Asset) -> tuple[tuple[str, str], ...]:
    rights = asset.rights
    if rights is None:
        return ()
    found = (
        ("Owner", rights.owner), ("Markets", ", ".join(rights.markets) or "all"),
        ("From", str(rights.starts or "")), ("Until", str(rights.ends or "no end")),
        ("People", ", ".join(rights.people)), ("Licence", rights.licence), ("Forbids", ", ".join(rights.forbids)),
    )  # fmt: skip
    return tuple((word, said) for word, said in found if said)
