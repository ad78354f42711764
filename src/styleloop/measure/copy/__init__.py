"""Measures of words: length, readability, person, structure, tone. `CopyExtractor` gives them all."""

from styleloop.measure.copy.extractor import CopyExtractor
from styleloop.measure.copy.specs import SPECS

__all__ = ["SPECS", "CopyExtractor"]
