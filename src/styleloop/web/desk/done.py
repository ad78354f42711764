"""What a browser decided last, so that one key takes it back. Forgotten when the desk stops; the decisions are not."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

BROWSERS = 500
"""How many browsers are remembered; the one that was away longest is forgotten first."""
DEEDS = 30
"""How many deeds of one browser."""


@dataclass(frozen=True)
class Deed:
    """Decisions made in one go."""

    decisions: tuple[str, ...]
    words: str
    """What was done, as the page said it."""
    address: str
    """Where to look at what waits again."""
    made: str = ""
    """Piece of the line that an edit became, where it was one."""


class Done:
    """The last deeds of every browser, the newest last."""

    def __init__(self) -> None:
        self._deeds: OrderedDict[str, list[Deed]] = OrderedDict()
        self._lock = Lock()

    def keep(self, browser: str, deed: Deed) -> None:
        """One more deed of a browser."""
        with self._lock:
            deeds = self._deeds.setdefault(browser, [])
            deeds.append(deed)
            del deeds[:-DEEDS]
            self._deeds.move_to_end(browser)
            while len(self._deeds) > BROWSERS:
                self._deeds.popitem(last=False)

    def last(self, browser: str) -> Deed | None:
        """What a browser did last and has not taken back."""
        with self._lock:
            deeds = self._deeds.get(browser)
            return deeds[-1] if deeds else None

    def forget(self, browser: str, deed: Deed) -> None:
        """That deed was taken back, or cannot be any more."""
        with self._lock:
            deeds = self._deeds.get(browser, [])
            if deed in deeds:
                deeds.remove(deed)
