"""Stage 3 of 9. Product, StyleVector, BrandKit -> Brief."""

from styleloop.brief.make import make

__all__ = ["make"]
