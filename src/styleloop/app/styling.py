"""Stage 2 as the application runs it: everything measured and answered -> a style version per market."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from styleloop import style
from styleloop.app import embedding
from styleloop.app.measuring import versions
from styleloop.app.project import Project, Tick, silent
from styleloop.errors import InputError, PolicyError
from styleloop.review.decide import ARCHITECT
from styleloop.style import Evidence, Fit
from styleloop.types.asset import Asset
from styleloop.types.style import Pattern, StyleVector

GLOBAL = "global"
CHANNEL = "social"
"""What the only channel is called in a version, whatever its pieces say."""
PUBLISHED = "published"
"""`source.file` of assets that Styleloop itself published: they teach effects, but no new frames."""


@dataclass(frozen=True)
class Fitted:
    """One market's new version, not yet promoted; `market@channel` for the channels beside the main one."""

    market: str
    fit: Fit


def fit_all(project: Project, note: str, tick: Tick = silent) -> tuple[Fitted, ...]:
    """Fit the global style and one per market. Keeps the versions and their weights; promotes nothing.

    Where pieces of one's own run in two channels or more, each channel has a style between: `global@email`. A market's
    plain name then stands for the main channel, `en-GB@email` for another in which it has pieces.

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
    levels = _levels(project, own)
    steps = 1 + len(project.markets) * max(len(levels), 1)
    tick("style", 0, steps, GLOBAL)
    top = _fit(project, GLOBAL, CHANNEL, own, None, note)
    found = [Fitted(GLOBAL, top)]
    for channel, key, pieces in levels:
        above = top
        if len(levels) > 1:
            above = _fit(project, f"{GLOBAL}@{channel}", channel, pieces, top, note)
            found.append(Fitted(f"{GLOBAL}@{channel}", above))
        for market in project.markets:
            tick("style", len(found), max(steps, len(found)), f"{market}{key}")
            here = tuple(a for a in pieces if a.locale == market)
            if here or not key:
                found.append(Fitted(f"{market}{key}", _fit(project, f"{market}{key}", channel, here, above, note)))
    tick("style", steps, steps)
    return tuple(found)


def _levels(project: Project, own: tuple[Asset, ...]) -> list[tuple[str, str, tuple[Asset, ...]]]:
    """(channel, what is put behind a market's name, its pieces), the main channel first; one level for one channel."""
    every = channels(project, own)
    if len(every) < 2:
        return [(CHANNEL, "", own)]
    return [(c, f"@{c}" if place else "", tuple(a for a in own if a.channel == c)) for place, c in enumerate(every)]


def channels(project: Project, own: tuple[Asset, ...]) -> tuple[str, ...]:
    """Where the brand's own pieces run, the main channel first: the one with most pieces when they were first told
    apart, and from then on that one, so that a market's versions can be compared."""
    counts = Counter(a.channel for a in own)
    told = any(project.store.current(f"{GLOBAL}@{c}") for c in counts)
    spoken = {now.channel for m in project.markets if (now := project.store.current(m))} if told else set()
    return tuple(sorted(counts, key=lambda c: (c not in spoken, -counts[c], c)))


def key_in(project: Project, market: str, channel: str) -> str:
    """Under which name a market's version in a channel speaks; the market itself for the main or only one.

    Raises:
        InputError: there is no version for that channel.
    """
    key = f"{market}@{channel}"
    if not channel or project.store.current(key):
        return key if channel else market
    every = channels(project, project.store.assets.all(role="own"))
    now = project.store.current(market)
    if every == (channel,) or (now is not None and market != GLOBAL and now.channel == channel):
        return market
    raise InputError(
        "no style of this market in this channel",
        field="--channel",
        got=channel,
        expected=" or ".join(every) or "a channel with pieces of your own",
        cure="a channel gets styles of its own once pieces run in two of them: styleloop refine",
    )


def key_of(project: Project, version: StyleVector) -> str:
    """Under which name a version would speak here."""
    if not version.above:
        return version.market
    now = project.store.current(version.market) if version.market != GLOBAL else None
    if version.market != GLOBAL and (now is None or now.channel == version.channel):
        return version.market
    return f"{version.market}@{version.channel}"


def _fit(project: Project, key: str, channel: str, assets: tuple[Asset, ...], above: Fit | None, note: str) -> Fit:
    market = key.partition("@")[0]
    parent = project.store.current(key)
    if parent is not None and parent.channel != channel:
        parent = None  # its channels were not told apart: nothing in it can be compared
    measured = project.store.measurements(versions(project))
    ids = {a.id for a in assets}
    responses = tuple(r for r in project.store.responses.all() if r.subject in ids)
    # Only tests can say whether the way lines are said helps, and only the top style decides whether it is read.
    reads = bool(above.style.embedder) if above else any(r.test and r.exposure != "observational" for r in responses)
    made = style.fit(
        Evidence(
            brand=project.kit.name,
            channel=channel,
            market=market,
            assets=assets,
            measurements={i: numbers for i, numbers in measured.items() if i in ids},
            responses=responses,
            patterns=mine(project, market, assets),
            specs=tuple(spec for e in project.extractors for spec in e.specs),
            parent=parent,
            above=above,
            drafted=_drafted(project, assets),
            half_life=project.settings.style.half_life_days,
            embeddings=embedding.of_pieces(project, assets) if reads else {},
            embedder=embedding.version(project) if reads else "",
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


def outdated(project: Project) -> tuple[str, ...]:
    """Markets whose version was made from other frames than the library and the products give today: ads came in since,
    or a product was named otherwise. `styleloop refine` takes that in; nothing else does."""
    own = project.store.assets.all(role="own")
    found: dict[str, None] = {}
    for _, key, pieces in _levels(project, own):
        for market in project.markets:
            now = project.store.current(f"{market}{key}")
            here = tuple(a for a in pieces if a.locale == market)
            if now is not None and {p.id for p in mine(project, market, here)} != {p.id for p in now.patterns}:
                found[market] = None
    return tuple(found)


def frames(project: Project, version: StyleVector) -> tuple[Pattern, ...]:
    """The frames of a style version, those seen once approved where a person has said so since."""
    yes = project.store.approved_frames()
    return tuple(p.model_copy(update={"approved": True}) if p.id in yes else p for p in version.patterns)


def approve_frame(project: Project, version: StyleVector, frame: str, who: str, role: str) -> None:
    """A person says yes to a frame that was seen only once.

    Raises:
        InputError: the version has no such frame, or nobody signs.
        PolicyError: this role may not.
    """
    if not who.strip():
        raise InputError("a decision is signed", field="--who", expected="your pseudonymous id")
    if role.strip() != ARCHITECT:
        cure = f"add --role {ARCHITECT}, or set STYLELOOP_ROLE once"
        raise PolicyError(f"the role {role!r} may not approve a frame; this may: {ARCHITECT}; what to do: {cure}")
    if frame not in {p.id for p in version.patterns}:
        raise InputError("no such frame", got=frame, expected="an id of: styleloop style MARKET --frames")
    project.store.approve_frame(frame, who.strip())


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
