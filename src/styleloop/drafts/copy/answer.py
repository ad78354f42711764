"""What a text model is to answer, and an answer read, line by line. Pure; nothing in it is trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from pydantic import Field, ValidationError

from styleloop.errors import shortened
from styleloop.language.visible import visible
from styleloop.types.model import Answer
from styleloop.types.record import Record, Refusal

LONGEST = 200_000
"""Characters of an answer that are looked at; nobody needs more for a batch of lines."""
_FENCE = re.compile(r"\s*```[a-zA-Z]*\s*\n(.*?)\n?```\s*", re.DOTALL)
_BEAT = re.compile(r"[ \t]*\n\s*")
_SPACES = re.compile(r"[ \t\u00a0\u202f]+")


class Written(Record):
    """One advertising line and what stands beside it."""

    headline: str
    """The line itself; a line break parts its beats."""
    body: str = ""
    """One or two short sentences beside it, with facts; empty where the headline needs none."""
    cta: str = ""
    """What the reader is to do, two to four words: See the flask."""
    caption: str = ""
    """The text of the post beside the picture, without hashtags and without the legal line; may be empty."""
    cited: tuple[str, ...] = ()
    """Ids of the passages it rests on; empty where it rests on none."""


class WrittenLines(Record):
    """All lines asked for."""

    lines: tuple[Written, ...] = Field(min_length=1)
    """Each different from the others."""


def schema(count: int) -> str:
    """The JSON schema of an answer with at most `count` lines. Every field is required: strict endpoints ask that."""
    made = _bare(WrittenLines.model_json_schema())
    made["properties"]["lines"]["maxItems"] = count
    return json.dumps(made, ensure_ascii=False)


def _bare(value: Any) -> Any:
    """Every property required; no defaults and titles, which tell a model nothing and which some endpoints refuse."""
    if isinstance(value, list):
        return [_bare(part) for part in value]
    if not isinstance(value, dict):
        return value
    kept = {
        key: _bare(part) for key, part in value.items() if key not in ("default", "title", "properties", "required")
    }
    if "properties" in value:
        named = {name: _bare(part) for name, part in value["properties"].items()}
        kept |= {"properties": named, "required": list(named)}
    return kept


def read(answer: Answer, count: int) -> Sequence[Written | Refusal]:
    """The lines of an answer, at most `count`; a line of another shape is refused alone, with the reason.

    Code fences around the JSON are taken off; anything else beside it refuses the whole.
    """
    text = answer.text.strip()
    if not text:
        return (_refused(answer, "the answer is empty"),)
    if len(text) > LONGEST:
        return (_refused(answer, "the answer is far too long", f"{len(text):,} characters", f"at most {LONGEST:,}"),)
    inside = _FENCE.fullmatch(text)
    try:
        told = json.loads(inside[1] if inside else text)
    except (ValueError, RecursionError) as problem:
        cut = answer.ended == "cut"
        why = "the answer was cut off before its JSON ended" if cut else "the answer is not JSON"
        cure = "raise max_tokens in models.toml" if cut else ""
        return (_refused(answer, why, shortened(text), str(problem)[:80] or "JSON", cure),)
    rows = told.get("lines") if isinstance(told, dict) else None
    if not isinstance(rows, list) or not rows:
        return (_refused(answer, "the answer has no lines", shortened(told), '{"lines": [...]}'),)
    return [_line(answer, row) for row in rows[:count]]


def _line(answer: Answer, row: object) -> Written | Refusal:
    try:
        written = Written.model_validate(row)
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(map(str, first["loc"])) or "line"
        return _refused(answer, f"a line has another shape than asked: {field}: {first['msg']}", shortened(row))
    if not any(sign.isalnum() for sign in _tidy(written.headline)):
        return _refused(answer, "a line has no words in its headline")
    slots = {name: _tidy(getattr(written, name)) for name in ("headline", "body", "cta", "caption")}
    flat = {name: text if name == "headline" else text.replace("\n", " ") for name, text in slots.items()}
    return written.model_copy(update={**flat, "cited": tuple(dict.fromkeys(written.cited))})


def _tidy(text: str) -> str:
    """Nothing unseen, single spaces, beats parted by one newline."""
    return _BEAT.sub("\n", _SPACES.sub(" ", visible(text))).strip()


def _refused(answer: Answer, why: str, got: str = "", expected: str = "", cure: str = "") -> Refusal:
    return Refusal(subject=answer.model, why=why, got=got, expected=expected, cure=cure, permanent=False)
