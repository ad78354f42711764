"""Measurements and responses -> one immutable style version."""

from __future__ import annotations

from styleloop.style.evidence import GLOBAL, Evidence, Fit, fingerprint
from styleloop.style.exemplars import exemplars
from styleloop.style.learnt import Learnt, effects, learn, with_effects
from styleloop.style.norms import Usual, usual
from styleloop.types.asset import Response
from styleloop.types.style import Effect, StyleVector
from styleloop.vector.trials import extractors, teaching
from styleloop.vector.weights import Weights, digest

METHOD = ("method", "effects-2")
"""Goes into every style's settings: when the statistics change, so do the ids."""


def fit(evidence: Evidence) -> Fit:
    """Norms from the brand's own pieces, effects from randomised tests, exemplars and pattern effects from both.

    The top style (`above` is None) freezes scale and variances; a market's style keeps them, takes what the other
    markets say as its prior, and equals the top where it has no tests. The style's id hashes what went in, never the
    floats that came out. Observational responses are not read at all: they change no byte.

    Raises:
        InputError: numbers of two extractor versions would meet, or a measure comes in two units.
    """
    above = Weights.unpack(evidence.above.weights) if evidence.above else None
    known = evidence.above.style.extractors if evidence.above else ()
    used = extractors(evidence.measurements, known)
    norms = usual(evidence, above)
    read = _read(evidence)
    learnt = learn(evidence, read, norms, above)
    refused = (*norms.refused, *learnt.refused)
    weights = _weights(norms, learnt)
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
        effects=_effects(evidence, weights, above),
        exemplars=exemplars(weights, evidence.own()),
        patterns=with_effects(evidence, weights),
        weights=digest(blob),
        tau2=learnt.tau2,
        refused=refused,
        made=evidence.made,
        note=evidence.note,
    )
    return Fit(style=style, weights=blob, refused=refused)


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
    return tuple(sorted({*evidence.settings, *forgets, METHOD}))


def _effects(evidence: Evidence, weights: Weights, above: Weights | None) -> tuple[Effect, ...]:
    if above is None or evidence.above is None:
        return effects(weights)
    if not weights.trials:
        return evidence.above.style.effects
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
    )
