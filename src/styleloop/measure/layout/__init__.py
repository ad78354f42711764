"""Measures of a composed layout."""
