"""Stage 2 of 9. Measurement, Response -> StyleVector."""

from styleloop.style.diff import diff
from styleloop.style.evidence import Evidence, Fit
from styleloop.style.fit import fit
from styleloop.style.patterns import mine
from styleloop.style.phrases import usual_words
from styleloop.style.steps import helps_words
from styleloop.style.update import update

__all__ = ["Evidence", "Fit", "diff", "fit", "helps_words", "mine", "update", "usual_words"]
