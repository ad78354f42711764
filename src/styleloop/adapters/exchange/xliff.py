"""XLIFF 2.0 (OASIS standard, 4 August 2014; read as 2.1 too): core, size restriction, glossary, candidates.

Written: one file per pair of locales; a unit for each slot of a line, a segment for each sentence, notes, the room
there is (`slr:sizeRestriction`, in code points, which never allows more than our graphemes), the glossary, and
likenesses as candidates (`mtc`), so that a translator sees them and nothing takes them for translations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from styleloop.adapters.exchange.inline import Codes, plain
from styleloop.adapters.exchange.markup import Element, attribute, demand_writable, escaped, parse
from styleloop.errors import InputError
from styleloop.language.locales import canonical_locale
from styleloop.types.segment import STATES, Exchange, GlossaryTerm, Match, Piece, State, Unit

CORE = "urn:oasis:names:tc:xliff:document:2.0"
SIZES = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
VERSIONS = ("2.0", "2.1", "2.2")
_TOKEN = re.compile(r"[\w.:-]+")
_KNOWN_MATCHES: tuple[Match, ...] = ("exact", "slots", "computed", "register", "fuzzy")
_PREFIX = "styleloop:"


def written(exchange: Exchange) -> bytes:
    """The file, UTF-8.

    Raises:
        InputError: an id is no XML name token, or a text holds what XML cannot hold.
    """
    return "\n".join(_lines(exchange)).encode() + b"\n"


def _lines(exchange: Exchange) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<xliff xmlns="{CORE}" xmlns:slr="{SIZES}" xmlns:gls="{GLOSSARY}" xmlns:mtc="{MATCHES}" version="2.0" '
        f'srcLang="{attribute(exchange.source_locale)}" trgLang="{attribute(exchange.locale)}" xml:space="preserve">'
    )
    original = f' original="{attribute(exchange.original)}"' if exchange.original else ""
    yield f'<file id="f1" canResegment="no"{original}>'
    yield '<slr:profiles generalProfile="xliff:codepoints"/>'
    yield from _glossary(exchange)
    for unit in exchange.units:
        yield from _unit(unit)
    yield "</file>"
    yield "</xliff>"


def _glossary(exchange: Exchange) -> Iterator[str]:
    """The whole glossary, once, in a unit of its own that nobody translates (a glossary stands inside a unit)."""
    if not exchange.glossary:
        return
    yield '<unit id="glossary" translate="no">'
    yield "<gls:glossary>"
    for number, term in enumerate(exchange.glossary, start=1):
        for text in (term.text, term.context, *term.translations):
            demand_writable(text, "glossary")
        said = "".join(f"<gls:translation>{escaped(t)}</gls:translation>" for t in term.translations)
        meant = f"<gls:definition>{escaped(term.context)}</gls:definition>" if term.context else ""
        stays = "" if term.translations else f"<gls:translation>{escaped(term.text)}</gls:translation>"
        word = f"<gls:term>{escaped(term.text)}</gls:term>"
        yield f'<gls:glossEntry id="g{number}">{word}{said}{stays}{meant}</gls:glossEntry>'
    yield "</gls:glossary>"
    yield '<segment id="s1" state="final"><source/><target/></segment>'
    yield "</unit>"


def _unit(unit: Unit) -> Iterator[str]:
    if not _TOKEN.fullmatch(unit.id) or unit.id == "glossary":
        raise InputError(
            "a unit's id is no XML name token", field="id", got=unit.id, expected="letters, digits, . _ - :"
        )
    for text in (unit.slot, *unit.notes, *(p.origin for p in unit.pieces), *(p.behind for p in unit.pieces)):
        demand_writable(text, unit.id)
    codes = Codes()
    segments = [
        line for number, piece in enumerate(unit.pieces, start=1) for line in _piece(piece, number, codes, unit)
    ]
    name = f' name="{attribute(unit.slot)}"' if unit.slot else ""
    most = f' slr:sizeRestriction="{unit.most}"' if unit.most else ""
    yield f'<unit id="{unit.id}"{name}{most}>'
    yield from _candidates(unit)
    yield from _notes(unit)
    data = codes.original_data()
    if data:
        yield data
    yield from segments
    yield "</unit>"


def _candidates(unit: Unit) -> Iterator[str]:
    found = [(number, p) for number, p in enumerate(unit.pieces, start=1) if p.match == "fuzzy"]
    if not found:
        return
    yield "<mtc:matches>"
    for number, piece in found:
        codes = Codes()
        source, target = codes.written(piece.source, "source", unit.id), codes.written(piece.target, "target", unit.id)
        yield (
            f'<mtc:match ref="#s{number}" type="tm" similarity="{100 * piece.score:.2f}">{codes.original_data()}'
            f"<source>{source}</source><target>{target}</target></mtc:match>"
        )
    yield "</mtc:matches>"


def _notes(unit: Unit) -> Iterator[str]:
    origins = [(number, p.origin) for number, p in enumerate(unit.pieces, start=1) if p.origin]
    if not unit.notes and not origins:
        return
    yield "<notes>"
    for text in unit.notes:
        yield f"<note>{escaped(text)}</note>"
    for number, origin in origins:
        yield f'<note id="o{number}" category="origin">{escaped(origin)}</note>'
    yield "</notes>"


def _piece(piece: Piece, number: int, codes: Codes, unit: Unit) -> Iterator[str]:
    source = codes.written(piece.source, "source", unit.id)
    told = f' subState="{_PREFIX}{piece.match}"' if piece.match else ""
    shown = piece.target if piece.match != "fuzzy" else ""
    target = f"<target>{codes.written(shown, 'target', unit.id)}</target>" if shown else ""
    yield f'<segment id="s{number}" state="{piece.state}"{told}><source>{source}</source>{target}</segment>'
    if piece.behind:
        behind = escaped(piece.behind)
        yield f"<ignorable><source>{behind}</source><target>{behind}</target></ignorable>"


def read(data: bytes) -> Exchange:
    """What a file says.

    Raises:
        InputError: it is no XLIFF 2, names no languages, or a unit cannot be understood.
    """
    reader = _Reading()
    parse(data, reader.opened, reader.closed)
    return reader.exchange()


class _Reading:
    """Takes unit after unit; only one stands in memory as a tree."""

    def __init__(self) -> None:
        self._head: dict[str, str] = {}
        self._original = ""
        self._units: list[Unit] = []
        self._ids: set[str] = set()
        """Of the units of one file: another may use them again."""
        self._terms: list[GlossaryTerm] = []
        self._depth = 0

    def opened(self, element: Element) -> None:
        """The root says what it is."""
        if self._depth == 0:
            self._root(element)
        if element.name == "file" and element.space == CORE:
            self._original = self._original or element.attributes.get("original", "")
            self._ids = set()
        self._depth += 1

    def closed(self, element: Element) -> bool:
        """Whether what stands around it needs it: all but units and what holds them."""
        self._depth -= 1
        if element.space == CORE and element.name == "unit":
            self._unit(element)
            return False
        return self._depth > 1

    def exchange(self) -> Exchange:
        """All of it."""
        return Exchange(
            source_locale=self._head["srcLang"], locale=self._head["trgLang"], original=self._original,
            units=tuple(self._units), glossary=tuple(self._terms),
        )  # fmt: skip

    def _root(self, root: Element) -> None:
        if root.name != "xliff" or root.space != CORE or root.attributes.get("version") not in VERSIONS:
            got = f"<{root.name} version={root.attributes.get('version', '')!r}> in {root.space or 'no namespace'}"
            cure = "export it as XLIFF 2.0 or 2.1 (1.2 is another format)"
            raise InputError("this is no XLIFF 2", where=f"line {root.line}", got=got, expected=CORE, cure=cure)
        for name in ("srcLang", "trgLang"):
            said = root.attributes.get(name, "")
            known = canonical_locale(said)
            if known is None:
                raise InputError("a language is missing or unknown", where=f"line {root.line}", field=name, got=said)
            self._head[name] = known

    def _unit(self, unit: Element) -> None:
        if unit.attributes.get("id") == "glossary" and unit.attributes.get("translate") == "no":
            self._terms += _terms(unit)
            return
        name = unit.attributes.get("id", "")
        if not name:
            raise InputError("a unit has no id", where=f"line {unit.line}", field="id", expected="an id of its own")
        if name in self._ids:
            raise InputError("two units have the same id", where=f"line {unit.line}", field="id", got=name)
        self._ids.add(name)
        data = _data(unit)
        segments = [e for e in unit.inside if isinstance(e, Element) and e.name in ("segment", "ignorable")]
        _demand_plain_order(segments)
        pieces: list[Piece] = []
        origins = _origins(unit)
        matches = _matches(unit)
        for segment in segments:
            if segment.name == "segment":
                number = segment.attributes.get("id", f"s{len(pieces) + 1}")
                pieces.append(_read_piece(segment, data, origins.get(number, ""), matches.get(number)))
            elif pieces:
                behind = segment.first("target") or segment.first("source")
                last = pieces.pop()
                between = plain(behind, data) if behind else ""
                pieces.append(last.model_copy(update={"behind": last.behind + between}))
        notes = unit.first("notes")
        said = [n.text() for n in notes.all("note") if n.attributes.get("category") != "origin"] if notes else []
        self._units.append(
            Unit(
                id=name, slot=unit.attributes.get("name", ""), pieces=tuple(pieces),
                notes=tuple(said), most=_room(unit),
            )
        )  # fmt: skip


def _demand_plain_order(segments: Sequence[Element]) -> None:
    """Each segment has an id of its own, and translations stand in the order of their sources."""
    seen: set[str] = set()
    for number, segment in enumerate(segments, start=1):
        where, name = f"line {segment.line}", segment.attributes.get("id", "")
        if name and name in seen:
            raise InputError("two segments of a unit have the same id", where=where, field="id", got=name)
        seen.add(name)
        target = segment.only("target")
        order = target.attributes.get("order", str(number)) if target else str(number)
        if order.strip() != str(number):
            raise InputError(
                "a translation stands in another order than its source", where=where, field="order", got=order,
                expected=str(number), cure="put the sentences into the order of the source",
            )  # fmt: skip


def _data(unit: Element) -> dict[str, str]:
    kept = unit.first("originalData")
    return {d.attributes.get("id", ""): plain(d, {}) for d in kept.all("data")} if kept else {}


def _origins(unit: Element) -> dict[str, str]:
    notes = unit.first("notes")
    every = notes.all("note") if notes else []
    return {
        "s" + n.attributes["id"][1:]: n.text()
        for n in every
        if n.attributes.get("category") == "origin" and "id" in n.attributes
    }


def _matches(unit: Element) -> dict[str, tuple[float, str]]:
    """Segment's id -> (similarity 0 to 1, the candidate), the first for each."""
    found: dict[str, tuple[float, str]] = {}
    kept = unit.first("matches")
    for match in kept.all("match") if kept else []:
        target = match.first("target")
        reference = match.attributes.get("ref", "").removeprefix("#")
        try:
            score = round(min(1.0, max(0.0, float(match.attributes.get("similarity", "0")) / 100)), 4)
        except ValueError:
            score = 0.0
        if target is not None:
            found.setdefault(reference, (score, plain(target, _data(match))))
    return found


