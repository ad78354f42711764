"""A bounded memory: what was made last is kept, what was used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key, at most `limit` by `weight` together (by count when no weight is given). Safe across threads."""

    def __init__(self, limit: int, weight: Callable[[Value], int] = lambda _: 1) -> None:
        self._limit, self._weight = limit, weight
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value of `key`, or None when it was never made or has gone."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Keep `value` and give it back; older ones make room, the newest always stays."""
        with self._lock:
            if key in self._values:
                self._held -= self._weight(self._values.pop(key))
            self._values[key] = value
            self._held += self._weight(value)
            while self._held > self._limit and len(self._values) > 1:
                self._held -= self._weight(self._values.popitem(last=False)[1])
        return value
