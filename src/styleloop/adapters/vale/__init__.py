"""Rules as Vale's users write them: YAML in, records out. No word of Vale's own code or styles is in here."""

from styleloop.adapters.vale.rule import parse

__all__ = ["parse"]
