"""Passages -> those that answer a question (docs/grounding.md)."""
