"""Words: patterns filled with facts."""

from styleloop.drafts.copy.house import DRAFTER, HOUSE_DRAFTER
from styleloop.drafts.copy.texts import candidates, spread
from styleloop.drafts.copy.write import write

__all__ = ["DRAFTER", "HOUSE_DRAFTER", "candidates", "spread", "write"]
