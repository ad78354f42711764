"""A Hunspell dictionary, read by Hunspell itself (the extra `[spelling]`)."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from styleloop.errors import InputError

INSTALL = 'pip install "styleloop[spelling]"'
WORDS = 50_000
"""Words whose answers are kept: a house says the same ones again and again."""
_SET = re.compile(rb"^\s*SET\s+(\S+)", re.M)


def lent() -> Path | None:
    """Folder with the American English dictionary that comes with the extra; None: it is not installed."""
    found = find_spec("hunspell")
    return Path(found.origin).parent / "dictionaries" if found and found.origin else None


class Hunspell:
    """Words of one language.

    Hunspell's objects are not safe for several threads at once, so they take turns.

    Args:
        path: the `.aff` file; the `.dic` of the same name lies beside it.

    Raises:
        InputError: the files are no dictionary.
    """

    def __init__(self, path: Path) -> None:
        _refuse_damaged(path)
        from hunspell import Hunspell as Reader

        self.name = f"{path.stem}.dic"
        self._reader = Reader(path.stem, hunspell_data_dir=str(path.parent), system_encoding="utf-8")
        self._turn = Lock()
        self.knows = lru_cache(WORDS)(self._knows)
        self.suggestions = lru_cache(WORDS)(self._suggestions)

    def _knows(self, word: str) -> bool:
        try:
            with self._turn:
                return bool(self._reader.spell(word))
        except UnicodeEncodeError:  # a letter that its encoding does not have
            return True

    def _suggestions(self, word: str) -> tuple[str, ...]:
        with self._turn:
            return tuple(one for one in self._reader.suggest(word) if one)


def _refuse_damaged(path: Path) -> None:
    """Hunspell takes any file for a dictionary, an empty one of which every word is wrong."""
    words = path.with_suffix(".dic")
    try:
        with words.open("rb") as file:
            head = file.read(4096).removeprefix(b"\xef\xbb\xbf")
        rules = path.read_bytes()
    except OSError as problem:
        raise InputError("the dictionary cannot be read", where=str(path), got=str(problem)) from problem
    first, _, rest = head.partition(b"\n")
    if not re.fullmatch(rb"\s*\d+(?:\s.*)?", first, re.S) or not rest.strip():
        raise InputError(
            "this is no dictionary",
            where=str(words),
            field="first line",
            got=repr(first[:40]),
            expected="how many words there are, and below them the words",
            cure="install it again, or take it out of the folder",
        )
    encoding = _SET.search(rules)
    if encoding is not None:
        _refuse_encoding(encoding[1].decode("ascii", "replace"), path)


def _refuse_encoding(name: str, path: Path) -> None:
    try:
        codecs.lookup(name)
    except LookupError:
        raise InputError(
            "the dictionary is written in an encoding that nobody knows",
            where=str(path),
            field="SET",
            got=name,
            expected="UTF-8, ISO8859-1 and the like",
            cure="install it again, or take it out of the folder",
        ) from None
