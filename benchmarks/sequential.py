"""May a lift be looked at every day? False alarms over 40 looks, and power, of four ways to call a difference.

    python -m benchmarks.sequential --json [--runs 20000]

* ours: `styleloop.results.interval` on log rates, called as `styleloop.results.lift` calls it (some runs are put
  through `lift` itself, and it stops when the verdicts differ);
* mSPRT: the textbook test on the difference of two proportions (Johari, Koomen, Pekelis and Walsh 2017, section 6),
  with the same mixture scale: a tau of 15 % of the true rate, which in life nobody knows;
* naive: the ordinary two-sided test at 5 %, at every look;
* fixed: the same test at the last look alone, which may not be looked at before.

All four see the same draws. Power counts calls in the right direction by the last look.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt

from styleloop.results import experiment, lift
from styleloop.results.interval import MIXTURE, half_width, log_rate
from styleloop.results.lift import FEWEST_CLICKS
from styleloop.types.experiment import Tally
from styleloop.vector.chances import normal_quantile

Array = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int8]
"""(runs, looks, versions beside the original): 1 called better, -1 called worse, 0 not called at this look."""

LOOKS = 40
ALPHA = 0.05
RATE = 0.015
LIFTS = (0.1, 0.2, 0.3, 0.4, 0.5)
PER_LOOK = (500, 2000)
NULLS = {
    "2 versions, 500 a look": (2, 500, RATE),
    "2 versions, 5000 a look": (2, 5000, RATE),
    "2 versions, 500 a look, rate 0.4 %": (2, 500, 0.004),
    "4 versions, 500 a look": (4, 500, RATE),
}
CHECKED = 10
"""Runs of each case that go through `lift` itself as well."""


def ours(shown: Array, clicked: Array, rate: float) -> Signs:
    """As `lift` decides; it needs no `rate`."""
    del rate
    (own, own_variance), (control, control_variance) = (
        log_rate(shown, clicked[..., 1:]),
        log_rate(shown, clicked[..., :1]),
    )
    half = half_width(own_variance + control_variance, ALPHA / (clicked.shape[-1] - 1))
    enough = np.minimum(clicked[..., 1:], clicked[..., :1]) >= FEWEST_CLICKS
    return signs(own - control, (np.abs(own - control) > half) & enough)


def msprt(shown: Array, clicked: Array, rate: float) -> Signs:
    """Called when the likelihood ratio, mixed over N(0, tau^2) differences, reaches 1 / alpha."""
    tau2 = MIXTURE * rate**2
    p = clicked / shown
    difference, spread = p[..., 1:] - p[..., :1], p * (1 - p)
    v = np.maximum(spread[..., 1:] + spread[..., :1], 1e-12)
    log_ratio = 0.5 * np.log(v / (v + shown * tau2)) + shown**2 * tau2 * difference**2 / (2 * v * (v + shown * tau2))
    return signs(difference, log_ratio > math.log((clicked.shape[-1] - 1) / ALPHA))


def naive(shown: Array, clicked: Array, rate: float) -> Signs:
    """The ordinary test of two proportions at each look, the 5 % divided among the versions."""
    del rate
    p = clicked / shown
    difference, pooled = p[..., 1:] - p[..., :1], (p[..., 1:] + p[..., :1]) / 2
    limit = normal_quantile(1 - ALPHA / 2 / (clicked.shape[-1] - 1))
    return signs(difference, np.abs(difference) > limit * np.sqrt(2 * pooled * (1 - pooled) / shown))


def fixed(shown: Array, clicked: Array, rate: float) -> Signs:
    """The ordinary test at the last look alone."""
    called = naive(shown, clicked, rate)
    called[:, :-1] = 0
    return called


WAYS: dict[str, Callable[[Array, Array, float], Signs]] = {"ours": ours, "msprt": msprt, "naive": naive, "fixed": fixed}


def signs(difference: Array, called: npt.NDArray[np.bool_]) -> Signs:
    return np.where(called, np.sign(difference), 0).astype(np.int8)


def first(called: Signs) -> tuple[Signs, npt.NDArray[np.int64]]:
    """The sign of the second version's first call, (runs,), 0 if none; and the look it came at, the last if none."""
    one = called[..., 0]
    look = np.argmax(one != 0, axis=1)
    sign = one[np.arange(len(one)), look]
    return sign, np.where(sign == 0, LOOKS, look + 1)


def drawn(runs: int, rates: list[float], per_look: int, seed: int) -> tuple[Array, Array]:
    """Exposures per version, (looks, 1), and clicks, (runs, looks, versions), both so far."""
    clicks = np.random.default_rng(seed).binomial(per_look, rates, size=(runs, LOOKS, len(rates))).cumsum(axis=1)
    return per_look * np.arange(1.0, LOOKS + 1)[:, None], clicks.astype(np.float64)


