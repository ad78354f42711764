"""Talk that a person has set aside before, found again in other pieces: told of, and not asked about twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from styleloop import review
from styleloop.app.project import Project
from styleloop.review import Remembered
from styleloop.types.copy import Copy
from styleloop.types.variant import Variant


def remembered(project: Project, variants: Iterable[Variant]) -> dict[str, Remembered]:
    """Finding id -> who set the same words aside before, in the same sentence and market, and why.

    Args:
        project: where.
        variants: pieces whose remarks are asked about.
    """
    decisions = [d for d in project.store.decisions.all() if d.dismissed]
    asked = {v.id: v for v in variants}
    if not decisions or not asked:
        return {}
    findings = project.store.findings.all()
    set_aside = {name for d in decisions for name in d.dismissed}
    known = {f.id: f for f in findings if f.id in set_aside}
    words = _words(project, {f.subject for f in known.values()}, asked)
    places = review.known_places(known, words, decisions)
    found: dict[str, Remembered] = {}
    if places:
        for finding in findings:
            piece = asked.get(finding.subject)
            if piece is not None:
                found |= review.remembered([finding], piece.words, piece.market, places)
    return found


def _words(project: Project, subjects: Iterable[str], known: Mapping[str, Variant]) -> dict[str, Copy]:
    found = {name: known.get(name) or project.store.variants.find(name) for name in sorted(set(subjects))}
    return {name: piece.words for name, piece in found.items() if piece is not None}
