"""The weights blob of a style version: everything exact that does not belong in a readable record."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.chances import t_quantile
from styleloop.vector.effect import Normal, Sums, Trial
from styleloop.vector.manner import Manner
from styleloop.vector.scale import Array

FORMAT, SECOND_FORMAT, FIRST_FORMAT = "styleloop-weights-3", "styleloop-weights-2", "styleloop-weights-1"
"""The second knew no embeddings, the first neither channels nor forgetting; versions made then can still be read."""


@dataclass(frozen=True, eq=False)
class Weights:
    """What a style version knows, as arrays over its d measures.

    Attributes:
        measures: their names, sorted, and after them those of the directions of `manner`.
        spread: (d,) one norm-spread in the measure's unit, frozen at the global parent; NaN for a measure that follows
            from others and has no effect of its own.
        centre: (d,) what is usual in this market; NaN where unknown.
        width: (d,) this market's own norm-spread, for distance.
        shape: (d, d) shrunk covariance of the brand's own robust z.
        stray: mean squared distance of the brand's own pieces.
        kernel: (d, d) in which directions effects may be large (`variance.kernel`); frozen at the global parent.
        prior: what was believed before this version's tests.
        belief: what is believed after them.
        found: their exact sums A and b.
        tau2: between-version variance, log-odds squared; frozen at the global parent.
        effect: variance of effects per norm-spread, times `kernel`.
        market: variance of a market's effects about the others', times `kernel`.
        channel: variance of a channel's effects about the others', times `kernel`.
        newest: ordinal day of the newest test, against which tests are forgotten; frozen at the global parent.
        df: degrees of freedom left, for the width of intervals.
        trials: the comparisons themselves, so that any of them can be left out again.
        manner: directions of the embedding, whose columns come last; None where they do not help, or there is none.
    """

    measures: tuple[str, ...]
    spread: Array
    centre: Array
    width: Array
    shape: Array
    stray: float
    kernel: Array
    prior: Normal
    belief: Normal
    found: Sums
    tau2: float
    effect: float
    market: float
    df: float
    trials: tuple[Trial, ...]
    channel: float = 0.0
    newest: int = 0
    manner: Manner | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """Where its tests ran."""
        return tuple(sorted({trial.channel for trial in self.trials}))

    @property
    def reach(self) -> float:
        """Posterior standard deviations in half a central 90 % interval: Student's t, wider for few tests."""
        return t_quantile(0.95, self.df)

    @property
    def readable(self) -> tuple[str, ...]:
        """The measures that have a name people know."""
        return self.measures[: len(self.measures) - (self.manner.size if self.manner else 0)]

    def named(self) -> Self:
        """The same without the directions: what is known of `readable` alone."""
        if self.manner is None:
            return self
        d = len(self.readable)
        found = self.found
        return replace(
            self,
            measures=self.readable,
            spread=self.spread[:d],
            centre=self.centre[:d],
            width=self.width[:d],
            shape=self.shape[:d, :d],
            kernel=self.kernel[:d, :d],
            prior=Normal(self.prior.mean[:d], self.prior.covariance[:d, :d]),
            belief=Normal(self.belief.mean[:d], self.belief.covariance[:d, :d]),
            found=Sums(found.a[:d, :d], found.b[:d], found.varied[:d], found.trials),
            trials=tuple(replace(trial, x=trial.x[:, :d]) for trial in self.trials),
            manner=None,
        )

    def pack(self) -> bytes:
        """As an uncompressed npz; the same content gives the same bytes."""
        buffer = io.BytesIO()
        sizes = np.array([len(t.subjects) for t in self.trials], dtype=np.int64)
        empty = np.zeros((0, len(self.measures)))
        arrays = {
            "format": np.array(FORMAT),
            "measures": _text(self.measures),
            "spread": self.spread,
            "centre": self.centre,
            "width": self.width,
            "shape": self.shape,
            "scalars": np.array([self.stray, self.tau2, self.effect, self.market, self.df, self.channel, self.newest]),
            "kernel": self.kernel,
            "prior_mean": self.prior.mean,
            "prior_covariance": self.prior.covariance,
            "mean": self.belief.mean,
            "covariance": self.belief.covariance,
            "A": self.found.a,
            "b": self.found.b,
            "varied": self.found.varied,
            "sizes": sizes,
            "tests": _text([t.test for t in self.trials]),
            "keys": _text([t.key for t in self.trials]),
            "markets": _text([t.market for t in self.trials]),
            "channels": _text([t.channel for t in self.trials]),
            "days": np.array([t.day for t in self.trials], dtype=np.int64),
            "remembered": np.array([t.weight for t in self.trials], dtype=np.float64),
            "subjects": _text([s for t in self.trials for s in t.subjects]),
            "x": np.concatenate([empty, *(t.x for t in self.trials)]),
            "shown": np.concatenate([np.zeros(0), *(t.shown for t in self.trials)]),
            "clicked": np.concatenate([np.zeros(0), *(t.clicked for t in self.trials)]),
        }
        if self.manner:
            arrays["embedder"] = np.array(self.manner.embedder)
            arrays["manner_centroid"] = self.manner.centroid
            arrays["manner_basis"] = self.manner.basis
            arrays["manner_scale"] = self.manner.scale
        np.savez(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Back from `pack`.

        Raises:
            InputError: the bytes are not a weights blob of this format.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as npz:
                arrays = {name: npz[name] for name in npz.files}
        except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise InputError("the weights of a style cannot be read", got=str(error), expected=FORMAT) from error
        if str(arrays.get("format")) == FIRST_FORMAT:
            arrays = _brought_up(arrays)
        if str(arrays.get("format")) not in (FORMAT, SECOND_FORMAT):
            raise InputError("weights of another format", got=str(arrays.get("format")), expected=FORMAT)
        trials = _trials(arrays)
        stray, tau2, effect, market, df, channel, newest = (float(v) for v in arrays["scalars"])
        keys = tuple(t.key for t in trials)
        return cls(
            measures=tuple(arrays["measures"].tolist()),
            spread=arrays["spread"],
            centre=arrays["centre"],
            width=arrays["width"],
            shape=arrays["shape"],
            stray=stray,
            kernel=arrays["kernel"],
            prior=Normal(arrays["prior_mean"], arrays["prior_covariance"]),
            belief=Normal(arrays["mean"], arrays["covariance"]),
            found=Sums(arrays["A"], arrays["b"], arrays["varied"], keys),
            tau2=tau2,
            effect=effect,
            market=market,
            df=df,
            trials=trials,
            channel=channel,
            newest=int(newest),
            manner=_manner(arrays),
        )


def digest(data: bytes) -> str:
    """sha256 of a blob, by which a style names it."""
    return hashlib.sha256(data).hexdigest()


def _text(values: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    return np.array(list(values), dtype=np.str_)


def _brought_up(
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]],
) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    count = len(arrays["sizes"])
    more = {
        "format": np.array(SECOND_FORMAT),
        "scalars": np.append(arrays["scalars"], [0.0, 0.0]),
        "channels": np.full(count, "", dtype=np.str_),
        "days": np.zeros(count, dtype=np.int64),
        "remembered": np.ones(count),
    }
    return {**arrays, **more}


def _manner(arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]) -> Manner | None:
    if "embedder" not in arrays:
        return None
    parts = (arrays[f"manner_{part}"] for part in ("centroid", "basis", "scale"))
    return Manner(str(arrays["embedder"]), *parts)


def _trials(arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]) -> tuple[Trial, ...]:
    found, start = [], 0
    subjects = arrays["subjects"].tolist()
    for index, size in enumerate(arrays["sizes"].tolist()):
        rows = slice(start, start + int(size))
        found.append(
            Trial(
                test=str(arrays["tests"][index]),
                key=str(arrays["keys"][index]),
                market=str(arrays["markets"][index]),
                subjects=tuple(subjects[rows]),
                x=arrays["x"][rows],
                shown=arrays["shown"][rows],
                clicked=arrays["clicked"][rows],
                channel=str(arrays["channels"][index]),
                day=int(arrays["days"][index]),
                weight=float(arrays["remembered"][index]),
            )
        )
        start += int(size)
    return tuple(found)
