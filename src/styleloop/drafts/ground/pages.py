"""Lines of printed pages -> blocks: hyphenation undone, running headers dropped, headings told by their size. Pure.

A page knows no paragraphs: they are read from the room between lines, from sizes and from list marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from styleloop.drafts.ground.blocks import Block

EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running header or footer."""
REPEATED = 0.25
"""Share of the pages, and at least `FEWEST` of them (or both of two), on which an edge line stands that is dropped."""
FEWEST = 3
LARGER = 1.12
"""A heading is at least so many times as large as the text around it."""
LONGEST_HEADING = 16
"""Words."""
APART = 1.35
"""Between paragraphs there is at least so many times the usual room between lines."""
BOLD = 600
LEVELS = 4

_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"(?:page|seite|p\.|s\.)?\s*[\divxlc]{1,6}(?:\s*(?:/|of|von|de)\s*\d{1,6})?", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-*•‣▪◦–●■]|\d{1,2}[.)])\s+(?=\S)")
_HYPHEN = re.compile(r"[-\u00ad\u2010\ufffe\u0002]\s*$")
_TURN = re.compile(r"[^\W\d_]$")


@dataclass(frozen=True)
class Line:
    """One printed line.

    Attributes:
        text: a hyphen at its end, where the word goes on in the next line.
        size: of the type, points.
        y: of the baseline, points from the bottom of the page.
        weight: of the type, 400 being regular; 0 when unknown.
    """

    text: str
    size: float
    y: float
    weight: int = 0


def page_blocks(pages: Sequence[Sequence[Line]]) -> tuple[Block, ...]:
    """Blocks of a whole document, each with the page it begins on.

    Args:
        pages: the lines of each page, in reading order.
    """
    bare = _without_edges(pages)
    body = _usual_size(bare)
    kept = _compounds(line.text for page in bare for line in page)
    levels = _levels(bare, body)
    found: list[Block] = []
    for number, page in enumerate(bare, start=1):
        for at, lines in enumerate(_paragraphs(page, body)):
            block = _block(lines, number, body, levels, kept)
            if not block.text:
                continue
            if at == 0 and found and _goes_on(found[-1], block):
                before = found.pop()
                block = Block(before.shape, f"{before.text} {block.text}", before.level, before.page)
            found.append(block)
    return tuple(found)


def _without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers, and without lines that stand at the edge of many of them.

    From the edge inwards, up to the first line that is of this page alone; type larger than the text is a heading.
    """
    body = _usual_size(pages)
    counted: Counter[str] = Counter()
    for number, page in enumerate(pages, start=1):
        counted.update({said for line in (*page[:EDGE], *page[-EDGE:]) for said in _likenesses(line.text, number)})
    enough = max(min(FEWEST, max(2, len(pages))), len(pages) * REPEATED)
    many = {text for text, count in counted.items() if count >= enough}

    def runs(line: Line, number: int) -> bool:
        repeated = not many.isdisjoint(_likenesses(line.text, number))
        return line.size < body * LARGER and (repeated or bool(_NUMBER.fullmatch(line.text.strip())))

    return [_trimmed(page, [runs(line, number) for line in page]) for number, page in enumerate(pages, start=1)]


def _trimmed(page: Sequence[Line], running: Sequence[bool]) -> list[Line]:
    first = next((at for at, runs in enumerate(running[:EDGE]) if not runs), min(EDGE, len(page)))
    rest = running[first:]
    last = next((at for at, runs in enumerate(rest[::-1][:EDGE]) if not runs), min(EDGE, len(rest)))
    return list(page[first : len(page) - last])


def _likenesses(text: str, page: int) -> tuple[str, str]:
    """The line as it is, and with its numbers counted from the page's own: `Page 7` of page 7 is as `Page 8` of 8."""
    plain = " ".join(text.casefold().split())
    return plain, _DIGITS.sub(lambda found: f"#{int(found[0][:9]) - page}", plain)


def _usual_size(pages: Iterable[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def _levels(pages: Iterable[Sequence[Line]], body: float) -> dict[float, int]:
    """Size -> level of a heading, the largest being 1; sizes within half a point are one."""
    large = sorted(
        {round(line.size * 2) / 2 for page in pages for line in page if body and line.size >= body * LARGER},
        reverse=True,
    )
    return {size: min(level, LEVELS) for level, size in enumerate(large, start=1)}


def _paragraphs(page: Sequence[Line], body: float) -> Iterator[list[Line]]:
    steps = sorted(round(a.y - b.y, 1) for a, b in pairwise(page) if 0 < a.y - b.y < 4 * max(body, 1.0))
    usual = steps[len(steps) // 4] if steps else 0.0  # most lines of a page lie inside paragraphs
    held: list[Line] = []
    for line in page:
        if held and _parts(held[-1], line, usual):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _parts(before: Line, line: Line, usual: float) -> bool:
    """Whether a new block begins with `line`."""
    room = before.y - line.y
    if _HYPHEN.search(before.text) and line.text[:1].islower():
        return False
    if _ITEM.match(line.text) or abs(before.size - line.size) > 0.05 * max(before.size, line.size):
        return True
    if (before.weight >= BOLD) != (line.weight >= BOLD) and min(before.weight, line.weight) > 0:
        return not line.text[:1].islower()
    return room <= 0 or bool(usual and room > usual * APART)


def _block(lines: Sequence[Line], page: int, body: float, levels: dict[float, int], kept: frozenset[str]) -> Block:
    text = _joined([line.text for line in lines], kept)
    first = lines[0]
    mark = _ITEM.match(text)
    few = len(text.split()) <= LONGEST_HEADING
    if few and first.size >= body * LARGER:
        return Block("heading", text, levels.get(round(first.size * 2) / 2, LEVELS), page)
    if few and not mark and first.weight >= BOLD and len(lines) == 1 and not text.endswith((".", ":", ",", ";")):
        return Block("heading", text, LEVELS + 1, page)
    return Block("item", text[mark.end() :], page=page) if mark else Block("text", text, page=page)


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a paragraph was parted by the end of a page."""
    open_end = not before.text.rstrip().endswith((".", "!", "?", ":", "…", "”", '"'))
    return before.shape in ("text", "item") and block.shape == "text" and open_end and block.text[:1].islower()


def _joined(lines: Sequence[str], kept: frozenset[str]) -> str:
    text = ""
    for line in lines:
        stripped = " ".join(line.split())
        if not text or not _HYPHEN.search(text):
            text = f"{text} {stripped}" if text else stripped
            continue
        head, tail = _HYPHEN.sub("", text), stripped
        if not (_TURN.search(head) and tail[:1].islower()):
            text = f"{head}- {tail}" if head.endswith(" ") else f"{head}-{tail}"
            continue
        word = f"{head.split()[-1]}-{tail.split()[0]}".strip(".,;:!?()\"'").casefold()
        text = f"{head}-{tail}" if word in kept else f"{head}{tail}"
    return _HYPHEN.sub("-", text) if text.endswith(("\ufffe", "\u0002", "\u00ad")) else text


def _compounds(lines: Iterable[str]) -> frozenset[str]:
    """Words written with a hyphen inside a line: those keep it at the end of one, too."""
    found = set()
    for line in lines:
        for word in line.split():
            bare = word.strip(".,;:!?()\"'").casefold()
            if "-" in bare.strip("-"):
                found.add(bare)
    return frozenset(found)
