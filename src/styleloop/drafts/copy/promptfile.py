"""Prompt files: Markdown that people edit, with `{{placeholders}}`. Pure: the application reads the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from styleloop.errors import SettingsError

_GAP = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NOTE = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class PromptFile:
    """One prompt file: above the line `---` who the model is and what it must keep to, below it what is asked."""

    name: str
    system: str
    user: str
    version: str
    """`name@<8 hex>` of the file's sha256."""

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """(system, user) with every placeholder filled, once: placeholders inside a value stay as they are."""
        system, user = (_GAP.sub(lambda gap: values[gap[1]], part) for part in (self.system, self.user))
        return system, user


def read(name: str, text: str, known: Iterable[str], path: str = "") -> PromptFile:
    """The prompt file `name`.

    Args:
        name: `draft`.
        text: The file.
        known: Placeholders there are. Each must stand in the file: what nobody tells a model, it cannot keep to.
        path: Where it lies, for the error.

    Raises:
        SettingsError: a placeholder does not exist or is forgotten, or the line `---` is missing; says which.
    """
    where, wanted = path or f"prompts/{name}.md", sorted(known)
    said = _NOTE.sub("", text)
    parts = _RULE.split(said, maxsplit=1)
    if len(parts) < 2 or not all(part.strip() for part in parts):
        raise SettingsError(
            f"{where}: expected a line --- with text above it (who the model is) and below it (what is asked)"
        )
    found = {gap[1] for gap in _GAP.finditer(said)}
    strange, lacking = sorted(found - set(wanted)), [gap for gap in wanted if gap not in found]
    if strange:
        raise SettingsError(
            f"{where}: placeholder {{{{{strange[0]}}}}} does not exist; expected one of: {', '.join(wanted)}"
        )
    if lacking:
        raise SettingsError(
            f"{where}: placeholder {{{{{lacking[0]}}}}} is forgotten; what it holds would never reach the model. "
            "Put it back, under whatever heading you like"
        )
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return PromptFile(name=name, system=parts[0].strip(), user=parts[1].strip(), version=f"{name}@{digest}")
