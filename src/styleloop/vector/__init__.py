"""Pure numbers: scale, distance, effect, Thompson draw, likeness, diversity, sampling."""

from styleloop.vector.diversity import distinct, vendi, vendi_of
from styleloop.vector.effect import Normal, Sums, Trial, merge, posterior, sums
from styleloop.vector.hierarchy import average, between_markets, by_market, common, elsewhere
from styleloop.vector.sampling import spread_out
from styleloop.vector.score import score
from styleloop.vector.similarity import character_shingles, jaccard, nearest, shingles, signature
from styleloop.vector.thompson import draw, shares, tempering
from styleloop.vector.trials import split_chance, trials
from styleloop.vector.variance import Variances, kernel, variances
from styleloop.vector.weights import Weights, digest

__all__ = [
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
    "merge",
    "nearest",
    "posterior",
    "score",
    "shares",
    "shingles",
    "signature",
    "split_chance",
    "spread_out",
    "sums",
    "tempering",
    "trials",
    "variances",
    "vendi",
    "vendi_of",
]
