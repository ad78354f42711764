"""Patterns that a brand's own files bring, as Go and .NET write them: made ours, and stopped where they take too long.

Pure but for the clock: a pattern is given a little processor time and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import regex  # type: ignore[import-untyped]

LONGEST = 200_000
"""Characters of a pattern, beyond which it is no rule."""
SECONDS = 0.05
"""Processor time for one pattern on one text. An ordinary one takes microseconds, and 2 ms on 50,000 characters."""
_TOKEN = regex.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\x\{(?P<point>[0-9A-Fa-f]{1,6})\}|(?P<end>\\Z)|\\[A-Za-z]\{[^}]*\}|(?P<brace>\{(?!\d+(?:,\d*)?\}))|\\.|"
    r"(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|-\[\^?(?:\\.|[^\]\\])*\]|[^\]\\])*\])|.",
    regex.DOTALL,
)
_IN_SET = regex.compile(
    r"\\x\{(?P<point>[0-9A-Fa-f]{1,6})\}|\\.|\[:\^?\w+:\]|(?P<less>-(?=\[[^:]))|(?P<twice>--|&&|\|\||~~)|(?P<open>\[)|.",
    regex.DOTALL,
)
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}]")


def ours(pattern: str) -> str:
    r"""A pattern of Go's `regexp` or of .NET's as `regex` writes it.

    Told apart: `\Q...\E`, `\x{263a}`, `\Z`, a bracket inside a set, `[a-z-[aeiou]]`, and signs that stand twice in one.
    Flags such as `(?i)` hold to the end of their group there as here.

    >>> ours(r"\x{41}\Qa.b\E[[x]"), ours(r"[a-z-[aeiou]]")
    ('Aa\\.b[\\[x]', '[a-z--[aeiou]]')
    """
    return "".join(_token(found) for found in _TOKEN.finditer(pattern))


def _token(found: Any) -> str:
    if found["quoted"] is not None:
        return str(regex.escape(found["quoted"]))
    if found["point"]:
        return _point(found["point"])
    if found["end"]:
        return r"(?=\n?\z)"
    if found["brace"]:
        return r"\{"  # no count: `regex` would read an error allowance
    return _set(found["set"]) if found["set"] else str(found[0])


def _point(hexadecimal: str) -> str:
    return str(regex.escape(chr(min(int(hexadecimal, 16), 0x10FFFF))))


def _set(written: str) -> str:
    lead = regex.match(r"\[\^?\]?", written)[0]
    inside = written[len(lead) : -1]
    taken = inside.find("-[") if regex.search(r"-\[[^:]", inside) else -1
    plain, less = (inside[:taken], inside[taken + 1 :]) if taken >= 0 else (inside, "")
    made = "".join(_member(found) for found in _IN_SET.finditer(plain))
    return f"{lead.replace(']', chr(92) + ']')}{made}{'--' + less if less else ''}]"


def _member(found: Any) -> str:
    if found["point"]:
        return _point(found["point"])
    if found["twice"]:
        return "".join(f"\\{sign}" for sign in found[0])
    return rf"\{found[0]}" if found["open"] else str(found[0])


@lru_cache(maxsize=4096)
def compiled(pattern: str, ignorecase: bool = False) -> Any:
    """`pattern` ready to be sought.

    Raises:
        ValueError: it is no pattern, or too long; says what is wrong and where.
    """
    if len(pattern) > LONGEST:
        raise ValueError(f"a pattern of {len(pattern):,} characters; at most {LONGEST:,} are read")
    flags = regex.V1 | regex.MULTILINE | (regex.IGNORECASE if ignorecase else 0)
    try:
        return regex.compile(ours(pattern), flags)
    except (regex.error, OverflowError, RecursionError) as problem:
        raise ValueError(f"no pattern: {problem}") from problem


def matches(pattern: str, text: str, *, ignorecase: bool = False) -> Iterator[tuple[tuple[int, int], ...]]:
    """For each match its (start, end), then those of its groups, (-1, -1) for one that took no part. Empty ones are
    passed over.

    Raises:
        ValueError: it is no pattern.
        TimeoutError: it took longer than `SECONDS`.
    """
    for found in compiled(pattern, ignorecase).finditer(text, timeout=SECONDS):
        if found.end() > found.start():
            yield tuple(found.span(group) for group in range(len(found.groups()) + 1))


def whole(pattern: str, text: str, *, ignorecase: bool = False) -> bool:
    """Whether all of `text` fits.

    Raises:
        ValueError: it is no pattern.
        TimeoutError: it took longer than `SECONDS`.
    """
    return compiled(pattern, ignorecase).fullmatch(text, timeout=SECONDS) is not None


def replaced(pattern: str, instead: str, text: str) -> str:
    """`text` with every match replaced; `$1` is its first group.

    Raises:
        ValueError: it is no pattern, or there is no such group.
        TimeoutError: it took longer than `SECONDS`.
    """
    try:
        template = regex.sub(r"\$(\d)", r"\\g<\1>", instead.replace("\\", "\\\\"))
        return str(compiled(pattern).sub(template, text, timeout=SECONDS))
    except (regex.error, IndexError) as problem:
        raise ValueError(f"no replacement: {problem}") from problem


@lru_cache(maxsize=4096)
def either(tokens: tuple[str, ...], *, nonword: bool = False) -> str:
    """One pattern for any of `tokens`, each a word of its own unless `nonword` or its script has no spaces."""
    if nonword or all(_UNSPACED.search(token) for token in tokens):
        return f"(?:{'|'.join(tokens)})"
    if not any(_UNSPACED.search(token) for token in tokens):
        return rf"\b(?:{'|'.join(tokens)})\b"
    return "|".join(f"(?:{token})" if _UNSPACED.search(token) else rf"\b(?:{token})\b" for token in tokens)


def literal(pattern: str) -> bool:
    """Whether it is plain words: nothing in it has a meaning of its own."""
    return not regex.search(r"[\\\[\](){}|?*+^$.]", pattern)
