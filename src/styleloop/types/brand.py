"""A brand's own rules: kit, guidelines, claims, markets."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from styleloop.types.product import NounPhrase
from styleloop.types.record import Record, is_unset
from styleloop.types.rule import Rule
from styleloop.types.vale import ValeStyles

Hex = str
HEX = r"^#[0-9a-fA-F]{6}$"


class Colour(Record):
    """One colour of the palette."""

    name: str
    hex: Hex = Field(pattern=HEX)
    role: str = ""
    """What it is for, in words."""


class Tone(Record):
    """One set of colours for a piece: the panel that talks and the panel that shows. All `#rrggbb`."""

    name: str
    panel: Hex = Field(pattern=HEX)
    line: Hex = Field(pattern=HEX)
    """Headline on the panel."""
    fact: Hex = Field(pattern=HEX)
    """Body on the panel."""
    label: Hex = Field(pattern=HEX)
    """Ground of the call to action."""
    label_ink: Hex = Field(pattern=HEX)
    wall: Hex = Field(pattern=HEX)
    """Behind the product."""
    ground: Hex = Field(pattern=HEX)
    """Under the product."""
    shadow: Hex = Field(pattern=HEX)
    scene: Literal["wall", "weather", "sky", "plain"] = "wall"
    """What the product stands before, in this tone's colours: `wall`: each template's own ground, a wall or low hills;
    `weather`: hills under drizzle; `sky`: low hills everywhere; `plain`: one flat colour, hills nowhere."""
    photographs: Literal["own", "duotone"] = Field(default="own", exclude_if=lambda value: value == "own")
    """Photographs in their own colours, or printed in two inks: this tone's darkest and lightest."""


class Face(Record):
    """The type of one script. Edges and leading in em: they differ by script so that nothing collides."""

    script: str
    """ISO 15924, `Latn`, `Arab`."""
    serif: tuple[str, ...]
    sans: tuple[str, ...]
    weight: int = Field(default=600, ge=1, le=1000)
    track: float = Field(default=0.0, ge=-0.5, le=1)
    top: float = Field(default=0.76, ge=0, le=3)
    bottom: float = Field(default=-0.22, ge=-3, le=0.5)
    lead: float = Field(default=0.06, ge=-1, le=2)
    grow: float | None = Field(default=None, gt=0.5, lt=2, exclude_if=lambda grow: grow is None)
    """Size factor against Latin: how much larger it must be set to read as large. None: 1.12 for Arabic, else 1."""


class Localised(Record):
    """One wording in one language."""

    locale: str
    text: str


class Term(Record):
    """One word the brand cares about."""

    text: str
    locale: str = ""
    """Language it applies to; empty for all."""
    rule: Literal["banned", "preferred", "case", "stays", "translated"]
    """`stays`: the same in every language; `translated`: always by one of its `translations`."""
    instead: str = ""
    """What to write instead."""
    why: str = ""
    translations: tuple[Localised, ...] = ()
    """Right wordings in other languages."""
    context: str = ""
    """For translators: which meaning is meant. `a jacket, not an egg`"""


class Voice(Record):
    """How the brand speaks. Every field moves a rank or a finding."""

    person: Literal["second", "first", "third", "any"] = "any"
    exclamations: bool = True
    emoji: bool = True
    questions: bool = True
    max_headline_words: int = Field(default=16, ge=1, le=60)
    words: tuple[str, ...] = ()
    """Words that sound like the brand; of two lines, the one with such a word comes first."""
    do: tuple[str, ...] = ()
    """What to do, a sentence each: `End on the product.`"""
    dont: tuple[str, ...] = ()
    """What not to do, a sentence each. A word or phrase in quotation marks is not to be said."""


class Guideline(Record):
    """One rule a brand manager would fight for."""

    slug: str
    title: str
    text: str


class Claim(Record):
    """Something the brand may say, with its proof, where and until when."""

    slug: str
    wordings: tuple[Localised, ...]
    proof: str
    """What backs it: test report, certificate, measurement."""
    products: tuple[str, ...] = ()
    """skus; empty for the whole brand."""
    markets: tuple[str, ...] = ()
    """Locales; empty for all."""
    starts: date | None = None
    ends: date | None = None
    """Last day on which it may be said."""

    def holds(self, market: str, day: date, sku: str = "") -> bool:
        """Whether it may be said in `market` on `day` about `sku`."""
        in_time = (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)
        here = not self.markets or market in self.markets
        return in_time and here and (not self.products or not sku or sku in self.products)


class Market(Record):
    """One market: language, money, people who sign."""

    locale: str
    """BCP 47; also the market's name."""
    name: str
    """As people say it: `Germany`."""
    currency: str
    """ISO 4217."""
    direction: Literal["ltr", "rtl"] = "ltr"
    script: str = "Latn"
    legal_line: str = ""
    """Appended to every caption in this market."""
    taboo: tuple[str, ...] = ()
    """Words that must not appear in this market."""
    reviewers: tuple[str, ...] = ("reviewer",)
    """Roles that may decide here."""
    formality: Literal["formal", "informal", ""] = ""
    """How a reader is addressed: Sie or du, vous or tu; empty where both may be."""
    units: Literal["metric", "imperial"] = "metric"
    """What amounts are read in; `imperial`: ounces, inches, miles."""


class BrandKit(Record):
    """Everything `brand/` says, read once."""

    name: str
    locale: str
    """The language the brand thinks in."""
    logo: str
    """sha256 of the logo (SVG or PNG) in the blob store."""
    colours: tuple[Colour, ...]
    tones: tuple[Tone, ...]
    faces: tuple[Face, ...]
    voice: Voice = Voice()
    sites: tuple[str, ...] = ()
    """Hosts that are the brand's own: `tarn.example`. Any other address in its words is stopped."""
    audiences: tuple[NounPhrase, ...] = ()
    """Whom it speaks to, a phrase for each language: `people who walk to work`."""
    terms: tuple[Term, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    rules: tuple[Rule, ...] = ()
    """Read from the guidelines, and confirmed by a person."""
    vale: ValeStyles = Field(default=ValeStyles(), exclude_if=is_unset)
    """Rules of the Vale styles in `checks/vale/`."""
    claims: tuple[Claim, ...] = ()
    markets: tuple[Market, ...] = ()

    def market(self, locale: str) -> Market | None:
        """The market of that name, or None."""
        return next((m for m in self.markets if m.locale == locale), None)

    def face(self, script: str) -> Face | None:
        """The type for a script, or None."""
        return next((f for f in self.faces if f.script == script), None)
