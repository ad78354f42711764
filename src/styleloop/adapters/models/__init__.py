"""Models: what makes pictures (and, later, words)."""
