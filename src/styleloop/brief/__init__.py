"""Stage 3 of 9. Product, StyleVector, BrandKit -> Brief."""

from styleloop.brief.inspiration import rate, sparks
from styleloop.brief.make import as_of, make

__all__ = ["as_of", "make", "rate", "sparks"]
