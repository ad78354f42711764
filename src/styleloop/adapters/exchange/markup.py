"""XML read and written safely: no document type of its own, no entities, nothing fetched, bounded depth. No DOM kept.

expat (Python's own) is asked to refuse rather than to forgive. Elements are handed over one at a time, so that a large
file never stands in memory as a tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from styleloop.errors import InputError

DEEPEST = 40
XML = "http://www.w3.org/XML/1998/namespace"
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = {**_ESCAPED, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


@dataclass
class Element:
    """One element: `{namespace}name` parted, attributes by local name, and what is inside, texts and elements in order.

    Attributes:
        space: its namespace, or empty.
        name: without prefix.
        attributes: local name -> value; `xml:lang` is `lang`, `xml:space` is `space`.
        inside: texts and elements.
        line: where it begins in the file.
    """

    space: str
    name: str
    attributes: dict[str, str]
    line: int
    inside: list[str | Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """Its own children of that name."""
        return [one for one in self.inside if isinstance(one, Element) and one.name == name]

    def first(self, name: str) -> Element | None:
        """Its first child of that name."""
        return next(iter(self.all(name)), None)

    def only(self, name: str) -> Element | None:
        """Its one child of that name, or None.

        Raises:
            InputError: there are several; which one counts would be a guess.
        """
        found = self.all(name)
        if len(found) > 1:
            raise InputError(
                f"<{self.name}> holds <{name}> twice", where=f"line {found[1].line}", got=found[1].text(),
                expected=f"one <{name}>", cure="remove the one that is not meant",
            )  # fmt: skip
        return next(iter(found), None)

    def text(self) -> str:
        """All text in it."""
        return "".join(one if isinstance(one, str) else one.text() for one in self.inside)


def parse(data: bytes, opened: Callable[[Element], None], closed: Callable[[Element], bool], doctype: str = "") -> None:
    """Read `data`, telling of each element.

    Args:
        data: The file.
        opened: told when an element begins, with its attributes and nothing inside.
        closed: told when it ends, with all of it; True lets its parent keep it.
        doctype: name of a document type that may be named (never fetched, nothing declared inside); empty for none.

    Raises:
        InputError: not well formed, too deep, or with a document type or entities; says in which line.
    """
    reader = _Reader(opened, closed, doctype)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise InputError(
            f"this is not well-formed XML ({expat.ErrorString(problem.code)})", where=f"line {problem.lineno}",
            cure="export it again from the translation tool",
        ) from problem  # fmt: skip
    except (LookupError, ValueError) as problem:  # an encoding that is declared and unknown
        raise InputError(f"this XML cannot be decoded: {problem}", expected="UTF-8") from problem


class _Reader:
    def __init__(self, opened: Callable[[Element], None], closed: Callable[[Element], bool], doctype: str) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.SkippedEntityHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._opened, self._closed, self._allowed = opened, closed, doctype
        self._path: list[Element] = []

    def _doctype(self, name: str, _system: object, _public: object, internal: int) -> None:
        if internal or name != self._allowed:
            self._refuse()

    def _refuse(self, *_: object) -> int:
        raise InputError(
            "the file brings a document type or entities of its own", where=f"line {self.parser.CurrentLineNumber}",
            got="<!DOCTYPE or <!ENTITY", expected="plain XML", cure="remove the DOCTYPE",
        )  # fmt: skip

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= DEEPEST:
            raise InputError(
                "the XML is nested too deeply", where=f"line {self.parser.CurrentLineNumber}",
                expected=f"at most {DEEPEST} levels",
            )  # fmt: skip
        space, _, name = tag.rpartition(" ")
        own_last = sorted(attributes.items(), key=lambda pair: " " not in pair[0])  # `id` stands before `xml:id`
        known = {key.rpartition(" ")[2]: value for key, value in own_last}
        element = Element(space, name, known, self.parser.CurrentLineNumber)
        self._path.append(element)
        self._opened(element)

    def _text(self, data: str) -> None:
        if self._path:
            self._path[-1].inside.append(data)

    def _end(self, _: str) -> None:
        element = self._path.pop()
        keep = self._closed(element)
        if self._path and keep:
            self._path[-1].inside.append(element)


def escaped(text: str) -> str:
    """`text` between tags; what XML cannot hold must have been taken out by the caller (`unwritable`)."""
    return "".join(_ESCAPED.get(c, c) for c in text)


def attribute(text: str) -> str:
    """`text` between double quotes."""
    return "".join(_IN_ATTRIBUTES.get(c, c) for c in text)


def unwritable(char: str) -> bool:
    """Whether XML 1.0 has no way to write this character (production 2, Char)."""
    point = ord(char)
    legal = point in (0x9, 0xA, 0xD) or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or point >= 0x10000
    return not legal


def demand_writable(text: str, where: str) -> None:
    """Raises InputError for characters that XML cannot hold."""
    bad = next((c for c in text if unwritable(c)), None)
    if bad is not None:
        raise InputError(
            "a text holds a character that XML cannot hold", where=where, got=f"U+{ord(bad):04X}",
            cure="remove the control character",
        )  # fmt: skip
