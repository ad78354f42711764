"""Does it sound like the house, and does it speak to its reader as the market wants? Told by what makes the difference.

How far a line stands from the house style is said once, by *homogenisation*; this check says in figures why. Where no
score is known the words are measured here against what is usual. How a reader is addressed is told by pronouns, and in
Japanese by the ends of sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from styleloop.audit.objection import object_to, span_of, whole
from styleloop.language.address import Addressed, addressed
from styleloop.language.politeness import endings
from styleloop.measure.copy import CopyExtractor
from styleloop.measure.copy.form import FORM
from styleloop.measure.copy.lengths import LENGTHS
from styleloop.measure.copy.reading import READING
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.copy import ALT, BODY, CAPTION, CTA, HEADLINE, Copy
from styleloop.types.measurement import MeasureSpec, Subject
from styleloop.types.record import Refusal
from styleloop.types.style import Norm

FAR = 4.0
"""Spreads from the usual at which one measure alone is far off: the house's own pieces hardly ever are."""
FEW = 12
"""Own pieces below which what is usual is not known well enough to object by."""
TOGETHER = 3
"""Measures that must be far off at once where no distance is known: one freak says little."""
TOLD = 3
NORMAL = 1.349
"""Interquartile range of a normal spread of 1."""
_NEVER: Mapping[str, float] = {"share": 0.05}
"""Spread of a measure in which all own pieces agree, by unit: a fifth of the words is far off where none ever was."""
_HARD: Mapping[str, int] = {"copy.ease": -1, "copy.gulpease": -1, "copy.lix": 1}
"""Reading measure -> which way is harder."""
_SHORT = 8
"""Words below which a formula for reading says nothing."""
_SLOTS: Mapping[str, str] = {"copy.body": BODY, "copy.cta": CTA}


