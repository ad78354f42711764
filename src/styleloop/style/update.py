"""New responses into a style version, without reading the old ones again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from styleloop.errors import InputError
from styleloop.style.evidence import GLOBAL, Evidence, Fit
from styleloop.style.fit import same_embedder
from styleloop.style.learnt import belief_of, effects
from styleloop.style.waiting import crooked, keys_of, undone, waiting
from styleloop.types.asset import Response
from styleloop.types.record import Refusal
from styleloop.types.style import StyleVector
from styleloop.vector.effect import Trial, sums
from styleloop.vector.manner import laid_out
from styleloop.vector.trials import aged, extractors, trials
from styleloop.vector.weights import Weights, digest


def update(made: Fit, evidence: Evidence, responses: Iterable[Response]) -> Fit:
    """The global version `made` after `responses` that it has not read: one pass over them, none over the old.

    Scale, kernel and variances stay as `made` froze them, so that the sums go on adding up; a full `fit` sets them
    anew. `responses` may be a generator: counts are added up by test and version as they come by. A test that was read
    before gets the new counts added. `evidence` needs the pieces and numbers of the new versions only; what is usual,
    the examples and the frames stay as they were until the next full `fit`. Answers that may not teach yet - a version
    too few, too few clicks, an uneven split - are `waiting` in what is given back, and are completed by later ones.

    Args:
        made: the version to go on from, its weights, and the answers that wait.
        evidence: pieces and numbers of the versions answered for, also of those that wait, when and why; the half-life
            that `made` was fitted with.
        responses: randomised or not (the latter are not read), each once.

    Raises:
        InputError: `made` is a version below the top, or measured by other extractor versions.
    """
    if made.style.market != GLOBAL or made.style.above:
        raise InputError("only the top style is carried on; those below are fitted from it", got=made.style.market)
    known = Weights.unpack(made.weights)
    extractors(evidence.measurements, made.style.extractors)
    same_embedder(evidence, made.style)
    counted, read = _counted(made.waiting, responses)
    ran = {asset.id: asset.channel for asset in evidence.assets}
    plain = known.named()
    fresh, refused = trials(counted, evidence.measurements, plain.measures, plain.spread, ran)
    together, changed, back = _together(known.trials, laid_out(fresh, known.manner, evidence.embeddings), counted)
    found = aged([replace(t, weight=1.0) for t in together], evidence.half_life, known.newest)
    weights = replace(
        known,
        trials=found,
        found=sums(found, known.tau2, len(known.measures)),
        belief=belief_of(found, known),
        newest=max([known.newest, *(t.day for t in found)]),
    )
    return _version(made, evidence, weights, (*refused, *changed), read, (*waiting(counted, fresh), *back))


def _counted(waited: Iterable[Response], responses: Iterable[Response]) -> tuple[list[Response], str]:
    """Randomised responses added up by test, version, place, day and share; and the sha256 of the ids newly read."""
    cells: dict[tuple[object, ...], list[int]] = {}
    first: dict[tuple[object, ...], Response] = {}
    read = hashlib.sha256()
    for r, new in chain(((r, False) for r in waited), ((r, True) for r in responses)):
        if not r.test or r.exposure not in ("randomised", "propensity"):
            continue
        read.update(f"{r.id}\n".encode() if new else b"")
        key = (r.test, r.market, r.placement, r.segment, r.day, r.subject, r.propensity)
        cell = cells.setdefault(key, [0, 0])
        cell[0] += r.shown
        cell[1] += r.clicked
        first.setdefault(key, r)
    given = [first[key].model_copy(update={"shown": n, "clicked": k, "id": f"{key}"}) for key, (n, k) in cells.items()]
    return given, read.hexdigest()


def _together(
    old: Iterable[Trial], fresh: Iterable[Trial], counted: Sequence[Response]
) -> tuple[list[Trial], list[Refusal], list[Response]]:
    """Trials by key, counts of the same versions added; why some are not; answers of those that may not teach any more.

    A trial whose versions changed keeps what it had.
    """
    found = {trial.key: trial for trial in old}
    refused: list[Refusal] = []
    back: list[Response] = []
    for trial in fresh:
        before = found.get(trial.key)
        if before is None:
            found[trial.key] = trial
        elif before.subjects == trial.subjects and np.array_equal(before.x, trial.x):
            whole = replace(
                before,
                shown=before.shown + trial.shown,
                clicked=before.clicked + trial.clicked,
                day=max(before.day, trial.day),
            )
            found[trial.key] = whole
            if undo := undone(before, whole, counted):
                del found[trial.key]
                refused.append(crooked(whole))
                back += [*undo, *(r for r in counted if trial.key in keys_of(r))]
        else:
            why = "its versions are not those it began with, so the new answers are not added"
            refused.append(Refusal(subject=trial.test, why=why, expected="a new test for new versions"))
    return [found[key] for key in sorted(found)], refused, back


def _version(
    made: Fit,
    evidence: Evidence,
    weights: Weights,
    refused: tuple[Refusal, ...],
    read: str,
    waits: tuple[Response, ...],
) -> Fit:
    blob = weights.pack()
    style = made.style.model_dump(exclude={"id"}) | {
        "parent": made.style.id,
        "tests": tuple(sorted({trial.test for trial in weights.trials})),
        "evidence": hashlib.sha256(f"{made.style.evidence}\n{read}".encode()).hexdigest(),
        "effects": effects(weights),
        "weights": digest(blob),
        "refused": refused,
        "made": evidence.made,
        "note": evidence.note,
    }
    return Fit(style=StyleVector.model_validate(style), weights=blob, refused=refused, waiting=waits)
