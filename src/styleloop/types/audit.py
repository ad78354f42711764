"""What a guardrail has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal, get_args

from styleloop.types.brand import BrandKit, Claim, Market
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.dictionary import Spelling
from styleloop.types.judgement import Judgement
from styleloop.types.library import Library, Shown, Used
from styleloop.types.pack import Pack
from styleloop.types.picture import Picture
from styleloop.types.product import Product
from styleloop.types.record import Identified, Record, Refusal
from styleloop.types.style import CEILING, FLOOR, Norm, Score
from styleloop.types.variant import Box, FilledSlot, Layout, Provenance, Rendering

Severity = Literal["block", "warn", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The gravest first."""
Family = Literal[
    "claims", "legal", "brand", "likeness", "platform", "legibility", "language", "safety", "homogenisation"
]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""What a check looks after, in the order in which people are told."""


class Span(Record):
    """Characters `start` to `end` of one slot, in code points."""

    slot: str
    start: int
    end: int
    text: str


class Finding(Identified):
    """An objection with its evidence. Silence is not praise."""

    kind: ClassVar[str] = "finding"

    subject: str
    """Id of the variant or draft."""
    guardrail: str
    """`name@version`."""
    rule: str
    """Which rule of the guardrail: `unsupported-number`."""
    severity: Severity
    message: str
    """One sentence: what is wrong, with the figures."""
    span: Span | None = None
    box: Box | None = None
    cited: str
    """What it rests on: fact, claim, guideline, placement row, with its source."""
    fix: str | None = None
    """Words that would mend the span, applied with one key."""


class Audited(Identified):
    """How far one piece was looked at, and what no check could look at. Append-only; of one piece the newest counts."""

    kind: ClassVar[str] = "audited"

    subject: str
    """Id of the variant."""
    day: date
    checked: tuple[str, ...]
    """`name@version` of every check that looked."""
    unchecked: tuple[tuple[str, str], ...] = ()
    """(`name@version`, why) of each that could not look, or could not do a part."""
    beyond: tuple[str, ...] = ()
    """What no installed check looks at in such a piece."""

    @property
    def missing(self) -> tuple[str, ...]:
        """`legibility (it has not been drawn yet)`, `spelling (no dictionary is read)`: what nobody looked at."""
        return (*(f"{name.partition('@')[0]} ({why})" for name, why in self.unchecked), *self.beyond)

    def words(self, severities: Sequence[str]) -> str:
        """`no objection from 5 checks; not checked: legibility (it has not been drawn yet)`.

        Args:
            severities: of everything that was objected to.
        """
        if not self.checked:
            said = "nothing was checked"
        else:
            many = f"{len(self.checked)} check{'s' if len(self.checked) != 1 else ''}"
            counts = [(s, sum(one == s for one in severities)) for s in SEVERITIES]
            objections = ", ".join(f"{n} {severity}{'s' if n != 1 else ''}" for severity, n in counts if n)
            said = f"{objections or 'no objection'} from {many}"
        return f"{said}; not checked: {', '.join(self.missing)}" if self.missing else said


@dataclass(frozen=True, eq=False)
class AuditItem:
    """One piece and everything a guardrail may hold it against."""

    subject: str
    words: Copy
    market: Market
    kit: BrandKit
    day: date
    product: Product | None = None
    placement: Placement | None = None
    claims: tuple[Claim, ...] = ()
    """The whole register, expired ones included."""
    filled: tuple[FilledSlot, ...] = ()
    rendering: Rendering | None = None
    picture: Picture | None = None
    history: tuple[tuple[str, str, str], ...] = ()
    """(id, role, headline) of own recent, inspiration and competitors' work in this language."""
    frame: str = ""
    """The headline's literal words with its gaps left open, when it was made from a pattern."""
    frames: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """(id, frame) of other lines of the same batch and recent ones."""
    source: Copy | None = None
    """The words it is a translation of, where it is one."""
    source_locale: str = ""
    """Their language."""
    score: Score | None = None
    """How its words stand against the house style; None: nothing has been learnt, or there are words only."""
    floor: float = FLOOR
    """Least novelty a line may have here."""
    ceiling: float = CEILING
    """Most on-brand distance a line may have here."""
    rivals: tuple[str, ...] = ()
    """Names of competitors."""
    norms: tuple[Norm, ...] = ()
    """What is usual for its measures in the house style; empty: nothing has been learnt, or nobody asked."""
    layout: Layout | None = None
    """How it was set, where it has been drawn."""
    provenance: Provenance | None = None
    """Who and what made it, where that is known."""
    packs: tuple[Pack, ...] = ()
    """Rules of laws and platforms; empty: those that ship."""
    library: Library | None = None
    """Other works that it may be too like; None: nobody has looked."""
    shown: tuple[Shown, ...] = ()
    """Fingerprints of its pictures, where there is any picture to hold them against."""
    used: tuple[Used, ...] = ()
    """What it was made from that belongs to somebody."""
    spelling: Spelling = field(default_factory=Spelling)
    """What the words of its language are held against."""
    judged: tuple[Judgement | Refusal, ...] | None = None
    """What classifiers say that its pictures show; None: there is no classifier."""
