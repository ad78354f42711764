"""What a licence forbids, read from its name: SPDX ids, the names people write, and the words of a contract.

Only prohibitions are read. What a licence asks for (a credit, the same licence for what is made) is not judged.
Sources: the SPDX licence list, and the deeds of Creative Commons: ND allows no adaptations to be shared, NC no use that
is primarily for commercial advantage. Whether a licence covers the training of a model is not read from `ND` or `NC`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

Use = Literal["changes", "ai", "advertising"]
USES: tuple[Use, ...] = get_args(Use)
"""`changes`: to make something else of it; `ai`: to train a model on it, or show it to one; `advertising`."""
ALLOWS: Mapping[Use, str] = {
    "changes": "allows no changes (no derivatives)",
    "ai": "allows no use by AI (no training)",
    "advertising": "allows no advertising (not commercial, or editorial only)",
}
"""What a licence that forbids a use says, for people."""
_MARK = re.compile(r"[\s_\-–—./:,()]+")
_COMMONS = re.compile(
    r"\b(?:cc|creative commons|creativecommons org licenses|licenses?)?\s*"
    r"(?:by|attribution|namensnennung|reconocimiento|attribuzione|atribución|atribuição|paternité)\b"
)
_SAID: Mapping[Use, re.Pattern[str]] = {
    "changes": re.compile(
        r"\b(?:no ?deriv(?:ative)?s?(?: works?)?|non deriv(?:ative)?s?|nd|"
        r"no (?:adaptations?|modifications?|changes|alterations?|editing)|unaltered only|"
        r"(?:must|may) not be (?:altered|modified|changed|edited|adapted)|keine bearbeitung(?:en)?|nicht bearbeiten|"
        r"(?:pas de|sans) modifications?|sin (?:obras )?derivadas|non opere derivate|sem derivações)\b"
    ),
    "ai": re.compile(
        r"\b(?:no ?(?:generative )?(?:ai|genai|machine learning|ml|tdm|text and data mining)|no (?:model )?training|"
        r"(?:must|may) not be used (?:to train|(?:for|by|with) (?:the )?(?:training|ai))|not for (?:ai|training)|"
        r"kein(?:e)? (?:ki|training)|(?:pas d ?'?|sans )ia|sin ia|"
        r"(?:ai|training) (?:is )?(?:prohibited|forbidden|excluded|not allowed|not permitted))\b"
    ),
    "advertising": re.compile(
        r"\b(?:nc|non ?commercial(?:ly|e)?|not commercial|no commercial|editorial|no advertising|not for advertising|"
        r"no ads|(?:private|personal) use|nicht kommerziell(?:e)?|(?:nur )?redaktionelle?|keine werbung|"
        r"pas d ?'?utilisation commerciale|éditorial|sin fines comerciales|no ?comercial)\b"
    ),
}
_BOTH = re.compile(r"\beditorial (?:use )?(?:and|or|&|\+) commercial|\bcommercial (?:use )?(?:and|or|&|\+) editorial")
"""Editorial is no limit where commercial stands beside it."""
_NEITHER = re.compile(
    r"\b(?:cc ?0|cc zero|public domain|pdm|pddl|unsplash|pexels|pixabay|royalty free|rights managed|own(?: work)?|"
    r"commissioned|work for hire|buy ?out|all rights reserved|(?:standard|extended) licen[cs]e|commercial|odc by|"
    r"(?:ai|training|derivatives|changes|commercial use|advertising) (?:is |are )?(?:allowed|permitted))\b"
)
"""Names that forbid none of these uses by themselves."""


def forbidden_by(name: str) -> frozenset[Use] | None:
    """The uses that a licence of this name forbids; None where the name says nothing that is known.

    >>> sorted(forbidden_by("CC-BY-NC-ND-4.0") or ())
    ['advertising', 'changes']
    >>> forbidden_by("CC0-1.0"), forbidden_by("House licence 7")
    (frozenset(), None)
    """
    said = " ".join(_MARK.sub(" ", name.casefold().replace("’", "'")).split())
    meant = _BOTH.sub(" commercial ", said)
    found = frozenset(use for use, pattern in _SAID.items() if pattern.search(meant))
    return found if found or _COMMONS.search(meant) or _NEITHER.search(meant) else None
