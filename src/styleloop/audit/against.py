"""Where a piece says what a fact of its product contradicts: that something is not in it, or is all that is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from styleloop.audit.evidence import Evidence, Wording
from styleloop.audit.passages import Passage
from styleloop.language.lacking import alone, holds, lacking
from styleloop.language.materials import borne_out, material_spans
from styleloop.language.normalise import folded
from styleloop.types.audit import AuditItem
from styleloop.types.copy import ALT

_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?(?:%|percent|per cent|prozent|パーセント)")
_WHOLE = 100
_BLEND = re.compile(
    r"\b(?:veneer\w*|chipboard|mdf|plated|laminat\w*|furnier\w*|furniert|spanplatte|placage|plaqué\w*|aggloméré"
    r"|chapad[oa]|aglomerado|impiallacciat[oa]|truciolare|placcat[oa]|bonded)\b|突板|合板|メッキ|\b(?:blend|mix|mixed|mischung|gemisch|mischgewebe|mélange|mezcla|misto|mista)\b|混紡|混合",
    re.IGNORECASE,
)


def contradicted(item: AuditItem, backing: Evidence) -> Iterator[tuple[Passage, int, int, Wording]]:
    """Each stretch that a fact contradicts, with that fact: (passage, start, end, fact)."""
    facts = [w for w in backing.wordings if w.fact is not None]
    if not facts:
        return
    claimed = [w.text for w in backing.wordings if w.fact is None]
    locale = item.market.locale
    for slot in item.words.slots:
        if slot.slot == ALT:
            continue
        for lack in lacking(slot.text, locale):
            against = next((w for w in facts if holds(w.text, lack.thing, locale)), None)
            if against is not None and not any(lack.thing in folded(text, locale) for text in claimed):
                yield Passage(slot.text, slot.slot), lack.start, lack.end, against
        for span in material_spans(slot.text, locale):
            if alone(slot.text, span.start, span.end, locale):
                against = next((w for w in facts if _one_of_several(w.text, span.text, locale)), None)
                if against is not None:
                    yield Passage(slot.text, slot.slot), span.start, span.end, against


def _one_of_several(fact: str, material: str, locale: str) -> bool:
    """Whether the fact says that the material is less than all: `70% lambswool, 30% polyamide`."""
    if not borne_out(material, locale, [fact]):
        return False
    if _BLEND.search(fact):
        return True
    shares = [float(share.replace(",", ".")) for share in _PERCENT.findall(fact)]
    return bool(shares) and _WHOLE not in shares
