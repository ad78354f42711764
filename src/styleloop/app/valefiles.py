"""`checks/vale/`: a brand's Vale styles and word lists, read as they are.

checks/vale/.vale.ini                    which rules count, and how much (need not be there)
checks/vale/House/Hype.yml               a style, for texts in the brand's own language
checks/vale/de/Haus/Floskeln.yml         a style for German; any/ is for every language
checks/vale/Vocab/House/accept.txt       words that no rule objects to; those with a capital are written so
checks/vale/Vocab/House/reject.txt       words that are not to be said
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from styleloop.adapters.vale import parse
from styleloop.audit.contradictions import ACCEPT, REJECT, settled
from styleloop.errors import SettingsError
from styleloop.language.patterns import compiled, literal
from styleloop.types.vale import ValeLevel, ValeRule, ValeStyles, ValeTrouble

VALE = Path("checks") / "vale"
ANY = "any"
LARGEST = 500_000
"""Bytes of a file, beyond which it is no rule."""
_LOCALE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
_SUFFIXES = frozenset({".yml", ".yaml"})
_PASSED = frozenset({"config", "vocab", "meta.json"})
_LEVELS: Sequence[ValeLevel] = ("suggestion", "warning", "error")


@dataclass(frozen=True)
class _Choices:
    """What `.vale.ini` says.

    Attributes:
        least: level below which rules are left out.
        styles: the styles that count; empty: all.
        rules: rule -> `no`, `yes` or a level.
    """

    least: ValeLevel = "suggestion"
    styles: frozenset[str] = frozenset()
    rules: Mapping[str, str] = field(default_factory=dict)


def read_styles(root: Path, language: str, banned: Mapping[str, str]) -> ValeStyles:
    """Every rule under `checks/vale/` that can be checked, and what cannot, told by file, line and key.

    Args:
        root: the project folder.
        language: the brand's own; styles that lie in no folder of a language are for it.
        banned: word -> who says so, of the kit: a rule that asks for one of them contradicts it.

    Raises:
        SettingsError: `.vale.ini` cannot be read, or a value in it is none that Vale knows.
    """
    folder = root / VALE
    if not folder.is_dir():
        return ValeStyles()
    choices = _choices(folder / ".vale.ini")
    found = [one for path, locale in _files(folder, language) for one in _read(root, path, locale)]
    chosen = [_chosen(one, choices) for one in found]
    rules = [one for one in chosen if isinstance(one, ValeRule)]
    troubles = [one for one in chosen if isinstance(one, ValeTrouble)]
    kept, contradictions = settled(rules, banned)
    return ValeStyles(rules=tuple(kept), troubles=(*troubles, *contradictions))


def _files(folder: Path, language: str) -> Iterator[tuple[Path, str]]:
    """Each file of rules or words, and the language it is for."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            continue
        words = path.name in ("accept.txt", "reject.txt")
        if words or (path.suffix.lower() in _SUFFIXES and not _PASSED & {part.casefold() for part in inside}):
            top = inside[0]
            locale = top if _LOCALE.fullmatch(top) else "" if top == ANY else language
            yield path, locale


def _read(root: Path, path: Path, locale: str) -> Iterator[ValeRule | ValeTrouble]:
    file = path.relative_to(root).as_posix()
    name = f"{path.parent.name}.{path.stem}"
    try:
        if path.stat().st_size > LARGEST:
            yield ValeTrouble(
                name=name, file=file, locale=locale, why=f"larger than {LARGEST:,} bytes, which no rule is"
            )
            return
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as problem:
        why = f"no UTF-8 text (byte {problem.start}); save it as UTF-8"
        yield ValeTrouble(name=name, file=file, locale=locale, why=why)
    except OSError as problem:
        yield ValeTrouble(name=name, file=file, locale=locale, why=f"it cannot be read: {problem.strerror}")
    else:
        if path.suffix == ".txt":
            yield from _vocabulary(text, path.stem, file, locale)
        else:
            yield parse(text, name, file, locale)


def _vocabulary(text: str, kind: str, file: str, locale: str) -> Iterator[ValeRule | ValeTrouble]:
    name = ACCEPT if kind == "accept" else REJECT
    words = []
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        try:
            compiled(word)
        except ValueError as problem:
            why = f"{problem}; got {word[:60]!r}"
            yield ValeTrouble(name=name, file=file, line=number, why=why, locale=locale)
        else:
            words.append(word)
    if words and kind == "reject":
        yield ValeRule(
            name=name, file=file, kind="existence", level="error", locale=locale, tokens=tuple(words), ignorecase=True,
            message="“%s” is on the list of words that are not to be said",
        )  # fmt: skip
    elif words:
        yield ValeRule(
            name=name, file=file, kind="substitution", level="warning", locale=locale,
            pairs=tuple((f"(?i){w}", w) for w in words if literal(w) and w != w.lower()), exceptions=tuple(words),
            message="write “%s”, not “%s”",
        )  # fmt: skip


def _choices(path: Path) -> _Choices:
    if not path.is_file():
        return _Choices()
    least, styles, rules = _LEVELS[0], frozenset[str](), {}
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        key, sign, value = (part.strip() for part in line.partition("="))
        if not sign or key.startswith(("#", ";", "[")):
            continue
        if key == "MinAlertLevel":
            least = _level(value, f"{path}, line {number}: MinAlertLevel")
        elif key == "BasedOnStyles":
            styles |= {one.strip() for one in value.split(",") if one.strip()}
        elif re.fullmatch(r"[\w-]+\.[\w-]+", key):
            said = value.casefold()
            rules[key] = said if said in ("yes", "no") else _level(said, f"{path}, line {number}: {key}")
    return _Choices(least, styles, rules)


def _level(value: str, place: str) -> ValeLevel:
    for level in _LEVELS:
        if value == level:
            return level
    raise SettingsError(f"{place}: expected suggestion, warning, error, YES or NO; got: {value!r}")


def _chosen(one: ValeRule | ValeTrouble, choices: _Choices) -> ValeRule | ValeTrouble:
    """The rule at the level that `.vale.ini` gives it, or that it was switched off."""
    style = one.name.partition(".")[0]
    said = choices.rules.get(one.name, "")
    level = said if said in _LEVELS else one.level if isinstance(one, ValeRule) else "error"
    off = said == "no" or (bool(choices.styles) and style not in {*choices.styles, "Vale"} and not said)
    if off or _LEVELS.index(level) < _LEVELS.index(choices.least):
        why = "switched off in checks/vale/.vale.ini"
        return ValeTrouble(name=one.name, file=one.file, why=why, never=True)
    return one.model_copy(update={"level": level}) if isinstance(one, ValeRule) else one
