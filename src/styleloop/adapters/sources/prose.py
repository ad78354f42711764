"""HTML of a product page -> plain text: what a reader sees, one line per block."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th",
        "tr", "ul",
    }
)  # fmt: skip
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "head"})


_CELL, _ROW = "\x1d", "\x1e"
_AFTER = {"td": _CELL, "th": _CELL, "dt": _CELL, "tr": _ROW, "dd": _ROW, "table": _ROW, "dl": _ROW}

LONGEST = 20_000
"""Characters of markup that are read: the parser slows with the square of broken tags, and nobody's page needs more."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in ("tr", "dl"):
            self.parts.append(_ROW)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _AFTER:
            self.parts.append(_AFTER[tag])
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"[\s\x1d\x1e]+", " ", data))


def visible(html: str) -> str:
    """The words of `html`; text without tags and entities comes back with its spaces tidied, newlines kept."""
    if "<" not in html and "&" not in html:
        return _tidy(html)
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    return _tidy("\n".join(map(_row, "".join(reader.parts).split(_ROW))))


def _row(text: str) -> str:
    """A row of a table or a term with its meaning, on one line where it has two cells: `Weight: 312 g`."""
    cells = [cell for part in text.split(_CELL) if (cell := part.strip())]
    paired = len(cells) == 2 and _CELL in text and not any("\n" in cell for cell in cells)
    return f"{cells[0].rstrip(' :')}: {cells[1]}" if paired else "\n".join(cells)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
