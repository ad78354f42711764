"""What is said of a document beside its words: role, products, markets, from when until when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from styleloop.types.passage import PassageRole
from styleloop.types.record import Record, Refusal, Where

FENCE = "---"
LONGEST_FRONT = 60
"""Lines within which a block opened by `---` must close to be front matter, not a rule across the page."""
_LINE = re.compile(r"([A-Za-z_]+)\s*:\s*(.*)")
_ITEM = re.compile(r"\s*-\s+(.*)")
_LOCALE = r"^(?:[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?)?$"
"""Language, script if need be, territory if any: `en`, `en-GB`, `zh-Hant-TW`."""
MANY = ("products", "markets")


class About(Record):
    """As a row of `documents.toml` or the front matter of a file says it; what is left out is told by the folder."""

    title: str = ""
    role: PassageRole | None = None
    products: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    locale: str = Field(default="", pattern=_LOCALE)
    """BCP 47, of the document, where it is to be said rather than told from its words."""

    def over(self, other: About) -> About:
        """This, and where it says nothing, what `other` says."""
        return About(**{name: getattr(self, name) or getattr(other, name) for name in About.model_fields})


def front_matter(text: str, file: str) -> tuple[About, str, tuple[Refusal, ...]]:
    """What a block of `key: value` lines between two `---` at the very start says, and the text after it.

    Args:
        text: a whole document.
        file: its name, for messages.

    Returns:
        (what it says, the rest of the text, one refusal for each field that is wrong). Keys that mean nothing here
        (a site generator's `layout`) are passed over. A text without such a block comes back whole.
    """
    lines = text.lstrip("\ufeff").split("\n")
    if lines[0].rstrip() != FENCE:
        return About(), text, ()
    ends = [at for at, line in enumerate(lines[1 : LONGEST_FRONT + 1], start=1) if line.rstrip() in (FENCE, "...")]
    if not ends:
        return About(), text, ()
    said = _fields(lines[1 : ends[0]])
    about, refusals = read_about(said, file, every=False)
    return about, "\n".join(lines[ends[0] + 1 :]), refusals


def read_about(said: Mapping[str, Any], file: str, *, every: bool = True) -> tuple[About, tuple[Refusal, ...]]:
    """The fields that are right, and a refusal for each that is not.

    Args:
        said: field -> value.
        file: where it is said, for messages.
        every: whether a field that is none is refused; in front matter, which others read too, it is passed over.
    """
    known = {name: value for name, value in said.items() if name in About.model_fields and value not in ("", [], ())}
    refusals = [_unknown(name, file) for name in sorted(set(said) - set(About.model_fields))] if every else []
    while True:
        try:
            return About.model_validate(known), tuple(refusals)
        except ValidationError as problem:
            first = problem.errors()[0]
            name = str(first["loc"][0])
            where = Where(file=file, field=name)
            refusals.append(
                Refusal(
                    subject=file,
                    why=f"what is said of it in {name} is not understood",
                    got=str(known.pop(name))[:80],
                    expected=str(first["msg"]),
                    cure="correct it; until then it is not read",
                    where=where,
                )
            )


def _unknown(name: str, file: str) -> Refusal:
    return Refusal(
        subject=file,
        why=f"there is no field {name}",
        expected=", ".join(About.model_fields),
        cure="correct it; until then it is not read",
        where=Where(file=file, field=name),
    )


def _fields(lines: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    last = ""
    for line in lines:
        pair, item = _LINE.fullmatch(line.rstrip()), _ITEM.fullmatch(line.rstrip())
        if pair:
            last = pair[1].lower()
            found[last] = _value(last, pair[2])
        elif item and last in MANY:
            found[last] = [*found[last], _plain(item[1])]
    return found


def _value(name: str, text: str) -> Any:
    if name not in MANY:
        return _plain(text)
    return [_plain(part) for part in text.strip().strip("[]").split(",") if part.strip()]


def _plain(text: str) -> str:
    return text.strip().strip("\"'").strip()
