"""Decoders: bytes -> Picture."""
