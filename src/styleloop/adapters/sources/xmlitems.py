"""Items of an RSS or Atom feed, read without document types, entities or anything fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from styleloop.errors import InputError

_DEEPEST = 40
_ITEMS = ("item", "entry")
_BARE = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)", re.DOTALL)
_CHUNK = re.compile(r"<(item|entry)(?:\s[^>]*)?>.*?</\1\s*>", re.DOTALL)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")


@dataclass
class Item:
    """One item: the text of its own children by their name without prefix, the first of each name."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)


def declared_encoding(data: bytes) -> str:
    """What the XML declaration says, or empty."""
    found = _DECLARED.match(data.lstrip(b"\xef\xbb\xbf \r\n\t")[:400])
    return found[1].decode("ascii") if found else ""


def items(text: str) -> Iterator[Item | tuple[int, InputError]]:
    """Every item, or (line, problem) for one that is not well formed while the others are.

    A bare `&`, which many shops write, is taken for the character it is.

    Raises:
        InputError: the file brings a document type, or is nested too deeply.
    """
    mended = _BARE.sub(lambda found: found[0] if len(found[0]) > 1 else "&amp;", text)
    mended = re.sub(r"\A\ufeff?\s*<\?xml.*?\?>", lambda found: "\n" * found[0].count("\n"), mended, flags=re.DOTALL)
    try:
        yield from _parsed(mended)
    except expat.ExpatError as problem:
        chunks = list(_CHUNK.finditer(mended))
        if not chunks:
            raise InputError(f"this is not well-formed XML ({problem})", expected="an RSS or Atom feed") from problem
        for chunk in chunks:
            yield _alone(chunk[0], mended.count("\n", 0, chunk.start()))


def _alone(chunk: str, lines_before: int) -> Item | tuple[int, InputError]:
    try:
        found = _parsed(chunk)[0]
    except expat.ExpatError as problem:
        line = lines_before + problem.lineno
        return line, InputError(
            f"this item is not well-formed XML ({expat.ErrorString(problem.code)})",
            got=chunk[:60],
            expected="<g:id>...</g:id>",
        )
    return Item(found.line + lines_before, found.fields)


def _parsed(text: str) -> list[Item]:
    reader = _Reader()
    reader.parser.Parse(text, True)
    return reader.items


class _Reader:
    """Collects items from parse events. Prefixes are dropped, so a feed that forgot to declare `g:` reads too."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.items: list[Item] = []
        self._path: list[str] = []
        self._item: Item | None = None
        self._depth = 0
        self._text: list[str] = []

    def _refuse(self, *_: object) -> None:
        raise InputError(
            "the file brings its own document type or entities",
            got="<!DOCTYPE",
            expected="a plain feed",
            cure="remove the DOCTYPE",
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag.rpartition(":")[2])
        if len(self._path) > _DEEPEST:
            raise InputError(
                "the XML is nested too deeply", got=f"{len(self._path)} levels", expected=f"at most {_DEEPEST}"
            )
        if self._item is None and self._path[-1] in _ITEMS:
            self._item, self._depth = Item(self.parser.CurrentLineNumber), len(self._path)
        elif self._item is not None and len(self._path) == self._depth + 1:
            self._text = [attributes["href"]] if self._path[-1] == "link" and "href" in attributes else []

    def _data(self, data: str) -> None:
        if self._item is not None and len(self._path) > self._depth:
            self._text.append(data)

    def _end(self, _: str) -> None:
        name = self._path.pop()
        if self._item is None:
            return
        if len(self._path) == self._depth:
            text = " ".join("".join(self._text).split()) if name != "description" else "".join(self._text).strip()
            self._item.fields.setdefault(name, text)
        elif len(self._path) < self._depth:
            self.items.append(self._item)
            self._item = None
