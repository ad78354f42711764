"""Stage 2 of 9. Measurement, Response -> StyleVector."""

from styleloop.style.evidence import Evidence, Fit
from styleloop.style.fit import fit

__all__ = ["Evidence", "Fit", "fit"]
