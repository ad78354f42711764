"""Where words stand in a file that writes them otherwise than they are: quotation marks doubled, signs escaped."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

BREAK = " / "
"""How a break between lines is typed where a text is one line."""
Written = Literal["", "cell", "quoted", "json", "value"]
_ESCAPED = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_DOUBLED = re.compile(r'""|.', re.DOTALL)


@dataclass(frozen=True)
class Place:
    """Where the words of a slot begin. Lines and columns count from 1, columns in code points.

    Attributes:
        line: of the first character.
        column: of the first character.
        how: how the file writes them: as they are (empty), in a table's `cell` or `quoted` there, in a string of
            `json`, or as another `value` of it, whose characters are not theirs.
        written: the words as the file has them, where `how` is not empty.
        field: what the file calls them: `headline (row at line 3)`, `/2/headline`.
    """

    line: int
    column: int
    how: Written = ""
    written: str = ""
    field: str = ""

    def region(self, start: int, end: int) -> dict[str, int] | None:
        """Where the words from `start` to `end` (not included) stand, as SARIF says it; None where they stand nowhere.

        `endColumn` is behind the last character; `endLine` is there where it is another line.
        """
        if self.how == "":
            return {"startLine": self.line, "startColumn": self.column + start, "endColumn": self.column + end}
        if self.how == "value":
            return self.whole()
        steps = list(self._steps())
        if not 0 <= start <= end < len(steps):
            return None
        return self._between(steps[start], steps[end])

    def whole(self) -> dict[str, int]:
        """All the words of the slot; its line alone where they are written as they are."""
        return self._between(0, len(self.written)) if self.written else {"startLine": self.line}

    def writes(self, words: str) -> str | None:
        """`words` as the file would write them here; None where it could not without being taken apart."""
        one_line = words.replace("\n", BREAK)
        if self.how == "json":
            return json.dumps(one_line, ensure_ascii=False)[1:-1]
        if self.how == "quoted":
            return one_line.replace('"', '""')
        if self.how == "cell":
            return None if set(one_line) & set(',;\t"') else one_line
        return words if self.how == "" else None

    def _between(self, start: int, end: int) -> dict[str, int]:
        (first, column), (last, behind) = self._at(start), self._at(end)
        made = {"startLine": first, "startColumn": column}
        return made | ({"endLine": last} if last != first else {}) | {"endColumn": behind}

    def _at(self, offset: int) -> tuple[int, int]:
        before = self.written[:offset]
        lines = before.count("\n")
        return self.line + lines, (len(before) - before.rfind("\n") if lines else self.column + offset)

    def _steps(self) -> Iterator[int]:
        """Where each character of the words begins in what is written, and where the last one ends."""
        signs = _ESCAPED if self.how == "json" else _DOUBLED if self.how == "quoted" else None
        found = (
            [m.span() for m in signs.finditer(self.written)]
            if signs
            else [(n, n + 1) for n in range(len(self.written))]
        )
        at = 0
        while at < len(found):
            yield found[at][0]
            # A break typed as ` / ` is one character of the words, and three of the file.
            wide = len(BREAK) if "".join(self.written[a:b] for a, b in found[at : at + len(BREAK)]) == BREAK else 1
            at += wide
        yield len(self.written)


class Lines:
    """Line and column of any character of a text, both from 1."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_left(self._ends, offset)
        return line + 1, offset - (self._ends[line - 1] if line else -1)
