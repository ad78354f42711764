"""Rules that others make: the law of a market, the policy of a platform. Written down as data, each with its source."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, get_args

from pydantic import Field

from styleloop.types.record import Identified, Record, is_unset

Backing = Literal["claim", "fact"]
PackTest = Literal[
    "", "price-reduction", "countdown", "ai-made", "repeated-marks", "headline-exclamation", "shouting",
    "spaced-letters", "phone-number", "emoji", "known-product", "quotation",
]  # fmt: skip
PACK_TESTS: tuple[PackTest, ...] = get_args(PackTest)
"""What no word list can find: a discount written in signs, a running clock, a model's picture, a shouted headline."""


class PackWords(Record):
    """What a rule looks for in one language; the signs for wordings are those of the word lists (docs/packs.md)."""

    language: str
    """`de`."""
    phrases: tuple[str, ...] = ()
    """Wordings it objects to."""
    traps: tuple[str, ...] = ()
    """Longer wordings in which a phrase means something else."""
    beside: tuple[str, ...] = ()
    """Where given, it objects only where one of these stands somewhere in the same piece."""
    answered: tuple[str, ...] = ()
    """It is silent where one of these stands somewhere in the piece: the condition is met, the line is there."""
    known: tuple[str, ...] = ()
    """As `beside`, but sought in the product's name and facts; either will do where both are given."""
    proven: tuple[str, ...] = ()
    """Where given, a registered claim silences it only if its wording or its proof says one of these."""


class PackExample(Record):
    """Words that a rule objects to, and words that only look alike. Tests run them."""

    locale: str
    breach: str = ""
    clean: str = ""
    slot: str = "headline"
    facts: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """What is known of the product, for rules with `known`."""


class PackRule(Record):
    """One rule of a pack."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Its name, unique among all packs."""
    title: str = Field(min_length=1)
    """What is wrong, in a few words: `A reduction without the lowest price of the last 30 days`."""
    why: str = Field(min_length=1)
    """What the law or policy wants, in plain words."""
    source: str = Field(min_length=1)
    """Instrument and article: `Directive 98/6/EC, Art. 6a`."""
    markets: tuple[str, ...] = ()
    """`EU`, `EEA`, a country (`GB`) or a locale (`de-AT`); empty: everywhere."""
    platforms: tuple[str, ...] = ()
    """Platforms of the formats it is for, as the formats name them: `Meta`; empty: all."""
    slots: tuple[str, ...] = ()
    """Slots it looks at; empty: all."""
    starts: date | None = None
    """First day on which it counts."""
    ends: date | None = None
    """Last day on which it counts."""
    severity: Literal["block", "warn", "note"] = "block"
    test: PackTest = ""
    """A test of its own, beside or instead of words."""
    like: str = ""
    """Slug of a rule whose words it shares."""
    unless: tuple[Backing, ...] = ()
    """`claim`: silent where a registered claim that holds backs the wording; `fact`: where a fact does."""
    denied: bool = True
    """Whether it is silent where the wording is denied: `not climate neutral`."""
    suggestion: str = ""
    """What to write or to do instead."""
    reviewed_by: str = ""
    """Who has read the rule as a lawyer, and when; empty: nobody."""
    words: tuple[PackWords, ...] = ()
    examples: tuple[PackExample, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether it counts on `day`."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Pack(Identified):
    """One file of rules. Not legal advice: it finds wordings, and a lawyer says what they mean."""

    kind: ClassVar[str] = "pack"

    name: str
    """Name of its file without `.toml`."""
    title: str = ""
    family: Literal["legal", "platform"] = "legal"
    """`platform`: rules of whoever shows the ads."""
    rules: tuple[PackRule, ...] = ()
    faults: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """What of it could not be read: file, line, key, what was got and what was expected."""