def check(shown: Array, clicked: Array, called: Signs) -> None:
    """Stop when `lift` itself says anything else."""
    names = [f"v{i}" for i in range(clicked.shape[-1])]
    test = experiment("campaign", "en-GB", "square", [(n, f"s{n}") for n in names], "v0", date(2026, 11, 24))
    said = {"better": 1, "worse": -1, "not known yet": 0}
    for run in range(CHECKED):
        for look in range(LOOKS):
            rows = zip(names, clicked[run, look], strict=True)
            tallies = [Tally(arm=n, shown=int(shown[look, 0]), clicked=int(k)) for n, k in rows]
            verdicts = [said[found.verdict] for found in lift(test, tallies)]
            if verdicts != called[run, look].tolist():
                raise SystemExit(f"`lift` and this benchmark differ at look {look + 1}: {tallies}")


def share(hits: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """A share and its standard error."""
    p = float(hits.mean())
    return round(p, 4), round(math.sqrt(p * (1 - p) / len(hits)), 4)


def alarms(runs: int) -> dict[str, dict[str, tuple[float, float]]]:
    """By way and case: tests without a difference in which any version was ever called."""
    found: dict[str, dict[str, tuple[float, float]]] = {way: {} for way in WAYS}
    for seed, (case, (versions, per_look, rate)) in enumerate(NULLS.items()):
        shown, clicked = drawn(runs, [rate] * versions, per_look, seed)
        check(shown, clicked, ours(shown, clicked, rate))
        for way, decide in WAYS.items():
            found[way][case] = share((decide(shown, clicked, rate) != 0).any(axis=(1, 2)))
    return found


def powers(runs: int) -> tuple[dict[str, dict[str, tuple[float, float]]], dict[str, dict[str, float]]]:
    """By way and case: tests called rightly; and mean exposures per version until called or the last look.

    `ours less msprt` is paired: its standard error is that of the difference on the same draws.
    """
    rightly: dict[str, dict[str, tuple[float, float]]] = {way: {} for way in (*WAYS, "ours less msprt")}
    spent: dict[str, dict[str, float]] = {way: {} for way in WAYS}
    for number, per_look in enumerate(PER_LOOK):
        for step, by in enumerate(LIFTS):
            case = f"+{by:.0%}, {per_look} a look".replace("%", " %")
            shown, clicked = drawn(runs, [RATE, RATE * (1 + by)], per_look, 100 + 10 * number + step)
            check(shown, clicked, ours(shown, clicked, RATE))
            right = {}
            for way, decide in WAYS.items():
                sign, look = first(decide(shown, clicked, RATE))
                right[way] = sign > 0
                rightly[way][case] = share(right[way])
                spent[way][case] = round(float(look.mean()) * per_look)
            gain = right["ours"].astype(float) - right["msprt"]
            rightly["ours less msprt"][case] = (
                round(float(gain.mean()), 4),
                round(float(gain.std() / math.sqrt(runs)), 4),
            )
    return rightly, spent


def table(title: str, found: dict[str, dict[str, tuple[float, float]]]) -> None:
    print(f"\n{title}, % (standard error)")
    print(" " * 38 + "".join(f"{way:>17}" for way in found))
    for case in found["ours"]:
        cells = (f"{100 * value:.2f} ({100 * error:.2f})" for value, error in (found[way][case] for way in found))
        print(f"{case:38}" + "".join(f"{cell:>17}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description="False alarms over 40 looks, and power.")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line")
    parser.add_argument("--runs", type=int, default=20_000)
    given = parser.parse_args()
    start = time.process_time()
    false, (rightly, spent) = alarms(given.runs), powers(given.runs)
    table("false alarms", false)
    table("power", rightly)
    print("\nmean exposures per version until called, or all of them")
    for case in spent["ours"]:
        print(f"{case:38}" + "  ".join(f"{way} {spent[way][case]:>8,.0f}" for way in ("ours", "msprt", "fixed")))

    def plain(found: dict[str, tuple[float, float]], which: int = 0) -> dict[str, float]:
        return {case: pair[which] for case, pair in found.items()}

    result = {
        "runs": given.runs,
        "looks": LOOKS,
        "false_positives": plain(false["ours"]),
        "msprt_false_positives": plain(false["msprt"]),
        "naive_false_positives": plain(false["naive"]),
        "fixed_false_positives": plain(false["fixed"]),
        "power": plain(rightly["ours"]),
        "msprt_power": plain(rightly["msprt"]),
        "naive_power": plain(rightly["naive"]),
        "fixed_power": plain(rightly["fixed"]),
        "power_less_msprt": plain(rightly["ours less msprt"]),
        "exposures": spent,
        "standard_errors": {
            "false_positives": plain(false["ours"], 1),
            "power": plain(rightly["ours"], 1),
            "power_less_msprt": plain(rightly["ours less msprt"], 1),
        },
        "cpu_seconds": round(time.process_time() - start, 1),
    }
    if given.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
