"""Many lines at once: what the bands find is what comparing each with each would find."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.audit.compared import likeness
from styleloop.audit.likeness import NEAR
from styleloop.vector.minhash import Bands, signatures
from styleloop.vector.similarity import character_shingles, jaccard, plain

NOUNS = (
    "rain",
    "wind",
    "moss",
    "gate",
    "lamp",
    "kettle",
    "flask",
    "blanket",
    "ferry",
    "heron",
    "wall",
    "ladder",
    "map",
)
WORDS = st.lists(st.sampled_from(NOUNS), min_size=1, max_size=12).map(" ".join)


def _lines(many, seed):
    rng = random.Random(seed)
    return [" ".join(rng.choices(NOUNS, k=rng.randint(4, 12))) for _ in range(many)]


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS)
def test_equal_numbers_estimate_the_likeness(a, b):
    mine, theirs = signatures([a, b], 512)
    error = abs((mine == theirs).mean() - jaccard(character_shingles(a), character_shingles(b)))
    assert error < 6 * 0.5 / np.sqrt(512)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=6).map(plain), max_size=8))
def test_a_line_is_found_by_itself_whatever_stands_beside_it(lines):
    bands = Bands(lines)
    assert all(row in bands.near(line) for row, line in enumerate(lines))
    assert np.array_equal(signatures(lines), np.concatenate([signatures([x]) for x in lines] or [signatures([])]))


def test_the_bands_find_what_comparing_each_with_each_finds():
    lines, rng = _lines(600, 1), random.Random(2)
    bands, found, there = Bands(lines), 0, 0
    for line in lines[:120]:
        words = line.split()
        words[rng.randrange(len(words))] = rng.choice(NOUNS)
        asked = " ".join(words)
        near = {row for row, other in enumerate(lines) if likeness(asked, other) >= NEAR}
        there += len(near)
        found += len(near & set(bands.near(asked).tolist()))
    assert there > 80
    assert found / there >= 0.99


def test_most_of_a_library_is_not_compared_at_all():
    bands = Bands(_lines(2000, 3))
    assert np.mean([len(bands.near(line)) for line in _lines(20, 4)]) < 400
    assert not len(Bands([]).near("rain"))
