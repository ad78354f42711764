"""Randomised tests -> pairs of versions of which one was preferred, for tuning a model of words."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.errors import InputError
from styleloop.results.allocation import chance_best, posterior
from styleloop.types.copy import Copy
from styleloop.types.experiment import Tally
from styleloop.types.preference import Preference, Split

LEAST = 0.9
"""Posterior probability from which a version counts as preferred."""
PER_STORY = 10
"""Most pairs of one story, the weightiest: one product with many tests must not drown the others."""
FEW = 300
"""Tests below which nothing should be fine-tuned: the style itself reranks and prompts."""
LUCK = 0.15
"""Prior standard deviation of log-odds between versions."""


@dataclass(frozen=True)
class Compared:
    """One test whose audience was divided by chance.

    Attributes:
        market, test, story: where, which, and what it tells of.
        tallies: one for each version, of days with equal shares.
        words: version -> its words.
        pictures: version -> what names its picture; only versions with the same one are compared.
        simulated: whether the answers came from the simulated world.
    """

    market: str
    test: str
    story: str
    tallies: tuple[Tally, ...]
    words: Mapping[str, Copy]
    pictures: Mapping[str, str]
    simulated: bool = False


def preferences(tests: Sequence[Compared], least: float = LEAST, per_story: int = PER_STORY) -> tuple[Preference, ...]:
    """Every pair of versions of which one is better with a probability of at least `least`, by story, weightiest first.

    Versions of one test with the same picture and other words. The posterior shrinks all versions of a test towards one
    another (N(0, .15^2) in log-odds), so five clicks against two prefer nothing. A story lies wholly in one part: by a
    hash of its name, 8 of 10 stories for training, 1 for validation, 1 held back.

    Raises:
        InputError: `least` is not above one half and below 1, or `per_story` is below 1.
    """
    if not 0.5 < least < 1:
        raise InputError("out of range", field="least", got=least, expected="above .5, below 1")
    if per_story < 1:
        raise InputError("out of range", field="per_story", got=per_story, expected="1 or more")
    by_story: dict[str, list[Preference]] = {}
    for test in tests:
        by_story.setdefault(test.story, []).extend(_pairs(test, least))
    return tuple(pair for story in sorted(by_story) for pair in _weightiest(by_story[story])[:per_story])


def _weightiest(pairs: Sequence[Preference]) -> list[Preference]:
    return sorted(pairs, key=lambda p: (-p.weight, p.test, str(p.better.by_slot()), str(p.worse.by_slot())))


def _pairs(test: Compared, least: float) -> list[Preference]:
    here = [t for t in test.tallies if t.shown and t.arm in test.words]
    if len(here) < 2:
        return []
    shown, clicked = (
        np.array([float(n) for n in ns]) for ns in zip(*((t.shown, t.clicked) for t in here), strict=True)
    )
    mean, sd = posterior(np.zeros(len(here)), np.full(len(here), LUCK), shown, clicked)
    found = []
    for i, one in enumerate(here):
        for j, other in enumerate(here):
            if i == j or not _comparable(test, one.arm, other.arm):
                continue
            chance = float(chance_best(mean[[i, j]], sd[[i, j]])[0])
            if chance >= least:
                gain = float(mean[i] - mean[j])
                found.append(_preference(test, one.arm, other.arm, chance, gain))
    return found


def _comparable(test: Compared, one: str, other: str) -> bool:
    return test.pictures.get(one) == test.pictures.get(other) and test.words[one] != test.words[other]


def _preference(test: Compared, better: str, worse: str, chance: float, gain: float) -> Preference:
    return Preference(
        market=test.market,
        test=test.test,
        story=test.story,
        split=_part(test.story),
        better=test.words[better],
        worse=test.words[worse],
        chance=chance,
        gain=gain,
        weight=gain * chance,
        simulated=test.simulated,
    )


def _part(story: str) -> Split:
    place = zlib.crc32(story.encode()) % 10
    return "held back" if place == 0 else "validation" if place == 1 else "train"
