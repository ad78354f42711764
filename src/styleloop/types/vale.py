"""Rules of a Vale style, as a brand dropped them into `checks/vale/`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from styleloop.types.record import Record, is_unset

ValeKind = Literal[
    "existence", "substitution", "occurrence", "repetition", "consistency", "conditional", "capitalization"
]
ValeLevel = Literal["error", "warning", "suggestion"]


class ValeRule(Record):
    """One rule, its patterns as they stand in the file."""

    name: str
    """`House.Hype`: style and file."""
    file: str
    """Path inside the project: `checks/vale/House/Hype.yml`."""
    kind: ValeKind
    level: ValeLevel = "warning"
    message: str
    """`%s` stands for what was found."""
    link: str = ""
    """Where the rule is explained."""
    locale: str = ""
    """Language or locale of the texts it is for; empty: all."""
    slots: tuple[str, ...] = ()
    """Slots its scope reaches; empty: every slot."""
    each: Literal["", "sentence"] = ""
    """`sentence`: counts are of one sentence."""
    ignorecase: bool = False
    nonword: bool = False
    """Tokens may begin and end inside words."""
    append: bool = False
    """`raw` stands behind the tokens, not before them."""
    alpha: bool = False
    """Of `repetition`: words of letters alone."""
    tokens: tuple[str, ...] = ()
    """Of `occurrence`: the one that is counted."""
    raw: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    """Of `substitution`: (what stands there, what to write, `a|b` for either); of `consistency`: the two ways."""
    exceptions: tuple[str, ...] = ()
    most: int | None = None
    least: int | None = None
    first: str = ""
    """Of `conditional`: what needs the other."""
    second: str = ""
    """Of `conditional`: what must stand there too."""
    match: str = ""
    """Of `capitalization`: `$title`, `$sentence`, `$lower`, `$upper` or a pattern."""
    titles: Literal["AP", "Chicago"] = "AP"
    indicators: tuple[str, ...] = ()
    """Of `capitalization`: behind which a capital is right."""
    threshold: float = Field(default=0.8, ge=0, le=1)
    """Of `$title` and `$sentence`: share of words that must be right."""
    action: tuple[str, ...] = ()
    """How it is mended: `replace` with its wording, `remove`, `edit` with its steps."""


class ValeTrouble(Record):
    """A rule, or part of one, that is not checked, and why."""

    name: str
    file: str
    line: int | None = None
    """From 1."""
    key: str = ""
    why: str
    locale: str = ""
    """Language or locale of the texts that are not held against it; empty: all."""
    never: bool = False
    """Whether nothing is missed: what it is about no piece has, or somebody switched it off."""

    @property
    def place(self) -> str:
        """`checks/vale/House/Hype.yml, line 3, key level`."""
        line = f"line {self.line}" if self.line is not None else ""
        return ", ".join(part for part in (self.file, line, f"key {self.key}" if self.key else "") if part)


class ValeStyles(Record):
    """Everything under `checks/vale/`."""

    rules: tuple[ValeRule, ...] = Field(default=(), exclude_if=is_unset)
    troubles: tuple[ValeTrouble, ...] = Field(default=(), exclude_if=is_unset)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.rules or self.troubles)
