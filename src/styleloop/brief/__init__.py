"""Stage 3 of 9. Product, StyleVector, BrandKit -> Brief."""

from styleloop.brief.again import restyled
from styleloop.brief.inspiration import rate, sparks
from styleloop.brief.make import as_of, make
from styleloop.brief.palettes import legible

__all__ = ["as_of", "legible", "make", "rate", "restyled", "sparks"]
