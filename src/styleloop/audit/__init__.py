"""Stage 5 of 9. Variant -> Finding.

Guardrails object or stay silent; `screen` asks all of them and says what was not checked. Each guardrail is a plug-in
in a module of its own, loaded by its entry point only: claims, expiry, guidelines (rules.py), legibility, likeness,
limits, terms, translation and others (docs/checks.md says what each of them objects to, on which thresholds, and what
none can see).
"""

from styleloop.audit.screen import Verdict, screen

__all__ = ["Verdict", "screen"]
