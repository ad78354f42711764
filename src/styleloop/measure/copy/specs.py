"""Every measure of words, in the order of docs/measures.md, which is made from this."""

from __future__ import annotations

from styleloop.measure.copy.conversion import CONVERSION
from styleloop.measure.copy.form import FORM
from styleloop.measure.copy.lengths import LENGTHS
from styleloop.measure.copy.reading import READING
from styleloop.measure.copy.story import STORY
from styleloop.measure.copy.tone import TONE

MEASURES = (*LENGTHS, *READING, *TONE, *CONVERSION, *STORY, *FORM)
SPECS = tuple(measure.spec for measure in MEASURES)
