"""Material in a prompt: data between fences that nothing inside can forge. Pure."""

from __future__ import annotations

import json
import re

from styleloop.language.visible import visible

_ANGLES = {"<": "\\u003c", ">": "\\u003e"}
OPENING = re.compile(r"</?data\b", re.IGNORECASE)
"""A fence, as it may come back in an answer."""

_BLOCK = re.compile(r"<data (\w+)>\n.*?\n</data \1>", re.DOTALL)


def fenced(tag: str, rows: object) -> str:
    """`rows` as JSON between `<data tag>` and `</data tag>`, one row a line.

    Args:
        tag: Our own word, for the fence.
        rows: What JSON can hold. Unseen signs are taken out of every text in it, and angle brackets are written as
            JSON escapes, so that no text can close the fence or open another.
    """
    clean = _clean(rows)
    lines = [_json(row) for row in clean] if isinstance(clean, list) else [_json(clean)]
    return "\n".join((f"<data {tag}>", *(lines or ["[]"]), f"</data {tag}>"))


def outside(text: str) -> str:
    """What of a prompt is no material."""
    return _BLOCK.sub(" ", text)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "".join(_ANGLES.get(sign, sign) for sign in text)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    return value
