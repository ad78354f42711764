"""Stage 2 of 9. Measurement, Response -> StyleVector."""

from styleloop.style.diff import diff
from styleloop.style.evidence import Evidence, Fit
from styleloop.style.fit import fit
from styleloop.style.patterns import mine
from styleloop.style.phrases import clicks, helps_words, usual_words
from styleloop.style.update import update

__all__ = ["Evidence", "Fit", "clicks", "diff", "fit", "helps_words", "mine", "update", "usual_words"]