def _read_piece(segment: Element, data: dict[str, str], origin: str, candidate: tuple[float, str] | None) -> Piece:
    source, target = segment.only("source"), segment.only("target")
    if source is None:
        raise InputError("a segment has no source", where=f"line {segment.line}", expected="<source>")
    said = plain(target, data) if target is not None else ""
    state = _state(segment, said)
    told = segment.attributes.get("subState", "").removeprefix(_PREFIX)
    match: Match = next((m for m in _KNOWN_MATCHES if m == told), "")
    if match == "fuzzy" and (said or candidate is None):
        match = ""  # a person has written: what was likely before says nothing now
    if match == "fuzzy" and candidate is not None:
        return Piece(
            source=plain(source, data), target=candidate[1], state=state, match="fuzzy", score=candidate[0],
            origin=origin,
        )  # fmt: skip
    score = 1.0 if match else 0.0
    return Piece(source=plain(source, data), target=said, state=state, match=match, score=score, origin=origin)


def _state(segment: Element, said: str) -> State:
    state = segment.attributes.get("state", "initial")
    known = next((s for s in STATES if s == state), None)
    if known is None:
        where = f"line {segment.line}"
        raise InputError(
            "a segment's state is unknown", where=where, field="state", got=state, expected=", ".join(STATES)
        )
    told = segment.attributes.get("subState", "")
    written_by_a_person = known == "initial" and said and not told.startswith(_PREFIX)
    return "translated" if written_by_a_person else known


def _room(unit: Element) -> int:
    said = unit.attributes.get("sizeRestriction", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _terms(unit: Element) -> Iterator[GlossaryTerm]:
    glossary = unit.first("glossary")
    for entry in glossary.all("glossEntry") if glossary else []:
        term, meant = entry.first("term"), entry.first("definition")
        text = term.text() if term else ""
        said = tuple(t.text() for t in entry.all("translation"))
        yield GlossaryTerm(
            text=text, translations=() if said == (text,) else said, context=meant.text() if meant else ""
        )
