"""Prose of guidelines -> draft rules, each with the sentence that says so. English; doubt means no rule.

A sentence becomes a rule only where it is understood to its end: what it forbids or asks for, and nothing that limits
it (`unless`, `in German`, `sparingly`). Whatever else sounds like a rule is listed as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from styleloop.language.segment import sentence_pieces
from styleloop.library.rule_clauses import Said, clauses, columns, limiting, listed, sounds_like_a_rule, turned
from styleloop.types.passage import Passage
from styleloop.types.rule import Proposal, Rule, Unread

READS = ("en",)
"""Languages whose guidelines are read for rules."""
_EXAMPLE = re.compile(
    r"> |(?:- )?(?:good|bad|right|wrong|yes|no|better|worse|e\.g\.|example|for example|before|after)\s*:", re.IGNORECASE
)
"""A line that shows, and does not ask; a quotation too."""
_BUT = re.compile(r"(?:except|(?:the )?(?:only )?exceptions?|unless|however|but|only|that said)\b", re.IGNORECASE)
"""How a sentence begins that limits the one before."""


@dataclass(frozen=True)
class _Line:
    """One line of a passage: a sentence or more, a list item, a row of a table."""

    text: str
    start: int
    lead: str
    """Lead-in of the list it is in."""

    @property
    def item(self) -> bool:
        return self.text.startswith("- ")


def rules(passages: Iterable[Passage]) -> tuple[tuple[Proposal, ...], tuple[Unread, ...]]:
    """The rules that guidelines state, each once, and what sounded like one and was not understood.

    Args:
        passages: of any role; only guidelines, and only those in a language of `READS`, are read.
    """
    found: dict[str, Proposal] = {}
    unread: dict[str, Unread] = {}
    for passage in passages:
        if passage.role != "guideline" or not reads(passage.locale):
            continue
        for item in _of(passage):
            if isinstance(item, Proposal):
                found.setdefault(item.rule.id, item)
            else:
                unread.setdefault(item.text, item)
    return tuple(found.values()), tuple(unread.values())


def reads(locale: str) -> bool:
    """Whether guidelines in the language of `locale` are read for rules."""
    return locale.split("-")[0] in READS


def _of(passage: Passage) -> Iterator[Proposal | Unread]:
    under = any(turned(heading) for heading in passage.headings[-1:] if not heading.endswith(":"))
    heading = f"{passage.headings[-1].rstrip(':')}:" if passage.headings else ""
    for line in _lines(passage):
        rows = columns(line.text)
        entries = listed(line.lead or heading, line.text[2:]) if line.item else ()
        if rows or entries:
            yield from (_proposal(passage, line.text, line.start, said) for said in rows or entries)
        elif not _EXAMPLE.match(line.text):
            yield from _sentences(passage, line, under or (line.item and turned(line.lead)))


def _sentences(passage: Passage, line: _Line, under: bool) -> Iterator[Proposal | Unread]:
    pieces = [p._replace(text=p.text.removeprefix("- ").strip()) for p in sentence_pieces(line.text, passage.locale)]
    for at, piece in enumerate(pieces):
        if _EXAMPLE.match(piece.text):
            return  # what follows is an example, not a rule
        limited = under or limiting(piece.text) or any(_BUT.match(after.text) for after in pieces[at + 1 : at + 2])
        said = () if limited else clauses(piece.text)
        if said:
            yield from (_proposal(passage, piece.text, line.start + piece.start, one) for one in said)
        elif sounds_like_a_rule(piece.text):
            yield Unread(text=piece.text, passage=passage)


def _lines(passage: Passage) -> Iterator[_Line]:
    headings = passage.headings[-1:] if passage.text.startswith("- ") else ()
    lead = next((text for text in headings if text.endswith(":")), "")
    at = 0
    for text in passage.text.split("\n"):
        if text.strip():
            yield _Line(text, at, lead)
            if not text.startswith("- "):
                lead = text if text.rstrip().endswith(":") else ""
        at += len(text) + 1


def _proposal(passage: Passage, quote: str, start: int, said: Said) -> Proposal:
    language = passage.locale.split("-")[0] if said.what in ("banned", "preferred") and not passage.markets else ""
    rule = Rule(
        what=said.what,
        text=said.text,
        instead=said.instead,
        most=said.most,
        slot=said.slot,
        locale=language,
        markets=passage.markets,
        quote=quote,
        source=passage.place,
    )
    shown = passage.text.find(quote, start)
    begins = shown if shown >= 0 else start
    return Proposal(rule=rule, passage=passage, start=begins, end=begins + len(quote))


def still_said(rule: Rule, passages: Sequence[Passage]) -> bool:
    """Whether the sentence that a rule rests on still stands in one of the guidelines, word for word."""
    quote = " ".join(rule.quote.split())
    return any(quote in " ".join(p.text.split()) for p in passages if p.role == "guideline")
