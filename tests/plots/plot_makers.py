"""Small styles and reports to draw."""

import math
from datetime import date
from xml.etree import ElementTree

from styleloop.adapters.plots import Tested, Version
from styleloop.style.learnt import SETTLED
from styleloop.types.divergence import Divergence, Spread
from styleloop.types.experiment import Lift
from styleloop.types.style import Effect, Norm, StyleVector

FIVE = math.log(1.05)


def effect(measure="copy.question", mean=FIVE, half=0.03, tests=9, spread=4.0):
    low, high = mean - half, mean + half
    verdict = "not known yet" if tests < SETTLED or low <= 0 <= high else "helps" if low > 0 else "hurts"
    return Effect(
        measure=measure, mean=mean, sd=half / 1.645, low=low, high=high, spread=spread, tests=tests, verdict=verdict
    )


def style(*effects, tests=("t-1", "t-2")):
    norms = tuple(
        Norm(measure=e.measure, unit="words", extractor="copy@1", locale="global", median=7, iqr=2,
             quantiles=(3, 4, 6, 7, 8, 10, 11), n=9)
        for e in effects
    )  # fmt: skip
    return StyleVector(
        brand="b", market="global", evidence="0", extractors=("copy@1",), norms=norms, effects=effects, tests=tests
    )


def lift(arm, change, half, needed=None, advice="go on"):
    low, high = change - half, change + half
    verdict = "better" if low > 0 else "worse" if high < 0 else "not known yet"
    return Lift(test="t", arm=arm, control="c", shown=9000, clicked=180, rate=0.02, lift=change, low=low, high=high,
                verdict=verdict, needed=needed, advice=advice, words="go on", simulated=True)  # fmt: skip


def one_test(*lifts):
    versions = tuple(Version(f"{x.arm} rains.\nSo do we.", x) for x in lifts)
    return Tested("umbrella launch, square post, Germany", "It rained.", 0.019, versions)


def batch(number, novelty, to_competitors=0.2):
    return Spread(campaign=f"c{number}", label=f"batch {number}", day=date(2026, 9, 1 + number), pieces=8, vendi=7,
                  vendi_share=0.9, likeness=1 - novelty, novelty=novelty, distinct=0.8, off_brand=1,
                  to_competitors=to_competitors, coverage=0.4)  # fmt: skip


def divergence(*novelties, to_competitors=0.2):
    batches = tuple(batch(n, x, to_competitors) for n, x in enumerate(novelties))
    return Divergence(market="de-DE", dial=0.3, floor=0.15, ceiling=2, batches=batches, history=batch(20, 0.6),
                      words=("It is new.",))  # fmt: skip


def said(plot) -> str:
    return " ".join(ElementTree.fromstring(plot.svg).itertext())
