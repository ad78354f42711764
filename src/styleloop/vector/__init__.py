"""Pure numbers: scale, distance, effect, Thompson draw, likeness, diversity, sampling."""

from styleloop.vector.diversity import distinct, mapped, nearest_of_each, table_of, vendi, vendi_of
from styleloop.vector.effect import Normal, Sums, Trial, merge, posterior, sums
from styleloop.vector.grid import Grid, readable
from styleloop.vector.hierarchy import average, between_markets, by_market, common, elsewhere
from styleloop.vector.minhash import Bands, signatures
from styleloop.vector.sampling import spread_out
from styleloop.vector.score import score
from styleloop.vector.similarity import character_shingles, jaccard, nearest, shingles
from styleloop.vector.thompson import draw, tempering
from styleloop.vector.trials import split_chance, trials
from styleloop.vector.variance import Variances, kernel, variances
from styleloop.vector.weights import Weights, digest

__all__ = [
    "Bands",
    "Grid",
    "Normal",
    "Sums",
    "Trial",
    "Variances",
    "Weights",
    "average",
    "between_markets",
    "by_market",
    "character_shingles",
    "common",
    "digest",
    "distinct",
    "draw",
    "elsewhere",
    "jaccard",
    "kernel",
    "mapped",
    "merge",
    "nearest",
    "nearest_of_each",
    "posterior",
    "readable",
    "score",
    "shingles",
    "signatures",
    "split_chance",
    "spread_out",
    "sums",
    "table_of",
    "tempering",
    "trials",
    "variances",
    "vendi",
    "vendi_of",
]
