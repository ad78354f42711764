"""What a style version is made from, and what comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from styleloop.types.asset import Asset, Response
from styleloop.types.measurement import Measurement, MeasureSpec
from styleloop.types.record import Refusal
from styleloop.types.style import Pattern, StyleVector
from styleloop.vector.manner import Embeddings

GLOBAL = "global"
"""The market of the style that all markets share."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything known about one brand in one market (or all of them, for the `global` style).

    Attributes:
        brand: its name.
        market: locale, or `global`.
        assets: finished pieces; only the brand's own count, and in a market only those in its language.
        measurements: asset id -> its numbers, all by one version of each extractor.
        responses: how people responded; only rows assigned by chance are read.
        patterns: mined frames, to which tested effects are added.
        specs: what the measures are, for the ranges of their formulas.
        channel: where the pieces run; below the top it counts once tests ran in two channels or more.
        parent: the version this one would replace.
        above: the fit one level up, whose scale is kept and whose belief is the prior; None for the top.
        drafted: asset id -> id of the pattern it was drafted from, for pieces that came back with results.
        half_life: days after which a test counts half as much, by the age of the newest; 0 forgets nothing.
        embeddings: asset id -> its headline as a point, float32 (D,); absent where the embedder lacks the language.
        embedder: `name@version` of who made them.
        settings: (name, value) pairs that went into the evidence.
        made: when.
        note: why this version exists.
    """

    brand: str
    market: str
    assets: Sequence[Asset]
    measurements: Mapping[str, Sequence[Measurement]]
    responses: Sequence[Response] = ()
    patterns: Sequence[Pattern] = ()
    specs: Sequence[MeasureSpec] = ()
    channel: str = "social"
    parent: StyleVector | None = None
    above: Fit | None = None
    drafted: Mapping[str, str] = field(default_factory=dict)
    half_life: float = 0.0
    embeddings: Embeddings = field(default_factory=dict)
    embedder: str = ""
    settings: Sequence[tuple[str, str]] = ()
    made: datetime | None = None
    note: str = ""

    def own(self) -> tuple[Asset, ...]:
        """The brand's own pieces of this market, sorted by id."""
        here = (a for a in self.assets if a.role == "own" and self.market in (GLOBAL, a.locale))
        return tuple(sorted(here, key=lambda asset: asset.id))


@dataclass(frozen=True, eq=False)
class Fit:
    """One style version, its weights blob, the tests that were not allowed to teach, and their answers."""

    style: StyleVector
    weights: bytes
    refused: tuple[Refusal, ...] = ()
    waiting: tuple[Response, ...] = ()


def fingerprint(assets: Sequence[Asset], responses: Sequence[Response]) -> str:
    """sha256 over the sorted ids of every asset and response that was read."""
    ids = sorted([a.id for a in assets] + [r.id for r in responses])
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()
