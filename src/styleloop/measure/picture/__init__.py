"""Measures of pixels."""