class Tone:
    """Distance explained, reading level, and how the reader is addressed."""

    name = "tone"
    family: Family = "brand"
    version = "1"
    rules: Mapping[str, str] = {
        "off-tone": "Measures of the words that are far from what is usual for this brand, with their figures.",
        "reading-level": "Words that are harder to read than nearly all of the brand's own.",
        "wrong-address": "A reader addressed in another manner than the market's `formality`: du for Sie, tu for vous.",
        "mixed-address": "A reader addressed in two manners in one piece.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to each piece. What is usual is asked of only where it is known."""
        return [(*self._far(item), *self._address(item)) for item in items]

    def _far(self, item: AuditItem) -> Iterator[Finding]:
        norms = {n.measure: n for n in item.norms if n.n >= FEW}
        score = item.score
        off = score is not None and score.distance > item.ceiling
        if not norms or not item.words.text(HEADLINE) or (score is not None and not off):
            return
        values = _measured(item.words, item.market.locale)
        if score is not None:
            causes = [(name, z) for name, z in score.causes if name in norms and name in values]
        else:
            causes = sorted(_outliers(values, norms), key=lambda cause: (-abs(cause[1]), cause[0]))
            causes = causes if len(causes) >= TOGETHER else []
        if causes:
            told = "; ".join(_cause(values[name], norms[name], z) for name, z in causes[:TOLD])
            cited = f"usual of {norms[causes[0][0]].n} own pieces in {norms[causes[0][0]].locale}"
            cited += f", house style {score.style}" if score is not None else ""
            slot = next((s for begin, s in _SLOTS.items() if causes[0][0].startswith(begin)), HEADLINE)
            severity: Severity = (
                "note" if score is not None else "warn"
            )  # with a score, the distance itself is warned of
            message = f"It does not sound like the house: {told}."
            yield object_to(self, item, "off-tone", severity, message, cited, span=whole(item, slot))
        yield from self._reading(item, values, norms, {name for name, _ in causes[:TOLD]})

    def _reading(
        self, item: AuditItem, values: Mapping[str, float], norms: Mapping[str, Norm], told: set[str]
    ) -> Iterator[Finding]:
        if told & _HARD.keys() or values.get("copy.words", 0) + values.get("copy.body_words", 0) < _SHORT:
            return
        for name, sign in _HARD.items():
            norm, value = norms.get(name), values.get(name)
            if norm is None or value is None:
                continue
            edge = norm.quantiles[-1 if sign > 0 else 0]
            if sign * (value - edge) > max(norm.iqr, 1e-9):
                message = f"It is harder to read than the brand's own: {_cause(value, norm, sign)}."
                cited = f"{norm.unit}, docs/measures.md; usual of {norm.n} own pieces in {norm.locale}"
                yield object_to(self, item, "reading-level", "note", message, cited, span=whole(item, HEADLINE))
                return

    def _address(self, item: AuditItem) -> Iterator[Finding]:
        if item.source is not None:  # a translation: *translation* looks after its manner
            return
        found = [
            (slot.slot, one)
            for slot in item.words.slots
            if slot.slot != ALT and slot.text != item.market.legal_line
            for one in _manners(slot.text, item.market.locale)
        ]
        wanted = item.market.formality
        wrong = [(slot, one) for slot, one in found if wanted and one.manner != wanted]
        for slot, one in wrong[:1]:
            span = span_of(item, slot, one.start, one.end)
            message = f"“{one.text}” is {one.manner}; readers in {item.market.name} are addressed {_manner(wanted)}."
            cited = f"markets/{item.market.locale}: formality {wanted}"
            # Only a note: what ships assumes a manner for each language, and a brand may never have said so itself.
            yield object_to(self, item, "wrong-address", "note", message, cited, span=span)
        first = {one.manner: (slot, one) for slot, one in reversed(found) if slot != CAPTION}
        if not wrong and len(first) == 2:
            (_, formal), (slot, informal) = first["formal"], first["informal"]
            span = span_of(item, slot, informal.start, informal.end)
            message = f"One piece says “{formal.text}” and “{informal.text}” to its reader; one manner is enough."
            yield object_to(self, item, "mixed-address", "warn", message, "one manner of address a piece", span=span)


def _manners(text: str, locale: str) -> tuple[Addressed, ...]:
    return endings(text) if locale.split("-")[0] == "ja" else addressed(text, locale)


def _manner(formality: str) -> str:
    return "formally" if formality == "formal" else "informally"


@lru_cache(maxsize=512)
def _measured(words: Copy, locale: str) -> Mapping[str, float]:
    """Measure -> value, of the words alone. Sizes of one line have the same."""
    (found,) = CopyExtractor().extract([Subject(id="x", locale=locale, words=words)])
    return {} if isinstance(found, Refusal) else {m.name: m.value for m in found}


def _outliers(values: Mapping[str, float], norms: Mapping[str, Norm]) -> Iterator[tuple[str, float]]:
    """(measure, spreads from the usual) of those that are far off and beyond nearly all own pieces."""
    for name in sorted(_SHAPE & norms.keys() & values.keys()):
        norm, value = norms[name], values[name]
        if norm.quantiles[0] <= value <= norm.quantiles[-1]:
            continue
        spread = norm.iqr / NORMAL if norm.iqr > 0 else _NEVER.get(norm.unit, 0.0)
        if spread > 0 and abs(value - norm.median) >= FAR * spread:
            yield name, (value - norm.median) / spread


_SHAPE = frozenset(one.spec.name for one in (*LENGTHS, *READING, *FORM))
"""Measures of how words are built. Those of word lists are too sparse to object by one at a time."""
_SPECS: Mapping[str, MeasureSpec] = {spec.name: spec for spec in CopyExtractor().specs}


def _cause(value: float, norm: Norm, z: float) -> str:
    """`long sentences (14 words/sentence, 2.1 times the usual 6.6; half of the brand's are between 5 and 8)`."""
    spec = _SPECS.get(norm.measure)
    reading = (spec.reading_high if z > 0 else spec.reading_low) if spec else norm.measure
    times = value / norm.median if norm.median > 0 else 0.0
    against = f"{times:.1f} times the usual {_figure(norm.median)}" if times >= 1.5 else f"usual {_figure(norm.median)}"
    low, high = norm.quantiles[2], norm.quantiles[4]
    half = f"; half of the brand's are between {_figure(low)} and {_figure(high)}" if high > low else ""
    return f"{reading} ({_figure(value)} {norm.unit}, {against}{half})"


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:.0f}"
