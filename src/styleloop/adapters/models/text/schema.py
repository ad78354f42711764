"""Whether an answer is the JSON that was asked for: the part of JSON Schema that prompts use, checked in full.

A schema that asks for more than is checked here is refused; nothing is waved through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from styleloop.errors import InputError, shortened

Schema = Mapping[str, Any]
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}
_SAID = frozenset({"title", "description", "default", "examples", "$schema", "$id", "$defs", "format"})
"""Keywords that ask for nothing."""
_ASKING = frozenset(
    ("$ref", "anyOf", "allOf", "type", "enum", "const", "properties", "required", "additionalProperties", "items",
     "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum", "maximum")
)  # fmt: skip
_FENCE = re.compile(r"```(?:json)?\s*\n(.*)\n\s*```", re.DOTALL)
_DEEPEST = 64


def read_schema(text: str) -> Schema:
    """A prompt's schema.

    Raises:
        InputError: it is not a JSON object, or asks for something that is not checked here.
    """
    try:
        schema = json.loads(text)
    except ValueError as problem:
        raise InputError("the answer's schema is not JSON", got=text, expected=str(problem)) from problem
    if not isinstance(schema, dict):
        raise InputError("the answer's schema is not an object", got=schema)
    _look_through(schema, schema)
    return schema


def _look_through(schema: Any, root: Schema) -> None:
    if isinstance(schema, bool):
        return
    resolved(schema, root)
    unread = [*sorted(set(schema) - _SAID - _ASKING), *sorted(set(_types(schema)) - set(_TYPES))]
    if unread:
        raise InputError(
            "the answer's schema asks for something that is not checked", got=unread[0], expected=str(sorted(_ASKING))
        )
    try:
        re.compile(schema.get("pattern", ""))
    except re.error as problem:
        raise InputError("the answer's schema has a pattern that is none", got=schema["pattern"]) from problem
    for group in ("properties", "$defs"):
        for part in schema.get(group, {}).values():
            _look_through(part, root)
    for part in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        _look_through(part, root)
    for name in ("items", "additionalProperties"):
        _look_through(schema.get(name, True), root)


def _types(schema: Schema) -> list[str]:
    wanted = schema.get("type", [])
    return [wanted] if isinstance(wanted, str) else list(wanted)


def resolved(schema: Schema, root: Schema) -> Schema:
    """`schema`, or what its `$ref` into `$defs` of `root` names.

    Raises:
        InputError: there is no such definition.
    """
    name = str(schema.get("$ref", ""))
    if not name:
        return schema
    found = root.get("$defs", {}).get(name.removeprefix("#/$defs/"))
    if not isinstance(found, dict):
        raise InputError("the answer's schema names a definition that it lacks", got=name)
    return found


def with_schema(system: str, answer: str) -> str:
    """`system`, and the schema behind it: for models that can be told of it in no other way."""
    told = f"Answer with JSON alone, without a fence, that keeps this schema:\n{answer}"
    return "\n\n".join(part for part in (system, told if answer else "") if part)


def strict(schema: Any) -> bool:
    """Whether every object of `schema` names all its fields and requires each, which strict endpoints ask for."""
    if isinstance(schema, list):
        return all(strict(part) for part in schema)
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object" and (
        schema.get("additionalProperties") is not False
        or set(schema.get("properties", {})) != set(schema.get("required", ()))
    ):
        return False
    return all(strict(part) for part in schema.values())


def read_json(text: str) -> tuple[str, Any]:
    """(the JSON itself, its value) of an answer; a single Markdown fence about it is taken off.

    Raises:
        ValueError: it is not JSON: cut short, more than JSON, NaN, too deep, or not text in the end.
    """
    fenced = _FENCE.fullmatch(text.strip())
    bare = fenced.group(1) if fenced else text
    try:
        value = json.loads(bare, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is no text
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
    except UnicodeEncodeError as problem:
        raise ValueError("half a character in a text") from problem
    return bare.strip(), value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def first_fault(value: Any, schema: Schema) -> str:
    """The first breach of `schema` as `lines[2].headline: 61 characters, at most 40`; empty where it is kept."""
    return next(_faults(value, schema, schema, "", 0), "")


def _faults(value: Any, schema: Any, root: Schema, at: str, depth: int) -> Iterator[str]:
    place = at or "the answer"
    if schema is True or schema == {}:
        return
    if schema is False or depth > _DEEPEST:
        yield f"{place}: nothing is expected here"
        return
    schema = resolved(schema, root)
    yield from _kind(value, schema, place)
    for part in schema.get("allOf", ()):
        yield from _faults(value, part, root, at, depth + 1)
    options = [next(_faults(value, part, root, at, depth + 1), "") for part in schema.get("anyOf", ())]
    if options and all(options):
        yield options[0]
    if isinstance(value, dict):
        yield from _of_object(value, schema, root, at, depth)
    elif isinstance(value, list):
        yield from _of_array(value, schema, root, at, depth)
    elif isinstance(value, str):
        yield from _of_text(value, schema, place)
    elif _TYPES["number"](value):
        yield from _of_number(value, schema, place)


def _kind(value: Any, schema: Schema, place: str) -> Iterator[str]:
    names = _types(schema)
    if names and not any(_TYPES[name](value) for name in names):
        yield f"{place}: {shortened(value, 40)}, expected {' or '.join(names)}"
    for name, allowed in (("enum", schema.get("enum")), ("const", [schema["const"]] if "const" in schema else None)):
        if allowed is not None and not any(value == one and type(value) is type(one) for one in allowed):
            yield f"{place}: {shortened(value, 40)}, expected {name} {shortened(allowed, 80)}"


def _of_object(value: dict[str, Any], schema: Schema, root: Schema, at: str, depth: int) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at or 'the answer'}: no {name}"
    for name, part in value.items():
        wanted = known[name] if name in known else schema.get("additionalProperties", True)
        yield from _faults(part, wanted, root, f"{at}.{shortened(name, 40)[1:-1]}".lstrip("."), depth + 1)


def _of_array(value: list[Any], schema: Schema, root: Schema, at: str, depth: int) -> Iterator[str]:
    yield from _size(len(value), schema, "Items", f"{at or 'the answer'}: {len(value)} items")
    if schema.get("uniqueItems") and len({json.dumps(one, sort_keys=True) for one in value}) < len(value):
        yield f"{at or 'the answer'}: the same item twice"
    for number, one in enumerate(value):
        yield from _faults(one, schema.get("items", True), root, f"{at}[{number}]", depth + 1)


def _of_text(value: str, schema: Schema, place: str) -> Iterator[str]:
    yield from _size(len(value), schema, "Length", f"{place}: {len(value)} characters")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: {shortened(value, 40)}, expected the form {schema['pattern']}"


def _of_number(value: float, schema: Schema, place: str) -> Iterator[str]:
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{place}: {value}, expected {schema.get('minimum', '')} to {schema.get('maximum', '')}"


def _size(size: int, schema: Schema, unit: str, said: str) -> Iterator[str]:
    if size < schema.get(f"min{unit}", 0):
        yield f"{said}, at least {schema[f'min{unit}']}"
    if size > schema.get(f"max{unit}", size):
        yield f"{said}, at most {schema[f'max{unit}']}"
