"""Money and tokens of one model: room is held before a request, and what it took is written down after it."""

from __future__ import annotations

from typing import Protocol

from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

MILLION = 1_000_000


class Hold(Protocol):
    """Room for one request."""

    def settle(self, tokens_in: int, tokens_out: int, *, pictures: int = 0, guessed: bool = False) -> float:
        """What the request took in the end, all noughts if nothing; returns its money.

        `guessed`: the tokens are an estimate, because the endpoint named none.
        """
        ...


class Purse(Protocol):
    """What one entry of `models.toml` has spent and may spend. A model's constructor may ask for `purse`."""

    def hold(self, subject: str, tokens_in: int, tokens_out: int, *, pictures: int = 0) -> Hold | Refusal:
        """Room for a request that takes at most so much, or a refusal of `subject`: it might break the budget."""
        ...


def money(entry: ModelEntry, tokens_in: int, tokens_out: int, pictures: int = 0) -> float:
    """What so much costs by the entry's prices, in its currency."""
    tokens = tokens_in * entry.price_in + tokens_out * entry.price_out
    return tokens / MILLION + pictures * entry.price_picture


class OpenPurse:
    """Prices a request and keeps no account: for a model that is used outside a project."""

    def __init__(self, entry: ModelEntry) -> None:
        self._entry = entry

    def hold(self, subject: str, tokens_in: int, tokens_out: int, *, pictures: int = 0) -> Hold | Refusal:  # noqa: ARG002 - the port's signature
        """Always room."""
        return self

    def settle(self, tokens_in: int, tokens_out: int, *, pictures: int = 0, guessed: bool = False) -> float:  # noqa: ARG002 - the port's signature
        """The price."""
        return money(self._entry, tokens_in, tokens_out, pictures)
