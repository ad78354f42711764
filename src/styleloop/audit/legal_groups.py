"""Words that belong together, named once: `<drink>` stands for every drink, in every wording of a pack that says it.

A pack names its own under `[groups.de]`; those that many packs need lie in `data/lexicons/groups/<language>.toml`.
Wordings are spelt out when a pack is read, so that whatever looks them up knows nothing of groups:

    <drink> ... <nerve>    either list, at the place where its name stands; alone or between other ways: `ale|<drink>`
    <drink> & <nerve>      both in one sentence, in whichever order
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from itertools import permutations

from styleloop.language.lexicons import lexicon

BOTH = "&"
Groups = Mapping[str, Sequence[str]]
_NAME = re.compile(r"<([a-z][a-z_]*)>")
_SIGNS = frozenset({"n", "year"})
"""What the word lists themselves mean by a name in angle brackets: a number, a year."""
_DEPTH = 4


def groups_of(language: str, own: Groups) -> dict[str, Sequence[str]]:
    """Every group that a wording in `language` may name: those that ship, and a pack's own over them."""
    return {**lexicon("groups", language.split("-")[0].lower()), **own}


def spelt_out(wording: str, groups: Groups) -> tuple[str, ...]:
    """A wording as wordings that name no group, one for each order of what `&` joins.

    Args:
        wording: as a pack writes it.
        groups: name -> words, or other names in angle brackets.

    Raises:
        ValueError: a group is not known, or groups name each other in a circle.
    """
    parts = _filled(wording, groups).split(f" {BOTH} ")
    return tuple(f" {BOTH} ".join(row) for row in permutations(parts))


def _filled(wording: str, groups: Groups) -> str:
    for _ in range(_DEPTH):
        before, wording = wording, _NAME.sub(lambda found: _words(found, groups), wording)
        if wording == before:
            return wording
    raise ValueError(f"groups name each other more than {_DEPTH} deep: {wording[:60]!r}")


def _words(found: re.Match[str], groups: Groups) -> str:
    name = found[1]
    if name in _SIGNS:
        return found[0]
    if name not in groups:
        near = get_close_matches(name, groups, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"no group is named {name!r}{hint}")
    return "|".join(word.replace(" ", "_") for word in groups[name])
