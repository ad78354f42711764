"""One file of a Vale style -> a rule, or why it is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from styleloop.adapters.vale.located import Located, WrongYaml, read
from styleloop.language.patterns import compiled, either
from styleloop.types.copy import ALT, HEADLINE
from styleloop.types.vale import ValeKind, ValeLevel, ValeRule, ValeTrouble

KINDS: tuple[ValeKind, ...] = get_args(ValeKind)
LEVELS: tuple[ValeLevel, ...] = get_args(ValeLevel)
ELSEWHERE = ("spelling", "sequence", "script", "metric", "readability")
"""Kinds that Vale has and this has not."""
SCOPES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "paragraph", "sentence", "summary", "raw", "~code", ""), ()),
    **dict.fromkeys(("heading", *(f"heading.h{n}" for n in range(1, 7)), "title"), (HEADLINE,)),
    "alt": (ALT,),
}
"""Scope -> the slots it reaches; () is all. Others are parts of documents that no piece has."""
PASSED = ("description", "limit", "vocab", "code", "custom", "path", "author", "version", "feed", "dictionary")
"""Keys that say nothing about words."""
SHARED = ("extends", "message", "level", "link", "scope", "action", "ignorecase", "nonword", "exceptions")
OWN: Mapping[str, tuple[str, ...]] = {
    "existence": ("tokens", "raw", "append"),
    "substitution": ("swap", "capitalize"),
    "occurrence": ("max", "min", "token"),
    "repetition": ("max", "tokens", "alpha"),
    "consistency": ("either",),
    "conditional": ("first", "second"),
    "capitalization": ("match", "style", "threshold", "indicators", "prefix"),
}
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def parse(text: str, name: str, file: str, locale: str = "") -> ValeRule | ValeTrouble:
    """The rule of one YAML file.

    Args:
        text: of the file.
        name: `House.Hype`.
        file: path inside the project, for whoever is told of it.
        locale: language of the texts it is for; empty: all.
    """
    try:
        made = _Reader(read(text)).rule(name, file, locale)
    except WrongYaml as problem:
        why = str(problem)
        return ValeTrouble(name=name, file=file, line=problem.line, key=problem.key, why=why, locale=locale)
    return made


class _Reader:
    """The keys of one file, each read once and remembered with its line."""

    def __init__(self, table: Located) -> None:
        if table.kind != "table":
            raise WrongYaml("expected keys such as `extends` and `message`", table.line)
        self.keys = dict(table.rows())

    def rule(self, name: str, file: str, locale: str) -> ValeRule | ValeTrouble:
        kind = self._kind()
        self._known(kind)
        scoped = self._scoped()
        if isinstance(scoped, str):
            line = self.keys["scope"].line
            return ValeTrouble(name=name, file=file, line=line, key="scope", why=scoped, never=True)
        slots, each = scoped
        fields: dict[str, Any] = {
            "name": name, "file": file, "locale": locale, "kind": kind, "slots": slots, "each": each,
            "message": self._message(), "link": self._words("link"), "level": self._one_of("level", LEVELS, "warning"),
            "ignorecase": self._truth("ignorecase"), "nonword": self._truth("nonword"),
            "exceptions": self._patterns("exceptions"), "action": self._action(),
        }  # fmt: skip
        made = ValeRule(**fields, **_READERS[kind](self))
        self._demand_patterns(made)
        return made

    def _kind(self) -> ValeKind:
        found = self.keys.get("extends")
        expected = ", ".join(KINDS)
        if found is None:
            raise WrongYaml(f"expected one of {expected}", 1, "extends")
        for kind in KINDS:
            if found.value == kind:
                return kind
        why = f"rules of the kind {found.value!r} are not read" if found.value in ELSEWHERE else f"got {found.value!r}"
        raise WrongYaml(f"{why}; expected one of {expected}", found.line, "extends")

    def _known(self, kind: str) -> None:
        known = (*SHARED, *OWN[kind], *PASSED)
        for key, value in self.keys.items():
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"{kind} has {', '.join(OWN[kind])}"
                raise WrongYaml(f"no such key; {hint}", value.line, key)

    def _message(self) -> str:
        if not (said := self._words("message").strip()):
            raise WrongYaml("expected what people are told, %s for what was found", self._line("message"), "message")
        return said

    def _line(self, key: str) -> int:
        return self.keys[key].line if key in self.keys else 1

    def _words(self, key: str) -> str:
        found = self.keys.get(key)
        if found is not None and found.kind != "words":
            raise WrongYaml("expected words", found.line, key)
        return found.value if found is not None else ""

    def _truth(self, key: str) -> bool:
        said = self._words(key).casefold()
        if said and said not in _TRUTH:
            raise WrongYaml(f"expected true or false; got {said!r}", self._line(key), key)
        return _TRUTH.get(said, False)

    def _number(self, key: str) -> int | None:
        said = self._words(key)
        if said and not (said.isascii() and said.isdigit() and len(said) < 7):
            raise WrongYaml(f"expected a count; got {said!r}", self._line(key), key)
        return int(said) if said else None

    def _one_of(self, key: str, known: Sequence[str], otherwise: str) -> str:
        said = self._words(key) or otherwise
        if said not in known:
            raise WrongYaml(f"expected one of {', '.join(known)}; got {said!r}", self._line(key), key)
        return said

    def _list(self, key: str) -> tuple[Located, ...]:
        found = self.keys.get(key)
        if found is None:
            return ()
        items = found.items if found.kind == "list" else (found,)
        if any(one.kind != "words" for one in items):
            raise WrongYaml("expected a list of words", found.line, key)
        return tuple(one for one in items if one.value)

    def _patterns(self, key: str) -> tuple[str, ...]:
        found = self._list(key)
        for one in found:
            _demand_pattern(one.value, one.line, key)
        return tuple(one.value for one in found)

    def _pattern(self, key: str) -> str:
        said = self._words(key)
        if not said:
            raise WrongYaml("expected a pattern", self._line(key), key)
        _demand_pattern(said, self._line(key), key)
        return said

    def _pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        found = self.keys.get(key)
        rows = tuple(found.rows()) if found is not None else ()
        if not rows:
            raise WrongYaml("expected pairs such as `utilise: use`", self._line(key), key)
        for left, right in rows:
            if right.kind != "words":
                raise WrongYaml("expected words", right.line, f"{key}.{left}")
            _demand_pattern(left, right.line, f"{key}.{left}")
        return tuple((left, right.value) for left, right in rows)

    def _scoped(self) -> tuple[tuple[str, ...], str] | str:
        """The slots that the scope reaches, and whether it is of sentences; why no piece has it, where none has."""
        said = [one.value.strip() for one in self._list("scope")] or ["text"]
        reached = [SCOPES[one] for one in said if one in SCOPES]
        if not reached:
            return f"no piece has a part called {', '.join(said)}"
        slots = () if () in reached else tuple(dict.fromkeys(slot for one in reached for slot in one))
        return slots, "sentence" if said == ["sentence"] else ""

    def _action(self) -> tuple[str, ...]:
        found = self.keys.get("action")
        if found is None:
            return ()
        parts = dict(found.rows())
        name = parts.get("name")
        if name is None or name.kind != "words":
            raise WrongYaml("expected a name such as replace", found.line, "action")
        params = parts.get("params")
        steps = params.items if params is not None else ()
        return (name.value, *(step.value for step in steps if step.kind == "words"))

    def _demand_patterns(self, made: ValeRule) -> None:
        """Whether what stands together is a pattern too: parts may each be one and their sum none."""
        if made.kind == "existence":
            if not made.tokens and not made.raw:
                raise WrongYaml("expected tokens, or raw", self._line("extends"), "tokens")
            _demand_pattern(made.raw + either(made.tokens), self._line("raw" if made.raw else "tokens"), "tokens")

    def existence(self) -> dict[str, Any]:
        return {"tokens": self._patterns("tokens"), "append": self._truth("append"),
                "raw": "".join(one.value for one in self._list("raw"))}  # fmt: skip

    def substitution(self) -> dict[str, Any]:
        return {"pairs": self._pairs("swap")}

    def occurrence(self) -> dict[str, Any]:
        most, least = self._number("max"), self._number("min")
        if most is None and least is None:
            raise WrongYaml("expected a count in max, in min, or in both", self._line("extends"), "max")
        return {"most": most, "least": least, "tokens": (self._pattern("token"),)}

    def repetition(self) -> dict[str, Any]:
        if not (tokens := self._patterns("tokens")):
            raise WrongYaml("expected tokens such as '[^\\s]+'", self._line("tokens"), "tokens")
        return {"tokens": tokens, "most": self._number("max") or 0, "alpha": self._truth("alpha")}

    def consistency(self) -> dict[str, Any]:
        pairs = self._pairs("either")
        for left, right in pairs:
            _demand_pattern(right, self._line("either"), f"either.{left}")
        return {"pairs": pairs}

    def conditional(self) -> dict[str, Any]:
        return {"first": self._pattern("first"), "second": self._pattern("second")}

    def capitalization(self) -> dict[str, Any]:
        match = self._words("match")
        if match.startswith("$") and match not in ("$title", "$sentence", "$lower", "$upper"):
            expected = "$title, $sentence, $lower, $upper or a pattern"
            raise WrongYaml(f"expected {expected}; got {match!r}", self._line("match"), "match")
        made = self._pattern("match") if not match.startswith("$") else match
        style = self._one_of("style", ("AP", "Chicago"), "AP")
        return {"match": made, "titles": style, "threshold": self._share("threshold", 0.8),
                "indicators": tuple(one.value for one in self._list("indicators"))}  # fmt: skip

    def _share(self, key: str, otherwise: float) -> float:
        said = self._words(key)
        try:
            share = float(said) if said else otherwise
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise WrongYaml(f"expected a share from 0 to 1; got {said!r}", self._line(key), key)
        return share


_READERS: Mapping[str, Callable[[_Reader], dict[str, Any]]] = {
    "existence": _Reader.existence,
    "substitution": _Reader.substitution,
    "occurrence": _Reader.occurrence,
    "repetition": _Reader.repetition,
    "consistency": _Reader.consistency,
    "conditional": _Reader.conditional,
    "capitalization": _Reader.capitalization,
}


def _demand_pattern(pattern: str, line: int, key: str) -> None:
    try:
        compiled(pattern)
    except ValueError as problem:
        raise WrongYaml(f"{problem}; got {pattern[:60]!r}", line, key) from problem
