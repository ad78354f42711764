"""Words: patterns filled with facts."""

from styleloop.drafts.copy.write import DRAFTER, HOUSE_DRAFTER, write

__all__ = ["DRAFTER", "HOUSE_DRAFTER", "write"]
