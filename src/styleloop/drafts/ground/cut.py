"""Blocks -> passages of about 60 to 170 words, cut at headings, paragraphs and sentences; none overlaps another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from styleloop.drafts.ground.about import About
from styleloop.drafts.ground.blocks import Block
from styleloop.drafts.ground.tongues import told
from styleloop.language.segment import has_words, sentence_pieces, words
from styleloop.types.passage import Passage
from styleloop.types.record import Where

SHORTEST, LONGEST = 60, 170
"""Words of a passage. What stands under one heading may be less than the first; the second is never passed."""
LONGEST_WORD = 10
"""Characters counted as one word where no space parts them: an address, a table of figures."""
DEEPEST = 6
LONGEST_HEADING = 200
"""Characters of a heading that are kept; a page of bold text is none."""


@dataclass(frozen=True)
class _Part:
    block: Block
    size: int
    number: int
    """Of the block it is all or a piece of."""
    lead: str = ""
    """Lead-in of the list it belongs to: `We never say:`."""


def passages(
    blocks: Iterable[Block], about: About, document: str, source: Where, home: str, others: Sequence[str] = ()
) -> tuple[Passage, ...]:
    """The passages of one document, in reading order; the same blocks give the same passages, and the same ids.

    Args:
        blocks: as a reader gives them.
        about: what is said of the document.
        document: sha256 of its bytes.
        source: the file or address.
        home: language of the document, where its pieces do not say otherwise.
        others: languages that a piece of it may be in.
    """
    found: dict[str, Passage] = {}
    for headings, section in _sections(blocks):
        for text, page, lead in _packed(section, home):
            passage = Passage(
                text=text,
                locale=told(text, home, others),
                document=document,
                title=about.title,
                headings=(*headings, lead) if lead else headings,
                page=page,
                role=about.role or "page",
                products=about.products,
                markets=about.markets,
                starts=about.starts,
                ends=about.ends,
                source=source,
            )
            found.setdefault(passage.id, passage)
    return tuple(found.values())


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """(headings above, blocks) for each stretch under one heading."""
    above: list[tuple[int, str]] = []
    section: list[Block] = []
    for block in blocks:
        if block.shape != "heading":
            section.append(block)
            continue
        if section:
            yield tuple(text for _, text in above), section
            section = []
        above = [(level, text) for level, text in above if level < block.level]
        if block.text.strip():
            above = [*above, (block.level, " ".join(block.text.split())[:LONGEST_HEADING])][-DEEPEST:]
    if section:
        yield tuple(text for _, text in above), section


def _packed(section: Sequence[Block], locale: str) -> Iterator[tuple[str, int | None, str]]:
    """(text, page, lead-in of a list that began before) of each passage of a section, of about equal sizes."""
    parts = list(_parts(section, locale))
    total = sum(part.size for part in parts)
    wanted = max(SHORTEST, math.ceil(total / math.ceil(total / LONGEST))) if total else SHORTEST
    held: list[_Part] = []
    size = 0
    for at, part in enumerate(parts):
        begins = part.lead == "" and at + 1 < len(parts) and bool(parts[at + 1].lead)
        ahead = part.size + (parts[at + 1].size if begins else 0)  # a lead-in stays with its first item
        if held and (size + ahead > LONGEST or size >= wanted):
            yield _joined(held)
            held, size = [], 0
        held.append(part)
        size += part.size
    if held:
        yield _joined(held)


def _joined(parts: Sequence[_Part]) -> tuple[str, int | None, str]:
    first = parts[0]
    lines: list[str] = []
    last: _Part | None = None
    for part in parts:
        same = last is not None and last.number == part.number and part.block.shape != "code"
        lines.append((" " if same else "\n" if lines else "") + _shown(part.block))
        last = part
    return "".join(lines), first.block.page, first.lead


def _shown(block: Block) -> str:
    return f"- {block.text}" if block.shape == "item" else block.text


def _parts(section: Sequence[Block], locale: str) -> Iterator[_Part]:
    lead, before = "", Block("text", "")
    for number, block in enumerate(section):
        if not block.text.strip():
            continue
        if block.shape not in ("item", "row"):
            lead = ""
        elif before.shape == "text" and before.text.rstrip().endswith((":", "\uff1a")):
            lead = " ".join(before.text.split())[-LONGEST_HEADING:]
        for piece in _pieces(block, locale):
            yield _Part(piece, size_of(f"{_shown(piece)}\n", locale), number, lead)
        before = block


def _pieces(block: Block, locale: str) -> Iterator[Block]:
    """The block, or where it is longer than a passage its sentences, and of a sentence longer than that its parts."""
    if size_of(block.text, locale) < LONGEST:
        yield block
        return
    shape = "text" if block.shape == "item" else block.shape
    for text in _lines(block, locale):
        for piece in _chopped(text, locale):
            yield replace(block, text=piece, shape=shape)


def _lines(block: Block, locale: str) -> Iterator[str]:
    if block.shape == "code":
        yield from (line for line in block.text.split("\n") if line.strip())
    else:
        yield from (piece.text for piece in sentence_pieces(block.text, locale))


def _chopped(text: str, locale: str) -> Iterator[str]:
    if size_of(text, locale) < LONGEST:
        yield text
        return
    most = LONGEST * (LONGEST_WORD if has_words(locale) else 2)
    held = ""
    for word in _spaced(text, most):
        joined = f"{held} {word}" if held else word
        if held and size_of(joined, locale) >= LONGEST:
            yield held
            joined = word
        held = joined
    if held:
        yield held


def _spaced(text: str, most: int) -> Iterator[str]:
    for word in text.split():
        for at in range(0, len(word), most):
            yield word[at : at + most]


def size_of(text: str, locale: str) -> int:
    """How many words; where words are not parted by spaces, half as many as characters."""
    if not has_words(locale):
        return math.ceil(len(text) / 2)
    return max(len(words(text, locale)), math.ceil(len(text) / LONGEST_WORD))
