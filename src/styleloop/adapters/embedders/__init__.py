"""Embedders: a text as a point, by the middle layers of small language models run in numpy."""
