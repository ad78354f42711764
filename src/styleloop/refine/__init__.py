"""Stage 9 of 9. Lift, StyleVector -> StyleVector."""

from styleloop.refine.gate import gate
from styleloop.refine.verdict import Anchor, Candidate, Chosen, Rates, Rules, Verdict

__all__ = ["Anchor", "Candidate", "Chosen", "Rates", "Rules", "Verdict", "gate"]
