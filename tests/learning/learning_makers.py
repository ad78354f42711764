"""Small made-up brands for the tests of learning: pieces with known numbers and known effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from styleloop.style import Evidence
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement, MeasureSpec
from styleloop.types.record import Where

HERE = Where(file="test.csv")
DAY = date(2026, 11, 24)
SPECS = (
    MeasureSpec(name="copy.words", unit="words", low=0, high=500, formula="count", source="test"),
    MeasureSpec(name="copy.negation", unit="share", low=0, high=1, formula="share", source="test"),
    MeasureSpec(name="copy.question", unit="share", low=0, high=1, formula="share", source="test"),
)


def number(name: str, value: float, unit: str = "share", extractor: str = "copy@1") -> Measurement:
    return Measurement(subject="", name=name, value=value, unit=unit, extractor=extractor)


def piece(name: str, headline: str = "It rained.", locale: str = "en-GB", test: str = "") -> Asset:
    return Asset(words=Copy.of(headline=headline), locale=locale, product=name, name=name, test=test, source=HERE)


def row(
    subject: str,
    test: str,
    shown: int,
    clicked: int,
    market: str = "en-GB",
    exposure: str = "randomised",
    propensity: float | None = None,
    day: date = DAY,
) -> Response:
    return Response(
        subject=subject,
        test=test,
        market=market,
        placement="square",
        day=day,
        shown=shown,
        clicked=clicked,
        exposure=exposure,  # type: ignore[arg-type]
        propensity=propensity,
        source=HERE,
    )


class Brand:
    """Randomised tests of a brand whose truth is known: log-odds per unit of each measure."""

    def __init__(
        self, effects: Mapping[str, Mapping[str, float]], tests: int, seed: int = 1, shown: int = 8000
    ) -> None:
        self.assets: list[Asset] = []
        self.numbers: dict[str, list[Measurement]] = {}
        self.responses: list[Response] = []
        rng = np.random.default_rng(seed)
        for market in sorted(effects):
            for index in range(tests):
                self._test(f"{market}-{seed}-{index:03}", market, effects[market], rng, shown)

    def _test(self, test: str, market: str, effects: Mapping[str, float], rng: np.random.Generator, shown: int) -> None:
        for arm in range(3):
            asset = piece(f"{test}-{arm}", f"Line {test} {arm}", market, test)
            values = {
                "copy.words": float(rng.integers(3, 15)),
                "copy.negation": float(rng.random() < 0.4),
                "copy.question": float(rng.random() < 0.3),
            }
            odds = -4.0 + sum(effects.get(name, 0.0) * value for name, value in values.items()) + rng.normal(0, 0.03)
            clicked = int(rng.binomial(shown, 1 / (1 + np.exp(-odds))))
            self.assets.append(asset)
            self.numbers[asset.id] = [
                number(name, value, "words" if name.endswith("words") else "share") for name, value in values.items()
            ]
            self.responses.append(row(asset.id, test, shown, clicked, market, propensity=1 / 3))

    def evidence(self, market: str = "global", **more: object) -> Evidence:
        given: dict[str, object] = {
            "brand": "Tarn & Thistle",
            "market": market,
            "assets": self.assets,
            "measurements": self.numbers,
            "responses": self.responses,
            "specs": SPECS,
            **more,
        }
        return Evidence(**given)  # type: ignore[arg-type]


def joined(brands: Sequence[Brand]) -> Brand:
    """Several brands' tests as one history."""
    whole = Brand({}, 0)
    for brand in brands:
        whole.assets += brand.assets
        whole.numbers |= brand.numbers
        whole.responses += brand.responses
    return whole
