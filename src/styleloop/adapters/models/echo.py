"""A model without a model: it answers with the prompt's own words, in the shape that was asked for.

For demos, dry runs and tests: the same prompt gives the same answer on every machine, nothing is spent, and what comes
back shows what a model would have been given. It writes no copy worth reading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from styleloop.adapters.models.text.asking import Asking, Hear, Heard, Said, Trouble, guessed_tokens
from styleloop.adapters.models.text.purse import OpenPurse, Purse
from styleloop.adapters.models.text.schema import Schema, first_fault, read_schema, resolved
from styleloop.types.model import Answer, ModelEntry, Prompt
from styleloop.types.record import Refusal

_FEW = 3
"""Items of a list, where its schema allows so many."""
_DEEPEST = 16


class Echo:
    """Says back what it was asked. Needs no entry, no weights and no endpoint."""

    version = "1"

    def __init__(self, entry: ModelEntry | None = None, purse: Purse | None = None) -> None:
        self.entry = entry or ModelEntry(name="echo", adapter="echo")
        self.name = self.entry.name
        self.purse = purse or OpenPurse(self.entry)

    def write(self, prompts: Sequence[Prompt], heard: Heard = None) -> Sequence[Answer | Refusal]:
        """An answer for each prompt, made of its own words."""
        return Asking(self.entry, self.purse, self._said).answers(prompts, heard)

    def _said(self, prompt: Prompt, seed: int, hear: Hear) -> Said:
        spoken = _Words(prompt.user or prompt.system, f"{prompt.id} {seed}")
        if prompt.answer:
            schema = read_schema(prompt.answer)
            value = _fitting(schema, schema, spoken, 0)
            fault = first_fault(value, schema)
            if fault:
                raise Trouble(f"echo cannot fill this schema: {fault}", cure="ask a real model")
            text = json.dumps(value, ensure_ascii=False)
        else:
            text = spoken.text(1, 4 * self.entry.max_tokens)
        hear(text)
        asked = guessed_tokens(prompt.system + prompt.user)
        return Said(text, f"echo@{self.version}", asked, guessed_tokens(text))


class _Words:
    """The prompt's lines, taken in turn from a place that the prompt itself decides."""

    def __init__(self, text: str, place: str) -> None:
        self._lines = [" ".join(line.split()) for line in text.splitlines() if line.split()] or ["…"]
        self._at = int(hashlib.sha256(place.encode()).hexdigest(), 16) % len(self._lines)

    def text(self, least: int, most: int) -> str:
        """The next line that has `least` to `most` characters; else words run together and cut to fit."""
        count = len(self._lines)
        turned = [self._lines[(self._at + step) % count] for step in range(count)]
        self._at = (self._at + 1) % count
        whole = next((line for line in turned if least <= len(line) <= most), None)
        if whole is not None:
            return whole
        run = turned[0]
        while len(run) < least:
            run = f"{run} {turned[len(run) % count]}"
        cut = run[:most]
        return cut.rsplit(" ", 1)[0] if " " in cut and len(cut.rsplit(" ", 1)[0]) >= max(least, 1) else cut


def _fitting(schema: Any, root: Schema, spoken: _Words, depth: int) -> Any:
    """A value that keeps `schema`, as far as that can be done without thinking."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return None
    schema = resolved(schema, root)
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if schema.get("anyOf"):
        return _fitting(schema["anyOf"][0], root, spoken, depth + 1)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    makers: dict[str, Callable[[], Any]] = {
        "object": lambda: {
            name: _fitting(part, root, spoken, depth + 1) for name, part in schema.get("properties", {}).items()
        },
        "array": lambda: _items(schema, root, spoken, depth),
        "string": lambda: spoken.text(schema.get("minLength", 1), schema.get("maxLength", 200)),
        "integer": lambda: int(schema.get("minimum", min(0, schema.get("maximum", 0)))),
        "number": lambda: float(schema.get("minimum", min(0, schema.get("maximum", 0)))),
        "boolean": lambda: False,
        "null": lambda: None,
    }
    return makers[kind if isinstance(kind, str) else kind[0]]()


def _items(schema: Schema, root: Schema, spoken: _Words, depth: int) -> list[Any]:
    count = max(schema.get("minItems", 0), min(_FEW, schema.get("maxItems", _FEW)))
    made: list[Any] = []
    allowed = schema.get("items", {})
    options = resolved(allowed, root).get("enum") if isinstance(allowed, dict) else None
    for number in range(count):
        if options and schema.get("uniqueItems"):
            if number < len(options):
                made.append(options[number])
            continue
        made.append(_fitting(allowed, root, spoken, depth + 1))
    return made
