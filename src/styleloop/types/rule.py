"""What a guideline forbids or asks for, in a form that can be checked; a person says yes to each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from styleloop.types.passage import Passage
from styleloop.types.record import Record, content_id

RuleKind = Literal["banned", "preferred", "case", "mark", "most", "person", "spelling"]
RuleStatus = Literal["draft", "confirmed", "dropped"]
MARKS = (
    "exclamation", "question", "emoji", "ellipsis", "capitals", "hashtag", "ampersand", "semicolon", "dash",
    "contraction",
)  # fmt: skip
"""What `text` names where the kind is `mark`."""
MEASURES = ("words", "characters", "sentence_words", "sentences", "exclamation", "hashtag", "emoji")
"""What `text` names where the kind is `most`."""


class Rule(Record):
    """One thing that can be checked, with the words of the guideline that say so."""

    what: RuleKind
    """`banned`: a word not to be used; `preferred`: one with a better one, `instead`; `case`: how one is written;
    `mark`: a sign or manner not to be used; `most`: a limit; `person`: who is spoken to; `spelling`: of which country.
    """
    text: str = Field(min_length=1)
    """The word; for `mark` and `most` which (`exclamation`, `words`); `second`; `en-GB`."""
    instead: str = ""
    """What to write instead, of `preferred`."""
    most: int | None = Field(default=None, ge=0)
    """The limit, of `most`."""
    slot: str = ""
    """Where it counts: `headline`; empty for every slot."""
    locale: str = ""
    """Language it counts in; empty for all."""
    markets: tuple[str, ...] = ()
    """Locales it counts in; empty for all."""
    quote: str
    """The sentence of the guideline, as it stands there."""
    source: str
    """Where that is: `brand/guidelines/05-no-raised-voice.md, No raised voice`."""

    @property
    def id(self) -> str:
        """`rule_<16 hex>` of what it says and of the sentence that says so."""
        return content_id("rule", self.model_dump(mode="json", exclude={"source"}))

    def holds(self, market: str) -> bool:
        """Whether it counts in a market."""
        language = market.split("-")[0]
        return (not self.markets or market in self.markets) and self.locale in ("", language, market)

    @property
    def words(self) -> str:
        """As `order`, with the markets or the language it counts in."""
        places = ", ".join(self.markets) or self.locale
        return f"{self.order} ({places})" if places else self.order

    @property
    def order(self) -> str:
        """The rule in words of people."""
        where = f" in the {self.slot}" if self.slot else ""
        return {
            "banned": f"do not say “{self.text}”{where}",
            "preferred": f"say “{self.instead}”, not “{self.text}”{where}",
            "case": f"write “{self.text}” exactly so",
            "mark": f"no {NAMES.get(self.text, self.text)}{where}",
            "most": f"at most {self.most} {NAMES.get(self.text, self.text)}{where}",
            "person": f"speak in the {self.text} person",
            "spelling": f"spell as in {self.text}",
        }[self.what]


NAMES = {
    "exclamation": "exclamation marks",
    "question": "question marks",
    "capitals": "words in capitals",
    "hashtag": "hashtags",
    "ampersand": "ampersands",
    "semicolon": "semicolons",
    "dash": "dashes between words",
    "contraction": "contractions",
    "ellipsis": "ellipses",
    "sentence_words": "words in a sentence",
}
"""Marks and measures as people call them, where their own name is not that."""


class Proposal(Record):
    """A rule as it was read, and where."""

    rule: Rule
    passage: Passage
    start: int
    """Of the sentence in the passage's text."""
    end: int


class Unread(Record):
    """A sentence that seems to ask for something and was not understood. It becomes no rule."""

    text: str
    passage: Passage
