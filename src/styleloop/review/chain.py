"""Does a trail hold? Entry by entry: nothing edited, nothing left out, nothing put in, nothing moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from styleloop.types.trail import START, entry_hash

FIELDS = ("seq", "at", "kind", "body", "previous", "hash")
"""What every entry has, in the order of columns."""


@dataclass(frozen=True)
class Break:
    """One place where the chain does not hold."""

    line: int
    """From 1, in the order given."""
    seq: int
    """Number of the entry; 0 where that cannot be read."""
    why: str

    def words(self) -> str:
        """`line 7: entry 7 was changed …`."""
        return f"line {self.line}: {self.why}"


@dataclass(frozen=True)
class Chain:
    """What checking a chain found."""

    entries: int
    last: str
    """Hash that the last entry carries; empty where there is none."""
    breaks: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it. Whether its end is missing, only a signed head can tell."""
        return not self.breaks


def check_chain(rows: Iterable[Mapping[str, Any]]) -> Chain:
    """Every place where entries do not follow from one another, the first one first.

    Args:
        rows: entries as they were read, whether they hold or not: `seq`, `at`, `kind`, `body`, `previous`, `hash`.
    """
    breaks: list[Break] = []
    expected, last, count = 1, START, 0
    for line, row in enumerate(rows, start=1):
        count = line
        seq = row.get("seq")
        if set(row) != set(FIELDS) or not isinstance(seq, int) or isinstance(seq, bool):
            breaks.append(Break(line, 0, f"it is no entry: an entry has {', '.join(FIELDS)}"))
            continue
        if why := _why(row, seq, expected, last):
            breaks.append(Break(line, seq, why))
        expected, last = seq + 1, str(row["hash"])
    return Chain(count, last, tuple(breaks))


def _why(row: Mapping[str, Any], seq: int, expected: int, last: str) -> str:
    if seq > expected:
        missing = f"entry {expected} is" if seq == expected + 1 else f"entries {expected} to {seq - 1} are"
        return f"{missing} missing before entry {seq}"
    if seq < expected:
        return f"entry {seq} stands where entry {expected} belongs: it was moved, or put in a second time"
    if _made(row) != row["hash"]:
        return f"entry {seq} was changed: its content does not give its hash"
    if row["previous"] != last:
        return f"entry {seq} does not follow the entry before it: one of the two was put in, or written anew"
    return ""


def _made(row: Mapping[str, Any]) -> str:
    try:
        return entry_hash(row["seq"], row["at"], row["kind"], row["body"], row["previous"])
    except (TypeError, ValueError, UnicodeEncodeError):  # no JSON that the trail writes: not a number, half a character
        return ""
