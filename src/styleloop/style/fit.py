"""Measurements and responses -> one immutable style version."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from styleloop.errors import InputError
from styleloop.style.evidence import GLOBAL, Evidence, Fit, fingerprint
from styleloop.style.exemplars import exemplars
from styleloop.style.learnt import Learnt, effects, learn, with_effects
from styleloop.style.norms import FEWEST, Usual, usual
from styleloop.style.waiting import waiting
from styleloop.types.asset import Response
from styleloop.types.style import Effect, StyleVector
from styleloop.vector.manner import checked
from styleloop.vector.scale import Array
from styleloop.vector.trials import extractors, teaching
from styleloop.vector.weights import Weights, digest

METHOD = ("method", "effects-3")
"""Goes into every style's settings: when the statistics change, so do the ids."""


def fit(evidence: Evidence) -> Fit:
    """Norms from the brand's own pieces, effects from randomised tests, exemplars and pattern effects from both.

    The top style (`above` is None) freezes scale and variances; a market's style keeps them, takes what the other
    markets say as its prior, and believes no more than that where it has no tests. The style's id hashes what went in,
    never the floats that came out. Observational responses are not read at all: they change no byte.

    Raises:
        InputError: numbers of two extractor versions or points of two embedders would meet, or a measure comes in two
            units.
    """
    above = Weights.unpack(evidence.above.weights) if evidence.above else None
    known = evidence.above.style.extractors if evidence.above else ()
    used = extractors(evidence.measurements, known)
    same_embedder(evidence, evidence.above.style if evidence.above else None)
    norms = usual(evidence, above.named() if above else None)
    read = _read(evidence)
    learnt = learn(evidence, read, norms, above)
    refused = (*norms.refused, *learnt.refused)
    weights = _with_manner(_weights(norms, learnt), evidence)
    blob = weights.pack()
    style = StyleVector(
        brand=evidence.brand,
        channel=evidence.channel,
        market=evidence.market,
        parent=evidence.parent.id if evidence.parent else "",
        above=evidence.above.style.id if evidence.above else "",
        tests=tuple(sorted({trial.test for trial in learnt.trials})),
        evidence=fingerprint(evidence.own(), read),
        extractors=used,
        settings=_settings(evidence),
        norms=norms.norms,
        effects=_effects(weights, above),
        exemplars=exemplars(weights, evidence.own()),
        patterns=with_effects(evidence, weights),
        weights=digest(blob),
        tau2=learnt.tau2,
        embedder=weights.manner.embedder if weights.manner else "",
        manner=_moves(weights, evidence),
        refused=refused,
        made=evidence.made,
        note=evidence.note,
    )
    return Fit(style=style, weights=blob, refused=refused, waiting=waiting(read, learnt.trials))


def _read(evidence: Evidence) -> tuple[Response, ...]:
    """Responses that may teach this level: of its market, and of its channel below a channel or for one."""
    read = tuple(r for r in teaching(evidence.responses) if evidence.market in (GLOBAL, r.market))
    above = evidence.above
    if above is None or (evidence.market != GLOBAL and not above.style.above):
        return read
    here = {asset.id for asset in evidence.assets if asset.channel == evidence.channel}
    return tuple(r for r in read if r.subject in here)


def _settings(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    forgets = {("half_life_days", f"{evidence.half_life:g}")} if evidence.half_life else set()
    points = {("embedder", evidence.embedder)} if evidence.embeddings else set()
    return tuple(sorted({*evidence.settings, *forgets, *points, METHOD}))


def same_embedder(evidence: Evidence, above: StyleVector | None) -> None:
    """Refuse points that cannot be compared with one another, or with those that `above` was fitted on.

    Raises:
        InputError: two embedders would meet, the embedder has no name, or points are not finite or of different sizes.
    """
    if not evidence.embeddings:
        return
    if not evidence.embedder:
        raise InputError("embeddings without the name of who made them", field="embedder", expected="name@version")
    if above is not None and above.embedder not in ("", evidence.embedder):
        raise InputError(
            "points of two embedders would meet in one fit",
            field="embedder",
            got=evidence.embedder,
            expected=above.embedder,
            cure="embed everything again with the installed version, and fit from the top",
        )
    checked(evidence.embeddings)


def _with_manner(weights: Weights, evidence: Evidence) -> Weights:
    """`weights` whose readable part was given, with columns for its directions: no distance, and a usual of their own.

    A market with enough pieces has its own usual; so languages may lie apart.
    """
    manner = weights.manner
    if manner is None:
        return weights
    d, r = len(weights.measures), manner.size
    shape = np.eye(d + r)
    shape[:d, :d] = weights.shape
    here = _own_coordinates(weights, evidence)
    above = Weights.unpack(evidence.above.weights).centre[-r:] if evidence.above else np.zeros(r)
    usual_here = here.mean(axis=0) if evidence.above and len(here) >= FEWEST else above
    return replace(
        weights,
        measures=(*weights.measures, *manner.names),
        spread=np.append(weights.spread, np.ones(r)),
        centre=np.append(weights.centre, usual_here),
        width=np.append(weights.width, np.ones(r)),
        shape=shape,
    )


def _own_coordinates(weights: Weights, evidence: Evidence) -> Array:
    """The brand's own pieces (n, r) along the directions."""
    manner = weights.manner
    points = [evidence.embeddings[a.id] for a in evidence.own() if a.id in evidence.embeddings]
    if manner is None or not points:
        return np.zeros((0, manner.size if manner else 0))
    return manner.coordinates(np.stack(points))


def _moves(weights: Weights, evidence: Evidence) -> float:
    """Standard deviation of what the directions add to the prediction, over the brand's own pieces."""
    here = _own_coordinates(weights, evidence)
    return float((here @ weights.belief.mean[-here.shape[1] :]).std()) if here.size else 0.0


def _effects(weights: Weights, above: Weights | None) -> tuple[Effect, ...]:
    if above is None:
        return effects(weights)
    own = {trial.key for trial in weights.trials}
    return effects(weights, [trial for trial in above.trials if trial.key not in own])


def _weights(norms: Usual, learnt: Learnt) -> Weights:
    return Weights(
        measures=norms.measures,
        spread=norms.spread,
        centre=norms.centre,
        width=norms.width,
        shape=norms.shape,
        stray=norms.stray,
        kernel=learnt.kernel,
        prior=learnt.prior,
        belief=learnt.belief,
        found=learnt.found,
        tau2=learnt.tau2,
        effect=learnt.effect,
        market=learnt.market,
        df=learnt.df,
        trials=learnt.trials,
        channel=learnt.channel,
        newest=learnt.newest,
        manner=learnt.manner,
    )
