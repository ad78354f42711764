"""Stage 2 as the application runs it: everything measured and answered -> a style version per market."""

from __future__ import annotations

from dataclasses import dataclass

from styleloop import style
from styleloop.app.measuring import versions
from styleloop.app.project import Project, Tick, silent
from styleloop.errors import InputError
from styleloop.style import Evidence, Fit
from styleloop.types.asset import Asset
from styleloop.types.style import Pattern, StyleVector

GLOBAL = "global"
PUBLISHED = "published"
"""`source.file` of assets that Styleloop itself published: they teach effects, but no new frames."""


@dataclass(frozen=True)
class Fitted:
    """One market's new version, not yet promoted."""

    market: str
    fit: Fit


def fit_all(project: Project, note: str, tick: Tick = silent) -> tuple[Fitted, ...]:
    """Fit the global style and one per market. Keeps the versions and their weights; promotes nothing.

    A brand with products and no work of its own gets versions that know nothing: its drafts come from house frames.

    Raises:
        InputError: the library holds neither work of the brand's own nor a product.
    """
    own = project.store.assets.all(role="own")
    if not own and not project.store.products.count():
        raise InputError(
            "the library holds no work of your own yet, and no product",
            where=str(project.root / "library"),
            expected="products, and past ads if there are any: a CSV (headline, locale, ...) or a folder of pictures",
            cure="drop files into products/ and library/ and run: styleloop ingest",
        )
    tick("style", 0, len(project.markets) + 1, "global")
    top = _fit(project, GLOBAL, own, None, note)
    found = [Fitted(GLOBAL, top)]
    for done, market in enumerate(project.markets, start=1):
        tick("style", done, len(project.markets) + 1, market)
        here = tuple(a for a in own if a.locale == market)
        found.append(Fitted(market, _fit(project, market, here, top, note)))
    tick("style", len(project.markets) + 1, len(project.markets) + 1)
    return tuple(found)


def _fit(project: Project, market: str, assets: tuple[Asset, ...], above: Fit | None, note: str) -> Fit:
    parent = project.store.current(market)
    measured = project.store.measurements(versions(project))
    ids = {a.id for a in assets}
    made = style.fit(
        Evidence(
            brand=project.kit.name,
            channel="social",
            market=market,
            assets=assets,
            measurements={i: numbers for i, numbers in measured.items() if i in ids},
            responses=tuple(r for r in project.store.responses.all() if r.subject in ids),
            patterns=mine(project, market, assets),
            specs=tuple(spec for e in project.extractors for spec in e.specs),
            parent=parent,
            above=above,
            drafted=_drafted(project, assets),
            half_life=project.settings.style.half_life_days,
            made=project.clock(),
            note=note,
        )
    )
    project.store.blobs.put(made.weights)
    project.store.styles.add([made.style])
    return made


def _drafted(project: Project, assets: tuple[Asset, ...]) -> dict[str, str]:
    """Which frame each published piece was drafted from, so that its results teach the frame too."""
    lines = {v.rendering.file: v.line for v in project.store.variants.all()}
    found = {}
    for asset in assets:
        draft = project.store.drafts.find(lines.get(asset.picture, "")) if asset.source.file == PUBLISHED else None
        if draft is not None and draft.pattern:
            found[asset.id] = draft.pattern
    return found


def mine(project: Project, market: str, assets: tuple[Asset, ...]) -> tuple[Pattern, ...]:
    """The brand's frames in one market, from what people wrote: what Styleloop published teaches no new ones."""
    if market == GLOBAL:
        return ()
    own = tuple(a for a in assets if a.source.file != PUBLISHED)
    return style.mine(own, project.store.products.all(), market)


def frames(project: Project, version: StyleVector) -> tuple[Pattern, ...]:
    """The frames of a style version, those seen once approved where a person has said so since."""
    yes = project.store.approved_frames()
    return tuple(p.model_copy(update={"approved": True}) if p.id in yes else p for p in version.patterns)


def speaks(project: Project, market: str) -> bool:
    """Whether a market has a version that was made from work of the brand's own."""
    now = project.store.current(market)
    return now is not None and bool(now.norms)


def promote_first(project: Project, fitted: tuple[Fitted, ...]) -> list[StyleVector]:
    """Promote a market's first version by itself; later ones wait for refine and its gate.

    One that knows nothing speaks only until there is work to learn from.
    """
    first = [item for item in fitted if not speaks(project, item.market)]
    project.store.promote(_first(item) for item in first)
    return [item.fit.style for item in first]


def _first(item: Fitted) -> tuple[str, str, str, str]:
    known = bool(item.fit.style.norms)
    why, key = ("first version", "first") if known else ("no work of your own yet", "blank")
    return item.market, item.fit.style.id, why, f"{key}:{item.market}"


def current(project: Project, market: str) -> StyleVector:
    """The style version that speaks for a market.

    Raises:
        InputError: none was fitted yet.
    """
    found = project.store.current(market)
    if found is None:
        raise InputError("no style yet", field="market", got=market, cure="run: styleloop style")
    return found
