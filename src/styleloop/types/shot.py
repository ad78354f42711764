"""One picture that may stand for a product: what must stay in sight, and who may show it where and until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from styleloop.types.licence import ALLOWS, Use, forbidden_by
from styleloop.types.record import Record, is_unset


def _box(value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = value
    if not (0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1):
        raise ValueError("expected [left, top, right, bottom], each from 0 to 1, left < right and top < bottom")
    return value


def _point(value: tuple[float, float]) -> tuple[float, float]:
    if not all(0 <= one <= 1 for one in value):
        raise ValueError("expected [from the left, from the top], each from 0 to 1")
    return value


Part = Annotated[tuple[float, float, float, float], AfterValidator(_box)]
"""left, top, right, bottom as shares of the upright picture."""
Point = Annotated[tuple[float, float], AfterValidator(_point)]
"""From the left and from the top, as shares of the upright picture."""


Holes = Literal["", "open", "closed"]


class Framing(Record):
    """What a crop may not lose. Nothing given: the eye decides (saliency)."""

    focus: Point | None = None
    """Where the crop is centred."""
    subject: Part | None = None
    """The product or person: never cut."""
    keep: tuple[Part, ...] = ()
    """Faces, logos, lettering: never cut either."""

    holes: Holes = ""
    """Of a pack shot on plain ground: whether parts inside the product that have the ground's colour are `open`, such
    as a handle, or `closed`, such as a label. Nothing said: such a picture is not cut out."""

    @property
    def whole(self) -> Part | None:
        """Least box round everything that may not be cut; None when nothing was said."""
        parts = (*((self.subject,) if self.subject else ()), *self.keep)
        if not parts:
            return None
        left, top, right, low = zip(*parts, strict=True)
        return min(left), min(top), max(right), max(low)


UNRELEASED = "unreleased"
"""Stands among the people of a picture for somebody who can be seen and has signed no release."""


class Rights(Record):
    """Who a picture belongs to, and where and when it may be shown."""

    owner: str = ""
    """Photographer or agency, as the licence names them."""
    markets: tuple[str, ...] = ()
    """Locales; empty for all."""
    starts: date | None = None
    ends: date | None = None
    """Last day on which it may be shown."""
    people: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Who can be seen, by the pseudonymous ids of their releases; the dates above are then the release's too."""

    formats: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Formats or platforms by name; empty for all."""
    licence: str = Field(default="", exclude_if=is_unset)
    """Its name as it was stated: `CC-BY-ND-4.0`, `Editorial use only`. What it forbids is read from that."""
    forbids: tuple[Use, ...] = Field(default=(), exclude_if=is_unset)
    """Uses that are forbidden beside what the licence's name says."""

    def against(self, market: str, day: date) -> str:
        """Why no ad may show it in `market` on `day`, in a few words; empty when one may.

        An ad cuts a picture to its format, puts words beside or on it, and is commercial: a licence that allows no
        changes or no advertising stands against every one.
        """
        if over := self.over(day) or self.forbidding("changes", "advertising"):
            return over
        if self.markets and market not in self.markets:
            return f"its rights are for {', '.join(self.markets)}"
        return ""

    def forbidding(self, *uses: Use) -> str:
        """Why it may not be put to one of these uses, in a few words; empty when it may be put to all."""
        barred = {*self.forbids, *(forbidden_by(self.licence) or ())}
        found = [ALLOWS[use] for use in uses if use in barred]
        name = f", {self.licence}," if self.licence else ""
        return f"its licence{name} {' and '.join(found)}" if found else ""

    @property
    def unread(self) -> bool:
        """Whether a licence is named that nothing is known of, and nobody said what it forbids."""
        return bool(self.licence) and not self.forbids and forbidden_by(self.licence) is None

    def over(self, day: date) -> str:
        """Why it may not be shown anywhere on `day`; empty when it may."""
        if self.starts and day < self.starts:
            return f"its rights begin on {self.starts.isoformat()}"
        if self.ends and day > self.ends:
            return f"its rights ended on {self.ends.isoformat()}"
        return ""

    def outside(self, *names: str) -> str:
        """Why it may not be shown in the format or on the platform of these names; empty when it may."""
        known = {name.casefold() for name in names}
        if not self.formats or any(name.casefold() in known for name in self.formats):
            return ""
        return f"its rights are for {', '.join(self.formats)}, not {' on '.join(name for name in names if name)}"


class Shot(Record):
    """One picture of one product."""

    picture: str
    """sha256 of its bytes in the blob store."""
    file: str = ""
    """Name people know it by."""
    framing: Framing = Field(default=Framing(), exclude_if=lambda framing: framing == Framing())
    rights: Rights | None = Field(default=None, exclude_if=is_unset)
    """None: nobody stated any. It may be used, and that is said."""
