"""Placeholders of a text as inline codes, and back. XLIFF 2.0, 4.7 (`ph`, `pc`, `sc`, `ec`, `mrk`, `cp`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from styleloop.adapters.exchange.markup import Element, attribute, demand_writable, escaped
from styleloop.errors import InputError
from styleloop.language.placeholders import placeholders

LINE_BREAK = "\n"


def cut(text: str) -> Iterator[tuple[bool, str]]:
    """(whether it is a code, the stretch): placeholders, tags, and the line breaks that part beats."""
    at = 0
    for one in placeholders(text):
        if one.start < at:  # a variable inside a tag belongs to the tag
            continue
        yield from _broken(text[at : one.start])
        yield True, one.text
        at = one.end
    yield from _broken(text[at:])


def _broken(text: str) -> Iterator[tuple[bool, str]]:
    for number, line in enumerate(text.split(LINE_BREAK)):
        if number:
            yield True, LINE_BREAK
        if line:
            yield False, line


class Codes:
    """The inline codes of one unit: the same code has one id in source and translation, a code said twice has two.

    Ids must not come twice on one side of a unit, so its segments share one counter for each side.
    """

    def __init__(self) -> None:
        self._seen: dict[str, Counter[str]] = {"source": Counter(), "target": Counter()}
        self._ids: dict[tuple[str, int], str] = {}
        self._data: dict[str, str] = {}

    def written(self, text: str, side: Literal["source", "target"], where: str) -> str:
        """`text` with its placeholders as `ph`.

        Raises:
            InputError: it holds a character that XML cannot hold.
        """
        demand_writable(text, where)
        seen = self._seen[side]
        pieces = []
        for code, stretch in cut(text):
            if not code:
                pieces.append(escaped(stretch))
                continue
            seen[stretch] += 1
            number = self._ids.setdefault((stretch, seen[stretch]), str(len(self._ids) + 1))
            data = self._data.setdefault(stretch, f"d{len(self._data) + 1}")
            kind = ' type="fmt" subType="xlf:lb"' if stretch == LINE_BREAK else ""
            shown = "" if stretch == LINE_BREAK else f' disp="{attribute(stretch)}"'
            pieces.append(f'<ph id="{number}" dataRef="{data}" canDelete="no"{kind}{shown}/>')
        return "".join(pieces)

    def original_data(self) -> str:
        """`originalData` for every code written so far, or nothing."""
        if not self._data:
            return ""
        rows = "".join(f'<data id="{name}">{escaped(text)}</data>' for text, name in self._data.items())
        return f"<originalData>{rows}</originalData>"


def plain(element: Element, data: dict[str, str]) -> str:
    """The text of a `source` or `target`, its codes as they were before they were codes.

    Args:
        element: `source` or `target`.
        data: id -> original data of the unit.

    Raises:
        InputError: a code that nothing says the meaning of.
    """
    return "".join(one if isinstance(one, str) else _code(one, data) for one in element.inside)


def _code(one: Element, data: dict[str, str]) -> str:
    name = one.name
    if name == "cp":
        return _character(one)
    if name in ("mrk",):
        return plain(one, data)
    if name in ("sm", "em"):
        return ""
    if name == "pc":
        return f"{_meant(one, data, 'Start')}{plain(one, data)}{_meant(one, data, 'End')}"
    if name in ("ph", "sc", "ec"):
        return _meant(one, data, "")
    raise InputError("this is no inline code of XLIFF 2", where=f"line {one.line}", got=f"<{name}>")


def _character(one: Element) -> str:
    """What a `cp` stands for: XLIFF has it for characters that XML cannot hold. Neither NUL nor half a pair is one."""
    said = one.attributes.get("hex", "")
    try:
        found = chr(int(said, 16))
    except (ValueError, OverflowError):
        found = "\0"
    if found == "\0" or "\ud800" <= found <= "\udfff":
        raise InputError(
            "a code point is none", where=f"line {one.line}", field="hex", got=said,
            expected="a character of Unicode, neither 0 nor half of a pair", cure="remove the <cp>",
        )  # fmt: skip
    return found


def _meant(one: Element, data: dict[str, str], which: str) -> str:
    reference = one.attributes.get(f"dataRef{which}")
    if reference is not None and reference in data:
        return data[reference]
    if one.attributes.get("subType") == "xlf:lb":
        return LINE_BREAK
    shown = one.attributes.get(f"disp{which}") or one.attributes.get(f"equiv{which}")
    if shown and reference is None:
        return shown
    raise InputError(
        "a placeholder is unknown: nothing in its unit says what it stands for", where=f"line {one.line}",
        field=f"dataRef{which}", got=f"<{one.name} id={one.attributes.get('id', '')!r}>",
        expected=", ".join(sorted(data)) or "no code at all",
    )  # fmt: skip
