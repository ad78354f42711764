"""TMX 1.4b (LISA OSCAR, 26 April 2005): a translation memory as one file, any number of languages.

A unit of TMX is one segment. What TMX has no place for (slot, state, where it came from) travels as `prop`s, which
other tools keep or pass over. The document type that the standard names (`tmx14.dtd`) may be named; it is never
fetched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from styleloop.adapters.exchange.inline import LINE_BREAK, cut
from styleloop.adapters.exchange.markup import Element, attribute, demand_writable, escaped, parse
from styleloop.errors import InputError
from styleloop.language.locales import canonical_locale
from styleloop.types.segment import STATES, Exchange, Piece, State, Unit

VERSIONS = ("1.1", "1.2", "1.3", "1.4")
_CODES = ("ph", "bpt", "ept", "it", "ut")
_ANY = "*all*"


def written(exchanges: Sequence[Exchange]) -> bytes:
    """Every translated piece of the exchanges; those without a translation are left out.

    Raises:
        InputError: a text holds what XML cannot hold.
    """
    return "\n".join(_lines(exchanges)).encode() + b"\n"


def _lines(exchanges: Sequence[Exchange]) -> Iterator[str]:
    sources = {e.source_locale for e in exchanges}
    source = sources.pop() if len(sources) == 1 else _ANY
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<tmx version="1.4">'
    yield (
        f'<header creationtool="styleloop" creationtoolversion="{attribute(version("styleloop"))}" segtype="sentence" '
        f'o-tmf="styleloop" adminlang="en" srclang="{attribute(source)}" datatype="plaintext"/>'
    )
    yield "<body>"
    for exchange in exchanges:
        for unit in exchange.units:
            for number, piece in enumerate(unit.pieces, start=1):
                if piece.target and piece.match != "fuzzy":
                    yield _entry(exchange, unit, piece, number)
    yield "</body>"
    yield "</tmx>"


def _entry(exchange: Exchange, unit: Unit, piece: Piece, number: int) -> str:
    for text in (unit.id, unit.slot, piece.origin, *unit.notes):
        demand_writable(text, unit.id)
    name = unit.id if len(unit.pieces) == 1 else f"{unit.id}#{number}"
    notes = "".join(f"<note>{escaped(n)}</note>" for n in unit.notes)
    told = (("x-slot", unit.slot), ("x-state", piece.state), ("x-origin", piece.origin))
    props = "".join(f'<prop type="{kind}">{escaped(text)}</prop>' for kind, text in told if text)
    codes: dict[tuple[str, int], int] = {}  # the same code has one number in both languages
    return (
        f'<tu tuid="{attribute(name)}" srclang="{attribute(exchange.source_locale)}">{notes}{props}'
        f"{_said(exchange.source_locale, piece.source, codes, unit.id)}"
        f"{_said(exchange.locale, piece.target, codes, unit.id)}</tu>"
    )


def _said(locale: str, text: str, codes: dict[tuple[str, int], int], where: str) -> str:
    demand_writable(text, where)
    pieces = []
    seen: Counter[str] = Counter()
    for code, stretch in cut(text):
        if not code:
            pieces.append(escaped(stretch))
            continue
        seen[stretch] += 1
        number = codes.setdefault((stretch, seen[stretch]), len(codes) + 1)
        kind = ' type="lb"' if stretch == LINE_BREAK else ""
        pieces.append(f'<ph x="{number}"{kind}>{escaped(stretch)}</ph>')
    return f'<tuv xml:lang="{attribute(locale)}"><seg>{"".join(pieces)}</seg></tuv>'


def read(data: bytes) -> tuple[Exchange, ...]:
    """One exchange for each pair of source and other language, in the order met.

    Raises:
        InputError: it is no TMX 1.x, a language is unknown, or an entry has no source.
    """
    reader = _Reading()
    parse(data, reader.opened, reader.closed, doctype="tmx")
    return tuple(
        Exchange(source_locale=source, locale=locale, units=tuple(units))
        for (source, locale), units in reader.found.items()
    )


class _Reading:
    """Takes entry after entry; only one stands in memory as a tree."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], list[Unit]] = {}
        self._source = ""
        self._depth = 0

    def opened(self, element: Element) -> None:
        """Root and header say what it is."""
        if self._depth == 0 and (element.name != "tmx" or element.attributes.get("version") not in VERSIONS):
            got = f"<{element.name} version={element.attributes.get('version', '')!r}>"
            raise InputError("this is no TMX", where=f"line {element.line}", got=got, expected="<tmx version='1.4'>")
        if element.name == "header":
            self._source = element.attributes.get("srclang", "")
        self._depth += 1

    def closed(self, element: Element) -> bool:
        """Whether what stands around it needs it: all but entries and what holds them."""
        self._depth -= 1
        if element.name == "tu":
            self._entry(element)
            return False
        return self._depth > 1

    def _entry(self, entry: Element) -> None:
        said = _by_locale(entry)
        source = entry.attributes.get("srclang", self._source)
        home = next(iter(said), "") if source == _ANY else canonical_locale(source) or ""
        home = home if home in said else next((tag for tag in said if tag.split("-")[0] == home.split("-")[0]), "")
        if not home:
            raise InputError(
                "an entry has no text in its source language", where=f"line {entry.line}", field="srclang", got=source,
                expected=", ".join(said),
            )  # fmt: skip
        props = {p.attributes.get("type", ""): p.text() for p in entry.all("prop")}
        state: State = next((s for s in STATES if s == props.get("x-state")), "translated")
        for locale, text in said.items():
            if locale == home:
                continue
            units = self.found.setdefault((home, locale), [])
            piece = Piece(source=said[home], target=text, state=state, origin=props.get("x-origin", ""))
            units.append(
                Unit(
                    id=entry.attributes.get("tuid") or f"tu{len(units) + 1}", slot=props.get("x-slot", ""),
                    pieces=(piece,), notes=tuple(n.text() for n in entry.all("note")),
                )
            )  # fmt: skip


def _by_locale(entry: Element) -> dict[str, str]:
    said: dict[str, str] = {}
    for one in entry.all("tuv"):
        locale, text = _locale(one), _text(one)
        if said.setdefault(locale, text) != text:
            raise InputError(
                "an entry says two things in one language", where=f"line {one.line}", field="xml:lang", got=locale,
                expected="one <tuv> for each language", cure="remove the one that is not meant",
            )  # fmt: skip
    return said


def _locale(entry: Element) -> str:
    said = entry.attributes.get("lang", "")
    known = canonical_locale(said)
    if known is None:
        raise InputError("a language is missing or unknown", where=f"line {entry.line}", field="xml:lang", got=said)
    return known


def _text(entry: Element) -> str:
    segment = entry.only("seg")
    if segment is None:
        raise InputError("a translation has no text", where=f"line {entry.line}", expected="<seg>")
    return _inside(segment)


def _inside(element: Element) -> str:
    """All text; the text of a code is what it stands for. What a `sub` says inside a code belongs to the code."""
    pieces = []
    for one in element.inside:
        if isinstance(one, str):
            pieces.append(one)
        elif one.name in (*_CODES, "hi", "sub"):
            pieces.append(_inside(one))
        else:
            raise InputError("this is no inline code of TMX", where=f"line {one.line}", got=f"<{one.name}>")
    return "".join(pieces)
