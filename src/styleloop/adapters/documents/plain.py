"""Plain text -> blocks: paragraphs parted by empty lines, list items by their marks. No headings are guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from styleloop.adapters.documents.document import Document
from styleloop.drafts.ground import Block, front_matter

_ITEM = re.compile(r"\s*(?:[-*•‣▪–]|\d{1,3}[.)])\s+(?=\S)")


def read(text: str, file: str) -> Document:
    """The blocks of a text file, with what its front matter says; lines of one paragraph are joined."""
    about, body, refusals = front_matter(text, file)
    return Document(tuple(paragraphs(body)), about, refusals)


def paragraphs(text: str) -> Iterator[Block]:
    """Paragraphs and list items of plain text."""
    for stretch in re.split(r"\n[ \t\u00a0]*\n\s*", text):
        held: list[str] = []
        shape: list[str] = []
        for line in stretch.splitlines():
            mark = _ITEM.match(line)
            if mark and held:
                yield _block(held, shape)
                held, shape = [], []
            if mark:
                shape = ["item"]
                line = line[mark.end() :]
            if line.strip():
                held.append(line)
        if held:
            yield _block(held, shape)


def _block(lines: list[str], shape: list[str]) -> Block:
    return Block("item" if shape else "text", " ".join(" ".join(lines).split()))
